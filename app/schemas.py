"""The shapes of requests and answers, and the only place where arrays become JSON.

Requests are typed dictionaries: what a client left out is not there, which is not the same as
null. Their bounds are in `app.limits`. The models of the answers document them; nothing is
validated against them while serving, because that would cost more than training does.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict

from app.problems import FieldError, Problem
from rnn_core.errors import CoreError, RunDiverged
from rnn_core.sampling import Sample
from rnn_core.trace import Hyperparameters, Trace


def _whole(value: Any) -> Any:
    # JSON has one kind of number: 3.0 is a whole one.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, Field(allow_inf_nan=False)]
_STRICT = ConfigDict(extra="forbid", strict=True)

# --- requests ---------------------------------------------------------------------------------


class HyperparameterChanges(TypedDict, total=False):
    """What may change during a run; what is left out stays as it is."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    learning_rate: Annotated[Number, Field(description="Step size of the optimizer.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm gradients are clipped to; null is no clipping."),
    ]


class EditRequest(TypedDict):
    """One weight set to a value."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    parameter: Annotated[str, Field(description="`W_xh`, `W_hh`, `W_hy`, `b_h` or `b_y`.")]
    index: Annotated[list[Integer], Field(description="From 0; two numbers for a matrix.")]
    value: Number


class ClampRequest(TypedDict):
    """A unit's state held at a value; a unit held at 0 is switched off."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    unit: Integer
    value: Number
    t: NotRequired[
        Annotated[Integer | None, Field(description="The timestep; null is all of them.")]
    ]


class Changes(HyperparameterChanges, total=False):
    """What an intervention may change."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    edits: Annotated[
        list[EditRequest], Field(description="Weights to be set; training goes on from them.")
    ]
    clamps: Annotated[
        list[ClampRequest],
        Field(description="All states that are held from here on; none with an empty list."),
    ]


class InterventionRequest(TypedDict):
    """A change that takes effect on arrival at `iteration`."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Integer
    changes: Changes


_Matrix = list[list[Number]]


class InitialParameters(TypedDict, total=False):
    """Weights to start from instead of random ones; H hidden units, V characters."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    W_xh: Annotated[_Matrix, Field(description="H × V")]
    W_hh: Annotated[_Matrix, Field(description="H × H")]
    W_hy: Annotated[_Matrix, Field(description="V × H")]
    b_h: Annotated[list[Number], Field(description="H")]
    b_y: Annotated[list[Number], Field(description="V")]
    b_hn: Annotated[list[Number], Field(description="H; of a GRU only")]


class RunRequest(TypedDict, total=False):
    """Any part of a run's configuration; what is left out has its default."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    task: Annotated[str, Field(description="Where the sequences come from.")]
    text: Annotated[
        str,
        Field(
            description="What the network learns to spell: at each character it predicts the next. "
            "At least two of its characters must differ."
        ),
    ]
    cell: Annotated[str, Field(description="The kind of recurrent cell.")]
    hidden_size: Annotated[Integer, Field(description="H, the number of hidden units.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    learning_rate: Annotated[Number, Field(description="Step size of the optimizer.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm gradients are clipped to; null is no clipping."),
    ]
    initialization: Annotated[str, Field(description="How the weights are drawn.")]
    initialization_scale: Annotated[Number, Field(description="What they are multiplied with.")]
    seed: Annotated[Integer, Field(description="Decides every random number of the run.")]
    initial_parameters: Annotated[
        InitialParameters | None, Field(description="Weights to start from instead.")
    ]
    h_0: Annotated[
        list[Number] | None, Field(description="The initial hidden state, H numbers; null is zero.")
    ]
    interventions: Annotated[
        list[InterventionRequest],
        Field(description="Changes on the way, at most one intervention for each iteration."),
    ]
    iteration: Annotated[
        Integer, Field(description="Where the run is to stand: it is trained up to there.")
    ]


class TrainRequest(TypedDict, total=False):
    """How far and how fast to train."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iterations: Annotated[Integer, Field(description="How many, unless something ends it before.")]
    until_loss: Annotated[Number | None, Field(description="Stop below this loss.")]
    iterations_per_second: Annotated[
        Number | None, Field(description="The pace; null is as fast as the server goes.")
    ]


class RewindRequest(TypedDict):
    """Where to go back to."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Annotated[Integer, Field(description="One that the run has been at.")]
    keep_interventions: NotRequired[
        Annotated[
            bool,
            Field(
                description="Whether later interventions take effect again when they are reached.",
                json_schema_extra={"default": True},
            ),
        ]
    ]


class ForkRequest(Changes, total=False):
    """Where the new run leaves the old one, and what it changes there."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Annotated[
        Integer, Field(description="By default the iteration at which the run stands.")
    ]


class SampleRequest(TypedDict, total=False):
    """How to generate text."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    first: Annotated[
        str,
        Field(
            description="The character to start from, one of the run's vocabulary; by default the "
            "first of its text."
        ),
    ]
    length: Annotated[Integer, Field(description="How many characters to generate after it.")]
    temperature: Annotated[
        Number, Field(description="0 always takes the most probable one, 1 draws as predicted.")
    ]
    seed: Annotated[Integer, Field(description="Decides what is drawn.")]
    iteration: Annotated[
        Integer, Field(description="Of the network; by default where the run stands.")
    ]


# --- answers ----------------------------------------------------------------------------------

Maybe = Annotated[float | None, Field(description="null where it is not finite (a diverged run)")]
Vector = list[float | None]
Matrix = list[list[float | None]]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class ParameterArrays(_Answer):
    """One array for each parameter; H hidden units, V characters."""

    W_xh: Matrix
    """H × V; with gates a row for every gate of every unit, as for W_hh and b_h: 3 H or 4 H."""
    W_hh: Matrix
    """H × H"""
    W_hy: Matrix
    """V × H"""
    b_h: Vector
    """H"""
    b_y: Vector
    """V"""
    b_hn: Vector | None = None
    """H; of a GRU only."""


class HyperparametersAnswer(_Answer):
    """Those in force."""

    optimizer: str
    learning_rate: float
    clip_norm: float | None


class ConfigurationAnswer(HyperparametersAnswer):
    """What the run was created with."""

    task: str
    text: str
    cell: str
    hidden_size: int
    initialization: str
    initialization_scale: float
    seed: int
    initial_parameters: dict[str, list[float] | list[list[float]]] | None
    h_0: list[float] | None


class EditAnswer(_Answer):
    """A weight set to a value."""

    parameter: str
    index: list[int]
    value: float


class ClampAnswer(_Answer):
    """A unit's state held at a value; `t` null is every timestep."""

    unit: int
    value: float
    t: int | None = None


class ChangesAnswer(_Answer):
    """What an intervention changed: only that is there."""

    optimizer: str | None = None
    learning_rate: float | None = None
    clip_norm: float | None = None
    edits: list[EditAnswer] | None = None
    clamps: list[ClampAnswer] | None = None


class InterventionAnswer(_Answer):
    """A change that takes effect on arrival at `iteration`."""

    iteration: int
    changes: ChangesAnswer


class Links(_Answer):
    """Where to go from a run."""

    self: str
    trace: str
    history: str
    events: str
    page: str


class RunAnswer(_Answer):
    """A run: its configuration, and where it stands."""

    id: str
    configuration: ConfigurationAnswer
    interventions: list[InterventionAnswer]
    iteration: int
    furthest_iteration: int
    """The furthest iteration that can be gone to without training."""
    loss: Maybe
    """The sum over the timesteps at this iteration, in nats."""
    diverged: bool
    divergence: str | None
    """What happened and what to do, when the run diverged."""
    hyperparameters: HyperparametersAnswer
    vocabulary: list[str]
    parameter_count: int
    training: bool
    """Whether a training is under way, started by whomever."""
    links: Links


class RunEvent(RunAnswer):
    """The data of a `run` event: the run as it is now, and what made it so."""

    cause: Literal["connected", "step", "train", "rewind", "patch", "deleted"]


class Timestep(_Answer):
    """One timestep; vectors of V (x, logits, probs, dlogits) or H numbers (the others).

    What the run's cell does not have is not there: an LSTM has the gates i, f, g, o and the cell
    state c, a GRU the gates r and z and the candidate n; their `a` and `da` have a number for every
    gate of every unit.
    """

    t: int
    """Counted from 1."""
    input: str
    target: str
    x: Vector | None = None
    a: Vector | None = None
    from_input: Vector | None = None
    from_state: Vector | None = None
    r: Vector | None = None
    z: Vector | None = None
    m: Vector | None = None
    n: Vector | None = None
    i: Vector | None = None
    f: Vector | None = None
    g: Vector | None = None
    o: Vector | None = None
    c: Vector | None = None
    h: Vector | None = None
    logits: Vector | None = None
    probs: Vector | None = None
    loss: Maybe = None
    dlogits: Vector | None = None
    dh_from_output: Vector | None = None
    dh_from_future: Vector | None = None
    dh: Vector | None = None
    dh_through: Vector | None = None
    dc_from_future: Vector | None = None
    dc: Vector | None = None
    da: Vector | None = None
    dfrom_state: Vector | None = None
    dh_from_output_norm: Maybe = None
    dh_from_future_norm: Maybe = None
    dh_norm: Maybe = None
    """Euclidean norms of the three: how strong the gradient is at this timestep."""


class TraceAnswer(_Answer):
    """Everything one iteration computed. With `fields`, only these and the first three."""

    iteration: int
    loss: Maybe
    """The sum over the timesteps, in nats."""
    diverged: bool
    divergence: str | None = None
    text: str | None = None
    vocabulary: list[str] | None = None
    hyperparameters: HyperparametersAnswer | None = None
    clamps: list[ClampAnswer] | None = None
    """States held at a value by an intervention; `t` null is every timestep."""
    gate_names: list[str] | None = None
    """The gates that the rows of W_xh, W_hh and b_h belong to, in order; none for the tanh cell."""
    parameters: ParameterArrays | None = None
    h_0: Vector | None = None
    dh_0: Vector | None = None
    dh_0_norm: Maybe = None
    steps: list[Timestep] | None = None
    gradients: ParameterArrays | None = None
    """Before clipping."""
    gradient_norm: Maybe = None
    """The global norm before clipping."""
    clip_scale: Maybe = None
    """What the gradients are multiplied with; 1 is no clipping."""
    clipped_gradient_norm: Maybe = None
    optimizer_step: int | None = None
    optimizer_state: dict[str, ParameterArrays] | None = None
    """The optimizer's memory, with this iteration's gradient in it."""
    updates: ParameterArrays | None = None
    """What the next step adds to the parameters."""


class ProgressLine(_Answer):
    """One line of a training's progress."""

    iteration: int
    loss: Maybe
    diverged: bool
    stopped: Literal["iterations", "loss", "diverged", "time", "cancelled"] | None
    """Why the training ended, on the last line; null before."""
    message: str | None = None
    """What there is to say about it."""


class HistoryAnswer(_Answer):
    """The loss over the iterations up to where the run stands; real points, never averages."""

    iterations: list[int]
    loss: Vector
    diverged: bool


class SampleStepAnswer(_Answer):
    """One generated character: what was read, the probabilities, what was drawn."""

    input: str
    probs: Vector
    output: str


class SampleAnswer(_Answer):
    """Generated text, the first character included."""

    text: str
    vocabulary: list[str]
    steps: list[SampleStepAnswer]


class LimitAnswer(BaseModel):
    """What one field may hold; what does not apply is left out."""

    model_config = ConfigDict(extra="allow")

    type: Literal["integer", "number", "string"]
    allowed: str


class LimitsAnswer(_Answer):
    """Every limit of this server."""

    run: dict[str, LimitAnswer]
    train: dict[str, LimitAnswer]
    sample: dict[str, LimitAnswer]
    history: dict[str, LimitAnswer]
    server: dict[str, float]


class FieldErrorAnswer(_Answer):
    """What is wrong with one field."""

    field: str
    message: str
    allowed: str | None = None


class ProblemAnswer(_Answer):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldErrorAnswer]


# --- arrays -----------------------------------------------------------------------------------

_TIMESTEP_FIELDS = tuple(
    name for name in Timestep.model_fields if name not in ("t", "input", "target")
)
_ALWAYS = ("iteration", "loss", "diverged")
_SHORT_ROW = 32
TRACE_FIELDS = (
    *(name for name in TraceAnswer.model_fields if name not in _ALWAYS),
    *_TIMESTEP_FIELDS,
)


def dumps(content: Any) -> bytes:
    """JSON, with NumPy arrays and numbers written as they are, to the last bit.

    Numbers that are not finite become null: only the answers of a diverged run hold any, and they
    say so.
    """
    return orjson.dumps(content, default=_listed, option=orjson.OPT_SERIALIZE_NUMPY)


def _listed(value: Any) -> Any:
    # The arrays that orjson does not read itself: those whose elements are not side by side.
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is not JSON")


def selected(fields: str | None) -> frozenset[str] | None:
    """The names in a `fields` parameter; None is all of them. Raises `Problem`."""
    if fields is None:
        return None
    names = frozenset(name.strip() for name in fields.split(",") if name.strip())
    unknown = sorted(names.difference(TRACE_FIELDS, _ALWAYS))
    if unknown or not names:
        allowed = ", ".join((*_ALWAYS, *(name for name in TRACE_FIELDS if name != "loss")))
        message = "no field is named"
        if unknown:
            message = f"there is no field “{unknown[0][:40]}” in a trace"
        raise Problem(
            422,
            f"fields: {message}.",
            kind="invalid-request",
            title="The request is not valid",
            errors=[FieldError("fields", message, f"any of {allowed}, separated by commas")],
        )
    return names


def loss_document(iteration: int, loss: float, diverged: bool) -> dict[str, Any]:
    """The least that is told of an iteration."""
    document = {"iteration": iteration, "loss": loss, "diverged": diverged}
    return {**document, "divergence": divergence(iteration)} if diverged else document


def trace_document(trace: Trace, fields: frozenset[str] | None) -> dict[str, Any]:
    """A trace as `dumps` writes it: all of it, or the chosen fields.

    `loss` chosen together with other fields of the timesteps is theirs as well.
    """
    document = loss_document(trace.iteration, trace.loss, trace.diverged)
    if fields is None or not fields <= frozenset(_ALWAYS):
        everything: dict[str, Any] = {
            "divergence": divergence(trace.iteration) if trace.diverged else None,
            "text": trace.text,
            "vocabulary": trace.vocabulary,
            "hyperparameters": hyperparameters_document(trace.hyperparameters),
            "clamps": [clamp.to_dict() for clamp in trace.clamps],
            "gate_names": trace.gate_names,
            "parameters": dict(trace.parameters),
            "h_0": trace.h_0,
            "dh_0": trace.dh_0,
            "dh_0_norm": trace.norms["dh_0_norm"],
            "steps": _timesteps(trace, fields),
            "gradients": dict(trace.gradients),
            "gradient_norm": trace.gradient_norm,
            "clip_scale": trace.clip_scale,
            "clipped_gradient_norm": trace.clipped_gradient_norm,
            "optimizer_step": trace.optimizer_step,
            "optimizer_state": {
                slot: dict(arrays) for slot, arrays in trace.optimizer_state.items()
            },
            "updates": dict(trace.updates),
        }
        document.update(
            everything
            if fields is None
            else {
                name: value
                for name, value in everything.items()
                if name in fields or (name == "steps" and value)
            }
        )
    return document


def hyperparameters_document(hyperparameters: Hyperparameters) -> dict[str, Any]:
    """Hyperparameters as `dumps` writes them."""
    return dict(vars(hyperparameters))


def _timesteps(trace: Trace, fields: frozenset[str] | None) -> list[dict[str, Any]]:
    there = {*trace.timesteps, *trace.norms}
    names = tuple(name for name in _TIMESTEP_FIELDS if name in there)
    if fields is not None and "steps" not in fields:
        names = tuple(name for name in names if name in fields)
        if names in ((), ("loss",)):
            return []
    columns = [_rows(_over_time(trace, name)) for name in names]
    return [
        {"t": t, "input": input_, "target": target, **dict(zip(names, row, strict=True))}
        for t, (input_, target, row) in enumerate(
            zip(trace.inputs, trace.targets, zip(*columns, strict=True), strict=True), start=1
        )
    ]


def _over_time(trace: Trace, name: str) -> NDArray[np.float64]:
    return trace.norms[name] if name in trace.norms else trace.timesteps[name]


def _rows(array: NDArray[np.float64]) -> list[Any]:
    # Of short rows a list is faster to make than a view, of long ones it is slower.
    short = array.ndim == 1 or array.shape[1] <= _SHORT_ROW
    return array.tolist() if short else list(array)


def trace_npz(trace: Trace) -> bytes:
    """A trace as a NumPy archive: compact and exact, arrays over time in one piece.

    `numpy.load` gives `timesteps/h` (T, H) and so on; `metadata` is a JSON text with the rest.
    """
    metadata = {
        "iteration": trace.iteration,
        "text": trace.text,
        "vocabulary": trace.vocabulary,
        "inputs": trace.inputs,
        "targets": trace.targets,
        "hyperparameters": hyperparameters_document(trace.hyperparameters),
        "diverged": trace.diverged,
        "divergence": divergence(trace.iteration) if trace.diverged else None,
        "optimizer_step": trace.optimizer_step,
    }
    arrays: dict[str, Any] = {
        "metadata": np.array(orjson.dumps(metadata).decode()),
        "loss": np.float64(trace.loss),
        "gradient_norm": np.float64(trace.gradient_norm),
        "clip_scale": np.float64(trace.clip_scale),
        "h_0": trace.h_0,
        "dh_0": trace.dh_0,
    }
    groups: dict[str, Mapping[str, Any]] = {
        "parameters": trace.parameters,
        "timesteps": trace.timesteps,
        "gradients": trace.gradients,
        "updates": trace.updates,
        **{f"optimizer_state/{slot}": state for slot, state in trace.optimizer_state.items()},
    }
    for group, members in groups.items():
        for name, array in members.items():
            arrays[f"{group}/{name}"] = array
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def sample_document(sample: Sample, vocabulary: tuple[str, ...]) -> dict[str, Any]:
    """Generated text as `dumps` writes it."""
    return {
        "text": sample.text,
        "vocabulary": vocabulary,
        "steps": [
            {"input": step.input, "probs": step.probs, "output": step.output}
            for step in sample.steps
        ],
    }


def divergence(iteration: int) -> str:
    """What to tell about a run that diverged at `iteration`."""
    return sentence(RunDiverged(iteration))


def sentence(error: CoreError | str) -> str:
    """A message as a sentence of its own."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")

"""What answers look like, for the API's document: nothing is validated by it at run time."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

Maybe = Annotated[float | None, Field(description="null where it is not finite (a diverged run)")]
Omitted = SkipJsonSchema[None]
"""A field that may be left out, but is never null."""
Vector = list[float | None]
Matrix = list[list[float | None]]


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class ParameterArrays(_Answer):
    """One array for each parameter; H hidden units, V tokens.

    Where not all timesteps use the same weights, each set has its own names: W_xh_encoder,
    W_xh_3 for timestep 3; `parts` of a trace says which is which.
    """

    model_config = ConfigDict(extra="allow")

    W_xh: Matrix | Omitted = None
    """H × V; with gates a row for every gate of every unit, as for W_hh and b_h: 3 H or 4 H."""
    W_hh: Matrix | Omitted = None
    """H × H; recurrent networks only."""
    W_hy: Matrix | Omitted = None
    """V × H"""
    b_h: Vector | Omitted = None
    """H"""
    b_y: Vector | Omitted = None
    """V"""
    b_hn: Vector | Omitted = None
    """H; GRU only."""
    W_ph: Matrix | Omitted = None
    """H × pixels; only for a network that reads images."""
    b_ph: Vector | Omitted = None
    """H; only for a network that reads images."""


class HyperparametersAnswer(_Answer):
    """The current hyperparameters."""

    optimizer: str
    learning_rate: float
    clip_norm: float | None


class ConfigurationAnswer(HyperparametersAnswer):
    """What the run was created with."""

    task: str
    text: str
    distance: int
    examples: list[tuple[str, str]] | None
    cell: str
    hidden_size: int
    sharing: str
    initialization: str
    initialization_scale: float
    spectral_radius: float | None
    keep_bias: float
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
    """Counted from 0, unlike `t`."""
    value: float
    t: int | None = None


class ChangesAnswer(_Answer):
    """What an intervention changed; only changed fields are present."""

    optimizer: str | Omitted = None
    learning_rate: float | Omitted = None
    clip_norm: float | None = None
    edits: list[EditAnswer] | Omitted = None
    clamps: list[ClampAnswer] | Omitted = None


class InterventionAnswer(_Answer):
    """A change that takes effect on arrival at `iteration`."""

    iteration: int
    changes: ChangesAnswer


class Links(_Answer):
    """Links of a run."""

    self: str
    trace: str
    history: str
    events: str
    page: str


class RunAnswer(_Answer):
    """A run: its configuration and current iteration."""

    id: str
    configuration: ConfigurationAnswer
    interventions: list[InterventionAnswer]
    can_undo: bool
    """Whether there is a change to undo."""
    can_redo: bool
    """Whether there is an undone change to redo."""
    iteration: int
    furthest_iteration: int
    """The furthest iteration reached so far."""
    loss: Maybe
    """The sum over the timesteps at this iteration, in nats."""
    diverged: bool
    divergence: str | None
    """What happened and what to do, when the run diverged."""
    hyperparameters: HyperparametersAnswer
    vocabulary: list[str]
    parameter_count: int
    training: bool
    """Whether the run is training, whoever started it."""
    links: Links


class SketchAnswer(_Answer):
    """A few points of a run's losses, for a small picture."""

    iterations: list[int]
    loss: Vector


class KeptRunLinks(_Answer):
    """Where the run is."""

    self: str
    page: str
    """The workbench with this run."""


class KeptRunAnswer(_Answer):
    """A run in a list."""

    id: str
    title: str
    """Empty where it has none."""
    configuration: ConfigurationAnswer
    changes: int
    """How many interventions it has."""
    iteration: int
    furthest_iteration: int
    sketch: SketchAnswer | None
    created: str
    """In UTC, as ISO 8601 writes it."""
    used: str
    links: KeptRunLinks


class KeptRunsAnswer(_Answer):
    """Runs of one browser, the latest used first."""

    runs: list[KeptRunAnswer]
    total: int
    """How many there are in all."""
    kept_seconds: float
    """After so long without use a run is deleted."""


class RunEvent(RunAnswer):
    """The data of a `run` event: the run as it is now, and what changed it."""

    cause: Literal["connected", "step", "train", "rewind", "patch", "deleted"]


class Timestep(_Answer):
    """One timestep; vectors of V (logits, probs, dlogits) or H numbers (the others), and x.

    Quantities the cell does not have are left out. An LSTM has the gates i, f, g, o and the cell
    state c, and its `a` and `da` have a number for every gate of every unit. A GRU has the gates r
    and z, the candidate n, and `from_input`, `from_state` and `m` instead of `a`; its `from_input`,
    `from_state` and `da` have a number for every gate of every unit.
    """

    t: int
    """Counted from 1."""
    input: str
    target: str | None
    """null where there is no target."""
    x: Vector | Omitted = None
    a: Vector | Omitted = None
    from_input: Vector | Omitted = None
    from_state: Vector | Omitted = None
    r: Vector | Omitted = None
    z: Vector | Omitted = None
    m: Vector | Omitted = None
    n: Vector | Omitted = None
    i: Vector | Omitted = None
    f: Vector | Omitted = None
    g: Vector | Omitted = None
    o: Vector | Omitted = None
    c: Vector | Omitted = None
    h: Vector | Omitted = None
    logits: Vector | Omitted = None
    probs: Vector | Omitted = None
    loss: Maybe = None
    dlogits: Vector | Omitted = None
    dh_from_output: Vector | Omitted = None
    dh_from_future: Vector | Omitted = None
    dh: Vector | Omitted = None
    dh_through: Vector | Omitted = None
    dc_from_future: Vector | Omitted = None
    dc: Vector | Omitted = None
    da: Vector | Omitted = None
    dfrom_state: Vector | Omitted = None
    dh_from_output_norm: Maybe = None
    dh_from_future_norm: Maybe = None
    dh_norm: Maybe = None
    """The norm of `dh`; the two before it are those of its parts, from the output and from the next
    timestep."""
    dc_from_future_norm: Maybe = None
    dc_norm: Maybe = None
    """The norm of `dc`, the gradient with respect to an LSTM's cell state."""


class ImageAnswer(_Answer):
    """A picture, row by row; 1 is black."""

    rows: int
    columns: int
    pixels: Vector


class ExampleAnswer(_Answer):
    """The training example that an iteration is about."""

    index: int
    """Its place among the training examples, from 0."""
    count: int
    """How many of them there are."""
    source: str
    """The input as people write it."""
    target: str
    """Its target."""
    image: ImageAnswer | None


class PartAnswer(_Answer):
    """Timesteps that use the same weights."""

    name: str
    """"", or the part of the sequence ("encoder"), or in an unshared network the timestep."""
    first: int
    last: int
    inputs: list[str]
    """The label of each entry of x."""
    writes: bool
    """Whether its outputs are part of the model; those of an encoder are not."""
    parameters: dict[str, str]
    """The names of W_xh and the other parameters here."""


class TraceAnswer(_Answer):
    """Everything one iteration computed; with `fields`, only those and the first three."""

    iteration: int
    loss: Maybe
    """The sum over the timesteps, in nats."""
    diverged: bool
    divergence: str | None = None
    text: str | Omitted = None
    """The input as people write it."""
    vocabulary: list[str] | Omitted = None
    """The tokens of the output."""
    example: ExampleAnswer | Omitted = None
    parts: list[PartAnswer] | Omitted = None
    hyperparameters: HyperparametersAnswer | Omitted = None
    clamps: list[ClampAnswer] | Omitted = None
    """States held at a value by an intervention; `t` null is every timestep."""
    gate_names: list[str] | Omitted = None
    """The gates that the rows of W_xh, W_hh and b_h belong to, in order; none for the tanh cell."""
    parameters: ParameterArrays | Omitted = None
    h_0: Vector | Omitted = None
    dh_0: Vector | Omitted = None
    dh_0_norm: Maybe = None
    c_0: Vector | Omitted = None
    """Present for an LSTM, as are dc_0 and its norm."""
    dc_0: Vector | Omitted = None
    dc_0_norm: Maybe = None
    a_0: Vector | Omitted = None
    """Present for a network that reads images, as is da_0: h_0 = tanh(a_0)."""
    da_0: Vector | Omitted = None
    steps: list[Timestep] | Omitted = None
    gradients: ParameterArrays | Omitted = None
    """Before clipping."""
    gradient_norm: Maybe = None
    """The global norm before clipping."""
    clip_scale: Maybe = None
    """The factor the gradients are multiplied by; 1 is no clipping."""
    clipped_gradient_norm: Maybe = None
    optimizer_step: int | Omitted = None
    optimizer_state: dict[str, ParameterArrays] | Omitted = None
    """The optimizer's memory, with this iteration's gradient in it."""
    updates: ParameterArrays | Omitted = None
    """What the next step adds to the parameters."""


class ProgressLine(_Answer):
    """One line of training progress."""

    iteration: int
    loss: Maybe
    diverged: bool
    stopped: Literal["iterations", "loss", "diverged", "time", "cancelled"] | None
    """Why training ended, on the last line; null before."""
    message: str | Omitted = None
    """The reason, in words."""


class HistoryAnswer(_Answer):
    """The loss over the iterations up to the current one; real points, never averages."""

    iterations: list[int]
    loss: Vector
    diverged: bool


class SampleStepAnswer(_Answer):
    """One generated token: what was read, the probabilities, what was drawn."""

    input: str
    probs: Vector
    output: str


class SampleAnswer(_Answer):
    """Generated text, the first token included."""

    text: str
    vocabulary: list[str]
    steps: list[SampleStepAnswer]


class LimitAnswer(_Answer):
    """The allowed values of one field; what does not apply is left out."""

    type: Literal["integer", "number", "string"]
    default: str | float | None = None
    minimum: float | Omitted = None
    above: float | Omitted = None
    """A bound that is not itself allowed, unlike `minimum`."""
    maximum: float | Omitted = None
    min_length: int | Omitted = None
    max_length: int | Omitted = None
    """In characters."""
    distinct: int | Omitted = None
    """How many different characters it must have."""
    choices: list[str] | Omitted = None
    nullable: bool | Omitted = None
    allowed: str
    """In words."""


class LimitsAnswer(_Answer):
    """Every limit of this server."""

    run: dict[str, LimitAnswer]
    train: dict[str, LimitAnswer]
    sample: dict[str, LimitAnswer]
    history: dict[str, LimitAnswer]
    gradients: dict[str, LimitAnswer]
    experiment: dict[str, LimitAnswer]
    title: dict[str, LimitAnswer]
    classroom: dict[str, LimitAnswer]
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
    request_id: str
    """What the server's log calls the request; also in the header `X-Request-ID`."""


class VerdictAnswer(_Answer):
    """What the measurements show; every sentence is made from them."""

    seen: list[str]
    """The conditions, and the results of each measure."""
    so: list[str]
    """The conclusions they support."""
    limit: str
    """How far the conclusions go."""


class ClassView(_Answer):
    """What a teacher shows."""

    run: str
    iteration: int
    phase: str | None
    """The phase that is stopped at; null shows the whole iteration."""
    inspect: str | None
    """The number that is explained, as an address of the workbench writes it: `h_3:4`."""
    revision: int
    """Another one says that the same iteration has other numbers."""
    cover: Literal["losses", "predictions"] | None
    """What is covered until it is revealed; with the predictions, the losses are too."""
    pointer: str | None
    """What the teacher points at: a number as in `inspect`, or a matrix by its name."""


class AnswerCount(_Answer):
    """How often a value was answered."""

    value: str | float
    count: int


class OutcomeAnswer(_Answer):
    """What the core says came of a question."""

    truth: str | float | None
    """The right answer; null where nothing is measured, or the run diverged before."""
    diverged: bool | Omitted = None
    probabilities: list[float] | Omitted = None
    """Of each option, where a token was asked for."""
    before: Maybe | Omitted = None
    """The loss when it was asked."""
    after: Maybe | Omitted = None
    """The loss when it was measured."""
    value: Maybe | Omitted = None
    """The number that was asked for."""


class QuestionAnswer(_Answer):
    """A question to a class."""

    number: int
    kind: Literal["letter", "loss", "sign", "number", "choice"]
    text: str
    """In the teacher's own words; empty for those of the page."""
    iteration: int
    """Where it was asked."""
    target: int
    """At which iteration it is measured."""
    t: int | Omitted | None = None
    """The timestep, of a token or a number."""
    read: list[str] | Omitted = None
    """What has been read until then, where a token is asked for."""
    quantity: str | Omitted = None
    index: list[int] | Omitted = None
    options: list[str] | None
    """What may be answered; null for any number."""
    revealed: bool
    counts: list[AnswerCount] | None
    """How often each value was answered; for pupils null until it is revealed."""
    outcome: OutcomeAnswer | None


class ChapterProgress(_Answer):
    """How far a pupil is in a chapter."""

    done: list[str]
    """The scenes and checks that are done."""
    missed: list[str]
    """The checks that were not right at once."""


class PupilAnswer(_Answer):
    """A pupil, as the teacher sees one."""

    id: str
    """By which the pupil can be removed from this class."""
    name: str
    shares_progress: bool
    progress: dict[str, ChapterProgress]
    """By chapter; empty unless the pupil shares it."""


class ClassAnswer(_Answer):
    """A class, as its teacher or a pupil sees it."""

    code: str
    following: bool
    """Whether the pupils see what the teacher shows; else each explores a fork."""
    paused: bool
    view: ClassView | None
    question: QuestionAnswer | None
    present: int | Omitted = None
    """How many pupils are there now. For the teacher."""
    pupils: list[PupilAnswer] | Omitted = None
    """For the teacher."""
    role: Literal["teacher", "pupil"] | Omitted = None
    name: str | Omitted = None
    """What the pupil is called."""
    shares_progress: bool | Omitted = None
    """Whether the teacher sees how far the pupil is in the chapters."""
    answer: str | float | Omitted | None = None
    """What the pupil answered to the question."""
    addresses: list[str] | Omitted = None
    """Where pupils join, on the networks of this machine. For the teacher."""


class ClassesAnswer(_Answer):
    """The classes of a teacher."""

    codes: list[str]
    """The latest opened first."""

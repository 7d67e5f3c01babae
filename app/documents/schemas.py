"""What the core computed as JSON and as NumPy archives: the only place where arrays are written."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from app.documents.answers import Timestep, TraceAnswer
from app.documents.problems import FieldError
from app.documents.validation import invalid
from app.words.messages import Listed, Messages, Saying, saying
from rnn_core.errors import RunDiverged
from rnn_core.network.sampling import Sample
from rnn_core.trace import Hyperparameters, Stretch, Trace

_TIMESTEP_FIELDS = tuple(
    name for name in Timestep.model_fields if name not in ("t", "input", "target")
)
NPZ_MEDIA_TYPE = "application/x-npz"
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
        known = Listed((*_ALWAYS, *(name for name in TRACE_FIELDS if name != "loss")))
        message = saying("wrong-no-field")
        if unknown:
            message = saying("wrong-trace-field", name=unknown[0][:40])
        raise invalid([FieldError("fields", message, saying("allowed-any-separated", known=known))])
    return names


def loss_document(
    iteration: int,
    loss: float,
    hyperparameters: Hyperparameters,
    words: Messages,
    *,
    diverged: bool,
) -> dict[str, Any]:
    """The least that is told of an iteration."""
    document: dict[str, Any] = {"iteration": iteration, "loss": loss, "diverged": diverged}
    if diverged:
        document["divergence"] = words.said(divergence(iteration, hyperparameters))
    return document


def trace_document(trace: Trace, fields: frozenset[str] | None, words: Messages) -> dict[str, Any]:
    """A trace as `dumps` writes it: all of it, or the chosen fields.

    `loss` chosen together with other fields of the timesteps is theirs as well.
    """
    document = loss_document(
        trace.iteration, trace.loss, trace.hyperparameters, words, diverged=trace.diverged
    )
    if fields is None or not fields <= frozenset(_ALWAYS):
        everything: dict[str, Any] = {
            "divergence": words.said(divergence(trace.iteration, trace.hyperparameters))
            if trace.diverged
            else None,
            "text": trace.text,
            "vocabulary": trace.vocabulary,
            "example": example_document(trace),
            "parts": [part_document(stretch) for stretch in trace.stretches],
            "hyperparameters": hyperparameters_document(trace.hyperparameters),
            "clamps": [clamp.to_dict() for clamp in trace.clamps],
            "gate_names": trace.gate_names,
            "parameters": dict(trace.parameters),
            **{name: array for name, array in trace.initials.items() if name != "p"},
            **{name: norm for name, norm in trace.norms.items() if norm.ndim == 0},
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


def example_document(trace: Trace) -> dict[str, Any]:
    """The example that an iteration is about, as `dumps` writes it."""
    setting, image = trace.setting, None
    if setting.image_shape is not None:
        rows, columns = setting.image_shape
        image = {"rows": rows, "columns": columns, "pixels": trace.initials["p"]}
    return {
        "index": setting.example,
        "count": setting.examples,
        "source": setting.source,
        "target": setting.target,
        "image": image,
    }


def part_document(stretch: Stretch) -> dict[str, Any]:
    """Timesteps that use the same weights, as `dumps` writes them."""
    return {**vars(stretch), "parameters": dict(stretch.parameters)}


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
    columns = [_columns(trace, name) for name in names]
    return [
        {"t": t, "input": input_, "target": target, **dict(zip(names, row, strict=True))}
        for t, (input_, target, row) in enumerate(
            zip(trace.inputs, trace.targets, zip(*columns, strict=True), strict=True), start=1
        )
    ]


def _over_time(trace: Trace, name: str) -> NDArray[np.float64]:
    return trace.norms[name] if name in trace.norms else trace.timesteps[name]


def _columns(trace: Trace, name: str) -> list[Any]:
    if name == "x" and len({len(stretch.inputs) for stretch in trace.stretches}) > 1:
        return [trace.x(t) for t in range(1, trace.T + 1)]
    return _rows(_over_time(trace, name))


def _rows(array: NDArray[np.float64]) -> list[Any]:
    # Of short rows a list is faster to make than a view, of long ones it is slower.
    short = array.ndim == 1 or array.shape[1] <= _SHORT_ROW
    return array.tolist() if short else list(array)


def trace_npz(trace: Trace, words: Messages) -> bytes:
    """A trace as a NumPy archive: compact and exact, arrays over time in one piece.

    `numpy.load` gives `timesteps/h` (T, H) and so on; `metadata` is a JSON text with the rest.
    """
    metadata = {
        "iteration": trace.iteration,
        "text": trace.text,
        "vocabulary": trace.vocabulary,
        "inputs": trace.inputs,
        "targets": trace.targets,
        "example": {**example_document(trace), "image": trace.setting.image_shape},
        "parts": [part_document(stretch) for stretch in trace.stretches],
        "hyperparameters": hyperparameters_document(trace.hyperparameters),
        "diverged": trace.diverged,
        "divergence": words.said(divergence(trace.iteration, trace.hyperparameters))
        if trace.diverged
        else None,
        "optimizer_step": trace.optimizer_step,
    }
    arrays: dict[str, Any] = {
        "metadata": np.array(orjson.dumps(metadata).decode()),
        "loss": np.float64(trace.loss),
        "gradient_norm": np.float64(trace.gradient_norm),
        "clip_scale": np.float64(trace.clip_scale),
        **trace.initials,
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


def divergence(iteration: int, hyperparameters: Hyperparameters) -> Saying:
    """What to tell about a run that diverged at `iteration`, with the hyperparameters it had."""
    return of_divergence(RunDiverged(iteration, clipped=hyperparameters.clip_norm is not None))


def of_divergence(error: RunDiverged) -> Saying:
    is_clipped = "yes" if error.clipped else "no"
    return saying("problem-run-diverged", iteration=str(error.iteration), isClipped=is_clipped)

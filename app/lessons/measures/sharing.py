"""How many parameters a network has, and what it costs to use the same ones at every timestep."""

from __future__ import annotations

from dataclasses import replace

from app.lessons.measures.refusals import refused
from app.lessons.measures.registry import Measured, Results, Value, measure
from rnn_core.analysis.experiments import weight_growth
from rnn_core.analysis.gradient_flow import reach
from rnn_core.training.run import Run


@measure("run", "apart some together", "count apart together layers timesteps")
def merging(run: Run, _iteration: int, *, layers: int | None = None) -> Measured:
    """The parameters when so many layers, one a timestep, use the same; by default as they do."""
    own = replace(run.configuration, sharing="none", initial_parameters=None).architecture
    timesteps = own.longest
    if layers is None:
        layers = timesteps if run.configuration.sharing == "all" else 1
    if not 1 <= layers <= timesteps:
        raise refused("layers", "refused-layers", given=str(layers), last=timesteps)
    values: dict[str, Value] = {
        "count": own.weights_when_merged(layers),
        "apart": own.weights,
        "together": own.weights_when_merged(timesteps),
        "layers": layers,
        "timesteps": timesteps,
    }
    outcome = "together" if layers == timesteps else "apart" if layers == 1 else "some"
    return Measured(outcome, values)


@measure("run", "shrinks grows same", "radius one steps all factor")
def equal_factors(run: Run, iteration: int) -> Measured:
    """What of a change of a state arrives one timestep later, and at the last timestep.

    `factor` is the geometric mean of a step.
    """
    found = reach(run.configuration, run.trace_at(iteration))
    one, every = float(found.state[found.T - 1]), float(found.state[1])
    values: dict[str, Value] = {
        "radius": max((block.spectral_radius for block in found.blocks), default=0.0),
        "one": one,
        "steps": found.T - 1,
        "all": every,
        "factor": every ** (1 / max(1, found.T - 1)),
    }
    return Measured("shrinks" if every < one else "grows" if every > one else "same", values)


@measure("experiment", "grows same", "timesteps count more longest greatest")
def parameter_growth(results: Results, *, model: int) -> Measured:
    """How many more parameters a model has on a text that is one token longer, and far longer."""
    results.require("model", model)
    growth = weight_growth(results.experiment.configurations[model - 1])
    if len(growth) < 2:
        raise refused("model", "refused-no-longer")
    (timesteps, count), (_, longer) = growth[:2]
    longest, greatest = growth[-1]
    values: dict[str, Value] = {
        "timesteps": timesteps,
        "count": count,
        "more": longer - count,
        "longest": longest,
        "greatest": greatest,
    }
    return Measured("grows" if longer > count else "same", values)

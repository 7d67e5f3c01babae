"""What a scene intends to teach is what happens, with one seed as with others."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.lessons.chapters import ORDER, chapter
from app.lessons.measures import Measured, Results
from app.lessons.scenes import VARIES, Scene, State, experiment_of
from rnn_core.training.run import Run

SEEDS = (1, 2, 3, 4, 5)
SCENES = [(slug, scene) for slug in ORDER for scene in chapter("en", slug).scenes]


_MEASURED: dict[tuple[int, int], Measured] = {}


def measured(scene: Scene, seed: int) -> Measured:
    """What happens with a seed; both tests ask for it."""
    key = id(scene), seed
    if key not in _MEASURED:
        _MEASURED[key] = _measured(scene, seed)
    return _MEASURED[key]


def _measured(scene: Scene, seed: int) -> Measured:
    asked = scene.asked
    if scene.experiment is not None:
        own = scene.experiment.get("seeds", (1, 2, 3))
        others = {"seeds": [each + 100 * (seed - 1) for each in own]}
        # The first as the page carries it out. How a network ends decides the outcome, however
        # often it is judged on the way, which takes longer than to train it.
        often = {} if seed == 1 else {"evaluations": 1}
        planned = experiment_of({**scene.experiment, **others, **often})
        results = Results(planned, [each for each in planned.run() if each is not None])
        return asked.measure.of_results(results, asked.told)
    state = replace(scene.after, configuration={**scene.after.configuration, "seed": seed})
    return asked.measure.of_run(trained(state), state.iteration, asked.told)


_TRAINED: dict[str, Run] = {}
_MOST_KEPT = 2 * len(SEEDS)


def trained(state: State) -> Run:
    """The run that stands there; scenes one after another often ask about the same one."""
    key = json.dumps(state.document())
    if key not in _TRAINED:
        run = Run(*state.made())
        if state.iteration:
            run.train(state.iteration)
        while len(_TRAINED) >= _MOST_KEPT:
            del _TRAINED[next(iter(_TRAINED))]
        _TRAINED[key] = run
    return _TRAINED[key]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("slug", "scene"), SCENES, ids=[f"{s}-{each.id}" for s, each in SCENES])
def test_the_lesson_is_what_happens(slug: str, scene: Scene, seed: int) -> None:
    found = measured(scene, seed)
    assert found.outcome in scene.asked.measure.outcomes
    assert set(found.values) == set(scene.asked.measure.values)
    if scene.asked.intends != VARIES:
        assert found.outcome == scene.asked.intends, f"{scene.id} teaches otherwise: {found}"


@pytest.mark.parametrize(("slug", "scene"), SCENES, ids=[f"{s}-{each.id}" for s, each in SCENES])
def test_a_scene_that_varies_does(slug: str, scene: Scene) -> None:
    if scene.asked.intends == VARIES:
        assert len({measured(scene, seed).outcome for seed in SEEDS}) > 1, "say what it intends"

"""A run is a pure function of configuration, interventions and iteration."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core.errors import InvalidConfiguration, IterationOutOfRange, RunDiverged
from rnn_core.trace import Trace
from rnn_core.training.configuration import RunConfig
from rnn_core.training.interventions import Intervention
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Run
from rnn_core.training.trainer import Trainer
from tests.moves import MOVES, Move, moved

EXPLODING = RunConfig(optimizer="sgd", learning_rate=1e4, clip_norm=None)


def same(first: Trace, second: Trace) -> bool:
    """Bit for bit."""
    return (
        first.iteration == second.iteration
        and first.hyperparameters == second.hyperparameters
        and np.array_equal(first.record, second.record, equal_nan=True)
        and np.array_equal(first.update, second.update, equal_nan=True)
    )


def stepped(configuration: RunConfig, iteration: int) -> Trace:
    trainer = Trainer(configuration)
    for _ in range(iteration):
        trainer.step()
    return trainer.trace()


moves = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(1, 90)),
        st.tuples(st.just("rewind"), st.integers(0, 150)),
        st.tuples(st.just("trace"), st.integers(0, 150)),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(moves=moves, optimizer=st.sampled_from(list(OPTIMIZERS)))
def test_any_mixture_of_moves_gives_the_same_numbers(
    moves: list[tuple[str, int]], optimizer: str
) -> None:
    configuration = RunConfig(optimizer=optimizer, learning_rate=0.03)
    run = Run(configuration, checkpoint_bytes=10_000)
    for move, number in moves:
        if move == "advance":
            run.train(number)
        elif move == "rewind":
            run.rewind(min(number, run.furthest_iteration))
        else:
            assert run.trace_at(min(number, run.furthest_iteration)).iteration >= 0
    assert same(run.trace, stepped(configuration, run.iteration))
    assert run.loss == run.history()[-1] == run.trace.loss


@settings(max_examples=60)
@given(moves=MOVES)
def test_any_mixture_of_changes_and_undone_ones_is_the_run_of_its_interventions(
    moves: list[Move],
) -> None:
    configuration = RunConfig(learning_rate=0.03)
    run = Run(configuration, checkpoint_bytes=10_000)
    before: list[tuple[Intervention, ...]] = []
    undone: list[tuple[Intervention, ...]] = []
    for move, number in moves:
        kept = run.interventions
        done = moved(run, move, number)
        if move == "undo":
            assert done == bool(before)
            if before:
                undone.append(kept)
                assert run.interventions == before.pop()
        elif move == "redo":
            assert done == bool(undone)
            if undone:
                before.append(kept)
                assert run.interventions == undone.pop()
        elif run.interventions != kept:
            before.append(kept)
            undone.clear()
        assert run.can_undo == bool(before)
        assert run.can_redo == bool(undone)
        assert 0 <= run.iteration <= run.furthest_iteration
    again = Run(configuration, run.interventions)
    again.train(run.furthest_iteration)
    assert np.array_equal(run.history(run.furthest_iteration), again.history())
    again.rewind(run.iteration)
    assert same(run.trace, again.trace)


def edit(parameter: str, index: tuple[int, ...], value: float | None) -> dict[str, Any]:
    return {"parameter": parameter, "index": index, "value": value}


def test_the_fast_path_and_the_traced_one_are_bit_identical() -> None:
    fast, traced = Trainer(RunConfig()), Trainer(RunConfig())
    losses: list[float] = []
    fast.advance(200, losses=losses)
    for loss in losses:
        traced.trace()
        assert traced.step() == loss
        traced.trace()
    assert same(fast.trace(), traced.trace())


def test_two_runs_of_one_configuration_are_bit_identical() -> None:
    runs = [Run(RunConfig(text="abracadabra", hidden_size=hidden)) for hidden in (13, 13)]
    spacers = []
    for place, run in enumerate(runs):
        spacers.append(np.empty(1001 + 7 * place))
        run.train(300)
    assert same(runs[0].trace, runs[1].trace)


def test_parameters_of_the_next_iteration_are_parameters_plus_updates() -> None:
    run = Run(RunConfig())
    before = run.trace
    run.step()
    for name, parameter in run.trace.parameters.items():
        np.testing.assert_array_equal(parameter, before.parameters[name] + before.updates[name])


def test_hello_is_learnt() -> None:
    run = Run(RunConfig())
    assert run.train(1000, until_loss=0.1).stopped == "loss"
    assert run.loss < 0.1
    assert "".join(run.trace.predictions) == "ello"
    assert run.sample("h", 4, 0.0, np.random.default_rng(0)).text == "hello"


def test_a_past_iteration_is_the_trace_it_was() -> None:
    run = Run(RunConfig(), checkpoint_bytes=20_000)
    kept = {0: run.trace}
    for iteration in (1, 63, 64, 65, 500):
        run.train(iteration - run.iteration)
        kept[iteration] = run.trace
    run.train(1500)
    for iteration, trace in kept.items():
        assert same(run.trace_at(iteration), trace)
    assert run.iteration == 2000


def test_an_iteration_not_reached_is_refused_with_the_range() -> None:
    run = Run(RunConfig())
    run.train(3)
    with pytest.raises(IterationOutOfRange, match="0 to 3"):
        run.trace_at(4)
    with pytest.raises(IterationOutOfRange):
        run.rewind(-1)


def test_a_trace_cannot_be_changed() -> None:
    trace = Run(RunConfig()).trace
    arrays = [
        *trace.parameters.values(),
        *trace.gradients.values(),
        *trace.updates.values(),
        *trace.timesteps.values(),
        *trace.optimizer_state["sum_of_squares"].values(),
        trace.h_0,
        trace.dh_0,
    ]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_a_trace_stays_what_it_was_while_the_run_goes_on() -> None:
    run = Run(RunConfig())
    trace = run.trace
    record, update = trace.record.copy(), trace.update.copy()
    run.train(5)
    np.testing.assert_array_equal(trace.record, record)
    np.testing.assert_array_equal(trace.update, update)


def test_an_intervention_takes_effect_with_the_update_of_its_iteration() -> None:
    plain, changed = Run(RunConfig(optimizer="sgd")), Run(RunConfig(optimizer="sgd"))
    plain.train(12)
    changed.train(12)
    intervention = changed.intervene({"learning_rate": 0.2})
    assert intervention == Intervention(12, {"learning_rate": 0.2})
    assert changed.loss == plain.loss
    np.testing.assert_allclose(
        changed.trace.updates["W_hh"], 2 * plain.trace.updates["W_hh"], rtol=1e-12
    )


def test_configuration_and_interventions_replay_to_the_same_numbers() -> None:
    run = Run(RunConfig())
    run.train(12)
    run.intervene({"learning_rate": 0.5, "clip_norm": 1.0})
    run.train(70)
    run.intervene({"optimizer": "adam"})
    run.train(20)
    replayed = Run(run.configuration, run.interventions)
    replayed.train(102)
    assert same(run.trace, replayed.trace)
    assert same(run.trace_at(40), replayed.trace_at(40))


def test_changes_at_one_iteration_are_one_intervention_and_changing_back_is_none() -> None:
    run = Run(RunConfig())
    run.train(3)
    run.intervene({"learning_rate": 0.5})
    run.intervene({"clip_norm": None})
    assert run.interventions == (Intervention(3, {"learning_rate": 0.5, "clip_norm": None}),)
    run.intervene({"learning_rate": 0.1, "clip_norm": 5.0})
    assert not run.interventions


def test_interventions_survive_a_rewind_until_another_is_made_before_them() -> None:
    run = Run(RunConfig())
    run.train(10)
    run.intervene({"learning_rate": 0.5})
    run.train(10)
    after = run.trace
    run.rewind(5)
    assert run.hyperparameters.learning_rate == 0.1
    run.train(15)
    assert same(run.trace, after)
    run.rewind(4)
    run.intervene({"learning_rate": 0.2})
    assert run.interventions == (Intervention(4, {"learning_rate": 0.2}),)
    assert run.furthest_iteration == 4


def test_a_reset_can_drop_the_interventions() -> None:
    run = Run(RunConfig())
    run.intervene({"learning_rate": 0.9})
    run.train(10)
    run.rewind(0, keep_interventions=False)
    assert run.interventions == ()
    assert same(run.trace, stepped(RunConfig(), 0))
    run.train(10)
    assert same(run.trace, stepped(RunConfig(), 10))


def test_a_new_optimizer_begins_with_an_empty_state() -> None:
    run = Run(RunConfig(optimizer="sgd"))
    run.train(10)
    run.intervene({"optimizer": "adam"})
    trace = run.trace
    assert trace.optimizer_step == 1
    g = trace.gradients["W_hh"] * trace.clip_scale
    np.testing.assert_allclose(trace.optimizer_state["m"]["W_hh"], 0.1 * g)


def test_a_fork_shares_the_past_and_goes_its_own_way() -> None:
    run = Run(RunConfig())
    run.train(200)
    fork = run.fork(150, {"learning_rate": 0.01})
    assert fork.iteration == 150
    assert same(fork.trace_at(70), run.trace_at(70))
    fork.train(50)
    assert fork.loss != run.loss
    assert run.interventions == ()
    replayed = Run(fork.configuration, fork.interventions)
    replayed.train(200)
    assert same(fork.trace, replayed.trace)


def test_an_explosion_is_noticed_and_can_be_rewound() -> None:
    run = Run(EXPLODING)
    assert run.train(1000).stopped == "diverged"
    assert run.trace.diverged
    exploded = run.iteration
    with pytest.raises(RunDiverged, match=f"iteration {exploded}.*lower the learning rate"):
        run.step()
    run.rewind(exploded - 1)
    assert not run.diverged
    run.rewind(0)
    run.intervene({"learning_rate": 0.01})
    assert run.train(50).stopped == "iterations"


def test_no_number_before_an_explosion_is_other_than_finite() -> None:
    run = Run(EXPLODING)
    run.train(1000)
    for iteration in range(run.iteration):
        trace = run.trace_at(iteration)
        assert np.isfinite(trace.record).all()
        assert np.isfinite(trace.update).all()


@settings(max_examples=25)
@given(
    learning_rate=st.sampled_from([1.0, 1e2, 1e6]),
    scale=st.sampled_from([0.0, 1.0, 100.0]),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    clip_norm=st.sampled_from([None, 1e-3, 1e6]),
)
def test_whatever_is_not_finite_is_flagged(
    learning_rate: float, scale: float, optimizer: str, clip_norm: float | None
) -> None:
    run = Run(
        RunConfig(
            learning_rate=learning_rate,
            initialization_scale=scale,
            optimizer=optimizer,
            clip_norm=clip_norm,
        )
    )
    for _ in range(30):
        trace = run.trace
        finite = np.isfinite(trace.record).all() and np.isfinite(trace.update).all()
        assert finite or trace.diverged
        if trace.diverged:
            break
        run.step()


def test_time_ends_an_advance() -> None:
    run = Run(RunConfig())
    assert run.train(10**9, seconds=0.01).stopped == "time"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"clip_norm": -1.0}, "clip_norm"),
        ({"optimizer": "lbfgs"}, "optimizer"),
        ({"hidden_size": 3}, "hidden_size"),
    ],
)
def test_an_invalid_intervention_is_refused_and_changes_nothing(
    changes: dict[str, object], field: str
) -> None:
    run = Run(RunConfig())
    run.train(2)
    with pytest.raises(InvalidConfiguration) as caught:
        run.intervene(changes)
    assert caught.value.field == field
    assert run.interventions == ()


def test_an_edited_weight_is_the_weight_and_training_goes_on_from_it() -> None:
    run = Run(RunConfig())
    run.train(20)
    before = run.trace
    run.intervene({"edits": [{"parameter": "W_hh", "index": [2, 3], "value": 0.5}]})
    edited = run.trace
    assert edited.parameters["W_hh"][2, 3] == 0.5
    assert edited.loss != before.loss
    run.step()
    assert run.trace.parameters["W_hh"][2, 3] == 0.5 + edited.updates["W_hh"][2, 3]


def test_edits_at_one_iteration_add_up_and_the_second_of_a_weight_counts() -> None:
    run = Run(RunConfig())
    for index, value in (([0, 0], 1.0), ([1, 1], 2.0), ([0, 0], 3.0)):
        run.intervene({"edits": [{"parameter": "W_hh", "index": index, "value": value}]})
    (intervention,) = run.interventions
    assert [(edit.index, edit.value) for edit in intervention.edits] == [
        ((0, 0), 3.0),
        ((1, 1), 2.0),
    ]
    W_hh = run.trace.parameters["W_hh"]
    assert (W_hh[0, 0], W_hh[1, 1]) == (3.0, 2.0)


def test_a_unit_switched_off_is_zero_at_every_timestep_and_learns_nothing_below() -> None:
    run = Run(RunConfig())
    run.train(10)
    run.intervene({"clamps": [{"unit": 3, "value": 0.0}]})
    trace = run.trace
    np.testing.assert_array_equal(trace.timesteps["h"][:, 3], 0.0)
    np.testing.assert_array_equal(trace.timesteps["da"][:, 3], 0.0)
    np.testing.assert_array_equal(trace.gradients["W_hh"][3], 0.0)
    run.train(5)
    np.testing.assert_array_equal(run.trace.timesteps["h"][:, 3], 0.0)
    run.intervene({"clamps": []})
    assert run.trace.timesteps["h"][:, 3].any()


def test_one_state_can_be_overwritten_at_one_timestep() -> None:
    run = Run(RunConfig())
    run.intervene({"clamps": [{"unit": 1, "value": 0.75, "t": 2}]})
    h = run.trace.timesteps["h"]
    assert h[1, 1] == 0.75
    assert h[0, 1] != 0.75


def test_edits_and_clamps_replay_and_rewind_like_everything_else() -> None:
    run = Run(RunConfig(), checkpoint_bytes=20_000)
    run.train(70)
    run.intervene({"edits": [{"parameter": "b_y", "index": [0], "value": -2.0}]})
    run.train(70)
    run.intervene({"clamps": [{"unit": 0, "value": 0.5}], "learning_rate": 0.05})
    run.train(70)
    after = run.trace
    run.rewind(10)
    run.train(200)
    assert same(run.trace, after)
    assert same(run.fork(210).trace, after)
    replayed = Run(
        run.configuration,
        [Intervention(each.iteration, each.to_dict()["changes"]) for each in run.interventions],
    )
    replayed.train(210)
    assert same(replayed.trace, after)


def test_a_change_where_another_was_made_is_undone_alone() -> None:
    run, plain = Run(RunConfig()), Run(RunConfig())
    run.train(12)
    run.intervene({"learning_rate": 0.5})
    run.intervene({"edits": [edit("b_h", (1,), 0.5)]})
    run.train(3)
    run.intervene({"clamps": [{"unit": 0, "value": 0.0}]})
    assert run.undo()
    assert [each.iteration for each in run.interventions] == [12]
    assert run.iteration == 15
    assert run.undo()
    assert run.interventions == (Intervention(12, {"learning_rate": 0.5}),)
    assert run.iteration == 12
    assert run.undo()
    assert not run.undo()
    plain.train(12)
    assert same(run.trace, plain.trace)


def test_an_undone_change_brings_back_what_it_dropped() -> None:
    run = Run(RunConfig())
    run.train(9)
    run.intervene({"learning_rate": 0.5})
    run.rewind(4)
    run.intervene({"clamps": [{"unit": 0, "value": 0.0}]})
    assert [each.iteration for each in run.interventions] == [4]
    run.undo()
    assert [each.iteration for each in run.interventions] == [9]
    assert run.iteration == 4
    run.rewind(2, keep_interventions=False)
    assert not run.interventions
    run.undo()
    assert [each.iteration for each in run.interventions] == [9]
    # What is given to begin with can be taken back as well.
    again = Run(RunConfig(), run.interventions)
    assert again.undo()
    assert not again.interventions


def test_an_undone_change_is_made_again_until_there_is_another() -> None:
    run = Run(RunConfig())
    run.train(5)
    run.intervene({"edits": [edit("W_xh", (0, 0), 1.0)]})
    changed = run.trace
    run.undo()
    assert run.redo()
    assert same(run.trace, changed)
    assert not run.redo()
    run.undo()
    run.intervene({"learning_rate": 0.2})
    assert not run.redo()


def test_the_history_holds_the_loss_with_the_changed_weight() -> None:
    run = Run(RunConfig())
    run.train(10)
    before = run.loss
    run.intervene({"edits": [edit("W_hh", (0, 0), 3.0)]})
    assert run.history()[10] == run.loss == run.trace.loss != before
    run.undo()
    assert run.history()[10] == run.loss == before
    # Dropped from where it is in the future, it takes the losses from there on with it.
    run.redo()
    run.train(5)
    run.rewind(7)
    run.undo()
    assert run.furthest_iteration == 9


def test_an_edit_is_left_out_again_and_the_other_changes_stay() -> None:
    run = Run(RunConfig())
    run.train(3)
    before = run.trace.parameters["W_hh"][2, 3]
    run.intervene({"edits": [edit("W_hh", (2, 3), 0.5)], "learning_rate": 0.2})
    run.intervene({"edits": [edit("W_hh", (2, 3), None), edit("b_h", (0,), 1.0)]})
    assert run.interventions == (
        Intervention(3, {"edits": [edit("b_h", (0,), 1.0)], "learning_rate": 0.2}),
    )
    assert run.trace.parameters["W_hh"][2, 3] == before
    run.undo()
    assert run.trace.parameters["W_hh"][2, 3] == 0.5
    with pytest.raises(InvalidConfiguration, match=r"b_h\[1\] has not been set at iteration 3"):
        run.intervene({"edits": [edit("b_h", (1,), None)]})
    with pytest.raises(InvalidConfiguration, match="up to 1e"):
        Intervention(3, {"edits": [edit("b_h", (1,), None)]})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"edits": [{"parameter": "W", "index": [0, 0], "value": 1.0}]}, "not a parameter"),
        ({"edits": [{"parameter": "W_hh", "index": [0, 6], "value": 1.0}]}, "0 to 5 and 0 to 5"),
        ({"edits": [{"parameter": "W_hh", "index": [0], "value": 1.0}]}, "0 to 5 and 0 to 5"),
        ({"edits": [{"parameter": "W_hh", "index": [0, 0], "value": 1e7}]}, "up to 1e"),
        ({"edits": [{"parameter": "W_hh"}]}, "a parameter, an index and a value"),
        ({"edits": "W_hh"}, "must be a list"),
        ({"clamps": [{"unit": 6, "value": 0.0}]}, "unit must be 0 to 5"),
        ({"clamps": [{"unit": 0, "value": 0.0, "t": 5}]}, "t must be 1 to 4"),
        ({"clamps": [{"unit": 0, "value": float("nan")}]}, "up to 1e"),
    ],
)
def test_an_edit_outside_the_network_is_refused_and_changes_nothing(
    changes: dict[str, object], message: str
) -> None:
    run = Run(RunConfig())
    before = run.trace
    with pytest.raises(InvalidConfiguration, match=message):
        run.intervene(changes)
    assert not run.interventions
    assert same(run.trace, before)


def test_the_memory_of_checkpoints_is_bounded_and_the_recent_past_is_near() -> None:
    run = Run(RunConfig(), checkpoint_bytes=30_000)
    run.train(20_000)
    checkpoints = run._checkpoints
    kept = {id(c): c for c in (*checkpoints._by_iteration.values(), *checkpoints._recent)}
    assert sum(c.size_in_bytes for c in kept.values()) < 40_000
    for iteration in (19_999, 19_800):
        checkpoint = checkpoints.latest(iteration)
        assert checkpoint is not None
        assert 0 <= iteration - checkpoint.iteration < 64
    before = run.trace_at(12_345)
    run.rewind(12_345)
    assert same(run.trace, before)

"""Everything that can be done to a run, as data: for what must hold of any mixture of it."""

from hypothesis import strategies as st

from rnn_core.training.run import Run

Move = tuple[str, int]

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("train"), st.integers(1, 70)),
        st.tuples(st.just("rewind"), st.integers(0, 120)),
        st.tuples(st.just("forget"), st.integers(0, 120)),
        st.tuples(st.just("edit"), st.integers(0, 5)),
        st.tuples(st.just("hold"), st.integers(0, 5)),
        st.tuples(st.just("learning_rate"), st.integers(1, 4)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("redo"), st.just(0)),
    ),
    max_size=14,
)


def moved(run: Run, move: str, number: int) -> bool:
    """Makes a move; False where there was nothing to undo or to redo."""
    match move:
        case "train":
            run.train(number)
        case "rewind" | "forget":
            to = min(number, run.furthest_iteration)
            run.rewind(to, keep_interventions=move == "rewind")
        case "edit":
            edit = {"parameter": "W_hh", "index": [number, 1], "value": number / 3}
            run.intervene(edits=[edit])
        case "hold":
            run.intervene(clamps=[{"unit": number, "value": 0.1}])
        case "learning_rate":
            run.intervene(learning_rate=number / 30)
        case "undo":
            return run.undo()
        case "redo":
            return run.redo()
    return True

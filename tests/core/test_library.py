"""The library's face: what a prompt and a notebook show of a run, a trace and a derivation."""

from __future__ import annotations

import ast
import doctest
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_type_hints
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnn_core
from rnn_core import (
    Address,
    Clamp,
    CoreError,
    Edit,
    Explainer,
    Run,
    RunConfig,
    RunSettings,
    check_gradients,
    explain,
)
from rnn_core.display.markup import Markup, joined, tag
from rnn_core.display.network import MOST_COLUMNS, MOST_UNITS
from tests.networks import NETWORKS, examples_of

ROOT = Path(__file__).parents[2]
MARKED = "<b>\"&'\x01\n"
"""A text that HTML could mistake for its own."""


def small_run(network: tuple[str, str, str]) -> Run:
    task, cell, sharing = network
    return Run(
        task=task,
        text=MARKED,
        examples=examples_of(task),
        cell=cell,
        sharing=sharing,
        hidden_size=2,
    )


class Elements(HTMLParser):
    """The names of the elements, which have to be closed in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.names.append(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_guide_is_true() -> None:
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    # A blank line inside a block is one of the output.
    blank = re.compile(r"^$", re.MULTILINE)
    source = "\n\n".join(blank.sub("<BLANKLINE>", block.rstrip()) for block in blocks) + "\n"
    test = doctest.DocTestParser().get_doctest(source, {}, "library.md", None, 0)
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert len(test.examples) > 25
    assert not said, "".join(said)


def test_the_face_holds_names_only() -> None:
    module = ast.parse(Path(rnn_core.__file__).read_text(encoding="utf-8"))
    assert {type(node) for node in module.body} == {ast.Expr, ast.ImportFrom, ast.Assign}
    assert all(hasattr(rnn_core, name) for name in rnn_core.__all__)


def test_settings_are_the_fields_of_a_configuration() -> None:
    assert RunSettings.__annotations__.keys() == get_type_hints(RunConfig).keys()


def test_settings_by_name_make_the_same_run_as_a_configuration() -> None:
    by_name = Run(cell="gru", hidden_size=3)
    by_configuration = Run(RunConfig(cell="gru", hidden_size=3))
    assert (by_name.trace.record == by_configuration.trace.record).all()


def test_settings_after_a_configuration_replace_its_own() -> None:
    run = Run(RunConfig(cell="gru", hidden_size=3), hidden_size=4)
    assert run.configuration == RunConfig(cell="gru", hidden_size=4)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"celll": "gru"}, r"'celll' is not a setting; did you mean 'cell'\? .*: cell, clip_norm,"),
        ({"zzz": 1}, r"'zzz' is not a setting\. The settings are: cell, clip_norm,"),
        ({"cell": "rnn"}, "cell must be one of tanh, gru, lstm, .*, but is 'rnn'"),
        ({"hidden_size": 0}, "hidden_size must be a whole number of at least 1, but is 0"),
        ({"learning_rate": "fast"}, "learning_rate must be a number above 0, but is 'fast'"),
    ],
)
def test_a_wrong_setting_is_answered_with_what_is_allowed(
    settings: dict[str, Any], said: str
) -> None:
    with pytest.raises(CoreError, match=said):
        Run(**settings)


def test_a_text_without_its_name_is_answered_with_an_example() -> None:
    with pytest.raises(CoreError, match=r'Run\(text="hello", cell="lstm"\)'):
        Run("hello")  # type: ignore[arg-type]


def test_a_step_returns_the_loss_there() -> None:
    run = Run()
    assert run.step() == run.loss == run.history(1)[1]


def test_an_interrupted_training_leaves_a_run_that_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    run, undisturbed = Run(), Run()
    undisturbed.train(40)
    step = run._trainer._step

    def interrupted() -> None:
        step()
        if run._trainer.iteration == 25:
            raise KeyboardInterrupt

    monkeypatch.setattr(run._trainer, "_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.train(100)
    assert run.iteration == run.furthest_iteration == 24
    run.train(16)
    assert (run.trace.record == undisturbed.trace.record).all()


def test_changes_go_by_their_names() -> None:
    run = Run()
    run.intervene(learning_rate=0.5, edits=[Edit("W_hh", (2, 3), 0.5)], clamps=[Clamp(0, 0.0)])
    assert run.hyperparameters.learning_rate == 0.5
    assert run.trace.parameters["W_hh"][2, 3] == 0.5
    assert not run.trace.h[:, 0].any()


def test_a_configuration_is_written_with_what_differs_from_the_defaults() -> None:
    configuration = RunConfig(text="abc", clip_norm=None)
    assert repr(configuration) == "RunConfig(text='abc', clip_norm=None)"
    assert eval(repr(configuration), {"RunConfig": RunConfig}) == configuration


def test_a_trace_has_its_arrays_as_attributes() -> None:
    trace = Run(cell="lstm").trace
    assert (trace.c == trace.timesteps["c"]).all()  # type: ignore[attr-defined]
    assert (trace.W_hh == trace.parameters["W_hh"]).all()  # type: ignore[attr-defined]
    assert (trace.c_0 == trace.initials["c_0"]).all()  # type: ignore[attr-defined]
    assert {"c", "W_hh", "c_0", "loss"} <= set(dir(trace))


def test_an_array_that_a_trace_does_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="a trace has no 'c'"):
        _ = Run().trace.c  # type: ignore[attr-defined]


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_every_network_is_written_in_a_line(network: tuple[str, str, str]) -> None:
    task, cell, _ = network
    written = repr(small_run(network))
    assert "\n" not in written
    assert f"task={task!r}" in written
    assert f"cell={cell!r}, hidden_size=2) at iteration 0, loss " in written


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_every_trace_is_written_in_a_small_block(network: tuple[str, str, str]) -> None:
    trace = small_run(network).trace
    lines = repr(trace).splitlines()
    assert len(lines) < 25
    assert max(map(len, lines)) <= 100
    assert f"h ({trace.T}, 2)" in repr(trace)


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_every_network_is_drawn_with_its_numbers(network: tuple[str, str, str]) -> None:
    run = small_run(network)
    run.step()
    for shown in (run._repr_html_(), run.trace._repr_html_()):
        elements = Elements(shown)
        assert "svg" in elements.names
        assert not {"script", "style", "link", "img", "b"} & set(elements.names)
        for state in run.trace.h[-1]:
            assert f"{state:+.2f}".replace("-", "−") in elements.text


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_a_drawing_is_well_formed(network: tuple[str, str, str]) -> None:
    ElementTree.fromstring(small_run(network).trace.drawing)


def test_a_large_network_is_drawn_in_part() -> None:
    text = "the quick brown fox jumps over the lazy dog" * 5
    small, large = Run(text=text, hidden_size=9), Run(text=text * 3, hidden_size=90)
    assert len(large.trace.drawing) < 1.1 * len(small.trace.drawing)
    drawn = Elements(large.trace.drawing).text
    assert f"{large.trace.T - MOST_COLUMNS + 1} timesteps" in drawn
    assert f"+{90 - MOST_UNITS + 1}" in drawn


def test_a_diverged_run_is_drawn_too() -> None:
    run = Run(optimizer="sgd", learning_rate=1e6, clip_norm=None)
    run.train(100)
    assert run.diverged
    ElementTree.fromstring(run.trace.drawing)


@given(st.text(), st.text())
def test_text_in_markup_is_escaped(text: str, attribute: str) -> None:
    markup = joined(text, tag("p", text, title=attribute))
    assert set(Elements(markup).names) == {"p"}
    assert joined(markup) == markup == Markup(markup)


@pytest.mark.parametrize("network", NETWORKS, ids="-".join)
def test_every_number_of_a_trace_explains_itself(network: tuple[str, str, str]) -> None:
    run = small_run(network)
    run.train(2)
    explainer = Explainer.of(run)
    one_each = {(a.quantity, a.t): a for a in explainer.addresses(2)}
    for address in one_each.values():
        derivation = explainer.explain(address)
        assert derivation.address == address
        shown = repr(derivation)
        assert derivation.words in shown
        assert len(shown.splitlines()) < 25
        assert set(Elements(derivation._repr_html_()).names) <= {
            *("div", "span", "code"),
            *("table", "tbody", "tr", "td"),
        }
    *_, last = one_each.values()
    assert explain(run, last.quantity, last.t, last.index) == explainer.explain(last)


def test_an_operand_can_be_asked_by_its_address() -> None:
    run = Run()
    run.train(3)
    (operand,) = explain(run, "h", t=3, index=4).operands
    assert operand.address == Address(3, "a", 3, (4,))
    assert explain(run, operand.address).value == operand.number


def test_another_iteration_can_be_asked() -> None:
    run = Run()
    run.train(3)
    assert explain(run, "loss", iteration=1).value == run.history(1)[1]


def test_every_gradient_of_a_run_is_checked() -> None:
    run = Run(cell="gru", hidden_size=3)
    checks = run.check_gradients()
    assert set(checks) == set(run.trace.parameters)
    assert all(check.complete for check in checks.values())
    assert checks.worst < 1e-7
    assert repr(check_gradients(run)).count("checked, error") == len(checks)


def test_a_check_of_a_run_ends_in_time() -> None:
    checks = Run(hidden_size=30).check_gradients(seconds=0.0)
    assert not any(check.checked for check in checks.values())

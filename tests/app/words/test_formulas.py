"""The typeset equations: every glyph is there, coloured by class, and can be read aloud."""

import re
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from app.words.formulas import (
    backward_of,
    cells,
    formula,
    formula_of,
    formula_path,
    forward_of,
    model,
    optimizers,
    stated,
    symbols,
)
from app.words.typesetting import coloured, linear, spoken
from rnn_core.cells.registry import CELLS
from rnn_core.training.optimizers import OPTIMIZERS


@pytest.mark.parametrize("name", stated())
def test_a_formula_is_a_labelled_drawing_with_all_its_glyphs(name: str) -> None:
    drawing = str(formula(name))
    root = ElementTree.fromstring(drawing)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == spoken(stated()[name])
    used = set(re.findall(r'href="#([^"]+)"', drawing))
    assert used
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', str(symbols())))


@pytest.mark.parametrize("name", stated())
def test_ink_comes_from_the_theme(name: str) -> None:
    assert "fill=" not in str(formula(name))


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("tanh.a", {"w-xh", "w-hh"}),
        ("logits", {"w-hy"}),
        ("gru.dh", {"w-hy", "w-hh", "loss"}),
        ("lstm.c", set()),
    ],
)
def test_matrices_carry_their_identity(name: str, classes: set[str]) -> None:
    found = set(re.findall(r'<(?:use|rect)[^>]*class="([^"]+)"', str(formula(name))))
    assert found == classes


def test_glyphs_stand_once_in_a_page() -> None:
    names = re.findall(r'<symbol id="([^"]+)"', str(symbols()))
    assert len(names) == len(set(names))


def test_the_page_states_what_the_core_states() -> None:
    for cell in cells():
        equations = model(cell, "sgd", clipped=True).equations
        assert [stated()[name] for name in forward_of(cell)] == [
            equation.latex() for equation in CELLS[cell].forward
        ]
        assert stated()[f"{cell}.h"] == equations["h", True].latex()
    # The two streams into the state's gradient, written out.
    assert linear(stated()["tanh.dh"]).startswith("∂L/∂h_{t} = W_{hy}^{⊤} ∂L/∂y_{t} + W_{hh}^{⊤} ")
    assert linear(stated()["gru.dh"]).endswith("∂L/∂v_{t+1} + z_{t+1} ⊙∂L/∂h_{t+1}")
    # One line for each gate.
    assert backward_of("lstm") == ["lstm.dh", "lstm.dc", *(f"lstm.da.{gate}" for gate in "ifgo")]
    assert linear(stated()["lstm.da.f"]).startswith("∂L/∂a_{t}[f] = ∂L/∂c_{t} ⊙c_{t-1} ⊙f_{t}")
    assert linear(stated()["sgd"]).startswith("Δθ")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clipped", [True, False])
def test_every_equation_of_a_model_can_be_typeset_and_read(optimizer: str, clipped: bool) -> None:
    for quantity, timed in model("tanh", optimizer, clipped=clipped).equations:
        t = 3 if timed else None
        drawing = formula_of("tanh", optimizer, quantity, t, clipped=clipped)
        assert drawing is not None
        root = ElementTree.fromstring(drawing.whole)
        aloud = root.attrib["aria-label"]
        assert not set(aloud) & set("\\{}_^~∂Σ√‖⊙"), aloud
        assert "  " not in aloud


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{\partial L}{\partial h_{3}}", "∂L/∂h_{3}"),
        (r"\lVert g \rVert", "‖g‖"),
        (r"\hat{y}_{2}", "ŷ_{2}"),
        (r"\Delta W_{hh}", "ΔW_{hh}"),
        (r"\sqrt{G} + \varepsilon", "√(G) + ε"),
    ],
)
def test_in_one_line(latex: str, text: str) -> None:
    assert linear(latex) == text


def test_colour_takes_the_exponent_along_and_no_other_letter() -> None:
    assert coloured(r"W_{hh}^{\top} x") == r"\textcolor{#000002}{W_{hh}^{\top}} x"
    assert coloured(r"\left\lVert g") == r"\left\lVert g"
    assert coloured(r"L_{t}") == r"\textcolor{#000004}{L_{t}}"


def test_a_formula_is_served_by_quantity(client: TestClient) -> None:
    path = formula_path("tanh", "adagrad", "updates.W_hh", None, clipped=True)
    answer = client.get(path)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "max-age" in answer.headers["cache-control"]
    root = ElementTree.fromstring(answer.text)
    used = set(re.findall(r'href="#([^"]+)"', answer.text))
    assert used <= {each.attrib["id"] for each in root.iter() if each.tag.endswith("symbol")}
    timed = client.get(formula_path("tanh", "sgd", "h", 3, clipped=False))
    assert "h 3 equals" in timed.text


@pytest.mark.parametrize(
    "path",
    ["tanh/sgd/nothing.svg", "transformer/sgd/loss.svg", "tanh/none/loss.svg", "tanh/sgd/h.svg"],
)
def test_a_formula_that_does_not_exist_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/formulas/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_optimizer_is_stated_on_the_page(client: TestClient) -> None:
    page = client.get("/workbench").text
    for name, formulas in optimizers().items():
        assert f'data-kind="update" data-optimizer="{name}"' in page
        assert set(formulas) <= set(stated())
        begin = page.index(f'<div data-optimizer="{name}"')
        assert page[begin : page.index("</div>", begin)].count("<svg") == len(formulas)

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
from app.words.language import DEFAULT, LANGUAGES
from app.words.messages import messages
from app.words.typesetting import coloured, linear, spoken
from rnn_core.cells.registry import CELLS
from rnn_core.training.optimizers import OPTIMIZERS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", stated())
def test_a_formula_is_a_labelled_drawing_with_all_its_glyphs(name: str, language: str) -> None:
    drawing = str(formula(name, language))
    root = ElementTree.fromstring(drawing)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == spoken(stated()[name], messages(language))
    used = set(re.findall(r'href="#([^"]+)"', drawing))
    assert used
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', str(symbols())))


@pytest.mark.parametrize("name", stated())
def test_ink_comes_from_the_theme(name: str) -> None:
    assert "fill=" not in str(formula(name, DEFAULT))


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
    found = set(re.findall(r'<(?:use|rect)[^>]*class="([^"]+)"', str(formula(name, DEFAULT))))
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


# A function that has the same name in every language.
NAMES = {"softmax"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clipped", [True, False])
def test_every_equation_of_a_model_can_be_typeset_and_read(
    optimizer: str, clipped: bool, language: str
) -> None:
    for quantity, timed in model("tanh", optimizer, clipped=clipped).equations:
        t = 3 if timed else None
        drawing = formula_of("tanh", optimizer, quantity, t, clipped=clipped, language=language)
        assert drawing is not None
        root = ElementTree.fromstring(drawing.whole)
        aloud = root.attrib["aria-label"]
        assert not set(aloud) & set("\\{}_^~∂Σ√‖⊙"), aloud
        assert "  " not in aloud
        if language != DEFAULT:
            assert set(re.findall("[A-Za-z]{3,}", aloud)) <= NAMES, aloud


def test_a_formula_is_read_aloud_in_the_language_of_the_reader(client: TestClient) -> None:
    path = formula_path("tanh", "sgd", "h", 3, clipped=False)
    for language, words in (
        ("en", "h 3 equals the hyperbolic tangent"),
        ("zh", "h 3 等于双曲正切"),
    ):
        answer = client.get(path, headers={"Accept-Language": language})
        assert words in answer.text
        assert answer.headers["content-language"] == language
        assert "Accept-Language" in answer.headers["vary"]
        run = client.post("/api/runs").headers["location"]
        of_run = f"{run}/iterations/0/formula?quantity=h&t=3&index=0"
        assert words in client.get(of_run, headers={"Accept-Language": language}).text


@pytest.mark.parametrize(
    ("latex", "english", "chinese"),
    [
        (r"\frac{\partial L}{\partial h_{3}}", "the gradient with respect to h 3", "对 h 3 的梯度"),
        (r"-\log p", "minus the logarithm of p", "减对数 p"),
        (r"\lVert g \rVert", "the norm of g", "g 的范数"),
        (r"\frac{\partial^{+} h_t}{\partial W}", "the direct derivative of h t", "直接导数 h t"),
        (r"W \leftarrow W", "W becomes W", "W 变为 W"),
        (r"W_{hh}^{\top} x", "W h h transposed times x", "W h h 的转置乘以 x"),
        (r"\sum_{t=1}^{4} L_{t}", "the sum over t", "对 t 求和"),
    ],
)
def test_read_aloud(latex: str, english: str, chinese: str) -> None:
    assert spoken(latex, messages("en")).startswith(english)
    assert spoken(latex, messages("zh")).startswith(chinese)


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

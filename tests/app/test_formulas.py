"""The typeset equations: every glyph is there, coloured by class, and can be read aloud."""

import re
from xml.etree import ElementTree

import pytest

from app.formulas import FORMULAS, formula, symbols


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_is_a_labelled_drawing_with_all_its_glyphs(name: str) -> None:
    drawing = str(formula(name))
    root = ElementTree.fromstring(drawing)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == FORMULAS[name].spoken
    used = set(re.findall(r'href="#([^"]+)"', drawing))
    assert used
    assert used <= set(re.findall(r'<symbol id="([^"]+)"', str(symbols())))


@pytest.mark.parametrize("name", FORMULAS)
def test_ink_comes_from_the_theme(name: str) -> None:
    assert "fill=" not in str(formula(name))


@pytest.mark.parametrize(
    ("name", "classes"),
    [("a", {"w-xh", "w-hh"}), ("logits", {"w-hy"}), ("dh", {"w-hy", "w-hh", "loss"}), ("h", set())],
)
def test_matrices_carry_their_identity(name: str, classes: set[str]) -> None:
    found = set(re.findall(r'<(?:use|rect)[^>]*class="([^"]+)"', str(formula(name))))
    assert found == classes


def test_glyphs_stand_once_in_a_page() -> None:
    names = re.findall(r'<symbol id="([^"]+)"', str(symbols()))
    assert len(names) == len(set(names))

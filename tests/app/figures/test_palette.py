"""One palette: what the figures use is what the style sheet names."""

import re
from dataclasses import fields
from itertools import pairwise

import pytest

from app.figures.palette import THEME_NAMES, ThemeName, palette_json, theme_named
from app.resources import STATIC
from rnn_core.display.palette import Theme, contrast

TOKENS = (STATIC / "src" / "styles" / "tokens.css").read_text(encoding="utf-8")


def properties(selector: str) -> dict[str, str]:
    block = re.search(re.escape(selector) + r"\s*\{(.*?)\}", TOKENS, re.DOTALL)
    assert block is not None, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", block[1]))


@pytest.mark.parametrize(
    ("name", "selector"), [("light", ":root"), ("dark", ':root[data-theme="dark"]')]
)
def test_the_style_sheet_names_the_same_colours(name: ThemeName, selector: str) -> None:
    tokens = properties(selector)
    theme = theme_named(name)
    for field in fields(Theme):
        assert tokens[field.name.replace("_", "-")] == getattr(theme, field.name), field.name


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("role", ["text", "text_muted", "w_xh", "w_hh", "w_hy", "loss"])
def test_text_in_every_hue_is_readable_on_the_surface(name: ThemeName, role: str) -> None:
    theme = theme_named(name)
    assert contrast(getattr(theme, role), theme.surface) >= 4.5


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_diverging_scale_is_symmetric_about_zero(name: ThemeName) -> None:
    stops = theme_named(name).diverging
    positions = [position for position, _ in stops]
    assert positions == [1 - position for position in reversed(positions)]
    assert all(before < after for before, after in pairwise(positions))
    assert dict(stops)[0.5] == theme_named(name).surface


def test_the_page_gets_every_theme() -> None:
    palette = palette_json()
    assert set(palette) == {"light", "dark"}
    assert palette["light"]["w_xh"] == theme_named("light").w_xh
    assert palette["dark"]["diverging"][1] == [0.5, theme_named("dark").surface]

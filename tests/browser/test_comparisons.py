"""Two runs of different kinds side by side: both drawn, and what is said of them true."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boxes import box_of
from tests.browser.conftest import OpenPage, Server

AT = 4
CELLS_DIFFER = "The cells differ, {} and {}"
OTHER_LETTERS = "A and B have different vocabularies"
OTHER_SEQUENCES = "A and B read different sequences"
NOTHING_PASSED_ON = "A window MLP passes no state on"
SHARED_DIFFERENTLY = "A and B share their weights differently"
HALVES = "Only one of them has an encoder and a decoder"
PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], str, dict[str, str]]] = {
    "tanh and LSTM": (
        {"cell": "tanh"},
        {"cell": "lstm"},
        "A: tanh RNN. B: LSTM.",
        dict.fromkeys(("W_xh", "W_hh"), CELLS_DIFFER.format("tanh RNN", "LSTM")),
    ),
    "GRU and tanh": (
        {"cell": "gru"},
        {"cell": "tanh"},
        "A: GRU. B: tanh RNN.",
        dict.fromkeys(("W_xh", "W_hh"), CELLS_DIFFER.format("GRU", "tanh RNN")),
    ),
    "LSTM and GRU, with other letters": (
        {"cell": "lstm"},
        {"cell": "gru", "text": "mari"},
        "A: “hello”, LSTM. B: “mari”, GRU.",
        dict.fromkeys(("W_xh", "W_hh"), CELLS_DIFFER.format("LSTM", "GRU"))
        | {"W_hy": OTHER_LETTERS, "hidden_states": OTHER_SEQUENCES},
    ),
    "tanh and window": (
        {"cell": "tanh"},
        {"cell": "window_2"},
        "A: tanh RNN. B: window MLP, k = 2.",
        {
            "W_xh": CELLS_DIFFER.format("tanh RNN", "window MLP, k = 2"),
            "W_hh": NOTHING_PASSED_ON,
        },
    ),
    "window of one letter and tanh": (
        {"cell": "window_1"},
        {"cell": "tanh"},
        "A: window MLP, k = 1. B: tanh RNN.",
        {"W_hh": NOTHING_PASSED_ON},
    ),
    "unshared and shared": (
        {"sharing": "none"},
        {"cell": "tanh"},
        "A: no weights shared. B: all weights shared.",
        dict.fromkeys(("W_xh", "W_hh", "W_hy"), SHARED_DIFFERENTLY),
    ),
    "shared and only output weights shared": (
        {"cell": "tanh"},
        {"sharing": "output"},
        "A: all weights shared. B: only output weights shared.",
        dict.fromkeys(("W_xh", "W_hh"), SHARED_DIFFERENTLY),
    ),
    "a translation and a spelling": (
        {"task": "translation"},
        {"text": "banana"},
        "A: task translation. B: task next_character, “banana”.",
        dict.fromkeys(("W_xh", "W_hh"), HALVES)
        | {"W_hy": OTHER_LETTERS, "hidden_states": OTHER_SEQUENCES},
    ),
    "a picture and a count": (
        {"task": "captioning"},
        {"task": "counting"},
        "A: task captioning. B: task counting.",
        dict.fromkeys(("W_xh", "W_hy"), OTHER_LETTERS)
        | {
            "W_ph": "Only one of them looks at a picture",
            "hidden_states": OTHER_SEQUENCES,
        },
    ),
}


def opened(open_page: OpenPage, first: dict[str, Any], second: dict[str, Any]) -> Page:
    sides = [
        f"{letter}.{name}={value}"
        for letter, values in (("a", first), ("b", second))
        for name, value in values.items()
    ]
    query = "&".join((*sides, f"iteration={AT}"))
    return open_page(f"/compare?{query}", ready=f"#figures[data-iteration='{AT}']")


@pytest.mark.parametrize("pair", PAIRS)
def test_two_runs_of_any_kinds_are_compared(server: Server, open_page: OpenPage, pair: str) -> None:
    first, second, words, reasons = PAIRS[pair]
    page = opened(open_page, first, second)
    expect(page.locator("#run-summary")).to_have_text(words)
    ids = page.evaluate("[history.state.first, history.state.second]")
    for which, run in zip(("first", "second"), ids, strict=True):
        trace = server.request("GET", f"/api/runs/{run}/iterations/{AT}")
        side = page.locator(f"#{which}")
        expect(side.locator(".side-label")).to_have_text(
            words.split("A: ")[1].split(". B: ")[0]
            if which == "first"
            else words.split(". B: ")[1].rstrip(".")
        )
        expect(side.locator(".loss-value")).to_have_text(f"{trace['loss']:.3f}")
        column = side.locator(".network-column[data-column='1']")
        expect(column.locator(".network-cell[data-quantity='h']")).to_have_count(6)
    assert box_of(page.locator("#first"))["y"] == box_of(page.locator("#second"))["y"]
    for name in ("hidden_states", "W_xh", "W_hh", "W_hy", "W_ph"):
        note = page.locator(f"[data-figure='{name}'] .incomparable")
        if name in reasons:
            expect(note).to_have_text(f"{reasons[name]}: there is no number-by-number difference.")
            expect(note).to_be_visible()
        else:
            expect(note).to_be_hidden()


def test_an_address_that_names_nothing_known_says_what_it_may_name(open_page: OpenPage) -> None:
    page = open_page("/compare?a=123&b=456", ready="#figures[data-iteration]")
    expect(page.locator("#notice-text")).to_contain_text(
        "Unknown settings “a”, “b” in this link. Known settings: iteration, log; with “a.” or “b.”"
    )
    expect(page.locator("#notice-text")).to_contain_text("a.run=… is a live run")

"""Which language someone reads."""

from __future__ import annotations

import pytest

from app.words import language
from app.words.language import DEFAULT, LANGUAGES, chosen, preferred
from app.words.messages import messages


@pytest.fixture
def two_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "LANGUAGES", ("en", "zh"))


def test_the_default_is_the_first_of_the_languages() -> None:
    assert LANGUAGES[0] == DEFAULT
    assert len(set(LANGUAGES)) == len(LANGUAGES)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_own_name(tag: str) -> None:
    assert messages(tag).language == tag
    assert messages(tag).say("language-name")


@pytest.mark.usefixtures("two_languages")
@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "en"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("ZH-hans-cn", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        # Weights count, not places.
        ("en;q=0.5, zh;q=0.9", "zh"),
        ("en ; q = 0.5 , zh ; q = 0.4", "en"),
        ("de, fr;q=0.9", "en"),
        ("de, zh;q=0.1", "zh"),
        # A star is any language that is not named.
        ("*", "en"),
        ("de, *;q=0.5", "en"),
        ("en;q=0, *", "zh"),
        ("zh;q=0", "en"),
        ("zh-CN, zh;q=0", "en"),
        # A language whose tag begins alike is another one.
        ("zhx", "en"),
        ("x-zh", "en"),
        ("zh;q=2, en", "en"),
        ("zh;q=high", "en"),
        (";;,,q=1,-", "en"),
    ],
)
def test_the_header_says_what_someone_prefers(accepted: str, expected: str) -> None:
    assert preferred(accepted) == expected


@pytest.mark.usefixtures("two_languages")
@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "expected"),
    [
        ("zh", "en", "en", "zh"),
        (None, "zh", "en", "zh"),
        (None, None, "zh", "zh"),
        (None, None, None, "en"),
        ("tlh", "zh", "en", "zh"),
        ("tlh", "../en", "zh", "zh"),
    ],
)
def test_an_address_goes_before_a_cookie_and_a_cookie_before_the_header(
    asked: str | None, remembered: str | None, accepted: str | None, expected: str
) -> None:
    assert chosen(asked, remembered, accepted) == expected

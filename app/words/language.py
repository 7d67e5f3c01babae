"""The languages that there are, and which of them someone reads."""

from __future__ import annotations

from collections.abc import Iterator

from app.resources import MESSAGES

DEFAULT = "en"


def _spoken() -> tuple[str, ...]:
    folders = sorted(path.name for path in MESSAGES.iterdir() if path.is_dir())
    return tuple(sorted(folders, key=lambda name: name != DEFAULT))


LANGUAGES = _spoken()
"""Their tags, the default first: each is a folder of catalogues."""


def chosen(asked: str | None, remembered: str | None, accepted: str | None) -> str:
    """The first that is spoken here: of what an address asks for, what a cookie remembers, and
    what an `Accept-Language` header prefers; else the default."""
    for wish in (asked, remembered):
        if wish in LANGUAGES:
            return wish
    return preferred(accepted or "")


def preferred(accepted: str) -> str:
    """What an `Accept-Language` header prefers (RFC 9110): each of its ranges is looked up with
    fewer and fewer subtags (RFC 4647), `zh-Hans-CN` as `zh-Hans` and then as `zh`."""
    wishes = sorted(_weighed(accepted), key=lambda wish: -wish[1])
    refused = {tag for tag, weight in wishes if weight == 0}
    for tag, weight in wishes:
        if weight == 0:
            continue
        if tag == "*":
            named = {spoken for each, _ in wishes if (spoken := _looked_up(each)) is not None}
            others = [each for each in LANGUAGES if each not in named]
            if others:
                return others[0]
        elif (spoken := _looked_up(tag)) is not None and spoken not in refused:
            return spoken
    return DEFAULT


def _looked_up(tag: str) -> str | None:
    subtags = tag.split("-")
    shorter = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    lowered = {language.lower(): language for language in LANGUAGES}
    return next((lowered[each] for each in shorter if each in lowered), None)


def _weighed(accepted: str) -> Iterator[tuple[str, float]]:
    """The ranges of the header with their weights; what is not well formed is left out."""
    for item in accepted.split(","):
        tag, *parameters = (part.strip().lower() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = -1.0
        if tag and 0 <= weight <= 1:
            yield tag, weight

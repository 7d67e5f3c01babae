"""Pictures and their captions: the examples of the task captioning, drawn for this project."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

SIDE = 8
NOISE_SEED = 0
NOISY_COPIES = 3
Pixels = NDArray[np.bool_]


def captioned_pictures() -> tuple[tuple[str, str], ...]:
    """1372 pictures of 8 × 8 pixels and what they show, in 2 to 7 words.

    Rows of # (ink) and . (paper), joined by /. Lines across, down and along the diagonals;
    squares, blocks and crosses, big ones anywhere and small ones in the four corners; each wherever
    it has room. Each is there once as it is, and three times with one pixel turned around, drawn
    with a fixed seed: what people draw is not perfect either.
    """
    clean = list(_drawn())
    rng = np.random.default_rng(NOISE_SEED)
    pictures: dict[str, str] = {_written(picture): caption for picture, caption in clean}
    for picture, caption in clean * NOISY_COPIES:
        noisy = picture.copy()
        while _written(noisy) in pictures:
            noisy = picture.copy()
            place = rng.integers(SIDE, size=2)
            noisy[place[0], place[1]] ^= True
        pictures[_written(noisy)] = caption
    return tuple(pictures.items())


def _written(picture: Pixels) -> str:
    return "/".join("".join("#" if ink else "." for ink in row) for row in picture)


def _drawn() -> Iterator[tuple[Pixels, str]]:
    yield from _lines()
    for name, shape, small, big in (
        ("square", _square, (3, 4), (6, 7, 8)),
        ("block", _block, (2, 3), (5, 6, 7)),
        ("cross", _cross, (3,), (5, 7)),
    ):
        for size in small:
            for row, column in np.ndindex(SIDE - size + 1, SIDE - size + 1):
                vertical, horizontal = _side(row, size), _side(column, size)
                if vertical and horizontal:
                    where = f"{('top', 'bottom')[vertical > 0]} {('left', 'right')[horizontal > 0]}"
                    yield _placed(shape(size), row, column), f"a small {name} at the {where}"
        for size in big:
            for row, column in np.ndindex(SIDE - size + 1, SIDE - size + 1):
                yield _placed(shape(size), row, column), f"a big {name}"


def _side(start: int, size: int) -> int:
    """On which side of the middle something lies: -1, 1, or 0 where it is too near to be said."""
    from_middle = start + (size - 1) / 2 - (SIDE - 1) / 2
    return 0 if abs(from_middle) < 1 else int(np.sign(from_middle))


def _lines() -> Iterator[tuple[Pixels, str]]:
    for length in range(5, SIDE + 1):
        starts = range(SIDE - length + 1)
        for place, (vertical, horizontal) in {
            (0, 1): ("top", "left"),
            (3, 4): ("middle", "middle"),
            (6, 7): ("bottom", "right"),
        }.items():
            for at in place:
                for start in starts:
                    across = _placed(np.ones((1, length), dtype=bool), at, start)
                    yield across, f"a line across the {vertical}"
                    yield across.T, f"a line down the {horizontal}"
        for row in starts:
            for column in starts:
                down = _placed(np.eye(length, dtype=bool), row, column)
                yield down, "a line down to the right"
                yield down[::-1], "a line up to the right"


def _placed(shape: Pixels, row: int, column: int) -> Pixels:
    picture = np.zeros((SIDE, SIDE), dtype=bool)
    picture[row : row + shape.shape[0], column : column + shape.shape[1]] = shape
    return picture


def _block(size: int) -> Pixels:
    return np.ones((size, size), dtype=bool)


def _square(size: int) -> Pixels:
    outline = _block(size)
    outline[1:-1, 1:-1] = False
    return outline


def _cross(size: int) -> Pixels:
    cross = np.zeros((size, size), dtype=bool)
    cross[size // 2, :] = cross[:, size // 2] = True
    return cross

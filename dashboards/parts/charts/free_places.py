"""Free places for labels among marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NARROW_PX, HEIGHT_PX, LETTER_PX, LINE_PX = 300, 320, 6.5, 16
"""Plot on a phone and its type: names that stand free there stand free on any screen."""
MARK_PX = 9
PLACES = [(10, -4), (-10, -4), (10, 12), (-10, 12), (10, -16), (-10, -16), (10, 26), (-10, 26)]
"""Where a name may stand beside its mark, the best first; negative to the left. [px]"""
LONGEST_NAME = 28


def shortened(name: str) -> str:
    """A name that fits beside its mark on a phone."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,") + "…"


def free_places(
    names: Sequence[str], x: np.ndarray, y: np.ndarray, line_x: np.ndarray, line_y: np.ndarray
) -> list[tuple[int, int] | None]:
    """Where each name stands beside its mark, so that none lies on another name, a mark or off the plot.

    Parameters
    ----------
    names : of n marks, the first the most important.
    x, y : array, shape (n,)
        Marks from the top left. [px]
    line_x, line_y : array, shape (m,)
        Dots of the front, which names avoid where they can. [px]

    Returns
    -------
    list of (to the right, down) [px], or None where no place is free: the legend names it too.

    Examples
    --------
    >>> free_places(["A", "B"], np.array([50.0, 55.0]), np.array([50.0, 50.0]), np.zeros(0), np.zeros(0))
    [(-10, -4), (10, -4)]
    """
    marks = [(a - MARK_PX, b - MARK_PX, a + MARK_PX, b + MARK_PX) for a, b in zip(x, y, strict=True)]
    dots = [(a - 5, b - 5, a + 5, b + 5) for a, b in zip(line_x, line_y, strict=True)]
    taken: list[tuple[float, float, float, float]] = []
    places: list[tuple[int, int] | None] = []
    for name, a, b, own in zip(names, x, y, marks, strict=True):
        free = []
        for right, down in PLACES:
            wide = LETTER_PX * len(name)
            left = a + right - (wide if right < 0 else 0)
            box = (left, b + down - LINE_PX / 2 - 4, left + wide, b + down + LINE_PX / 2 - 4)
            others = [mark for mark in marks if mark is not own]
            fits = box[0] >= -2 and box[2] <= NARROW_PX + 2 and box[1] >= 0 and box[3] <= HEIGHT_PX
            if fits and not any(_meet(box, occupied) for occupied in [*taken, *others]):
                free.append((sum(_meet(box, dot) for dot in dots), len(free), (right, down), box))
        if not free:
            places.append(None)
            continue
        *_, place, box = min(free)
        taken.append(box)
        places.append(place)
    return places


def _meet(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes (left, top, right, bottom) overlap."""
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]

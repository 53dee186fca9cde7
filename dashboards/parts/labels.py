"""Where labels go beside marks without covering anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

LETTER_PX, LINE_PX, GAP_PX, MARK_PX = 6.9, 16, 9, 6

Box = tuple[float, float, float, float]


class Spot(NamedTuple):
    """Where a label is written: the point, and whether the text runs to its right or its left."""

    x: float
    y: float
    align: str
    box: Box


def _covers(box: Box, others: Iterable[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )


def place(
    x_px: Sequence[float],
    y_px: Sequence[float],
    texts: Sequence[str],
    width_px: float,
    height_px: float,
    lines: Sequence[Box] = (),
) -> list[Spot | None]:
    """Give each mark's label a free place beside it; None where there is none. [px, y upwards]

    The highest marks choose first. Tried are right and left, then the four diagonals, then further off.

    Parameters
    ----------
    x_px, y_px, texts : one mark each; a mark that is not finite gets no label.
    width_px, height_px : of the plot; labels stay inside.
    lines : boxes that labels must not cover, as left, bottom, right, top.
    """
    x, y = np.asarray(x_px, float), np.asarray(y_px, float)
    finite = np.isfinite(x) & np.isfinite(y)
    taken: list[Box] = [
        (px - MARK_PX, py - MARK_PX, px + MARK_PX, py + MARK_PX)
        for px, py in zip(x[finite], y[finite], strict=True)
    ]
    taken.extend(lines)
    spots: list[Spot | None] = [None] * len(texts)
    for mark in sorted(np.flatnonzero(finite), key=lambda one: -y[one]):
        length = LETTER_PX * len(texts[mark])
        for rise in (0, 12, -12, 20, -20, 30, -30):
            for align in ("left", "right"):
                start = x[mark] + GAP_PX if align == "left" else x[mark] - GAP_PX
                left = start if align == "left" else start - length
                middle = y[mark] + rise
                box = (left, middle - LINE_PX / 2, left + length, middle + LINE_PX / 2)
                inside = box[0] >= 0 and box[2] <= width_px and box[1] >= 0 and box[3] <= height_px
                if inside and not _covers(box, taken):
                    spots[mark] = Spot(float(start), float(middle), align, box)
                    taken.append(box)
                    break
            if spots[mark] is not None:
                break
    return spots

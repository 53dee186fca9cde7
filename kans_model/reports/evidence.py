"""The evidence class of a figure, in words and with its sign."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from markupsafe import Markup
from numpy.typing import ArrayLike

from kans_model.tables.reading import table
from kans_model.words.markup import filled
from kans_model.words.texts import t

TELLING_SHARE = 0.1
"""What makes up this share of a headline colours its evidence. [-]"""
EVIDENCE = ("cited", "derived", "expert")


@cache
def evidence(kind: str | None, lang: str, word: bool = True, focus: bool = False) -> Markup:
    """Glyph and word for how well a number is founded: ● bron, ◐ afgeleid, dashed ○ inschatting.

    Without the word the glyph keeps it as its name, so only leave it out where a key stands nearby. What
    the word means is said on hover and, with `focus`, when the keyboard comes there.
    """
    if kind not in EVIDENCE:
        return Markup("")
    name = t(f"evidence.{kind}", lang)
    return filled(
        __file__,
        "evidence.html",
        kind=kind,
        name=name,
        about=t(f"evidence.{kind}.about", lang) if word else "",
        focus=word and focus,
        attributes={"aria-hidden": "true"} if word else {"role": "img", "aria-label": name},
    )


def weakest(kinds: Sequence[str]) -> str | None:
    """The least well founded of these: a headline carries its weakest important source."""
    known = [kind for kind in kinds if kind in EVIDENCE]
    return max(known, key=EVIDENCE.index) if known else None


def weakest_of_groups(*groups: str) -> str | None:
    """The least well founded of the assumptions with a range that these groups rest on."""
    rows = table("assumptions")
    return weakest(rows["evidence"][rows["group"].isin(groups) & (rows["high"] > rows["low"])])


def telling(kinds: Sequence[str], amounts: ArrayLike) -> list[str]:
    """Evidence classes of what makes up a tenth or more of an amount; none where there is nothing.

    Parameters
    ----------
    kinds : one per part.
    amounts : array_like, shape (part,)

    Examples
    --------
    >>> telling(["cited", "expert", "derived"], [80.0, 9.0, 11.0]), telling(["cited"], [0.0])
    (['cited', 'derived'], [])
    """
    parts = np.asarray(amounts, float)
    total = parts.sum()
    return [
        kind for kind, part in zip(kinds, parts, strict=True) if total > 0 and part >= TELLING_SHARE * total
    ]

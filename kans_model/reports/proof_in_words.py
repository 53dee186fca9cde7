"""How good an answer is at least, in one sentence."""

from __future__ import annotations

import math

from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t

SMALLEST_GAP = 1e-4
"""Gaps are told in steps of this much. [-]"""


def at_most(gap: float, lang: str) -> str:
    """A gap rounded up to a hundredth of a percent, so that what is said is never too little."""
    return percent(max(SMALLEST_GAP, math.ceil(gap / SMALLEST_GAP - 1e-9) * SMALLEST_GAP), lang, 2)


def proof(goal: str, gap: float, bound: float, lang: str) -> str:
    """How much better any package could be; of an answer worth nothing, what any could be worth.

    Parameters
    ----------
    goal : str
    gap : float
        Infinite where it says nothing. [-]
    bound : float
        What no package can pass; infinite where nothing was proved. [unit of the goal]
    """
    cheapest = goal == "cheapest"
    if math.isfinite(gap):
        return t("optimum.gap_cheapest" if cheapest else "optimum.gap", lang, gap=at_most(gap, lang))
    if not math.isfinite(bound):
        return t("optimum.unproven", lang)
    amount = number(bound, lang, 3) if goal == "weighted" else money_short(bound, lang)
    return t("optimum.least" if cheapest else "optimum.most", lang, bound=amount)

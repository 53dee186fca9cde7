"""What fits and what bears a worse future, in words."""

from __future__ import annotations

from collections.abc import Sequence

from kans_model.programme.frame import Frame
from kans_model.programme.futures import Robustness
from kans_model.words.amounts import money_short, percent
from kans_model.words.texts import t

NAMED = 12
"""Projects that are named; the rest is counted."""


def frame_conclusion(found: Frame, lang: str = "nl") -> str:
    """What fits of a wish, with its proof."""
    if not found.differences:
        return t("programme.frame_same", lang)
    dropped = sum(own.frame is None for own in found.differences)
    return t(
        "programme.frame_conclusion",
        lang,
        n=len(found.differences),
        dropped=dropped,
        eur=money_short(found.lost_eur, lang),
        gap=percent(found.gap, lang, 1),
    )


def order_name(order: str, lang: str = "nl") -> str:
    """An order of projects by the name people know it by."""
    return t(f"programme.order_{order}", lang)


def robust_conclusion(found: Robustness, lang: str = "nl") -> str:
    """Which order is regretted least, and how many projects it builds whatever comes."""
    best = found.most_robust
    return t(
        "programme.robust_conclusion",
        lang,
        order=order_name(found.orders[best], lang),
        eur=money_short(float(found.regret_eur[best].max()), lang),
        survive=int(found.survives.sum()),
        n=len(found.survives),
        gap=percent(float(found.gap.max(initial=0.0)), lang, 1),
    )


def fallen(projects: Sequence[str], lang: str = "nl") -> str:
    """Which projects that order does not build in every future."""
    if not projects:
        return t("programme.robust_none_falls", lang)
    rest = len(projects) - NAMED
    names = ", ".join(projects[:NAMED]) + (f" … +{rest}" if rest > 0 else "")
    return t("programme.robust_fall", lang, projects=names)

"""What would have to be true for a balance of nought, in words."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.comparison.break_even import AVOIDED, BESIDE, COST, Condition, conditions
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.co_benefits import COEFFICIENTS, PROPERTY
from kans_model.reports.changes_in_words import about, amount
from kans_model.words.amounts import money_short, number
from kans_model.words.texts import t

WORDS = {AVOIDED: "avoided", COST: "cost_condition"}


def condition_text(condition: Condition, lang: str) -> str:
    """One condition as a sentence; '' where what is needed reads as what is reckoned with."""
    factor = number(condition.factor, lang, 2) if np.isfinite(condition.factor) else ""
    pair = condition.now, condition.needed
    if condition.what == BESIDE:
        now, needed = (amount(value, "€", lang) for value in pair)
        if now == needed:
            return ""
        return t("benefits.beside", lang, now=now, needed=needed)
    if condition.what in WORDS:
        now, needed = (money_short(value, lang) for value in pair)
        return t(f"benefits.{WORDS[condition.what]}", lang, now=now, needed=needed, factor=factor)
    if condition.what in PROPERTY:
        now, needed = (f"{number(100 * value, lang, 1)} %" for value in pair)
    else:
        unit = about(COEFFICIENTS[condition.what][0], lang)[1]
        now, needed = (amount(value, unit, lang) for value in pair)
    name = t(f"stream.{condition.what}", lang)
    return t("benefits.benefit", lang, name=name, now=now, needed=needed, factor=factor)


def condition_texts(base: Baseline, result: xr.Dataset, lang: str) -> list[str]:
    """Every condition of a package as a sentence; none for a package that costs nothing."""
    return list(filter(None, (condition_text(condition, lang) for condition in conditions(base, result))))

"""One limit through the years as lines of a chart: with the plan and its band, without it, and the limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.dialogue.indicator_names import unit_text
from kans_model.tables.reading import table
from kans_model.uncertainty.criterion_paths import CriterionPath
from kans_model.words.amounts import in_millions
from kans_model.words.texts import t


@dataclass(frozen=True, eq=False)
class LimitLines:
    """Arrays of shape (year,), in the unit that is named.

    Attributes
    ----------
    years : array of int
    low, mid, high : array
        With the plan: 5, 50 and 95 % of the draws.
    without, limit : array
        The middle without any project, and the limit itself.
    unit : str
    is_known : bool
        Whether every value is.
    """

    years: np.ndarray
    low: np.ndarray
    mid: np.ndarray
    high: np.ndarray
    without: np.ndarray
    limit: np.ndarray
    unit: str

    @property
    def is_known(self) -> bool:
        return bool(np.isfinite([*self.high, *self.without]).all())


def limit_lines(path: CriterionPath, lang: str = "nl") -> LimitLines:
    """The lines of one limit; money in millions."""
    indicator = path.criterion.indicator
    lines = [
        *np.quantile(path.value, (0.05, 0.5, 0.95), axis=0),
        np.quantile(path.without, 0.5, axis=0),
        np.full(len(path.years), float(path.criterion.limit)),
    ]
    unit = unit_text(indicator, lang)
    if table("indicators")["unit"][indicator].startswith("EUR"):
        lines, unit = [in_millions(line) for line in lines], t("programme.millions", lang, unit=unit)
    low, mid, high, without, limit = lines
    return LimitLines(path.years, low, mid, high, without, limit, unit)

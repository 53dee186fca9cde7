"""Whether what is acceptable holds: per criterion and moment met, not met, or not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.indicators import Reading, reading

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"


@dataclass(frozen=True, eq=False)
class Verdict:
    """One criterion at one moment, without or with a package.

    Attributes
    ----------
    criterion : Criterion
    moment : str
    when : {"before", "after"}
    verdict : {"met", "not_met", "unknown"}
    value : float
        Of all its buurten as one, or of the worst where each has to keep the limit; of what is known.
        [unit of the indicator]
    per_area : array of float, shape (area,)
        Of every buurt by itself; NaN outside the criterion and where unknown.
    n_areas, n_not_met, n_unknown : int
        Buurten it is about; where each has to keep it, those that do not; those nobody knows.
    """

    criterion: Criterion
    moment: str
    when: str
    verdict: str
    value: float
    per_area: np.ndarray
    n_areas: int
    n_not_met: int
    n_unknown: int


def verdicts(
    base: Baseline, result: xr.Dataset, criteria: Iterable[Criterion], areas: pd.DataFrame
) -> list[Verdict]:
    """Every criterion at each moment of its indicator, without the package and with it.

    A limit is never met by lack of data: where a buurt is unknown that could break it, the verdict is not
    known. Where what is known decides it whatever the rest is, it is met or not met: damage that is above a
    limit without the unknown buurten, or green that is enough if these have none.

    Parameters
    ----------
    base : Baseline
    result : xarray.Dataset
        From `evaluate`.
    criteria : iterable of Criterion
    areas : pandas.DataFrame
        Of the city.
    """
    read: dict[tuple[str, str], Reading] = {}
    found = []
    for criterion in criteria:
        mask = criterion.mask(areas)
        for when in ("before", "after"):
            key = criterion.indicator, when
            if key not in read:
                read[key] = reading(base, result, *key)
            found += [_verdict(criterion, read[key], moment, when, mask) for moment in read[key].moments]
    return found


def _verdict(criterion: Criterion, read: Reading, moment: str, when: str, mask: np.ndarray) -> Verdict:
    value = read.at(moment)
    per_area = np.where(mask, value, np.nan)
    known = np.isfinite(per_area)
    n_unknown = int(mask.sum() - known.sum())
    if criterion.each:
        breaks = known & ~criterion.met_by(per_area)
        worst = np.nanmax if criterion.lower_is_better else np.nanmin
        shown = float(worst(per_area)) if known.any() else float("nan")
        n_not_met = int(breaks.sum())
        broken, sure = bool(n_not_met), n_unknown == 0
    else:
        shown = read.together(moment, mask)[0]
        broken, sure = _decided(criterion, read, moment, mask) if known.any() else (False, False)
        n_not_met = int(broken)
    verdict = NOT_MET if broken else MET if sure and mask.any() else UNKNOWN
    return Verdict(criterion, moment, when, verdict, shown, per_area, int(mask.sum()), n_not_met, n_unknown)


def _decided(criterion: Criterion, read: Reading, moment: str, mask: np.ndarray) -> tuple[bool, bool]:
    """Whether these buurten as one break or keep the limit, whatever those are that nobody knows."""
    low, high = read.together_range(moment, mask)
    best, worst = (low, high) if criterion.lower_is_better else (high, low)
    return not criterion.met_by(best), bool(criterion.met_by(worst))


def limits_broken(verdicts: Iterable[Verdict], when: str = "after") -> np.ndarray | None:
    """How many limits each buurt breaks by itself, shape (area,); NaN where none of them is known.

    Of criteria that every buurt has to keep, and those on one buurt, each at its own moment; None where there
    are no such criteria.
    """
    counted = [
        verdict
        for verdict in verdicts
        if verdict.when == when
        and verdict.moment == verdict.criterion.moment
        and (verdict.criterion.each or len(verdict.criterion.areas) == 1)
    ]
    if not counted:
        return None
    values = np.stack([verdict.per_area for verdict in counted])
    breaks = [~verdict.criterion.met_by(verdict.per_area) for verdict in counted]
    known = np.isfinite(values)
    return np.where(known.any(axis=0), (np.stack(breaks) & known).sum(axis=0), np.nan)

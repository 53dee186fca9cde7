"""How likely a criterion is met: the share of the draws in which it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.dialogue.criteria import Criterion
from kans_model.uncertainty.indicator_draws import IndicatorDraws


def chance_met(
    criterion: Criterion, drawn: IndicatorDraws, areas: pd.DataFrame, moment: str, when: str = "after"
) -> float:
    """Share of the draws in which a criterion is met; NaN where it is not drawn, or a buurt is unknown. [-]

    Parameters
    ----------
    criterion : Criterion
    drawn : IndicatorDraws
    areas : pandas.DataFrame
        Of the city.
    moment : str
        One of the moments of its indicator.
    when : {"before", "after"}
    """
    mask, mid = criterion.mask(areas), drawn.mid(criterion.indicator, when)
    if not mask.any() or not np.isfinite(mid.at(moment)[mask]).all():  # never met by lack of data
        return float("nan")
    value = drawn.value(criterion.indicator, moment, when)
    if value is None:
        return float("nan")
    if not mask.all():
        value = value[:, mask]
    if criterion.each:
        return float(criterion.met_by(value).all(axis=1).mean())
    if mid.together_by == "max":
        return float(criterion.met_by(value.max(axis=1)).mean())
    weight = mid.weight[mask] / mid.weight[mask].sum() if mid.together_by == "mean" else np.ones(mask.sum())
    return float(criterion.met_by(value @ weight).mean())

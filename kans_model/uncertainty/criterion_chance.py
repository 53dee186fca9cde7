"""How likely a criterion is met: the share of the draws in which it is."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.dialogue.criteria import DAMAGE, Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.indicators import M2_PER_HA
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS

PER_HA = "_per_ha"


def chance_met(
    criterion: Criterion, base: Baseline, drawn: xr.Dataset, moment: str, when: str = "after"
) -> float:
    """Share of the draws in which a criterion on the whole city is met; NaN where it is not drawn. [-]

    Drawn are damage of the whole city, also per hectare, and deaths: what stands per draw in a result.

    Parameters
    ----------
    criterion : Criterion
    base : Baseline
    drawn : xarray.Dataset
        From `Draws.evaluate`.
    moment : str
        A horizon.
    when : {"before", "after"}
    """
    if criterion.areas or criterion.wijk or criterion.each or moment not in HORIZONS:
        return float("nan")
    hazard = str(table("indicators")["hazard"][criterion.indicator])
    if criterion.indicator == "deaths":
        value = drawn[f"deaths_{when}"].sel(horizon=moment).to_numpy()
    elif criterion.indicator.startswith(DAMAGE):
        before_eur = base.ead_before_eur[HAZARDS.index(hazard)]
        if not np.isfinite(before_eur).all():  # never met by lack of data
            return float("nan")
        value = drawn[f"ead_{when}_eur"].sel(hazard=hazard, horizon=moment).to_numpy()
        if criterion.indicator.endswith(PER_HA):
            value = value / (base.area["area_m2"].sum() / M2_PER_HA)
    else:
        return float("nan")
    return float(criterion.met_by(value).mean()) if np.isfinite(value).all() else float("nan")

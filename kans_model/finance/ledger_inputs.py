"""What every split of one package shares: cost lines per year, benefits, households."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation.baseline import Baseline
from kans_model.finance import beneficiaries
from kans_model.finance.cost_lines import CostLines
from kans_model.finance.phasing import Phasing
from kans_model.measures.portfolio import Portfolio
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES


def known_households(households: ArrayLike, residents: ArrayLike) -> float:
    """Households of a city; unknown where those of an area with residents are, or of every area. [-]

    Examples
    --------
    >>> known_households([100.0, np.nan], [210, 0]), known_households([100.0, np.nan], [210, 5])
    (100.0, nan)
    """
    counted, people = np.asarray(households, dtype=float), np.asarray(residents, dtype=float)
    missing = np.isnan(counted)
    return float(np.nan if missing.all() or (missing & (people > 0)).any() else np.nansum(counted))


class Inputs:
    """What all splits of one package share: its cost lines and its benefits.

    Parameters
    ----------
    base : Baseline
    portfolio : Portfolio
    result : xarray.Dataset
        From `evaluation.evaluate`.
    phasing : Phasing, optional
        The years of a programme; evenly over the build years without.
    """

    def __init__(
        self, base: Baseline, portfolio: Portfolio, result: xr.Dataset, phasing: Phasing | None = None
    ):
        self.base, self.portfolio = base, portfolio
        self.lines = CostLines(base, portfolio, result, phasing)
        rows = table("measures")
        self.groups = np.array([CATEGORIES.index(kind) for kind in rows["category"]])
        damage = (result["damage_before_eur"] - result["damage_after_eur"]).values[..., 1]
        parties = beneficiaries.stream_parties(base, damage)
        self.streams_eur = beneficiaries.benefits_eur(base, result)
        self.benefit_parts = parties
        self.group_benefit = beneficiaries.group_parties(base, result, parties, self.groups)
        self.final, self.roles = beneficiaries.final_matrix(base), beneficiaries.city_roles(base)
        levy = table("levy_shares").loc[self.lines.measures]
        self.riool_share = levy["rioolheffing_share"].to_numpy(dtype=float)
        self.riool_share_range = [
            levy[f"rioolheffing_share{end}"].to_numpy(dtype=float) for end in ("_low", "", "_high")
        ]
        self.water_share = levy["watersysteemheffing_share"].to_numpy(dtype=float)
        self.asset_class = levy["asset_class"].to_numpy()
        self.asset_classes: list[str] = sorted(set(self.asset_class))
        self.life_years = np.floor(base.measure["lifetime_years"][self.lines.used])
        self.households = known_households(base.area["households"], base.area["residents"])

    @property
    def benefit_eur(self) -> float:
        """Present value of all benefits. [EUR]"""
        return float(self.streams_eur.sum())

    @property
    def depreciated_classes(self) -> list[str]:
        """Asset classes of the package that have a term of depreciation."""
        return [name for name in self.asset_classes if name != "none"]

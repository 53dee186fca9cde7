"""Ratios of the BBV, the risk of the yearly burden and the levy of each payer, as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from kans_model.finance.budget_ratios import BudgetEffect, budget_ratios
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.ledger import Ledger
from kans_model.finance.levies import LEVY_YEARS
from kans_model.finance.levy_payers import levy_by_payer_eur
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.burden_risk import BurdenRisk, burden_risk

PAYERS = ("owner", "tenant", "landlord", "one_person", "several_persons", "business")


def ratios_of(balance: CityBalance, ledger: Ledger) -> tuple[dict[str, float], dict[str, np.ndarray]]:
    """Each ratio before the package, and with it per year; NaN where unknown. [-]"""
    before = budget_ratios(balance, BudgetEffect.nothing())
    return {key: float(value[0]) for key, value in before.items()}, budget_ratios(
        balance, BudgetEffect.of(ledger)
    )


def ratio_values(balance: CityBalance, ledger: Ledger) -> dict[str, Any]:
    """The same as plain values, every year."""
    before, after = ratios_of(balance, ledger)
    years = ledger.inputs.lines.years
    return {
        key: {
            "before": _known(before[key]),
            "with_package": [
                {"year": int(year), "ratio": _known(ratio)} for year, ratio in zip(years, values, strict=True)
            ],
        }
        for key, values in after.items()
    }


def risk_of(study: Study, portfolio: Portfolio, ledger: Ledger) -> BurdenRisk:
    """The yearly burden under the draws of the study."""
    return burden_risk(drawn(study), study, portfolio, ledger)


def payer_levies(ledger: Ledger) -> dict[str, tuple[float, float]]:
    """Levy more of each kind of payer, at its peak and after ten years; NaN where unknown. [EUR/yr]"""
    levies, later = levy_by_payer_eur(ledger), min(LEVY_YEARS, len(ledger.levy_eur) - 1)
    paths = {payer: getattr(levies, f"{payer}_eur") for payer in PAYERS}
    return {payer: (float(path.max()), float(path[later])) for payer, path in paths.items()}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

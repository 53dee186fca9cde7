"""What would have to be true for a package to bring as much as it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.co_benefits import COEFFICIENTS
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.finance.beneficiaries import STREAMS, benefits_eur
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.texts import t

AVOIDED, COST, BESIDE = "avoided", "cost", "beside"
"""Conditions about all avoided damage, all cost, and all that counts beside avoided damage."""


def factor_to_break_even(part_eur: float, rest_eur: float) -> float:
    """By how much a part must be multiplied, all else as it is, for the sum to be nought. [-]

    Unknown where there is no such part; below nought where even without it more comes in than goes out.

    Examples
    --------
    Damage of 25 million avoided, 80 brought besides, 115 spent: 1.4 times the damage

    >>> factor_to_break_even(25.0, 80.0 - 115.0)
    1.4
    >>> factor_to_break_even(0.0, -5.0)
    nan
    """
    return -rest_eur / part_eur if part_eur > 0 else float("nan")


@dataclass(frozen=True)
class Condition:
    """One thing that would have to be otherwise, all else as it is.

    Attributes
    ----------
    what : str
        `AVOIDED`, `COST`, `BESIDE` or a co-benefit.
    factor : float
        Needed over what is reckoned with; `BESIDE` over what is counted beside avoided damage. [-]
    now, needed : float
        In the unit of the first coefficient of a co-benefit; of `BESIDE` in EUR per resident per year;
        otherwise present value. [EUR]
    """

    what: str
    factor: float
    now: float
    needed: float


def conditions(base: Baseline, result: xr.Dataset) -> list[Condition]:
    """What would have to be true for the balance to be nought, each by itself.

    Avoided damage, cost and each co-benefit that counts; and all that must come beside avoided damage, per
    resident and year, whatever is counted. What can never do it (a factor below nought) is left out.
    """
    avoided, cost = (
        float(result[name]) for name in ("present_value_avoided_eur", "present_value_cost_total_eur")
    )
    by_benefit = dict(
        zip(CO_BENEFITS, result["present_value_co_benefit_eur"].values.sum(axis=1), strict=True)
    )
    beside = sum(by_benefit.values())
    if cost <= 0:
        return []
    found = [
        _of(AVOIDED, avoided, beside - cost),
        Condition(COST, (avoided + beside) / cost, cost, avoided + beside),
    ]
    for name, value in by_benefit.items():
        factor = factor_to_break_even(value, avoided + beside - value - cost)
        now = float(base.scalar[COEFFICIENTS[name][0]])
        found.append(Condition(name, factor, now, now * factor))
    residents = float(np.nansum(base.area["residents"])) * float(base.costs.benefit_weights[0].sum())
    if residents > 0:
        now, needed = beside / residents, (cost - avoided) / residents
        found.append(Condition(BESIDE, needed / now if now > 0 else float("nan"), now, needed))
    return [condition for condition in found if np.isfinite(condition.needed) and condition.needed >= 0]


def _of(what: str, part_eur: float, rest_eur: float) -> Condition:
    factor = factor_to_break_even(part_eur, rest_eur)
    return Condition(what, factor, part_eur, part_eur * factor)


def benefit_kinds_eur(base: Baseline, result: xr.Dataset) -> dict[str, float]:
    """Present value of benefits by kind: hazards, then co-benefits that the scenario counts. [EUR]

    They add up to the benefits of the result.
    """
    streams = benefits_eur(base, result)
    kinds = dict.fromkeys(HAZARDS, 0.0)
    for stream, value in zip(STREAMS, streams, strict=True):
        if stream in COMPONENTS:
            kinds[COMPONENTS[stream][0]] += float(value)
        elif stream in base.scenario.co_benefits:
            kinds[stream] = float(value)
    unknown = set(HAZARDS) - set(base.hazards_included)
    return {kind: value for kind, value in kinds.items() if kind not in unknown}


def kind_name(kind: str, lang: str) -> str:
    """What a reader calls a kind of benefit."""
    return str(table("hazards")[f"name_{lang}"][kind]) if kind in HAZARDS else t(f"stream.{kind}", lang)


def side_by_side_eur(kinds: Mapping[str, float], cost_eur: float) -> dict[str, tuple[float, float]]:
    """Every kind of benefit, cost and balance, with avoided damage alone and with all that counts. [EUR]

    Examples
    --------
    >>> side_by_side_eur({"heat": 20.0, "health_per_pct_green": 30.0}, 40.0)["balance"]
    (-20.0, 10.0)
    """
    rows = {kind: (value if kind in HAZARDS else 0.0, value) for kind, value in kinds.items()}
    both = [sum(values) for values in zip(*rows.values(), strict=True)] or [0.0, 0.0]
    rows["cost"] = (-cost_eur, -cost_eur)
    rows["balance"] = (both[0] - cost_eur, both[1] - cost_eur)
    return rows

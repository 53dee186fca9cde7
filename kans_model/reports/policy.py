"""The policy of a study in figures for other programs: what `kans policy --json` prints."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from kans_model.comparison.lever_years import LeverYears
from kans_model.comparison.verdicts import MET, NOT_MET, verdicts
from kans_model.computing.progress import Cancelled, Progress, paced
from kans_model.dialogue.criteria import Criterion
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.cheapest import Cheapest, cheapest
from kans_model.policy.comparison import Comparison, compare
from kans_model.policy.effect import Gap, SetEffect
from kans_model.policy.hindcast import Scheme, hindcast, median_error
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.parameters import drawn, middle
from kans_model.policy.private_ground import PrivateGround
from kans_model.reports.study_head import study_head
from kans_model.study.study import Study


def beside(study: Study, package: Portfolio, sets: Sequence[LeverSet]) -> Comparison:
    """Sets of levers on a package, under the draws of a study; in the last year that is looked at."""
    year = years_of(study)[-1]
    return compare(study.baseline, study.policy, package, drawn(study.seed), sets, year)


def years_of(study: Study) -> list[int]:
    """Years that are told of: those of `LOOKED_AT` within the policy, else its last."""
    return study.policy.told_years


def gap_percent(gaps: Sequence[Gap]) -> dict[str, np.ndarray]:
    """Shares of gaps by their name, an array over the measures. [%]"""
    names = ("wished", "low", "mid", "high", "without", "participation")
    return {name: 100 * np.array([getattr(gap, name) for gap in gaps], dtype=float) for name in names}


def burdens_eur(study: Study, effect: SetEffect, split: FinancingSplit) -> dict[str, float | None]:
    """What the levers move between payers over the years, per payer; below zero is relief. [EUR]

    As Beleid and Financiering tell it; unknown where a lever waits for a number of the city's own.
    """
    own = LeverYears(study, effect.package, split, effect.lever_set, effect)
    if not own.is_known:
        return dict.fromkeys(study.actors.ids)
    return dict(own.moved_eur)


def limits_met(study: Study, effect: SetEffect, year: int) -> tuple[int, int, int]:
    """Limits of the dialogue with the package as levers bring it: met, not met, not known."""
    told = verdicts(study.baseline, effect.result(year), study.criteria, study.city.areas)
    said = [verdict.verdict for verdict in told if verdict.when == "after"]
    return said.count(MET), said.count(NOT_MET), len(said) - said.count(MET) - said.count(NOT_MET)


def policy_values(study: Study, package_id: str, split_id: str) -> dict[str, Any]:
    """Every set of levers: what it brings, avoids and costs, whose burden it moves; and the hindcast.

    Parameters
    ----------
    study : Study
    package_id : str
        Whose private measures are looked at.
    split_id : str
        By which cost is borne before the subsidies.

    Returns
    -------
    dict
        ``sets`` with ``gaps`` per year and measure, ``paid_eur`` and ``avoided_eur`` as low, mid, high,
        ``chance_best``, ``limits`` and ``burdens_eur``; ``hindcast`` and its ``median_error_factor``.
    """
    package, split = study.portfolio(package_id), study.split(split_id)
    together = beside(study, package, study.policy.sets)
    values = {
        **study_head(study),
        "package": package_id,
        "split": split_id,
        "year": together.year,
        "chosen": study.policy.chosen,
        "sets": [],
        "hindcast": [_scheme(row) for row in hindcast()],
        "median_error_factor": median_error(hindcast()),
    }
    if not together.effects:
        return values
    for place, effect in enumerate(together.effects):
        met, not_met, unknown = limits_met(study, effect, together.year)
        values["sets"].append(
            {
                **effect.lever_set.to_dict(),
                "gaps": {str(year): [_gap(gap) for gap in effect.gaps(year)] for year in years_of(study)},
                "paid_eur": _known(effect.paid_band_eur(together.year)),
                "paid_by_year_eur": _by_year(study, effect),
                "avoided_eur": _known(together.avoided_band_eur[place]),
                "chance_best": _one(together.chance_best[place]),
                "limits": {"met": met, "not_met": not_met, "unknown": unknown},
                "burdens_eur": burdens_eur(study, effect, split),
            }
        )
    return values


def _by_year(study: Study, effect: SetEffect) -> dict[str, float | None]:
    """What the municipality pays in each year, middle. [EUR]"""
    paid = zip(study.policy.years, effect.yearly_paid_eur, strict=True)
    return {str(year): _one(eur) for year, eur in paid}


def levers_on_offer(study: Study) -> list[Lever]:
    """Every lever of the sets of a study, each once."""
    return list({lever.id: lever for own in study.policy.sets for lever in own.levers}.values())


def cheapest_for_limits(
    study: Study,
    package: Portfolio,
    criteria: Sequence[Criterion],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Cheapest:
    """The cheapest levers of those on offer with which a package keeps limits of the dialogue.

    Held against the draws of the study, as sets beside each other are; its value is how many are not kept.

    Raises
    ------
    KansError
        When more levers are on offer than can be tried.
    """
    year, tried = years_of(study)[-1], itertools.count(1)
    most = 2 ** len(levers_on_offer(study))

    def broken(effect: SetEffect) -> float:
        paced(next(tried) / (most + 1), progress, cancelled)
        result = replace(effect, parameters=drawn(study.seed)).result(year)
        read = verdicts(study.baseline, result, criteria, study.city.areas)
        told = [own for own in read if own.when == "after" and own.moment == own.criterion.moment]
        return float(sum(own.verdict != MET for own in told))

    found = _cheapest(study, package, broken, 0.0)
    if found.levers is None:
        return found
    effect = beside(study, package, [LeverSet("", "", found.levers)]).effects[0]
    return replace(found, paid_eur=float(effect.paid_band_eur(year)[1]))


def _cheapest(
    study: Study, package: Portfolio, value_of: Callable[[SetEffect], float], limit: float
) -> Cheapest:
    base, year = study.baseline, years_of(study)[-1]
    own = SetEffect(base, PrivateGround.of(base), study.policy, LeverSet("", ""), package, middle())
    return cheapest(own, levers_on_offer(study), year, value_of, limit)


def cheapest_values(study: Study, package_id: str, avoid_eur: float) -> dict[str, Any]:
    """The cheapest of all levers in the study's sets that has the package avoid so much damage in a year.

    Returns
    -------
    dict
        ``levers`` (None where no selection reaches it), ``paid_eur``, ``avoided_eur``, and how many
        ``selections`` there are and were ``evaluated``: every one is looked at, so the gap is none.
    """
    year = years_of(study)[-1]
    found = _cheapest(
        study,
        study.portfolio(package_id),
        lambda effect: -float(effect.avoided_band_eur(year)[1]),
        -avoid_eur,
    )
    return {"asked_eur": avoid_eur, "avoided_eur": _one(-found.value), **_found(found)}


def limits_values(study: Study, package_id: str) -> dict[str, Any]:
    """The same for keeping every limit of the dialogue; ``not_kept`` counts what stays."""
    found = cheapest_for_limits(study, study.portfolio(package_id), study.criteria)
    return {"n_limits": len(study.criteria), "not_kept": _one(found.value), **_found(found)}


def _found(found: Cheapest) -> dict[str, Any]:
    return {
        "levers": None if found.levers is None else [lever.id for lever in found.levers],
        "paid_eur": _one(found.paid_eur),
        "selections": found.selections,
        "evaluated": found.evaluated,
    }


def _one(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _known(band: np.ndarray) -> list[float | None]:
    return [_one(value) for value in band]


def _gap(gap: Gap) -> dict[str, Any]:
    return {name: _one(value) if isinstance(value, float) else value for name, value in asdict(gap).items()}


def _scheme(row: Scheme) -> dict[str, Any]:
    plain = {name: _one(value) if isinstance(value, float) else value for name, value in asdict(row).items()}
    return {**plain, "is_held": row.is_held if row.is_counted else None}

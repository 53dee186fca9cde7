"""What packages are compared on, question by question, and how often one is better than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation.result import known_sum, values_at

HORIZON = "2050"
MILLION = 1e6
EVENT_YEARS = 100
"""Return period of the shower of which buildings entered by water are counted. [yr]"""
_ANSWERING = (
    *("capex_eur", "capex_public_eur", "capex_private_eur", "npv_eur", "npv_avoided_only_eur", "bcr"),
    *("present_value_cost_total_eur", "present_value_benefit_total_eur", "reach_pct"),
)
_IN_2050 = ("avoided_total_eur", "deaths_after")
"""Results that answer the questions, and those that do so in 2050."""
QUESTIONS = (
    *("capex", "capex_public", "capex_private", "cost", "benefit", "npv", "npv_avoided", "bcr"),
    *("avoided_per_keur", "avoided", "deaths", "entered", "reach"),
)
HIGHER = {
    "capex": False,
    "capex_public": False,
    "capex_private": False,
    "cost": False,
    "benefit": True,
    "npv": True,
    "npv_avoided": True,
    "bcr": True,
    "avoided_per_keur": True,
    "avoided": True,
    "deaths": False,
}
"""Questions that are drawn, and whether more is better."""
RATIOS = ("bcr", "avoided_per_keur")
"""Questions over the costs: a package that costs nothing has no answer to them."""


def answers(result: xr.Dataset) -> dict[str, float]:
    """The answers of a package to every question, with all at the middle.

    Money in millions (``capex``, of which ``capex_public`` of municipality and water board and
    ``capex_private`` of owners on their own ground, ``cost, benefit, npv``, and ``npv_avoided`` with avoided
    damage as the only benefit [MEUR], ``avoided`` [MEUR/yr in 2050]), ``bcr`` [-], ``avoided_per_keur``, what
    is avoided in 2050 per € 1.000 of costs [EUR/yr per 1000 EUR], ``deaths`` left in 2050
    [1/yr], buildings ``entered`` in a shower of once in 100 years, and the mean ``reach`` of synergies [%].

    Parameters
    ----------
    result : xarray.Dataset
        Of `Study.evaluate`, without draws.

    Examples
    --------
    >>> from kans_model.city.city import City
    >>> from kans_model.study.study import Study
    >>> nothing = answers(Study.default(City.demo()).evaluate("niets_doen"))
    >>> tuple(nothing) == QUESTIONS, nothing["capex"], nothing["avoided"]
    (True, 0.0, 0.0)
    """
    values = {name: result.variables[name].values for name in _ANSWERING}
    in_2050 = {name: values_at(result, name, "horizon", HORIZON) for name in _IN_2050}
    return {
        "capex": float(np.nansum(values["capex_eur"])) / MILLION,
        "capex_public": float(values["capex_public_eur"]) / MILLION,
        "capex_private": float(values["capex_private_eur"]) / MILLION,
        "cost": float(values["present_value_cost_total_eur"]) / MILLION,
        "benefit": float(values["present_value_benefit_total_eur"]) / MILLION,
        "npv": float(values["npv_eur"]) / MILLION,
        "npv_avoided": float(values["npv_avoided_only_eur"]) / MILLION,
        "bcr": float(values["bcr"]),
        "avoided_per_keur": float(
            avoided_per_keur(in_2050["avoided_total_eur"], values["present_value_cost_total_eur"])
        ),
        "avoided": float(in_2050["avoided_total_eur"]) / MILLION,
        "deaths": float(known_sum(in_2050["deaths_after"])),
        "entered": float(known_sum(values_at(result, "entered_after", "event", EVENT_YEARS))),
        "reach": float(np.nanmean(values["reach_pct"])),
    }


def is_empty(result: xr.Dataset) -> bool:
    """Whether a package builds nothing: of what does nothing there is nothing to rank."""
    return not bool((result["quantity"] > 0).any())


def drawn_answers(ranges: xr.Dataset) -> dict[str, np.ndarray]:
    """The answers of a package in every draw, shape (draw,): money in millions, the rest as it is."""
    values = {name: variable.values for name, variable in ranges.variables.items()}
    in_2050 = {name: values_at(ranges, name, "horizon", HORIZON) for name in _IN_2050}
    return {
        "capex": values["capex_eur"] / MILLION,
        "capex_public": values["capex_public_eur"] / MILLION,
        "capex_private": values["capex_private_eur"] / MILLION,
        "cost": values["present_value_cost_eur"] / MILLION,
        "benefit": values["present_value_benefit_eur"] / MILLION,
        "npv": values["npv_eur"] / MILLION,
        "npv_avoided": values["npv_avoided_only_eur"] / MILLION,
        "bcr": values["bcr"],
        "avoided_per_keur": avoided_per_keur(in_2050["avoided_total_eur"], values["present_value_cost_eur"]),
        "avoided": in_2050["avoided_total_eur"] / MILLION,
        "deaths": in_2050["deaths_after"],
    }


def avoided_per_keur(avoided_eur: ArrayLike, cost_eur: ArrayLike) -> np.ndarray:
    """Damage avoided per year, per € 1.000 of all costs; NaN without costs. [EUR/yr per 1000 EUR]

    Costs are building, upkeep and renewal at present value, as where measures are put in order.

    Parameters
    ----------
    avoided_eur : array_like, shape (...)
        Avoided per year in 2050. [EUR/yr]
    cost_eur : array_like, shape (...)
        Present value of all costs. [EUR]

    Examples
    --------
    Two million a year for a quarter of a milliard; nothing for nothing

    >>> avoided_per_keur([2e6, 0.0], [250e6, 0.0]).tolist()
    [8.0, nan]
    """
    cost = np.asarray(cost_eur, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cost > 0, 1e3 * np.asarray(avoided_eur, dtype=float) / cost, np.nan)


def chances(own: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Share of the draws in which `own` is better than `other`, per question; a tie for half, NaN unknown."""
    mine, its = (np.stack([drawn[question] for question in HIGHER]) for drawn in (own, other))
    ahead = np.where(np.array(list(HIGHER.values()))[:, None], mine > its, mine < its).mean(axis=1)
    share = ahead + (mine == its).mean(axis=1) / 2
    known = np.isfinite(mine).all(axis=1) & np.isfinite(its).all(axis=1)
    return dict(zip(HIGHER, np.where(known, share, np.nan).tolist(), strict=True))


def capex_keur_per_ha(result: xr.Dataset, area_m2: ArrayLike) -> np.ndarray:
    """Investment over the size of each area, shape (area,). [kEUR/ha]

    Parameters
    ----------
    area_m2 : array_like, shape (area,)
        Size of each area. [m²]
    """
    return np.asarray(result["capex_area_eur"].values / 1e3 / (np.asarray(area_m2, dtype=float) / 1e4))


DECISIVE = ("avoided", "capex", "avoided_per_keur", "npv", "bcr", "deaths", "entered", "reach")
"""What a choice is made on, in the order in which it is read."""


def telling_first(answered: Mapping[str, Mapping[str, float]], base: str, n_first: int) -> list[str]:
    """All questions, first those a choice is made on and on which packages differ.

    Parameters
    ----------
    answered : package → question → answer
    base : str
        The package the others are held against.
    n_first : int
        So many are read first; the others follow in the order of `QUESTIONS`.

    Examples
    --------
    The packages do not differ in deaths: buildings entered take its place

    >>> same = dict.fromkeys(QUESTIONS, 1.0)
    >>> apart = {question: 2.0 for question in QUESTIONS} | {"deaths": 1.0}
    >>> telling_first({"a": same, "b": apart}, "a", 6)[:6]
    ['avoided', 'capex', 'avoided_per_keur', 'npv', 'bcr', 'entered']
    """
    differs = {
        question: any(answers[question] != answered[base][question] for answers in answered.values())
        for question in QUESTIONS
    }
    first = sorted(DECISIVE, key=lambda question: not differs[question])[:n_first]
    return [*first, *(question for question in QUESTIONS if question not in first)]


def telling_hazard(left_meur: Sequence[ArrayLike]) -> int | None:
    """Place of the hazard in whose remaining damage packages differ most; None where they do not.

    Parameters
    ----------
    left_meur : sequence of array, shape (hazard,)
        As `damage_by_hazard_meur`, one per package; NaN is unknown.

    Examples
    --------
    >>> telling_hazard([[4.2, 7.6, float("nan")], [0.9, 7.3, float("nan")]]), telling_hazard([[1.0], [1.0]])
    (0, None)
    """
    spread = np.nan_to_num(np.ptp(np.asarray(left_meur, dtype=float), axis=0))
    return int(np.argmax(spread)) if spread.max(initial=0.0) > 0 else None


def damage_by_hazard_meur(result: xr.Dataset) -> np.ndarray:
    """Damage per year that is left in 2050, shape (hazard,); unknown where no area knows it. [MEUR/yr]"""
    left = result["ead_after_eur"].sel(horizon=HORIZON).sum("area", min_count=1)
    return np.asarray(left.values / MILLION)


def damage_change_keur_per_ha(result: xr.Dataset, area_m2: ArrayLike) -> np.ndarray:
    """Change of yearly damage in 2050 over the hazards in totals, shape (area,). [kEUR/ha/yr]

    Negative where a package avoids damage; unknown where all hazards are.

    Parameters
    ----------
    area_m2 : array_like, shape (area,)
        Size of each area. [m²]
    """
    at = {"horizon": HORIZON, "hazard": result.attrs["hazards_included"]}
    after, before = (result[f"ead_{when}_eur"].sel(at).values for when in ("after", "before"))
    return change_keur_per_ha(after - before, area_m2)


def change_keur_per_ha(change_eur: np.ndarray, area_m2: ArrayLike) -> np.ndarray:
    """The same from the change of each hazard, shape (hazard, area). [kEUR/ha/yr]"""
    return known_sum(change_eur, axis=0) / 1e3 / (np.asarray(area_m2, dtype=float) / 1e4)

"""Grants as rules: what they give to which cost, in what order, and why one does not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from kans_model.finance.eligible_cost import EligibleCost, receiving
from kans_model.finance.grant_caps import most_of_cap_eur, of_projects_eur
from kans_model.finance.grant_scheme import GIVES_NOTHING, rule
from kans_model.tables.reading import cells
from kans_model.tables.vocabulary import LANDOWNERS

SMALL_EUR = 0.005
"""Half a cent: less counts as nothing."""


@dataclass(frozen=True)
class Line:
    """One line of the audit: which rule gave how much, or why it gave nothing.

    Attributes
    ----------
    rule : str
    payer : str
    eur : float
        What the rule gave over all years, real. [EUR]
    reason : str
        Key of the sentence: applied, closed, ambiguous, years, owner, measure, unit, amount_unknown,
        ceiling_year, ceiling_total, stacking, minimum, own_payer, nothing_left, levy_share, cap, cap_unknown.
    measure : str or None
    """

    rule: str
    payer: str
    eur: float
    reason: str
    measure: str | None = None


class RuleGrants(NamedTuple):
    """What rules give, in their order.

    Attributes
    ----------
    given_eur : array, shape (rule, measure, landowner, year)
    held : array of bool, shape (rule,)
        Whether a ceiling or cap cut the rule: it gives no more when the cost rises.
    lines : list of Line
    received_eur, paid_eur : array, shape (rule, actor, measure, year)
    fits : array of bool, shape (rule, measure, landowner, year)
        The cost each rule is for, whether or not it gives anything.
    """

    given_eur: np.ndarray
    held: np.ndarray
    lines: list[Line]
    received_eur: np.ndarray
    paid_eur: np.ndarray
    fits: np.ndarray


def grants(
    cost: EligibleCost, names: Sequence[str], own: Mapping[str, Mapping[str, Any]] | None = None
) -> RuleGrants:
    """What each rule gives, in the order of `names`.

    A rule looks at the cost that others than its payer bear, gives its share or its amount per unit, less
    where the line already has what stacking or the own contribution allows, and no more than its caps and
    ceilings; a ceiling cuts all lines of its year alike. What a line gets is divided over its bearers in
    proportion to what they still bear.

    Parameters
    ----------
    cost : EligibleCost
    names : sequence of str
    own : dict, optional
        Own rules.
    """
    given = np.zeros((len(names), *cost.cost_eur.shape))
    parties = np.zeros((2, len(names), len(cost.actors), len(cost.measures), len(cost.years)))
    held, fits_of = np.zeros(len(names), dtype=bool), np.zeros(given.shape, dtype=bool)
    lines: list[Line] = []
    before = _Before(np.zeros_like(cost.cost_eur), cost.borne_eur(), cost.levy_room_eur())
    for place, name in enumerate(names):  # a handful of rules, each after the other
        scheme = rule(name, own)
        scheme["payer"] = cost.joined.get(scheme["payer"], scheme["payer"])
        fits, reason = _fitting(cost, scheme)
        fits_of[place] = fits
        if not reason:
            given[place], held[place], reason, is_uncounted = _amounts(cost, scheme, fits, before)
            parties[:, place] = cost.parties(scheme["payer"], given[place], before.left_eur, before.room_eur)
            before.stacked_eur[:] += given[place]
            lines += _audit(cost, name, scheme["payer"], parties[1, place], reason)
            if is_uncounted:
                lines.append(Line(name, scheme["payer"], 0.0, "cap_unknown"))
        else:
            lines.append(Line(name, scheme["payer"], 0.0, reason))
    return RuleGrants(given, held, lines, parties[0], parties[1], fits_of)


class _Before(NamedTuple):
    """Where the rules before leave the cost; each rule moves it on.

    Attributes
    ----------
    stacked_eur : array, shape (measure, landowner, year)
        What they gave.
    left_eur : array, shape (year, measure, landowner, actor)
        What each still bears.
    room_eur : array, shape (year, measure, landowner)
        What the sewer levy may still pay of general funds.
    """

    stacked_eur: np.ndarray
    left_eur: np.ndarray
    room_eur: np.ndarray


def _fitting(cost: EligibleCost, scheme: Mapping[str, Any]) -> tuple[np.ndarray, str]:
    """The cost a rule is for, mask (measure, landowner, year), and why it gives nothing, '' where it may."""
    nothing = np.zeros(cost.cost_eur.shape, dtype=bool)
    if scheme["status"] in GIVES_NOTHING:
        return nothing, GIVES_NOTHING[scheme["status"]]
    if scheme["payer"] not in cost.actors:
        return nothing, "own_payer"
    if scheme["share"] is None and scheme["amount_eur"] is None:
        return nothing, "amount_unknown"
    first = -np.inf if scheme["from_year"] is None else scheme["from_year"]
    last = np.inf if scheme["to_year"] is None else scheme["to_year"]
    in_time = (cost.years >= first) & (cost.years <= last)
    if not in_time.any():
        return nothing, "years"
    measures = _measures(cost, scheme)
    if not measures.any():
        return nothing, "unit" if scheme["amount_eur"] is not None and scheme["unit"] else "measure"
    owners = np.array([not scheme["owners"] or owner in scheme["owners"] for owner in LANDOWNERS])
    fits = measures[:, None, None] & owners[None, :, None] & in_time
    eligible = np.where(fits, _eligible(cost, scheme), 0.0)
    if eligible.sum() < SMALL_EUR:
        return fits, _without_others(cost, scheme["payer"], fits)
    if np.isnan(most_of_cap_eur(cost, scheme)[eligible > 0]).all():
        return fits, "cap_unknown"
    return fits, ""


def _measures(cost: EligibleCost, scheme: Mapping[str, Any]) -> np.ndarray:
    """Measures a rule is for: those named, else those of its themes, else all; in its unit."""
    if scheme["measures"]:
        fits = np.array([measure in scheme["measures"] for measure in cost.measures], dtype=bool)
    else:
        of_measure = cells("measures", "themes")
        themes = [set(of_measure[name].split(";")) & set(scheme["themes"]) for name in cost.measures]
        fits = np.array([bool(common) or not scheme["themes"] for common in themes], dtype=bool)
    if scheme["amount_eur"] is not None and scheme["share"] is None:
        unit = cells("measures", "unit")
        fits &= np.array([unit[name] == scheme["unit"] for name in cost.measures], dtype=bool)
    return fits


def _of_others(cost: EligibleCost, payer: str, borne_eur: np.ndarray, room_eur: np.ndarray) -> np.ndarray:
    """What others than a payer bear that it may pay for, shape (measure, landowner, year). [EUR]"""
    return receiving(borne_eur, cost.actors, payer, room_eur).sum(axis=-1).transpose(1, 2, 0)


def _eligible(cost: EligibleCost, scheme: Mapping[str, Any]) -> np.ndarray:
    """The cost that a rule looks at, of others than its payer, shape (measure, landowner, year). [EUR]"""
    vat_base = scheme["vat_base"]
    return _of_others(cost, scheme["payer"], cost.borne_eur(vat_base), cost.levy_room_eur(vat_base))


def _without_others(cost: EligibleCost, payer: str, fits: np.ndarray) -> str:
    """Why nobody else bears anything that a payer may pay for."""
    others = 1 - cost.shares[cost.actors.index(payer)][:, :, None]
    if np.where(fits, cost.cost_eur * others, 0.0).sum() >= SMALL_EUR:
        return "levy_share"
    return "own_payer" if np.where(fits, cost.cost_eur, 0.0).sum() >= SMALL_EUR else "owner"


def _amounts(
    cost: EligibleCost, scheme: Mapping[str, Any], fits: np.ndarray, before: _Before
) -> tuple[np.ndarray, bool, str, bool]:
    """What a rule gives to the cost it is for.

    Returns
    -------
    given_eur : numpy.ndarray, shape (measure, landowner, year)
    held : bool
        Whether a cap or ceiling cut it.
    reason : str
        For `Line`.
    is_uncounted : bool
        Whether nobody can say how often its cap applies to a part of the cost.
    """
    payer = scheme["payer"]
    base, price = np.where(fits, _eligible(cost, scheme), 0.0), cost.price(scheme["price_year"])
    still_open = np.where(fits, np.maximum(0, _of_others(cost, payer, before.left_eur, before.room_eur)), 0.0)
    by_unit = scheme["share"] is None
    asked = fits * cost.quantity * scheme["amount_eur"] / price if by_unit else base * scheme["share"]
    limit = min(
        1.0 if scheme["stacking_limit"] is None else scheme["stacking_limit"],
        1.0 if scheme["own_share_min"] is None else 1 - scheme["own_share_min"],
    )
    whole = cost.whole_eur(scheme["vat_base"])
    room = np.minimum(np.maximum(0, limit * whole - before.stacked_eur), still_open)
    given, held, reason = np.minimum(asked, room), False, "applied"
    if given.sum() < asked.sum() - SMALL_EUR:
        reason = "stacking" if given.sum() >= SMALL_EUR else "nothing_left"
    capped = most_of_cap_eur(cost, scheme) / price
    most = np.nan_to_num(capped)
    if (given > most + SMALL_EUR).any():
        given, held, reason = np.minimum(given, most), True, "cap"
    if scheme["min_eur"] is not None:
        given = np.where(given.sum(axis=(0, 1)) * price >= scheme["min_eur"], given, 0.0)
        reason = reason if given.sum() >= SMALL_EUR else "minimum"
    for factor, of_ceiling in _cuts(scheme, given, price):
        given, held, reason = given * factor, True, of_ceiling
    return given, held, reason, bool((np.isnan(capped) & (base > 0)).any())


def _cuts(
    scheme: Mapping[str, Any], given_eur: np.ndarray, price: np.ndarray
) -> Iterator[tuple[np.ndarray, str]]:
    """What each ceiling leaves of the years after those before it, shape (year,) [-], and its reason."""
    per_year = given_eur.sum(axis=(0, 1)) * price
    for ceiling, reason in (
        (of_projects_eur(scheme), "cap"),
        (scheme["yearly_ceiling_eur"], "ceiling_year"),
        (scheme["total_ceiling_eur"], "ceiling_total"),
    ):
        if ceiling is None:
            continue
        most = np.full(len(per_year), ceiling)
        if reason == "ceiling_total":  # first come, first served
            most = np.diff(np.minimum(np.cumsum(per_year), ceiling), prepend=0.0)
        factor = np.divide(most, per_year, out=np.ones_like(per_year), where=per_year > most)
        if (factor < 1).any():
            per_year = per_year * factor
            yield factor, reason


def _audit(cost: EligibleCost, name: str, payer: str, paid_eur: np.ndarray, reason: str) -> list[Line]:
    """One line per payer and measure; one that says why where nothing is paid."""
    lines = [
        Line(name, actor, float(eur), reason if actor == payer else "levy_share", measure)
        for actor, by_measure in zip(cost.actors, paid_eur.sum(axis=-1), strict=True)
        for measure, eur in zip(cost.measures, by_measure, strict=True)
        if eur >= SMALL_EUR
    ]
    return lines or [Line(name, payer, 0.0, reason)]

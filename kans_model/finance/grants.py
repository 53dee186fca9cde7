"""Grants as rules: what they give to which cost, in what order, and why one does not apply."""

from __future__ import annotations

import math
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, LANDOWNERS
from kans_model.words.problems import Problem

NUMBERS = (
    *("share", "amount_eur", "cap_eur", "min_eur", "yearly_ceiling_eur", "total_ceiling_eur"),
    *("own_share_min", "stacking_limit", "from_year", "to_year"),
)
LISTS = ("measures", "themes", "owners")
STATUSES = ("typical", "example", "closed", "own")
CAPPED_PER = ("household", "project", "dwelling")
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
        Key of the sentence: applied, closed, years, owner, measure, unit, amount_unknown, ceiling_year,
        ceiling_total, stacking, minimum, own_payer, nothing_left.
    measure : str or None
    """

    rule: str
    payer: str
    eur: float
    reason: str
    measure: str | None = None


def rule(name: str, own: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """A rule as plain values: an own one, or the row of `funding`.

    Returns
    -------
    dict
        The fields of `funding`; numbers None where unknown, lists as tuples (empty: no limit).
    """
    row = dict((own or {})[name]) if own and name in own else table("funding").loc[name].to_dict()
    numbers = {
        key: None if row.get(key) is None or row[key] != row[key] or row[key] == "" else float(row[key])
        for key in NUMBERS
    }
    lists = {key: _items(row.get(key)) for key in LISTS}
    texts = {key: str(row.get(key) or "") for key in ("payer", "unit", "cap_per", "status", "note", "source")}
    names = {f"name_{lang}": str(row.get(f"name_{lang}") or row.get("name") or name) for lang in ("nl", "en")}
    return {**numbers, **lists, **texts, **names, "status": texts["status"] or "own"}


def own_rule(name: str, payer: str, numbers: Mapping[str, float | None]) -> dict[str, Any]:
    """A rule that people make: for every theme, with the numbers of `NUMBERS` that they know."""
    known = {key: value for key, value in numbers.items() if value is not None}
    return {"name": name, "payer": payer, "themes": ";".join(HAZARDS), "status": "own", **known}


def own_rule_id() -> str:
    """The id of a new rule of their own: of a rule taken away it never comes back."""
    return f"own-{uuid.uuid4().hex}"


def _items(value: Any) -> tuple[str, ...]:
    if value is None or isinstance(value, float):
        return ()
    return tuple(filter(None, value.split(";"))) if isinstance(value, str) else tuple(value)


def rule_problems(
    rules: Mapping[str, Mapping[str, Any]], actors: Collection[str], file: str | None = None
) -> list[Problem]:
    """What is wrong with own rules: unknown parties, measures or themes, negative amounts, crossed years."""
    problems: list[Problem] = []
    for name in rules:
        scheme = rule(name, rules)
        about: dict[str, Any] = {"file": file, "row": name}
        if scheme["payer"] not in actors:
            problems.append(Problem("actor_unknown", **about, value=scheme["payer"], known=", ".join(actors)))
        known = {"measures": set(table("measures").index), "themes": set(HAZARDS), "owners": set(LANDOWNERS)}
        for column, allowed in known.items():
            problems += [
                Problem("rule_item_unknown", **about, column=column, value=item)
                for item in scheme[column]
                if item not in allowed
            ]
        for column, units in {"unit": measure_units(), "cap_per": CAPPED_PER}.items():
            if scheme[column] and scheme[column] not in units:
                must = ", ".join(units)
                problems.append(
                    Problem("rule_word_unknown", **about, column=column, value=scheme[column], must=must)
                )
        for column in NUMBERS:
            number = scheme[column]
            if number is not None and not math.isfinite(number):
                problems.append(Problem("rule_number", **about, column=column, value=number))
            elif number is not None and number < 0:
                problems.append(Problem("rule_negative", **about, column=column, value=number))
        for column in ("share", "own_share_min", "stacking_limit"):
            if scheme[column] is not None and scheme[column] > 1:
                problems.append(Problem("split_share_range", **about, column=column, value=scheme[column]))
        if scheme["from_year"] and scheme["to_year"] and scheme["from_year"] > scheme["to_year"]:
            problems.append(Problem("rule_years", **about, value=scheme["from_year"], to=scheme["to_year"]))
        if scheme["status"] not in STATUSES:
            problems.append(Problem("rule_item_unknown", **about, column="status", value=scheme["status"]))
        if scheme["share"] is None and scheme["amount_eur"] is None:
            problems.append(Problem("rule_gives_nothing", **about))
    return problems + _repeated(rules, file) + _overlaps(rules, file)


def measure_units() -> list[str]:
    """What measures are counted in: an amount per unit is per one of these."""
    return sorted(set(table("measures")["unit"]))


def _repeated(rules: Mapping[str, Mapping[str, Any]], file: str | None = None) -> list[Problem]:
    """Own rules that say the same under the same name: given twice they would be paid twice."""
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for name in rules:
        said = repr(sorted(rule(name, rules).items()))
        if said in first:
            same = rule(name, rules)["name_nl"]
            problems.append(Problem("rule_same", file=file, row=name, value=same))
        first.setdefault(said, name)
    return problems


def _overlaps(rules: Mapping[str, Mapping[str, Any]], file: str | None = None) -> list[Problem]:
    """Own rules that are versions of one scheme (`version_of`) may not hold in the same year."""
    problems, named = [], sorted(rules)
    for place, first in enumerate(named):
        for second in named[place + 1 :]:
            scheme = rules[first].get("version_of")
            if not scheme or rules[second].get("version_of") != scheme:
                continue
            a, b = rule(first, rules), rule(second, rules)
            start = max(a["from_year"] or 0, b["from_year"] or 0)
            if start <= min(a["to_year"] or 9999, b["to_year"] or 9999):
                problems.append(Problem("rule_overlap", file=file, row=second, value=first, year=int(start)))
    return problems


@dataclass(frozen=True)
class EligibleCost:
    """The cost that rules look at: investment by year of building.

    Attributes
    ----------
    cost_eur : array, shape (measure, landowner, year)
    quantity : array, shape (measure, landowner, year)
        Units built. [unit of the measure]
    measures : list of str
    years : array of int, shape (year,)
    shares : array, shape (actor, measure, landowner)
        Who bears it before grants. [-]
    actors : list of str
    """

    cost_eur: np.ndarray
    quantity: np.ndarray
    measures: list[str]
    years: np.ndarray
    shares: np.ndarray
    actors: list[str]


def grants(
    cost: EligibleCost, names: Sequence[str], own: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[np.ndarray, np.ndarray, list[Line]]:
    """What each rule gives, in the order of `names`.

    A rule looks at the cost that others than its payer bear, gives its share or its amount per unit, less
    where the line already has what stacking or the own contribution allows, and no more than its ceilings;
    a ceiling cuts all lines of its year alike. What a line gets is divided over its bearers in proportion.

    Parameters
    ----------
    cost : EligibleCost
    names : sequence of str
    own : dict, optional
        Own rules.

    Returns
    -------
    given_eur : numpy.ndarray, shape (rule, measure, landowner, year)
    held : numpy.ndarray of bool, shape (rule,)
        Whether a ceiling cut the rule: it gives no more when the cost rises.
    lines : list of Line
    """
    given = np.zeros((len(names), *cost.cost_eur.shape))
    held = np.zeros(len(names), dtype=bool)
    lines: list[Line] = []
    stacked = np.zeros_like(cost.cost_eur)
    for place, name in enumerate(names):  # a handful of rules, each after the other
        given[place], held[place], of_rule = _apply(cost, name, rule(name, own), stacked)
        stacked += given[place]
        lines += of_rule
    return given, held, lines


def _apply(
    cost: EligibleCost, name: str, scheme: dict[str, Any], stacked: np.ndarray
) -> tuple[np.ndarray, bool, list[Line]]:
    nothing = np.zeros_like(cost.cost_eur)

    def refused(reason: str) -> tuple[np.ndarray, bool, list[Line]]:
        return nothing, False, [Line(name, scheme["payer"], 0.0, reason)]

    if scheme["status"] == "closed":
        return refused("closed")
    if scheme["payer"] not in cost.actors:
        return refused("own_payer")
    if scheme["share"] is None and scheme["amount_eur"] is None:
        return refused("amount_unknown")
    in_time = np.ones(len(cost.years), dtype=bool)
    if scheme["from_year"] is not None:
        in_time &= cost.years >= scheme["from_year"]
    if scheme["to_year"] is not None:
        in_time &= cost.years <= scheme["to_year"]
    if not in_time.any():
        return refused("years")
    owners = np.array([not scheme["owners"] or owner in scheme["owners"] for owner in LANDOWNERS])
    rows = table("measures").loc[cost.measures]
    if scheme["measures"]:
        fits = np.array([measure in scheme["measures"] for measure in cost.measures])
    else:
        themes = [set(text.split(";")) & set(scheme["themes"]) for text in rows["themes"]]
        fits = np.array([bool(common) for common in themes])
    if scheme["amount_eur"] is not None and scheme["share"] is None:
        fits &= (rows["unit"] == scheme["unit"]).to_numpy()
    if not fits.any():
        reason = "unit" if scheme["amount_eur"] is not None and scheme["unit"] else "measure"
        return refused(reason)
    where = fits[:, None, None] & owners[None, :, None] & in_time
    others = 1 - cost.shares[cost.actors.index(scheme["payer"])][:, :, None]
    base = np.where(where, cost.cost_eur * others, 0.0)
    if base.sum() < SMALL_EUR:
        own_cost = np.where(where, cost.cost_eur, 0.0).sum() >= SMALL_EUR
        return refused("own_payer" if own_cost else "owner")
    asked = (
        base * scheme["share"]
        if scheme["share"] is not None
        else where * cost.quantity * scheme["amount_eur"]
    )
    limit = min(
        1.0 if scheme["stacking_limit"] is None else scheme["stacking_limit"],
        1.0 if scheme["own_share_min"] is None else 1 - scheme["own_share_min"],
    )
    room = np.minimum(np.maximum(0, limit * cost.cost_eur - stacked), np.maximum(0, base - stacked))
    granted, reason = np.minimum(asked, room), "applied"
    if granted.sum() < asked.sum() - SMALL_EUR:
        reason = "stacking" if granted.sum() >= SMALL_EUR else "nothing_left"
    if scheme["min_eur"] is not None:
        granted = np.where(granted.sum(axis=(0, 1)) >= scheme["min_eur"], granted, 0.0)
        reason = reason if granted.sum() >= SMALL_EUR else "minimum"
    held = False
    for column, of_ceiling in (
        ("yearly_ceiling_eur", "ceiling_year"),
        ("total_ceiling_eur", "ceiling_total"),
    ):
        if scheme[column] is None:
            continue
        per_year = granted.sum(axis=(0, 1))
        most = np.full(len(per_year), scheme[column])
        if column == "total_ceiling_eur":  # first come, first served
            most = np.diff(np.minimum(np.cumsum(per_year), scheme[column]), prepend=0.0)
        factor = np.divide(most, per_year, out=np.ones_like(per_year), where=per_year > most)
        if (factor < 1).any():
            granted, held, reason = granted * factor, True, of_ceiling
    by_measure = granted.sum(axis=(1, 2))
    lines = [
        Line(name, scheme["payer"], float(eur), reason, measure)
        for measure, eur in zip(cost.measures, by_measure, strict=True)
        if eur >= SMALL_EUR
    ]
    return granted, held, lines or [Line(name, scheme["payer"], 0.0, reason)]

"""Grants as rules: what they give to which cost, in what order, and why one does not apply."""

from __future__ import annotations

import math
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, LANDOWNERS
from kans_model.words.problems import Problem

NUMBERS = (
    *("share", "amount_eur", "cap_eur", "min_eur", "yearly_ceiling_eur", "total_ceiling_eur"),
    *("own_share_min", "stacking_limit", "from_year", "to_year", "projects_per_year"),
)
LISTS = ("measures", "themes", "owners")
STATUSES = ("typical", "example", "closed", "own")
CAPPED_PER = ("household", "dwelling", "project", "unit")
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
        ceiling_total, stacking, minimum, own_payer, nothing_left, levy_share, cap, cap_unknown.
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
        if scheme["share"] is not None and scheme["amount_eur"] is not None:
            problems.append(Problem("rule_gives_twice", **about, value=scheme["amount_eur"]))
        if scheme["amount_eur"] is not None and not scheme["unit"]:
            problems.append(Problem("rule_no_unit", **about, must=", ".join(measure_units())))
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
    levy_share : array, shape (measure,), optional
        Part of each measure that the sewer levy may pay; all of it where none is given. [-]
    households : array, shape (measure, landowner, year), optional
        Dwellings that take part in each year; NaN where nobody knows. [-]
    joined : dict
        Party that does not stand apart → party it is counted with, which pays its rules.
    """

    cost_eur: np.ndarray
    quantity: np.ndarray
    measures: list[str]
    years: np.ndarray
    shares: np.ndarray
    actors: list[str]
    levy_share: np.ndarray | None = None
    households: np.ndarray | None = None
    joined: Mapping[str, str] = field(default_factory=dict)

    def borne_eur(self) -> np.ndarray:
        """What each bears before grants, shape (year, measure, landowner, actor). [EUR]"""
        return self.cost_eur.transpose(2, 0, 1)[..., None] * self.shares.transpose(1, 2, 0)

    def levy_room_eur(self) -> np.ndarray:
        """What general funds bear that the levy may pay by rules, shape (year, measure, landowner). [EUR]"""
        if self.levy_share is None:
            return np.full(self.cost_eur.transpose(2, 0, 1).shape, np.inf)
        return levy_room(self.borne_eur(), self.actors, self.levy_share[:, None])

    def parties(
        self, payer: str, given_eur: np.ndarray, left_eur: np.ndarray, room_eur: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Who receives and who pays what a rule of a payer gives. [EUR]

        Parameters
        ----------
        given_eur : array, shape (measure, landowner, year)
        left_eur : array, shape (year, measure, landowner, actor)
            What each bears after the rules before; lowered by what it receives now.
        room_eur : array, shape (year, measure, landowner)
            What the sewer levy may still pay of general funds; lowered by what it pays now.

        Returns
        -------
        received_eur, paid_eur : numpy.ndarray, shape (actor, measure, year)
        """
        part = receiving(left_eur, self.actors, payer, room_eur)
        total = part.sum(axis=-1, keepdims=True)
        part = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
        given = part * given_eur.transpose(2, 0, 1)[..., None]
        left_eur -= given
        purses = _purses(self.actors, payer)
        if purses:
            room_eur -= given[..., purses[0]]
        received = given.sum(axis=2).transpose(1, 2, 0)  # measure, actor, year
        payers = paying(self.actors, payer, self.levy_share)
        payers = np.broadcast_to(payers, (len(self.measures), *payers.shape[1:]))
        paid = np.matmul(payers.transpose(0, 2, 1), received)
        return received.transpose(1, 0, 2), paid.transpose(1, 0, 2)


def _purses(actors: Sequence[str], payer: str) -> tuple[int, int] | None:
    """Places of general funds and of the sewer levy, where the levy is who pays."""
    general, riool = GEMEENTE
    return (actors.index(general), actors.index(riool)) if payer == riool and general in actors else None


def levy_room(shares: np.ndarray, actors: Sequence[str], levy_share: np.ndarray) -> np.ndarray:
    """What general funds bear that the sewer levy may pay by rules, shape (...). [-]

    Of what the municipality bears the levy may pay its share; what it bears itself counts in that.

    Parameters
    ----------
    shares : array, shape (..., actor)
        Before grants.
    levy_share : array, shape (...)
        Part that the sewer levy may pay. [-]

    Examples
    --------
    Of ten tenths the levy may pay three and bears one:

    >>> float(levy_room(np.array([0.9, 0.1]), GEMEENTE, np.array(0.3)).round(9))
    0.2
    """
    general, riool = (shares[..., actors.index(p)] if p in actors else 0.0 for p in GEMEENTE)
    return np.maximum(0, levy_share * (general + riool) - riool)


def receiving(shares: np.ndarray, actors: Sequence[str], payer: str, room: np.ndarray) -> np.ndarray:
    """Who else bears what a payer may pay for, shape (..., actor). [-]

    Nobody grants himself. What the sewer levy may not pay comes from general funds, which do not grant
    themselves either.

    Parameters
    ----------
    shares : array, shape (..., actor)
    room : array, shape (...)
        What the sewer levy may still pay of general funds, from `levy_room`. [-]
    """
    part, purses = shares.copy(), _purses(actors, payer)
    part[..., list(actors).index(payer)] = 0.0
    if purses:
        part[..., purses[0]] = np.minimum(part[..., purses[0]], np.maximum(0, room))
    return part


def paying(actors: Sequence[str], payer: str, levy_share: np.ndarray | None) -> np.ndarray:
    """Who pays what each receives under a rule of a payer, shape (measure, receiver, actor). [-]

    The payer of the rule; of the sewer levy only what it may pay, the rest by general funds.
    """
    n, purses = len(actors), _purses(actors, payer)
    part = np.ones(1) if levy_share is None else levy_share
    paid = np.zeros((len(part), n, n))
    paid[..., list(actors).index(payer)] = 1.0
    if purses:
        general, riool = purses
        others = [place for place in range(n) if place != general]
        paid[:, others, riool] = part[:, None]
        paid[:, others, general] = 1 - part[:, None]
    return paid


def grants(
    cost: EligibleCost, names: Sequence[str], own: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[np.ndarray, np.ndarray, list[Line]]:
    """What each rule gives, in the order of `names`.

    A rule looks at the cost that others than its payer bear, gives its share or its amount per unit, less
    where the line already has what stacking or the own contribution allows, and no more than its ceilings;
    a ceiling cuts all lines of its year alike. What a line gets is divided over its bearers in proportion
    to what they still bear.

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
    stacked, left, room = np.zeros_like(cost.cost_eur), cost.borne_eur(), cost.levy_room_eur()
    for place, name in enumerate(names):  # a handful of rules, each after the other
        scheme = rule(name, own)
        scheme["payer"] = cost.joined.get(scheme["payer"], scheme["payer"])
        given[place], held[place], of_rule = _apply(cost, name, scheme, stacked, left, room)
        stacked += given[place]
        lines += of_rule
    return given, held, lines


def _apply(
    cost: EligibleCost,
    name: str,
    scheme: dict[str, Any],
    stacked: np.ndarray,
    left: np.ndarray,
    levy_room_eur: np.ndarray,
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
        fits = np.array([bool(common) or not scheme["themes"] for common in themes])
    if scheme["amount_eur"] is not None and scheme["share"] is None:
        fits &= (rows["unit"] == scheme["unit"]).to_numpy()
    if not fits.any():
        reason = "unit" if scheme["amount_eur"] is not None and scheme["unit"] else "measure"
        return refused(reason)
    where = fits[:, None, None] & owners[None, :, None] & in_time
    others_eur, open_eur = (
        receiving(borne, cost.actors, scheme["payer"], room).sum(axis=-1).transpose(1, 2, 0)
        for borne, room in ((cost.borne_eur(), cost.levy_room_eur()), (left, levy_room_eur))
    )
    base = np.where(where, others_eur, 0.0)
    if base.sum() < SMALL_EUR:
        others = 1 - cost.shares[cost.actors.index(scheme["payer"])][:, :, None]
        if np.where(where, cost.cost_eur * others, 0.0).sum() >= SMALL_EUR:
            return refused("levy_share")
        own_cost = np.where(where, cost.cost_eur, 0.0).sum() >= SMALL_EUR
        return refused("own_payer" if own_cost else "owner")
    capped = most_of_cap_eur(cost, scheme)
    if np.isnan(capped[base > 0]).all():
        return refused("cap_unknown")
    asked = (
        base * scheme["share"]
        if scheme["share"] is not None
        else where * cost.quantity * scheme["amount_eur"]
    )
    limit = min(
        1.0 if scheme["stacking_limit"] is None else scheme["stacking_limit"],
        1.0 if scheme["own_share_min"] is None else 1 - scheme["own_share_min"],
    )
    room = np.minimum(
        np.maximum(0, limit * cost.cost_eur - stacked), np.where(where, np.maximum(0, open_eur), 0.0)
    )
    granted, reason = np.minimum(asked, room), "applied"
    if granted.sum() < asked.sum() - SMALL_EUR:
        reason = "stacking" if granted.sum() >= SMALL_EUR else "nothing_left"
    uncounted, held = np.isnan(capped) & (base > 0), False
    if (granted > np.nan_to_num(capped) + SMALL_EUR).any():
        granted, reason = np.minimum(granted, np.nan_to_num(capped)), "cap"
        held = True
    if scheme["min_eur"] is not None:
        granted = np.where(granted.sum(axis=(0, 1)) >= scheme["min_eur"], granted, 0.0)
        reason = reason if granted.sum() >= SMALL_EUR else "minimum"
    for ceiling, of_ceiling in (
        (of_projects_eur(scheme), "cap"),
        (scheme["yearly_ceiling_eur"], "ceiling_year"),
        (scheme["total_ceiling_eur"], "ceiling_total"),
    ):
        if ceiling is None:
            continue
        per_year = granted.sum(axis=(0, 1))
        most = np.full(len(per_year), ceiling)
        if of_ceiling == "ceiling_total":  # first come, first served
            most = np.diff(np.minimum(np.cumsum(per_year), ceiling), prepend=0.0)
        factor = np.divide(most, per_year, out=np.ones_like(per_year), where=per_year > most)
        if (factor < 1).any():
            granted, held, reason = granted * factor, True, of_ceiling
    _, paid = cost.parties(scheme["payer"], granted, left, levy_room_eur)
    lines = [
        Line(name, payer, float(eur), reason if payer == scheme["payer"] else "levy_share", measure)
        for payer, by_measure in zip(cost.actors, paid.sum(axis=-1), strict=True)
        for measure, eur in zip(cost.measures, by_measure, strict=True)
        if eur >= SMALL_EUR
    ]
    lines = lines or [Line(name, scheme["payer"], 0.0, reason)]
    if uncounted.any():
        lines.append(Line(name, scheme["payer"], 0.0, "cap_unknown"))
    return granted, held, lines


def of_projects_eur(scheme: Mapping[str, Any]) -> float | None:
    """What a cap per project leaves in a year, where the rule says how many projects there are. [EUR/yr]

    Examples
    --------
    >>> of_projects_eur({"cap_eur": 500.0, "cap_per": "project", "projects_per_year": 20.0})
    10000.0
    """
    if scheme["cap_per"] != "project" or scheme["cap_eur"] is None or scheme["projects_per_year"] is None:
        return None
    return float(scheme["cap_eur"] * scheme["projects_per_year"])


def no_count_of_cap(scheme: Mapping[str, Any]) -> bool:
    """Whether a rule has a cap of which nobody can say to how many it applies."""
    counted = ("household", "dwelling", "unit")
    return (
        scheme["cap_eur"] is not None and scheme["cap_per"] not in counted and of_projects_eur(scheme) is None
    )


def most_of_cap_eur(cost: EligibleCost, scheme: Mapping[str, Any]) -> np.ndarray:
    """What the cap of a rule leaves each line, shape (measure, landowner, year). [EUR]

    A cap per household or dwelling counts the dwellings that take part in a measure: each asks once per
    measure. Unknown where nobody can say how many there are, as of projects unless the rule says so.
    """
    if scheme["cap_eur"] is None or of_projects_eur(scheme) is not None:
        return np.full(cost.cost_eur.shape, np.inf)
    if scheme["cap_per"] == "unit":
        return scheme["cap_eur"] * cost.quantity
    if scheme["cap_per"] in ("household", "dwelling") and cost.households is not None:
        return scheme["cap_eur"] * cost.households
    return np.full(cost.cost_eur.shape, np.nan)

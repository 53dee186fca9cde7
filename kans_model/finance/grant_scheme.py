"""A grant rule as people write it, a row of `funding` or their own: its fields, and what is wrong with it."""

from __future__ import annotations

import math
import uuid
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, LANDOWNERS, VAT_BASES
from kans_model.words.problems import Problem

NUMBERS = (
    *("share", "amount_eur", "cap_eur", "min_eur", "yearly_ceiling_eur", "total_ceiling_eur"),
    *("own_share_min", "stacking_limit", "from_year", "to_year", "projects_per_year", "price_year"),
    *("share_low", "share_high", "amount_eur_low", "amount_eur_high"),
)
RANGED = ("share", "amount_eur")
"""Numbers that may have a low and a high, drawn like any other of the financing."""
ASIDE = "aside"
"""Status of a rule of an older study that says two things, or half of one: it stays and gives nothing."""
GIVES_NOTHING = {"closed": "closed", ASIDE: "ambiguous"}
"""Statuses of rules that give nothing, and the reason."""
LISTS = ("measures", "themes", "owners")
STATUSES = ("typical", "example", "closed", "own", ASIDE)
CAPPED_PER = ("household", "dwelling", "project", "unit")


def rule(name: str, own: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """A rule as plain values: an own one, or the row of `funding`.

    Returns
    -------
    dict
        The fields of `funding`; numbers None where unknown, lists as tuples (empty: no limit).
    """
    row = own[name] if own and name in own else _rules_of_table()[name]
    numbers = {
        key: None if row.get(key) is None or row[key] != row[key] or row[key] == "" else float(row[key])
        for key in NUMBERS
    }
    lists = {key: _items(row.get(key)) for key in LISTS}
    texts = {key: str(row.get(key) or "") for key in ("payer", "unit", "cap_per", "status", "note", "source")}
    names = {f"name_{lang}": str(row.get(f"name_{lang}") or row.get("name") or name) for lang in ("nl", "en")}
    of_vat = str(row.get("vat_base") or VAT_BASES[0])
    return {**numbers, **lists, **texts, **names, "status": texts["status"] or "own", "vat_base": of_vat}


def unclear(scheme: Mapping[str, Any]) -> str:
    """What makes that nobody knows what a rule gives: the key of the problem, '' where it is clear.

    Examples
    --------
    >>> unclear({"share": 0.5, "amount_eur": 20.0, "unit": "m2"})
    'rule_gives_twice'
    >>> unclear({"share": 0.5, "amount_eur": None})
    ''
    """
    if scheme["share"] is not None and scheme["amount_eur"] is not None:
        return "rule_gives_twice"
    return "rule_no_unit" if scheme["amount_eur"] is not None and not scheme["unit"] else ""


def set_aside(rules: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Own rules of an older study: what is unclear is set aside, what was made clear is tried again."""
    kept = {}
    for name, own in rules.items():
        status = own.get("status")
        if unclear(rule(name, rules)):
            status = ASIDE
        elif status == ASIDE:
            status = "own"
        kept[name] = dict(own) if status is None else {**own, "status": status}
    return kept


@cache
def _rules_of_table() -> dict[Any, dict[Any, Any]]:
    """The rows of `funding`; read them, do not change them."""
    return table("funding").to_dict("index")


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
        problems += [
            *_unknown_words(scheme, about),
            *_wrong_numbers(scheme, about),
            *_senseless(scheme, about),
        ]
    return problems + _repeated(rules, file) + _overlaps(rules, file)


def _unknown_words(scheme: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Problem]:
    """Measures, themes, owners and units that do not exist."""
    known = {"measures": set(table("measures").index), "themes": set(HAZARDS), "owners": set(LANDOWNERS)}
    for column, allowed in known.items():
        for item in scheme[column]:
            if item not in allowed:
                yield Problem("rule_item_unknown", **about, column=column, value=item)
    for column, units in {"unit": measure_units(), "cap_per": CAPPED_PER, "vat_base": VAT_BASES}.items():
        if scheme[column] and scheme[column] not in units:
            must = ", ".join(units)
            yield Problem("rule_word_unknown", **about, column=column, value=scheme[column], must=must)


def _wrong_numbers(scheme: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Problem]:
    """Amounts, shares and years that cannot be, each by itself."""
    for column in NUMBERS:
        number = scheme[column]
        if number is not None and not math.isfinite(number):
            yield Problem("rule_number", **about, column=column, value=number)
        elif number is not None and column in ("from_year", "to_year") and not number.is_integer():
            yield Problem("rule_year", **about, column=column, value=number)
        elif number is not None and number < 0:
            yield Problem("rule_negative", **about, column=column, value=number)
    for column in ("share", "share_low", "share_high", "own_share_min", "stacking_limit"):
        if scheme[column] is not None and scheme[column] > 1:
            yield Problem("split_share_range", **about, column=column, value=scheme[column])


def _senseless(scheme: Mapping[str, Any], about: Mapping[str, Any]) -> Iterator[Problem]:
    """What does not go together: an end before a beginning, nothing given, crossed ends."""
    if scheme["from_year"] and scheme["to_year"] and scheme["from_year"] > scheme["to_year"]:
        yield Problem("rule_years", **about, value=scheme["from_year"], to=scheme["to_year"])
    if scheme["status"] not in STATUSES:
        yield Problem("rule_item_unknown", **about, column="status", value=scheme["status"])
    if scheme["share"] is None and scheme["amount_eur"] is None:
        yield Problem("rule_gives_nothing", **about)
    if scheme["status"] != ASIDE and (wrong := unclear(scheme)):
        amount, units = scheme["amount_eur"], ", ".join(measure_units())
        yield Problem(wrong, **about, value=amount, must=units)
    for column in RANGED:
        for end, sign in (("low", 1), ("high", -1)):
            middle, value = scheme[column], scheme[f"{column}_{end}"]
            if middle is not None and value is not None and sign * (value - middle) > 0:
                yield Problem("rule_range", **about, column=f"{column}_{end}", value=value)


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

"""Why a choice of financing is refused, as who filled in the field reads it: no ids, units of the field."""

from __future__ import annotations

from collections.abc import Mapping

from kans_model.finance.actors import Actors
from kans_model.finance.cost_part import ANY
from kans_model.tables.reading import table
from kans_model.words.amounts import money, percent
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import has_text, t

PERCENTAGES = ("share", "own_share_min", "stacking_limit", "rate", "rioolheffing_share")
"""Columns that a field asks in percent."""


def refusal(error: KansError, actors: Actors, lang: str, rules: Mapping[str, str] | None = None) -> str:
    """All that is wrong, a line each.

    Parameters
    ----------
    rules : dict, optional
        What own rules are called: id → name.
    """
    return "\n".join(_line(problem, actors, lang, rules or {}) for problem in error.problems)


def _line(problem: Problem, actors: Actors, lang: str, rules: Mapping[str, str]) -> str:
    row = _name(problem.row, actors, lang, rules)
    what = _column(problem.column, actors, lang)
    value = problem.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if problem.column in PERCENTAGES or str(problem.column).partition(":")[0] in _rates():
            value = percent(float(value), lang, 0 if float(value * 100).is_integer() else 2)
        elif problem.column and problem.column.endswith("_eur"):
            value = money(float(value), lang)
    elif isinstance(value, str):
        value = _name(value, actors, lang, rules)
    key = f"refusal.{problem.key}"
    if has_text(key):
        said = t(key, lang, column=what or "", value=value, **problem.details)
        said = f"{row}: {said}" if row else said
    else:
        said = Problem(problem.key, None, row, what, value, **problem.details).text(lang)
    return said[:1].upper() + said[1:]


def _rates() -> list[str]:
    units = table("finance_defaults")["unit"]
    return [key for key, unit in units.items() if unit in ("1/yr", "-")]


def _name(row: object, actors: Actors, lang: str, rules: Mapping[str, str]) -> str | None:
    """What people call a party, measure, class or rule; anything else as it stands."""
    if row is None:
        return None
    name = str(row)
    if name == ANY:
        return t("split_choice.all_rules", lang)
    if name in rules:
        return rules[name]
    if name in actors.ids or name in actors.joined:
        return actors.name(name, lang)
    for of_table in ("measures", "asset_classes", "funding"):
        if name in table(of_table).index:
            return str(table(of_table)[f"name_{lang}"][name])
    return name


def _column(column: str | None, actors: Actors, lang: str) -> str | None:
    """What a column is called in a sentence; that of one purse with its name."""
    if column is None:
        return None
    column, _, purse = column.partition(":")
    if purse:
        return f"{_column(column, actors, lang)} ({actors.name(purse, lang)})"
    if column in table("finance_defaults").index:
        return str(table("finance_defaults")[f"name_{lang}"][column])
    key = f"refusal.column_{column}"
    return t(key, lang) if has_text(key) else column

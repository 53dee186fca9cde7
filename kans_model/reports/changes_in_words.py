"""What a reader changed of the assumptions, in words: own values, and choices that were switched."""

from __future__ import annotations

from typing import Any, NamedTuple

from kans_model.outlook.scenario import Scenario
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import number
from kans_model.words.texts import has_text, t


class Change(NamedTuple):
    """One changed assumption, ready to read."""

    name: str
    value: str
    default: str
    reason: str


def assumption_unit(unit: str, lang: str) -> str:
    """The unit of a row of `assumptions` in the reader's language; '' for a plain share."""
    return "" if unit == "-" else t(f"assumption_unit.{unit}", lang)


def about(key: str, lang: str) -> tuple[str, str, str, str]:
    """Name, unit, evidence and source of an assumption."""
    measure, _, column = key.partition(":")
    if not column:
        row = table("assumptions").loc[key]
        return row[f"name_{lang}"], assumption_unit(row["unit"], lang), row["evidence"], row["source"]
    row = table("measures").loc[measure]
    kind = row["evidence" if column == "capex_eur" else "evidence_range"]
    years = t("assumptions.years", lang)
    per_unit = t(f"unit.per_{row['unit']}", lang)
    units = {"capex_eur": f"€ {per_unit}", "storage_m3_per_unit": "m³"}
    units |= {"lifetime_years": years, "effect_ramp_years": years}
    unit = units.get(column, t("assumption_unit.mm/h", lang) if column.endswith("mm_h") else "")
    return f"{row[f'name_{lang}']}: {t(f'column.{column}', lang)}", unit, kind, row["source"]


def amount(value: float, unit: str, lang: str, to: float | None = None) -> str:
    """A value or a span with its unit; the euro sign stands first, a percentage sign close by."""
    text = number(value, lang) if to is None else f"{number(value, lang)}–{number(to, lang)}"
    euro, rest = "", unit
    if unit.startswith("€"):
        euro, rest = "€\u00a0" if lang == "nl" else "€", unit.removeprefix("€").strip()
    return f"{euro}{text} {rest}".strip()


def choice_name(name: str, value: Any, lang: str) -> str:
    """What a choice of the outlook is called."""
    if name == "discount":
        return table("discount_rates")[f"name_{lang}"][value]
    if name == "co_benefits":
        names = table("co_benefits")[f"name_{lang}"]
        return ", ".join(names[benefit] for benefit in value) if value else t("assumptions.none", lang)
    for key in (f"assumptions.{name}.{value}", f"{name}.{value}"):
        if has_text(key):
            return t(key, lang)
    if name == "base_year":
        return str(value)
    unit = "min" if name == "duration_min" else t("assumptions.years", lang)
    return f"{number(value, lang, 0)} {unit}"


def changes(study: Study, lang: str) -> list[Change]:
    """Everything that differs from the tables and from the default outlook: switches first."""
    now, default = study.scenario, Scenario()
    found = [
        Change(
            t(f"assumptions.{name}", lang),
            choice_name(name, getattr(now, name), lang),
            choice_name(name, getattr(default, name), lang),
            "",
        )
        for name in default.to_dict()
        if getattr(now, name) != getattr(default, name)
    ]
    for key, own in study.assumptions.own.items():
        name, unit, _, _ = about(key, lang)
        both = (own["value"], study.assumptions.default(key)[0])
        value, usual = (amount(figure, unit, lang) for figure in both)
        found.append(Change(name, value, usual, own["reason"]))
    return found

"""What an uncertain input is called, in which unit, and how a value of it reads."""

from __future__ import annotations

from collections.abc import Sequence

from kans_model.tables.reading import table
from kans_model.uncertainty.draws import REACH, SEWER
from kans_model.uncertainty.inputs import Input
from kans_model.words.amounts import change, money, number, percent
from kans_model.words.texts import t

UNITS = {
    "EUR": "eur",
    "EUR/m2": "eur_per_m2",
    "EUR/m3": "eur_per_m3",
    "days": "days",
    "yr": "years",
    "1/yr": "per_year",
    "1/degC": "per_degree",
    "1/(day degC 100k)": "per_day_degree",
}
"""Unit of the table → its words; other units are written as they are."""
BARE = ("-", "")
HALF_A_TENTH = 0.05


def _measure_column(factor: Input) -> tuple[str, str]:
    """The measure and column of a single coefficient of a measure; ('', '') of anything else."""
    measure, _, column = factor.members[0].partition(":") if factor.is_single else ("", "", "")
    return (measure, column) if column else ("", "")


def value_text(factor: Input, value: float, lang: str) -> str:
    """A value of an input with its unit."""
    if not factor.is_single:
        if value == 0:
            return t("certain.now", lang)
        return t("certain.way_up" if value > 0 else "certain.way_down", lang, share=percent(abs(value), lang))
    measure, column = _measure_column(factor)
    if column:
        if column == "capex_eur":
            return money(value, lang, t(f"unit.per_{table('measures')['unit'][measure]}", lang))
        if column.endswith("_share") or column == "joint_works_discount":
            return percent(value, lang)
        if column == "emptying_factor":
            return t("certain.unit_of.times", lang, n=number(value, lang))
        units = {"storage_m3_per_unit": "m³", "extra_drain_mm_h": "mm/h"}
        return f"{number(value, lang)} {units.get(column) or t('assumptions.years', lang)}"
    if factor.members[0] == SEWER:
        return t("certain.unit_of.sewer", lang, n=change(value, lang, 1))
    if factor.members[0] == REACH:
        return t("certain.unit_of.times_now", lang, n=number(value, lang, 2))
    unit = str(table("assumptions")["unit"][factor.members[0]])
    if unit in UNITS:
        amount = money(value, lang) if unit.startswith("EUR") else number(value, lang)
        return t(f"certain.unit_of.{UNITS[unit]}", lang, n=amount)
    if unit not in BARE:
        return f"{number(value, lang)} {unit}"
    if factor.high > 1:
        return t("certain.unit_of.times", lang, n=number(value, lang))
    return percent(value, lang, 0 if abs(100 * value - round(100 * value)) < HALF_A_TENTH else 1)


def span_text(factor: Input, lang: str) -> str:
    """From low to high, or that several move together."""
    if not factor.is_single:
        return t("certain.together", lang)
    low, high = value_text(factor, factor.low, lang), value_text(factor, factor.high, lang)
    if low.partition(" ")[2] == high.partition(" ")[2]:
        low = low.partition(" ")[0]  # the unit is said once
    return t("certain.span", lang, low=low, high=high)


def turn_text(factor: Input, value: float, winner: str, lang: str) -> str:
    """One sentence: beyond which value another package wins."""
    way = "above" if value >= factor.mid else "below"
    if not factor.is_single:
        end = factor.high if way == "above" else factor.low
        share = percent(abs(value / end), lang)
        return t(f"certain.turn_together_{way}", lang, name=factor.name(lang), share=share, winner=winner)
    measure, column = _measure_column(factor)
    amount = value_text(factor, value, lang)
    if column == "capex_eur":
        name = table("measures")[f"name_{lang}"][measure]
        return t(f"certain.turn_price_{way}", lang, name=name, value=amount, winner=winner)
    return t(f"certain.turn_{way}", lang, name=factor.name(lang), value=amount, winner=winner)


def grouped(inputs: Sequence[Input], lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Inputs by group, (key, name) each: what moves together, the city's assumptions, then per measure."""
    groups: dict[str, list[tuple[str, str]]] = {
        t("certain.inputs_together", lang): [],
        t("certain.inputs_general", lang): [],
    }
    together, general = groups.values()
    for factor in inputs:
        measure, column = _measure_column(factor)
        if not factor.is_single:
            together.append((factor.key, factor.name(lang)))
        elif column and ":" in factor.key:
            name = table("measures")[f"name_{lang}"][measure]
            groups.setdefault(name, []).append((factor.key, factor.name(lang)))
        else:
            general.append((factor.key, factor.name(lang)))
    return [(name, pairs) for name, pairs in groups.items() if pairs]

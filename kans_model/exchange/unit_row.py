"""The unit that a row under the names says of a column."""

import re
from dataclasses import replace

from kans_model.city import columns
from kans_model.exchange.header_units import header_unit
from kans_model.exchange.synonyms import TEXT_COLUMNS, Meaning

_NEUTRAL = re.compile(r"-|getal(len)?|code|naam|name|te[kx]st|text", re.IGNORECASE)
_WORDS_OF_UNIT = {
    "count": r"aantal(len)?|number|count|personen|inwoners|woningen|stuks",
    "°C PET": r"°?\s*c|graden( celsius)?|°c pet",
    "mm/h": r"mm\s*(/|per)\s*(u|h|uur|hour)",
    "year": r"jaar(tal)?|year",
    "EUR": r"(euro )?per (woning|inwoner|persoon)",
    "EUR/yr": r"(euro )?per (inwoner|persoon|ontvanger|jaar)",
}
_BELOW_GROUND = re.compile(r"\s*-?\s*(mv|onder maaiveld|maaiveld)$", re.IGNORECASE)


def with_unit(entry: Meaning, unit: str) -> Meaning:
    """A column in the unit that a row under the names says; `misfit` where it cannot be in that."""
    if not unit or entry.mapped or entry.column in TEXT_COLUMNS:
        return entry
    unit = _BELOW_GROUND.sub("", unit.strip("()[] "))
    ours = columns.unit(entry.column)
    named = header_unit(f"x ({unit})")
    factor = named.factor_for(ours) if named and named.bare == "x" else None
    if factor:
        return replace(entry, unit_factor=factor, plain_above=float("nan"), stated=True)
    known = re.fullmatch(_WORDS_OF_UNIT.get(ours, "-"), unit, re.IGNORECASE) or _NEUTRAL.fullmatch(unit)
    return entry if known else replace(entry, misfit=unit)

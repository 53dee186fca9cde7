"""The unit that stands behind a number in its cell: 2,31 m, 0,430 mln, 1.250 inw."""

import re
from dataclasses import dataclass

import pandas as pd

from kans_model.exchange.cell_numbers import UnitNumber
from kans_model.exchange.header_units import UNITS, HeaderUnit

_WITH_UNIT = re.compile(r"(?P<number>[€\s]*[-+−]?[\d.,\s'’]*\d)\s*(?P<unit>[^\W\d_°].*|°.*)")
_COUNTED = (
    r"inw|inwoners?|pers|personen|person|won|woningen|huishoudens|stuks|st|banen|panden|residents|homes"
)
_OTHER = (
    (re.compile(_COUNTED), "count", 1.0),
    (re.compile(r"(mln|miljoen|million|mio)( (euro|eur|€))?"), "EUR", 1e6),
    (re.compile(r"(k|duizend|dzd|thousand|x ?1[. ]?000)( (euro|eur|€))?"), "thousands", 1e3),
    (re.compile(r"mm ?(/|per) ?(u|uur|h|hour)"), "mm/h", 1.0),
    (re.compile(r"°? ?c|graden( celsius)?"), "°C PET", 1.0),
)


@dataclass(frozen=True)
class CellUnits:
    """Cells without their unit, and the factor of each into our unit, NaN where none stands there."""

    cells: pd.Series
    factors: pd.Series


def cell_units(cells: pd.Series, unit: str) -> CellUnits:
    """Take units off numbers that can be in them; other cells stay as they are.

    Parameters
    ----------
    unit : str
        Ours, of the column.

    Examples
    --------
    >>> read = cell_units(pd.Series(["2,31 m", "45cm", "1 ha", "3"]), "m")
    >>> read.cells.tolist(), read.factors.tolist()
    (['2,31', '45', '1 ha', '3'], [1.0, 0.01, nan, nan])
    >>> cell_units(pd.Series(["€ 0,430 mln"]), "EUR").factors.tolist()
    [1000000.0]
    """
    bare, factors = [], []
    for cell in cells:
        stated = _stated(str(cell), unit) if isinstance(cell, str | UnitNumber) else None
        other = _shown_otherwise(cell, unit) if isinstance(cell, UnitNumber) else cell
        bare.append((float(cell) if isinstance(cell, UnitNumber) else stated[0]) if stated else other)
        factors.append(stated[1] if stated else float("nan"))
    return CellUnits(pd.Series(bare, cells.index, dtype=object), pd.Series(factors, cells.index, dtype=float))


def _shown_otherwise(cell: UnitNumber, unit: str) -> object:
    """A number shown with a word that is no unit we know: of a count what is counted, else no number."""
    word = cell.unit.casefold().strip(". ")
    noun = unit == "count" and word.isalpha() and len(word) > LONGEST_UNIT and word not in UNITS
    noun = noun and not any(shape.fullmatch(word) for shape, *_ in _OTHER)
    return float(cell) if noun else str(cell)


LONGEST_UNIT = 3
"""Shorter words behind a count may be a unit, such as ha, km or dzd. [letters]"""


def _stated(cell: str, unit: str) -> tuple[str, float] | None:
    named = _WITH_UNIT.fullmatch(cell.strip())
    if named is None:
        return None
    word = " ".join(named["unit"].casefold().replace(".", " ").split()).strip()
    if word in UNITS:
        held = HeaderUnit("", *UNITS[word])
    else:
        known = [(dimension, factor) for shape, dimension, factor in _OTHER if shape.fullmatch(word)]
        if not known:
            return None
        held = HeaderUnit("", *known[0])
    factor = held.factor_for(unit)
    return (named["number"].strip(), factor) if factor else None

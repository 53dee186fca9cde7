"""Quantities of measures in words."""

from typing import cast

import numpy as np

from kans_model.tables.reading import table
from kans_model.words.amounts import WHOLE_UNITS, number, rounded_down
from kans_model.words.problems import Phrase
from kans_model.words.texts import t


class Amount(Phrase):
    """So much of a measure, in words: `key` is the measure, `values["n"]` how much. [unit of the measure]

    Examples
    --------
    >>> Amount("wadi", {"n": 1730.6}).text(), Amount("street_tree", {"n": 3}).text("en")
    ('1.730 m² wadi', '3 trees street tree')
    """

    def text(self, lang: str = "nl") -> str:
        row = table("measures").loc[self.key]
        quantity = cast(float, self.values["n"])
        return f"{fitting_text(quantity, row['unit'], lang)} {row[f'name_{lang}'].lower()}"


def fitting_text(quantity: float, unit: str, lang: str = "nl") -> str:
    """At most so much, rounded down, with its unit.

    Examples
    --------
    >>> fitting_text(1730.6, "m2"), fitting_text(12.9, "dwelling")
    ('1.730 m²', '12 woningen')
    """
    most = rounded_down(quantity)
    most = float(np.floor(most)) if unit in WHOLE_UNITS else most
    return t(f"unit.many_{unit}", lang, n=number(most, lang))

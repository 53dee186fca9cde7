"""The catalogue of measures: searched, filtered and put in order of what a first euro avoids."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import pandas as pd
import param

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import EVIDENCE, HAZARDS, OWNERS, STOCKS

SORTS = ("worth", "price", "name")
COST_CLASSES_EUR = {"low": (0, 50), "middle": (50, 1000), "high": (1000, float("inf"))}
"""Price per unit, from and up to. [EUR]"""
FILTERS = ("theme", "owner", "stock", "cost", "kind")


def plain(text: str) -> str:
    """Lower case without accents, for searching.

    Examples
    --------
    >>> plain("Één WADI")
    'een wadi'
    """
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def themes(row: pd.Series) -> list[str]:
    """The hazards a measure acts on, in the order of the table."""
    mine = row["themes"].split(";")
    return [hazard for hazard in table("hazards").index if hazard in mine]


def avoided_eur(worth_eur: np.ndarray, acts_on: np.ndarray, looked_at: np.ndarray) -> float:
    """Yearly damage that a first € 1.000 of a measure avoids over some hazards; NaN where unknown. [EUR/yr]

    Parameters
    ----------
    worth_eur : array, shape (hazard,)
    acts_on, looked_at : mask, shape (hazard,)

    Examples
    --------
    Two of three hazards count, of which the measure acts on the first:

    >>> acts, counted = np.array([True, False, True]), np.array([True, True, False])
    >>> avoided_eur(np.array([12.0, 5.0, 3.0]), acts, counted)
    12.0
    """
    worth = worth_eur[acts_on & looked_at]
    return float(np.nansum(worth)) if np.isfinite(worth).any() else float("nan")


class Catalogue(param.Parameterized):
    """The measures one can choose from, as a reader narrows them down."""

    search = param.String("", doc="Words that name, description or theme hold, without case or accents.")
    theme = param.Selector(default="", objects=["", *HAZARDS], doc="Hazard acted on; '' for any. [-]")
    owner = param.Selector(default="", objects=["", *OWNERS], doc="Who owns it; '' for any. [-]")
    stock = param.Selector(default="", objects=["", *STOCKS], doc="What it stands on; '' for any. [-]")
    cost = param.Selector(default="", objects=["", *COST_CLASSES_EUR], doc="Class of price; '' for any. [-]")
    kind = param.Selector(default="", objects=["", *EVIDENCE], doc="Evidence of the price; '' for any. [-]")
    sort = param.Selector(default=SORTS[0], objects=list(SORTS), doc="What comes first. [-]")

    def __init__(self, lang: str, **choices: str):
        super().__init__(**choices)
        self.lang = lang
        self.worth_eur: np.ndarray | None = None
        self.acts_on, self.counted = np.zeros((0, 0), bool), np.zeros(0, bool)
        hazards = table("hazards")[f"name_{lang}"]
        self._haystack = {
            measure: plain(
                " ".join([row[f"name_{lang}"], row[f"what_{lang}"], ", ".join(hazards[themes(row)])])
            )
            for measure, row in table("measures").iterrows()
        }

    def weigh(self, worth_eur: np.ndarray, acts_on: np.ndarray, counted: np.ndarray) -> None:
        """Keep what the first euro of each measure avoids in a city.

        Parameters
        ----------
        worth_eur : array, shape (hazard, measure). [EUR/yr per 1000 EUR]
        acts_on : mask, shape (hazard, measure)
        counted : mask, shape (hazard,), hazards in totals
        """
        self.worth_eur, self.acts_on, self.counted = worth_eur, acts_on, counted

    @staticmethod
    def options(name: str) -> list[str]:
        """What one of `FILTERS` can be, as far as any measure is so, in the order of the tables."""
        if name == "theme":
            return list(table("hazards").index)
        if name in ("owner", "stock"):
            return list(dict.fromkeys(table("measures")[name]))
        return list(COST_CLASSES_EUR if name == "cost" else EVIDENCE)

    def narrow(self, **choices: str) -> None:
        """Make choices; what there is not stays as it was."""
        known: dict[str, Any] = {name: getattr(self.param[name], "objects", None) for name in choices}
        self.param.update({n: v for n, v in choices.items() if known[n] is None or v in known[n]})

    def is_narrowed(self) -> bool:
        """Whether anything is searched or filtered."""
        return bool(self.search) or any(getattr(self, name) for name in FILTERS)

    def measures(self) -> list[str]:
        """Ids of the measures that fit, in the chosen order."""
        rows, words = table("measures"), plain(self.search).split()
        fitting = [
            measure
            for measure, row in rows.iterrows()
            if all(word in self._haystack[measure] for word in words) and self._fits(row)
        ]
        if self.sort == "price":
            return sorted(fitting, key=lambda measure: rows["capex_eur"][measure])
        if self.sort == "name":
            return sorted(fitting, key=lambda measure: plain(rows[f"name_{self.lang}"][measure]))
        return sorted(fitting, key=lambda measure: -np.nan_to_num(self.avoided_eur(measure)))

    def _fits(self, row: pd.Series) -> bool:
        low, high = COST_CLASSES_EUR.get(self.cost, (0, float("inf")))
        return (
            (not self.theme or self.theme in row["themes"].split(";"))
            and (not self.owner or self.owner == row["owner"])
            and (not self.stock or self.stock == row["stock"])
            and (not self.kind or self.kind == row["evidence"])
            and low <= row["capex_eur"] < high
        )

    def avoided_eur(self, measure: str) -> float:
        """Damage avoided per year per € 1.000: of the chosen theme, else of all that are counted. [EUR/yr]

        NaN where the theme is unknown, where the measure fits nowhere, or before anything was weighed.
        """
        if self.worth_eur is None:
            return float("nan")
        place = table("measures").index.get_loc(measure)
        looked_at = np.array([hazard == self.theme for hazard in HAZARDS]) if self.theme else self.counted
        return avoided_eur(self.worth_eur[:, place], self.acts_on[:, place], looked_at)

    def counts_in_euro(self, measure: str) -> bool:
        """Whether any effect of a measure, on the chosen theme if there is one, is counted in euro."""
        acts = self.acts_on[:, table("measures").index.get_loc(measure)]
        return bool(acts[HAZARDS.index(self.theme)] if self.theme else acts.any())

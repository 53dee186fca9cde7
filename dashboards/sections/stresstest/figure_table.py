"""The figures of a buurt that its source did not give: value, rule, range, and a field for the own value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from kans_model.city import columns
from kans_model.city.city import City
from kans_model.city.fill_ranges import filled_cells, unknown_figures
from kans_model.exchange.import_report import column_label
from kans_model.tables.reading import table
from kans_model.words.amounts import band_text, money_band, money_short, number, percent
from kans_model.words.entry import entered
from kans_model.words.markup import filled
from kans_model.words.problems import KansError, Phrase, Problem
from kans_model.words.texts import t

WORDS = {"typology": "typologies", "soil": "soils"}
"""Columns that hold a word, and the table of what it can be."""


class FigureRow(NamedTuple):
    """One figure, ready to read."""

    column: str
    name: str
    label: str
    value: str
    range: str
    rule: str
    unknown: bool
    options: list[tuple[str, str]]
    chosen: str


class FigureTable:
    """The table of filled figures of one buurt, and how what is typed in it is read."""

    def __init__(self, lang: str):
        self.lang = lang

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def html(self, city: City, code: str) -> Markup:
        """The table; what no rule fills stands last, as unknown."""
        cells = filled_cells(city, code)
        rows = [self._row(cell) for cell in cells.to_dict("records")]
        rows += [self._unknown(column) for column in unknown_figures(city, code)]
        return filled(
            __file__,
            "buurt_filled.html",
            head=self._t("figures_head", n=len(cells), unknown=len(rows) - len(cells)),
            about=self._t("figures_about"),
            heads={key: self._t(f"figures_{key}") for key in ("figure", "value", "own")},
            rows=rows,
        )

    def typed(self, column: str, text: str) -> object:
        """What a reader types or chooses for a column, as a city holds it; a share is typed in percent.

        Raises
        ------
        KansError
            For what is no number.
        """
        if column in WORDS:
            return text
        value = entered(text.replace("%", ""), self.lang)
        if value is None:
            must = Phrase("must.number")
            raise KansError(Problem("cell", column=column_label(column, self.lang), value=text, must=must))
        return value / 100 if _is_share(column) else value

    def _row(self, cell: Mapping[Hashable, Any]) -> FigureRow:
        column, value = str(cell["column"]), cell["value"]
        low, high = float(cell["low"]), float(cell["high"])
        rule = t(f"fill.{cell['rule']}", self.lang)
        names = table(WORDS[column])[f"name_{self.lang}"] if column in WORDS else pd.Series(dtype=str)
        return self._figure(
            column,
            value=str(names[value]) if column in WORDS else self.amount(column, float(value)),
            range="" if pd.isna(low) else self.span(column, low, high),
            rule=rule,
            options=[(str(key), str(name)) for key, name in names.items()],
            chosen=str(value),
        )

    def _unknown(self, column: str) -> FigureRow:
        rule = self._t("figures_unknown")
        return self._figure(column, value=t("unknown", self.lang), rule=rule, unknown=True)

    def _figure(
        self,
        column: str,
        *,
        value: str,
        rule: str,
        range: str = "",
        unknown: bool = False,
        options: list[tuple[str, str]] | None = None,
        chosen: str = "",
    ) -> FigureRow:
        name = column_label(column, self.lang)
        name = name[:1].upper() + name[1:]
        label = self._t("figures_label", name=name)
        return FigureRow(column, name, label, value, range, rule, unknown, options or [], chosen)

    def amount(self, column: str, value: float) -> str:
        """A figure with its unit."""
        unit = columns.unit(column)
        if _is_share(column):
            return percent(value, self.lang)
        if unit.startswith("EUR"):
            return money_short(value, self.lang)
        return self._with_unit(number(value, self.lang), unit)

    def span(self, column: str, low: float, high: float) -> str:
        """A range with its unit."""
        unit = columns.unit(column)
        if _is_share(column):
            return f"{number(100 * low, self.lang, 0)}–{percent(high, self.lang)}"
        if unit.startswith("EUR"):
            return money_band(low, high, self.lang)
        return self._with_unit(band_text(low, high, self.lang), unit)

    @staticmethod
    def _with_unit(text: str, unit: str) -> str:
        return text if unit in ("count", "year", "-") else f"{text}\N{NO-BREAK SPACE}{unit}"


def _is_share(column: str) -> bool:
    return columns.unit(column) == "-"

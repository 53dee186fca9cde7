"""What is given against what is had: a square and a disc per row on one axis, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.charts.package_rows import PARTS, as_arrays, band_table
from dashboards.parts.charts.row_chart import Marks, RowChart, Values, mark, nice_end, remark, toned
from dashboards.parts.live.travel import moving
from dashboards.parts.look import theme
from kans_model.words.amounts import number
from kans_model.words.notation import written
from kans_model.words.texts import t

LOOKS: tuple[dict[str, Any], ...] = (
    {"colour": theme.SECOND, "shift": -8, "shape": "square"},
    {"colour": theme.BETTER, "shift": 8, "text_colour": theme.BETTER_TEXT},
)


class Pairs(RowChart):
    """Rows, not a cloud of crosses: every label has its own place, whatever the sliders say. [mln EUR]

    A subclass names its pair of columns (each with _low, _mid and _high), the heading of what is left, the
    heading of its rows, and the sentence of a row.
    """

    pair: tuple[str, str]
    head_key: str
    first_key: str
    sentence_key: str
    unknown_key = "unknown"

    def __init__(self, title: str, lang: str, notes: Sequence[str] = (), key: str = ""):
        head = t(self.head_key, lang)
        super().__init__(title, lang, row_px=52, name_px=176, value_px=84, head=head, notes=notes, key=key)
        self.lay_out([])

    def lay_out(self, labels: Sequence[str]) -> None:
        """One row per label."""
        marks = [
            Markup("").join(
                mark(f"{what}:{row}", word=t(f"chart.{what}", self.lang) if row == 0 else "", **look)
                for what, look in zip(self.pair, LOOKS, strict=True)
            )
            for row in range(len(labels))
        ]
        self.columns = {f"{what}_{part}": np.zeros(0) for what in self.pair for part in PARTS}
        self.rows(labels, marks)

    def scale_to(self, amount_meur: float) -> None:
        """Make room for this amount, and no more than needed; when a slider is let go."""
        end = nice_end(amount_meur * 1.1)
        if end != self.end:
            self.scale(end)

    def show(self, **columns: Values) -> None:
        """Move the marks and write what is left. [mln EUR]"""
        self.columns = as_arrays(columns)
        marks: Marks = {}
        for what in self.pair:
            marks |= self.place(what, *(self.columns[f"{what}_{part}"] for part in PARTS))
        self.view.place(marks)
        given, had = (self.columns[f"{what}_mid"] for what in self.pair)
        largest = float(np.nanmax(np.abs(had - given), initial=0))
        self.tell(
            toned(self._left(row, float(left), largest), "better" if left > 0 else "worse")
            if np.isfinite(left)
            else remark(t(self.unknown_key, self.lang))
            for row, left in enumerate(had - given)
        )

    def _left(self, row: int, left_meur: float, largest: float) -> Markup | str:
        text = written("left_meur", [left_meur], self.lang, largest)
        return moving(f"{self.key}.left", "left_meur", text, row=row, tone=0) if self.key else text

    def travelled(self, **columns: np.ndarray) -> dict[str, np.ndarray]:
        """Columns of a slider's travel, from those of `show` at every place, shape (place, row)."""
        given, had = (columns[f"{what}_mid"] for what in self.pair)
        marks: dict[str, np.ndarray] = {}
        for what in self.pair:
            marks |= self.travel(what, *(columns[f"{what}_{part}"] for part in PARTS))
        return {f"{self.key}.left": had - given, **marks}

    def frame(self) -> pd.DataFrame:
        return band_table(self, t(self.first_key, self.lang), self.pair, t("unit.meur", self.lang))

    def summary(self) -> str:
        """The chart in words."""
        if not self.labels:
            return t("chart.nothing", self.lang)
        amounts = (self.columns[f"{what}_mid"] for what in self.pair)
        return " ".join(
            t(
                self.sentence_key,
                self.lang,
                name=label,
                given=number(given, self.lang, 1),
                had=number(had, self.lang, 1),
            )
            for label, given, had in zip(self.labels, *amounts, strict=True)
        )


class CostBenefit(Pairs):
    """What each measure costs against what it yields over the whole period, as present value."""

    pair = ("cost", "benefit")
    head_key, first_key, sentence_key = "chart.balance", "table.measure", "chart.measure_sentence"
    unknown_key = "library.no_euro"


class PaysEnjoys(Pairs):
    """What each party pays against what it enjoys over the whole period, as present value."""

    pair = ("paid", "enjoyed")
    head_key, first_key, sentence_key = "workbook.net", "workbook.party", "chart.pays_sentence"

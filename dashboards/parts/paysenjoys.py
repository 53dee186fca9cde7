"""Who pays and who enjoys: a square and a disc per party on one axis, sorted by what is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboards.parts import theme
from dashboards.parts.charts import PARTS, as_arrays, band_table
from dashboards.parts.live import Markup, html
from dashboards.parts.rows import RowChart, mark, nice_end
from kans_model.numbers import change, number
from kans_model.texts import t

LOOKS = {
    "paid": {"colour": theme.SECOND, "shift": -8, "shape": "square"},
    "enjoyed": {"colour": theme.BETTER, "shift": 8, "text_colour": theme.BETTER_TEXT},
}


class PaysEnjoys(RowChart):
    """Columns paid_… and enjoyed_… low, mid and high per party. [unit of the axis]"""

    def __init__(self, title: str, lang: str, *, unit: str, notes: Sequence[str] = (), rough: bool = False):
        head = t("workbook.net", lang)
        super().__init__(
            title, lang, row_px=52, name_px=176, value_px=72, head=head, notes=notes, rough=rough
        )
        self.unit = unit
        self.lay_out([])

    def lay_out(self, labels: Sequence[str]) -> None:
        """One row per party."""
        marks = [
            Markup("").join(
                mark(f"{what}:{row}", word=t(f"chart.{what}", self.lang) if row == 0 else "", **look)
                for what, look in LOOKS.items()
            )
            for row in range(len(labels))
        ]
        self.columns = {f"{what}_{part}": np.zeros(len(labels)) for what in LOOKS for part in PARTS}
        self.rows(labels, marks)

    def show(self, **columns: Sequence[float]) -> None:
        """Move the marks and write what is left."""
        self.columns = as_arrays(columns)
        end = nice_end(
            1.02 * max((float(np.nanmax(one, initial=0)) for one in self.columns.values()), default=0)
        )
        if end != self.end:
            self.scale(end)
        marks = {}
        for what in LOOKS:
            marks |= self.place(what, *(self.columns[f"{what}_{part}"] for part in PARTS))
        self.view.place(marks)
        net = self.columns["enjoyed_mid"] - self.columns["paid_mid"]
        digits = 1 if np.nanmax(np.abs(net), initial=0) >= 1 else 2
        self.tell(
            html('<b class="{}">{}</b>', "better" if one > 0 else "worse", change(one, self.lang, digits))
            for one in net
        )

    def frame(self) -> pd.DataFrame:
        return band_table(self, t("workbook.party", self.lang), tuple(LOOKS), self.unit)

    def summary(self) -> str:
        """The chart in words."""
        if not self.labels:
            return t("chart.nothing", self.lang)
        amounts = (self.columns["paid_mid"], self.columns["enjoyed_mid"])
        return " ".join(
            t(
                "chart.pays_sentence",
                self.lang,
                party=label,
                paid=number(paid, self.lang, 1),
                enjoyed=number(enjoyed, self.lang, 1),
            )
            for label, paid, enjoyed in zip(self.labels, *amounts, strict=True)
        )

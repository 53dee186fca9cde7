"""Amounts as rows with their bands, such as the hardest hit buurten."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.charts.package_rows import PARTS, as_arrays
from dashboards.parts.charts.row_chart import (
    RowChart,
    Values,
    mark,
    nice_end,
    ticks,
    toned,
    two_lines,
    unknown_slot,
)
from dashboards.parts.live.fields import hatched
from kans_model.words.amounts import band_text, number
from kans_model.words.texts import t

MOST_STOPS = 4
"""Numbers along an axis in half a page."""


class Amounts(RowChart):
    """One amount per row with its band, largest first or in a fixed order.

    Parameters
    ----------
    unit : of the amounts; in the table's heading.
    first : heading of the rows' names.
    """

    def __init__(
        self,
        title: str,
        lang: str,
        *,
        unit: str,
        first: str,
        notes: Sequence[str] = (),
        rough: bool = False,
    ):
        super().__init__(
            title, lang, row_px=36, name_px=176, value_px=88, head=unit, notes=notes, rough=rough
        )
        self.unit, self.first = unit, first
        self.lay_out([], [])

    def lay_out(
        self, labels: Sequence[str], colours: Sequence[str], names: Sequence[Markup] | None = None
    ) -> None:
        """One row per label, each in its colour; `names` is how the labels are written if not plain."""
        self.columns = {part: np.zeros(len(labels)) for part in PARTS}
        marks = [mark(f"amount:{row}", colour) + unknown_slot(row) for row, colour in enumerate(colours)]
        self.rows(labels, marks, names)

    def show(self, *, low: Values, mid: Values, high: Values) -> None:
        """Low, middle and high per row; NaN is unknown."""
        self.columns = as_arrays({"low": low, "mid": mid, "high": high})
        widest = [np.nanmax(values, initial=0) for values in self.columns.values()]
        end = nice_end(1.02 * max(widest))
        if end != self.end:
            stops = ticks(0.0, end)
            self.scale(end, at=stops[::2] if len(stops) > MOST_STOPS else stops)
        self.view.place(self.place("amount", *(self.columns[part] for part in PARTS)))
        known = np.isfinite(self.columns["mid"])
        hatch = hatched(t("unknown", self.lang))
        self.view.show(
            **{f"unknown{row}": Markup("") if is_known else hatch for row, is_known in enumerate(known)}
        )
        largest = np.nanmax(self.columns["mid"], initial=0)
        digits = 2 if largest < 10 else 1 if largest < 100 else 0
        self.tell(
            self._written(mid, low, high, digits) if is_known else Markup("")
            for mid, low, high, is_known in zip(
                *(self.columns[part] for part in ("mid", "low", "high")), known, strict=True
            )
        )

    def _written(self, mid: float, low: float, high: float, digits: int) -> Markup:
        """The middle as precise as its column, its band in two digits; the band first of estimated data."""
        value = number(mid, self.lang, digits)
        if not (np.isfinite(low) and np.isfinite(high)) or low == high:
            return toned(value, "")
        band = band_text(low, high, self.lang)
        first, second = (band, t("figure.middle", self.lang, n=value)) if self.rough else (value, band)
        return two_lines(first, second)

    def frame(self) -> pd.DataFrame:
        heads = {"mid": f"{t('table.mid', self.lang)}, {self.unit}"}
        if np.isfinite(self.columns["low"]).any():
            heads |= {part: f"{t(f'table.{part}', self.lang)}, {self.unit}" for part in ("low", "high")}
        return pd.DataFrame(
            {self.first: self.labels} | {head: self.columns[part] for part, head in heads.items()}
        )

    def summary(self) -> str:
        """The chart in words."""
        if not self.labels:
            return t("chart.nothing", self.lang)
        pairs = zip(self.labels, self.columns["mid"], strict=True)
        return "; ".join(f"{label} {number(amount, self.lang)} {self.unit}" for label, amount in pairs) + "."

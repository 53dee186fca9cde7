"""Charts of rows: a name, marks on a common axis, a value; all text and boxes, so it prints and reflows.

Not on a canvas: measured on two cores, three such charts drawn by Bokeh cost 1.2 s at page load and 25 ms
per move, drawn by the browser itself 0.1 s and 2 ms, and a screen reader can read them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np
import pandas as pd
from markupsafe import Markup, escape
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.travel import moving
from kans_model.words.amounts import band_text, change, number
from kans_model.words.markup import macros
from kans_model.words.notation import written
from kans_model.words.texts import t

Marks = dict[str, list[float | None] | None]
Values = Sequence[float] | np.ndarray
_ROWS = macros(__file__, "row_chart.html")


def nice_end(size: float) -> float:
    """The first of 1, 1.5, 2, 3, 4, 5, 6, 8 (times a power of ten) that leaves some air above a size."""
    if not math.isfinite(size) or size <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(size * 1.05))
    return next(power * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if power * step >= size * 1.05)


def ticks(start: float, end: float) -> list[float]:
    """Round numbers along an axis, four to six of them, zero among them."""
    raw = (end - start) / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    first = math.ceil(start / step - 1e-9)
    return [step * count for count in range(first, math.floor(end / step + 1e-9) + 1)]


def mark(
    name: str, colour: str, *, shift: int = 0, shape: str = "disc", word: str = "", text_colour: str = ""
) -> Markup:
    """A dot-range: bar from low to high, end ticks, a dot on the middle, and perhaps a word beside it.

    `shift` moves it up or down in its row [px]; `shape` is disc, square or stem (a line from zero).
    """
    return Markup(_ROWS.mark(name, colour, shift, shape, word, text_colour or colour))


def word_slot(name: str) -> Markup:
    """A place for a word beside a mark, to be filled by name."""
    return Markup(_ROWS.word(name))


def unknown_slot(row: int) -> Markup:
    """Where a row says that nobody knows its number."""
    return Markup(_ROWS.unknown_row(row))


def toned(value: str | Markup, tone: str) -> Markup:
    """A value in the colour of better, worse or quiet."""
    return Markup(_ROWS.value(value, "", tone))


def two_lines(value: str, under: str) -> Markup:
    """A value with words quietly under it."""
    return Markup(_ROWS.value(value, under))


def remark(text: str) -> Markup:
    """Words where a value would stand."""
    return Markup(_ROWS.remark(text))


def moving_value(
    key: str, name: str, row: int, numbers: Sequence[float], lang: str, largest: float, rough: bool = False
) -> Markup:
    """A value that moves with a slider, with its band quietly under it.

    Parameters
    ----------
    name : its quantity; its band is that with `_band`.
    numbers : middle, low and high.
    largest : the largest size in the column.
    rough : it rests on estimated city data, so the band stands first and the middle under it.
    """
    value = moving(key, name, written(name, numbers, lang, largest), row=row)
    band = written(f"{name}_band", numbers, lang, largest)
    if rough and band:
        middle = Markup(escape(t("figure.middle", lang, n="{}"))).format(value)
        return Markup(_ROWS.value(moving(key, f"{name}_band_alone", band, row=row, waits=True), middle))
    return Markup(_ROWS.value(value, moving(key, f"{name}_band", band, row=row, waits=True)))


def value_and_range(
    mid: float, low: float, high: float, lang: str, digits: int, rough: bool = False
) -> Markup:
    """A value with its band quietly under it; nothing under a value that is exactly zero or has no band.

    `rough`: it rests on estimated city data, so the band stands first and the middle under it.
    """
    value = number(mid, lang, 0 if mid == 0 else digits)
    if not (math.isfinite(low) and math.isfinite(high)) or low == mid == high == 0:
        return Markup(_ROWS.value(value))
    if number(low, lang, digits) == number(high, lang, digits) == number(mid, lang, digits):
        return Markup(_ROWS.value(value))  # the band is thinner than the last digit
    band = band_text(low, high, lang)
    first, second = (band, t("figure.middle", lang, n=value)) if rough else (value, band)
    return Markup(_ROWS.value(first, second))


class RowChart(Viewer):
    """Rows on one axis; a subclass lays them out, places the marks and writes `frame()` and `summary()`.

    Parameters
    ----------
    title : what the chart shows; the caption of its table and the name of its files.
    row_px, name_px, value_px : height of a row, width of the names and of the values.
    head : what stands above the values.
    notes : sentences that go along in every file, such as 'fictieve stad'.
    rough : values rest on estimated city data: bands stand before middles.
    key : what its columns are called in the travel of a slider; '' where none moves it.

    `columns` holds what is shown, as arrays; NaN is unknown. With `names_above` a phone shows the name over
    the plot, which keeps the plot wide enough to read.
    """

    names_above: ClassVar[bool] = False

    def __init__(
        self,
        title: str,
        lang: str,
        *,
        row_px: int,
        name_px: int,
        value_px: int,
        head: str = "",
        notes: Sequence[str] = (),
        rough: bool = False,
        key: str = "",
    ):
        super().__init__()
        self.rough, self.key = rough, key
        self.title, self.lang, self.head = title, lang, head
        self.sizes = {"row_px": row_px, "name_px": name_px, "value_px": value_px}
        self.start, self.end = 0.0, 1.0
        self.labels: list[str] = []
        self.columns: dict[str, np.ndarray] = {}
        self.view = LiveHtml()
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def rows(
        self, labels: Sequence[str], marks: Sequence[Markup], names: Sequence[Markup] | None = None
    ) -> None:
        """Lay out one row per label with its marks; `names` is how the labels are written if not plain."""
        self.labels = list(labels)
        chart = _ROWS.chart(
            names or self.labels,
            marks,
            self.head,
            self.sizes,
            wide=self.sizes["name_px"] > 120,
            above=self.names_above,
            links=links(self.title, self.lang),
            key=self.key,
        )
        self.view.html = str(chart)
        self.scale(self.end, self.start)

    def scale(
        self, end: float, start: float = 0.0, at: Sequence[float] | None = None, signed: bool = False
    ) -> None:
        """Fix the axis; do it on a click or when a slider is let go, never while it moves."""
        self.start, self.end = start, end
        stops = ticks(start, end) if at is None else at
        digits = max((-math.floor(math.log10(abs(step)) + 1e-9) for step in np.diff(stops)), default=0)
        write = change if signed else number
        places = [self.percent(stop) for stop in stops]
        words = [write(stop, self.lang, max(digits, 0)) for stop in stops]
        self.view.show(
            axis=_ROWS.axis(list(zip(places, words, strict=True))),
            grid=_ROWS.grid([(place, stop == 0) for place, stop in zip(places, stops, strict=True)]),
        )

    def percent(self, x: float) -> float:
        """Where a number stands along the axis, at most a little beyond its ends. [%]"""
        return round(min(max(100 * (float(x) - self.start) / (self.end - self.start), -4), 104), 2)

    def place(self, name: str, low: Values, mid: Values, high: Values) -> Marks:
        """Marks 'name:row' for `view.place`; without a middle hidden, without a band a dot alone."""
        return {
            f"{name}:{row}": [self.percent(number) if np.isfinite(number) else None for number in numbers]
            if np.isfinite(numbers[1])
            else None
            for row, numbers in enumerate(zip(low, mid, high, strict=True))
        }

    def travel(self, name: str, low: Values, mid: Values, high: Values) -> dict[str, np.ndarray]:
        """Where these marks stand at every place of a slider, shape (place, row): a column of its travel."""
        ends = np.stack([np.asarray(end, float) for end in (mid, low, high)], axis=-1)
        along = 100 * (ends - self.start) / (self.end - self.start)
        return {f"{self.key}.mark.{name}": np.clip(along, -4, 104).round(2).astype(np.float32)}

    def tell(self, values: Iterable[Markup]) -> None:
        """Write the values at the right, the sentence and, if it is open, the table."""
        self.view.show(**{f"row{row}": value for row, value in enumerate(values)}, spoken=self.summary())
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """The table behind the chart."""
        raise NotImplementedError

    def summary(self) -> str:
        """The chart in words."""
        raise NotImplementedError

    def __panel__(self) -> Viewable:
        return self.view

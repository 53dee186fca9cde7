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
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.words.amounts import change, number, range_text
from kans_model.words.markup import html
from kans_model.words.texts import t

FRAME = """
<div class="rows{wide}" style="--name:{name_px}px;--value:{value_px}px;--row:{row_px}px">
  <div class="rows-head"><span></span><div class="rows-axis" aria-hidden="true" data-slot="axis"></div>
  <span class="rows-value">{head}</span></div>
  <ul>{rows}</ul>
</div>
<p class="spoken" data-slot="spoken"></p>
{links}
"""

ROW = """
<li><span class="rows-name">{name}</span>
<div class="rows-plot" aria-hidden="true"><div class="rows-grid" data-slot="grid"></div>{marks}</div>
<div class="rows-value" data-slot="row{row}"></div></li>
"""

MARK = """
<div class="mark" data-mark="{name}" style="--colour:{colour};--shift:{shift}px" hidden>
<i class="band"></i><i class="end low"></i><i class="end high"></i><i class="dot {shape}"></i>
<span class="beside" style="color:{text_colour}">{word}</span></div>
"""


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
    return html(
        MARK, name=name, colour=colour, shift=shift, shape=shape, word=word, text_colour=text_colour or colour
    )


def value_and_range(
    mid: float, low: float, high: float, lang: str, digits: int, rough: bool = False
) -> Markup:
    """A value with its band quietly under it; nothing under a value that is exactly zero or has no band.

    `rough`: it rests on estimated city data, so the band stands first and the middle under it.
    """
    value = number(mid, lang, 0 if mid == 0 else digits)
    if not (math.isfinite(low) and math.isfinite(high)) or low == mid == high == 0:
        return html("<b>{}</b>", value)
    if number(low, lang, digits) == number(high, lang, digits) == number(mid, lang, digits):
        return html("<b>{}</b>", value)  # the band is thinner than the last digit
    band = range_text(low, high, lang, digits)
    first, second = (band, t("figure.middle", lang, n=value)) if rough else (value, band)
    return html("<b>{}</b><small>{}</small>", first, second)


class RowChart(Viewer):
    """Rows on one axis; a subclass lays them out, places the marks and writes `frame()` and `summary()`.

    Parameters
    ----------
    title : what the chart shows; the caption of its table and the name of its files.
    row_px, name_px, value_px : height of a row, width of the names and of the values.
    head : what stands above the values.
    notes : sentences that go along in every file, such as 'fictieve stad'.
    rough : values rest on estimated city data: bands stand before middles.

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
    ):
        super().__init__()
        self.rough = rough
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
        items = zip(names or self.labels, marks, strict=True)
        self.view.html = html(
            FRAME,
            head=self.head,
            wide=(" wide" if self.sizes["name_px"] > 120 else "") + (" above" if self.names_above else ""),
            rows=Markup("").join(
                html(ROW, name=name, marks=drawn, row=row) for row, (name, drawn) in enumerate(items)
            ),
            links=links(self.title, self.lang),
            **self.sizes,
        )
        self.scale(self.end, self.start)

    def scale(
        self, end: float, start: float = 0.0, at: Sequence[float] | None = None, signed: bool = False
    ) -> None:
        """Fix the axis; do it on a click or when a slider is let go, never while it moves."""
        self.start, self.end = start, end
        stops = ticks(start, end) if at is None else at
        digits = max((-math.floor(math.log10(abs(one)) + 1e-9) for one in np.diff(stops)), default=0)
        write = change if signed else number
        labels = [(self.percent(one), write(one, self.lang, max(digits, 0))) for one in stops]
        self.view.show(
            axis=Markup("").join(html('<span style="left:{}%">{}</span>', *label) for label in labels),
            grid=Markup("").join(
                html('<i style="left:{}%"{}></i>', place, Markup(' class="zero"') if one == 0 else "")
                for (place, _), one in zip(labels, stops, strict=True)
            ),
        )

    def percent(self, x: float) -> float:
        """Where a number stands along the axis, at most a little beyond its ends. [%]"""
        return round(min(max(100 * (float(x) - self.start) / (self.end - self.start), -4), 104), 2)

    def place(self, name: str, low: Sequence[float], mid: Sequence[float], high: Sequence[float]) -> dict:
        """Marks 'name:row' for `view.place`; without a middle hidden, without a band a dot alone."""
        return {
            f"{name}:{row}": [self.percent(one) if np.isfinite(one) else None for one in numbers]
            if np.isfinite(numbers[1])
            else None
            for row, numbers in enumerate(zip(low, mid, high, strict=True))
        }

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

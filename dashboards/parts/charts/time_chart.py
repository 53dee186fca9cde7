"""Charts over years: stacked bars with a ceiling, or a path with its band; shapes stretch, words do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import nice_end, ticks
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.words.amounts import number
from kans_model.words.markup import html
from kans_model.words.texts import t

HATCH = "hatch"
"""Colour name of the layer that is drawn hatched: what is not covered."""
HEIGHT = 100.0

FRAME = """
<div class="time"><div class="time-axis" aria-hidden="true" data-slot="axis"></div>
<div class="time-plot" role="img" aria-label="{title}" data-slot="plot"></div>
<div class="time-years" aria-hidden="true" data-slot="years"></div></div>
<ul class="legend small" data-slot="legend"></ul>
<p class="spoken" data-slot="spoken"></p>
{links}
"""
KEY = """<li class="pick"><svg width="12" height="12" aria-hidden="true"><rect width="12" height="12"
fill="{fill}"/>{stripes}</svg> {name}</li>"""
STRIPES = html('<path d="M-2 8L8-2M2 14L14 2" stroke="{}" stroke-width="2"/>', theme.ERROR)
PATTERN = html(
    '<defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="{}"/>'
    '<rect width="2" height="6" fill="{}"/></pattern></defs>',
    theme.PAPER,
    theme.ERROR,
)


class TimeChart(Viewer):
    """Amounts per year.

    Parameters
    ----------
    title : what it shows; the caption of its table and the name of its files.
    unit : of the amounts.
    """

    def __init__(self, title: str, lang: str, *, unit: str, notes: Sequence[str] = ()):
        super().__init__()
        self.title, self.lang, self.unit = title, lang, unit
        self.years: Sequence[int] = []
        self.columns: dict[str, np.ndarray] = {}
        self.end = 0.0
        self.view = LiveHtml(html(FRAME, title=title, links=links(title, lang)))
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def bars(
        self,
        years: Sequence[int],
        layers: Mapping[str, tuple[str, Sequence[float]]],
        ceiling: tuple[str, float] | None = None,
    ) -> None:
        """Stacked bars: name of each layer → its colour and its amounts; a ceiling as dotted line."""
        self.years = years
        self.columns = {name: np.asarray(values, float) for name, (_, values) in layers.items()}
        stacked = np.cumsum([np.maximum(0, values) for values in self.columns.values()] or [[0.0]], axis=0)
        self._scale(max(float(stacked[-1].max(initial=0)), ceiling[1] if ceiling else 0))
        width = 100 / max(len(years), 1)
        shapes, below = [PATTERN], np.zeros(len(years))
        for (colour, _), values in zip(layers.values(), self.columns.values(), strict=True):
            top = below + np.maximum(0, values)
            path = "".join(
                f"M{(year + 0.12) * width:.2f} {self._y(low):.2f}V{self._y(high):.2f}"
                f"h{0.76 * width:.2f}V{self._y(low):.2f}z"
                for year, (low, high) in enumerate(zip(below, top, strict=True))
                if high > low
            )
            shapes.append(html('<path d="{}" fill="{}"/>', path, "url(#gap)" if colour == HATCH else colour))
            below = top
        words = Markup("")
        if ceiling:
            y = self._y(ceiling[1])
            shapes.append(html('<path d="M0 {0}H100" class="dotted"/>', round(y, 2)))
            words = html('<span class="on-plot" style="top:{}%">{}</span>', round(y, 2), ceiling[0])
        legend = [
            html(
                KEY,
                fill=theme.PAPER if colour == HATCH else colour,
                stripes=STRIPES if colour == HATCH else "",
                name=name,
            )
            for name, (colour, _) in layers.items()
            if np.any(self.columns[name] > 0)
        ]
        self._write(shapes, words, Markup("").join(reversed(legend)))

    def path(
        self,
        years: Sequence[int],
        low: Sequence[float],
        mid: Sequence[float],
        high: Sequence[float],
        colour: str,
        marked: Sequence[tuple[int, str]] = (),
    ) -> None:
        """A line with its band; `marked` are places on it with a word beside them."""
        self.years = years
        names = [t(f"table.{part}", self.lang) for part in ("low", "mid", "high")]
        self.columns = {
            name: np.asarray(values, float) for name, values in zip(names, (low, mid, high), strict=True)
        }
        lower, middle, upper = self.columns.values()
        self._scale(float(np.nanmax(upper, initial=0)))
        x = (np.arange(len(years)) + 0.5) * 100 / max(len(years), 1)

        def points(values: np.ndarray) -> list[str]:
            return [f"{a:.2f} {self._y(b):.2f}" for a, b in zip(x, values, strict=True)]

        band = "M" + "L".join([*points(upper), *reversed(points(lower))]) + "z"
        shapes = [
            html('<path d="{}" fill="{}" fill-opacity=".18"/>', band, colour),
            html('<path d="M{}" class="line" stroke="{}"/>', "L".join(points(middle)), colour),
        ]
        words = Markup("").join(
            html(
                '<span class="on-plot at" style="left:{}%;top:{}%">{}</span>',
                round(x[place], 2),
                round(self._y(middle[place]), 2),
                word,
            )
            for place, word in marked
        )
        self._write(shapes, words, Markup(""))

    def _scale(self, most: float) -> None:
        """An axis that leaves room, and only moves when what is shown leaves it or fills little of it."""
        end = nice_end(most)
        if most > self.end or most < 0.4 * self.end or not self.end:
            self.end = end

    def _y(self, amount: float) -> float:
        return HEIGHT * (1 - min(max(float(amount), 0) / self.end, 1.02))

    def _write(self, shapes: Sequence[Markup], words: Markup, legend: Markup) -> None:
        stops = ticks(0, self.end)
        grid = "".join(f"M0 {self._y(stop):.2f}H100" for stop in stops)
        drawing = html(
            '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
            '<path d="{}" class="grid-line"/>{}</svg>{}',
            grid,
            Markup("").join(shapes),
            words,
        )
        step = next(one for one in (1, 2, 5, 10, 20) if len(self.years) / one <= 8)
        years = Markup("").join(
            html('<span style="left:{}%">{}</span>', round((place + 0.5) * 100 / len(self.years), 2), year)
            for place, year in enumerate(self.years)
            if place % step == 0
        )
        axis = Markup("").join(
            html('<span style="top:{}%">{}</span>', round(self._y(stop), 2), number(stop, self.lang))
            for stop in stops
        )
        self.view.show(plot=drawing, axis=axis, years=years, legend=legend, spoken=self.summary())
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        """Years by column."""
        head = t("table.year", self.lang)
        return pd.DataFrame(
            {head: [str(year) for year in self.years]}
            | {f"{name}, {self.unit}": values for name, values in self.columns.items()}
        )

    def summary(self) -> str:
        """The chart in words: the peak of each column."""
        parts = []
        for name, values in self.columns.items():
            if len(values) and np.nanmax(values, initial=0) > 0:
                peak = int(np.nanargmax(values))
                amount = number(values[peak], self.lang)
                words = {"name": name, "amount": amount, "unit": self.unit, "year": self.years[peak]}
                parts.append(t("chart.peak_sentence", self.lang, **words))
        return "; ".join(parts) + "." if parts else t("chart.nothing", self.lang)

    def __panel__(self) -> Viewable:
        return self.view

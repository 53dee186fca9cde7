"""Charts over years: stacked bars with a ceiling, or a path with its band; shapes stretch, words do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import nice_end, ticks
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

HATCH = "hatch"
"""Colour name of the layer that is drawn hatched: what is not covered."""
HEIGHT = 100.0

_DRAWING = macros(__file__, "time_drawing.html")


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
        self.view = LiveHtml.of(__file__, "time_chart.html", title=title, links=links(title, lang))
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def bars(
        self,
        years: Sequence[int],
        layers: Mapping[str, tuple[str, ArrayLike]],
        ceiling: tuple[str, float] | None = None,
    ) -> None:
        """Stacked bars: name of each layer → its colour and its amounts; a ceiling as dotted line."""
        self.years = years
        self.columns = {name: np.asarray(values, float) for name, (_, values) in layers.items()}
        stacked = np.cumsum([np.maximum(0, values) for values in self.columns.values()] or [[0.0]], axis=0)
        self._scale(max(float(stacked[-1].max(initial=0)), ceiling[1] if ceiling else 0))
        width = 100 / max(len(years), 1)
        shapes: list[dict[str, object]] = []
        below = np.zeros(len(years))
        for (colour, _), values in zip(layers.values(), self.columns.values(), strict=True):
            top = below + np.maximum(0, values)
            path = "".join(
                f"M{(year + 0.12) * width:.2f} {self._y(low):.2f}V{self._y(high):.2f}"
                f"h{0.76 * width:.2f}V{self._y(low):.2f}z"
                for year, (low, high) in enumerate(zip(below, top, strict=True))
                if high > low
            )
            shapes.append({"d": path, "fill": "url(#gap)" if colour == HATCH else colour})
            below = top
        words: list[tuple[float | None, float, str]] = []
        if ceiling:
            y = round(self._y(ceiling[1]), 2)
            shapes.append({"d": f"M0 {y}H100", "class": "dotted"})
            words.append((None, y, ceiling[0]))
        legend = [
            (name, theme.PAPER if colour == HATCH else colour, colour == HATCH)
            for name, (colour, _) in layers.items()
            if np.any(self.columns[name] > 0)
        ]
        self._write(shapes, words, legend[::-1], hatch=theme.ERROR)

    def path(
        self,
        years: Sequence[int],
        low: ArrayLike,
        mid: ArrayLike,
        high: ArrayLike,
        colour: str,
        marked: Sequence[tuple[int, str]] = (),
        beside: Mapping[str, ArrayLike] | None = None,
    ) -> None:
        """A line with its band; `marked` are places on it with a word beside them.

        Lines `beside` it are dotted, each with its name where it is highest.
        """
        self.years = years
        names = [t(f"table.{part}", self.lang) for part in ("low", "mid", "high")]
        self.columns = {
            name: np.asarray(values, float) for name, values in zip(names, (low, mid, high), strict=True)
        }
        lower, middle, upper = self.columns.values()
        others = {name: np.asarray(values, float) for name, values in (beside or {}).items()}
        self._scale(float(np.nanmax([upper, *others.values()], initial=0)))
        x = (np.arange(len(years)) + 0.5) * 100 / max(len(years), 1)

        def points(values: np.ndarray) -> list[str]:
            return [f"{a:.2f} {self._y(b):.2f}" for a, b in zip(x, values, strict=True)]

        band = "M" + "L".join([*points(upper), *reversed(points(lower))]) + "z"
        shapes: list[dict[str, object]] = [
            {"d": band, "fill": colour, "fill-opacity": ".18"},
            {"d": f"M{'L'.join(points(middle))}", "class": "line", "stroke": colour},
        ]
        words: list[tuple[float | None, float, str]] = [
            (round(float(x[place]), 2), round(self._y(middle[place]), 2), word) for place, word in marked
        ]
        for name, values in others.items():
            dots = {"class": "line", "stroke": theme.INK, "stroke-dasharray": "2 4"}
            shapes.append({"d": f"M{'L'.join(points(values))}", **dots})
            top = int(np.nanargmax(values)) if np.isfinite(values).any() else 0
            at = None if top > 0.9 * len(values) else round(float(x[top]), 2)
            words.append((at, round(self._y(values[top]), 2), name))
        self.columns |= others
        self._write(shapes, words)

    def _scale(self, most: float) -> None:
        """An axis that leaves room, and only moves when what is shown leaves it or fills little of it."""
        end = nice_end(most)
        if most > self.end or most < 0.4 * self.end or not self.end:
            self.end = end

    def _y(self, amount: float) -> float:
        return HEIGHT * (1 - min(max(float(amount), 0) / self.end, 1.02))

    def _write(
        self,
        shapes: Sequence[Mapping[str, object]],
        words: Sequence[tuple[float | None, float, str]],
        legend: Sequence[tuple[str, str, bool]] = (),
        hatch: str = "",
    ) -> None:
        stops = ticks(0, self.end)
        grid = "".join(f"M0 {self._y(stop):.2f}H100" for stop in stops)
        step = next(step for step in (1, 2, 5, 10, 20) if len(self.years) / step <= 8)
        years = [
            (round((place + 0.5) * 100 / len(self.years), 2), year)
            for place, year in enumerate(self.years)
            if place % step == 0
        ]
        axis = [(round(self._y(stop), 2), number(stop, self.lang)) for stop in stops]
        self.view.show(
            plot=_DRAWING.drawing(grid, shapes, words, theme.PAPER, hatch, self._hovers()),
            axis=_DRAWING.axis(axis),
            years=_DRAWING.years(years),
            legend=_DRAWING.legend(legend, theme.ERROR),
            spoken=self.summary(),
        )
        self.behind.refresh()

    def _hovers(self) -> list[tuple[float, float, str]]:
        """What one reads over a year: every amount with its name, the unit, and where it comes from."""
        width = 100 / max(len(self.years), 1)
        said = []
        for place, year in enumerate(self.years):
            here = {name: values[place] for name, values in self.columns.items()}
            amounts = [
                f"{name}: {number(amount, self.lang)}" for name, amount in here.items() if abs(amount) > 0
            ]
            head = t("chart.hover_year", self.lang, year=year, unit=self.unit)
            source = t("chart.hover_source", self.lang, title=self.title)
            text = "\n".join([head, *(amounts[::-1] or [t("chart.hover_none", self.lang)]), source])
            said.append((round(place * width, 3), round(width, 3), text))
        return said

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

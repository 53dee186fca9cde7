"""The trade-off front: the best package at every budget, with a click away each of them as a package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import panel as pn
from bokeh.models import (
    BasicTicker,
    CustomJSTickFormatter,
    FixedTicker,
    HoverTool,
    NoOverlap,
    Range1d,
    TapTool,
)
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.canvas import LOCALES, drawn, pane, show, tick_format
from dashboards.parts.charts.free_places import HEIGHT_PX, NARROW_PX, free_places, shortened
from dashboards.parts.charts.front_curve import DASHES, FILLS, front_curve, package_looks
from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.live.fields import notice, options
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.marks import package_mark
from kans_model.optimum.front import Point
from kans_model.reports.front_in_words import different, front_summary, point_text, top_measures
from kans_model.tables.reading import table
from kans_model.words.amounts import MILLION, money_short, number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t

ROOM_BELOW = 0.04
"""Room below nothing, as part of the axis. [-]"""
RANGE = 3.0
"""So many times the budget asked is shown at first."""
Mark = tuple[str, str, float, float]
"""Name, look, investment and avoided damage per year of a package. [EUR], [EUR/yr]"""
LOG_TICKS = [float(digit * 10**power) for power in range(-2, 5) for digit in (1, 3)]


class FrontChart(Viewer):
    """Cost against avoided damage per year; `show()` draws the points, `mark()` the packages beside them.

    Parameters
    ----------
    open_point : called with a point that was clicked, or chosen from the list.
    """

    def __init__(self, lang: str, open_point: Callable[[Point], None], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self._open_point = lang, open_point
        self.points: list[Point] = []
        self.bands: np.ndarray = np.zeros((2, 0))
        self.packages: dict[str, Mark] = {}
        self.stretched, self.whole, self.chosen = False, False, -1
        self.budget_eur: float | None = None
        self._lay_out()
        x, y = self._t("front_x"), self._t("front_y")
        self.head = LiveHtml.of(__file__, "front_head.html", stretch=self._t("front_stretch"), y=y)
        self.head.on("stretch", self._stretch)
        self.head.on("whole", self._show_whole)
        title = self._t("front_table")
        words = {"x": x, "point": self._t("front_point"), "open": self._t("front_open")}
        self.under = LiveHtml.of(__file__, "front_under.html", links=links(title, lang), **words)
        self.under.on("choose", self._choose)
        self.under.on("open", lambda _data: self.open_chosen())
        self.behind = Behind(self.under, title, self.frame, lang, notes)
        self.layout = pn.Column(
            self.head, pane(self.plot), self.under, sizing_mode="stretch_width", stylesheets=[STYLES]
        )

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def _lay_out(self) -> None:
        picture = drawn(
            front_curve(pd.DataFrame({"cost": [], "avoided": [], "level": []})),
            height=360,
            x_range=Range1d(0, 1),
            y_range=Range1d(0, 1),
        )
        self.plot, dots = picture.plot, picture.glyphs["points"]
        self.source, self.marks = picture.source("points"), picture.source("packages")
        picture.glyphs["names"].data_source = self.marks
        self.band = picture.source("band")
        self.lines = [picture.source(f"level {level}") for level in range(len(DASHES))]
        self.plot.ygrid.grid_line_color = theme.RULE
        self.plot.yaxis.formatter = tick_format(self.lang)
        for axis in (*self.plot.xaxis, *self.plot.yaxis):
            axis.ticker = BasicTicker(desired_num_ticks=5)
        self.plot.xaxis.major_label_policy = NoOverlap()
        hover = HoverTool(
            renderers=[dots],
            tooltips=str(filled(__file__, "front_hover.html")),
            attachment="vertical",
            show_arrow=False,
        )
        self.plot.add_tools(hover, TapTool(renderers=[dots]))
        self.plot.toolbar_location = None
        self.source.selected.on_change("indices", self._clicked)

    # --- drawn ---------------------------------------------------------------------------------

    def show(
        self,
        points: Sequence[Point],
        price_eur: np.ndarray,
        budget_eur: float | None = None,
        bands_eur: np.ndarray | None = None,
    ) -> None:
        """Draw a front.

        Parameters
        ----------
        price_eur : array, shape (measure,)
            Of one unit, to name the measures that take most of the money.
        budget_eur : float, optional
            What was asked: the axis and the sentence are about it. [EUR]
        bands_eur : array, shape (2, point), optional
            Low and high end of what each point avoids. [EUR/yr]
        """
        self.budget_eur, self.whole = budget_eur, False
        self.price_eur = price_eur
        self.points = different(points)
        self.bands = np.full((2, len(self.points)), np.nan)
        if bands_eur is not None and bands_eur.shape == self.bands.shape:
            self.bands = bands_eur / MILLION
        self.levels = sorted({point.level for point in self.points})
        self.chosen = -1
        pairs = [
            ("", self._t("front_choose")),
            *((place, point_text(point, self.lang)) for place, point in enumerate(self.points)),
        ]
        summary = front_summary(self.points, budget_eur, self.lang)
        with together():
            self.head.show(told=summary, levels=self._legend())
            self.under.show(points=options(pairs), point="", spoken=summary, kept="")
            self._draw()
            self.behind.refresh()

    def _legend(self) -> Markup:
        """How the levels of synergy are drawn, where there are several."""
        names = [
            self._t("level" if level else "level_none", share=percent(level, self.lang))
            for level in self.levels
        ]
        levels = zip(names, ("none", "6 4", "2 3"), FILLS, strict=False)
        colour = theme.PACKAGES["optimum"][0]
        return (
            filled(__file__, "front_levels.html", colour=colour, levels=levels)
            if len(names) > 1
            else Markup("")
        )

    def mark(self, packages: Mapping[str, tuple[str, str, float, float]]) -> None:
        """Show packages beside the front.

        Parameters
        ----------
        packages : id → (name, look, investment, avoided per year). [EUR], [EUR/yr]
        """
        self.packages = dict(packages)
        if self.points:
            self._draw()
            self.behind.refresh()

    def _draw(self) -> None:
        cost = np.array([point.capex_eur for point in self.points]) / MILLION
        avoided = np.array([point.avoided_eur_per_year for point in self.points]) / MILLION
        level = np.array([self.levels.index(point.level) for point in self.points])
        x = self._along(cost)
        self._draw_points(x, avoided, level)
        self._draw_lines(x, avoided, level)
        self._draw_band(x, level == 0)
        start, end = self._ends(cost)
        within = {key: mark for key, mark in self.packages.items() if self._in_view(mark[2], end)}
        seen = np.fmax(avoided, self.bands[1])[x <= end]
        top = nice_end(float(max([*seen, *(mark[3] / MILLION for mark in within.values())], default=1.0)))
        low = -ROOM_BELOW * top
        self.plot.x_range.start, self.plot.x_range.end = start, end
        self.plot.y_range.start, self.plot.y_range.end = low, top
        self._draw_packages(list(within.values()), x[level == 0], avoided[level == 0])
        self._tell_view(within, cost)
        self._draw_axis()

    def _draw_points(self, x: np.ndarray, avoided: np.ndarray, level: np.ndarray) -> None:
        """The points with what is said of each."""
        say = self._t
        show(
            self.source,
            cost=x,
            avoided=avoided,
            fill=[FILLS[place] for place in level],
            cost_text=[say("hover_cost", money=self._money(point.capex_eur)) for point in self.points],
            avoided_text=[
                say("hover_avoided", money=self._money(point.avoided_eur_per_year)) for point in self.points
            ],
            reach_text=[
                say("hover_reach", share=number(point.reach_pct, self.lang, 0)) for point in self.points
            ],
            measures=[top_measures(point, self.price_eur, self.lang) for point in self.points],
        )

    def _draw_lines(self, x: np.ndarray, avoided: np.ndarray, level: np.ndarray) -> None:
        """A line per level; from nothing on, but on a stretched axis: a logarithm has no nought."""
        for place, line in enumerate(self.lines):
            mine = level == place
            nothing = [] if self.stretched or not mine.any() else [0.0]
            show(
                line,
                cost=np.concatenate([nothing, x[mine]]),
                avoided=np.concatenate([nothing, avoided[mine]]),
            )

    def _draw_packages(self, within: Sequence[Mark], x: np.ndarray, avoided: np.ndarray) -> None:
        """The packages beside the front, their names where the front and each other leave room.

        Parameters
        ----------
        x, avoided : array, shape (point,)
            Places of the front's first level.
        """
        money = self._along(np.array([mark[2] for mark in within]) / MILLION)
        height = np.array([mark[3] for mark in within]) / MILLION
        names = [shortened(mark[0]) for mark in within]
        stands = free_places(names, *self._in_px(money, height), *self._in_px(x, avoided))
        looks = [mark[1] for mark in within]
        order = sorted(range(len(looks)), key=lambda place: list(theme.PACKAGES).index(looks[place]))
        free = [stands[place] for place in order]
        show(
            self.marks,
            cost=money[order],
            avoided=height[order],
            name=[names[place] if stands[place] else "" for place in order],
            up=[place[1] if place else 0 for place in free],
            beside=[place[0] if place else 0 for place in free],
            align=["right" if place and place[0] < 0 else "left" for place in free],
            **package_looks([looks[place] for place in order]),
        )

    def _in_px(self, x: np.ndarray, avoided: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in the narrowest picture, from its upper left corner. [px]"""
        across, up = self.plot.x_range, self.plot.y_range
        return (
            (x - across.start) / (across.end - across.start) * NARROW_PX,
            (up.end - avoided) / (up.end - up.start) * HEIGHT_PX,
        )

    def _draw_axis(self) -> None:
        """The ticks of the cost: a stretched axis is the logarithm of it."""
        axis = self.plot.xaxis[0]
        if self.stretched:
            shown = "Number((10 ** tick).toPrecision(2))"
            code = f"return new Intl.NumberFormat('{LOCALES[self.lang]}').format({shown})"
            axis.ticker = FixedTicker(ticks=list(np.log10(LOG_TICKS)))
            axis.formatter = CustomJSTickFormatter(code=code)
        else:
            axis.ticker, axis.formatter = BasicTicker(desired_num_ticks=6), tick_format(self.lang)

    def _draw_band(self, x: np.ndarray, mine: np.ndarray) -> None:
        """The band of the first level, from nothing on: there and back again."""
        low, high = self.bands[:, mine]
        along = x[mine]
        if not self.stretched and mine.any():
            along, low, high = (np.concatenate([[0.0], part]) for part in (along, low, high))
        seen = np.isfinite(along) & np.isfinite(low)
        along, low, high = along[seen], low[seen], high[seen]
        show(self.band, x=np.concatenate([along, along[::-1]]), y=np.concatenate([low, high[::-1]]))

    def _money(self, eur: float) -> str:
        return money_short(eur, self.lang)

    def _along(self, cost_meur: np.ndarray) -> np.ndarray:
        """Where a cost stands on the axis."""
        if not self.stretched:
            return cost_meur
        with np.errstate(divide="ignore"):
            return np.where(cost_meur > 0, np.log10(cost_meur), np.nan)

    def _ends(self, cost_meur: np.ndarray) -> tuple[float, float]:
        costs = [*cost_meur, *(mark[2] / MILLION for mark in self.packages.values())]
        asked = RANGE * (self.budget_eur or np.inf) / MILLION
        if not self.stretched and not self.whole and asked < max(costs):
            return -ROOM_BELOW * asked, asked
        if self.stretched:
            low = min(cost for cost in costs if cost > 0)
            return float(np.log10(low) - 0.1), float(np.log10(max(costs)) + 0.1)
        return -0.02 * max(costs), 1.05 * max(costs)

    def _in_view(self, cost_eur: float, end: float) -> bool:
        if self.stretched:
            return cost_eur > 0
        return cost_eur / MILLION <= end

    def _tell_view(self, within: Mapping[str, tuple[str, str, float, float]], cost_meur: np.ndarray) -> None:
        """The packages with their marks, what stands out of view, and the choice to see all."""
        items = [
            (
                package_mark(look),
                name,
                self._t("point", cost=money_short(cost, self.lang), avoided=money_short(avoided, self.lang)),
            )
            for name, look, cost, avoided in within.values()
        ]
        outside = [
            f"{name} ({money_short(cost, self.lang)})"
            for key, (name, _, cost, _) in self.packages.items()
            if key not in within and not self.stretched
        ]
        most = max([*cost_meur, *(mark[2] / MILLION for mark in self.packages.values())]) * MILLION
        limited = self.budget_eur is not None and RANGE * self.budget_eur < most and not self.stretched
        whole = filled(
            __file__,
            "front_whole.html",
            checked=self.whole,
            text=self._t("front_whole", money=money_short(most, self.lang)),
        )
        self.head.show(
            packages=filled(__file__, "front_packages.html", packages=items),
            outside=self._t("front_outside", names=", ".join(outside)) if outside else "",
            whole=whole if limited else "",
        )

    # --- what the reader does ------------------------------------------------------------------

    def _show_whole(self, data: dict) -> None:
        self.whole = bool(data.get("value"))
        if self.points:
            with together():
                self._draw()

    def _stretch(self, data: dict) -> None:
        self.stretched = bool(data.get("value"))
        if self.points:
            with together():
                self._draw()

    def _clicked(self, _name: str, _old: object, new: list[int]) -> None:
        if new and new[0] < len(self.points):
            self.chosen = new[0]
            self.source.selected.indices = []
            self.under.show(point=str(self.chosen))
            self.open_chosen()

    def _choose(self, data: dict) -> None:
        text = str(data.get("value", ""))
        self.chosen = int(text) if text.isdigit() and int(text) < len(self.points) else -1
        self.under.show(point=str(self.chosen) if self.chosen >= 0 else "")

    def open_chosen(self) -> None:
        """Open the chosen point as a package."""
        if 0 <= self.chosen < len(self.points):
            self._open_point(self.points[self.chosen])

    def kept(self, text: str) -> None:
        """Say that a package was kept."""
        self.under.show(kept=notice(text))

    def frame(self) -> pd.DataFrame:
        names = table("measures")[f"name_{self.lang}"]
        rows = [
            {
                self._t("front_x"): point.capex_eur / MILLION,
                self._t("front_y"): point.avoided_eur_per_year / MILLION,
                self._t("front_low"): low,
                self._t("front_high"): high,
                self._t("bound"): point.bound / MILLION if np.isfinite(point.bound) else float("nan"),
                self._t("reach"): point.reach_pct,
                self._t("level_column"): 100 * point.level,
                self._t("price"): 1e3 * point.price,
                self._t("top"): ", ".join(
                    names[name] for name in sorted(point.portfolio.choices, key=names.index.get_loc)
                ),
            }
            for point, low, high in zip(self.points, *self.bands, strict=True)
        ]
        rows += [
            {self._t("front_x"): cost / MILLION, self._t("front_y"): avoided / MILLION, self._t("top"): name}
            for name, _, cost, avoided in self.packages.values()
        ]
        return pd.DataFrame(rows)

    def __panel__(self) -> Viewable:
        return self.layout

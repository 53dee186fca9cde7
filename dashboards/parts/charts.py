"""Charts that are drawn once; `show()` sends only the columns that changed.

Values arrive in the unit of the axis, as arrays; NaN is unknown. Each chart has a sentence for who cannot
see it and a table and files behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import panel as pn
from bokeh.core.properties import value as literal
from bokeh.models import BasicTicker, ColumnDataSource, FixedTicker, Range1d
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.canvas import band, bare, nice_end, pane, show, tick_format
from dashboards.parts.labels import place
from dashboards.parts.live import LiveHtml, html
from dashboards.parts.rows import RowChart
from dashboards.parts.tables import Behind
from kans_model.numbers import change, number, range_text
from kans_model.texts import t


class HazardBars(RowChart):
    """Damage per year per theme: without the package in grey, with it in the theme's colour. [mln EUR/yr]"""

    def __init__(self, name: str, labels: dict[str, str], lang: str, notes: Sequence[str] = ()):
        self.hazards = list(labels)
        self.labels = labels
        n = len(labels)
        names = [
            html('<b style="color:{}">{}</b>', theme.HAZARD_TEXT[key], text) for key, text in labels.items()
        ]
        super().__init__(
            name,
            names,
            lang,
            row_px=52,
            x_range=Range1d(0, 1),
            name_px=112,
            value_px=92,
            value_head=t("chart.avoided", lang),
            notes=notes,
        )
        unknown = np.full(n, np.nan)
        self.source = ColumnDataSource(
            {
                "y": np.arange(n, dtype=float),
                "y_before": np.arange(n) - 0.17,
                "y_after": np.arange(n) + 0.17,
                "colour": [theme.HAZARDS[key] for key in labels],
                "text_colour": [theme.HAZARD_TEXT[key] for key in labels],
                **{
                    f"{when}_{part}": unknown
                    for when in ("before", "after")
                    for part in ("low", "mid", "high")
                },
                "without": [""] * n,
                "with": [""] * n,
            }
        )
        self.unknown = ColumnDataSource({"y": [], "end": []})
        self.avoided = dict.fromkeys(("low", "mid", "high"), unknown)
        plot, source = self.plot, self.source
        plot.hbar(
            "y",
            left=0,
            right="end",
            height=0.34,
            source=self.unknown,
            fill_color=None,
            line_color=None,
            hatch_pattern="/",
            hatch_color=theme.EDGE,
            hatch_scale=7,
            hatch_weight=0.6,
        )
        band(plot, source, "y_before", "before_low", "before_mid", "before_high", theme.EDGE, 9)
        band(plot, source, "y_after", "after_low", "after_mid", "after_high", "colour", 9)
        for x, y, text, colour in (
            ("before_high", "y_before", "without", theme.SECOND),
            ("after_high", "y_after", "with", "text_colour"),
        ):
            plot.text(
                x,
                y,
                text=text,
                source=source,
                x_offset=8,
                text_baseline="middle",
                text_color=colour,
                text_font=literal(theme.NUMBER_FONT),
                text_font_size="12px",
            )

    def scale(self, end: float) -> None:
        """Fix the axis; do it when the city, year or scenario changes, never while a slider moves."""
        self.x_range.update(start=0, end=nice_end(end) * 1.12)

    def show(self, *, avoided_low, avoided_mid, avoided_high, **columns: Sequence[float]) -> None:
        """Columns before_low, before_mid, before_high, after_… and avoided_…, per theme. [mln EUR/yr]"""
        arrays = {name: np.asarray(values, float) for name, values in columns.items()}
        self.avoided = {
            "low": np.asarray(avoided_low, float),
            "mid": np.asarray(avoided_mid, float),
            "high": np.asarray(avoided_high, float),
        }
        known = np.isfinite(arrays["after_mid"])
        first = int(np.argmax(known)) if known.any() else -1
        missing = np.flatnonzero(~known).astype(float)
        show(self.unknown, y=missing, end=np.full(missing.size, self.x_range.end * 0.36))
        labels = {
            "without": [t("chart.without", self.lang) if row == first else "" for row in range(self.n)],
            "with": [t("chart.with", self.lang) if row == first else "" for row in range(self.n)],
        }
        show(self.source, **arrays, **labels)
        self.right.show(
            **{
                f"row{row}": html(
                    "<span><b>{}</b><small>{}</small></span>",
                    number(self.avoided["mid"][row], self.lang, 2 if self.avoided["mid"][row] < 10 else 1),
                    range_text(self.avoided["low"][row], self.avoided["high"][row], self.lang),
                )
                if known[row]
                else html('<span class="unknown">{}</span>', t("unknown", self.lang))
                for row in range(self.n)
            }
        )
        self.spoken.show(text=self.summary())
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        data = self.source.data
        unit = t("unit.meur_per_year", self.lang)
        columns = {t("table.theme", self.lang): list(self.labels.values())}
        for when in ("before", "after"):
            for part in ("mid", "low", "high"):
                head = f"{t(f'chart.{when}', self.lang)}, {t(f'table.{part}', self.lang)}, {unit}"
                columns[head] = np.asarray(data[f"{when}_{part}"], float)
        for part in ("mid", "low", "high"):
            columns[f"{t('chart.avoided', self.lang)}, {t(f'table.{part}', self.lang)}, {unit}"] = (
                self.avoided[part]
            )
        return pd.DataFrame(columns)

    def summary(self) -> str:
        """The chart in words."""
        parts = []
        for row, label in enumerate(self.labels.values()):
            before, after = self.source.data["before_mid"][row], self.source.data["after_mid"][row]
            if np.isfinite(after):
                parts.append(
                    t(
                        "chart.hazard_sentence",
                        self.lang,
                        theme=label,
                        before=number(before, self.lang, 1),
                        after=number(after, self.lang, 1),
                    )
                )
            else:
                parts.append(f"{label}: {t('unknown', self.lang)}")
        return "; ".join(parts) + "."


class SynergyDots(RowChart):
    """Reach per opgave from −100 to 100 % of the most that fits; left of zero it works against. [%]"""

    def __init__(self, name: str, labels: dict[str, str], lang: str, notes: Sequence[str] = ()):
        self.labels = labels
        n = len(labels)
        super().__init__(
            name,
            [html("{}", text) for text in labels.values()],
            lang,
            row_px=28,
            x_range=Range1d(-112, 112),
            name_px=188,
            value_px=44,
            notes=notes,
        )
        self.plot.xaxis.ticker = self.plot.xgrid.ticker = FixedTicker(ticks=[-100, 0, 100])
        self.plot.xaxis.formatter = tick_format(lang, signed=True)
        self.plot.ygrid.grid_line_color = None
        self.source = ColumnDataSource(
            {
                "y": np.arange(n, dtype=float),
                "zero": np.zeros(n),
                "reach": np.full(n, np.nan),
                "mean": np.full(n, np.nan),
                "colour": [theme.EDGE] * n,
            }
        )
        self.plot.segment(0, -0.5, 0, n - 0.5, line_color=theme.EDGE)
        self.plot.segment("zero", "y", "reach", "y", source=self.source, line_color="colour", line_width=2)
        self.plot.scatter("reach", "y", source=self.source, size=9, fill_color="colour", line_color="white")

    def show(self, *, reach: Sequence[float], mean: Sequence[float]) -> None:
        """Reach and mean score, one value per opgave. [%] and [−2…2]"""
        values = np.asarray(reach, float)
        colours = [
            theme.BETTER if reached > 0 else theme.WORSE if reached < 0 else theme.EDGE for reached in values
        ]
        show(self.source, reach=values, mean=np.asarray(mean, float), colour=colours)
        rows = {}
        for row, reached in enumerate(values):
            tone = "better" if reached > 0.5 else "worse" if reached < -0.5 else "quiet"
            text = number(reached, self.lang, 0) if tone == "quiet" else change(reached, self.lang)
            rows[f"row{row}"] = html('<span class="{}"><b>{}</b></span>', tone, text)
        self.right.show(**rows)
        self.spoken.show(text=self.summary())
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                t("table.opgave", self.lang): list(self.labels.values()),
                t("table.reach", self.lang): np.asarray(self.source.data["reach"], float),
                t("table.mean_score", self.lang): np.asarray(self.source.data["mean"], float),
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        pairs = zip(self.labels.values(), self.source.data["reach"], strict=True)
        return "; ".join(f"{label} {number(value, self.lang, 0)} %" for label, value in pairs) + "."


class CostBenefit(Viewer):
    """What each measure costs against what it yields, as present value: above the line it pays. [mln EUR]

    Crosses are bands of 5 to 95 percent. A label stands where it covers nothing, or not at all; every
    measure is in the table.
    """

    HEIGHT_PX, WIDTH_PX = 360, 560

    def __init__(self, name: str, lang: str, *, x_label: str, y_label: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self.x_label, self.y_label = lang, x_label, y_label
        self.ends, self.inner_px = (1.0, 1.0), (self.WIDTH_PX, self.HEIGHT_PX - 50)
        self.x_range, self.y_range = Range1d(0, 1), Range1d(0, 1)
        self.plot = bare(height=self.HEIGHT_PX, x_range=self.x_range, y_range=self.y_range)
        for axis in (self.plot.xaxis, self.plot.yaxis):
            axis.formatter = tick_format(lang)
            axis.ticker = BasicTicker(desired_num_ticks=5)
        self.plot.ygrid.grid_line_color = theme.RULE
        self.plot.ygrid.ticker = self.plot.yaxis[0].ticker
        self.plot.xaxis.axis_line_color = theme.EDGE
        self.plot.min_border_right = 16
        self.plot.min_border_top = 12
        self.source = ColumnDataSource(
            {
                key: []
                for key in ("cost_low", "cost_mid", "cost_high", "benefit_low", "benefit_mid", "benefit_high")
            }
            | {"name": [], "label": [], "label_x": [], "label_y": [], "align": []}
        )
        source = self.source
        self.even = self.plot.line([0, 1], [0, 1], line_color=theme.EDGE, line_dash=[4, 4])
        self.plot.segment(
            "cost_low",
            "benefit_mid",
            "cost_high",
            "benefit_mid",
            source=source,
            line_color=theme.ACCENT,
            line_alpha=0.45,
            line_width=2,
        )
        self.plot.segment(
            "cost_mid",
            "benefit_low",
            "cost_mid",
            "benefit_high",
            source=source,
            line_color=theme.ACCENT,
            line_alpha=0.45,
            line_width=2,
        )
        self.plot.scatter(
            "cost_mid", "benefit_mid", source=source, size=9, fill_color=theme.ACCENT, line_color="white"
        )
        self.plot.text(
            "label_x",
            "label_y",
            text="label",
            source=source,
            text_align="align",
            text_baseline="middle",
            text_font=literal(theme.FONT),
            text_font_size="12px",
            text_color=theme.INK,
        )
        self.plot.on_change("inner_width", self._resized)
        self.head = LiveHtml(html('<p class="axis-head">{}</p>', y_label))
        self.foot = LiveHtml(html('<p class="axis-foot">{}</p>', x_label))
        self.spoken = LiveHtml('<p class="spoken" data-slot="text"></p>')
        self.behind = Behind(name, self.frame, lang, notes)
        self.view = pn.Column(
            self.head, pane(self.plot), self.foot, self.spoken, self.behind, sizing_mode="stretch_width"
        )

    def scale(self, cost_end: float, benefit_end: float) -> None:
        """Fix both axes; do it when a slider is let go or a measure comes or goes, not while one moves."""
        self.ends = (nice_end(cost_end), nice_end(benefit_end))
        self.x_range.update(start=0, end=self.ends[0])
        self.y_range.update(start=0, end=self.ends[1])
        end = min(self.ends)
        self.even.data_source.data.update(x=[0, end], y=[0, end])

    def show(self, *, names: Sequence[str], **columns: Sequence[float]) -> None:
        """Columns cost_low, cost_mid, cost_high, benefit_low, benefit_mid, benefit_high. [mln EUR]"""
        arrays = {name: np.asarray(values, float) for name, values in columns.items()}
        show(self.source, **arrays, name=list(names), **self._labels(arrays, names))
        self.spoken.show(text=self.summary())
        self.behind.refresh()

    def _labels(self, columns: dict[str, np.ndarray], names: Sequence[str]) -> dict[str, list]:
        """The label columns: each name at a free place beside its cross."""
        size = np.array(self.inner_px) / self.ends
        cost = {part: columns[f"cost_{part}"] * size[0] for part in ("low", "mid", "high")}
        benefit = {part: columns[f"benefit_{part}"] * size[1] for part in ("low", "mid", "high")}
        flat = zip(cost["low"], benefit["mid"] - 3, cost["high"], benefit["mid"] + 3, strict=True)
        upright = zip(cost["mid"] - 3, benefit["low"], cost["mid"] + 3, benefit["high"], strict=True)
        spots = place(cost["mid"], benefit["mid"], names, *self.inner_px, lines=[*flat, *upright])
        return {
            "label": [name if spot else "" for spot, name in zip(spots, names, strict=True)],
            "label_x": [float(spot.x / size[0]) if spot else 0.0 for spot in spots],
            "label_y": [float(spot.y / size[1]) if spot else 0.0 for spot in spots],
            "align": [spot.align if spot else "left" for spot in spots],
        }

    def _resized(self, _attribute: str, _old: object, width: int) -> None:
        """The browser says how wide the plot became: labels find their places again."""
        self.inner_px = (width, self.inner_px[1])
        data = {name: np.asarray(column, float) for name, column in self.source.data.items() if "_" in name}
        show(self.source, **self._labels(data, list(self.source.data["name"])))

    def frame(self) -> pd.DataFrame:
        data = self.source.data
        columns = {t("table.measure", self.lang): list(data["name"])}
        for what, head in (("cost", self.x_label), ("benefit", self.y_label)):
            for part in ("mid", "low", "high"):
                columns[f"{head}, {t(f'table.{part}', self.lang)}"] = np.asarray(
                    data[f"{what}_{part}"], float
                )
        return pd.DataFrame(columns)

    def summary(self) -> str:
        """The chart in words."""
        data = self.source.data
        if not len(data["name"]):
            return t("chart.nothing", self.lang)
        return " ".join(
            t(
                "chart.measure_sentence",
                self.lang,
                measure=name,
                cost=number(cost, self.lang, 1),
                benefit=number(benefit, self.lang, 1),
            )
            for name, cost, benefit in zip(data["name"], data["cost_mid"], data["benefit_mid"], strict=True)
        )

    def __panel__(self) -> Viewable:
        return self.view

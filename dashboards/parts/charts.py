"""Charts that are drawn once; `show()` sends only the columns that changed.

Values arrive in the unit of the axis, as arrays; NaN is unknown. Each chart has a sentence for who cannot
see it and a table and files behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, FixedTicker

from dashboards.parts import theme
from dashboards.parts.canvas import band, beside, show, tick_format
from dashboards.parts.live import html
from dashboards.parts.rows import RowChart, value_and_range
from kans_model.numbers import change, number
from kans_model.texts import t

PARTS = ("low", "mid", "high")


def bands(what: str, n: int) -> dict[str, np.ndarray]:
    """Empty columns what_low, what_mid and what_high."""
    return {f"{what}_{part}": np.full(n, np.nan) for part in PARTS}


class HazardBars(RowChart):
    """Damage per year per theme: without the package in grey, with it in the theme's colour. [mln EUR/yr]

    Parameters
    ----------
    labels : id of each theme → its name.
    """

    def __init__(self, title: str, labels: Mapping[str, str], lang: str, notes: Sequence[str] = ()):
        super().__init__(
            title, lang, row_px=52, name_px=112, value_px=92, value_head=t("chart.avoided", lang), notes=notes
        )
        n, rows = len(labels), np.arange(len(labels))
        self.rows(
            list(labels.values()),
            [
                html('<b style="color:{}">{}</b>', theme.HAZARD_TEXT[key], text)
                for key, text in labels.items()
            ],
        )
        self.source = ColumnDataSource(
            {
                "y": rows.astype(float),
                "y_before": rows - 0.17,
                "y_after": rows + 0.17,
                "colour": [theme.HAZARDS[key] for key in labels],
                "text_colour": [theme.HAZARD_TEXT[key] for key in labels],
                **bands("before", n),
                **bands("after", n),
                **bands("avoided", n),
                "without": [""] * n,
                "with": [""] * n,
            }
        )
        self.unknown = ColumnDataSource({"y": [], "end": []})
        self.plot.hbar(
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
        for when, text, colour, text_colour in (
            ("before", "without", theme.EDGE, theme.SECOND),
            ("after", "with", "colour", "text_colour"),
        ):
            band(self.plot, self.source, f"y_{when}", when, colour)
            beside(self.plot, self.source, f"{when}_high", f"y_{when}", text, text_colour)

    def show(self, **columns: Sequence[float]) -> None:
        """Columns before_…, after_… and avoided_… low, mid and high, one value per theme. [mln EUR/yr]"""
        arrays = {name: np.asarray(values, float) for name, values in columns.items()}
        known = np.isfinite(arrays["after_mid"])
        missing = np.flatnonzero(~known).astype(float)
        show(self.unknown, y=missing, end=np.full(missing.size, self.x_range.end * 0.4))
        first = int(np.argmax(known)) if known.any() else -1
        words = {
            key: [t(f"chart.{key}", self.lang) if row == first else "" for row in range(len(self.labels))]
            for key in ("without", "with")
        }
        show(self.source, **arrays, **words)
        avoided = [arrays[f"avoided_{part}"] for part in ("mid", "low", "high")]
        digits = 2 if np.nanmax(avoided[2], initial=0) < 10 else 1
        self.tell(
            value_and_range(*row, self.lang, digits)
            if known[place]
            else html('<span class="unknown">{}</span>', t("unknown", self.lang))
            for place, row in enumerate(zip(*avoided, strict=True))
        )

    def frame(self) -> pd.DataFrame:
        unit = t("unit.meur_per_year", self.lang)
        return pd.DataFrame(
            {t("table.theme", self.lang): self.labels}
            | {
                f"{t(f'chart.{what}', self.lang)}, {t(f'table.{part}', self.lang)}, {unit}": self.source.data[
                    f"{what}_{part}"
                ]
                for what in ("before", "after", "avoided")
                for part in ("mid", "low", "high")
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        data, parts = self.source.data, []
        for label, before, after in zip(self.labels, data["before_mid"], data["after_mid"], strict=True):
            if np.isfinite(after):
                amounts = {"before": number(before, self.lang, 1), "after": number(after, self.lang, 1)}
                parts.append(t("chart.hazard_sentence", self.lang, theme=label, **amounts))
            else:
                parts.append(f"{label}: {t('unknown', self.lang)}")
        return "; ".join(parts) + "."


class CostBenefit(RowChart):
    """What each measure costs against what it yields over the whole period, as present value. [mln EUR]

    Rows, not a cloud of crosses: every label has its own place, whatever the sliders say.
    """

    def __init__(self, title: str, lang: str, notes: Sequence[str] = ()):
        super().__init__(
            title, lang, row_px=52, name_px=176, value_px=84, value_head=t("chart.balance", lang), notes=notes
        )
        self.source = ColumnDataSource(self._columns(0))
        for what, colour, text_colour, marker in (
            ("cost", theme.SECOND, theme.SECOND, "square"),
            ("benefit", theme.BETTER, theme.BETTER_TEXT, "circle"),
        ):
            band(self.plot, self.source, f"y_{what}", what, colour, marker=marker)
            beside(self.plot, self.source, f"{what}_high", f"y_{what}", f"{what}_word", text_colour)

    @staticmethod
    def _columns(n: int) -> dict[str, object]:
        rows = np.arange(n)
        return {
            "y": rows.astype(float),
            "y_cost": rows - 0.14,
            "y_benefit": rows + 0.14,
            **bands("cost", n),
            **bands("benefit", n),
            "cost_word": [""] * n,
            "benefit_word": [""] * n,
        }

    def measures(self, labels: Sequence[str]) -> None:
        """Lay out one row per measure."""
        self.rows(labels)
        self.source.data = self._columns(len(labels))

    def show(self, **columns: Sequence[float]) -> None:
        """Columns cost_… and benefit_… low, mid and high, one value per measure. [mln EUR]"""
        arrays = {name: np.asarray(values, float) for name, values in columns.items()}
        words = {
            f"{what}_word": [
                t(f"chart.{what}", self.lang) if row == 0 else "" for row in range(len(self.labels))
            ]
            for what in ("cost", "benefit")
        }
        show(self.source, **arrays, **words)
        balance = arrays["benefit_mid"] - arrays["cost_mid"]
        digits = 1 if np.nanmax(np.abs(balance), initial=0) >= 1 else 2
        self.tell(
            html(
                '<span class="{}"><b>{}</b></span>',
                "better" if one > 0 else "worse",
                change(one, self.lang, digits),
            )
            for one in balance
        )

    def frame(self) -> pd.DataFrame:
        unit = t("unit.meur", self.lang)
        return pd.DataFrame(
            {t("table.measure", self.lang): self.labels}
            | {
                f"{t(f'chart.{what}', self.lang)}, {t(f'table.{part}', self.lang)}, {unit}": self.source.data[
                    f"{what}_{part}"
                ]
                for what in ("cost", "benefit")
                for part in ("mid", "low", "high")
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        data = self.source.data
        if not self.labels:
            return t("chart.nothing", self.lang)
        return " ".join(
            t(
                "chart.measure_sentence",
                self.lang,
                measure=label,
                cost=number(cost, self.lang, 1),
                benefit=number(benefit, self.lang, 1),
            )
            for label, cost, benefit in zip(self.labels, data["cost_mid"], data["benefit_mid"], strict=True)
        )


class SynergyDots(RowChart):
    """Reach per opgave from −100 to 100 % of the most that fits; left of zero it works against. [%]

    Parameters
    ----------
    labels : id of each opgave → its name.
    """

    def __init__(self, title: str, labels: Mapping[str, str], lang: str, notes: Sequence[str] = ()):
        super().__init__(title, lang, row_px=28, name_px=216, value_px=44, notes=notes)
        n = len(labels)
        self.rows(list(labels.values()))
        self.x_range.update(start=-112, end=112)
        self.plot.xaxis.ticker = self.plot.xgrid.ticker = FixedTicker(ticks=[-100, 0, 100])
        self.plot.xaxis.formatter = tick_format(lang, signed=True)
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
        tones = ["better" if one > 0.5 else "worse" if one < -0.5 else "quiet" for one in values]
        colours = {"better": theme.BETTER, "worse": theme.WORSE, "quiet": theme.EDGE}
        show(
            self.source, reach=values, mean=np.asarray(mean, float), colour=[colours[tone] for tone in tones]
        )
        self.tell(
            html('<span class="{}"><b>{}</b></span>', tone, change(one, self.lang))
            for one, tone in zip(values, tones, strict=True)
        )

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {
                t("table.opgave", self.lang): self.labels,
                t("table.reach", self.lang): self.source.data["reach"],
                t("table.mean_score", self.lang): self.source.data["mean"],
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        pairs = zip(self.labels, self.source.data["reach"], strict=True)
        return "; ".join(f"{label} {number(one, self.lang, 0)} %" for label, one in pairs) + "."

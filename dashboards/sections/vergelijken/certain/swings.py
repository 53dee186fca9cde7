"""How far each assumption on its own moves the result of a package: a tornado, the widest first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import RowChart, mark, ticks
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.parts.packages.contest import Contest
from kans_model.reports.input_in_words import span_text
from kans_model.uncertainty.inputs import Input
from kans_model.uncertainty.tornado import Tornado
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

MOST_ROWS = 10
LOW_COLOUR, HIGH_COLOUR = theme.EDGE, theme.ACCENT

_SWINGS = macros(__file__, "swings.html")


def round_ends(values: np.ndarray) -> tuple[float, float]:
    """Round ends of an axis just around these values; zero only where it lies among them.

    Examples
    --------
    >>> round_ends(np.array([-198.2, -60.5]))
    (-200.0, -50.0)
    """
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    high = high if high > low else low + 1.0
    stops = ticks(low, high)
    step = stops[1] - stops[0] if len(stops) > 1 else high - low
    ends = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return round(ends[0], 12), round(ends[1], 12)


class Bars(RowChart):
    """A bar to the value at the low end and one to the value at the high end of each input."""

    names_above = True

    def __init__(self, title: str, lang: str, notes: Sequence[str] = (), rough: bool = False):
        super().__init__(title, lang, row_px=48, name_px=260, value_px=144, notes=notes, rough=rough)
        self.contest: Contest | None = None
        self.table = pd.DataFrame()

    def show(self, contest: Contest, rows: pd.DataFrame, inputs: Mapping[str, Input]) -> None:
        """Rows of `name, low, mid, high` and who leads there, index input. [unit of the headline]"""
        self.contest, self.head, self.table = contest, contest.unit, rows
        shown = rows.head(MOST_ROWS)
        marks = [
            mark(f"low:{row}", LOW_COLOUR, shape="bar") + mark(f"high:{row}", HIGH_COLOUR, shape="bar")
            for row in range(len(shown))
        ]
        names = [
            _SWINGS.line(row["name"], span_text(inputs[key], self.lang)) for key, row in shown.iterrows()
        ]
        self.rows(shown["name"].tolist(), marks, names)
        at = {end: shown[end].to_numpy(float) / contest.scale for end in ("low", "mid", "high")}
        start, end = round_ends(np.concatenate(list(at.values())))
        self.scale(end, start, at=ticks(start, end))
        places: dict[str, Any] = {}
        for side in ("low", "high"):
            ends = np.minimum(at[side], at["mid"]), np.maximum(at[side], at["mid"])
            places |= self.place(side, ends[0], at[side], ends[1])
        self.view.place(places)
        self.tell(self._value(row) for _, row in shown.iterrows())

    def _value(self, row: pd.Series) -> Markup:
        assert self.contest is not None
        ends = sorted((row["low"], row["high"]))
        turns = [
            self.contest.text(f"lead_{end}", name=self.contest.name(row[f"lead_{end}"]))
            for end in ("low", "high")
            if row[f"lead_{end}"] != row["lead_mid"]
        ]
        return Markup(_SWINGS.line(self.contest.plain_span(*ends), "; ".join(turns)))

    def frame(self) -> pd.DataFrame:
        if self.contest is None:
            return pd.DataFrame()
        contest, rows = self.contest, self.table
        return pd.DataFrame(
            {contest.text("input"): rows["name"]}
            | {
                f"{contest.text(f'at_{end}')}, {contest.unit}": rows[end] / contest.scale
                for end in ("low", "mid", "high")
            }
            | {
                contest.text(f"leads_{end}"): [contest.name(package) for package in rows[f"lead_{end}"]]
                for end in ("low", "high")
            }
        )

    def summary(self) -> str:
        """The chart in words."""
        if self.contest is None:
            return ""
        return " ".join(
            self.contest.text(
                "swing_sentence",
                name=row["name"],
                low=number(row["low"] / self.contest.scale, self.lang),
                high=number(row["high"] / self.contest.scale, self.lang),
                unit=self.contest.unit,
            )
            for _, row in self.table.head(MOST_ROWS).iterrows()
        )


class Swings(Viewer):
    """The tornado of one of the packages, and who leads at each end."""

    def __init__(self, lang: str, notes: Sequence[str] = (), rough: bool = False):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.found: Tornado | None = None
        self.n_turning = 0
        self.inputs: dict[str, Input] = {}
        self.of = ""
        self.bars = Bars(t("certain.swings", lang), lang, notes, rough)
        self.choice = LiveHtml()
        self.choice.on("of", self._of)
        self.section = Conclusion(
            self.choice,
            self.bars.view,
            title=t("certain.swings_title", lang),
            deck=t("certain.swings_deck", lang),
        )

    def show(self, contest: Contest, found: Tornado, inputs: Mapping[str, Input], n_turning: int = 0) -> None:
        """What the model found for all packages, one of them shown; how many assumptions turn the choice."""
        self.contest, self.found, self.inputs, self.n_turning = contest, found, dict(inputs), n_turning
        moving = [package for package in contest.ids if found.swings(package)["swing"].max() > 0]
        moving = moving or contest.ids
        if self.of not in moving:
            self.of = moving[0]
        self.choice.html = _SWINGS.choices(
            t("certain.of_package", self.lang),
            [(package, contest.name(package)) for package in contest.ids],
            [(LOW_COLOUR, contest.text("at_low")), (HIGH_COLOUR, contest.text("at_high"))],
        )
        self._show()

    def _show(self) -> None:
        assert self.contest is not None
        assert self.found is not None
        contest, rows = self.contest, self.found.swings(self.of)
        self.choice.show(of=self.of)
        self.bars.show(contest, rows, self.inputs)
        if rows.empty:
            self.section.tell(contest.text("swings_none", package=contest.name(self.of)))
            return
        first = rows.iloc[0]
        ends = sorted((first["low"], first["high"]))
        leader = contest.name(self.found.leaders["mid"].iloc[0])
        self.section.tell(
            contest.text(
                "swings_told", name=first["name"], package=contest.name(self.of), span=contest.span(*ends)
            ),
            contest.text("swings_turn" if self.n_turning else "swings_hold", n=self.n_turning, leader=leader),
        )

    def _of(self, data: dict[str, Any]) -> None:
        if self.contest is not None and data.get("value") in self.contest.packages:
            self.of = str(data["value"])
            self._show()

    def __panel__(self) -> Viewable:
        return self.section.column

"""The national showers of the stress test, and what ever rarer showers do in the buurt that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.comparison.standard_events import (
    OFTEN_YEARS,
    RARE_YEARS,
    StandardEvent,
    entered_curve,
    most_entered,
    on_curve,
    standard_events,
)
from kans_model.reports.evidence import evidence
from kans_model.reports.theme_in_words import horizon_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import EVENT_YEARS, HORIZONS
from kans_model.words.amounts import number
from kans_model.words.markup import filled
from kans_model.words.texts import t

LINES = {"now": theme.SECOND, "2050": theme.HAZARDS["pluvial"]}
"""Horizons that are drawn, and their colours."""


class Events(Viewer):
    """The table of showers, and the curve of one buurt beside it."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self._study = lang, None
        self.code = ""
        table_title, curve_title = self._t("events_table"), self._t("curve_table")
        self.rows = LiveHtml.of(
            __file__,
            "events.html",
            links=links(table_title, lang, is_chart=False),
            about=self._t("events_about"),
        )
        self.curve = LiveHtml.of(
            __file__, "events_curve.html", links=links(curve_title, lang, is_chart=False)
        )
        self.behind_rows = Behind(self.rows, table_title, self.frame, lang, notes)
        self.behind_curve = Behind(self.curve, curve_title, self.curve_frame, lang, notes)
        self.section = Section(self.rows, title=self._t("events"), deck=self._t("events_deck"), span=7)
        self.beside = Section(self.curve, deck=self._t("curve_deck"), span=5)
        self.layout = grid(self.section.column, self.beside.column)
        self.events: list[StandardEvent] = []
        self.years, self.entered = np.zeros(0), np.zeros((len(HORIZONS), 0))

    _study: Study | None

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, study: Study, code: str) -> None:
        """The showers on this city, and the curve of a buurt: the chosen one, else the one most entered."""
        if study is not self._study:
            self._study, self.events = study, standard_events(study)
        areas = study.city.areas
        if code not in areas.index:
            code = most_entered(study, EVENT_YEARS[1])
        self.code = code
        place = int(areas.index.get_loc(code))
        self.rows.show(
            rows=filled(
                __file__,
                "events_rows.html",
                rows=self._rows(place),
                heads=self._heads(),
                title=self._t("events"),
            )
        )
        self.years, self.entered = entered_curve(study, place)
        self._draw_curve()
        name = str(areas["name"][code])
        at_50 = on_curve(self.years, self.entered[HORIZONS.index("2050")], EVENT_YEARS[1])
        self.beside.show(title=self._t("curve_title", area=name, n=number(at_50, self.lang)))
        self.behind_rows.refresh()
        self.behind_curve.refresh()

    def _heads(self) -> dict[str, str]:
        names = ("event", "mm", "published", "now", "later", "entered", "evidence")
        return {name: self._t(f"events_{name}") for name in names}

    def _rows(self, place: int) -> list[dict[str, Any]]:
        rows = table("stress_events")
        return [
            {
                "name": str(rows[f"name_{self.lang}"][event.event]),
                "mm": self._whole(event.depth_mm),
                "published": self._whole(event.published_years),
                "now": self._rare(event.years["now"]),
                "later": self._rare(event.years["2050"]),
                "entered": self._whole(float(event.entered[place])),
                "evidence": self._evidence(event),
            }
            for event in self.events
        ]

    def _evidence(self, event: StandardEvent) -> Markup:
        return Markup(evidence(str(table("stress_events")["evidence"][event.event]), self.lang))

    def _whole(self, value: float) -> str:
        return number(value, self.lang) if np.isfinite(value) else t("unknown", self.lang)

    def _rare(self, years: float) -> str:
        return number(float(f"{years:.2g}"), self.lang) if np.isfinite(years) else t("unknown", self.lang)

    # --- the curve ---------------------------------------------------------------------------

    def _draw_curve(self) -> None:
        end = nice_end(float(np.nanmax(self.entered[[HORIZONS.index(name) for name in LINES]])) or 1.0)
        left = 100 * np.log(self.years / OFTEN_YEARS) / np.log(RARE_YEARS / OFTEN_YEARS)

        def path(amounts: np.ndarray) -> str:
            return "M" + "L".join(
                f"{x:.1f} {100 * (1 - y / end):.1f}" for x, y in zip(left, amounts, strict=True)
            )

        lines = [
            (
                path(self.entered[place]),
                colour,
                horizon_name(name, self.lang),
                100 * (1 - self.entered[place][-1] / end),
            )
            for name, colour in LINES.items()
            for place in [HORIZONS.index(name)]
        ]
        ticks = [int(OFTEN_YEARS), *EVENT_YEARS]
        x_at = 100 * np.log(np.array(ticks) / OFTEN_YEARS) / np.log(RARE_YEARS / OFTEN_YEARS)
        self.curve.show(
            curve=filled(
                __file__,
                "events_lines.html",
                lines=[(path, colour, name, round(top, 1)) for path, colour, name, top in lines],
                xs=[
                    (round(float(x), 1), number(tick, self.lang)) for x, tick in zip(x_at, ticks, strict=True)
                ],
                ys=[(round(100 * (1 - part), 1), number(part * end, self.lang)) for part in (0, 0.5, 1)],
                foot=self._t("curve_foot"),
            )
        )

    def frame(self) -> pd.DataFrame:
        """Every shower, with its source row."""
        rows = table("stress_events")
        sources = table("sources")["title"]
        return pd.DataFrame(
            [
                (
                    str(rows[f"name_{self.lang}"][event.event]),
                    event.depth_mm,
                    event.duration_min / 60,
                    event.published_years,
                    *(event.years[horizon] for horizon in HORIZONS),
                    float(event.entered.sum()),
                    str(sources[rows["source"][event.event]]),
                    t(f"evidence.{rows['evidence'][event.event]}", self.lang),
                )
                for event in self.events
            ],
            columns=[
                *(self._t(f"events_{name}") for name in ("event", "mm", "hours", "published")),
                *(self._t("events_years", year=horizon_name(horizon, self.lang)) for horizon in HORIZONS),
                *(self._t(f"events_{name}") for name in ("city", "source", "evidence")),
            ],
        )

    def curve_frame(self) -> pd.DataFrame:
        """The curve of the buurt in numbers."""
        heads = [self._t("curve_column", year=horizon_name(horizon, self.lang)) for horizon in HORIZONS]
        return pd.DataFrame(
            {self._t("curve_years"): self.years} | dict(zip(heads, self.entered, strict=True))
        )

    def __panel__(self) -> Viewable:
        return self.layout

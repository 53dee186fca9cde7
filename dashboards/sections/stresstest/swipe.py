"""Two maps of one theme over each other, with a handle: two years, or without and with the package."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.buurten import classed, round_breaks
from dashboards.parts.frame.section import Section
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.look.css import class_colour
from kans_model.evaluation.damage_sums import known_total_eur
from kans_model.reports.city_outline import outline
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.study.names import portfolio_name
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import money_short, number
from kans_model.words.markup import filled
from kans_model.words.texts import t

WIDTH = 640.0
"""Of the maps, in their own units."""
YEARS = {"to_2050": "2050", "to_2100": "2100"}
PACKAGE = "package"


class Swipe(Viewer):
    """Both maps in one drawing, with one key; the upper one is cut where the handle stands."""

    def __init__(self, session: Session, notes: Sequence[str]):
        super().__init__()
        self.session, self.lang, self.pair = session, session.lang, "to_2050"
        self._test: StressTest | None = None
        title = self._t("swipe_table")
        self.view = LiveHtml.of(
            __file__,
            "swipe.html",
            label=self._t("swipe_pair"),
            handle=self._t("swipe_handle"),
            pairs=[(pair, self._t(f"swipe_{pair}")) for pair in (*YEARS, PACKAGE)],
            links=links(title, self.lang, is_chart=False),
        )
        self.view.on("pair", lambda data: self.choose(str(data.get("value"))))
        self.behind = Behind(self.view, title, self.frame, self.lang, notes)
        self.section = Section(self.view)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def choose(self, pair: str) -> None:
        """Look at another pair; what there is not changes nothing."""
        if pair in (*YEARS, PACKAGE) and self._test is not None:
            self.pair = pair
            self.show(self._test)

    def _sides(self, test: StressTest) -> tuple[np.ndarray, np.ndarray]:
        """Damage as it is told, left and right, shape (area,). [unit of `per`]"""
        if self.pair == PACKAGE:
            return test.damage_rate(), test.rate_with(self.session.portfolio)
        return test.damage_rate("now"), test.damage_rate(YEARS[self.pair])

    def _names(self, test: StressTest) -> tuple[str, str]:
        if self.pair == PACKAGE:
            year = horizon_name(test.horizon, self.lang)
            package = portfolio_name(self.session.portfolio, self.lang)
            return self._t("swipe_without", year=year), self._t("swipe_with", package=package, year=year)
        return horizon_name("now", self.lang), horizon_name(YEARS[self.pair], self.lang)

    def show(self, test: StressTest) -> None:
        """Draw both maps in the classes of both together, and say what each comes to."""
        self._test = test
        sides, names = self._sides(test), self._names(test)
        breaks = np.asarray(round_breaks(np.concatenate(sides), signed=False), float)
        palette = theme.SEQUENTIAL[test.theme]
        colours = [class_colour(palette, row) for row in range(len(palette))]
        drawn = outline(self.session.city, WIDTH)
        unit = self._t(f"unit_{test.per}")
        self.view.show(
            maps=filled(
                __file__,
                "swipe_maps.html",
                width=WIDTH,
                height=drawn.height,
                sides=[self._painted(values, breaks, drawn.areas, colours) for values in sides],
                names=names,
                titles=test.areas["name"].astype(str).tolist(),
                water=drawn.water,
                lines=drawn.lines,
            ),
            key=filled(
                __file__,
                "swipe_key.html",
                colours=colours,
                marks=[
                    (round(100 * (row + 1) / len(palette), 2), number(edge, self.lang))
                    for row, edge in enumerate(breaks)
                ],
                unit=unit,
                unknown=t("unknown", self.lang),
            ),
            chosen=self.pair,
        )
        self._tell(test, names, unit)
        self.behind.refresh()

    def _painted(
        self, values: np.ndarray, breaks: np.ndarray, paths: list[str], colours: list[str]
    ) -> list[tuple[str, str]]:
        """Colour and path of every buurt; no colour where it is unknown."""
        classes = classed(np.asarray(values, np.float32), breaks)
        return [
            (colours[int(rank)] if np.isfinite(rank) else "", path)
            for rank, path in zip(classes, paths, strict=True)
        ]

    def _tell(self, test: StressTest, names: tuple[str, str], unit: str) -> None:
        """What both come to in the city."""
        if self.pair == PACKAGE:
            left = known_total_eur(test.damage_eur())
            right = known_total_eur(test.damage_eur_with(self.session.portfolio))
        else:
            left, right = (known_total_eur(test.damage_eur(at)) for at in ("now", YEARS[self.pair]))
        words = {"theme": theme_name(test.theme, self.lang), "left": names[0], "right": names[1]}
        sums = {"low": money_short(left, self.lang), "high": money_short(right, self.lang)}
        known = np.isfinite([left, right]).all()
        key = "swipe_title" if known else "swipe_unknown"
        self.section.show(title=self._t(key, **words, **sums), deck=self._t("swipe_deck", unit=unit, **words))
        self.view.show(spoken=self._t("swipe_spoken", **words, **sums) if known else "")

    def frame(self) -> pd.DataFrame:
        """Every buurt on both maps."""
        test = self._test
        if test is None:
            return pd.DataFrame()
        unit = self._t(f"unit_{test.per}")
        heads = [f"{name}, {unit}" for name in self._names(test)]
        columns = {
            t("table.code", self.lang): test.areas.index.astype(str),
            t("table.area", self.lang): test.areas["name"].astype(str).to_numpy(),
        }
        return pd.DataFrame(columns | dict(zip(heads, self._sides(test), strict=True)))

    def __panel__(self) -> Viewable:
        return self.section.column

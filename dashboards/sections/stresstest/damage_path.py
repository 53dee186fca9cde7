"""How damage rises from now to the end of the century: a line with its band per theme, on its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.reports.stress_test_in_words import growth
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.bands import Band
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import band_text, number
from kans_model.words.markup import filled
from kans_model.words.texts import t

PLACES_PCT = (14.0, 50.0, 86.0)


class Panel(NamedTuple):
    """One theme, ready to draw; without points where nobody knows it."""

    name: str
    colour: str
    mark: str
    band: str = ""
    line: str = ""
    span: str = ""
    points: Sequence[tuple[float, float, str]] = ()


class DamagePath(Viewer):
    """Every theme in every year, with its band."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang = lang
        title = t("stresstest.path_table", lang)
        self.view = LiveHtml.of(__file__, "damage_path.html", links=links(title, lang))
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Section(self.view, deck=t("stresstest.path_own_scale", lang), span=4)
        self.meur = Band(*np.full((3, len(HAZARDS), len(HORIZONS)), np.nan))

    def show(self, test: StressTest) -> None:
        """Draw the lines and say what grows fastest, where that is sure."""
        self.meur = Band(*(amounts.reshape(len(HAZARDS), len(HORIZONS)) for amounts in test.path_meur()))
        self.view.show(
            panels=filled(
                __file__,
                "damage_path_panels.html",
                panels=[self._panel(place) for place in range(len(HAZARDS))],
                years=[horizon_name(horizon, self.lang) for horizon in HORIZONS],
                unknown=t("unknown", self.lang),
            ),
            spoken=self.summary(),
        )
        self.section.show(title=growth(test, self.lang))
        self.behind.refresh()

    def _panel(self, place: int) -> Panel:
        hazard, lang = HAZARDS[place], self.lang
        look = theme_name(hazard, lang), theme.HAZARD_TEXT[hazard], theme.HAZARDS[hazard]
        low, middle, high = (amounts[place] for amounts in self.meur)
        if not np.isfinite(middle).all():
            return Panel(*look)
        end = nice_end(float(np.nanmax([*high, *middle])))

        def points(amounts: np.ndarray) -> list[str]:
            tops = 100 * (1 - np.nan_to_num(amounts) / end)
            return [f"{left:g} {top:.2f}" for left, top in zip(PLACES_PCT, tops, strict=True)]

        digits = 1 if middle.max() >= 1 else 2  # as in the table beside it
        last = range(len(HORIZONS))[-1]
        ends = {
            "low_high": band_text(low[last], high[last], lang),
            "year": horizon_name(HORIZONS[last], lang),
        }
        return Panel(
            *look,
            band="M" + "L".join([*points(high), *reversed(points(low))]) + "z",
            line="M" + "L".join(points(middle)),
            span=t("stresstest.path_band", lang, **ends) if low[last] < high[last] else "",
            points=[
                (left, round(float(100 * (1 - amount / end)), 2), number(amount, lang, digits))
                for left, amount in zip(PLACES_PCT, middle, strict=True)
            ],
        )

    def frame(self) -> pd.DataFrame:
        """Themes and years with the ends of their bands."""
        lang, unit = self.lang, t("unit.meur_per_year", self.lang)
        rows = [
            f"{theme_name(hazard, lang)}, {horizon_name(horizon, lang)}"
            for hazard in HAZARDS
            for horizon in HORIZONS
        ]
        parts = zip(("low", "mid", "high"), self.meur, strict=True)
        return pd.DataFrame(
            {t("table.theme", lang): rows}
            | {f"{t(f'table.{part}', lang)}, {unit}": amounts.reshape(-1) for part, amounts in parts}
        )

    def summary(self) -> str:
        """The lines in words."""
        frame = self.frame()
        middles = zip(frame.iloc[:, 0], frame.iloc[:, 2], strict=True)
        unit = t("unit.meur_per_year", self.lang)
        return "; ".join(f"{name} {number(amount, self.lang)} {unit}" for name, amount in middles) + "."

    def __panel__(self) -> Viewable:
        return self.section.column

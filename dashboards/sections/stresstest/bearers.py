"""Who bears the damage first: themes by parties, with bars in the cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from kans_model.evaluation.damage_sums import BEARERS
from kans_model.reports.evidence import damage_judged, evidence, grounds, weakest_of_groups
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import band_text, in_millions, number
from kans_model.words.markup import filled
from kans_model.words.texts import t

WIDEST_PCT = 45
"""Part of a cell that the longest bar fills: its number stands behind it."""


class ThemeRow(NamedTuple):
    """One theme, ready to read; without cells where nobody knows it."""

    name: str
    colour: str
    bar: str
    remark: str
    cells: list[tuple[float, str]]
    total: str = ""
    band: str = ""
    evidence: str | Markup = ""


class Bearers(Viewer):
    """Damage of every theme in the chosen year by who bears it first, with its band.

    Parameters
    ----------
    on_fix : called to go where a reader adds what is unknown.
    """

    def __init__(self, lang: str, notes: Sequence[str], on_fix: Callable[[], None]):
        super().__init__()
        self.lang = lang
        title = self._t("bearers_table")
        self.view = LiveHtml.of(__file__, "bearers.html", title=title, links=links(title, lang))
        self.view.on("fix", lambda _data: on_fix())
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Section(self.view, span=8)
        self.meur = np.full((len(HAZARDS), len(BEARERS)), np.nan)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest) -> None:
        """Write the cells and say on whom most falls."""
        self.meur = test.borne_by_hazard_meur()
        together = test.borne_in_totals_meur()
        low, middle, high = (in_millions(float(end)) for end in test.total_in_totals_eur())
        words = ("theme", "unknown", "bearers_none", "bearers_total", "total", "band", "evidence")
        heads = dict(zip(words, map(self._head, words), strict=True))
        self.view.show(
            rows=filled(
                __file__,
                "bearers_rows.html",
                bearers=[self._t(f"bearer.{bearer}") for bearer in BEARERS],
                rows=self._rows(test),
                heads=heads | {"fix": heads["bearers_none"], "together": heads["bearers_total"]},
                together=[number(amount, self.lang, 1) for amount in together],
                sum={"total": number(middle, self.lang, 1), "band": band_text(low, high, self.lang)},
            ),
            spoken="",
        )
        most = BEARERS[int(np.argmax(together))] if together.max(initial=0) > 0 else ""
        title = (
            self._t("bearers_title", who=self._t(f"bearer.{most}").lower()) if most else self._t("bearers")
        )
        self.section.show(
            title=title, deck=self._t("bearers_deck", year=horizon_name(test.horizon, self.lang))
        )
        self.behind.refresh()

    def _head(self, word: str) -> str:
        if word == "theme":
            return t("table.theme", self.lang)
        return t("unknown", self.lang) if word == "unknown" else self._t(word)

    def _rows(self, test: StressTest) -> list[ThemeRow]:
        largest = np.nanmax(self.meur, initial=0) or 1.0
        in_totals, (low, middle, high) = test.result.attrs["hazards_included"], test.path_meur()
        rows = []
        for place, hazard in enumerate(HAZARDS):
            at = place * len(HORIZONS) + HORIZONS.index(test.horizon)
            known = np.isfinite(self.meur[place]).any()
            remark = "" if hazard in in_totals or not known else self._t("bearers_not_counted")
            name, mark = theme_name(hazard, self.lang), theme.HAZARDS[hazard]
            look = (name, theme.HAZARD_TEXT[hazard], mark, remark)
            if not known:
                rows.append(ThemeRow(*look, cells=[]))
                continue
            kind = grounds(weakest_of_groups(hazard), damage_judged(test.lines(), (hazard,)), self.lang).kind
            cells = [
                (round(WIDEST_PCT * amount / largest, 1), number(amount, self.lang, 1))
                for amount in self.meur[place]
            ]
            total = number(middle[at], self.lang, 1)
            band = band_text(low[at], high[at], self.lang) if low[at] < high[at] else ""
            rows.append(ThemeRow(*look, cells, total, band, evidence(kind, self.lang)))
        return rows

    def frame(self) -> pd.DataFrame:
        """Themes by bearers. [MEUR/yr]"""
        unit = t("unit.meur_per_year", self.lang)
        heads = [f"{self._t(f'bearer.{bearer}')}, {unit}" for bearer in BEARERS]
        names = [theme_name(hazard, self.lang) for hazard in HAZARDS]
        return pd.DataFrame({t("table.theme", self.lang): names} | dict(zip(heads, self.meur.T, strict=True)))

    def __panel__(self) -> Viewable:
        return self.section.column

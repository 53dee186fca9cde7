"""One buurt: what it is like, its damage per theme and year, and what was filled in for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from dashboards.sections.stresstest.figure_table import FigureTable
from kans_model.city.city import City
from kans_model.evaluation.hotspots import N_WORST
from kans_model.reports.stress_test_in_words import per, when
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS, UNKNOWN_USE
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import chance, money_short, number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Buurt(Viewer):
    """The buurt that is chosen, in the place of the ranking until the reader goes back.

    Parameters
    ----------
    on_back : called to show the ranking again.
    on_value : called with a column and what the reader knows better, as the city holds it.
    on_limit : called to agree on a limit here.
    """

    def __init__(
        self,
        lang: str,
        on_back: Callable[[], None],
        on_value: Callable[[str, object], None],
        on_limit: Callable[[], None],
    ):
        super().__init__()
        self.lang, self._on_value = lang, on_value
        self.view = LiveHtml.of(__file__, "buurt.html", back=self._t("back"), limit=self._t("make_limit"))
        self.view.on("back", lambda _data: on_back())
        self.view.on("value", self._put)
        self.view.on("limit", lambda _data: on_limit())
        self.figures = FigureTable(lang)
        self.section = Section(self.view)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest, city: City, code: str) -> None:
        """Write what is known of this buurt; nothing of none."""
        self.section.column.visible = bool(code)
        if not code:
            return
        row, lang = test.areas.loc[code], self.lang
        type_name = table("typologies")[f"name_{lang}"][row["typology"]]
        guessed = city.estimated("typology")[code] and row["typology"] != UNKNOWN_USE
        guess = t("page.estimated", lang) if guessed else ""
        self.section.show(title=str(row["name"]), deck=f"{type_name}{guess}")
        facts = filled(
            __file__,
            "buurt_facts.html",
            facts=self._facts(test, code),
            rank=self._rank(test, code),
            table=table_html(self._damage(test, code), lang, self._t("area_table")),
        )
        self.view.show(facts=facts, filled=self.figures.html(city, code))

    def enter(self) -> None:
        """Bring it into sight and the keyboard to it, where it stood on what is no longer there."""
        self.view.enter("back")

    def reveal(self) -> None:
        """Bring it into sight."""
        self.view.reveal("facts")

    def _facts(self, test: StressTest, code: str) -> str:
        row, lang = test.areas.loc[code], self.lang
        return self._t(
            "area_facts",
            residents=number(row["residents"], lang),
            older=percent(row["share_65plus"], lang),
            pet=number(float(test.result["pet_before_degc"].sel(area=code)), lang, 1),
        )

    def _rank(self, test: StressTest, code: str) -> str:
        """Its damage as it is told, its rank, and how sure it is that it is among the hardest hit."""
        place, lang = test.areas.index.get_loc(code), self.lang
        rate = float(test.damage_rate()[place])
        words = {"theme": theme_name(test.theme, lang), "when": when(test, lang), "per": per(test, lang)}
        first, last = test.rank_spans()[:, place]
        if not first:
            return self._t("area_unknown", **words)
        rank = f"{first}" if first == last else f"{first}–{last}"
        return self._t(
            "area_rank",
            amount=number(rate, lang),
            unit=self._t(f"unit_{test.per}"),
            rank=rank,
            of=int((test.rank_spans()[0] > 0).sum()),
            share=chance(float(test.chance_among_worst()[place]), lang),
            n=N_WORST,
            **words,
        )

    def _damage(self, test: StressTest, code: str) -> pd.DataFrame:
        here, lang = test.result["ead_before_eur"].sel(area=code), self.lang
        columns = {t("table.theme", lang): [theme_name(hazard, lang) for hazard in HAZARDS]}
        for horizon in HORIZONS:
            amounts = [float(here.sel(hazard=hazard, horizon=horizon)) for hazard in HAZARDS]
            columns[horizon_name(horizon, lang)] = [money_short(eur, lang) for eur in amounts]
        return pd.DataFrame(columns)

    def _put(self, data: Mapping[str, Any]) -> None:
        column, text = str(data.get("column", "")), str(data.get("value", ""))
        if text.strip():
            self._on_value(column, self.figures.typed(column, text))

    def __panel__(self) -> Viewable:
        return self.section.column

"""One buurt: what it is like, and its damage per theme and year."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t


class Buurt(Viewer):
    """The buurt that is chosen, here or on the map.

    Parameters
    ----------
    on_choose : called with the code that is chosen; '' for none.
    on_correct : called to go where an estimated type is corrected.
    on_type : called with the type that is given to the buurt.
    """

    def __init__(
        self,
        lang: str,
        areas: pd.DataFrame,
        on_choose: Callable[[str], None],
        on_correct: Callable[[], None],
        on_type: Callable[[str], None],
    ):
        super().__init__()
        self.lang = lang
        self.view = LiveHtml.of(
            __file__,
            "buurt.html",
            label=t("table.area", lang),
            no_area=t("page.no_area", lang),
            areas=[(str(code), str(name)) for code, name in areas["name"].sort_values().items()],
        )
        self.view.on("area", lambda data: on_choose(str(data.get("value", ""))))
        self.view.on("typology", lambda data: on_type(str(data.get("value", ""))))
        self.view.on("correct", lambda _data: on_correct())
        self.section = Section(self.view, title=t("page.area", lang), deck=t("page.area_deck", lang))

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def show(self, test: StressTest, estimated: pd.Series, code: str) -> None:
        """Write what is known of this buurt; `estimated` says whether its type is, one bool per buurt."""
        if not code:
            self.view.show(code="", facts=filled(__file__, "buurt_none.html", text=self._t("area_none")))
            return
        facts = filled(
            __file__,
            "buurt_facts.html",
            facts=self._facts(test, bool(estimated[code]), code),
            type_label=self._t("type"),
            types=list(table("typologies")[f"name_{self.lang}"].items()),
            typology=test.areas.loc[code, "typology"],
            correct=self._t("correct_this") if estimated[code] else "",
            table=table_html(self._damage(test, code), self.lang, self._t("area_table")),
        )
        self.view.show(code=code, facts=facts)

    def _facts(self, test: StressTest, is_estimated: bool, code: str) -> str:
        row, lang = test.areas.loc[code], self.lang
        return self._t(
            "area_facts",
            area=row["name"],
            residents=number(row["residents"], lang),
            older=percent(row["share_65plus"], lang),
            typology=table("typologies")[f"name_{lang}"][row["typology"]].lower(),
            guess=t("page.estimated", lang) if is_estimated else "",
            pet=number(float(test.result["pet_before_degc"].sel(area=code)), lang, 1),
        )

    def _damage(self, test: StressTest, code: str) -> pd.DataFrame:
        here, lang = test.result["ead_before_eur"].sel(area=code), self.lang
        columns = {t("table.theme", lang): [theme_name(hazard, lang) for hazard in HAZARDS]}
        for horizon in HORIZONS:
            amounts = [float(here.sel(hazard=hazard, horizon=horizon)) for hazard in HAZARDS]
            columns[horizon_name(horizon, lang)] = [money_short(eur, lang) for eur in amounts]
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column

"""Older people where it is worst, how poor a buurt is for who asks, and objects with what reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section, grid
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import table_html
from kans_model.comparison.vulnerable_places import (
    objects_reached,
    social_vulnerability,
    vulnerable_people,
)
from kans_model.evaluation.result import known_sum
from kans_model.exchange.import_report import column_label
from kans_model.study.study import Study
from kans_model.tables.vocabulary import EVENT_YEARS
from kans_model.words.amounts import number
from kans_model.words.markup import filled
from kans_model.words.texts import t

N_SHOWN = 8
"""Buurten and objects that stand on the page; all of them stand in the files."""
SHOWN_YEARS = EVENT_YEARS[1]
"""Return period of the shower and the flood on the page; all of them stand in the files. [yr]"""


class Vulnerable(Viewer):
    """People at the left, objects at the right; social vulnerability only when it is asked for."""

    def __init__(self, lang: str, notes: Sequence[str], study: Study):
        super().__init__()
        self.lang, self._study, self.with_social = lang, study, False
        people, objects = self._t("people_table"), self._t("objects_table")
        self.people = LiveHtml.of(
            __file__,
            "vulnerable.html",
            tick_label=self._t("social"),
            links=links(people, lang, is_chart=False),
        )
        self.people.on("social", self._ask)
        self.objects = LiveHtml.of(
            __file__, "vulnerable_objects.html", links=links(objects, lang, is_chart=False)
        )
        self.behind_people = Behind(self.people, people, self.people_frame, lang, notes)
        self.behind_objects = Behind(self.objects, objects, self.objects_frame, lang, notes)
        self.left = Section(self.people, deck=self._t("people_deck"), span=6)
        self.right = Section(
            self.objects, title=self._t("objects"), deck=self._t("objects_deck", n=SHOWN_YEARS), span=6
        )
        self.layout = grid(self.left.column, self.right.column)

    def _t(self, key: str, **values: object) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    def _ask(self, data: dict[str, Any]) -> None:
        self.with_social = bool(data.get("value"))
        self.show(self._study)

    def show(self, study: Study) -> None:
        """Write both tables, and the worked example where social vulnerability is asked for."""
        self._study = study
        frame = self.people_frame()
        worst = frame.sort_values(frame.columns[3], ascending=False, kind="stable").head(N_SHOWN)
        older = float(known_sum(vulnerable_people(study)["older"].to_numpy()))
        self.left.show(title=self._t("people", n=number(older, self.lang, 0)))
        self.people.show(
            people=table_html(worst.drop(columns=frame.columns[1]), self.lang, self._t("people_worst")),
            example=self._example() if self.with_social else "",
        )
        objects = self._worst_objects()
        self.objects.show(
            objects=table_html(objects.head(N_SHOWN), self.lang, self._t("objects_first", n=len(objects)))
            if len(objects)
            else filled(__file__, "vulnerable_none.html", text=self._t("objects_none"))
        )
        self.behind_people.refresh()
        self.behind_objects.refresh()

    def _example(self) -> str:
        """How the index of the first buurt that has one comes about, in numbers."""
        places = social_vulnerability(self._study.city.known)
        names = self._study.city.areas["name"].astype(str)
        known = places["index"].dropna()
        if known.empty:
            return self._t("social_unknown")
        code = known.index[0]
        parts = places.loc[code].drop("index").dropna()
        said = "; ".join(
            f"{column_label(str(column), self.lang)} {number(float(place), self.lang, 2)}"
            for column, place in parts.items()
        )
        words = {"area": names[code], "parts": said, "n": len(parts)}
        return self._t("social_example", index=number(float(known.iloc[0]), self.lang, 2), **words)

    def people_frame(self) -> pd.DataFrame:
        """Every buurt."""
        areas, people = self._study.city.areas, vulnerable_people(self._study)
        columns: dict[str, object] = {
            t("table.area", self.lang): areas["name"].astype(str).to_numpy(),
            t("table.code", self.lang): areas.index.astype(str),
            self._t("people_older"): people["older"].to_numpy(),
            self._t("people_deaths"): people["deaths"].to_numpy(),
            self._t("people_reached"): people["reached"].to_numpy(),
        }
        if self.with_social:
            columns[self._t("social_column")] = social_vulnerability(self._study.city.known)[
                "index"
            ].to_numpy()
        return pd.DataFrame(columns)

    def _worst_objects(self) -> pd.DataFrame:
        """What fits on the page of every object, the likeliest to have water at its façade first."""
        found, names = objects_reached(self._study), self._study.city.areas["name"].astype(str)
        found = found.sort_values(f"wet_t{SHOWN_YEARS}", ascending=False, kind="stable")
        return pd.DataFrame(
            {
                self._t("objects_name"): [
                    name if kind.casefold() in name.casefold() else f"{name} ({kind})"
                    for name, kind in zip(found["name"], found["kind"], strict=True)
                ],
                t("table.area", self.lang): found["area"]
                .map(names)
                .fillna(t("unknown", self.lang))
                .to_numpy(),
                self._t("objects_wet_first"): 100 * found[f"wet_t{SHOWN_YEARS}"].to_numpy(float),
                self._t("objects_pet_first"): found["pet_degc"].to_numpy(float),
                self._t("objects_depth_first"): found[f"depth_m_t{SHOWN_YEARS}"].to_numpy(float),
            }
        )

    def objects_frame(self) -> pd.DataFrame:
        """Every object with what reaches it; unknown where there is no figure."""
        found, names = objects_reached(self._study), self._study.city.areas["name"].astype(str)
        columns: dict[str, object] = {
            self._t("objects_name"): found["name"].to_numpy(),
            self._t("objects_kind"): found["kind"].to_numpy(),
            t("table.area", self.lang): found["area"].map(names).fillna(t("unknown", self.lang)).to_numpy(),
        }
        for years in EVENT_YEARS:
            columns[self._t("objects_wet", n=years)] = 100 * found[f"wet_t{years}"].to_numpy(float)
        columns[self._t("objects_pet")] = found["pet_degc"].to_numpy(float)
        for years in EVENT_YEARS:
            columns[self._t("objects_depth", n=years)] = found[f"depth_m_t{years}"].to_numpy(float)
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.layout

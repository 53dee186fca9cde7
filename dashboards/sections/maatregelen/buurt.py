"""One buurt: what the package does there, quantities by hand, and what a reader knows better."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple, Protocol

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.tables import table_html
from kans_model.city.city import City
from kans_model.measures.quantities import fitting_text
from kans_model.tables.reading import table
from kans_model.uncertainty.package_result import PackageResult
from kans_model.words.amounts import money_short, number, percent, quantity_text
from kans_model.words.entry import entered
from kans_model.words.markup import filled
from kans_model.words.texts import t

CORRECTED = {"typology": "typologies", "soil": "soils"}
"""Columns that a reader may correct, and the table of what they can be."""


class OverrideField(NamedTuple):
    """The field of a measure for its quantity here."""

    measure: str
    name: str
    unit: str
    value: str
    most: str


class Planner(Protocol):
    """What a reader can do with the buurt he has chosen."""

    def choose(self, code: str) -> None: ...

    def override(self, measure: str, quantity: float | None) -> None: ...

    def include(self, measure: str, wanted: bool) -> None: ...

    def correct(self, column: str, value: str) -> None: ...


class Buurt(Viewer):
    """The chosen buurt."""

    def __init__(self, lang: str, areas: pd.DataFrame, planner: Planner):
        super().__init__()
        self.lang, self.planner = lang, planner
        self.view = LiveHtml.of(
            __file__,
            "buurt.html",
            label=t("table.area", lang),
            no_area=t("page.no_area", self.lang),
            areas=[(str(code), str(name)) for code, name in areas["name"].sort_values().items()],
        )
        self.view.on("area", lambda data: planner.choose(str(data.get("value", ""))))
        self.view.on(
            "override", lambda data: self._override(str(data.get("measure")), str(data.get("value", "")))
        )
        self.view.on("here", lambda data: planner.include(str(data.get("measure")), bool(data.get("value"))))
        for column in CORRECTED:
            self.view.on(column, partial(self._correct_from, column))
        self.section = Section(
            self.view, title=t("page.area", self.lang), deck=t("page.area_deck", self.lang)
        )

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    # --- what the planner does ---------------------------------------------------------------

    def _override(self, measure: str, text: str) -> None:
        """A quantity by hand; an empty field gives it back to the rule."""
        quantity = entered(text, self.lang)
        if quantity is None and text.strip():
            self.refuse(self._t("no_number"))
        else:
            self.planner.override(measure, quantity)

    def _correct_from(self, column: str, data: Mapping[str, Any]) -> None:
        self._correct(column, str(data.get("value", "")))

    def _correct(self, column: str, value: str) -> None:
        if value in table(CORRECTED[column]).index:
            self.planner.correct(column, value)

    def refuse(self, reason: str) -> None:
        """Say why a quantity cannot be."""
        self.view.show(refused=notice(reason, problem=True))

    # --- shown -------------------------------------------------------------------------------

    def show(self, package: PackageResult, city: City, code: str) -> None:
        """Write what the package does in this buurt; '' for none."""
        if not code:
            none = filled(__file__, "buurt_none.html", text=self._t("area_none"))
            self.view.show(code="", facts=none, fields="")
            return
        row = city.areas.loc[code]
        self.view.show(
            code=code,
            facts=self._facts(package, city, code),
            refused="",
            fields=self._fields(city, code),
            typology=row["typology"],
            soil=row["soil"],
        )

    def _facts(self, package: PackageResult, city: City, code: str) -> Markup:
        row, lang, explicit = city.areas.loc[code], self.lang, package.portfolio.explicit
        facts = self._t(
            "area_facts",
            area=row["name"],
            residents=number(row["residents"], lang),
            older=percent(row["share_65plus"], lang),
            avoided=money_short(package.avoided_in_eur(code), lang),
            typology=table("typologies")[f"name_{lang}"][row["typology"]].lower(),
            guess=t("page.estimated", self.lang) if city.estimated("typology")[code] else "",
        )
        return filled(
            __file__,
            "buurt_facts.html",
            facts=facts,
            table=table_html(self._quantities(package, code), lang, row["name"]),
            here_too=self._t("here_too"),
            here=self._here(package, code),
            is_open=any(code in areas for areas in explicit.values()),
            by_hand=self._t("by_hand"),
            by_rule=self._t("by_rule"),
            by_measure=self._by_hand(package, code),
        )

    def _quantities(self, package: PackageResult, code: str) -> pd.DataFrame:
        """How much of each measure comes here."""
        measures, chosen = table("measures"), list(package.portfolio.choices)
        quantity = package.result["quantity"].sel(area=code, measure=chosen).values
        return pd.DataFrame(
            {
                t("table.measure", self.lang): [measures[f"name_{self.lang}"][measure] for measure in chosen],
                self._t("here"): [
                    quantity_text(amount, measures["unit"][measure], self.lang)
                    for measure, amount in zip(chosen, quantity, strict=True)
                ],
            }
        )

    def _here(self, package: PackageResult, code: str) -> list[tuple[str, str, bool]]:
        """Measures that go to single buurten: id, name, and whether this is one of them."""
        names = table("measures")[f"name_{self.lang}"]
        return [
            (measure, names[measure], code in choice["areas"])
            for measure, choice in package.portfolio.choices.items()
            if choice["targeting"] == "chosen"
        ]

    def _by_hand(self, package: PackageResult, code: str) -> list[OverrideField]:
        measures, portfolio = table("measures"), package.portfolio
        room = package.study.baseline.room
        most, fields = portfolio.most_by_hand(room, code), []
        for measure in portfolio.choices:
            unit, mine = measures["unit"][measure], portfolio.explicit.get(measure, {})
            fits = fitting_text(most[room.place[measure]], unit, self.lang)
            fields.append(
                OverrideField(
                    measure=measure,
                    name=measures[f"name_{self.lang}"][measure],
                    unit=t(f"unit.one_{unit}", self.lang),
                    value=number(mine[code], self.lang) if code in mine else "",
                    most=self._t("at_most", quantity=fits),
                )
            )
        return fields

    def _fields(self, city: City, code: str) -> Markup:
        """Type and soil, each marked where it was estimated."""
        fields = [
            {
                "column": column,
                "label": self._t(column),
                "tag": self._t("guess") if city.estimated(column)[code] else "",
                "options": list(table(source)[f"name_{self.lang}"].items()),
            }
            for column, source in CORRECTED.items()
        ]
        return filled(__file__, "buurt_fields.html", fields=fields, correct=self._t("correct"))

    def __panel__(self) -> Viewable:
        return self.section.column

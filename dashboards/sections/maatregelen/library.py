"""The measures one can choose from: searched, filtered, each with its fact sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup, escape
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.fact_sheet import cost_text, fact_sheet, theme_names
from kans_model.measures.catalogue import FILTERS, SORTS, Catalogue
from kans_model.measures.effect_evidence import JUDGEMENT
from kans_model.reports.evidence import evidence
from kans_model.reports.price_evidence_in_words import without_source
from kans_model.tables.reading import table
from kans_model.words.amounts import money
from kans_model.words.markup import filled
from kans_model.words.texts import t

SHOWN_AT_FIRST = 3


class LibraryRow(NamedTuple):
    """What stands of a measure in the list, ready to read."""

    measure: str
    name: str
    themes: str
    owner: str
    sheet: Markup
    cost: str
    worth: str
    kind: Markup
    action: str
    verb: str


class Library(Viewer):
    """Search and filter the measures; `on_add` and `on_remove` are called with a measure's id."""

    def __init__(
        self,
        lang: str,
        chosen: Collection[str],
        on_add: Callable[[str], None],
        on_remove: Callable[[str], None],
    ):
        super().__init__()
        self.lang, self.chosen, self.all = lang, set(chosen), False
        self.catalogue = Catalogue(lang)
        self.view = LiveHtml.of(
            __file__,
            "library.html",
            search=t("library.search", lang, n=len(table("measures"))),
            filters=self._filters(),
            sort=t("library.sort", lang),
            sorts=[(sort, t(f"library.sort.{sort}", lang)) for sort in SORTS],
        )
        for name in ("search", *FILTERS):
            self.view.on(name, partial(self._filter_on, name))
        self.view.on("sort", lambda data: self.order(str(data.get("value", ""))))
        self.view.on("no_source", lambda _data: self._only_without_source())
        self.view.on("all", lambda _data: self._fold())
        self.view.on("add", lambda data: on_add(str(data["measure"])))
        self.view.on("remove", lambda data: on_remove(str(data["measure"])))
        self.section = Section(
            self.view, title=t("maatregelen.library", lang), deck=t("maatregelen.library_deck", lang)
        )
        self.section.column.css_classes = [*self.section.column.css_classes, "screen"]
        self.filter()

    def _filter_on(self, name: str, data: Mapping[str, Any]) -> None:
        self.filter(**{name: str(data.get("value", ""))})

    def _filters(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Each filter: its id, its name, and its options with theirs."""
        lang, hazards = self.lang, table("hazards")[f"name_{self.lang}"]
        names = {"theme": t("table.theme", lang), "owner": t("sheet.owner", lang)}
        keys = {
            "owner": "owner.{}",
            "stock": "stock.{}",
            "cost": "library.cost.{}",
            "kind": "library.kind.{}",
        }
        return [
            (
                name,
                names.get(name) or t(f"library.{name}", lang),
                [
                    (option, hazards[option] if name == "theme" else t(keys[name].format(option), lang))
                    for option in Catalogue.options(name)
                ],
            )
            for name in FILTERS
        ]

    def _fold(self) -> None:
        self.all = not self.all
        self.filter()

    def _only_without_source(self) -> None:
        """Show the measures whose price has no source, or all of them again."""
        self.filter(kind="" if self.catalogue.kind == JUDGEMENT else JUDGEMENT)

    def filter(self, **choices: str) -> None:
        """Narrow the list to these choices, and write it."""
        self.catalogue.narrow(**choices)
        found, narrowed = self.catalogue.measures(), self.catalogue.is_narrowed()
        shown = found if self.all or narrowed else found[:SHOWN_AT_FIRST]
        key = "library.none" if not found else "library.found" if narrowed else "library.count"
        more = t("library.fewer" if self.all else "library.all", self.lang, n=len(found))
        needs_more = not narrowed and len(found) > SHOWN_AT_FIRST
        self.view.show(
            rows=filled(__file__, "library_rows.html", rows=[self._row(measure) for measure in shown]),
            count=t(key, self.lang, n=len(found), chosen=len(self.chosen)),
            more=filled(__file__, "library_more.html", do="all", text=more) if needs_more else "",
            no_source=self._without_source(),
            **{f"of_{name}": getattr(self.catalogue, name) for name in FILTERS},
        )

    def _without_source(self) -> Markup:
        """Of how many measures the price has no source, and a button that shows only those."""
        shown = self.catalogue.kind == JUDGEMENT
        button = filled(
            __file__,
            "library_more.html",
            do="no_source",
            text=t("library.no_source_all" if shown else "library.no_source_show", self.lang),
        )
        said = t("library.no_source", self.lang, n=len(without_source()))
        return escape(said) + Markup(" ") + button

    def order(self, sort: str) -> None:
        """Put the list in the order of benefit per euro, price or name."""
        self.filter(sort=sort)

    def weigh(self, worth_eur: np.ndarray, acts_on: np.ndarray, counted: np.ndarray) -> None:
        """Say what the first euro of each measure avoids in this city; as `Catalogue.weigh`."""
        self.catalogue.weigh(worth_eur, acts_on, counted)
        self.filter()

    def choose(self, chosen: Collection[str]) -> None:
        """Say which measures are in the package now."""
        if self.chosen != set(chosen):
            self.chosen = set(chosen)
            self.filter()

    def worth_text(self, measure: str) -> str:
        """What the first euro avoids, ready to read; or why no figure stands there."""
        if self.catalogue.worth_eur is None:
            return ""
        if not self.catalogue.counts_in_euro(measure):
            return t("library.no_euro", self.lang)
        amount = self.catalogue.avoided_eur(measure)
        if not np.isfinite(amount):
            return t("library.worth_unknown", self.lang)
        return t("library.worth", self.lang, amount=money(amount, self.lang))

    def _row(self, measure: str) -> LibraryRow:
        row = table("measures").loc[measure]
        action = "remove" if measure in self.chosen else "add"
        return LibraryRow(
            measure=measure,
            name=row[f"name_{self.lang}"],
            themes=theme_names(row, self.lang),
            owner=t(f"owner.{row['owner']}", self.lang).lower(),
            sheet=fact_sheet(measure, self.lang),
            cost=cost_text(row, self.lang),
            worth=self.worth_text(measure),
            kind=evidence(row["evidence"], self.lang),
            action=action,
            verb=t(f"library.{action}", self.lang),
        )

    def __panel__(self) -> Viewable:
        return self.section.column

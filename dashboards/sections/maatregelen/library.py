"""The measures one can choose from: searched, filtered, each with its fact sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.fact_sheet import cost_text, fact_sheet, plain, theme_names
from kans_model.reports.evidence import evidence
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.amounts import money
from kans_model.words.markup import html, options
from kans_model.words.texts import t

SHOWN_AT_FIRST = 6
SORTS = ("worth", "price", "name")
COST_CLASSES = {"low": (0, 50), "middle": (50, 1000), "high": (1000, float("inf"))}
"""Price per unit, from and up to. [EUR]"""

TOOLS = """
<div class="tools">
  <input type="search" data-do="search" data-key="search" placeholder="{search}"
    aria-label="{search}">
  <select data-do="theme" aria-label="{theme}">
    <option value="">{theme}</option>{themes}</select>
  <select data-do="owner" aria-label="{owner}">
    <option value="">{owner}</option>{owners}</select>
  <select data-do="stock" aria-label="{stock}">
    <option value="">{stock}</option>{stocks}</select>
  <select data-do="cost" aria-label="{cost}">
    <option value="">{cost}</option>{costs}</select>
  <select data-do="kind" aria-label="{kind}">
    <option value="">{kind}</option>{kinds}</select>
  <span class="field"><label for="sort">{sort}</label>
    <select id="sort" data-do="sort">{sorts}</select></span>
</div>
<p class="small" role="status" data-slot="count"></p>
<ul class="library" data-slot="rows"></ul>
<p class="links" data-slot="more"></p>
"""

ROW = """
<li><details><summary><span class="what">{name}</span>
<span class="small">{themes}; {owner}</span><span class="worth">{worth}</span></summary>
{sheet}</details>
<span class="cost">{cost}</span><span class="kind">{kind}</span>
<span class="act"><button class="link" data-do="{action}" data-measure="{measure}"
 data-key="{action}-{measure}" data-hold="{measure}" aria-label="{verb}: {name}">{verb}</button></span></li>
"""


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
        self.lang, self.chosen = lang, set(chosen)
        self.search, self.all, self.sort = "", False, SORTS[0]
        self.worth: np.ndarray | None = None
        self.acts_on, self.counted = np.zeros((0, 0), bool), np.zeros(0, bool)
        self.choice = dict.fromkeys(("theme", "owner", "stock", "cost", "kind"), "")
        measures = table("measures")
        hazards = table("hazards")[f"name_{lang}"]
        self.haystack = {
            measure: plain(" ".join([row[f"name_{lang}"], row[f"what_{lang}"], theme_names(row, lang)]))
            for measure, row in measures.iterrows()
        }
        owners = {owner: t(f"owner.{owner}", lang) for owner in dict.fromkeys(measures["owner"])}
        option = '<option value="{}">{}</option>'
        self.view = LiveHtml(
            html(
                TOOLS,
                search=t("library.search", lang, n=len(measures)),
                theme=t("table.theme", lang),
                themes=Markup("").join(html(option, key, name) for key, name in hazards.items()),
                owner=t("sheet.owner", lang),
                owners=Markup("").join(html(option, key, name) for key, name in owners.items()),
                stock=t("library.stock", lang),
                stocks=Markup("").join(
                    html(option, key, t(f"stock.{key}", lang)) for key in dict.fromkeys(measures["stock"])
                ),
                cost=t("library.cost", lang),
                costs=Markup("").join(
                    html(option, key, t(f"library.cost.{key}", lang)) for key in COST_CLASSES
                ),
                kind=t("library.kind", lang),
                kinds=Markup("").join(
                    html(option, key, t(f"evidence.{key}", lang)) for key in ("cited", "derived", "expert")
                ),
                sort=t("library.sort", lang),
                sorts=options((key, t(f"library.sort.{key}", lang)) for key in SORTS),
            )
        )
        for name in ("search", *self.choice):
            self.view.on(name, lambda data, name=name: self.filter(**{name: str(data.get("value", ""))}))
        self.view.on("sort", lambda data: self.order(str(data.get("value", ""))))
        self.view.on("all", lambda _data: self.filter(all=not self.all))
        self.view.on("add", lambda data: on_add(str(data["measure"])))
        self.view.on("remove", lambda data: on_remove(str(data["measure"])))
        self.filter()

    def filter(self, **choices: Any) -> None:
        """Show the measures that fit the words and choices: search, all, theme, owner, stock, cost, kind."""
        self.search, self.all = choices.pop("search", self.search), choices.pop("all", self.all)
        self.choice |= choices
        found = self.found()
        narrowed = bool(self.search or any(self.choice.values()))
        shown = found if self.all or narrowed else found[:SHOWN_AT_FIRST]
        key = "library.none" if not found else "library.found" if narrowed else "library.count"
        more = t("library.fewer" if self.all else "library.all", self.lang, n=len(found))
        button = html('<button data-do="all" data-key="all">{}</button>', more)
        self.view.show(
            rows=Markup("").join(self._row(measure) for measure in shown),
            count=t(key, self.lang, n=len(found), chosen=len(self.chosen)),
            more="" if narrowed or len(found) <= SHOWN_AT_FIRST else button,
        )

    def weigh(self, worth: np.ndarray, acts_on: np.ndarray, counted: np.ndarray) -> None:
        """Say what the first euro of each measure avoids in this city.

        Parameters
        ----------
        worth : array, shape (hazard, measure). [EUR/yr per 1000 EUR]
        acts_on : mask, shape (hazard, measure)
        counted : mask, shape (hazard,), hazards in totals
        """
        self.worth, self.acts_on, self.counted = worth, acts_on, counted
        self.filter()

    def order(self, sort: str) -> None:
        """Put the list in the order of benefit per euro, price or name."""
        if sort in SORTS:
            self.sort = sort
            self.filter()

    def found(self) -> list[str]:
        """Ids of the measures that fit, in the chosen order."""
        measures, words = table("measures"), plain(self.search).split()
        found = [
            measure
            for measure, row in measures.iterrows()
            if all(word in self.haystack[measure] for word in words) and self._fits(row)
        ]
        if self.sort == "price":
            return sorted(found, key=lambda measure: measures["capex_eur"][measure])
        if self.sort == "name":
            return sorted(found, key=lambda measure: plain(measures[f"name_{self.lang}"][measure]))
        return sorted(found, key=lambda measure: -np.nan_to_num(self.avoids(measure)))

    def avoids(self, measure: str) -> float:
        """Damage avoided per year per € 1.000: of the chosen theme, else of all that are counted.

        Unknown where the theme is, or where the measure fits nowhere. [EUR/yr]
        """
        if self.worth is None:
            return float("nan")
        place, chosen = table("measures").index.get_loc(measure), self._looked_at()
        acts = self.acts_on[:, place] & chosen
        worth = self.worth[acts, place]
        return float(np.nansum(worth)) if np.isfinite(worth).any() else float("nan")

    def _looked_at(self) -> np.ndarray:
        theme = self.choice["theme"]
        return np.array([hazard == theme for hazard in HAZARDS]) if theme else self.counted

    def worth_text(self, measure: str) -> str:
        """What the first euro avoids, ready to read; or why no figure stands there."""
        if self.worth is None:
            return ""
        place = table("measures").index.get_loc(measure)
        acts = self.acts_on[:, place] & (self._looked_at() if self.choice["theme"] else True)
        if not acts.any():
            return t("library.no_euro", self.lang)
        amount = self.avoids(measure)
        if not np.isfinite(amount):
            return t("library.worth_unknown", self.lang)
        return t("library.worth", self.lang, amount=money(amount, self.lang))

    def _fits(self, row: pd.Series) -> bool:
        choice = self.choice
        low, high = COST_CLASSES.get(choice["cost"], (0, float("inf")))
        return (
            (not choice["theme"] or choice["theme"] in row["themes"].split(";"))
            and (not choice["owner"] or choice["owner"] == row["owner"])
            and (not choice["stock"] or choice["stock"] == row["stock"])
            and (not choice["kind"] or choice["kind"] == row["evidence"])
            and low <= row["capex_eur"] < high
        )

    def choose(self, chosen: Collection[str]) -> None:
        """Say which measures are in the package now."""
        if self.chosen != set(chosen):
            self.chosen = set(chosen)
            self.filter()

    def _row(self, measure: str) -> Markup:
        row = table("measures").loc[measure]
        action = "remove" if measure in self.chosen else "add"
        return html(
            ROW,
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
        return self.view

"""The measures one can choose from: searched, filtered, each with its fact sheet."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.figures import evidence
from dashboards.parts.live import LiveHtml, Markup, html, options
from kans_model.baseline import HAZARDS
from kans_model.evaluation import not_calculated
from kans_model.numbers import money, number, range_text
from kans_model.schemas import EXPERT
from kans_model.tables import table
from kans_model.texts import t

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

SHEET = """
<div class="sheet"><p>{what}</p>
<dl>{facts}</dl>
<h3>{synergy_head}</h3><ul class="synergy">{synergies}</ul></div>
"""


def plain(text: str) -> str:
    """Lower case without accents, for searching."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )


def theme_names(row: pd.Series, lang: str) -> str:
    """The themes of a measure, in the order of the table."""
    names = table("hazards")[f"name_{lang}"]
    return ", ".join(names[theme].lower() for theme in names.index if theme in row["themes"].split(";"))


def cost_text(row: pd.Series, lang: str) -> str:
    """What one unit costs: the range, ready to read."""
    low, high = row["capex_eur_low"], row["capex_eur_high"]
    unit = t(f"unit.per_{row['unit']}", lang)
    if not low < high:
        return f"{money(row['capex_eur'], lang)} {unit}"
    digits = 0 if float(low).is_integer() and float(high).is_integer() else 2
    sign = "€\u00a0" if lang == "nl" else "€"
    return f"{sign}{range_text(low, high, lang, digits)} {unit}"


def source_link(source: str, lang: str) -> Markup:
    """A source with its address, so that a reader can check it; judgement is said in his language."""
    if source == EXPERT:
        return html("{}", t("source.expert_judgement", lang))
    row = table("sources").loc[source]
    year = f" ({row['year']:.0f})" if pd.notna(row["year"]) else ""
    if not str(row["url"]).startswith("http"):
        return html("{}{}", row["title"], year)
    return html('<a href="{}" rel="noreferrer" target="_blank">{}</a>{}', row["url"], row["title"], year)


@functools.cache
def fact_sheet(measure: str, lang: str) -> Markup:
    """What it is, where it goes, what it costs and does, and what it does for other opgaven."""
    row = table("measures").loc[measure]
    facts: list[tuple[str, Any]] = [
        ("where", row[f"where_{lang}"]),
        ("owner", t(f"owner.{row['owner']}", lang)),
        ("cost", html("{} {}", cost_text(row, lang), evidence(row["evidence"], lang, focus=True))),
        ("price_year", f"{row['price_year']:.0f}"),
        ("lifetime", t("sheet.years", lang, n=number(row["lifetime_years"], lang, 0))),
    ]
    if row["storage_m3_per_unit"] > 0:
        facts.append(
            ("storage", f"{number(1000 * row['storage_m3_per_unit'], lang)} {t('sheet.litre', lang)}")
        )
    if row["green_m2_per_unit"] > 0:
        facts.append(("green", f"{number(row['green_m2_per_unit'], lang)} m²"))
    if row["shade_m2_per_unit"] > 0:
        facts.append(("shade", f"{number(row['shade_m2_per_unit'], lang)} m²"))
    if row["effect_ramp_years"] > 0:
        facts.append(("ramp", t("sheet.years", lang, n=number(row["effect_ramp_years"], lang, 0))))
    if measure in not_calculated():
        facts.append(("effect", t("sheet.not_calculated", lang)))
    facts.append(("source", source_link(row["source"], lang)))
    scores = table("synergies").loc[measure]
    names = table("opgaven")[f"name_{lang}"]
    telling = scores[scores["score"] != 0].sort_values("score", ascending=False)
    return html(
        SHEET,
        what=row[f"what_{lang}"],
        facts=Markup("").join(
            html(
                "<dt>{}</dt><dd>{}</dd>",
                t(f"sheet.{key}", lang, unit=t(f"unit.one_{row['unit']}", lang)),
                text,
            )
            for key, text in facts
        ),
        synergy_head=t("sheet.synergy", lang),
        synergies=Markup("").join(
            html(
                '<li><b class="{}">{}</b> {}: {}</li>',
                "better" if one.score > 0 else "worse",
                f"+{one.score:.0f}" if one.score > 0 else f"−{-one.score:.0f}",
                names[one.Index],
                getattr(one, f"reason_{lang}"),
            )
            for one in telling.itertuples()
        )
        or html("<li>{}</li>", t("sheet.no_synergy", lang)),
    )


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

"""Maatregelen: choose measures, move their sliders, see cost, risk and synergy move with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import panel as pn
import xarray as xr
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap, round_breaks
from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.charts.package_rows import PARTS, HazardBars, SynergyDots
from dashboards.parts.charts.pairs import CostBenefit
from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import table_html
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.comparison_table import Comparison
from dashboards.parts.packages.fact_sheet import fact_sheet
from dashboards.sections.maatregelen.assumptions import AssumptionsPanel
from dashboards.sections.maatregelen.library import Library
from dashboards.sections.maatregelen.measure_slider import MeasureSlider
from dashboards.sections.maatregelen.package_bar import Packages
from kans_model.comparison.answers import HORIZON, MILLION, drawn_answers, odds
from kans_model.measures.portfolio import TARGETINGS, WORKED_OUT, Portfolio
from kans_model.measures.quantities import fitting_text, quantity_text
from kans_model.reports.chance_in_words import odds_text
from kans_model.reports.evidence import weakest
from kans_model.study.names import package_name
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import Band, Bands, drawn, p5_p95
from kans_model.words.amounts import money_and_range, money_change, money_short, number, percent, range_text
from kans_model.words.markup import html, options
from kans_model.words.problems import KansError
from kans_model.words.texts import t
from kans_model.words.typed import entered

BANDS_AFTER_MS = 60
PUBLIC_OWNERS = ("gemeente", "waterschap")
MANY_OWNERS = 0.6
"""Part of what fits on private ground beyond which nearly every owner would have to join in. [-]"""
FIRST_UPTAKE = 0.25
"""What a measure that is added starts with, if that much fits."""
TELLING_SHARE = 0.1
"""A measure colours the evidence of a headline from this share of it."""
BOTH_FALL = 0.5
"""From this share of the theme that falls most, a second theme is named beside it. [-]"""
QUESTIONS = ("capex", "avoided", "npv", "bcr", "deaths", "entered", "reach")

HEAD = """
<div class="page-head">
  <div><h1>{title}</h1>
  <p class="package"><span class="dot"></span><b data-slot="name"></b>
  <span class="small" data-slot="count"></span></p></div>
  <div class="tools">
    <button class="button" data-do="undo" data-key="undo" data-needs="can_undo">{undo}</button>
    <button class="button" data-do="redo" data-key="redo" data-needs="can_redo">{redo}</button>
    <button class="button" data-do="clear" data-key="clear" data-needs="count">{clear}</button>
  </div>
</div>
<div data-slot="notice"></div>
"""

AREA = """
<div class="field"><label for="area">{label}</label>
<select id="area" data-key="area" data-do="area" data-from="code">
<option value="">{none}</option>{options}</select></div>
<div data-slot="facts"></div>
<div role="alert" data-slot="refused"></div>
<div data-slot="fields"></div>
"""
CORRECT = """
<div class="fields">
<div class="field"><label for="typology">{typology} <span class="tag">{typology_tag}</span></label>
<select id="typology" data-do="typology" data-from="typology">{typologies}</select></div>
<div class="field"><label for="soil">{soil} <span class="tag">{soil_tag}</span></label>
<select id="soil" data-do="soil" data-from="soil">{soils}</select></div>
</div>
<p class="small">{correct}</p>
"""


HERE = """
<label class="pick"><input type="checkbox" data-do="here" data-measure="{measure}"{checked}> {name}</label>
"""
OVERRIDE = """
<div class="field override"><label for="q-{measure}">{name}, {unit}
<small id="m-{measure}">{most}</small></label>
<input id="q-{measure}" type="text" inputmode="decimal" value="{value}" placeholder="{rule}"
aria-describedby="m-{measure}" data-when="change" data-do="override" data-measure="{measure}"></div>
"""


class MaatregelenPage(Viewer):
    """One package: its sliders at the left, what they do at the right, next to the reference packages."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.areas = session.city.areas
        self.rough = session.city.indicative
        self.notes = file_notes(session)
        self.rows: dict[str, MeasureSlider] = {}
        self._laid_out, self._scaled_for = False, ""
        self.result: xr.Dataset = session.study.evaluate(session.portfolio)
        self.references = session.study.references()
        self.bands = Bands()
        self._waiting: Any = None
        self._draw()
        self._learn(self.result, self._drawn(session.portfolio))
        self._draw_references()
        self._show_references()
        self._show()
        session.param.watch(self.update, ["study", "package"])
        session.param.watch(self._show_area, "area")

    # --- laid out once -----------------------------------------------------------------------

    def _t(self, key: str, **values: Any) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def _draw(self) -> None:
        lang, study = self.lang, self.session.study
        self.head = LiveHtml(
            html(
                HEAD,
                title=t("page.maatregelen", lang),
                undo=self._t("undo"),
                redo=self._t("redo"),
                clear=self._t("clear"),
            )
        )
        self.packages = Packages(self.session)
        self.assumptions = AssumptionsPanel(self.session)
        self.outlook = study.outlook_key
        self.head.on("undo", lambda _data: self.session.undo())
        self.head.on("redo", lambda _data: self.session.redo())
        self.head.on("clear", lambda _data: self._clear())
        price_year = self.result.attrs["price_year"]
        self.figures = Figures(
            {
                "avoided": self._t("avoided", year=HORIZON),
                "capex": self._t("capex", year=price_year),
                "npv": self._t("npv"),
            },
            lang,
            short={name: self._t(f"{name}_short") for name in ("avoided", "capex", "npv")},
        )
        hazards = table("hazards")
        self.hazards = HazardBars(
            self._t("hazards_table"),
            dict(hazards[f"name_{lang}"]),
            lang,
            self.notes,
            apart={key: self._t("apart") for key in hazards.index[hazards["in_totals"] == 0]},
            rough=self.rough,
        )
        self.synergy = SynergyDots(
            self._t("synergy_table"), dict(table("opgaven")[f"name_{lang}"]), lang, self.notes
        )
        self.balance = CostBenefit(self._t("balance_table"), lang, self.notes)
        self.map = AreaMap(
            self._t("map_table", year=HORIZON),
            self.areas,
            lang,
            unit=self._t("map_unit"),
            palette=theme.DIVERGING,
            breaks=round_breaks(self._change_per_ha(study.evaluate(self.references["alles"])), signed=True),
            ends=(self._t("less"), self._t("more")),
            notes=self.notes,
        )
        self.map.on_choose(self._choose_area)
        self.map.on_tap(lambda _code: self.area.reveal("facts"))
        self.area = LiveHtml(
            html(
                AREA,
                label=t("table.area", lang),
                none=self._t("no_area"),
                options=options(self._area_names()),
            )
        )
        self.area.on("area", lambda data: self.map.choose(str(data.get("value", ""))))
        self.area.on(
            "override", lambda data: self._override(str(data.get("measure")), str(data.get("value", "")))
        )
        self.area.on("here", lambda data: self._here(str(data.get("measure")), bool(data.get("value"))))
        for name in ("typology", "soil"):
            self.area.on(name, lambda data, name=name: self._correct(name, str(data.get("value", ""))))
        self.sliders = pn.Column(sizing_mode="stretch_width", css_classes=["list"], stylesheets=[STYLES])
        self.under = LiveHtml(html('<div data-slot="empty"></div>{}', links(self._t("measures_table"), lang)))
        self.behind = Behind(self.under, self._t("measures_table"), self.measures_frame, lang, self.notes)
        self.library = Library(lang, self.session.portfolio.choices, self.add, self.remove)
        self._weigh_library()
        packages = {
            "own": (package_name(self.session.portfolio, lang), "own"),
            **{name: (t(f"portfolio.{name}", lang), name) for name in self.references},
        }
        questions = {
            key: (self._t(f"question_{key}", year=HORIZON), self._t(f"unit_{key}", year=price_year))
            for key in QUESTIONS
        }
        self.comparison = Comparison(
            self._t("comparison_table"), packages, questions, lang, self.notes, "odds.column_own"
        )
        self.sections = {
            "uptake": Section(
                self.sliders,
                self.under,
                title=self._t("uptake"),
                deck=self._t("uptake_deck", year=price_year),
            ),
            "assumptions": Section(
                self.assumptions, title=self._t("assumptions"), deck=self._t("assumptions_deck")
            ),
            "library": Section(self.library, title=self._t("library"), deck=self._t("library_deck")),
            "balance": Section(self.balance, deck=self._t("balance_deck", year=price_year)),
            "map": Section(self.map, deck=self._t("map_deck", year=HORIZON, unit=self._t("map_unit"))),
            "area": Section(self.area, title=self._t("area"), deck=self._t("area_deck")),
            "hazards": Section(self.hazards, deck=self._t("hazards_deck", year=HORIZON)),
            "synergy": Section(self.synergy, deck=self._t("synergy_deck")),
            "comparison": Section(
                self.comparison,
                *self._remarks(),
                title=self._t("comparison"),
                deck=self._t("comparison_deck_rough" if self.rough else "comparison_deck", year=price_year),
            ),
        }
        parts = {name: section.column for name, section in self.sections.items()}
        parts["library"].css_classes = [*parts["library"].css_classes, "screen"]
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(
            self.head,
            self.figures.compact,
            self.figures.view,
            self.packages,
            grid(
                pn.Column(
                    parts["uptake"],
                    parts["library"],
                    parts["balance"],
                    parts["assumptions"],
                    css_classes=["stack", "span-7"],
                    **stack,
                ),
                pn.Column(
                    *(parts[name] for name in ("map", "area", "hazards", "synergy")),
                    css_classes=["stack", "span-5"],
                    **stack,
                ),
            ),
            parts["comparison"],
            css_classes=["page"],
            **stack,
        )

    def _remarks(self) -> list[LiveHtml]:
        """What a reader would otherwise wonder about under the comparison."""
        if self.session.study.baseline.room.works_share.any():
            return []
        return [LiveHtml(html('<p class="notice">{}</p>', self._t("no_works", city=self.session.city.name)))]

    def _area_names(self) -> list[tuple[str, str]]:
        names = self.areas["name"].sort_values()
        return [(str(code), str(name)) for code, name in names.items()]

    # --- what the planner does ---------------------------------------------------------------

    def add(self, measure: str) -> None:
        """Put a measure in the package, at a quarter of what fits or at what is left."""
        if measure not in self.session.portfolio.choices:
            uptake = min(FIRST_UPTAKE, self._limit(measure))
            self.session.change(self.session.portfolio.with_uptake(measure, uptake, "everywhere"))

    def remove(self, measure: str) -> None:
        """Take a measure out of the package."""
        self.session.change(self.session.portfolio.without(measure))

    def _clear(self) -> None:
        portfolio = self.session.portfolio
        for measure in portfolio.choices:
            portfolio = portfolio.without(measure)
        self.session.change(portfolio)

    def _moved(self, measure: str, uptake_percent: int) -> None:
        choice = self.session.portfolio.choices.get(measure)
        if choice is not None and round(100 * choice["uptake"]) != uptake_percent:
            portfolio = self.session.portfolio.with_uptake(measure, uptake_percent / 100)
            self.session.change(portfolio, moving=measure)

    def _rested(self) -> None:
        self.session.rest()
        self._scale_balance()

    def _target(self, measure: str, targeting: str) -> None:
        choice = self.session.portfolio.choices[measure]
        if targeting in TARGETINGS or (targeting == WORKED_OUT and choice.get("pattern")):
            areas = choice["areas"]
            if targeting == "chosen" and not areas and self.session.area:
                areas = [self.session.area]
            self.session.change(
                self.session.portfolio.with_uptake(measure, choice["uptake"], targeting, areas)
            )

    def _here(self, measure: str, wanted: bool) -> None:
        """Count the chosen buurt in, or out, for a measure that goes to chosen buurten."""
        code, choice = self.session.area, self.session.portfolio.choices.get(measure)
        if code and choice is not None:
            areas = {*choice["areas"], code} if wanted else {*choice["areas"]} - {code}
            changed = self.session.portfolio.with_uptake(measure, choice["uptake"], "chosen", areas)
            self.session.change(changed)

    def _correct(self, column: str, value: str) -> None:
        """The planner knows better than the estimate."""
        if self.session.area and value in table({"typology": "typologies"}.get(column, "soils")).index:
            self.session.correct(self.session.area, **{column: value})

    def _override(self, measure: str, text: str) -> None:
        """A quantity by hand in the chosen buurt; an empty field gives it back to the rule."""
        code, portfolio = self.session.area, self.session.portfolio
        if not code or measure not in portfolio.choices:
            return
        quantity = entered(text, self.lang)
        if quantity is None and text.strip():
            self._refuse(self._t("no_number"))
            return
        changed = portfolio.with_quantity(measure, code, quantity)
        try:
            self.session.study.evaluate(changed)
        except KansError as error:
            self._refuse(error.text(self.lang))
            return
        self.session.change(changed)

    def _refuse(self, reason: str) -> None:
        self.area.show(refused=html('<p class="notice problem">{}</p>', reason))

    def aim(self, part: str) -> None:
        """Bring a part of the page into view: the assumptions, or the chosen buurt."""
        {"assumptions": self.assumptions.view, "area": self.area}[part].focus(part)

    def _choose_area(self, code: str) -> None:
        self.session.area = code

    # --- one evaluation per move -------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Evaluate the package once and write everything that shows it; bands follow in a later tick."""
        with pn.io.hold():
            self.result = self.session.study.evaluate(self.session.portfolio)
            self.areas = self.session.city.areas
            self._show()
        self._widen_soon()

    def _show_other_outlook(self) -> None:
        """What a corrected buurt or another assumption changes beside the package: the references."""
        self.outlook = self.session.study.outlook_key
        self._weigh_library()
        self._draw_references()

    def _draw_references(self) -> None:
        """The reference packages, also under every draw, and the one the headlines are held against."""
        evaluate = self.session.study.evaluate
        self.beside = {
            name: (evaluate(package), self._drawn(package)) for name, package in self.references.items()
        }
        works = self.beside["meekoppelen"][0]["capex_eur"].sum() > 0
        self.rival = "meekoppelen" if works else "niets_doen"

    def _odds(self, reference: str) -> dict[str, float]:
        """How often the package is better than a reference; nothing to say of an empty one."""
        return self.chances[reference] if self.session.portfolio.choices else {}

    def _show_references(self) -> None:
        """The references, and how often the package is better, by the draws of both."""
        self.chances = {
            name: odds(self.drawn_own, drawn_answers(ranges)) for name, (_, ranges) in self.beside.items()
        }
        for name, (result, ranges) in self.beside.items():
            self._show_comparison(name, result, ranges)

    def _weigh_library(self) -> None:
        base = self.session.study.baseline
        # whose effect is counted in no euro, or in euro of a theme that is unknown
        self.unpriced = ~(base.first_euro.acts_on & base.counted[:, None]).any(axis=0)
        self.library.weigh(base.first_euro.avoided_eur_per_keur, base.first_euro.acts_on, base.counted)

    def widen(self) -> None:
        """Work out the bands of the package and write them."""
        self._waiting = None
        middle, ranges = self.result, self._drawn(self.session.portfolio)
        self._learn(middle, ranges)
        with pn.io.hold():
            if self.outlook != self.session.study.outlook_key:
                self._show_other_outlook()
            self._show_references()
            self._show()

    def _widen_soon(self) -> None:
        """Bands when the slider pauses: while it moves, the middle values go first."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            self.widen()
            return
        if self._waiting is not None:
            document.remove_timeout_callback(self._waiting)
        self._waiting = document.add_timeout_callback(self.widen, BANDS_AFTER_MS)

    def _drawn(self, package: Portfolio) -> xr.Dataset:
        """The package under every draw."""
        return self.session.study.evaluate(package, drawn(self.session.study))

    def _learn(self, middle: xr.Dataset, ranges: xr.Dataset) -> None:
        """Keep how wide everything is that this page shows."""
        self.drawn_own = drawn_answers(ranges)
        at = {"horizon": HORIZON}
        learn = self.bands.learn
        for name in ("capex_eur", "npv_eur", "bcr"):
            learn(name, float(middle[name].sum()), *p5_p95(ranges[name]))
        for name in ("avoided_total_eur", "deaths_after"):
            learn(name, float(middle[name].sel(at).sum()), *p5_p95(ranges[name].sel(at)))
        for when in ("before", "after"):
            name = f"ead_{when}_eur"
            learn(name, self._by_hazard(middle[name]), *p5_p95(ranges[name].sel(at)))
        learn("avoided_eur", middle["avoided_eur"].sel(at), *p5_p95(ranges["avoided_eur"].sel(at)))
        capex, benefit = ranges["measure_capex_eur"].values, ranges["measure_benefit_eur"].values
        learn("measure_capex_eur", middle["capex_eur"], capex[0], capex[-1])
        learn("measure_benefit_eur", middle["present_value_benefit_eur"], benefit[0], benefit[-1])

    @staticmethod
    def _by_hazard(values: xr.DataArray) -> np.ndarray:
        """City totals in the shown year, unknown where no buurt is known."""
        return values.sel(horizon=HORIZON).sum("area", min_count=1).values

    def _show(self) -> None:
        choices = self.session.portfolio.choices
        if not self._laid_out or list(choices) != list(self.rows) or not all(map(self._has_row, choices)):
            self._lay_out_rows()
        self._show_head()
        self._show_figures()
        self._show_rows()
        self._show_hazards()
        self._show_balance()
        self._show_synergy()
        self._show_map()
        self.comparison.rename("own", package_name(self.session.portfolio, self.lang))
        self._show_comparison("own", self.result)
        self._show_area()
        self.packages.show(float(self.result["capex_eur"].sum()))
        self.assumptions.show()

    def _lay_out_rows(self) -> None:
        """One row per measure; rows that stay are kept as they are."""
        self._laid_out = True
        choices, names = self.session.portfolio.choices, table("measures")[f"name_{self.lang}"]
        self.rows = {
            measure: self.rows[measure] if self._has_row(measure) else self._row(measure)
            for measure in choices
        }
        self.sliders[:] = list(self.rows.values())
        self.balance.lay_out([names[measure] for measure in choices])
        self._scale_balance()
        self.library.choose(choices)
        empty = html('<p class="notice">{}</p>', self._t("empty"))
        self.under.show(empty="" if choices else empty)

    def _has_row(self, measure: str) -> bool:
        """Whether there is a row for a measure that can say where it goes."""
        row = self.rows.get(measure)
        return row is not None and self.session.portfolio.choices[measure]["targeting"] in row.rules

    def _row(self, measure: str) -> MeasureSlider:
        row, choice = table("measures").loc[measure], self.session.portfolio.choices[measure]
        has_works = self.session.study.baseline.room.works_share.any()
        rules = [rule for rule in TARGETINGS if rule != "works" or has_works]
        if choice.get("pattern"):
            rules.append(WORKED_OUT)
        if choice["targeting"] not in rules:
            rules.append(choice["targeting"])
        slider = MeasureSlider(
            measure=measure,
            label=row[f"name_{self.lang}"],
            lang=self.lang,
            targeting=choice["targeting"],
            rules=[(rule, t(f"targeting.{rule}", self.lang)) for rule in rules],
            private=row["owner"] not in PUBLIC_OWNERS,
            value=round(100 * choice["uptake"]),
        )
        slider.param.watch(lambda event: self._moved(measure, event.new), "value")
        slider.on("rest", lambda _data: self._rested())
        slider.on("remove", lambda _data: self.remove(measure))
        slider.on("targeting", lambda data: self._target(measure, str(data.get("value", ""))))
        slider.on("sheet", lambda _data: slider.toggle_sheet(fact_sheet(measure, self.lang)))
        return slider

    def _limit(self, measure: str) -> float:
        return self.session.study.baseline.room.share_that_fits(self.result["quantity"].values, measure)

    def _show_head(self) -> None:
        portfolio, session = self.session.portfolio, self.session
        self.head.show(
            name=package_name(self.session.portfolio, self.lang),
            count=self._t("count", n=len(portfolio.choices)) if portfolio.choices else "",
            can_undo="1" if session.can_undo else "",
            can_redo="1" if session.can_redo else "",
            notice=notices(session, self.result),
        )

    def _show_figures(self) -> None:
        result, lang = self.result, self.lang
        at = {"horizon": HORIZON}
        damage = float(np.nansum(self._in_totals(result["ead_before_eur"].sel(at))))
        capex = float(result["capex_eur"].sum())
        effect = weakest(["derived", *self._telling("evidence_effect", "present_value_benefit_eur")])
        self._show_figure(
            "avoided",
            self.bands.around("avoided_total_eur", result["avoided_total_eur"].sel(at)),
            kind=effect,
            note=self._t("of_damage", damage=money_short(damage, lang)),
        )
        residents = float(self.areas["residents"].sum())
        per_resident = number(capex / residents, lang, 0) if residents else t("unknown", lang)
        upkeep = money_short(float(result["opex_eur_per_year"].sum()), lang)
        self._show_figure(
            "capex",
            self.bands.around("capex_eur", capex),
            kind=weakest(self._telling("evidence", "capex_eur")),
            note=self._t("per_resident", amount=per_resident, upkeep=upkeep),
        )
        low, ratio, high = self.bands.around("bcr", result["bcr"])
        ratios = {"ratio": number(float(ratio), lang, 2), "band": range_text(low, high, lang, 2)}
        self._show_figure(
            "npv",
            self.bands.around("npv_eur", result["npv_eur"]),
            kind=effect,
            note=self._t("bcr", years=self.session.study.scenario.period_years, **ratios) if capex else "",
            change=True,
        )

    def _since_saved(self, name: str, middle: float) -> str:
        """How far a headline moved since the version the planner saved on purpose; '' when it did not."""
        milestone = self.session.milestone
        if milestone is None or self.session.portfolio.id not in [own.id for own in milestone.portfolios]:
            return ""
        then = milestone.evaluate(self.session.portfolio.id)
        value = {
            "avoided": lambda: then["avoided_total_eur"].sel(horizon=HORIZON),
            "capex": lambda: then["capex_eur"].sum(),
            "npv": lambda: then["npv_eur"],
        }[name]()
        change = middle - float(value)
        if abs(change) < 1:
            return ""
        return t("packages.since", self.lang, change=money_change(change, self.lang))

    def _show_figure(
        self, name: str, band: Band, *, kind: str | None, note: str, change: bool = False
    ) -> None:
        low, middle, high = (float(one) for one in band)
        nothing = low == middle == high == 0
        key = "niets_doen" if name == "npv" else self.rival  # a balance is held against nought
        rival = t(f"portfolio.{key}", self.lang)
        chance = odds_text(f"odds.{name}", self._odds(key).get(name, np.nan), self.lang, rival=rival)
        note = "; ".join(filter(None, [note, self._since_saved(name, middle), chance]))
        text, span = money_and_range(middle, low, high, self.lang, signed=change)
        self.figures.show(
            name,
            number=text,
            range_text="" if nothing or not np.isfinite(low) else span,
            kind=None if nothing else kind,
            note=note,
            rough=self.rough and not nothing,
        )

    def _in_totals(self, values: xr.DataArray) -> np.ndarray:
        return values.sel(hazard=self.result.attrs["hazards_included"]).values

    def _telling(self, column: str, amount: str) -> list[str]:
        """Evidence classes of the measures that make up a tenth or more of an amount."""
        amounts = self.result[amount].values
        total = amounts.sum()
        telling = amounts >= TELLING_SHARE * total if total > 0 else np.zeros(len(amounts), bool)
        return list(table("measures")[column][telling])

    def _show_rows(self) -> None:
        result, portfolio, base = self.result, self.session.portfolio, self.session.study.baseline
        self.room = room = base.room
        choices = portfolio.choices
        quantity = result["quantity"].values
        totals = quantity.sum(axis=1)
        asked = portfolio.rule_quantities(room, base.first_euro.need_eur_per_ha).sum(axis=1)
        low, capex, high = self.bands.around("measure_capex_eur", result["capex_eur"])
        measures = table("measures")
        names, units, kinds = (measures[column] for column in (f"name_{self.lang}", "unit", "evidence"))
        for measure, slider in self.rows.items():
            place = measures.index.get_loc(measure)
            slider.value = round(100 * choices[measure]["uptake"])
            slider.targeting = choices[measure]["targeting"]
            limit = room.share_that_fits(quantity, measure)
            granted = 1.0
            if asked[place] > 0 and measure not in portfolio.explicit:
                granted = totals[place] / asked[place]
            holder = room.holder(quantity, measure) if limit < 1 or granted < 1 else None
            held = [names[holder]] if holder else []
            chosen = len(choices[measure]["areas"]) if choices[measure]["targeting"] == "chosen" else None
            slider.show(
                chosen=chosen,
                by_hand=len(portfolio.explicit.get(measure, {})),
                quantity=quantity_text(totals[place], units[measure], self.lang),
                euro=self._millions(capex[place]),
                range_text=self._millions_range(low[place], high[place]),
                kind=kinds[measure],
                holders=held,
                limit=int(100 * limit + 1e-6),
                granted=granted,
                rough=self.rough,
                uptake=choices[measure]["uptake"],
                remark=self._remark(measure),
            )
        self.behind.refresh()

    def _remark(self, measure: str) -> str:
        """Where an optimum asks nearly every owner to join in, which no optimum can make them do."""
        choice, owner = self.session.portfolio.choices[measure], table("measures")["owner"][measure]
        unlikely = owner not in PUBLIC_OWNERS and choice["uptake"] > MANY_OWNERS
        return t("slider.nearly_all_owners", self.lang) if unlikely and choice.get("pattern") else ""

    def _millions(self, eur: float) -> str:
        """An amount in millions, as small as it is: one unit for the whole column."""
        return t("unit.amount_meur", self.lang, n=number(eur / MILLION, self.lang, _digits(eur)))

    def _millions_range(self, low: float, high: float) -> str:
        if not np.isfinite(low) or low == high == 0:
            return ""
        return range_text(low / MILLION, high / MILLION, self.lang, _digits(high))

    def _show_hazards(self) -> None:
        result = self.result
        middles = {
            "before": ("ead_before_eur", self._by_hazard(result["ead_before_eur"])),
            "after": ("ead_after_eur", self._by_hazard(result["ead_after_eur"])),
            "avoided": ("avoided_eur", result["avoided_eur"].sel(horizon=HORIZON).values),
        }
        columns = {
            f"{what}_{part}": values / MILLION
            for what, named in middles.items()
            for part, values in zip(PARTS, self.bands.around(*named), strict=True)
        }
        if self.bands and self._scaled_for != self.outlook:  # another outlook, never a slider, moves the axis
            self._scaled_for = self.outlook
            self.hazards.scale_to(float(np.nanmax(columns["before_high"], initial=0)))
        self.hazards.show(**columns)
        avoided = columns["avoided_mid"]
        known = np.nan_to_num(avoided)
        names = table("hazards")[f"name_{self.lang}"]
        title = ""
        if known.max() > 0:
            first, second = (names.iloc[int(place)] for place in np.argsort(-known)[:2])
            both = np.sort(known)[-2] >= BOTH_FALL * known.max()
            title = (
                self._t("hazards_both", theme=first, other=second.lower())
                if both
                else self._t("hazards_title", theme=first)
            )
        self.sections["hazards"].show(title=title or self._t("hazards_question"))

    def _chosen(self, name: str) -> np.ndarray:
        """A result per chosen measure, in the order of the sliders."""
        return self.result[name].sel(measure=list(self.rows)).values

    def _show_balance(self) -> None:
        columns = self._balance_columns()
        self.balance.show(**columns)
        cost, benefit = columns["cost_mid"], columns["benefit_mid"]
        pays = int((benefit > cost).sum())
        self.sections["balance"].show(
            title=self._t("balance_title", n=pays, of=len(cost)) if len(cost) else self._t("balance_question")
        )

    def _balance_columns(self) -> dict[str, np.ndarray]:
        """Cost and benefit of the chosen measures with their bands; cost as uncertain as its investment."""
        places = [table("measures").index.get_loc(measure) for measure in self.rows]
        bands = self.bands.around("measure_benefit_eur", self.result["present_value_benefit_eur"])
        columns = {f"benefit_{part}": one[places] / MILLION for part, one in zip(PARTS, bands, strict=True)}
        for one in columns.values():
            one[self.unpriced[places]] = np.nan
        cost = self._chosen("present_value_cost_eur") / MILLION
        capex = [one[places] for one in self.bands.around("measure_capex_eur", self.result["capex_eur"])]
        for part, one in zip(PARTS, capex, strict=True):
            ratio = np.divide(one, capex[1], out=np.ones_like(cost), where=capex[1] > 0)
            columns[f"cost_{part}"] = cost * ratio
        return columns

    def _scale_balance(self) -> None:
        amounts = np.concatenate(list(self._balance_columns().values()))
        self.balance.scale_to(float(np.max(np.nan_to_num(amounts), initial=0)))

    def _show_synergy(self) -> None:
        reach = self.result["reach_pct"].values
        self.synergy.show(reach=reach, mean=self.result["mean_score"].values)
        names = table("opgaven")[f"name_{self.lang}"]
        title = self._t("synergy_title", opgave=names.iloc[int(reach.argmax())]) if reach.max() > 0.5 else ""
        self.sections["synergy"].show(title=title or self._t("synergy_question"))

    def _change_per_ha(self, result: xr.Dataset) -> np.ndarray:
        """Change of damage per area over the hazards in totals; unknown where all are. [kEUR/ha/yr]"""
        at = {"horizon": HORIZON, "hazard": result.attrs["hazards_included"]}
        change = (result["ead_after_eur"] - result["ead_before_eur"]).sel(at).sum("hazard", min_count=1)
        return change.values / 1e3 / (self.areas["area_m2"].to_numpy() / 1e4)

    def _show_map(self) -> None:
        change = self._change_per_ha(self.result)
        self.map.show(change)
        best = self.areas["name"].iloc[int(np.nanargmin(change))] if np.isfinite(change).any() else ""
        title = self._t("map_title", area=best) if best and np.nanmin(change) < 0 else self._t("map_question")
        self.sections["map"].show(title=title)

    # --- beside the reference packages -------------------------------------------------------

    def _answers(
        self, result: xr.Dataset, ranges: xr.Dataset | None
    ) -> dict[str, tuple[float, float, float]]:
        """Middle, low and high of each question, in the unit of its row; no band where none is drawn."""
        at = {"horizon": HORIZON}
        middles = {
            "capex": ("capex_eur", result["capex_eur"].sum() / MILLION),
            "avoided": ("avoided_total_eur", result["avoided_total_eur"].sel(at) / MILLION),
            "npv": ("npv_eur", result["npv_eur"] / MILLION),
            "bcr": ("bcr", result["bcr"]),
            "deaths": ("deaths_after", result["deaths_after"].sel(at).sum()),
            "entered": ("", result["entered_after"].sel(event=100).sum()),
            "reach": ("", result["reach_pct"].mean()),
        }
        answers = {}
        for question in QUESTIONS:
            name, middle = middles[question]
            unit = 1.0 if question in ("bcr", "deaths") else MILLION
            low, high = np.nan, np.nan
            if name and ranges is not None:
                values = ranges[name].sel(at) if "horizon" in ranges[name].dims else ranges[name]
                low, high = (float(one) / unit for one in p5_p95(values))
            elif name:
                low, _, high = (float(one) / unit for one in self.bands.around(name, middle * unit))
            answers[question] = (float(middle), low, high)
        return answers

    def _show_comparison(self, package: str, result: xr.Dataset, ranges: xr.Dataset | None = None) -> None:
        lang, texts = self.lang, {}
        answers = self._answers(result, ranges)
        chances = {} if package == "own" else self._odds(package)
        digits = {"capex": 1, "avoided": 2, "npv": 0, "bcr": 2, "deaths": 1, "entered": 0, "reach": 0}
        for question, (middle, low, high) in answers.items():
            if question == "bcr" and not np.isfinite(middle):
                texts[question] = ("–", "")
                continue
            has_band = np.isfinite(low) and not low == high == 0
            band = range_text(low, high, lang, digits[question]) if has_band else ""
            value = number(middle, lang, 0 if middle == 0 else digits[question])
            lines = (band, t("figure.middle", lang, n=value)) if self.rough and band else (value, band)
            texts[question] = (*lines, odds_text("odds.own_better", chances.get(question, np.nan), lang))
        self.comparison.show(package, texts, answers, chances)

    # --- one buurt ---------------------------------------------------------------------------

    def _show_area(self, *_events: object) -> None:
        """What the package does in the chosen buurt."""
        code, lang = self.session.area, self.lang
        self.map.choose(code)
        if not code:
            self.area.show(code="", facts=html('<p class="quiet">{}</p>', self._t("area_none")), fields="")
            return
        here = self.result.sel(area=code, horizon=HORIZON)
        change = (here["ead_before_eur"] - here["ead_after_eur"]).sel(
            hazard=self.result.attrs["hazards_included"]
        )
        measures, row = table("measures"), self.areas.loc[code]
        quantity = here["quantity"].sel(measure=list(self.rows)).values
        frame = pd.DataFrame(
            {
                t("table.measure", lang): [measures[f"name_{lang}"][measure] for measure in self.rows],
                self._t("here"): [
                    quantity_text(amount, measures["unit"][measure], lang)
                    for measure, amount in zip(self.rows, quantity, strict=True)
                ],
            }
        )
        facts = self._t(
            "area_facts",
            area=row["name"],
            residents=number(row["residents"], lang),
            older=percent(row["share_65plus"], lang),
            avoided=money_short(float(change.sum()), lang),
            typology=table("typologies")[f"name_{lang}"][row["typology"]].lower(),
            guess=self._t("estimated") if self.session.city.estimated("typology")[code] else "",
        )
        fields = html(
            CORRECT,
            typology=self._t("typology"),
            typologies=options(table("typologies")[f"name_{lang}"].items()),
            soil=self._t("soil"),
            soils=options(table("soils")[f"name_{lang}"].items()),
            correct=self._t("correct"),
            **{
                f"{column}_tag": self._t("guess") if self.session.city.estimated(column)[code] else ""
                for column in ("typology", "soil")
            },
        )
        self.area.show(
            code=code,
            facts=html(
                '<p class="revealed" data-key="facts">{}</p>{}{}{}',
                facts,
                table_html(frame, lang, row["name"]),
                self._here_boxes(code),
                self._overrides(code),
            ),
            refused="",
            fields=fields,
            typology=row["typology"],
            soil=row["soil"],
        )

    def _here_boxes(self, code: str) -> Markup:
        """A tick per measure that goes to chosen buurten: whether this is one of them."""
        names, choices = table("measures")[f"name_{self.lang}"], self.session.portfolio.choices
        boxes = [
            html(
                HERE,
                measure=measure,
                name=names[measure],
                checked=Markup(" checked") if code in choice["areas"] else "",
            )
            for measure, choice in choices.items()
            if choice["targeting"] == "chosen"
        ]
        if not boxes:
            return Markup("")
        legend = self._t("here_too")
        return html(
            '<fieldset class="choose"><legend>{}</legend>{}</fieldset>', legend, Markup("").join(boxes)
        )

    def _overrides(self, code: str) -> Markup:
        """A field per measure for its quantity in this buurt."""
        measures, explicit = table("measures"), self.session.portfolio.explicit
        room = self.room
        most = self.session.portfolio.most_by_hand(room, code)
        fields = Markup("").join(
            html(
                OVERRIDE,
                measure=measure,
                name=measures[f"name_{self.lang}"][measure],
                unit=t(f"unit.one_{measures['unit'][measure]}", self.lang),
                value=number(explicit[measure][code], self.lang) if code in explicit.get(measure, {}) else "",
                most=self._t(
                    "at_most",
                    quantity=fitting_text(most[room.place[measure]], measures["unit"][measure], self.lang),
                ),
                rule=self._t("by_rule"),
            )
            for measure in self.rows
        )
        is_open = Markup(" open") if any(code in areas for areas in explicit.values()) else ""
        return html("<details{}><summary>{}</summary>{}</details>", is_open, self._t("by_hand"), fields)

    # --- the table of measures ---------------------------------------------------------------

    def measures_frame(self) -> pd.DataFrame:
        """The chosen measures with everything that is counted for them."""
        lang, measures = self.lang, table("measures").loc[list(self.rows)]
        choices = [self.session.portfolio.choices[measure] for measure in self.rows]
        return pd.DataFrame(
            {
                t("table.measure", lang): measures[f"name_{lang}"].tolist(),
                t("slider.where", lang): [t(f"targeting.{choice['targeting']}", lang) for choice in choices],
                self._t("column_uptake"): [100 * choice["uptake"] for choice in choices],
                self._t("column_quantity"): self._chosen("quantity").sum(axis=1),
                self._t("column_unit"): [t(f"unit.one_{unit}", lang) for unit in measures["unit"]],
                self._t("column_capex"): self._chosen("capex_eur"),
                self._t("column_opex"): self._chosen("opex_eur_per_year"),
                self._t("column_cost"): self._chosen("present_value_cost_eur"),
                self._t("column_benefit"): self._chosen("present_value_benefit_eur"),
                self._t("column_evidence"): [t(f"evidence.{kind}", lang) for kind in measures["evidence"]],
            }
        )

    def __panel__(self) -> Viewable:
        return self.layout


def _digits(eur: float) -> int:
    """Decimals of an amount in millions: three or so figures, whatever its size."""
    return 0 if eur >= 100 * MILLION else 1 if eur >= MILLION else 2


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return MaatregelenPage(session)


if pn.state.served:
    pn.extension(reconnect=True)
    Shell(Session.opened(), {"maatregelen": page}, "maatregelen").servable()

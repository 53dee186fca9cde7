"""Vergelijken: packages side by side, what sets them apart, and what it takes to change the order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import panel as pn
import xarray as xr
from bokeh.models import BasicTicker, ColumnDataSource, Range1d, Slope
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap, round_breaks
from dashboards.parts.charts.canvas import bare, pane, tick_format
from dashboards.parts.charts.package_rows import PackageDots
from dashboards.parts.charts.row_chart import nice_end
from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tabs import tab_list
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.comparison_table import Comparison
from dashboards.parts.packages.looks import chosen_packages, first_choice, known_packages
from dashboards.parts.packages.marks import package_mark, row_shape
from dashboards.parts.packages.reckoned_tab import ReckonedTab
from dashboards.sections.vergelijken.certain.certain_tab import CertainTab
from dashboards.sections.vergelijken.climate.climate_tab import ClimateTab
from dashboards.sections.vergelijken.optimum.optimum_tab import OptimumTab
from kans_model.comparison.answers import HORIZON, MILLION, drawn_answers, odds
from kans_model.comparison.ranking import NEARLY_EQUAL, normalised, turning_share, weighted_score
from kans_model.comparison.ranking import order as by_size
from kans_model.outlook.scenario import HEAT_VALUES, Scenario
from kans_model.reports.chance_in_words import odds_text
from kans_model.reports.changes_in_words import choice_name
from kans_model.study.references import REFERENCES
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.words.amounts import change, money_change, money_short, number, percent, range_text
from kans_model.words.markup import html, options
from kans_model.words.texts import t

FEWEST, MOST = 2, 6
CRITERIA = {"avoided": True, "cost": False, "npv": True, "people": True, "synergy": True}
"""What packages are weighed on, and whether more is better."""
QUESTIONS = ("capex", "cost", "benefit", "npv", "bcr", "avoided", "deaths", "entered", "reach")
LOW_INCOME_SHARE = 0.4
MARGIN = 0.05
"""Of the axes below zero, so that the mark of a package that does nothing is seen whole. [-]"""

HEAD = """
<div class="page-head"><div><h1>{title}</h1><p class="deck">{deck}</p></div></div>
<fieldset class="choose"><legend>{choose}</legend>{boxes}</fieldset>
<div class="field"><label for="base">{base}</label>
<select id="base" data-do="base" data-from="base">{options}</select></div>
<div role="status" data-slot="notice"></div>
<div data-slot="notices"></div>
<div data-slot="decisive"></div>
"""
BOX = """<label class="pick"><input type="checkbox" data-do="pick" data-name="{key}"{checked}>
{mark} {name}</label>"""
WEIGHT = """<div class="assumption"><label for="w-{key}">{name}</label>
<input id="w-{key}" type="range" min="0" max="100" step="5" value="{value}" data-do="weight"
data-name="{key}">
<output data-slot="w_{key}"></output><span data-slot="turn_{key}"></span></div>"""
MAP_CHOICE = """<div class="field"><label for="{key}">{label}</label>
<select id="{key}" data-do="map" data-name="{key}" data-from="{key}">{options}</select></div>"""


TABS: dict[str, Callable[[Session], Viewable]] = {
    "beside": lambda _session: pn.Column(),  # the page itself
    "optimum": OptimumTab,
    "certain": CertainTab,
    "climate": ClimateTab,
}
"""The parts of the page, in the order they stand."""


class VergelijkenPage(Viewer):
    """Two to six packages, the reference packages one click away."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.rough, self.notes = session.city.indicative, file_notes(session)
        self.chosen = chosen_packages(session)
        self.base = session.query.get("base", "niets_doen")
        self.weights = dict.fromkeys(CRITERIA, 50)
        self.head = LiveHtml()
        for action in ("pick", "base"):
            self.head.on(action, getattr(self, f"_{action}"))
        self.body = pn.Column(css_classes=["stack"], sizing_mode="stretch_width", stylesheets=[STYLES])
        self.tabs = LiveHtml()
        self.tabs.on("tab", lambda data: self.open_tab(str(data.get("name"))))
        self.beside = pn.Column(
            self.head,
            self.body,
            css_classes=["stack"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
        )
        self.opened: dict[str, Viewable] = {"beside": self.beside}
        self.shown = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.layout = pn.Column(
            self.tabs,
            self.shown,
            css_classes=["page"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
        )
        self._lay_out()
        asked = session.query.get("tab", "")
        self.open_tab(asked if asked in TABS else "beside")
        session.param.watch(self.update, "study")

    def open_tab(self, name: str) -> None:
        """Show a part of the page; it is drawn when it is first opened."""
        if name not in TABS:
            return
        with pn.io.hold():
            if name == "beside" and chosen_packages(self.session) != self.chosen:
                self.update()
            if name not in self.opened:
                self.opened[name] = TABS[name](self.session)
            elif isinstance(again := self.opened[name], ReckonedTab):
                again.open()
            self.shown[:] = [self.opened[name]]
            names = {one: self._t(f"tab_{one}") for one in TABS}
            self.tabs.html = str(tab_list(names, name, self._t("tabs")))
        if pn.state.location is not None:
            pn.state.location.update_query(tab=name)

    def aim(self, part: str) -> None:
        """Where a link leads: one of the tabs."""
        self.open_tab(part)

    def _t(self, key: str, **values: Any) -> str:
        return t(f"vergelijken.{key}", self.lang, **values)

    # --- packages ----------------------------------------------------------------------------

    def all_packages(self) -> dict[str, tuple[str, str]]:
        """Own and reference packages: id → (name, look)."""
        return known_packages(self.session)

    def packages(self) -> dict[str, tuple[str, str]]:
        """The packages on the page."""
        known = self.all_packages()
        return {key: known[key] for key in known if key in self.chosen}

    def _name(self, key: str) -> str:
        return self.all_packages()[key][0]

    # --- laid out when the choice of packages changes ------------------------------------------

    def _lay_out(self) -> None:
        lang, packages = self.lang, self.packages()
        self._laid_out = dict(self.all_packages())
        self.base = self.base if self.base in packages else next(iter(packages))
        boxes = Markup("").join(
            html(
                BOX,
                key=key,
                name=name,
                mark=package_mark(look),
                checked=Markup(" checked") if key in packages else "",
            )
            for key, (name, look) in self.all_packages().items()
        )
        pairs = [(key, name) for key, (name, _) in packages.items()]
        self.head.html = str(
            html(
                HEAD,
                title=t("page.vergelijken", lang),
                deck=self._t("deck"),
                choose=self._t("choose", few=FEWEST, most=MOST),
                boxes=boxes,
                base=self._t("base"),
                options=options(pairs),
            )
        )
        questions = {key: (self._t(f"question.{key}"), self._t(f"unit.{key}")) for key in QUESTIONS}
        self.differences = Comparison(self._t("differences"), packages, questions, lang, self.notes)
        looks = {
            key: (name, theme.PACKAGES[look][0], row_shape(look)) for key, (name, look) in packages.items()
        }
        hazards = table("hazards")[f"name_{lang}"]
        self.hazards = PackageDots(
            self._t("hazards"),
            [hazards[hazard] for hazard in HAZARDS],
            looks,
            lang,
            unit=t("unit.meur_per_year", lang),
            first=t("table.theme", lang),
            notes=self.notes,
        )
        self.synergy = PackageDots(
            self._t("synergy"),
            table("opgaven")[f"name_{lang}"].tolist(),
            looks,
            lang,
            unit="%",
            first=t("table.opgave", lang),
            notes=self.notes,
        )
        self._lay_out_scatter(packages)
        self._lay_out_weights()
        self._lay_out_maps(pairs)
        legend = Markup(" ").join(
            html('<span class="pick">{} {}</span>', package_mark(look), name)
            for name, look in packages.values()
        )
        keys = [LiveHtml(html('<p class="legend small">{}</p>', legend)) for _ in range(2)]
        self.equity = LiveHtml(html('<div data-slot="told"></div>'))
        sections = {
            "differences": Section(
                self.differences,
                title=self._t("differences"),
                deck=self._t("differences_deck_rough" if self.rough else "differences_deck", year=HORIZON),
            ),
            "scatter": Section(
                pane(self.plot), self.scatter_key, title=self._t("scatter"), deck=self._t("scatter_deck")
            ),
            "weights": Section(self.weighing, title=self._t("weights"), deck=self._t("weights_deck")),
            "hazards": Section(
                keys[0], self.hazards, title=self._t("hazards"), deck=self._t("hazards_deck", year=HORIZON)
            ),
            "synergy": Section(keys[1], self.synergy, title=self._t("synergy"), deck=self._t("synergy_deck")),
            "maps": Section(
                self.map_choice,
                grid(
                    *(
                        pn.Column(
                            one,
                            css_classes=["span-6"],
                            sizing_mode="stretch_width",
                            stylesheets=[STYLES],
                        )
                        for one in self.maps
                    )
                ),
                title=self._t("maps"),
                deck=self._t("maps_deck", year=HORIZON),
            ),
            "equity": Section(self.equity, title=self._t("equity"), deck=self._t("equity_deck")),
        }
        self.sections = sections
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        column = {name: section.column for name, section in sections.items()}
        self.body[:] = [
            column["differences"],
            grid(
                pn.Column(column["scatter"], column["hazards"], css_classes=["stack", "span-6"], **stack),
                pn.Column(column["weights"], column["synergy"], css_classes=["stack", "span-6"], **stack),
            ),
            column["maps"],
            column["equity"],
        ]
        self._show()

    def _lay_out_scatter(self, packages: dict[str, tuple[str, str]]) -> None:
        looks = [theme.PACKAGES[look] for _, look in packages.values()]
        self.points = ColumnDataSource(
            {
                "name": [name for name, _ in packages.values()],
                "colour": [look[0] for look in looks],
                "text": [look[1] for look in looks],
                "marker": [look[2] for look in looks],
                "below": [16 if place % 2 else -6 for place in range(len(looks))],
                "beside": [10] * len(looks),
                "align": ["left"] * len(looks),
                "size": [18 if key == "niets_doen" else 12 for key in packages],
                "fill": [0.0 if key == "niets_doen" else 1.0 for key in packages],
                **{
                    f"{what}_{part}": np.zeros(len(looks))
                    for what in ("cost", "benefit")
                    for part in ("low", "mid", "high")
                },
            }
        )
        self.plot = bare(height=320, x_range=Range1d(0, 1), y_range=Range1d(0, 1))
        self.plot.xaxis.axis_label, self.plot.yaxis.axis_label = self._t("axis_cost"), self._t("axis_benefit")
        for axis in (*self.plot.xaxis, *self.plot.yaxis):
            axis.formatter, axis.ticker = tick_format(self.lang), BasicTicker(desired_num_ticks=4)
        self.plot.add_layout(Slope(gradient=1, y_intercept=0, line_color=theme.EDGE, line_dash="dashed"))
        source = self.points
        segments = (
            ("cost_low", "benefit_mid", "cost_high", "benefit_mid"),
            ("cost_mid", "benefit_low", "cost_mid", "benefit_high"),
        )
        for x0, y0, x1, y1 in segments:
            self.plot.segment(x0, y0, x1, y1, source=source, color="colour", line_width=2, line_alpha=0.6)
        self.plot.scatter(
            "cost_mid", "benefit_mid", source=source, marker="marker", color="colour", size="size",
            fill_alpha="fill", line_width=2,
        )  # fmt: skip
        self.plot.text(
            "cost_mid", "benefit_mid", "name", source=source, text_color="text", x_offset="beside",
            text_align="align",
            y_offset="below", text_font_size="13px", text_font={"value": theme.NUMBER_FONT},
        )  # fmt: skip
        self.scatter_key = LiveHtml(
            html('<p class="spoken" data-slot="spoken"></p>{}', links(self._t("scatter_table"), self.lang))
        )
        self.behind_scatter = Behind(
            self.scatter_key, self._t("scatter_table"), self.scatter_frame, self.lang, self.notes
        )

    def _lay_out_weights(self) -> None:
        rows = Markup("").join(
            html(WEIGHT, key=key, name=self._t(f"criterion.{key}"), value=self.weights[key])
            for key in CRITERIA
        )
        self.weighing = LiveHtml(
            html('<ol class="ranked" data-slot="order"></ol><div class="weights">{}</div>', rows)
        )
        self.weighing.on("weight", self._weight)

    def _lay_out_maps(self, pairs: list[tuple[str, str]]) -> None:
        keys = [key for key, _ in pairs]
        shown = [key for key in keys if key != "niets_doen"]
        self.mapped = (
            {"left": shown[0], "right": shown[-1]} if shown else {"left": keys[0], "right": keys[-1]}
        )
        self.map_choice = LiveHtml(
            html(
                '<div class="fields">{}</div>',
                Markup("").join(
                    html(MAP_CHOICE, key=key, label=self._t(key), options=options(pairs))
                    for key in self.mapped
                ),
            )
        )
        self.map_choice.on("map", self._map)
        widest = self._avoided_per_ha(self.session.study.evaluate("alles"))
        self.maps = [
            AreaMap(
                self._t("map_table", side=self._t(side)),
                self.session.city.areas,
                self.lang,
                unit=self._t("map_unit"),
                palette=theme.DIVERGING,
                breaks=round_breaks(widest, signed=True),
                ends=(t("maatregelen.less", self.lang), t("maatregelen.more", self.lang)),
                notes=self.notes,
            )
            for side in self.mapped
        ]
        for one in self.maps:
            one.on_choose(self._choose)

    # --- what the planner does ---------------------------------------------------------------

    def _pick(self, data: dict[str, Any]) -> None:
        key, wanted = str(data.get("name")), bool(data.get("value"))
        if key not in self.all_packages():
            return
        ticked = {*self.chosen, key} if wanted else {*self.chosen} - {key}
        chosen = [one for one in self.all_packages() if one in ticked]
        if not FEWEST <= len(chosen) <= MOST:
            self._lay_out()  # puts the tick back
            self.head.show(
                notice=html('<p class="notice">{}</p>', self._t("how_many", few=FEWEST, most=MOST))
            )
            return
        self.chosen = chosen
        self._remember(cmp=",".join(chosen))
        with pn.io.hold():
            self._lay_out()
            self.head.show(notice="")

    def _base(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self.packages():
            self.base = str(data["value"])
            self._remember()
            with pn.io.hold():
                self._show()

    def _remember(self, **choices: str) -> None:
        """Ticks and base in the address, so that a reload and the other tabs keep them."""
        self.session.remember(**choices, base=self.base)

    def _weight(self, data: dict[str, Any]) -> None:
        key = str(data.get("name"))
        if key in self.weights:
            self.weights[key] = int(min(max(float(data.get("value", 0)), 0), 100))
            with pn.io.hold():
                self._show_order()

    def _map(self, data: dict[str, Any]) -> None:
        side, key = str(data.get("name")), str(data.get("value"))
        if side in self.mapped and key in self.packages():
            self.mapped[side] = key
            with pn.io.hold():
                self._show_maps()

    def _choose(self, code: str) -> None:
        self.session.area = code
        for one in self.maps:
            one.choose(code)

    # --- shown -------------------------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Follow the study: other packages lay the page out anew, other numbers only move it."""
        known = self.all_packages()
        fresh = [key for key in known if key not in self._laid_out]
        self.chosen = chosen_packages(self.session)
        if fresh and self.chosen != first_choice(self.session):
            self.chosen = [key for key in known if key in (*self.chosen, *fresh)][:MOST]
            self._remember(cmp=",".join(self.chosen))
        with pn.io.hold():
            if self._laid_out != known or set(self.results) != set(self.chosen):
                self._lay_out()
            else:
                self._show()

    def _show(self) -> None:
        study = self.session.study
        self.results = {key: study.evaluate(key) for key in self.packages()}
        self.ranges = {key: study.evaluate(key, drawn(study)) for key in self.packages()}
        first = next(iter(self.results.values()))
        self.head.show(base=self.base, notices=notices(self.session, first))
        self._show_differences()
        self._show_scatter()
        self._show_order()
        self._show_decisive()
        self._show_dots()
        self._show_maps()
        self._show_equity()

    @staticmethod
    def _middle(result: xr.Dataset) -> dict[str, float]:
        at = {"horizon": HORIZON}
        return {
            "capex": float(result["capex_eur"].sum()) / MILLION,
            "cost": float(result["present_value_cost_total_eur"]) / MILLION,
            "benefit": float(result["present_value_benefit_total_eur"]) / MILLION,
            "npv": float(result["npv_eur"]) / MILLION,
            "bcr": float(result["bcr"]),
            "avoided": float(result["avoided_total_eur"].sel(at)) / MILLION,
            "deaths": float(result["deaths_after"].sel(at).sum()),
            "entered": float(result["entered_after"].sel(event=100).sum()),
            "reach": float(result["reach_pct"].mean()),
        }

    def difference(self, key: str) -> dict[str, tuple[float, float, float]]:
        """Each question: middle, low and high of this package less the base, over the same draws."""
        mine, base = self._middle(self.results[key]), self._middle(self.results[self.base])
        my_draws, base_draws = drawn_answers(self.ranges[key]), drawn_answers(self.ranges[self.base])
        answers = {}
        for question, value in mine.items():
            low = high = float("nan")
            known = np.isfinite(base[question])  # without a ratio of the base, the package's own stands
            if question in my_draws:
                spread = my_draws[question] - (base_draws[question] if known else 0.0)
                low, high = (float(one) for one in p5_p95(spread))
            answers[question] = (value - base[question] if known else value, low, high)
        return answers

    def _show_differences(self) -> None:
        for key in self.packages():
            if key == self.base:
                self._show_base(key)
                continue
            answers = self.difference(key)
            chances = odds(*(drawn_answers(self.ranges[one]) for one in (key, self.base)))
            texts = {
                name: (
                    *self._difference_text(name, *one),
                    odds_text("odds.better", chances.get(name, np.nan), self.lang),
                )
                for name, one in answers.items()
            }
            self.differences.show(key, texts, answers, chances)

    def _show_base(self, key: str) -> None:
        """The package the others are held against, in full."""
        draws = drawn_answers(self.ranges[key])
        own, texts = {}, {}
        for name, value in self._middle(self.results[key]).items():
            low, high = p5_p95(draws[name]) if name in draws else (np.nan, np.nan)
            own[name] = (value, float(low), float(high))
            texts[name] = self._in_full(self._plain(name, value), *own[name][1:], self._digits(name))
        self.differences.show(key, texts, own)

    def _in_full(
        self, value: str, low: float, high: float, digits: int, signed: bool = False
    ) -> tuple[str, str]:
        band = range_text(low, high, self.lang, digits, signed) if np.isfinite(low) and low != high else ""
        return (band, t("figure.middle", self.lang, n=value)) if self.rough and band else (value, band)

    def _digits(self, question: str) -> int:
        return {"bcr": 2, "avoided": 2, "entered": 0}.get(question, 1)

    def _plain(self, question: str, value: float) -> str:
        return "–" if not np.isfinite(value) else number(value, self.lang, self._digits(question))

    def _difference_text(self, question: str, mid: float, low: float, high: float) -> tuple[str, str]:
        if not np.isfinite(mid):
            return "–", ""
        digits = self._digits(question)
        whole = question == "bcr" and not np.isfinite(self._middle(self.results[self.base])["bcr"])
        value = (number if whole else change)(mid, self.lang, digits)
        return self._in_full(value, low, high, digits, signed=not whole)

    def _show_scatter(self) -> None:
        columns: dict[str, list[float]] = {}
        for what in ("cost", "benefit"):
            middle = [self._middle(result)[what] for result in self.results.values()]
            ends = [p5_p95(drawn_answers(ranges)[what]) for ranges in self.ranges.values()]
            columns |= {
                f"{what}_low": [float(low) for low, _ in ends],
                f"{what}_mid": middle,
                f"{what}_high": [float(high) for _, high in ends],
            }
        end = nice_end(max(columns["cost_high"]) * 1.25)
        left = [cost > end / 2 for cost in columns["cost_mid"]]  # a name at the right would be cut off
        columns |= {"beside": [-10 if one else 10 for one in left]}
        self.points.data.update(columns | {"align": ["right" if one else "left" for one in left]})
        high = nice_end(max(columns["benefit_high"]))
        self.plot.x_range.update(start=-MARGIN * end, end=end)
        self.plot.y_range.update(start=-MARGIN * high, end=high)
        sentence = "; ".join(
            self._t("point", name=name, cost=number(cost, self.lang), benefit=number(benefit, self.lang))
            for name, cost, benefit in zip(
                self.points.data["name"], columns["cost_mid"], columns["benefit_mid"], strict=True
            )
        )
        self.scatter_key.show(spoken=sentence)
        self.behind_scatter.refresh()

    def scatter_frame(self) -> pd.DataFrame:
        """Cost and benefit of every package with their ranges."""
        data = self.points.data
        parts = [(what, part) for what in ("cost", "benefit") for part in ("mid", "low", "high")]
        return pd.DataFrame(
            {self._t("package"): data["name"]}
            | {
                f"{self._t(f'axis_{what}')}, {t(f'table.{part}', self.lang)}": data[f"{what}_{part}"]
                for what, part in parts
            }
        )

    def scores(self) -> np.ndarray:
        """Scores per package and criterion: between doing nothing and all that fits, so from 0 to 1
        for most packages, whichever others are looked at. [-]"""
        ends = [self._middle(self.session.study.evaluate(key)) for key in ("niets_doen", "alles")]
        middles = [*ends, *(self._middle(result) for result in self.results.values())]

        def score(what: str, up: bool) -> np.ndarray:
            values = [one[what] for one in middles]
            return normalised(values[2:], up, values[:2])

        columns = {
            "people": np.mean([score(what, False) for what in ("deaths", "entered")], axis=0),
            "synergy": score("reach", True),
            **{key: score(key, CRITERIA[key]) for key in ("avoided", "cost", "npv")},
        }
        return np.stack([columns[key] for key in CRITERIA], axis=1)

    def _show_order(self) -> None:
        scores, weights = self.scores(), list(self.weights.values())
        total = weighted_score(scores, weights)
        packages = list(self.packages().items())
        order = np.argsort(-total, kind="stable")
        items = Markup("").join(
            html(
                "<li>{} <b>{}</b> {}</li>",
                package_mark(packages[place][1][1]),
                packages[place][1][0],
                number(100 * total[place], self.lang, 1),
            )
            for place in order
        )
        slots: dict[str, Any] = {"order": items}
        whole = sum(weights)
        for place, key in enumerate(CRITERIA):
            share = self.weights[key] / whole if whole else 1 / len(CRITERIA)
            slots[f"w_{key}"] = percent(share, self.lang)
            turn = turning_share(scores, weights, place)
            slots[f"turn_{key}"] = (
                html(
                    '<span class="small">{}</span>',
                    self._t(
                        "turn_below" if turn[0] < share else "turn_above",
                        share=percent(
                            turn[0], self.lang, 0 if min(turn[0], abs(turn[0] - share)) > 0.01 else 1
                        ),
                        name=packages[turn[1]][1][0],
                    ),
                )
                if turn
                else html('<span class="small">{}</span>', self._t("no_turn"))
            )
        self.weighing.show(**slots)
        first, second = (packages[int(place)][1][0] for place in order[:2])
        close = total[order[0]] - total[order[1]] < NEARLY_EQUAL
        equal = "_equal" if len(set(weights)) == 1 else ""
        deck, other = self._t("weights_deck"), self._by_balance(order)
        self.sections["weights"].show(
            title=self._t(f"order_close{equal}", name=first, other=second)
            if close
            else self._t(f"order_title{equal}", name=first),
            deck=f"{deck}. {other}" if other else deck,
        )

    def _by_balance(self, order: np.ndarray) -> str:
        """That the balance alone puts another first, since a reader has just seen it in the table."""
        names = [name for name, _ in self.packages().values()]
        balance = [self._middle(result)["npv"] for result in self.results.values()]
        best = by_size(balance)[0]
        return "" if best == order[0] else self._t("by_balance", name=names[best])

    def _show_decisive(self) -> None:
        """What the balance becomes under the other value of deaths by heat, which moves it furthest."""
        study = self.session.study
        now = study.scenario.heat_value
        other = next(value for value in HEAT_VALUES if value != now)
        scenario = Scenario(**{**study.scenario.param.values(), "heat_value": other})
        turned = study.replaced(scenario=scenario)
        told = []
        for key, (name, _) in self.packages().items():
            if key in REFERENCES:
                continue
            now_eur, then_eur = (
                money_change(float(one["npv_eur"]), self.lang)
                for one in (self.results[key], turned.evaluate(key))
            )
            words = "unmoved" if now_eur == then_eur else "moved"
            told.append(self._t(words, name=name, now=now_eur, then=then_eur))
        moved = "; ".join(told)
        names = [choice_name("heat_value", value, self.lang) for value in (now, other)]
        text = self._t("decisive", now=names[0], other=names[1])
        self.head.show(decisive=html('<p class="notice">{} {}</p>', text, f"{moved}." if moved else ""))

    def _show_dots(self) -> None:
        self.hazards.show(
            {
                key: result["ead_after_eur"].sel(horizon=HORIZON).sum("area", min_count=1).values / MILLION
                for key, result in self.results.items()
            }
        )
        self.synergy.show({key: result["reach_pct"].values for key, result in self.results.items()})

    def _avoided_per_ha(self, result: xr.Dataset) -> np.ndarray:
        """Change of damage per area over the hazards in totals. [kEUR/ha/yr]"""
        at = {"horizon": HORIZON, "hazard": result.attrs["hazards_included"]}
        moved = (result["ead_after_eur"] - result["ead_before_eur"]).sel(at).sum("hazard", min_count=1)
        return moved.values / 1e3 / (self.session.city.areas["area_m2"].to_numpy() / 1e4)

    def _show_maps(self) -> None:
        for one, key in zip(self.maps, self.mapped.values(), strict=True):
            one.show(self._avoided_per_ha(self.results[key]))
        self.map_choice.show(**self.mapped)
        self.sections["maps"].show(
            title=self._t(
                "maps_title", left=self._name(self.mapped["left"]), right=self._name(self.mapped["right"])
            )
        )

    def low_income_share(self, key: str) -> float:
        """Share of avoided damage where the poorest 40 % of residents live; unknown without income. [-]"""
        areas, result = self.session.city.areas, self.results[key]
        known = areas["income_eur"].notna() & (areas["residents"] > 0)
        if not known.any():
            return float("nan")
        ranked = areas[known].sort_values("income_eur")
        before = ranked["residents"].cumsum() - ranked["residents"]
        poorest = ranked.index[before < LOW_INCOME_SHARE * ranked["residents"].sum()]
        at = {"horizon": HORIZON, "hazard": result.attrs["hazards_included"]}
        avoided = (result["ead_before_eur"] - result["ead_after_eur"]).sel(at).sum("hazard")
        whole = float(avoided.sum())
        return float(avoided.sel(area=list(poorest)).sum()) / whole if whole > 0 else float("nan")

    def _show_equity(self) -> None:
        if self.session.city.areas["income_eur"].isna().all():
            self.equity.show(told=html('<p class="notice">{}</p>', self._t("no_income")))
            return
        lines = []
        for key, (name, look) in self.packages().items():
            share = self.low_income_share(key)
            text = percent(share, self.lang) if np.isfinite(share) else "–"
            avoided = money_short(
                float(self.results[key]["avoided_total_eur"].sel(horizon=HORIZON)), self.lang
            )
            lines.append(
                html(
                    "<li>{} {}: <b>{}</b> {}</li>",
                    package_mark(look),
                    name,
                    text,
                    self._t("of", amount=avoided),
                )
            )
        self.equity.show(told=html('<ul class="plain">{}</ul>', Markup("").join(lines)))

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return VergelijkenPage(session)


if pn.state.served:
    pn.extension(reconnect=True)
    Shell(Session.opened(), {"vergelijken": page}, "vergelijken").servable()

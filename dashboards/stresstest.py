"""Stresstest: what weather extremes cost per buurt, whom they hit, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import panel as pn
import xarray as xr
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.area_map import AreaMap, round_breaks
from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.charts.package_rows import Amounts
from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import table_html
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from kans_model.evaluation.damage_lines import COMPONENTS
from kans_model.exchange.import_report import column_label
from kans_model.reports.evidence import weakest
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.words.amounts import money_and_range, money_short, number, percent, range_text
from kans_model.words.markup import html, options
from kans_model.words.texts import t

TOTAL = "total"
THEMES = (TOTAL, *HAZARDS)
BEARERS = ("gezondheid", "bedrijven", "inwoners", "gemeente")
MILLION = 1e6
RANKED = 10
RANKED_NAME = """<button class="link plain" data-do="choose" data-code="{code}">{name}</button>{guess}"""

HEAD = """
<div class="page-head"><div><h1>{title}</h1><p class="deck">{deck}</p></div>
<div class="fields">
  <div class="field"><label for="theme">{theme}</label>
    <select id="theme" data-do="theme" data-from="theme">{themes}</select></div>
  <div class="field"><label for="horizon">{horizon}</label>
    <select id="horizon" data-do="horizon" data-from="horizon">{horizons}</select></div>
</div></div>
<div data-slot="notice"></div>
"""
AREA = """
<div class="field"><label for="area">{label}</label>
<select id="area" data-do="area" data-from="code"><option value="">{none}</option>{options}</select></div>
<div data-slot="facts"></div>
"""


class StresstestPage(Viewer):
    """The city without any package, one theme and one year at a time."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.theme, self.horizon = TOTAL, "2050"
        self.rough, self.notes = session.city.indicative, file_notes(session)
        self.maps: dict[str, AreaMap] = {}
        self.outlook, self._ranked = "", ([""], "", [False])
        self._draw()
        self.update()
        session.param.watch(self.update, "study")
        session.param.watch(self._show_area, "area")

    def _t(self, key: str, **values: Any) -> str:
        return t(f"stresstest.{key}", self.lang, **values)

    @property
    def areas(self) -> pd.DataFrame:
        return self.session.city.areas

    # --- laid out once -----------------------------------------------------------------------

    def _theme_name(self, name: str) -> str:
        return self._t("total") if name == TOTAL else table("hazards")[f"name_{self.lang}"][name]

    def _horizon_name(self, horizon: str) -> str:
        return t(f"horizon.{horizon}", self.lang)

    def _draw(self) -> None:
        lang = self.lang
        self.head = LiveHtml(
            html(
                HEAD,
                title=t("page.stresstest", lang),
                deck=self._t("deck"),
                theme=t("table.theme", lang),
                themes=options([(name, self._theme_name(name)) for name in THEMES]),
                horizon=self._t("horizon"),
                horizons=options([(name, self._horizon_name(name)) for name in HORIZONS]),
            )
        )
        self.head.on("theme", lambda data: self.look(theme=str(data.get("value"))))
        self.head.on("horizon", lambda data: self.look(horizon=str(data.get("value"))))
        self.figures = Figures(
            {"damage": self._t("damage"), "deaths": self._t("deaths"), "wet": self._t("wet")}, lang
        )
        per_year = t("unit.meur_per_year", lang)
        self.ranking = Amounts(
            self._t("ranking_table"),
            lang,
            unit=self._t("map_unit"),
            first=t("table.area", lang),
            notes=self.notes,
            rough=self.rough,
        )
        self.path = Amounts(
            self._t("path_table"),
            lang,
            unit=per_year,
            first=t("table.theme", lang),
            notes=self.notes,
            rough=self.rough,
        )
        rows = [(hazard, horizon) for hazard in HAZARDS for horizon in HORIZONS]
        self.path.lay_out(
            [f"{self._theme_name(hazard)}, {self._horizon_name(horizon)}" for hazard, horizon in rows],
            [theme.HAZARDS[hazard] for hazard, _ in rows],
        )
        self.bearers = Amounts(
            self._t("bearers_table"),
            lang,
            unit=per_year,
            first=self._t("bearer"),
            notes=self.notes,
            rough=self.rough,
        )
        self.bearers.lay_out([self._t(f"bearer.{who}") for who in BEARERS], [theme.ACCENT] * len(BEARERS))
        self.map_place = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        names = self.areas["name"].sort_values()
        self.area = LiveHtml(
            html(
                AREA,
                label=t("table.area", lang),
                none=t("maatregelen.no_area", lang),
                options=options([(str(code), str(name)) for code, name in names.items()]),
            )
        )
        self.area.on("area", lambda data: self._choose(str(data.get("value", ""))))
        self.filled = LiveHtml(html('<div data-slot="sure"></div>{}', links(self._t("filled_table"), lang)))
        self.behind_filled = Behind(self.filled, self._t("filled_table"), self.filled_frame, lang, self.notes)
        self.ranking.view.on("choose", lambda data: self._choose(str(data.get("code", ""))))
        self.whole = LiveHtml(
            html(
                '<div data-slot="estimated"></div><p>{}</p>{}',
                self._t("all_areas"),
                links(self._t("areas_table"), lang),
            )
        )
        for part in (self.whole, self.area):
            part.on("correct", lambda _data: self.session.lead_to("maatregelen", "area"))
        self.behind = Behind(self.whole, self._t("areas_table"), self.areas_frame, lang, self.notes)
        self.sections = {
            "map": Section(self.map_place),
            "ranking": Section(self.ranking, self.whole),
            "path": Section(self.path, title=self._t("path"), deck=self._t("path_deck")),
            "bearers": Section(self.bearers, deck=self._t("bearers_deck")),
            "filled": Section(self.filled, title=self._t("filled"), deck=self._t("filled_deck")),
            "area": Section(
                self.area, title=t("maatregelen.area", lang), deck=t("maatregelen.area_deck", lang)
            ),
        }
        parts = {name: section.column for name, section in self.sections.items()}
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(
            self.head,
            self.figures.view,
            grid(
                pn.Column(
                    *(parts[name] for name in ("map", "ranking")), css_classes=["stack", "span-7"], **stack
                ),
                pn.Column(
                    *(parts[name] for name in ("bearers", "path", "area", "filled")),
                    css_classes=["stack", "span-5"],
                    **stack,
                ),
            ),
            css_classes=["page"],
            **stack,
        )

    # --- what the planner does ---------------------------------------------------------------

    def look(self, theme: str | None = None, horizon: str | None = None) -> None:
        """Look at another theme or year."""
        self.theme = theme if theme in THEMES else self.theme
        self.horizon = horizon if horizon in HORIZONS else self.horizon
        with pn.io.hold():
            self._show()

    def _choose(self, code: str) -> None:
        self.session.area = code if code in self.areas.index else ""

    # --- shown -------------------------------------------------------------------------------

    def update(self, *_events: object) -> None:
        """Evaluate anew when something else than a package changed."""
        study = self.session.study
        if study.outlook_key == self.outlook:
            return
        self.outlook = study.outlook_key
        self.result: xr.Dataset = study.evaluate("niets_doen")
        self.ranges: xr.Dataset = study.evaluate("niets_doen", drawn(study))
        with pn.io.hold():
            self._show()

    def _counted(self) -> list[str]:
        return list(self.result.attrs["hazards_included"]) if self.theme == TOTAL else [self.theme]

    def per_area_eur(self, horizon: str | None = None) -> np.ndarray:
        """Damage of the chosen theme per buurt; unknown where nothing is known. [EUR/yr]"""
        at = {"hazard": self._counted(), "horizon": horizon or self.horizon}
        return self.result["ead_before_eur"].sel(at).sum("hazard", min_count=1).values

    def _per_ha(self) -> np.ndarray:
        return self.per_area_eur() / 1e3 / (self.areas["area_m2"].to_numpy(dtype=float) / 1e4)

    def _show(self) -> None:
        self.head.show(
            theme=self.theme,
            horizon=self.horizon,
            notice=notices(self.session, self.result),
        )
        self._show_figures()
        self._show_map()
        self._show_ranking()
        self._show_bearers()
        self._show_path()
        self._show_filled()
        self._show_area()

    def _spread(self) -> np.ndarray:
        """Low and high of each theme's city total over its middle, shape (2, hazard). [-]"""
        middle = self.result["ead_before_eur"].sel(horizon=self.horizon).sum("area").values
        ends = np.stack(p5_p95(self.ranges["ead_before_eur"].sel(horizon=self.horizon)))
        return np.divide(ends, middle, out=np.ones_like(ends), where=(middle > 0) & np.isfinite(ends))

    def _evidence(self, *groups: str) -> str | None:
        """The weakest evidence among the assumptions with a range that these groups rest on."""
        rows = table("assumptions")
        return weakest(rows["evidence"][rows["group"].isin(groups) & (rows["high"] > rows["low"])])

    def _show_figures(self) -> None:
        lang, residents = self.lang, float(self.areas["residents"].sum())
        known = self.per_area_eur()
        total = float(np.nansum(known)) if np.isfinite(known).any() else float("nan")
        at = {"hazard": self._counted(), "horizon": self.horizon}
        low, high = (
            float(one) for one in p5_p95(self.ranges["ead_before_eur"].sel(at).sum("hazard", skipna=False))
        )
        per_head = number(total / residents, lang, 0) if residents else t("unknown", lang)
        text, span = money_and_range(total, low, high, lang)
        self.figures.show(
            "damage",
            number=text,
            range_text=span if np.isfinite(low) else "",
            kind=self._evidence(*self._counted()),
            note=self._t("damage_note", amount=per_head),
            rough=self.rough,
            label=self._t(
                "damage_of", theme=self._theme_name(self.theme).lower(), year=self._horizon_name(self.horizon)
            ),
        )
        deaths = float(self.result["deaths_before"].sel(horizon=self.horizon).sum())
        low, high = (float(one) for one in p5_p95(self.ranges["deaths_before"].sel(horizon=self.horizon)))
        self.figures.show(
            "deaths",
            number=number(deaths, lang, 1),
            range_text=range_text(low, high, lang, 1),
            kind=self._evidence("heat"),
            note=self._t("deaths_note"),
            rough=self.rough,
        )
        wet = float(self.result["people_reached_before"].sel(horizon=self.horizon).sum())
        self.figures.show(
            "wet",
            number=number(wet, lang, 0),
            kind=self._evidence("pluvial"),
            note=self._t(
                "wet_note", n=number(float(self.result["entered_before"].sel(event=100).sum()), lang)
            ),
            rough=self.rough,
        )

    def _show_map(self) -> None:
        if self.theme not in self.maps:
            worst = [self.per_area_eur(horizon) for horizon in HORIZONS]
            hectares = self.areas["area_m2"].to_numpy(dtype=float) / 1e4
            area_map = AreaMap(
                self._t("map_table", theme=self._theme_name(self.theme)),
                self.areas,
                self.lang,
                unit=self._t("map_unit"),
                palette=theme.SEQUENTIAL[self.theme],
                breaks=round_breaks(
                    np.concatenate(worst) / 1e3 / np.tile(hectares, len(worst)), signed=False
                ),
                ends=(self._t("little"), self._t("much")),
                notes=self.notes,
            )
            area_map.on_choose(self._choose)
            self.maps[self.theme] = area_map
        shown = self.maps[self.theme]
        values = self._per_ha()
        shown.show(values)
        shown.mark_estimated(self._estimated().tolist())
        if list(self.map_place) != [shown.view]:
            self.map_place[:] = [shown.view]
            shown.choose(self.session.area)
        known = np.isfinite(values).any()
        worst_name = self.areas["name"].iloc[int(np.nanargmax(values))] if known else ""
        words = {"theme": self._theme_name(self.theme), "year": self._horizon_name(self.horizon)}
        self.sections["map"].show(
            title=self._t("map_title", area=worst_name, **words)
            if known
            else self._t("map_unknown", **words),
            deck=self._t("map_deck", unit=self._t("map_unit"), **words),
        )

    def _show_ranking(self) -> None:
        values = self._per_ha()
        places = [
            place for place in np.argsort(-values, kind="stable")[:RANKED] if np.isfinite(values[place])
        ]
        top = list(self.areas["name"].astype(str).iloc[places])
        colour = theme.SECOND if self.theme == TOTAL else theme.HAZARDS[self.theme]
        codes, guess = self.areas.index[places].astype(str), self._estimated().iloc[places]
        laid_out = (top, colour, guess.tolist())
        if self._ranked != laid_out:
            names = [
                html(
                    RANKED_NAME,
                    code=code,
                    name=name,
                    guess=html("<small>{}</small>", t("map.guess", self.lang)) if one else "",
                )
                for code, name, one in zip(codes, top, guess, strict=True)
            ]
            self.ranking.lay_out(top, [colour] * len(top), names)
            self._ranked = laid_out
        low, high = self._area_band()[:, places]
        self.ranking.show(low=low, mid=values[places], high=high)
        self._show_estimated(int(guess.sum()), len(top))
        share = self._share_of_top()
        self.sections["ranking"].show(
            title=self._t("ranking_title", n=len(top), share=percent(share, self.lang))
            if len(top)
            else self._t("ranking"),
            deck=self._t("ranking_deck", unit=self._t("map_unit")),
        )

    def _estimated(self) -> pd.Series:
        """Which buurten have a type that was estimated, one bool per buurt."""
        return self.session.city.estimated("typology")

    def _show_estimated(self, n: int, of: int) -> None:
        """How many of the ranked rest on an estimated type, and where one puts that right."""
        text = self._t("ranked_estimated", n=n, of=of)
        link = html('<button class="link" data-do="correct">{}</button>', self._t("correct"))
        self.whole.show(estimated=html('<p class="notice">{} {}</p>', text, link) if n else "")

    def _area_band(self) -> np.ndarray:
        """Ends of the band per buurt, themes as wide as in the city, shape (2, area). [kEUR/ha/yr]"""
        at = {"hazard": self._counted(), "horizon": self.horizon}
        counted = [HAZARDS.index(hazard) for hazard in self._counted()]
        ends = self._spread()[:, counted] @ self.result["ead_before_eur"].sel(at).fillna(0).values
        return ends / 1e3 / (self.areas["area_m2"].to_numpy(dtype=float) / 1e4)

    def _share_of_top(self) -> float:
        """Share of the city's damage in the ten worst buurten per hectare. [-]"""
        eur, per_ha = np.nan_to_num(self.per_area_eur()), np.nan_to_num(self._per_ha())
        worst = np.argsort(-per_ha, kind="stable")[:RANKED]
        return float(eur[worst].sum() / eur.sum()) if eur.sum() > 0 else 0.0

    def bearers_eur(self, weight: Sequence[float] = (1.0,) * len(HAZARDS)) -> dict[str, float]:
        """Who bears the damage of the chosen theme first, each theme times a weight. [EUR/yr]"""
        damage = self.result["damage_before_eur"].sel(horizon=self.horizon).sum("area", min_count=1)
        return {
            who: sum(
                float(damage.sel(component=name).fillna(0)) * weight[HAZARDS.index(hazard)]
                for name, (hazard, bearer) in COMPONENTS.items()
                if bearer == who and hazard in self._counted()
            )
            for who in BEARERS
        }

    def _show_bearers(self) -> None:
        amounts = self.bearers_eur()
        known = np.isfinite(self.per_area_eur()).any()
        low, mid, high = (
            np.array(list(one.values())) / MILLION if known else np.full(len(BEARERS), np.nan)
            for one in (self.bearers_eur(self._spread()[0]), amounts, self.bearers_eur(self._spread()[1]))
        )
        self.bearers.show(low=low, mid=mid, high=high)
        most = max(amounts, key=lambda who: amounts[who])
        known = amounts[most] > 0
        self.sections["bearers"].show(
            title=self._t("bearers_title", who=self._t(f"bearer.{most}").lower())
            if known
            else self._t("bearers")
        )

    def _show_path(self) -> None:
        middle = self.result["ead_before_eur"].sum("area", min_count=1).values / MILLION
        low, high = (one / MILLION for one in p5_p95(self.ranges["ead_before_eur"]))
        self.path.show(low=low.reshape(-1), mid=middle.reshape(-1), high=high.reshape(-1))

    def filled_frame(self) -> pd.DataFrame:
        """What was filled in, by column and rule."""
        filled, n = self.session.city.filled, len(self.areas)
        groups = filled.groupby(["column", "rule", "evidence"]).size().reset_index(name="n")
        return pd.DataFrame(
            {
                self._t("column"): [self._column(name) for name in groups["column"]],
                self._t("rule"): [self._rule(rule) for rule in groups["rule"]],
                self._t("cells"): groups["n"].to_numpy(),
                self._t("of"): np.full(len(groups), n),
                self._t("evidence"): [t(f"evidence.{kind}", self.lang) for kind in groups["evidence"]],
            }
        )

    def _column(self, name: str) -> str:
        return column_label(name, self.lang)

    def _rule(self, rule: str) -> str:
        return t(f"fill.{rule}", self.lang)

    def _show_filled(self) -> None:
        filled, n = self.session.city.filled, len(self.areas)
        worst = filled["column"].value_counts().head(4)
        sentences = [self._t("filled_count", n=number(len(filled), self.lang, 0), areas=n)]
        if len(worst):
            names = ", ".join(self._column(str(name)) for name in worst.index)
            sentences.append(self._t("filled_bring", columns=names))
        self.filled.show(sure=Markup("").join(html("<p>{}</p>", sentence) for sentence in sentences))
        self.behind_filled.refresh()
        self.behind.refresh()

    def areas_frame(self) -> pd.DataFrame:
        """Every buurt with its damage per theme in the chosen year."""
        damage = self.result["ead_before_eur"].sel(horizon=self.horizon)
        columns = {
            t("table.code", self.lang): self.areas.index.astype(str),
            t("table.area", self.lang): self.areas["name"].astype(str).to_numpy(),
        }
        if (estimated := self._estimated()).any():
            words = self._t("type_estimated"), self._t("type_given")
            columns[t("maatregelen.typology", self.lang)] = np.where(estimated, *words)
        for hazard in HAZARDS:
            columns[f"{self._theme_name(hazard)}, {self._t('eur_per_year')}"] = damage.sel(
                hazard=hazard
            ).values
        return pd.DataFrame(columns)

    def _show_area(self, *_events: object) -> None:
        code, lang = self.session.area, self.lang
        if self.theme in self.maps:
            self.maps[self.theme].choose(code)
        if not code:
            nothing = html('<p class="quiet">{}</p>', self._t("area_none"))
            self.area.show(code="", facts=nothing)
            return
        row = self.areas.loc[code]
        here = self.result["ead_before_eur"].sel(area=code)
        frame = pd.DataFrame(
            {t("table.theme", lang): [self._theme_name(hazard) for hazard in HAZARDS]}
            | {
                self._horizon_name(horizon): [
                    money_short(float(here.sel(hazard=hazard, horizon=horizon)), lang) for hazard in HAZARDS
                ]
                for horizon in HORIZONS
            }
        )
        facts = self._t(
            "area_facts",
            area=row["name"],
            residents=number(row["residents"], lang),
            older=percent(row["share_65plus"], lang),
            typology=table("typologies")[f"name_{lang}"][row["typology"]].lower(),
            guess=t("maatregelen.estimated", lang) if self.session.city.estimated("typology")[code] else "",
            pet=number(float(self.result["pet_before_degc"].sel(area=code)), lang, 1),
        )
        link = (
            html('<p><button class="link" data-do="correct">{}</button></p>', self._t("correct_this"))
            if self._estimated()[code]
            else ""
        )
        self.area.show(
            code=code,
            facts=html("<p>{}</p>{}{}", facts, link, table_html(frame, lang, self._t("area_table"))),
        )

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return StresstestPage(session)


if pn.state.served:
    pn.extension(reconnect=True)
    Shell(Session.opened(), {"stresstest": page}, "stresstest").servable()

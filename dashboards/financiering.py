"""Financiering: who pays, when and from what, and who benefits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.charts.pairs import PaysEnjoys
from dashboards.parts.charts.sankey import sankey
from dashboards.parts.charts.time_chart import HATCH, TimeChart
from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.live.tables import XLSX, table_html
from dashboards.parts.live.tabs import tab_list
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.sections.financiering.finance_tables import (
    credit_frame,
    difference_frame,
    group_matrix,
    party_frame,
    splits_frame,
    who_matrix,
)
from dashboards.sections.financiering.grant_rules import Rules
from dashboards.sections.financiering.linked_sliders import LinkedShares
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import whole_shares
from kans_model.finance.split import ANY, KINDS, PRESETS, FinancingSplit, cell, default
from kans_model.finance.split_search import GOALS, searched
from kans_model.reports.council import council_page
from kans_model.reports.evidence import weakest
from kans_model.reports.workbook import financing_workbook
from kans_model.study.names import package_name, split_name
from kans_model.study.references import REFERENCES
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, WHOLE
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.uncertainty.ledger_ranges import ranges
from kans_model.words.amounts import money_and_range, money_range, money_short, number, percent
from kans_model.words.markup import html, options
from kans_model.words.problems import KansError
from kans_model.words.texts import t

MILLION = 1e6
TABS = ("bekostiging", "financiering", "lasten")
SHOWN_YEARS = 20
"""Years that the bars show; the table behind them holds all."""
FEWEST_SHARE = 0.0005
MOST = 6
SOURCES = {
    "gemeente_algemeen": "general",
    "gemeente_rioolheffing": "sewer",
    "waterschap": "water",
    **dict.fromkeys(("provincie", "rijk", "eu"), "grant"),
}
"""Where a party's money comes from; whoever is not named pays from what he owns."""

HEAD = """
<div class="page-head"><div><h1>{title}</h1><p class="deck" data-slot="deck"></p></div>
<div class="tools">
<button class="button" data-do="undo" data-key="undo" data-needs="can_undo">{undo}</button>
<button class="button" data-do="workbook" data-key="workbook">{workbook}</button>
<button class="button" data-do="council" data-key="council">{council}</button></div></div>
<div class="fields">
<div class="field"><label for="portfolio">{portfolio}</label>
<select id="portfolio" data-do="portfolio" data-from="portfolio">{portfolios}</select></div>
<div class="field"><label for="split">{split}</label>
<select id="split" data-do="split" data-from="split">{splits}</select></div>
<div class="field"><label for="versus">{versus}</label>
<select id="versus" data-do="versus" data-from="versus">{splits}</select></div>
<div class="field"><label for="split-title">{name}</label><input id="split-title" type="text" maxlength="80"
 data-do="title" data-from="title"></div>
<button class="button" data-do="drop" data-key="drop" data-needs="own">{drop}</button></div>
<div data-slot="notices"></div><div role="alert" data-slot="problem"></div>
"""
CELL = """<div class="fields">{fields}
<button class="button" data-do="search" data-name="least_gemeente" data-key="s1">{least}</button>
<button class="button" data-do="search" data-name="nearest_benefit" data-key="s2">{nearest}</button></div>
<p class="small" role="status" data-slot="told"></p>"""
PICK = """<div class="field"><label for="{id}">{label}</label>
<select id="{id}" data-do="cell" data-name="{id}" data-from="{id}">{options}</select></div>"""
LOAN = """<fieldset class="choose"><legend>{name}</legend>
<label class="pick"><input type="checkbox" data-do="loan" data-name="{id}:on"{on}> {borrow}</label>
<div class="field"><label for="l-{id}-kind">{kind}</label><select id="l-{id}-kind" data-do="loan"
 data-name="{id}:kind" data-from="{id}_kind">{kinds}</select></div>
<div class="field"><label for="l-{id}-rate">{rate}</label><input id="l-{id}-rate" type="number" step="0.1"
 min="0" max="50" data-do="loan" data-name="{id}:rate" data-from="{id}_rate"></div>
<div class="field"><label for="l-{id}-years">{years}</label><input id="l-{id}-years" type="number" step="1"
 min="1" max="100" data-do="loan" data-name="{id}:years" data-from="{id}_years"></div></fieldset>"""
NUMBER = """<div class="field"><label for="n-{action}-{id}">{name}</label><input id="n-{action}-{id}"
 type="number" step="any" min="0" data-do="{action}" data-name="{id}" data-from="{action}_{id}"></div>"""


PARTY = """<div class="party"><b>{was}</b><div class="field"><label for="p-{id}">{name}</label>
<input id="p-{id}" type="text" maxlength="60" data-do="rename" data-name="{id}" data-from="name_{id}"></div>
<div class="field"><label for="j-{id}">{join}</label><select id="j-{id}" data-do="join" data-name="{id}"
 data-from="join_{id}">{options}</select></div></div>"""


class FinancieringPage(Viewer):
    """One package under one split, beside another split."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.rough, self.notes = session.city.indicative, file_notes(session)
        self.portfolio_id = session.portfolio.id
        self.split_id, self.versus_id = PRESETS[0], "gemeente"
        self.where = {"group": ANY, "landowner": ANY, "kind": ANY}
        self.final, self.tab = False, TABS[0]
        self._from_address()
        self._draw()
        self.update()
        session.param.watch(self.update, ["study", "package"])

    def _t(self, key: str, **values: Any) -> str:
        return t(f"financiering.{key}", self.lang, **values)

    def _payers(self) -> list[str]:
        return [one for one, pays in zip(self.actors.ids, self.actors.role("pays"), strict=True) if pays]

    def _looks(self) -> dict[str, tuple[str, str]]:
        return {one: (self._name(one), self._colour(one)) for one in self.payers}

    def _follow_parties(self) -> None:
        """Sliders for the parties there are now, under the names they have now."""
        self.payers = self._payers()
        self.linked.follow(self._looks())

    def _from_address(self) -> None:
        """Package, split and tab as the address says, where they exist."""
        query = self.session.query
        self.portfolio_id = self._known_portfolio(query.get("ref") or query.get("pkg", self.portfolio_id))
        wanted = query.get("split", self.split_id)
        self.split_id = wanted if wanted in self._split_names() else PRESETS[0]
        self.tab = query["tab"] if query.get("tab") in TABS else TABS[0]

    def _known_portfolio(self, wanted: str) -> str:
        return wanted if wanted in dict(self._portfolio_names()) else self.session.portfolio.id

    def _portfolio_names(self) -> list[tuple[str, str]]:
        own = [(one.id, package_name(one, self.lang)) for one in self.session.study.portfolios]
        return own + [(key, t(f"portfolio.{key}", self.lang)) for key in REFERENCES]

    def _split_names(self) -> dict[str, str]:
        presets = {key: t(f"split.{key}", self.lang) for key in PRESETS}
        return presets | {one.id: split_name(one, self.lang) for one in self.session.study.splits}

    @property
    def split(self) -> FinancingSplit:
        """The split shown."""
        return self.session.study.split(self.split_id)

    @property
    def actors(self) -> Any:
        return self.session.study.actors

    def _name(self, actor: str) -> str:
        return self.actors.name(actor, self.lang)

    def _colour(self, actor: str) -> str:
        like = self.actors.added[actor]["like"] if actor in self.actors.added else actor
        return theme.ACTORS[like]

    # --- laid out ----------------------------------------------------------------------------

    def _draw(self) -> None:
        lang = self.lang
        self.head, self.tabs = LiveHtml(), LiveHtml()
        for action in ("undo", "workbook", "council", "portfolio", "split", "versus", "title", "drop"):
            self.head.on(action, getattr(self, f"_{action}"))
        self.tabs.on("tab", self._tab)
        self.figures = Figures(
            {"gemeente": self._t("gemeente"), "levy": self._t("levy"), "gap": self._t("gap")},
            lang,
            short={key: self._t(f"{key}_short") for key in ("gemeente", "levy", "gap")},
        )
        self.payers = self._payers()
        self.linked = LinkedShares(self._looks(), lang)
        self.linked.on("share", self._share)
        self.linked.on("lock", self._lock)
        self.cell = LiveHtml(self._cell_html())
        self.cell.on("cell", self._cell)
        self.cell.on("search", self._search)
        per_year = t("unit.meur_per_year", lang)
        self.flow = TimeChart(self._t("flow_table"), lang, unit=per_year, notes=self.notes)
        self.charges = TimeChart(self._t("charges_table"), lang, unit=per_year, notes=self.notes)
        self.levy = TimeChart(self._t("levy_table"), lang, unit=self._t("levy_unit"), notes=self.notes)
        self.cash = TimeChart(self._t("cash_table"), lang, unit=per_year, notes=self.notes)
        self.stream = LiveHtml(
            html('<div data-slot="flows" role="img" aria-label="{}"></div>', self._t("sankey"))
        )
        self.matrix = LiveHtml(html('<div data-slot="matrix"></div>{}', links(self._t("matrix_table"), lang)))
        self.behind_matrix = Behind(
            self.matrix, self._t("matrix_table"), lambda: party_frame(self.ledger, lang), lang, self.notes
        )
        self.rules = Rules(lang, self._set_rules, [(one, self._name(one)) for one in self.payers], self.notes)
        self.versus_view = LiveHtml(
            html('<div data-slot="rows"></div>{}', links(self._t("versus_table"), lang))
        )
        self.behind_versus = Behind(
            self.versus_view,
            self._t("versus_table"),
            lambda: difference_frame(self.ledger, self.other, self._pair(), lang),
            lang,
            self.notes,
        )
        self.loans, self.limits = LiveHtml(), LiveHtml()
        self.loans.on("loan", self._loan)
        for action in ("ceiling", "reserve", "rate", "units"):
            self.limits.on(action, getattr(self, f"_{action}"))
        self.enjoys = PaysEnjoys(self._t("pays_table"), lang, self.notes)
        self.view_choice = LiveHtml(self._final_html())
        self.view_choice.on("final", self._final)
        self.who = LiveHtml(html('<div data-slot="who"></div>{}', links(self._t("who_table"), lang)))
        self.behind_who = Behind(
            self.who, self._t("who_table"), lambda: who_matrix(self.ledger, lang), lang, self.notes
        )
        self.all_splits = LiveHtml(
            html('<div data-slot="rows"></div>{}', links(self._t("splits_table"), lang))
        )
        self.behind_splits = Behind(
            self.all_splits,
            self._t("splits_table"),
            lambda: splits_frame(self._under_splits(), lang),
            lang,
            self.notes,
        )
        self.all_packages = LiveHtml(
            html('<div data-slot="rows"></div>{}', links(self._t("packages_table"), lang))
        )
        self.behind_packages = Behind(
            self.all_packages,
            self._t("packages_table"),
            lambda: splits_frame(self._for_packages(), lang),
            lang,
            self.notes,
        )
        self.credit = LiveHtml(links(self._t("credit_table"), lang))
        self.behind_credit = Behind(
            self.credit, self._t("credit_table"), lambda: credit_frame(self.ledger, lang), lang, self.notes
        )
        self.parties = LiveHtml()
        for action in ("rename", "join"):
            self.parties.on(action, getattr(self, f"_{action}"))
        for action in ("term", "levy_share"):
            self.limits.on(action, getattr(self, f"_{action}"))
        self._lay_out()

    def _section(self, name: str, *parts: Viewable, title: str | None = None) -> Section:
        section = Section(*parts, title=title or self._t(name), deck=self._t(f"{name}_deck"))
        self.sections[name] = section
        return section

    def _lay_out(self) -> None:
        self.sections: dict[str, Section] = {}
        stack = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}

        def column(span: int, *sections: Section) -> pn.Column:
            parts = [section.column for section in sections]
            return pn.Column(*parts, css_classes=["stack", f"span-{span}"], **stack)

        self.panels = {
            "bekostiging": pn.Column(
                grid(
                    column(5, self._section("shares", self.cell, self.linked)),
                    column(7, self._section("flow", self.flow), self._section("rules", self.rules)),
                ),
                self._section("sankey", self.stream).column,
                grid(
                    column(7, self._section("matrix", self.matrix)),
                    column(5, self._section("versus", self.versus_view)),
                ),
                css_classes=["stack"],
                **stack,
            ),
            "financiering": pn.Column(
                grid(
                    column(
                        7,
                        self._section("levy_path", self.levy),
                        self._section("charges", self.charges),
                        self._section("credit", self.credit),
                    ),
                    column(5, self._section("limits", self.limits)),
                ),
                grid(
                    column(7, self._section("cash", self.cash)),
                    column(5, self._section("loans", self.loans)),
                ),
                css_classes=["stack"],
                **stack,
            ),
            "lasten": pn.Column(
                self._section("pays", self.view_choice, self.enjoys).column,
                self._section("who", self.who).column,
                self._section("splits", self.all_splits).column,
                self._section("packages", self.all_packages).column,
                self._section("parties", self.parties).column,
                css_classes=["stack"],
                **stack,
            ),
        }
        self.panel_place = pn.Column(**stack)
        self.layout = pn.Column(
            self.head,
            self.figures.compact,
            self.figures.view,
            self.tabs,
            self.panel_place,
            css_classes=["page"],
            **stack,
        )
        self._show_tab()

    def _head_html(self) -> Markup:
        words = ("undo", "workbook", "council", "portfolio", "split", "versus", "name", "drop")
        return html(
            HEAD,
            title=t("page.financiering", self.lang),
            portfolios=options(self._portfolio_names()),
            splits=options(list(self._split_names().items())),
            **{word: self._t(f"head_{word}") for word in words},
        )

    def _cell_html(self) -> Markup:
        any_of = (ANY, self._t("any"))
        choices = {
            "group": [any_of, *((one, t(f"category.{one}", self.lang)) for one in CATEGORIES)],
            "landowner": [any_of, *((one, t(f"landowner.{one}", self.lang)) for one in LANDOWNERS)],
            "kind": [any_of, *((one, t(f"cost_kind.{one}", self.lang)) for one in KINDS)],
        }
        fields = Markup("").join(
            html(PICK, id=one, label=self._t(f"cell_{one}"), options=options(pairs))
            for one, pairs in choices.items()
        )
        return html(CELL, fields=fields, least=self._t("least"), nearest=self._t("nearest"))

    def _final_html(self) -> Markup:
        views = [("first", self._t("first_payer")), ("final", self._t("final_bearer"))]
        return html(
            '<div class="field"><label for="final">{}</label>'
            '<select id="final" data-do="final" data-from="final">{}</select></div>',
            self._t("view"),
            options(views),
        )

    # --- what the planner does ---------------------------------------------------------------

    def _undo(self, _data: object) -> None:
        self.session.undo()

    def _portfolio(self, data: dict[str, Any]) -> None:
        self.portfolio_id = self._known_portfolio(str(data.get("value")))
        if self.portfolio_id in REFERENCES or self.portfolio_id == self.session.package:
            self.update()
        else:
            self.session.package = self.portfolio_id  # Maatregelen goes along, and this page with it

    def _split(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self._split_names():
            self.split_id = str(data["value"])
            self.update()

    def _versus(self, data: dict[str, Any]) -> None:
        if str(data.get("value")) in self._split_names():
            self.versus_id = str(data["value"])
            self.update()

    def _title(self, data: dict[str, Any]) -> None:
        title = str(data.get("value", "")).strip()[:80]
        if title and title != split_name(self.split, self.lang):
            self._change(moving="split-title", title=title)

    def _drop(self, _data: object) -> None:
        if self.split_id in {one.id for one in self.session.study.splits}:
            gone, self.split_id = self.split_id, PRESETS[0]
            self.session.replace(self.session.study.without_split(gone))

    def _change(self, moving: str = "", **values: Any) -> str:
        """Change the split, a preset as a copy of one's own; returns what is wrong, if anything."""
        split = self.split
        if self.split_id in PRESETS:
            split = split.copied(self._t("own_split"))
        try:
            study = self.session.study.with_split(split.changed(self.actors, **values))
        except KansError as error:
            self.head.show(problem=html('<p class="notice problem">{}</p>', error.text(self.lang)))
            return error.text(self.lang)
        self.head.show(problem="")
        self.split_id = split.id
        self.session.replace(study, moving=moving)
        return ""

    def _share(self, data: dict[str, Any]) -> None:
        who = str(data.get("name"))
        if who not in self.payers:
            return
        moved = self.split.moved(self._where(), self.shown_shares(), who, round(100 * float(data["value"])))
        self._change(moving=f"share-{who}", own=moved.own)

    def _lock(self, data: dict[str, Any]) -> None:
        who, wanted = str(data.get("name")), bool(data.get("value"))
        if who in self.payers:
            locked = [one for one in self.split.locked if one != who] + ([who] if wanted else [])
            self._change(locked=locked)

    def _cell(self, data: dict[str, Any]) -> None:
        name, value = str(data.get("name")), str(data.get("value"))
        allowed = {"group": CATEGORIES, "landowner": LANDOWNERS, "kind": KINDS}
        if value == ANY or value in allowed.get(name, ()):
            self.where[name] = value
            with pn.io.hold():
                self._show_shares()

    def _search(self, data: dict[str, Any]) -> None:
        goal = str(data.get("name"))
        if goal not in GOALS:
            return
        try:
            own, binding = searched(self.ledger, goal, most_net=goal == "least_gemeente")
        except KansError as error:
            self.cell.show(told=error.text(self.lang))
            return
        if not self._change(own=own):
            names = ", ".join(self._name(one) for one in binding)
            self.cell.show(told=self._t("search_told" if names else "search_free", names=names))

    def _set_rules(self, instruments: list[str], rules: dict[str, dict]) -> str:
        return self._change(instruments=instruments, rules=rules)

    def _loan(self, data: dict[str, Any]) -> None:
        actor, _, field = str(data.get("name")).partition(":")
        loans = dict(self.split.loans)
        loan = {"kind": "annuity", "rate": default("loan_rate"), "years": int(default("loan_years"))}
        loan |= loans.get(actor, {})
        if field == "on" and not data.get("value"):
            loans.pop(actor, None)
        else:
            value = data.get("value")
            if field == "kind":
                loan["kind"] = str(value)
            elif field in ("rate", "years"):
                number_ = _number(value)
                if number_ is None:
                    return
                loan[field] = number_ / 100 if field == "rate" else number_
                if field == "years" and float(loan["years"]).is_integer():
                    loan["years"] = int(loan["years"])
            loans[actor] = loan
        self._change(loans=loans)

    def _ceiling(self, data: dict[str, Any]) -> None:
        actor, value = str(data.get("name")), _number(data.get("value"))
        ceilings = {one: limit for one, limit in self.split.ceilings.items() if one != actor}
        if value is not None:
            ceilings[actor] = {"ceiling_eur": MILLION * value}
        self._change(moving=f"ceiling-{actor}", ceilings=ceilings)

    def _reserve(self, data: dict[str, Any]) -> None:
        actor, value = str(data.get("name")), _number(data.get("value"))
        reserves = {one: amount for one, amount in self.split.reserves.items() if one != actor}
        if value is not None:
            reserves[actor] = MILLION * value
        self._change(moving=f"reserve-{actor}", reserves=reserves)

    def _rate(self, data: dict[str, Any]) -> None:
        key, value = str(data.get("name")), _number(data.get("value"))
        rates = {one: rate for one, rate in self.split.rates.items() if one != key}
        if value is not None:
            rates[key] = value / 100
        self._change(moving=f"rate-{key}", rates=rates)

    def _units(self, data: dict[str, Any]) -> None:
        self._change(moving="units", levy_units=_number(data.get("value")))

    def _term(self, data: dict[str, Any]) -> None:
        name, value = str(data.get("name")), _number(data.get("value"))
        terms = {one: years for one, years in self.split.depreciation_years.items() if one != name}
        if value is not None:
            terms[name] = int(value)
        self._change(moving=f"term-{name}", depreciation_years=terms)

    def _levy_share(self, data: dict[str, Any]) -> None:
        measure, value = str(data.get("name")), _number(data.get("value"))
        shares = {one: own for one, own in self.split.levy_shares.items() if one != measure}
        if value is not None:
            shares[measure] = {"rioolheffing_share": value / 100, "reason": ""}
        self._change(moving=f"levy-{measure}", levy_shares=shares)

    def _rename(self, data: dict[str, Any]) -> None:
        self._regroup(lambda: self.actors.renamed(str(data.get("name")), str(data.get("value", ""))))

    def _join(self, data: dict[str, Any]) -> None:
        one, into = str(data.get("name")), str(data.get("value", ""))
        self._regroup(lambda: self.actors.without(one, into) if into else self.actors.apart(one))

    def _regroup(self, change: Callable[[], Any]) -> None:
        """Put other parties in the study, or say why not; the page is laid out anew for them."""
        try:
            actors = change()
            study = self.session.study.replaced(actors=actors)
            for split in study.splits:
                split.check(actors)
        except KansError as error:
            self.head.show(problem=html('<p class="notice problem">{}</p>', error.text(self.lang)))
            return
        self.head.show(problem="")
        self.session.replace(study)

    def _final(self, data: dict[str, Any]) -> None:
        self.final = data.get("value") == "final"
        with pn.io.hold():
            self._show_enjoys()

    def _tab(self, data: dict[str, Any]) -> None:
        if data.get("name") in TABS:
            self.tab = str(data["name"])
            with pn.io.hold():
                self._show_tab()
                self._show_now()
            self._remember()

    def _workbook(self, _data: object) -> None:
        content = financing_workbook(self.session.study, self.portfolio_id, self.split_id, self.lang)
        self.head.download(f"kans-{self._t('file')}.xlsx", content, XLSX)

    def _council(self, _data: object) -> None:
        content = council_page(
            self.session.study, self.portfolio_id, self.split_id, self.ledger, self.bands, self.lang
        )
        self.head.download(f"kans-{self._t('council_file')}.html", content.encode(), "text/html")

    # --- shown -------------------------------------------------------------------------------

    def _where(self) -> str:
        return cell(**self.where)

    def _pair(self) -> tuple[str, str]:
        names = self._split_names()
        return names[self.split_id], names[self.versus_id]

    def _remember(self) -> None:
        """Package, split and tab in the address, so that it opens here again."""
        reference = self.portfolio_id in REFERENCES
        package = {"ref": self.portfolio_id} if reference else {"ref": "", "pkg": self.portfolio_id}
        self.session.remember(**package, split=self.split_id, tab=self.tab)

    def update(self, *events: Any) -> None:
        """Work out the ledger once and write everything that shows it."""
        if any(event.name == "package" for event in events) and self.portfolio_id not in REFERENCES:
            self.portfolio_id = self.session.portfolio.id
        names = self._split_names()
        self._follow_parties()
        self.portfolio_id = self._known_portfolio(self.portfolio_id)
        self.split_id = self.split_id if self.split_id in names else PRESETS[0]
        self.versus_id = self.versus_id if self.versus_id in names else PRESETS[0]
        study = self.session.study
        portfolio = study.portfolio(self.portfolio_id)
        self.ledger: Ledger = study.ledger(portfolio, self.split_id)
        self.other: Ledger = study.ledger(portfolio, self.versus_id)
        self.bands = ranges(drawn(study), study, portfolio, self.ledger)
        with pn.io.hold():
            self._show()
        self._remember()

    def _show(self) -> None:
        frame = str(self._head_html())
        if self.head.html != frame:
            self.head.html = frame
        result = self.session.study.evaluate(self.portfolio_id)
        empty = "" if self.ledger.inputs.lines.measures else self._t("empty")
        self.head.show(
            portfolio=self.portfolio_id,
            split=self.split_id,
            versus=self.versus_id,
            title=self._split_names()[self.split_id],
            own="" if self.split_id in PRESETS else "1",
            can_undo="1" if self.session.can_undo else "",
            deck=self._sentence(),
            notices=notices(self.session, result, *filter(None, [empty])),
        )
        self._show_figures()
        self._show_now()

    def _show_now(self) -> None:
        """What the open tab shows; the others are written when they are opened."""
        shown: dict[str, list[Callable[[], None]]] = {
            "bekostiging": [self._show_shares, self._show_flow, self._show_groups, self._show_versus],
            "financiering": [self._show_levy, self._show_charges, self._show_limits, self._show_cash],
            "lasten": [self._show_enjoys, self._show_who, self._show_beside, self._show_parties],
        }
        for show in shown[self.tab]:
            show()
        if self.tab == "bekostiging":
            self.rules.show(self.ledger)

    def _show_tab(self) -> None:
        names = {one: self._t(f"tab_{one}") for one in TABS}
        self.tabs.html = str(tab_list(names, self.tab, self._t("tabs")))
        if list(self.panel_place) != [self.panels[self.tab]]:
            self.panel_place[:] = [self.panels[self.tab]]

    def _sentence(self) -> str:
        """Who bears most, and who enjoys most beside him, in one line."""
        ledger = self.ledger
        if not ledger.total_eur:
            return self._t("sentence_empty")
        share = float(sum(ledger.share[self.actors.place(purse)] for purse in GEMEENTE))
        net = ledger.net_benefit_eur
        free = self._name(self.actors.ids[int(np.argmax(np.where(ledger.share < 0.01, net, -np.inf)))])
        return self._t("sentence", share=percent(share, self.lang), who=free)

    def _show_figures(self) -> None:
        ledger, bands, lang = self.ledger, self.bands, self.lang
        places = [self.actors.place(purse) for purse in GEMEENTE]
        low, high = p5_p95(bands.present_value_eur[:, places].sum(axis=1))
        kinds = table("measures")["evidence"].loc[ledger.inputs.lines.measures]
        kind = weakest(["derived", *kinds])
        total = money_short(ledger.total_eur, lang)
        share = percent(ledger.gemeente_eur / ledger.total_eur if ledger.total_eur else 0.0, lang)
        text, span = money_and_range(ledger.gemeente_eur, float(low), float(high), lang)
        self.figures.show(
            "gemeente",
            number=text,
            range_text=span if ledger.gemeente_eur else "",
            kind=kind,
            note=self._t("gemeente_note", share=share, total=total),
            rough=self.rough,
        )
        levy = ledger.levy
        low, high = p5_p95(bands.levy_peak_eur)
        self.figures.show(
            "levy",
            number=f"€ {number(levy['peak'], lang, 2)}",
            range_text=f"{number(low, lang, 2)}–{number(high, lang, 2)}" if levy["peak"] else "",
            kind="expert",
            note=self._t("levy_note", year=levy["peak_year"], later=number(levy["after_ten_years"], lang, 2)),
            rough=self.rough,
        )
        low, high = p5_p95(bands.gap_eur)
        note = "gap_note" if self.split.ceilings else "gap_none"
        gaps = ledger.gap_eur.sum(axis=0)
        worst = int(ledger.inputs.lines.years[int(gaps.argmax())])
        self.figures.show(
            "gap",
            number=money_short(ledger.gap_total_eur, lang) if self.split.ceilings else "–",
            range_text=money_range(low, high, lang) if self.split.ceilings and high else "",
            kind="expert" if self.split.ceilings else None,
            note=self._t(note, year=worst),
            rough=self.rough,
        )

    def shown_shares(self) -> dict[str, int]:
        """Shares of the chosen part of the cost, weighted by what it costs. [ten-thousandths]"""
        ledger = self.ledger
        lines = ledger.inputs.lines
        groups = ledger.inputs.groups[lines.used]
        cost = np.zeros((len(KINDS), len(CATEGORIES), len(LANDOWNERS)))
        worth = lines.eur @ lines.discount  # kind of line, measure, landowner
        for k, kind in enumerate((0, 1, 3)):
            np.add.at(cost[k], groups, worth[kind])
        weight = np.ones_like(cost)
        for axis, (name, names) in enumerate(
            zip(("kind", "group", "landowner"), (KINDS, CATEGORIES, LANDOWNERS), strict=True)
        ):
            if self.where[name] != ANY:
                only = np.array([one == self.where[name] for one in names])
                weight *= only.reshape([-1 if place == axis else 1 for place in range(3)])
        total = cost * weight if (cost * weight).sum() > 0 else weight
        mean = np.tensordot(total, ledger.cells, axes=3) / total.sum()
        parts = whole_shares(mean[[self.actors.place(one) for one in self.payers]])
        return dict(zip(self.payers, map(int, parts), strict=True))

    def _show_shares(self) -> None:
        value = self.ledger.present_value_eur
        whole = all(one == ANY for one in self.where.values())
        eur = {one: float(value[self.actors.place(one)]) for one in self.payers}
        shares = self.shown_shares()
        if not whole:
            part = self._cell_cost()
            eur = {one: share / WHOLE * part for one, share in shares.items()}
        self.linked.show(shares, eur, self.split.locked)
        self.cell.show(**self.where)

    def _cell_cost(self) -> float:
        lines = self.ledger.inputs.lines
        worth = lines.eur @ lines.discount
        if self.where["kind"] != ANY:
            worth = worth[{"investering": [0], "vervanging": [1, 2], "onderhoud": [3]}[self.where["kind"]]]
        if self.where["landowner"] != ANY:
            worth = worth[:, :, [LANDOWNERS.index(self.where["landowner"])]]
        if self.where["group"] != ANY:
            groups = self.ledger.inputs.groups[lines.used]
            worth = worth[:, groups == CATEGORIES.index(self.where["group"])]
        return float(worth.sum())

    def _layers(self, amounts: np.ndarray) -> dict[str, tuple[str, np.ndarray]]:
        """Amounts per party and year as layers, parties that bear next to nothing left out."""
        size = np.abs(amounts).sum()
        return {
            self._name(one): (self._colour(one), amounts[place])
            for place, one in enumerate(self.actors.ids)
            if np.abs(amounts[place]).sum() > FEWEST_SHARE * size
        }

    def _show_flow(self) -> None:
        ledger = self.ledger
        years = ledger.inputs.lines.years[:SHOWN_YEARS]
        covered = (ledger.cash_real_eur - ledger.gap_eur)[:, :SHOWN_YEARS] / MILLION
        layers = self._layers(covered)
        gap = ledger.gap_eur.sum(axis=0)[:SHOWN_YEARS] / MILLION
        ceilings = self.split.ceilings
        if ceilings:
            layers[self._t("not_covered")] = (HATCH, gap)
        limit = None
        if len(ceilings) == 1:
            actor, one = next(iter(ceilings.items()))
            amount = one["ceiling_eur"] - one.get("committed_eur", 0)
            text = self._t("ceiling_of", who=self._name(actor), amount=money_short(amount, self.lang))
            limit = (text, amount / MILLION)
        self.flow.bars([int(year) for year in years], layers, limit)
        total = ledger.cash_real_eur.sum(axis=0)
        total = total[: len(years)]  # of what the chart shows
        peak = int(years[int(total.argmax())])
        self.sections["flow"].show(
            title=self._t("flow_title", year=peak, last=int(years[-1])) if total.any() else self._t("flow")
        )

    def _origin(self, actor: str) -> tuple[str, str]:
        """Where a party's money comes from, and its name as payer: the municipality has two purses."""
        like = self.actors.added[actor]["like"] if actor in self.actors.added else actor
        payer = self._t("gemeente_short") if like in GEMEENTE else self._name(actor)
        return self._t(f"source_{SOURCES.get(like, 'own')}"), payer

    def _show_groups(self) -> None:
        ledger = self.ledger
        groups = [t(f"category.{one}", self.lang) for one in CATEGORIES]
        enjoyed = ledger.actors.gathered(ledger.inputs.group_benefit).T / MILLION
        names = [self._name(one) for one in self.actors.ids]
        colours = {place: self._colour(one) for place, one in enumerate(self.actors.ids)}
        heads = [self._t(f"sankey_{one}") for one in ("source", "pays", "cost", "enjoys")]
        origins = [self._origin(one) for one in self.actors.ids]
        drawing = sankey(
            ledger.group_eur / MILLION,
            enjoyed,
            names,
            groups,
            colours,
            theme.BETTER,
            self.lang,
            heads,
            origins,
        )
        beneath = html('<p class="quiet phone">{}</p>', self._t("sankey_phone"))
        self.stream.show(
            flows=drawing + beneath if drawing else html('<p class="quiet">{}</p>', self._t("empty"))
        )
        self.matrix.show(matrix=group_matrix(ledger, enjoyed, self.lang))
        self.behind_matrix.refresh()

    def _show_versus(self) -> None:
        frame = difference_frame(self.ledger, self.other, self._pair(), self.lang)
        self.versus_view.show(rows=table_html(frame, self.lang, self._t("versus_table")))
        self.behind_versus.refresh()

    def _show_levy(self) -> None:
        ledger, bands = self.ledger, self.bands
        span = slice(0, 2 * SHOWN_YEARS)
        years = [int(year) for year in ledger.inputs.lines.years[span]]
        low, high = p5_p95(bands.levy_eur[:, span])
        levy = ledger.levy
        marked = []
        if levy["peak"]:
            word = self._t("peak", year=levy["peak_year"], amount=number(levy["peak"], self.lang, 2))
            if levy["peak_year"] in years:
                marked.append((years.index(levy["peak_year"]), word))
        self.levy.path(years, low, ledger.levy_eur[span], high, theme.ACTORS["gemeente_rioolheffing"], marked)

    def _show_charges(self) -> None:
        years = [int(year) for year in self.ledger.inputs.lines.years[: 2 * SHOWN_YEARS]]
        parts = {key: np.zeros(len(years)) for key in ("depreciation", "interest", "upkeep")}
        for actor in (*GEMEENTE, "waterschap"):
            if actor in self.actors.ids:
                credit = self.ledger.credit(actor)
                for key in parts:
                    parts[key] += credit[key][: len(years)] / MILLION
        colours = theme.CHARGES
        self.behind_credit.refresh()
        self.charges.bars(
            years,
            {
                t(f"workbook.{key}", self.lang): (colour, parts[key])
                for key, colour in zip(parts, colours, strict=True)
            },
        )

    def _show_cash(self) -> None:
        years = [int(year) for year in self.ledger.inputs.lines.years[: 2 * SHOWN_YEARS]]
        cash = self.ledger.cash_nominal_eur[:, : len(years)] / MILLION
        self.cash.bars(years, self._layers(cash))

    def _show_limits(self) -> None:
        lang, split = self.lang, self.split
        fields = [html("<h3>{}</h3>", self._t("ceilings"))]
        fields += [html(NUMBER, id=one, action="ceiling", name=self._name(one)) for one in self.payers]
        fields.append(html("<h3>{}</h3>", self._t("reserves")))
        capital = [one for one in (*GEMEENTE, "waterschap") if one in self.actors.ids]
        fields += [html(NUMBER, id=one, action="reserve", name=self._t(f"reserve_{one}")) for one in capital]
        fields.append(html("<h3>{}</h3>", self._t("rates")))
        defaults = table("finance_defaults")
        for key in ("inflation", "omslagrente", "levy_household_share"):
            fields.append(html(NUMBER, id=key, action="rate", name=f"{defaults[f'name_{lang}'][key]}, %"))
        fields.append(html(NUMBER, id="levy", action="units", name=self._t("units")))
        classes = sorted({one for one in self.ledger.inputs.asset_class if one != "none"})
        names = table("asset_classes")[f"name_{lang}"]
        terms = Markup("").join(html(NUMBER, id=one, action="term", name=names[one]) for one in classes)
        fields.append(html("<details><summary>{}</summary>{}</details>", self._t("terms"), terms))
        measures, reasons = table("measures")[f"name_{lang}"], table("levy_shares")[f"reason_{lang}"]
        shares = Markup("").join(
            html(
                '{}<p class="small">{}</p>',
                html(NUMBER, id=one, action="levy_share", name=measures[one]),
                reasons[one],
            )
            for one in self.ledger.inputs.lines.measures
        )
        fields.append(html("<details><summary>{}</summary>{}</details>", self._t("levy_shares"), shares))
        frame = str(html('<div class="stacked">{}</div>', Markup("").join(fields)))
        if self.limits.html != frame:
            self.limits.html = frame
        slots = {f"ceiling_{one}": "" for one in self.payers} | {f"reserve_{one}": "" for one in capital}
        slots |= {f"ceiling_{one}": f"{c['ceiling_eur'] / MILLION:g}" for one, c in split.ceilings.items()}
        slots |= {f"reserve_{one}": f"{eur / MILLION:g}" for one, eur in split.reserves.items()}
        slots |= {
            f"rate_{key}": f"{100 * split.rate(key):g}"
            for key in ("inflation", "omslagrente", "levy_household_share")
        }
        years = table("asset_classes")["depreciation_years"]
        slots |= {f"term_{one}": f"{split.depreciation_years.get(one, years[one]):g}" for one in classes}
        for one, share in zip(self.ledger.inputs.lines.measures, self.ledger.riool_share, strict=True):
            slots[f"levy_share_{one}"] = f"{100 * share:g}"
        slots["units_levy"] = f"{split.levy_units or self.ledger.inputs.households:.0f}"
        self.limits.show(**slots)
        self._show_loans()

    def _show_loans(self) -> None:
        borrowers = [
            one for one, borrows in zip(self.actors.ids, self.actors.role("borrows"), strict=True) if borrows
        ]
        kinds = options([(one, self._t(f"loan_{one}")) for one in ("annuity", "linear")])
        words = {word: self._t(f"loan_{word}") for word in ("borrow", "kind", "rate", "years")}
        frame = str(
            Markup("").join(
                html(
                    LOAN,
                    id=one,
                    name=self._name(one),
                    on=Markup(" checked") if one in self.split.loans else "",
                    kinds=kinds,
                    **words,
                )
                for one in borrowers
            )
        )
        if self.loans.html != frame:
            self.loans.html = frame
        slots = {}
        for one in borrowers:
            loan = self.split.loans.get(one, {})
            slots[f"{one}_kind"] = loan.get("kind", "annuity")
            slots[f"{one}_rate"] = f"{100 * loan.get('rate', default('loan_rate')):g}"
            slots[f"{one}_years"] = f"{loan.get('years', default('loan_years')):g}"
        self.loans.show(**slots)

    def _show_enjoys(self) -> None:
        ledger, bands = self.ledger, self.bands
        paid, enjoyed = ledger.present_value_eur, ledger.benefit_eur
        paid_band = p5_p95(bands.present_value_eur)
        enjoyed_band = p5_p95(bands.benefit_eur)
        if self.final:
            paid, enjoyed = ledger.final(paid), ledger.final(enjoyed)
            paid_band = tuple(ledger.final(one) for one in paid_band)
            enjoyed_band = tuple(ledger.final(one) for one in enjoyed_band)
        shown = [
            place
            for place in np.argsort(-(enjoyed - paid), kind="stable")
            if paid[place] + enjoyed[place] > FEWEST_SHARE * ledger.total_eur
        ]
        names = [self._name(self.actors.ids[place]) for place in shown]
        if self.enjoys.labels != names:
            self.enjoys.lay_out(names)
        columns = {}
        for what, middle, band in (("paid", paid, paid_band), ("enjoyed", enjoyed, enjoyed_band)):
            for part, values in zip(("low", "mid", "high"), (band[0], middle, band[1]), strict=True):
                columns[f"{what}_{part}"] = np.asarray(values)[shown] / MILLION
        self.enjoys.scale_to(max(float(one.max(initial=0)) for one in columns.values()))
        self.enjoys.show(**columns)
        self.view_choice.show(final="final" if self.final else "first")
        title = self._t("pays")
        if shown:
            title = self._t("pays_title", most=names[0], least=names[-1])
        self.sections["pays"].show(title=title)

    def _under_splits(self) -> dict[str, Ledger]:
        """This package under at most six splits: the one shown, the presets, and own ones."""
        names = self._split_names()
        ids = list(dict.fromkeys([self.split_id, *PRESETS, *names]))[:MOST]
        study = self.session.study
        return {names[one]: study.ledger(self.portfolio_id, one) for one in ids}

    def _for_packages(self) -> dict[str, Ledger]:
        """This split over at most six packages that hold measures."""
        pairs = [pair for pair in self._portfolio_names() if pair[0] != "niets_doen"][:MOST]
        study = self.session.study
        return {name: study.ledger(one, self.split_id) for one, name in pairs}

    def _show_beside(self) -> None:
        for view, ledgers, behind, caption in (
            (self.all_splits, self._under_splits(), self.behind_splits, "splits_table"),
            (self.all_packages, self._for_packages(), self.behind_packages, "packages_table"),
        ):
            frame = splits_frame(ledgers, self.lang)
            view.show(rows=table_html(frame, self.lang, self._t(caption)))
            behind.refresh()

    def _show_parties(self) -> None:
        """A name and perhaps another party to be counted with, for every party of the table."""
        rows, joined = [], self.actors.joined
        for one in table("actors").index:
            others = [(other, self._name(other)) for other in self.actors.ids if other != one]
            rows.append(
                html(
                    PARTY,
                    id=one,
                    was=table("actors")[f"name_{self.lang}"][one],
                    name=self._t("party_name"),
                    join=self._t("party_join"),
                    options=options([("", self._t("party_apart")), *others]),
                )
            )
        frame = str(html('<div class="parties">{}</div>', Markup("").join(rows)))
        if self.parties.html != frame:
            self.parties.html = frame
        slots = {f"name_{one}": self.actors.names.get(one, "") for one in table("actors").index}
        slots |= {f"join_{one}": joined.get(one, "") for one in table("actors").index}
        self.parties.show(**slots)

    def _show_who(self) -> None:
        frame = who_matrix(self.ledger, self.lang)
        self.who.show(who=table_html(frame, self.lang, self._t("who_table")))
        self.behind_who.refresh()

    def __panel__(self) -> Viewable:
        return self.layout


def _number(value: object) -> float | None:
    """What was typed as a number; None where it is none or empty."""
    try:
        return float(str(value).replace(",", ".")) if str(value).strip() else None
    except ValueError:
        return None


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return FinancieringPage(session)


if pn.state.served:
    pn.extension(reconnect=True)
    Shell(Session.opened(), {"financiering": page}, "financiering").servable()

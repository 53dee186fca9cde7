"""Financiering: who pays, when and from what, and who benefits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import SERVED, Shell
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.phone_tabs import PhoneTabs
from dashboards.parts.live.post import together
from dashboards.parts.live.tabs import tab_list
from dashboards.parts.look.css import STYLES
from dashboards.sections.financiering.beside import (
    Buurten,
    OtherOutcomes,
    Packages,
    SplitRanges,
    Splits,
    Versus,
    Who,
)
from dashboards.sections.financiering.budget import Budget, CoverPlan
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.cash_flow import CashFlow
from dashboards.sections.financiering.enjoys import Enjoys
from dashboards.sections.financiering.finance_tables import GroupMatrix
from dashboards.sections.financiering.grant_rules import Rules
from dashboards.sections.financiering.head import Head
from dashboards.sections.financiering.headlines import Headlines
from dashboards.sections.financiering.household import Household
from dashboards.sections.financiering.levies import Charges, Credit, LevyPath
from dashboards.sections.financiering.limits import Limits
from dashboards.sections.financiering.linked_sliders import LinkedShares
from dashboards.sections.financiering.loans import Cash, Loans
from dashboards.sections.financiering.money_streams import MoneyStreams
from dashboards.sections.financiering.parties import Parties
from dashboards.sections.financiering.ratios import Ratios, Risk
from dashboards.sections.financiering.shares import Shares
from dashboards.sections.financiering.titles import Instruments, Titles
from kans_model.finance.legal_routes import uncovered_eur
from kans_model.words.amounts import money_short

TABS = ("bekostiging", "financiering", "lasten")
STACK = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}


def _column(span: int, *sections: Section) -> pn.Column:
    parts = [section.column for section in sections]
    return pn.Column(*parts, css_classes=["stack", f"span-{span}"], **STACK)


class FinancieringPage(Viewer):
    """One package under one split, beside another split; only the open tab is written."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.case = session, Case(session)
        self.tab = session.query["tab"] if session.query.get("tab") in TABS else TABS[0]
        self.head, self.headlines = Head(self.case, self.update), Headlines(self.case)
        self.decision = Decision(self.case.text("go_burdens"), self._decide)
        self.tabs, self.place = LiveHtml(), pn.Column(**STACK)
        self.tabs.on("tab", self._open)
        self._make_sections(self.case)
        self.sections = self._sections()
        self.panels = self._panels()
        top = (self.head, self.headlines.figures.compact, self.headlines, self.decision)
        self.layout = pn.Column(*top, self.tabs, self.place, css_classes=["page", "close"], **STACK)
        self._show()
        session.param.watch(self.update, ["study", "package"])

    def _make_sections(self, case: Case) -> None:
        """What stands on the three tabs, each once."""
        self.shares, self.flow, self.rules = Shares(case), CashFlow(case), Rules(case)
        self.streams, self.matrix, self.versus = MoneyStreams(case), GroupMatrix(case), Versus(case)
        self.levy, self.charges = LevyPath(case), Charges(case)
        self.credit, self.limits = Credit(case), Limits(case)
        self.cash, self.loans = Cash(case), Loans(case)
        self.budget, self.cover = Budget(case), CoverPlan(case)
        self.ratios, self.risk, self.household = Ratios(case), Risk(case), Household(case)
        self.enjoys, self.who = Enjoys(case, lambda: self.who.update()), Who(case)
        self.splits, self.packages = Splits(case), Packages(case)
        self.parties = Parties(case)
        self.titles, self.instruments = Titles(case), Instruments(case)
        self.split_ranges, self.what_if = SplitRanges(case), OtherOutcomes(case)
        self.buurten = Buurten(case)

    def _sections(self) -> dict[str, Sequence[Section]]:
        """The sections of each tab, in the order in which they are written."""
        return {
            "bekostiging": (
                *(self.shares, self.flow, self.streams, self.rules),
                *(self.matrix, self.titles, self.versus),
            ),
            "financiering": (
                *(self.levy, self.charges, self.credit, self.limits),
                *(self.loans, self.cash, self.budget, self.cover),
                *(self.ratios, self.risk),
            ),
            "lasten": (
                *(self.enjoys, self.household, self.who, self.what_if, self.buurten, self.splits),
                *(self.split_ranges, self.packages, self.instruments, self.parties),
            ),
        }

    def _panels(self) -> dict[str, pn.Column]:
        """The lay-out of each tab."""
        rows = {
            "bekostiging": self._who_pays(),
            "financiering": self._levies_and_limits(),
            "lasten": [self.enjoys.column, self.household.column, self.what_if.column, self._more()],
        }
        return {tab: pn.Column(*parts, css_classes=["stack"], **STACK) for tab, parts in rows.items()}

    def _who_pays(self) -> list[Viewable]:
        versus = self._fold("versus", self.titles, self.matrix, self.versus)
        shares, flow = _column(7, self.shares), _column(5, self.flow)
        streams = pn.Column(self.streams.column, css_classes=["stack"], **STACK)
        rules = pn.Column(self.rules.column, versus.layout, css_classes=["stack"], **STACK)
        parts = {"shares": [shares], "streams": [flow, streams], "rules": [rules]}
        return [self._phone_tabs(parts), grid(shares, flow), streams, rules]

    def _levies_and_limits(self) -> list[Viewable]:
        budget = self._fold("budget", self.budget, self.cover)
        controller = self._fold("controller", self.ratios, self.risk, opened=self.risk.look)
        levies, limits = _column(7, self.levy, self.charges, self.credit), _column(5, self.limits)
        payments, loans = _column(7, self.cash), _column(5, self.loans)
        folds = pn.Column(budget.layout, controller.layout, css_classes=["stack", "folds"], **STACK)
        choices = {"levies": [levies, payments], "limits": [limits, loans], "folds": [folds]}
        tall = ["one-by-one"]
        return [
            self._phone_tabs(choices),
            grid(levies, limits, css_classes=tall),
            grid(payments, loans, css_classes=tall),
            folds,
        ]

    def _more(self) -> Viewable:
        """What is folded away under who benefits."""
        folds = [
            self._fold("buurten", self.who, self.buurten),
            self._fold("splits", self.splits, self.split_ranges, self.packages),
            self._fold("instruments", self.instruments),
            self._fold("parties", self.parties),
        ]
        return pn.Column(*(fold.layout for fold in folds), css_classes=["stack", "folds", "pairs"], **STACK)

    def _fold(self, name: str, *sections: Section, opened: Callable[[], object] | None = None) -> Fold:
        columns = [section.column for section in sections]
        about = self.case.text(f"fold_{name}_about")
        return Fold(self.case.text(f"fold_{name}"), about, *columns, opened=opened)

    def _phone_tabs(self, parts: Mapping[str, Sequence[Viewable]]) -> PhoneTabs:
        """One part of a tab at a time on a phone."""
        names = {name: self.case.text(f"part_{name}") for name in parts}
        return PhoneTabs(parts, names, self.case.text("parts"))

    @property
    def linked(self) -> LinkedShares:
        """The sliders."""
        return self.shares.linked

    def update(self, *events: Any) -> None:
        """Work out the ledgers once and write everything that shows them."""
        if any(event.name == "package" for event in events):
            self.case.follow_package()
        self.case.work_out()
        self._show()

    def _show(self) -> None:
        with together():
            self.head.update()
            self.headlines.update()
            self._show_decision()
            self._show_tab()
        self.case.remember(self.tab)

    def _show_decision(self) -> None:
        """What to decide next: who bears what nobody bears yet, else whether who pays is who benefits."""
        case = self.case
        amount = money_short(self.open_eur, case.lang)
        key = "gap" if self.open_eur >= 1 else "burdens"
        self.decision.show(case.text(f"decide_{key}", amount=amount), go=case.text(f"go_{key}"))

    @property
    def open_eur(self) -> float:
        """What nobody covers. [EUR, present value]"""
        return float(uncovered_eur(self.case.ledger))

    def _decide(self, _data: dict[str, Any]) -> None:
        self._open({"name": TABS[0] if self.open_eur >= 1 else TABS[-1]})
        if self.open_eur >= 1:
            self.linked.view.enter(f"share-typed-{next(iter(self.linked.parties))}")
        else:
            self.tabs.enter(f"tab-{TABS[-1]}")

    def _show_tab(self) -> None:
        """Put the open tab in its place; the others are written when they are opened."""
        names = {tab: self.case.text(f"tab_{tab}") for tab in TABS}
        self.tabs.html = str(tab_list(names, self.tab, self.case.text("tabs")))
        if list(self.place) != [self.panels[self.tab]]:
            self.place[:] = [self.panels[self.tab]]
        for section in self.sections[self.tab]:
            section.update()

    def aim(self, part: str) -> None:
        """Look at what the levers of the policy bring, `levers`."""
        if part == "levers":
            self.case.by_levers = True
            self.update()
            self.head.view.focus("levers")

    def _open(self, data: dict[str, Any]) -> None:
        if data.get("name") in TABS:
            self.tab = str(data["name"])
            with together():
                self._show_tab()
            self.case.remember(self.tab)

    def __panel__(self) -> Viewable:
        return self.layout


def page(session: Session) -> Viewable:
    """The page of a session, to stand in the shell."""
    return FinancieringPage(session)


if __name__.startswith(SERVED):
    pn.extension(reconnect=False)
    Shell(Session.opened(), {"financiering": page}, "financiering").servable()

"""The programme of the reader's study, and how a section of the page changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.split_in_view import split_in_view
from dashboards.parts.frame.study_change import changed
from dashboards.parts.live.live import LiveHtml
from kans_model.chain.records import noted
from kans_model.dialogue.criteria import Criterion
from kans_model.finance.ledger import Ledger
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.programme.breaches import Breach
from kans_model.programme.limits import Limits
from kans_model.programme.opportunities import Opportunity, missed_opportunities
from kans_model.programme.plan import Plan
from kans_model.programme.programme import Programme
from kans_model.programme.reference_class import ReferenceClass, reference_class
from kans_model.programme.works import Work
from kans_model.study.study import Study
from kans_model.words.texts import t


class Now:
    """A study as the page shows it: its plan and what follows from that, each worked out once."""

    def __init__(self, study: Study, package: Portfolio, split: FinancingSplit):
        self.study, self.package, self.split = study, package, split

    @cached_property
    def plan(self) -> Plan:
        return self.study.plan(self.package)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        return self.study.works

    @cached_property
    def ledger(self) -> Ledger:
        """Who pays, whatever the years."""
        return self.study.ledger(self.package, self.split, planned=False)

    @cached_property
    def limits(self) -> Limits:
        return self.limits_of(self.plan)

    def limits_of(self, plan: Plan) -> Limits:
        """Of the same projects beside other works."""
        return self.study.plan_limits(plan, self.ledger)

    @cached_property
    def spent_eur(self) -> np.ndarray:
        """Shape (payer, year). [EUR]"""
        return self.limits.spent_eur(self.plan.start)

    @cached_property
    def breaches(self) -> list[Breach]:
        return self.plan.breaches(self.limits)

    @cached_property
    def reference(self) -> ReferenceClass:
        """How programmes of before went."""
        return reference_class(self.study.programme.record)

    def budget_eur(self, first: int, last: int) -> float | None:
        """What all payers can spend in these years; None where nobody gave a budget. [EUR]"""
        years = self.plan.values.years
        return self.limits.given_eur((years >= first) & (years <= last))

    @cached_property
    def missed(self) -> list[Opportunity]:
        return missed_opportunities(self.plan, self.works)


class Agenda:
    """What all sections of the page look at."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.notes = file_notes(session)
        self._now: Now | None = None

    def text(self, key: str, **values: object) -> str:
        """A text of this page."""
        return t(f"uitvoeringsagenda.{key}", self.lang, **values)

    @property
    def study(self) -> Study:
        return self.session.study

    @property
    def programme(self) -> Programme:
        return self.study.programme

    @property
    def package(self) -> Portfolio:
        """The package the projects came from, else the one the reader works on."""
        own = {portfolio.id: portfolio for portfolio in self.study.portfolios} | self.study.references()
        return own.get(self.programme.package, self.session.portfolio)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.study.criteria

    @property
    def now(self) -> Now:
        """The study as it stands; kept until it is another."""
        if self._now is None or self._now.study is not self.study or self._now.package is not self.package:
            self._now = Now(self.study, self.package, split_in_view(self.session))
        return self._now

    def change(self, how: Callable[[Programme], Programme], view: LiveHtml, moving: str = "") -> bool:
        """Change the programme; what cannot be is said beside the control, and nothing changes."""

        def make() -> Study:
            programme = how(self.programme)
            programme.check(self.study.city.areas.index, self.study.actors.known)
            return noted(self.study, self.study.replaced(programme=programme))

        return changed(self.session, view, make, moving)

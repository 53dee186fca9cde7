"""Loans of parties, and the cash they leave to pay each year."""

from __future__ import annotations

from typing import Any

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.financiering.case import LONG_YEARS, Case
from kans_model.finance.capital import LOAN_KINDS
from kans_model.words.amounts import in_millions
from kans_model.words.entry import field_number, field_share, in_field
from kans_model.words.texts import t

WORDS = ("borrow", "kind", "rate", "years")


class Cash(Section):
    """What each party pays in cash, loans included, in money of the day."""

    def __init__(self, case: Case):
        self.case = case
        unit = t("unit.meur_per_year", case.lang)
        self.chart = TimeChart(case.text("cash_table"), case.lang, unit=unit, notes=case.notes)
        super().__init__(self.chart, title=case.text("cash"), deck=case.text("cash_deck"))

    def update(self) -> None:
        """Bars per year."""
        cash = in_millions(self.case.ledger.cash_nominal_eur[:, :LONG_YEARS])
        self.chart.bars(self.case.years(LONG_YEARS), self.case.layers(cash))


class Loans(Section):
    """Whether each party that may borrow does, and on which terms."""

    def __init__(self, case: Case):
        self.case = case
        self.view = LiveHtml()
        self.view.on("loan", self._loan)
        super().__init__(self.view, title=case.text("loans"), deck=case.text("loans_deck"))

    def _loan(self, data: dict[str, Any]) -> None:
        actor, _, field = str(data.get("name")).partition(":")
        value = data.get("value")
        if field == "on" and not value:
            self.case.change(lambda split: split.without_loan(actor), view=self.view)
            return
        terms: dict[str, Any] = {}
        if field == "kind":
            terms[field] = str(value)
        elif field in ("rate", "years"):
            read = field_share if field == "rate" else field_number
            terms[field] = read(value, self.case.lang)
        self.case.change(lambda split: split.with_loan(actor, **terms), view=self.view)

    def _draw(self) -> None:
        case = self.case
        self.view.draw(
            __file__,
            "loans.html",
            borrowers=[
                (actor, name, actor in case.split.loans)
                for actor, name in case.actor_names(case.actors.in_role("borrows"))
            ],
            kinds=[(kind, case.text(f"loan_{kind}")) for kind in LOAN_KINDS],
            words={word: case.text(f"loan_{word}") for word in WORDS},
        )

    def update(self) -> None:
        """Fields for the parties there are, with their terms."""
        self._draw()
        slots = {}
        for actor in self.case.actors.in_role("borrows"):
            loan = self.case.split.loan(actor)
            slots[f"{actor}_kind"] = loan["kind"]
            slots[f"{actor}_rate"] = in_field(loan["rate"], self.case.lang, "percent")
            slots[f"{actor}_years"] = in_field(loan["years"], self.case.lang)
        self.view.show(**slots)

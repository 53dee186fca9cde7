"""Who pays what in which year, beside the budgets."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.study.names import split_name
from kans_model.words.amounts import in_millions
from kans_model.words.entry import field_millions, in_field


class Money(Section):
    """A stack of payers per year, and a field for the budget of each."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.chart = TimeChart(
            agenda.text("money_chart"), agenda.lang, unit=agenda.text("money_unit"), notes=agenda.notes
        )
        self.fields = LiveHtml()
        self.fields.on("budget", self._budget)
        super().__init__(self.chart, self.fields, title=agenda.text("money_title"))

    def update(self) -> None:
        agenda, now = self.agenda, self.agenda.now
        ids, actors = now.ledger.actors.ids, agenda.study.actors
        pays = np.flatnonzero(now.limits.bill_eur.sum(axis=(0, 1)) > 0)
        layers = {
            actors.name(ids[place], agenda.lang): (
                theme.ACTORS[actors.like(ids[place])], in_millions(now.spent_eur[place])
            )
            for place in pays
        }  # fmt: skip
        self.chart.bars(list(agenda.programme.years), layers)
        self.show(
            deck=agenda.text("money_deck", price_year=PRICE_YEAR, split=split_name(now.split, agenda.lang))
        )
        payers = [
            (ids[place], agenda.text("budget_field", who=actors.name(ids[place], agenda.lang)))
            for place in pays
        ]
        self.fields.draw(
            __file__,
            "money.html",
            fold=agenda.text("budget_fold"),
            hint=agenda.text("budget_hint"),
            payers=payers,
        )
        self.fields.show(**{ids[place]: self._given(ids[place]) for place in pays})

    def _given(self, payer: str) -> str:
        """The budget of the first year, as one types it."""
        given = self.agenda.programme.budgets.get(payer)
        if given is None:
            return ""
        first = self.agenda.programme.first_year
        return in_field(self.agenda.programme.budget_eur(payer, first), self.agenda.lang, "millions")

    def _budget(self, data: dict[str, Any]) -> None:
        payer, value = str(data.get("name")), data.get("value")
        eur = field_millions(value, self.agenda.lang) if str(value or "").strip() else None
        self.agenda.change(lambda programme: programme.with_yearly_budget(payer, eur), self.fields)

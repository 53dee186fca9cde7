"""Who pays when, and what stays uncovered above a ceiling; where money comes from is `money_streams`."""

from __future__ import annotations

import pandas as pd

from dashboards.parts.charts.time_chart import HATCH, TimeChart
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.sections.financiering.case import FIRST_YEARS, Case
from kans_model.reports.investment_table import planned_investment
from kans_model.words.amounts import in_millions, money_short
from kans_model.words.texts import t


class CashFlow(Section):
    """Cash of each party per year, in prices of the study."""

    def __init__(self, case: Case):
        self.case = case
        unit = t("unit.meur_per_year", case.lang)
        self.chart = TimeChart(case.text("flow_table"), case.lang, unit=unit, notes=case.notes)
        caption = case.text("planned")
        self.planned = LiveHtml.of(
            __file__,
            "planned.html",
            title=caption,
            deck=case.text("planned_deck"),
            links=links(caption, case.lang, is_chart=False),
        )
        self.behind = Behind(self.planned, caption, self.investment, case.lang, case.notes)
        super().__init__(self.chart, self.planned, title=case.text("flow"), deck=case.text("flow_deck"))

    def investment(self) -> pd.DataFrame:
        """What each party invests in the years of the agenda."""
        case = self.case
        return planned_investment(case.ledger, case.session.study.programme.years, case.actor_name, case.lang)

    def update(self) -> None:
        """Bars per year, hatched where nothing covers them; the dearest year in the title."""
        case, ledger = self.case, self.case.ledger
        years = case.years(FIRST_YEARS)
        layers = case.layers(in_millions(ledger.covered_eur[:, :FIRST_YEARS]))
        if case.split.ceilings:
            gap = ledger.gap_eur.sum(axis=0)[:FIRST_YEARS]
            layers[case.text("not_covered")] = (HATCH, in_millions(gap))
        self.chart.bars(years, layers, self._ceiling())
        planned = case.session.study.is_planned(case.portfolio_id)
        self.planned.visible = planned and not case.by_levers
        if self.planned.visible:
            self.behind.refresh()
        peak = ledger.peak_year(FIRST_YEARS)
        self.show(
            title=case.text("flow") if peak is None else case.text("flow_title", year=peak, last=years[-1])
        )

    def _ceiling(self) -> tuple[str, float] | None:
        """The words and place of the line of a ceiling, where there is only one."""
        case, ceilings = self.case, self.case.ledger.free_ceilings_eur
        if len(ceilings) != 1:
            return None
        actor, amount = next(iter(ceilings.items()))
        words = case.text("ceiling_of", who=case.actor_name(actor), amount=money_short(amount, case.lang))
        return words, in_millions(float(amount))

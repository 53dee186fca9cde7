"""What if projects slip and cost more, as projects of before did, and which of them must not."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.sent_file import sent_file
from dashboards.parts.live.slow_work import FollowUp
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from kans_model.exchange.record_file import MOST_BYTES, read_record
from kans_model.programme.forecast import Forecast, levels
from kans_model.programme.plan import budget_period
from kans_model.reports.forecast_in_words import basis, forecast_conclusion, musts, stands
from kans_model.words.amounts import in_millions


class Slipping(Conclusion):
    """P10, P50 and P90 of spending per year, in words what follows, and a field for years of one's own."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        text = agenda.text
        self.chart = TimeChart(text("slip_chart"), agenda.lang, unit=text("money_unit"), notes=agenda.notes)
        self.lists = LiveHtml()
        self.record = LiveHtml()
        self.record.on("record", self._record)
        self.record.on("forget", lambda _data: self._keep(()))
        self.work = FollowUp(
            text("reckon_again"), agenda.lang, self._reckon, self._found, self._asked, quiet=True
        )
        super().__init__(
            self.work.live,
            self.chart,
            self.lists,
            self.record,
            title=text("slip_chart"),
            deck=text("slip_deck"),
        )

    def update(self) -> None:
        """Work it out for the plan as it stands."""
        self.work.ask()

    def _asked(self) -> tuple[Now, np.ndarray] | None:
        now = self.agenda.now
        planned = bool((now.plan.start >= 0).any())
        self.chart.view.visible = self.lists.visible = planned
        if not planned:
            self.tell(self.agenda.text("ahead_none"))
            self._draw_record()
            return None
        return now, now.limits.bill_eur.sum(axis=2)

    @staticmethod
    def _reckon(now: Now, bill_eur: np.ndarray, _progress: Any, _cancelled: Any) -> tuple[Now, Forecast]:
        found = Forecast(now.plan, bill_eur, now.reference, now.study.seed)
        for worked_out in (found.spend_eur, found.criticality, found.mean_loss_eur):
            assert worked_out is not None  # here, and not on the event loop
        return now, found

    def _found(self, answer: tuple[Now, Forecast]) -> None:
        now, found = answer
        if now.study is not self.agenda.study:
            return
        lang, text = self.agenda.lang, self.agenda.text
        low, mid, high = in_millions(levels(found.spend_eur))
        planned = in_millions(found.planned_eur)
        shown = slice(0, int(np.flatnonzero(high > 0)[-1]) + 1 if (high > 0).any() else 1)
        self.chart.path(
            list(found.years[shown]),
            low[shown],
            mid[shown],
            high[shown],
            theme.ACCENT,
            beside={text("slip_planned"): planned[shown]},
        )
        first, last = budget_period(now.plan.programme)
        self.tell(forecast_conclusion(found, now.budget_eur(first, last), lang))
        lines = {"stands": stands(found, lang), "musts": musts(found, lang)}
        self.lists.draw(__file__, "slipping.html", head=text("slip_musts"), **lines)
        self._draw_record()

    # --- years of one's own ---------------------------------------------------------------------

    def _draw_record(self) -> None:
        agenda = self.agenda
        self.record.draw(
            __file__,
            "record.html",
            basis=basis(agenda.now.reference, agenda.programme.record, agenda.lang),
            fold=agenda.text("record_fold"),
            hint=agenda.text("record_hint"),
            label=agenda.text("record_file"),
            most=MOST_BYTES,
            forget=agenda.text("record_forget") if agenda.programme.record else "",
        )

    def _record(self, data: dict[str, Any]) -> None:
        with sent_file(data, MOST_BYTES) as path:
            record = read_record(path)
        self._keep(record)

    def _keep(self, record: tuple[Any, ...]) -> None:
        self.agenda.change(lambda programme: programme.with_record(record), self.record)

"""Robust: which projects survive a lower budget and late works, and which order is regretted least."""

from __future__ import annotations

from typing import Any

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from kans_model.programme.futures import FUTURES, Robustness, robustness
from kans_model.reports.robustness_in_words import fallen, order_name, robust_conclusion
from kans_model.words.amounts import money_short


class Robust(Conclusion):
    """A table of regret: orders against futures."""

    def __init__(self, agenda: Agenda):
        self.agenda, self.seen = agenda, agenda.study
        self.table = LiveHtml()
        text = agenda.text
        self.work = SlowWork(text("robust_start"), agenda.lang, self._search, self._show, self._asked)
        super().__init__(self.work.live, self.table, title=text("robust_title"), deck=text("robust_deck"))

    def update(self) -> None:
        """What stands there belongs to another plan once that changed."""
        if self.seen is not self.agenda.study:
            self.table.visible = False
            self.tell("")

    def _asked(self) -> tuple[Now] | None:
        now = self.agenda.now
        if not self.agenda.programme.projects:
            self.tell(self.agenda.text("ahead_none"))
            return None
        return (now,)

    @staticmethod
    def _search(now: Now, progress: Any, _cancelled: Any) -> tuple[Now, Robustness]:
        return now, robustness(now.plan, now.works, now.ledger, progress)

    def _show(self, answer: tuple[Now, Robustness]) -> None:
        now, found = answer
        if now.study is not self.agenda.study:
            return
        self.seen, self.table.visible = now.study, True
        lang, text = self.agenda.lang, self.agenda.text
        regret = found.regret_eur
        rows = [
            (
                order_name(name, lang),
                *(money_short(float(eur), lang) for eur in (*regret[row], found.most_regret_eur[row])),
            )
            for row, name in enumerate(found.orders)
        ]
        self.tell(robust_conclusion(found, lang))
        projects = [now.plan.programme.projects[place].name for place in found.falls]
        self.table.draw(
            __file__,
            "plain_table.html",
            caption=text("robust_table"),
            heads=[text("robust_order"), *(text(f"robust_{name}") for name in FUTURES), text("robust_most")],
            rows=rows,
            lines=[fallen(projects, lang)],
            take="",
        )

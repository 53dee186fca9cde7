"""Wish and frame: what fits the budgets, beside the years one gave, and every difference between them."""

from __future__ import annotations

from typing import Any

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import FollowUp
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from kans_model.programme.frame import Difference, Frame, frame
from kans_model.reports.robustness_in_words import frame_conclusion
from kans_model.words.amounts import money_short

HEADS = ("project", "wish", "frame", "spend", "damage")


class Wish(Conclusion):
    """The list of differences, and the button that makes the frame the plan."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.found: Frame | None = None
        self.list = LiveHtml()
        self.list.on("take", self._take)
        self.work = FollowUp(
            agenda.text("reckon_again"), agenda.lang, self._search, self._show, self._asked, quiet=True
        )
        text = agenda.text
        super().__init__(self.work.live, self.list, title=text("wish_title"), deck=text("wish_deck"))

    def update(self) -> None:
        """Seek what fits for the plan as it stands."""
        self.work.ask()

    def _asked(self) -> tuple[Now] | None:
        now = self.agenda.now
        planned = bool((now.plan.start >= 0).any())
        self.list.visible = planned
        if not planned:
            self.tell(self.agenda.text("ahead_none"))
            return None
        return (now,)

    @staticmethod
    def _search(now: Now, _progress: Any, _cancelled: Any) -> tuple[Now, Frame]:
        return now, frame(now.plan, now.limits)

    def _show(self, answer: tuple[Now, Frame]) -> None:
        now, self.found = answer
        if now.study is not self.agenda.study:
            return
        text = self.agenda.text
        self.tell(frame_conclusion(self.found, self.agenda.lang))
        self.list.draw(
            __file__,
            "plain_table.html",
            caption=text("wish_table"),
            heads=[text(f"wish_{name}") for name in HEADS],
            rows=[self._row(own) for own in self.found.differences],
            lines=[],
            take=text("wish_take") if self.found.differences else "",
        )

    def _row(self, own: Difference) -> tuple[str, ...]:
        lang, none = self.agenda.lang, self.agenda.text("bar_none")
        name = self.agenda.programme.project(own.project).name
        years = (none if year is None else str(year) for year in (own.wish, own.frame))
        return name, *years, money_short(own.spend_eur, lang), money_short(own.damage_eur, lang)

    def _take(self, _data: dict[str, Any]) -> None:
        found = self.found
        if found is not None:
            self.agenda.change(lambda programme: programme.with_starts(found.starts), self.list)

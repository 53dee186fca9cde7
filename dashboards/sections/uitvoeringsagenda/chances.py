"""Streets that open while nothing goes along, each with the button that plans it along."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.programme.nuisance import days_avoided, openings_avoided
from kans_model.programme.opportunities import Opportunity, joined_with_works, lost_together_eur
from kans_model.reports.synergy_request import synergy_request
from kans_model.words.amounts import money_short, number
from kans_model.words.texts import t

SHOWN = 4


class Chances(Section):
    """The dearest opportunities that the plan passes by."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.view = LiveHtml()
        self.view.on("join", self._join)
        self.view.on("request", self._request)
        super().__init__(self.view, title=agenda.text("missed_title_none"), deck=agenda.text("missed_deck"))

    def update(self) -> None:
        agenda, now = self.agenda, self.agenda.now
        self.column.visible = bool(agenda.programme.projects)
        missed, rest = now.missed[:SHOWN], now.missed[SHOWN:]
        if not now.works:
            title = agenda.text("missed_title_unknown")
        elif now.missed:
            title = agenda.text("missed_title", n=len(now.missed))
        else:
            title = agenda.text("missed_title_none")
        self.show(title=title)
        lost = money_short(lost_together_eur(rest), agenda.lang)
        self.view.draw(
            __file__,
            "chances.html",
            rows=[self._row(own) for own in missed],
            word=agenda.text("plan_along"),
            request=agenda.text("request"),
            more=agenda.text("missed_more", n=len(rest), eur=lost) if rest else "",
            spared=self._spared(),
        )

    def _spared(self) -> str:
        """Street openings and days of nuisance that the plan avoids."""
        plan, lang = self.agenda.now.plan, self.agenda.lang
        n = openings_avoided(plan)
        return self.agenda.text("spared", n=n, days=number(days_avoided(plan), lang, 0)) if n else ""

    def _row(self, own: Opportunity) -> dict[str, str]:
        agenda, work = self.agenda, own.work
        late = own.join_before < date.today().year
        words = {
            "work": work.name,
            "kind": t(f"works_kind.{work.kind}", agenda.lang),
            "year": work.start,
            "eur": money_short(own.lost_eur, agenda.lang),
            "before": own.join_before,
        }
        return {
            "id": work.id,
            "text": agenda.text("missed_late" if late else "missed_row", **words),
            "ask": agenda.text("request_label", work=work.name),
            "label": agenda.text("plan_along_label", work=work.name, year=work.start),
        }

    def _join(self, data: dict[str, Any]) -> None:
        now = self.agenda.now
        own = self._of(data)
        if own is not None:
            along = joined_with_works(now.plan, own.work)
            self.agenda.change(lambda _programme: along, self.view)

    def _request(self, data: dict[str, Any]) -> None:
        """The request to the owner of the works, as a file of plain text."""
        own, now = self._of(data), self.agenda.now
        if own is not None:
            text = synergy_request(now.study, now.plan, own, self.agenda.lang)
            self.view.download(f"verzoek-{own.work.start}.txt", text.encode("utf-8"), "text/plain")

    def _of(self, data: dict[str, Any]) -> Opportunity | None:
        return next((own for own in self.agenda.now.missed if own.work.id == data.get("name")), None)

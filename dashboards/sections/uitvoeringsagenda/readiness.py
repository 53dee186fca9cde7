"""What the programme still lacks, each line with the way to where one gives it."""

from __future__ import annotations

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.programme.readiness import gaps
from kans_model.words.texts import t

HERE = "uitvoeringsagenda"


class Readiness(Section):
    """A list that gets shorter as things are given."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.view = LiveHtml()
        self.view.on("go", lambda data: agenda.session.lead_to(str(data.get("name")), ""))
        super().__init__(self.view, title=agenda.text("ready_title"))

    def update(self) -> None:
        agenda, now = self.agenda, self.agenda.now
        found = gaps(now.plan, len(now.works), len(agenda.criteria))
        rows = [
            (t(f"programme.lacks_{gap.key}", agenda.lang, n=gap.n), "" if gap.page == HERE else gap.page)
            for gap in found
        ]
        self.view.draw(
            __file__,
            "readiness.html",
            empty="" if found else agenda.text("ready_none"),
            rows=rows,
            word=agenda.text("ready_go"),
        )

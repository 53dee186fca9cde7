"""The calendar of works: a file in the place of the columns of the city, and what was read of it."""

from __future__ import annotations

from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.sent_file import sent_file
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.exchange.example_works import example_works
from kans_model.exchange.works_calendar import read_works
from kans_model.exchange.works_columns import COLUMNS, column_label
from kans_model.exchange.works_report import WorksReport
from kans_model.programme.works import Work

MOST_BYTES = 1_000_000


class WorksCalendar(Section):
    """Where the works come from, a button for a file, the report, and the way back."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.read: tuple[tuple[Work, ...], WorksReport] | None = None
        self.view = LiveHtml()
        self.view.on("file", self._file)
        self.view.on("example", self._example)
        self.view.on("back", self._back)
        super().__init__(self.view, title=agenda.text("works_title"))

    # --- what the reader does ------------------------------------------------------------------

    def _file(self, data: dict[str, Any]) -> None:
        """The works of a file, in the place of those that were there."""
        study = self.agenda.study
        with sent_file(data, MOST_BYTES) as path:
            found = read_works(path, study.city, scalar=study.baseline.scalar)
        before, self.read = self.read, found
        if not self.agenda.change(lambda programme: programme.with_works(found[0]), self.view):
            self.read = before

    def _example(self, _data: dict[str, Any]) -> None:
        content = example_works(self.agenda.study.city)
        if content is not None:
            self.view.download(self.agenda.text("works_file"), content, "text/csv")

    def _back(self, _data: dict[str, Any]) -> None:
        """Back to what the columns of the city say."""
        if self.agenda.change(lambda programme: programme.with_works(()), self.view):
            self.view.enter("works-file")

    # --- shown ---------------------------------------------------------------------------------

    def update(self) -> None:
        """Where the works come from, and the account of the file that they were read from."""
        agenda, lang = self.agenda, self.agenda.lang
        own = agenda.programme.works
        report = self.read[1] if self.read and self.read[0] == own else None
        self.show(deck=self._deck(report))
        words = ("bring", "example", "back", "columns", "columns_about", "report", "large")
        self.view.draw(
            __file__,
            "works.html",
            words={word: agenda.text(f"works_{word}") for word in words},
            columns=", ".join(column_label(column, lang) for column in COLUMNS),
            example=example_works(agenda.study.city) is not None,
            own=bool(own),
            lines=list(report.lines(lang)) if report else [],
            doubtful=bool(report and report.has_doubts),
            most=MOST_BYTES,
        )

    def _deck(self, report: WorksReport | None) -> str:
        agenda, works = self.agenda, self.agenda.study.works
        if report:
            return report.title(agenda.lang)
        if not works:
            return agenda.text("works_none")
        years = {
            "n": len(works),
            "first": min(work.start for work in works),
            "last": max(work.end for work in works),
        }
        return agenda.text("works_own" if agenda.programme.works else "works_of_city", **years)

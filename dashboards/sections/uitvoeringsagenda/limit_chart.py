"""A limit of the dialogue through the years: with the plan and its band, without it, and the limit itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.reports.limit_lines import limit_lines
from kans_model.uncertainty.criterion_paths import CriterionPath


class LimitChart(Viewer):
    """The choice of a limit, and its chart; nothing where the dialogue has none."""

    def __init__(self, agenda: Agenda):
        super().__init__()
        self.agenda, self.paths = agenda, tuple[CriterionPath, ...]()
        self.chosen = ""
        self.choice = LiveHtml()
        self.choice.on("limit", self._choose)
        self.chart = TimeChart(agenda.text("limit_chart"), agenda.lang, unit="", notes=agenda.notes)
        self.hide()

    def hide(self) -> None:
        """Show nothing."""
        self.choice.visible = self.chart.view.visible = False

    def show(self, paths: Sequence[CriterionPath]) -> None:
        """The path of each limit in the climate of the study."""
        self.paths = tuple(paths)
        if not paths:
            self.hide()
            return
        known = [path.criterion.id for path in paths]
        self.chosen = self.chosen if self.chosen in known else known[0]
        areas, lang = self.agenda.study.city.areas, self.agenda.lang
        options = [(path.criterion.id, criterion_text(path.criterion, areas, lang)) for path in paths]
        self.choice.visible = True
        self.choice.draw(
            __file__,
            "limit_choice.html",
            label=self.agenda.text("limit_choose"),
            options=options,
            chosen=self.chosen,
        )
        self._draw()

    def _choose(self, data: dict[str, Any]) -> None:
        self.chosen = str(data.get("value"))
        self.show(self.paths)

    def _draw(self) -> None:
        text = self.agenda.text
        path = next(own for own in self.paths if own.criterion.id == self.chosen)
        lines = limit_lines(path, self.agenda.lang)
        self.chart.view.visible = lines.is_known
        self.choice.show(note="" if lines.is_known else text("limit_unknown"))
        if lines.is_known:
            self.chart.unit = lines.unit
            beside = {text("risk_without"): lines.without, text("limit_line"): lines.limit}
            self.chart.path(
                lines.years.tolist(), lines.low, lines.mid, lines.high, theme.ACCENT, beside=beside
            )
            self.choice.show(note=text("limit_deck", unit=lines.unit))

    def __panel__(self) -> Viewable:
        return self.chart.view

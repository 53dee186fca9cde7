"""How risk goes through the years of a plan: damage with its band, and when a limit is no longer kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboards.parts.charts.time_chart import TimeChart
from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import FollowUp
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from dashboards.sections.uitvoeringsagenda.limit_chart import LimitChart
from kans_model.outlook.scenario import CLIMATES
from kans_model.reports.tipping_in_words import risk_conclusion, tipping_table
from kans_model.uncertainty.criterion_paths import CriterionPath, criterion_paths
from kans_model.uncertainty.risk_path_bands import RiskPathBands, risk_path_bands
from kans_model.words.amounts import in_millions

SHOWN_YEAR = 2050


@dataclass(frozen=True, eq=False)
class Answer:
    """What was worked out of a plan."""

    now: Now
    bands: RiskPathBands
    paths: dict[str, list[CriterionPath]]


class Risk(Conclusion):
    """The path of damage and, beneath it, the limits of the dialogue with their tipping years."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        text = agenda.text
        self.chart = TimeChart(text("risk_chart"), agenda.lang, unit=text("money_unit"), notes=agenda.notes)
        self.table = LiveHtml.of(
            __file__, "risk.html", title=text("tip_title"), links=links(text("tip_title"), agenda.lang, False)
        )
        self.behind = Behind(self.table, text("tip_title"), self.frame, agenda.lang, agenda.notes)
        self.limits = LimitChart(agenda)
        self.found: Answer | None = None
        self.work = FollowUp(text("reckon_again"), agenda.lang, self._reckon, self._show, self._asked)
        super().__init__(
            self.work.live,
            self.chart,
            self.limits.choice,
            self.limits.chart,
            self.table,
            title=text("risk_chart"),
            deck=text("risk_deck"),
        )

    def update(self) -> None:
        """Work it out for the plan as it stands."""
        self.work.ask()

    def _asked(self) -> tuple[Now] | None:
        now = self.agenda.now
        planned = bool((now.plan.start >= 0).any())
        self.chart.view.visible = self.table.visible = planned
        if not planned:
            self.limits.hide()
            self.tell(self.agenda.text("ahead_none"))
        return (now,) if planned else None

    @staticmethod
    def _reckon(now: Now, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> Answer | None:
        study, package, plan = now.study, now.package, now.plan
        bands = risk_path_bands(study, package, plan)
        own = study.scenario.climate
        order = [own, *(climate for climate in CLIMATES if climate != own)] if study.criteria else []
        paths = {}
        for place, climate in enumerate(order):
            if cancelled():
                return None
            progress((place + 1) / (len(order) + 1))
            paths[climate] = criterion_paths(study, package, plan, study.criteria, climate)
        return Answer(now, bands, paths)

    def frame(self) -> pd.DataFrame:
        """The limits, as the table and its files show them."""
        if self.found is None or not self.found.paths:
            return pd.DataFrame({self.agenda.text("tip_title"): []})
        return tipping_table(self.found.now.study, self.found.now.plan, self.found.paths, self.agenda.lang)

    def _show(self, found: Answer | None) -> None:
        if found is None or found.now.study is not self.agenda.study:
            return
        self.found = found
        bands, text = found.bands, self.agenda.text
        low, mid, high = in_millions(bands.planned_ends_eur)
        without = in_millions(bands.without_middle_eur)
        self.chart.path(
            bands.years.tolist(), low, mid, high, theme.ACCENT, beside={text("risk_without"): without}
        )
        self.tell(risk_conclusion(bands, SHOWN_YEAR, self.agenda.lang))
        self.limits.show(found.paths.get(found.now.study.scenario.climate, ()))
        self.table.show(note=text("tip_note" if found.paths else "tip_none"))
        self.behind.open = bool(found.paths)
        self.behind.refresh()

"""What if the climate turns out otherwise: regret per package and climate."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.slow_tab import SlowTab
from dashboards.sections.vergelijken.climate.climate_shares import Best, Enough
from dashboards.sections.vergelijken.climate.regret import Regret
from dashboards.sections.vergelijken.climate.switches import Switches
from kans_model.comparison.robustness import Robustness, robustness
from kans_model.outlook.scenario import Scenario
from kans_model.uncertainty.bands import drawn
from kans_model.words.texts import t


class ClimateTab(SlowTab):
    """Regret, how often it is enough, who is best, and the switches."""

    name_in_texts = "climate"

    def __init__(self, session: Session):
        super().__init__(session)
        lang, notes = session.lang, file_notes(session)
        self.regret, self.enough, self.best = Regret(lang, notes), Enough(lang, notes), Best(lang, notes)
        self.switches = Switches(lang, self.set_switch, notes)
        views = (self.regret, self.enough, self.best, self.switches)
        self.views = [view.section.column for view in views]
        self.begin()

    def set_switch(self, switch: str, text: str) -> None:
        """Go on with another option of a switch; what there is not changes nothing."""
        option = Scenario.option(switch, text)
        if option is not None:
            self.session.look_ahead(**{switch: option})
            self.ask()

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Robustness:
        """Every package in every climate, mid and per draw, and under every switch."""
        study = contest.study
        return robustness(study, contest.ids, drawn(study), contest.headline, progress, cancelled)

    def show(self, contest: Contest, found: Robustness) -> list[str]:
        lines = [contest.text("unknown_here", name=contest.name(package)) for package in found.unknown]
        self.shown = not found.switches.empty
        if not self.shown:
            return [*lines, t("certain.too_few", self.lang)]
        known = contest.only(found.ids)
        for view in (self.regret, self.enough, self.best):
            view.show(known, found.values, found.per_draw)
        self.switches.show(known, found.switches)
        return lines

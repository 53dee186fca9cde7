"""How sure are we, and what would turn the choice?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.contest import Contest, decisive_text
from dashboards.parts.packages.slow_tab import SlowTab
from dashboards.sections.vergelijken.certain.chances import Chances
from dashboards.sections.vergelijken.certain.failures import Failures
from dashboards.sections.vergelijken.certain.one_input import OneInput
from dashboards.sections.vergelijken.certain.swings import Swings
from dashboards.sections.vergelijken.certain.turn_list import TurnList
from dashboards.sections.vergelijken.certain.value_of_information import Worth
from dashboards.sections.vergelijken.certain.variance import Variance
from kans_model.comparison.switches import most_decisive
from kans_model.outlook.scenario import Scenario
from kans_model.reports.switch_in_words import option_name
from kans_model.uncertainty.confidence import Confidence, confidence
from kans_model.words.markup import macros
from kans_model.words.texts import t

_CERTAIN = macros(__file__, "certain_tab.html")


class CertainTab(SlowTab):
    """Chances, tornado, one assumption on a slider, switch points, shares of variance; then for experts."""

    name_in_texts = "certain"

    def __init__(self, session: Session):
        super().__init__(session)
        lang, notes, rough = session.lang, file_notes(session), session.city.indicative
        self.chances = Chances(lang, notes, rough)
        self.swings = Swings(lang, notes, rough)
        self.one = OneInput(lang, notes)
        self.turns = TurnList(lang, notes)
        self.variance = Variance(lang, notes)
        self.worth, self.failures = Worth(lang, notes), Failures(lang, notes)
        self.expert = Fold(
            t("certain.expert", lang),
            t("certain.expert_about", lang),
            self.worth.section.column,
            self.failures.section.column,
        )
        self.decisive = LiveHtml(_CERTAIN.frame())
        self.decisive.on("set", self._set_switch)
        self.decisive.on("switches", lambda _data: session.lead_to("vergelijken", "climate"))
        sections = (self.chances, self.swings, self.one, self.turns, self.variance)
        self.views = [*(section.section.column for section in sections), self.expert.layout]
        self.views.insert(1, self.decisive)
        self.begin()

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Confidence:
        """Every package under the same draws, each input at its ends, and where the choice turns."""
        return confidence(contest.study, contest.ids, contest.headline, contest.lang, progress, cancelled)

    def show(self, contest: Contest, found: Confidence) -> list[str]:
        lines = [contest.text("unknown_here", name=contest.name(package)) for package in found.unknown]
        self.shown = found.tornado is not None
        if found.tornado is None:
            return [*lines, t("certain.too_few", self.lang)]
        known = contest.only(found.ids)
        self.chances.show(known, found.values, found.middle)
        self.swings.show(known, found.tornado, found.inputs)
        self.decisive.show(decisive=self._decisive(known, found.switches))
        self.one.show(known, found.movable, found.widest)
        self.turns.show(known, found.points, found.inputs, found.leader)
        self.variance.show(known, found.values, found.middle)
        self.worth.show(known)
        self.failures.show(known, found.values)
        return lines

    def _decisive(self, contest: Contest, switches: pd.DataFrame) -> Markup:
        """The choice without a range that does most, which no list of ranges can show, and the way to all."""
        text, decisive = decisive_text(contest, switches), most_decisive(switches)
        if decisive is None:
            return Markup("")
        switch, option = decisive
        name = option_name(switch, option, self.lang)
        words = contest.text("set_to", option=name), switch, str(option), contest.text("to_switches")
        return Markup(_CERTAIN.decisive(text, *words))

    def _set_switch(self, data: dict[str, Any]) -> None:
        """Go on with another option of a switch; what there is not changes nothing."""
        switch, text = str(data.get("name")), str(data.get("option"))
        option = Scenario.option(switch, text)
        if option is not None:
            self.session.look_ahead(**{switch: option})
            self.ask()

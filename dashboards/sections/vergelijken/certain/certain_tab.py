"""How sure are we, and what would turn the choice?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import panel as pn
from markupsafe import Markup

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.contest import Contest, decisive_text
from dashboards.parts.packages.slow_tab import Opening, SlowTab
from dashboards.sections.vergelijken.certain.chances import Chances
from dashboards.sections.vergelijken.certain.failures import Failures
from dashboards.sections.vergelijken.certain.one_input import OneInput
from dashboards.sections.vergelijken.certain.swings import Swings
from dashboards.sections.vergelijken.certain.turn_list import TurnList
from dashboards.sections.vergelijken.certain.value_of_information import Worth
from dashboards.sections.vergelijken.certain.variance import Variance
from kans_model.comparison.lead import Lead
from kans_model.comparison.switches import most_decisive
from kans_model.outlook.scenario import Scenario
from kans_model.reports.certainty_in_words import lead_text, next_decision, turning_text
from kans_model.reports.switch_in_words import option_name
from kans_model.uncertainty.bands import ends
from kans_model.uncertainty.confidence import Confidence, confidence
from kans_model.words.amounts import chance, number
from kans_model.words.markup import macros
from kans_model.words.texts import t

_CERTAIN = macros(__file__, "certain_tab.html")


class CertainTab(SlowTab):
    """Chances, tornado, one assumption on a slider, switch points, shares of variance; then for experts."""

    name_in_texts = "certain"
    figure_names = ("chance", "difference", "flips")
    go_text = "certain.go"

    def __init__(self, session: Session):
        super().__init__(session)
        lang, notes, rough = session.lang, file_notes(session), session.city.indicative
        self.chances = Chances(lang, notes, rough)
        self.swings = Swings(lang, notes, rough)
        self.one = OneInput(lang, notes)
        self.turns = TurnList(lang, notes)
        self.variance = Variance(lang, notes)
        self.worth, self.failures = Worth(lang, notes), Failures(lang, notes)
        self.folds = {
            name: self._fold(name, *(section.section.column for section in sections))
            for name, sections in {
                "fold_turns": (self.turns,),
                "fold_assumptions": (self.swings, self.one),
                "expert": (self.variance, self.worth, self.failures),
            }.items()
        }
        self.expert = self.folds["expert"]
        self.decisive = LiveHtml(_CERTAIN.frame())
        self.decisive.on("set", self._set_switch)
        self.decisive.on("switches", lambda _data: session.lead_to("vergelijken", "switches"))
        folds = pn.Column(*(fold.layout for fold in self.folds.values()), **self.fold_style)
        self.views = [self.chances.section.column, self.decisive, folds]
        self.begin()

    def go(self) -> None:
        """Open what turns the choice."""
        self.folds["fold_turns"].open()
        self.turns.view.focus("turns")

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
        self.swings.show(known, found.tornado, found.inputs, len(found.points))
        self.decisive.show(decisive=self._decisive(known, found.switches))
        self.one.show(known, found.movable, found.widest)
        self.turns.show(known, found.points, found.inputs, found.leader)
        self.variance.show(known, found.values, found.middle)
        self.worth.show(known)
        self.failures.show(known, found.values)
        return lines

    def opening(self, contest: Contest, found: Confidence) -> Opening:
        """How sure the order is, the difference between the first two, and what turns it."""
        known, lang = contest.only(found.ids), self.lang
        names = {package: known.name(package) for package in found.ids}
        lead = Lead.of(found.ids, found.values, found.middle)
        n, n_all = len(found.points), len(found.movable)
        turning = str(found.points["name"].iloc[0]) if n else ""
        sentences = (
            lead_text(lead, names, t(f"certain.what.{known.headline}", lang), lang),
            turning_text(n, n_all, turning, lang),
        )
        figures = {
            "flips": {
                "label": known.text("figure_flips"),
                "number": number(n, lang, 0),
                "note": known.text("figure_flips_note", all=number(n_all, lang, 0)),
            }
        }
        if lead.second is not None:
            figures |= self._pair(known, found, lead, names, lead.second)
        return Opening(" ".join(sentences), figures, next_decision(lead, names, turning, lang))

    def _pair(
        self, contest: Contest, found: Confidence, lead: Lead, names: Mapping[str, str], second: str
    ) -> dict[str, dict[str, Any]]:
        """The chance that the first is better than the second, and by how much."""
        lang, places = self.lang, [found.ids.index(package) for package in (lead.first, second)]
        if lead.is_nothing:
            places.reverse()
        one, other = places
        first, last = (names[found.ids[place]] for place in places)
        words = {"first": names[lead.first], "second": names[second]}
        low, high = (float(end) for end in ends(found.values[[one]] - found.values[[other]])[:, 0])
        middle = float(found.middle[one] - found.middle[other])
        amount, band = contest.difference(middle, low, high)
        draws = number(found.values.shape[1], lang, 0)
        return {
            "chance": {
                "label": contest.text(
                    "figure_chance_nothing" if lead.is_nothing else "figure_chance", **words
                ),
                "number": chance(lead.share_behind if lead.is_nothing else lead.share, lang),
                "note": contest.text("figure_chance_note", n=draws),
            },
            "difference": {
                "label": contest.text(
                    "figure_difference", headline=contest.text(f"headline.{contest.headline}")
                ),
                "number": amount,
                "range_text": band,
                "note": contest.text("figure_difference_note", first=first, second=last),
                "rough": contest.rough,
            },
        }

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

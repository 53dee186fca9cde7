"""How sure are we, and what would turn the choice?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.contest import Contest, decisive_text
from dashboards.parts.packages.looks import FEWEST
from dashboards.parts.packages.reckoned_tab import ReckonedTab
from dashboards.sections.vergelijken.certain.chances import Chances
from dashboards.sections.vergelijken.certain.failures import Failures
from dashboards.sections.vergelijken.certain.one_input import OneInput
from dashboards.sections.vergelijken.certain.swings import Swings
from dashboards.sections.vergelijken.certain.turn_list import TurnList
from dashboards.sections.vergelijken.certain.value_of_information import Worth
from dashboards.sections.vergelijken.certain.variance import Variance
from kans_model.comparison.headline import headline
from kans_model.comparison.ranking import order
from kans_model.comparison.switches import switch_table
from kans_model.computing.progress import part
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.inputs import Input, inputs
from kans_model.uncertainty.switch_points import switch_points
from kans_model.uncertainty.tornado import Tornado, tornado
from kans_model.words.markup import html
from kans_model.words.texts import t

DECISIVE = """<p class="notice">{text}
<button class="link" data-do="switches" data-key="switches">{link}</button></p>"""


@dataclass(frozen=True, eq=False)
class Findings:
    """What the tab shows of packages of which the result is known.

    Attributes
    ----------
    values : array, shape (package, draw)
        The headline in each draw. [unit of the headline]
    middle : array, shape (package,)
        The headline with all at the value in force, as on the other pages. [unit of the headline]
    leader : str
        The package that leads with all at the value in force.
    movable : list of Input
        What moves together, then the single coefficients.
    inputs : dict
        Every input by key, those of the tornado too.
    points : pandas.DataFrame
        As `tornado.switch_points`.
    switches : pandas.DataFrame
        As `robustness.switch_table`.
    """

    contest: Contest
    unknown: tuple[str, ...]
    values: np.ndarray
    middle: np.ndarray
    leader: str
    tornado: Tornado | None
    movable: list[Input]
    inputs: dict[str, Input]
    points: pd.DataFrame
    switches: pd.DataFrame


class CertainTab(ReckonedTab):
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
        self.decisive = LiveHtml(html('<div data-slot="decisive"></div>'))
        self.decisive.on("switches", lambda _data: session.lead_to("vergelijken", "climate"))
        sections = (self.chances, self.swings, self.one, self.turns, self.variance)
        self.views = [*(one.section.column for one in sections), self.expert.layout]
        self.views.insert(1, self.decisive)
        self.begin()

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Findings:
        """Every package under the same draws, each input at its ends, and where the choice turns."""
        study, name = contest.study, contest.headline
        middle = {one: headline(study.evaluate(one), name) for one in contest.ids}
        draws = drawn(study)
        every = {one: np.asarray(headline(study.evaluate(one, draws), name)) for one in contest.ids}
        known = [one for one in contest.ids if np.isfinite(middle[one]) and np.isfinite(every[one]).all()]
        unknown = tuple(one for one in contest.ids if one not in known)
        if len(known) < FEWEST:
            nothing = pd.DataFrame()
            return Findings(
                contest.only(known),
                unknown,
                np.zeros((0, 0)),
                np.zeros(0),
                "",
                None,
                [],
                {},
                nothing,
                nothing,
            )
        leader = known[order([middle[one] for one in known])[0]]
        progress(0.1)
        swings = tornado(study, known, name, True, contest.lang, part(progress, 0.1, 0.3), cancelled)
        grouped, alone = (inputs(study, known, grouped=together) for together in (True, False))
        movable = [*(one for one in grouped if not one.is_single), *alone]
        steps = (part(progress, 0.3, 0.6), part(progress, 0.6, 0.8))
        single, groups = (
            switch_points(study, known, name, together, contest.lang, step, cancelled)
            for together, step in zip((False, True), steps, strict=True)
        )
        points = pd.concat([single, groups[~groups.index.isin(single.index)]]).sort_values(
            "position", key=lambda positions: positions.abs(), kind="stable"
        )
        values = np.stack([every[one] for one in known])
        by_key = {one.key: one for one in (*grouped, *alone)}
        among = contest.only(known)
        middles = np.array([middle[one] for one in known])
        switches = switch_table(study, known, name, part(progress, 0.8, 1.0), cancelled)
        return Findings(among, unknown, values, middles, leader, swings, movable, by_key, points, switches)

    def show(self, contest: Contest, found: Findings) -> list[str]:
        lines = [contest.text("unknown_here", name=contest.name(one)) for one in found.unknown]
        self.shown = found.tornado is not None
        if found.tornado is None:
            return [*lines, t("certain.too_few", self.lang)]
        known = found.contest
        self.chances.show(known, found.values, found.middle)
        self.swings.show(known, found.tornado, found.inputs)
        self.decisive.show(decisive=self._decisive(found))
        self.one.show(known, found.movable, self._widest(found))
        self.turns.show(known, found.points, found.inputs, found.leader)
        self.variance.show(known, found.values, found.middle)
        self.worth.show(known)
        self.failures.show(known, found.values)
        return lines

    def _decisive(self, found: Findings) -> Markup:
        """The choice without a range that does most, which no list of ranges can show, and the way to all."""
        text = decisive_text(found.contest, found.switches)
        return html(DECISIVE, text=text, link=t("certain.to_switches", self.lang)) if text else Markup("")

    @staticmethod
    def _widest(found: Findings) -> list[str]:
        """Inputs to start the slider with: what turns the choice, then what swings most."""
        assert found.tornado is not None
        return [*found.points.index, *found.tornado.leaders.index]

"""What if the climate turns out otherwise: regret per package and climate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.looks import FEWEST
from dashboards.parts.packages.reckoned_tab import ReckonedTab
from dashboards.sections.vergelijken.climate.climate_shares import Best, Enough
from dashboards.sections.vergelijken.climate.regret import Regret
from dashboards.sections.vergelijken.climate.switches import Switches
from kans_model.comparison.regret import scenario_draws, scenario_table
from kans_model.comparison.switches import switch_table
from kans_model.computing.progress import CancelledError, part
from kans_model.outlook.scenario import CLIMATES
from kans_model.uncertainty.bands import drawn
from kans_model.words.texts import t


@dataclass(frozen=True, eq=False)
class Outlooks:
    """Packages of which the result is known in every climate.

    Attributes
    ----------
    values : pandas.DataFrame
        Mid values, a row per package, a column per climate. [unit of the headline]
    per_draw : array, shape (package, climate, draw)
    switches : pandas.DataFrame
        As `robustness.switch_table`.
    """

    contest: Contest
    unknown: tuple[str, ...]
    values: pd.DataFrame
    per_draw: np.ndarray
    switches: pd.DataFrame


class ClimateTab(ReckonedTab):
    """Regret, how often it is enough, who is best, and the switches."""

    name_in_texts = "climate"

    def __init__(self, session: Session):
        super().__init__(session)
        lang, notes = session.lang, file_notes(session)
        self.regret, self.enough, self.best = Regret(lang, notes), Enough(lang, notes), Best(lang, notes)
        self.switches = Switches(lang, notes)
        views = (self.regret, self.enough, self.best, self.switches)
        self.views = [one.section.column for one in views]
        self.begin()

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Outlooks:
        """Every package in every climate, mid and per draw, and under every switch."""
        study, name = contest.study, contest.headline
        values = scenario_table(study, contest.ids, name)
        known = [one for one in contest.ids if np.isfinite(values.loc[one].to_numpy(float)).all()]
        unknown = tuple(one for one in contest.ids if one not in known)
        nothing = Outlooks(
            contest.only(known), unknown, values.loc[known], np.zeros((0, 0, 0)), pd.DataFrame()
        )
        if len(known) < FEWEST:
            return nothing
        progress(0.2)
        draws, per_climate = drawn(study), []
        for place, climate in enumerate(CLIMATES):
            if cancelled():
                raise CancelledError
            per_climate.append(scenario_draws(study, known, draws, name, (climate,)))
            progress(0.2 + 0.4 * (place + 1) / len(CLIMATES))
        switches = switch_table(study, known, name, part(progress, 0.6, 1.0), cancelled)
        per_draw = np.concatenate(per_climate, axis=1)
        return Outlooks(contest.only(known), unknown, values.loc[known], per_draw, switches)

    def show(self, contest: Contest, found: Outlooks) -> list[str]:
        lines = [contest.text("unknown_here", name=contest.name(one)) for one in found.unknown]
        self.shown = not found.switches.empty
        if not self.shown:
            return [*lines, t("certain.too_few", self.lang)]
        for view in (self.regret, self.enough, self.best):
            view.show(found.contest, found.values, found.per_draw)
        self.switches.show(found.contest, found.switches)
        return lines

"""What packages take away of an indicator that is no euro, as an optimiser sees it."""

from collections.abc import Iterator

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.benefit_events import EventRelief
from kans_model.optimum.concave import Piece, Term
from kans_model.tables.reading import cells
from kans_model.tables.vocabulary import HORIZONS

UNITS = 5_000.0
"""Units of a program in the indicator before any measure, as of damage in euro."""
EVENTS, DEATHS, PEOPLE, FOUNDATIONS = ("entered", "wet"), "deaths", "people_reached", "foundations"
FLOOD = "flood_dwellings"


class Reduction(Benefit):
    """An indicator in the place of damage: what is written in euro there is in its unit here.

    Parameters
    ----------
    base : Baseline
    indicator : str
        Row of the table of indicators that measures make less of, along a curve; damage by flooding too,
        which counts in no total.
    moment : str
        One of its moments.
    """

    def __init__(self, base: Baseline, indicator: str, moment: str) -> None:
        self.reading, self.moment = str(cells("indicators", "reading")[indicator]), moment
        super().__init__(base, moment if moment in HORIZONS else "2050")
        before = sum(float(term.before_eur.sum()) for term in self.terms)
        self.own_scale = max(before, 1e-9) / UNITS

    def _counts(self, hazard: str) -> bool:
        return True

    def _pieces(self) -> Iterator[Piece]:
        if self.reading in EVENTS:
            water = self.base.water
            times = water.scalar["wet_facade_multiplier"] if self.reading == "wet" else 1.0
            self.shower = shower = EventRelief(self.base, self.moment, times)
            yield self._piece("shower", shower.measures, shower, shower.ceilings)
            return
        if self.reading not in (DEATHS, PEOPLE, FOUNDATIONS):
            yield self._protected(FLOOD)
            return
        taken, protected = {
            DEATHS: (lambda: self._taken_away("deaths", ("heat_deaths",)), "heat_deaths"),
            PEOPLE: (self._reached, "pluvial_dwellings"),
            FOUNDATIONS: (self._recharge, "drought_foundations"),
        }[self.reading]
        yield taken()
        yield self._protected(protected)

    def _terms(self) -> list[Term]:
        base = self.base
        if self.reading in EVENTS:
            buildings = np.nan_to_num(base.water.buildings)
            before = buildings * np.nan_to_num(self.shower.before)
            return [Term("pluvial", before, "shower", buildings, "")]
        at = HORIZONS.index(self.moment)
        if self.reading == DEATHS:
            before = np.nan_to_num(base.heat.deaths_before[:, at])
            each = np.full(self.n_areas, 1 / base.heat.death_eur)
            return [Term("heat", before, "deaths", each, "protected_heat_deaths")]
        if self.reading == PEOPLE:
            residents = np.nan_to_num(base.area["residents"])
            before = residents * np.nan_to_num(base.water.reached_before[:, at])
            return [Term("pluvial", before, "reached", residents, "protected_pluvial_dwellings")]
        if self.reading != FOUNDATIONS:
            before = np.nan_to_num(base.ground.flood_eur)
            return [Term("flood", before, "", np.zeros(self.n_areas), f"protected_{FLOOD}")]
        before = np.nan_to_num(base.area["vulnerable_buildings"]) * base.ground.foundation_share[at]
        return [Term("drought", before, "recharge", before, "protected_drought_foundations")]

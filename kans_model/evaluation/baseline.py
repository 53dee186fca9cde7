"""What a city faces without any package: everything an evaluation needs that no package changes."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.co_benefits import CoBenefits
from kans_model.evaluation.costs import Costs
from kans_model.evaluation.damage_lines import by_hazard
from kans_model.evaluation.first_euro import FirstEuro
from kans_model.evaluation.ground import Ground
from kans_model.evaluation.heat import Heat
from kans_model.evaluation.protection import Protection
from kans_model.evaluation.situation import Place, Situation
from kans_model.evaluation.synergy_reach import SynergyReach
from kans_model.evaluation.water import Water
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS


class Baseline:
    """One city under one scenario and one set of assumptions, and each part worked out from that.

    Attributes
    ----------
    water, heat, ground
        The hazards: what they do to the city, and what a package does to them.
    protection, costs, co_benefits, synergy_reach, first_euro
        What measures count against, what they cost, what they bring beside, how far they reach, where they
        come first.
    """

    def __init__(self, city: Place, scenario: Scenario, assumptions: Assumptions) -> None:
        self.situation = here = Situation(city, scenario, assumptions)
        self.city, self.scenario, self.assumptions = city, scenario, assumptions
        self.scalar, self.measure = here.scalar, here.measure
        self.climate, self.area, self.typology = here.climate, here.area, here.typology
        self.room, self.soil, self.green_share = here.room, here.soil, here.green_share
        self.n_areas, self.n_horizons = here.n_areas, here.n_horizons
        self.water, self.heat, self.ground = Water(here), Heat(here), Ground(here)
        self.protection, self.costs = Protection(here, self.water), Costs(here)
        self.co_benefits = CoBenefits(here, self.costs, self.heat)
        self.synergy_reach = SynergyReach(here)

    @property
    def hazards(self) -> tuple[Water, Heat, Ground]:
        """The hazards, in the order of the lines of damage."""
        return self.water, self.heat, self.ground

    @cached_property
    def first_euro(self) -> FirstEuro:
        """What the first euro of each measure avoids here."""
        parts = self.water, self.heat, self.ground, self.protection, self.costs
        return FirstEuro(self.situation, *parts, self.before_eur)

    @cached_property
    def before_eur(self) -> np.ndarray:
        """Damage per line, shape (component, area, horizon). [EUR/yr]"""
        return np.concatenate([hazard.before_eur for hazard in self.hazards])

    @cached_property
    def ead_before_eur(self) -> np.ndarray:
        """Damage per hazard, shape (hazard, area, horizon); unknown where a line of it is. [EUR/yr]"""
        return by_hazard(self.before_eur)

    @cached_property
    def counted(self) -> np.ndarray:
        """Hazards in totals: those the tables count in totals and that some area knows, mask (hazard,)."""
        in_totals = table("hazards")["in_totals"].loc[list(HAZARDS)].to_numpy(dtype=bool)
        return in_totals & np.isfinite(self.ead_before_eur).any(axis=(1, 2))

    @cached_property
    def hazards_included(self) -> list[str]:
        """Names of the hazards that count in totals."""
        return [name for name, counts in zip(HAZARDS, self.counted, strict=True) if counts]

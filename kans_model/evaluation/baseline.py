"""What a city faces without any package: everything an evaluation needs that no package changes."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.costs import Costs
from kans_model.evaluation.damage_lines import COMPONENTS, by_hazard
from kans_model.evaluation.first_euro import FirstEuro
from kans_model.evaluation.ground import Ground
from kans_model.evaluation.heat import Heat
from kans_model.evaluation.protection import Protection
from kans_model.evaluation.situation import Situation
from kans_model.evaluation.synergy_reach import SynergyReach
from kans_model.evaluation.water import Water
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS


class Baseline:
    """One city under one scenario and one set of assumptions. Arrays are (area, …); events last."""

    def __init__(self, city, scenario: Scenario, assumptions: Assumptions):
        self.situation = here = Situation(city, scenario, assumptions)
        self.city, self.scenario, self.assumptions = city, scenario, assumptions
        self.scalar, self.measure = here.scalar, here.measure
        self.climate, self.area, self.typology = here.climate, here.area, here.typology
        self.room, self.soil, self.green_share = here.room, here.soil, here.green_share
        self.n_areas, self.n_horizons = here.n_areas, here.n_horizons
        self.water, self.heat, self.ground = Water(here), Heat(here), Ground(here)
        self.protection, self.costs = Protection(here, self.water), Costs(here)
        self.synergy_reach = SynergyReach(here)

    def damage_eur(self, reached, vegetation_gain):
        """Damage per component before protection, shape (component, area, horizon). [EUR/yr]

        Parameters
        ----------
        reached : array, shape (area, horizon)
            From `reached_per_year`.
        vegetation_gain : array, shape (area,)
            Share of the area. [-]
        """
        parts = {name: eur[:, None] * reached for name, eur in self.water.eur_when_reached.items()}
        shift = self.heat.uhi_anomaly_k - vegetation_gain * self.heat.uhi_scale_k
        factors = {"deaths": "uhi_daily_mean_factor"}
        for component, eur in self.heat.eur_per_degree_day.items():
            name = component.removeprefix("heat_")
            share = self.scalar[factors.get(name, "uhi_afternoon_factor")]
            parts[component] = eur[:, None] * self.heat.degree_days(name, share * shift)
        parts["drought_foundations"] = self.ground.foundation_eur
        parts["flood_dwellings"] = np.repeat(self.ground.flood_eur[:, None], self.n_horizons, axis=1)
        return np.stack([parts[name] for name in COMPONENTS])

    @cached_property
    def before_eur(self):
        return self.damage_eur(self.water.reached_before, np.zeros(self.n_areas))

    @cached_property
    def ead_before_eur(self):
        """Damage per hazard, shape (hazard, area, horizon); unknown where a line of it is. [EUR/yr]"""
        return by_hazard(self.before_eur)

    @cached_property
    def counted(self):
        """Hazards in totals: those the tables count in totals and that some area knows, mask (hazard,)."""
        in_totals = table("hazards")["in_totals"].loc[list(HAZARDS)].to_numpy(dtype=bool)
        return in_totals & np.isfinite(self.ead_before_eur).any(axis=(1, 2))

    @cached_property
    def hazards_included(self):
        return [name for name, counts in zip(HAZARDS, self.counted, strict=True) if counts]

    @cached_property
    def first_euro(self):
        """What the first euro of each measure avoids here."""
        parts = self.water, self.heat, self.protection, self.costs
        return FirstEuro(self.situation, *parts, self.before_eur)

"""The showers that damage is integrated over, and those that pages show."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.situation import Situation
from kans_model.hazards import annual_damage, rainfall
from kans_model.tables.vocabulary import AT_2050, EVENT_YEARS

N_EVENTS = 24
SHORTEST_YEARS = 1.0
SHOWN_YEARS = EVENT_YEARS
"""Return periods of the events that pages show."""
TYPICAL_EVENT_YEARS = 100
"""Return period of the event that tells storing measures apart."""
REGIME_FACTORS = {"reference": "", "low": "rain_factor_regime_low", "high": "rain_factor_regime_high"}
"""The assumption that moves heavy rain in each regional regime."""


class Rain:
    """Showers under one scenario. Arrays end in (event,)."""

    def __init__(self, situation: Situation) -> None:
        self.scenario, self.scalar = situation.scenario, situation.scalar
        self.warming_degc = situation.climate["global_warming_degc"].to_numpy(dtype=float)
        self.duration_h = situation.scenario.duration_min / 60

    @cached_property
    def events(self) -> tuple[np.ndarray, np.ndarray]:
        """Return periods and yearly weights of the integration, shape (event,). [yr], [1/yr]"""
        return annual_damage.gauss_events(SHORTEST_YEARS, self.scalar["critical_event_top_T_yr"], N_EVENTS)

    def depth_mm(self, return_period_years: np.ndarray) -> np.ndarray:
        """Depth per horizon and event, shape (horizon, event). [mm]"""
        regime = REGIME_FACTORS[self.scenario.rain_regime]
        factor = self.scalar[regime] if regime else 1.0
        warming = self.warming_degc[:, None]
        return factor * rainfall.depth_mm(self.scenario.duration_min, return_period_years, warming)

    @cached_property
    def event_mm(self) -> np.ndarray:
        """Depth of all events of all horizons, shape (horizon · event,). [mm]"""
        return self.depth_mm(self.events[0]).reshape(-1)

    @cached_property
    def shown_mm(self) -> np.ndarray:
        """Depth of the events that pages show, in 2050, shape (event,). [mm]"""
        return self.depth_mm(np.array(SHOWN_YEARS, dtype=float))[AT_2050]

    @cached_property
    def typical(self) -> int:
        """Place among the events of the one that tells storing measures apart."""
        return int(np.abs(self.events[0] - TYPICAL_EVENT_YEARS).argmin())

    @cached_property
    def typical_mm(self) -> np.ndarray:
        """Depth of that event in 2050, shape (1,). [mm]"""
        return self.depth_mm(self.events[0][[self.typical]])[AT_2050]

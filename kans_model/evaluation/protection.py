"""What protecting measures count against: the stock at risk, and the share of it that a package treats."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.outcome import Treatment
from kans_model.evaluation.situation import Situation
from kans_model.evaluation.water import Water
from kans_model.measures import effects
from kans_model.tables.vocabulary import STOCKS


class Protection:
    """Stock at risk in one city under one scenario. Arrays are (measure, area)."""

    def __init__(self, situation: Situation, water: Water) -> None:
        self.room, self.measure, self.water = situation.room, situation.measure, water

    @cached_property
    def at_risk(self) -> np.ndarray:
        """Stock that protecting measures count against. [m², m or pieces]

        Dwellings on the ground floor count only where the rarest event reaches them today.
        """
        stock = self.room.stock[self.room.stock_of]
        ground = self.room.stock_of == STOCKS.index("ground_dwelling")
        return np.where(ground[:, None], stock * self.water.reached_in_rarest, stock)

    def treatment(self, quantity: np.ndarray, places: int | None = None) -> Treatment:
        """A package, shape (measure, area), on what is at risk; the city as often as there are `places`."""
        used = effects.used(quantity)
        rows, share = np.flatnonzero(used), np.zeros_like(quantity)
        placed = self.measure["well_placed_share"][rows, None]
        share[rows] = effects.treated_share(quantity[rows], self.at_risk[rows], placed)
        return Treatment(quantity, share, used, rows, self.measure, places)

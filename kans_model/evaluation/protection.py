"""What protecting measures count against: of what is at risk, the share that has each measure."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.situation import Situation
from kans_model.evaluation.water import Water
from kans_model.hazards import pluvial
from kans_model.tables.vocabulary import STOCKS


class Protection:
    """Stock at risk in one city under one scenario. Arrays are (measure, area)."""

    def __init__(self, situation: Situation, water: Water):
        self.water = water
        self.room = situation.room

    @cached_property
    def at_risk(self):
        """Stock that protecting measures count against, shape (measure, area).

        Dwellings on the ground floor count only where the rarest event reaches them today.
        """
        runoff, _ = self.water.event_runoff_mm
        rarest = len(self.water.events[1]) - 1
        sewer = self.water.sewer_mm()
        net = pluvial.net_water_mm(runoff[:, rarest], sewer, 0.0)
        reached = pluvial.share_reached(
            np.maximum(0, net - self.water.harmless_mm(sewer)), *self.water.reach_curve
        )
        stock = self.room.stock[self.room.stock_of]
        ground = self.room.stock_of == STOCKS.index("ground_dwelling")
        reached = np.minimum(1, self.water.reach_factor * reached)
        return np.where(ground[:, None], stock * reached, stock)

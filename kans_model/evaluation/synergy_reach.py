"""How far measures reach in each opgave: scores, surface, and the most that fits.

What people do or agree on takes no ground: a plan for the heat reaches every dwelling for six euro each,
and on a scale of square metres it would outweigh all parks and squares of a city. Behaviour has its score in
the catalogue and its conflicts in a package, and no reach.
"""

from functools import cached_property

import numpy as np

from kans_model.evaluation.outcome import Part
from kans_model.evaluation.situation import Situation
from kans_model.measures import effects, synergy
from kans_model.tables.reading import table

BEHAVIOUR = "behaviour"
"""Category of measures that are no thing on the ground: campaigns, plans, agreements."""


class SynergyReach:
    """Reach of all measures in one city. Arrays are (opgave, measure)."""

    def __init__(self, situation: Situation) -> None:
        self.scalar, self.room = situation.scalar, situation.room

    def reached(self, quantity: np.ndarray) -> dict[str, Part]:
        """Reach, mean score and conflicts of a package, by name of the result."""
        surface_m2 = self.surface_per_unit_m2 * quantity.sum(axis=1)
        return {
            "reach_pct": ("opgave", synergy.reach_pct(self.scores, surface_m2, self.most)),
            "mean_score": ("opgave", synergy.mean_score(self.scores, surface_m2)),
            "conflict": (
                ("measure", "opgave"),
                np.minimum(0, self.scores.T) * effects.used(quantity)[:, None],
            ),
        }

    def reach_pct(self, total: np.ndarray) -> np.ndarray:
        """Reach of several packages at once, shape (package, opgave). [%]

        Parameters
        ----------
        total : array, shape (package, measure)
            Quantity in the whole city. [unit of the measure]
        """
        surface_m2 = self.surface_per_unit_m2 * total
        return synergy.reach_pct(self.scores, surface_m2.T, self.most[:, None]).T

    @cached_property
    def scores(self) -> np.ndarray:
        """Scores, shape (opgave, measure)."""
        scores = table("synergies")["score"].unstack("opgave")
        return scores.loc[self.room.measures, table("opgaven").index].to_numpy(dtype=float).T

    @cached_property
    def surface_per_unit_m2(self) -> np.ndarray:
        """Surface that one unit reaches, so that trees, dwellings and banks add up, shape (measure,). [m²]

        None for behaviour.
        """
        s = self.scalar
        per_stock = {
            "bank_m": 1 / s["bank_m_per_m2_water"],
            "garden_dwelling": s["garden_m2_per_dwelling"],
            "vital_object": s["ground_floor_m2_per_dwelling"],
        }
        per_stock |= dict.fromkeys(
            ("dwelling", "ground_dwelling", "threatened_dwelling"), s["ground_floor_m2_per_dwelling"]
        )
        measures = table("measures")
        factor = np.array([per_stock.get(name, 1.0) for name in measures["stock"]])
        stands = (measures["category"] != BEHAVIOUR).to_numpy()
        return np.where(stands, factor * self.room.stock_per_unit, 0.0)

    @cached_property
    def most(self) -> np.ndarray:
        """The most that fits per opgave, for or against, shape (opgave,). [score·m²]"""
        pool, room = self.room.pools
        claim = self.room.potential * self.room.stock_per_unit[:, None]
        weight = self.surface_per_unit_m2 / self.room.stock_per_unit
        ahead = synergy.most_reach(np.maximum(self.scores, 0) * weight, claim, pool, room)
        against = synergy.most_reach(np.maximum(-self.scores, 0) * weight, claim, pool, room)
        return np.maximum(ahead, against)

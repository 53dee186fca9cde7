"""How far measures reach in each opgave: scores, surface, and the most that fits."""

from functools import cached_property

import numpy as np

from kans_model.evaluation.outcome import Part
from kans_model.evaluation.situation import Situation
from kans_model.measures import synergy
from kans_model.tables.reading import table


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
                np.minimum(0, self.scores.T) * (surface_m2 > 0)[:, None],
            ),
        }

    @cached_property
    def scores(self) -> np.ndarray:
        """Scores, shape (opgave, measure)."""
        scores = table("synergies")["score"].unstack("opgave")
        return scores.loc[self.room.measures, table("opgaven").index].to_numpy(dtype=float).T

    @cached_property
    def surface_per_unit_m2(self) -> np.ndarray:
        """Surface that one unit reaches, so that trees, dwellings and banks add up, shape (measure,). [m²]"""
        s = self.scalar
        per_stock = {
            "bank_m": 1 / s["bank_m_per_m2_water"],
            "garden_dwelling": s["garden_m2_per_dwelling"],
            "vital_object": s["ground_floor_m2_per_dwelling"],
        }
        per_stock |= dict.fromkeys(
            ("dwelling", "ground_dwelling", "threatened_dwelling"), s["ground_floor_m2_per_dwelling"]
        )
        factor = np.array([per_stock.get(name, 1.0) for name in table("measures")["stock"]])
        return factor * self.room.stock_per_unit

    @cached_property
    def most(self) -> np.ndarray:
        """The most that fits per opgave, for or against, shape (opgave,). [score·m²]"""
        pool, room = self.room.pools
        claim = self.room.potential * self.room.stock_per_unit[:, None]
        weight = self.surface_per_unit_m2 / self.room.stock_per_unit
        ahead = synergy.most_reach(np.maximum(self.scores, 0) * weight, claim, pool, room)
        against = synergy.most_reach(np.maximum(-self.scores, 0) * weight, claim, pool, room)
        return np.maximum(ahead, against)

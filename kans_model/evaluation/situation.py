"""One city under one scenario and one set of assumptions, as the arrays that equations take."""

from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd

from kans_model.measures.room import Room
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import BUSINESS_PARK, HORIZONS, SOILS, UNKNOWN_USE


class Place(Protocol):
    """A city, as far as an evaluation looks at it: one row per area."""

    areas: pd.DataFrame
    filled: pd.DataFrame


class Situation:
    """What every part of a baseline is worked out from.

    Attributes
    ----------
    scalar : dict of float
        Assumptions by key.
    measure : dict of array, shape (measure,)
        Columns of the measures by name.
    climate : DataFrame
        One row per horizon.
    area, typology : dict of array, shape (area,)
        Numeric columns of the areas, and of the typology each area has.
    soil : array of int, shape (area,)
        Place in `SOILS`.
    infiltration_mm_h : array, shape (soil,)
        Of every soil. [mm/h]
    green_share : array, shape (area,)
        Green on the ground. [-]
    claimed : array, shape (area,)
        1, and NaN where nobody knows what the land is used for: no damage is claimed there. [-]
    """

    def __init__(self, city: Place, scenario: Scenario, assumptions: Assumptions) -> None:
        areas = city.areas
        self.city, self.scenario, self.assumptions = city, scenario, assumptions
        coefficients = assumptions.coefficients()
        self.scalar, self.measure = coefficients.scalar, coefficients.measure
        self.climate = scenario.climate_rows()
        # of whom nobody knows how many they are, none is claimed: see `claimed`
        areas = areas.fillna(dict.fromkeys(("residents", "dwellings", "households"), 0.0))
        self.area = {
            name: areas[name].to_numpy(dtype=float) for name in areas if areas[name].dtype.kind in "fi"
        }
        kinds = table("typologies").loc[areas["typology"]]
        self.typology = {
            name: kinds[name].to_numpy(dtype=float) for name in kinds.select_dtypes("number").columns
        }
        self.room = Room(areas, self.scalar, self.measure, self.typology)
        self.claimed = np.where(areas["typology"] == UNKNOWN_USE, np.nan, 1.0)
        self.business_park = (areas["typology"] == BUSINESS_PARK).to_numpy()
        self.soil = np.array([SOILS.index(kind) for kind in areas["soil"]])
        self.infiltration_mm_h = table("soils")["infiltration_mm_h"].to_numpy(dtype=float)
        self.n_areas, self.n_horizons = len(areas), len(HORIZONS)
        green_m2 = self.area["public_green_m2"] + self.area["private_garden_m2"]
        self.green_share = green_m2 / self.area["area_m2"]

    def estimated(self, column: str) -> np.ndarray:
        """Where a column was filled in rather than given, mask (area,)."""
        nowhere = np.zeros(self.n_areas, dtype=bool)
        return self._estimated.get(column, nowhere)

    @cached_property
    def _estimated(self) -> dict[str, np.ndarray]:
        """Column filled in anywhere → where, mask (area,)."""
        codes = self.city.areas.index
        return {str(column): codes.isin(rows) for column, rows in self.city.filled.groupby("column")["code"]}

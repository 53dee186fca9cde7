"""One city under one scenario and one set of assumptions, as the arrays that equations take."""

import numpy as np
import pandas as pd

from kans_model.measures.room import Room
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS, SOILS


class Situation:
    """What every part of a baseline is worked out from. Arrays are (area,), (measure,) or (horizon,).

    Attributes
    ----------
    scalar, measure : dict
        Assumptions by key, and columns of the measures by name.
    area, typology : dict of array, shape (area,)
        Numeric columns of the areas, and of the typology each area has.
    climate : DataFrame
        One row per horizon.
    """

    def __init__(self, city, scenario: Scenario, assumptions: Assumptions):
        areas: pd.DataFrame = city.areas
        self.city, self.scenario, self.assumptions = city, scenario, assumptions
        coefficients = assumptions.coefficients()
        self.scalar, self.measure = coefficients.scalar, coefficients.measure
        self.climate = scenario.climate_rows()
        self.area = {
            name: areas[name].to_numpy(dtype=float) for name in areas if areas[name].dtype.kind in "fi"
        }
        kinds = table("typologies").loc[areas["typology"]]
        self.typology = {
            name: kinds[name].to_numpy(dtype=float) for name in kinds.select_dtypes("number").columns
        }
        self.room = Room(areas, coefficients, self.typology["nonresidential_share"])
        self.soil = np.array([SOILS.index(kind) for kind in areas["soil"]])
        self.n_areas, self.n_horizons = len(areas), len(HORIZONS)
        self.green_share = (self.area["public_green_m2"] + self.area["private_garden_m2"]) / self.area[
            "area_m2"
        ]

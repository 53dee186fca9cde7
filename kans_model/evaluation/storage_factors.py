"""How much rarer water becomes behind storage of 5 to 20 mm, per facility and soil."""

from collections.abc import Collection
from functools import cache

import numpy as np
import pandas as pd

from kans_model.evaluation.storage import free_storage_table
from kans_model.hazards import free_storage
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import SOILS

DEPTHS_MM = (5, 10, 15, 20)
BELOW_GROUND = "subsurface"


@cache
def storage_factor(depth_mm: float, emptying_mm_h: float, infiltrated_mm: float, evaporates: bool) -> float:
    """Factor on the return period of rain in an hour, once in two years without storage. [-]

    Parameters
    ----------
    depth_mm, emptying_mm_h : float
        Storage over the inflow area [mm], and how fast it empties [mm/h].
    infiltrated_mm : float
        What soaks away in the hour itself. [mm]
    evaporates : bool
        Whether only evaporation empties it.
    """
    knots_mm, knots_h, steady, evaporation = free_storage_table()
    hours = free_storage.emptying_hours(depth_mm, emptying_mm_h)
    shares = evaporation if evaporates else steady
    free = free_storage.free_shares(depth_mm, hours, knots_mm, knots_h, shares)
    return free_storage.return_period_factor(depth_mm, free, infiltrated_mm)


def storage_factors(measures: Collection[str] | None = None) -> pd.DataFrame:
    """Factors at 5, 10, 15 and 20 mm over the inflow area of every facility that is fed, on every soil.

    Above ground its area stays the same part of the inflow and it gets deeper; below ground there is more of
    it, so that the time it needs to empty stays the same.

    Parameters
    ----------
    measures : ids, optional
        Only these; none that stores nothing.

    Returns
    -------
    pandas.DataFrame, index (measure, soil), one column per depth [mm]
    """
    rows, soils, found = table("measures"), table("soils")["infiltration_mm_h"], {}
    stores = rows[(rows["emptying"] != "none") & (rows["contributing_m2_per_unit"] > 0)]
    if measures is not None:
        stores = stores[stores.index.isin(measures)]
    for measure, row in stores.iterrows():
        own_mm = 1000 * row["storage_m3_per_unit"] / row["contributing_m2_per_unit"]
        for soil in SOILS:
            rate = soaks = 0.0
            if row["emptying"] == "infiltration":
                soil_mm_h = min(row["infiltration_mm_h"], soils[soil])
                soaks = soil_mm_h * row["infiltration_m2_per_unit"] / row["contributing_m2_per_unit"]
            rate = (soaks or row["emptying_mm_h"]) * row["emptying_factor"]
            factors = []
            for depth in DEPTHS_MM:
                more = depth / own_mm if row["layer"] == BELOW_GROUND and soaks else 1.0
                factors.append(
                    storage_factor(depth, rate * more, soaks * more, row["emptying"] == "evaporation")
                )
            found[measure, soil] = factors
    index = pd.MultiIndex.from_tuples(list(found), names=["measure", "soil"])
    values = np.array(list(found.values())).reshape(-1, len(DEPTHS_MM))
    return pd.DataFrame(values, index=index, columns=list(DEPTHS_MM))

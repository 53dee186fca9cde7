"""How well what a measure does is founded, coefficient by coefficient and hazard by hazard."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.tables.reading import table
from kans_model.tables.vocabulary import EFFECT_COEFFICIENTS, GREEN_STOCKS, HAZARDS

JUDGEMENT = "expert"


@cache
def coefficients() -> pd.DataFrame:
    """Evidence class of every coefficient of every measure that is not zero: index (measure, coefficient).

    One that `effect_evidence` does not name rests on judgement.
    """
    rows, named = table("measures"), table("effect_evidence")["evidence"]
    keys = [
        (measure, column)
        for measure in rows.index
        for column in EFFECT_COEFFICIENTS
        if rows[column].fillna(0)[measure] != 0
    ]
    index = pd.MultiIndex.from_tuples(keys, names=["measure", "coefficient"])
    return pd.DataFrame({"evidence": named.reindex(index).fillna(JUDGEMENT)})


def main_coefficient(measure: str, hazard: str) -> str:
    """The coefficient by which a measure mostly acts on a hazard; '' where it does not.

    Examples
    --------
    >>> main_coefficient("wadi", "pluvial"), main_coefficient("street_tree", "heat")
    ('storage_m3_per_unit', 'canopy_m2_per_unit')
    >>> main_coefficient("depave_public", "heat"), main_coefficient("wadi", "flood")
    ('green_m2_per_unit', '')
    """
    row = table("measures").loc[measure]
    channel = row[f"{hazard}_channel"]
    if channel == "protect":
        return f"{hazard}_protected_share"
    if channel == "none":
        return ""
    if hazard == "heat":
        # planting on green adds none: only its crowns cool further
        green = 0.0 if row["stock"] in GREEN_STOCKS else row["green_m2_per_unit"]
        return "green_m2_per_unit" if green >= row["canopy_m2_per_unit"] else "canopy_m2_per_unit"
    return "storage_m3_per_unit" if row["storage_m3_per_unit"] > 0 else "extra_drain_mm_h"


@cache
def by_hazard() -> pd.DataFrame:
    """Evidence class of the main coefficient, measure by hazard; '' where a measure does not act."""
    known = coefficients()["evidence"]

    def kind(measure: str, hazard: str) -> str:
        column = main_coefficient(measure, hazard)
        return str(known.get((measure, column), JUDGEMENT)) if column else ""

    measures = table("measures").index
    return pd.DataFrame(
        {hazard: [kind(measure, hazard) for measure in measures] for hazard in HAZARDS}, index=measures
    )


def judged(avoided_eur: ArrayLike, damage_judged: ArrayLike = 0.0) -> np.ndarray:
    """Part of what each measure avoids that rests on judgement, shape (measure,). [-]

    All of it where what the measure does is judged; else the part of the damage itself that is.

    Parameters
    ----------
    avoided_eur : array_like, shape (measure, hazard)
        Damage avoided per year; unknown counts as none. [EUR/yr]
    damage_judged : array_like, shape (hazard,), optional
        Part of the damage of each hazard that rests on judgement; without it what measures do alone. [-]
    """
    eur = np.nan_to_num(np.asarray(avoided_eur, dtype=float))
    total = eur.sum(axis=1)
    part = np.where(_effect_is_judged(), 1.0, damage_judged)
    return np.divide((eur * part).sum(axis=1), total, out=np.zeros_like(total), where=total > 0)


@cache
def _effect_is_judged() -> np.ndarray:
    return (by_hazard() == JUDGEMENT).to_numpy()

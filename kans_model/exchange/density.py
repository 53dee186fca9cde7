"""How many people live on a hectare, as a check on polygons and counts."""

import pandas as pd

from kans_model.words.problems import Phrase, Problem

MOST_PER_HA = 500
"""More live in no neighbourhood of the Netherlands. [1/ha]"""
FEW = 100
"""So few are no crowd, however small their polygon. [residents]"""


def density_check(residents: pd.Series, area_m2: pd.Series, file: str) -> tuple[list[Phrase], list[Problem]]:
    """What to say of areas where more people live than anywhere, and what to refuse where most are so.

    Parameters
    ----------
    residents, area_m2 : Series, one value per area
        Residents, NaN where unknown, and the surface of the polygon. [-, m²]

    Examples
    --------
    >>> area_m2 = pd.Series([250_000.0, 250_000.0], ["a", "b"])
    >>> notes, problems = density_check(pd.Series([800.0, 300_000.0], area_m2.index), area_m2, "k.gpkg")
    >>> [note.values["value"] for note in notes], problems
    ([12000.0], [])
    """
    per_ha = residents / (area_m2 / 1e4)
    dense = (per_ha > MOST_PER_HA) & (residents > FEW)
    if not dense.any():
        return [], []
    code, n = dense.idxmax(), int(dense.sum())
    value = round(float(per_ha[code]), 0)
    if 2 * n > residents.notna().sum():
        return [], [Problem("city_dense", file, code, value=value, n=n, must=MOST_PER_HA)]
    return [Phrase("report.dense", {"row": str(code), "value": value, "n": n, "must": MOST_PER_HA})], []

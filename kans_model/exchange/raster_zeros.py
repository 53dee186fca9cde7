"""What the edge of a raster leaves in a column of means: zeros, and values half of which are zeros."""

from collections.abc import Iterator

import pandas as pd

from kans_model.exchange.usual_values import usual_range
from kans_model.words.problems import Phrase

LEAST_DEPTH_M = 0.3
"""Groundwater at the ground itself while all other areas are deeper than this is no measurement. [m]"""


def beyond_raster(ours: pd.Series, column: str) -> pd.Series | None:
    """Values that no area can have, where most can be: there the raster has no cells, or half of them; mask.

    None for a column without such a range.

    Examples
    --------
    >>> beyond_raster(pd.Series([0.0, 12.4, 36.5, 38.0, 39.0]), "pet_degc").tolist()
    [True, True, False, False, False]
    """
    limits = usual_range(column, "each")
    if limits is None:
        return None
    outside = ~ours.between(*limits)
    return outside & (outside.mean() < 0.5)  # most of them: another figure, which is asked about


def said_of_zeros(ours: pd.Series, column: str, place: dict[str, str]) -> Iterator[Phrase]:
    """Groundwater at 0 m in some areas and nowhere near it in all others."""
    zeros, rest = ours[ours == 0], ours[ours != 0]
    if column == "groundwater_depth_m" and len(zeros) and len(rest) and rest.min() >= LEAST_DEPTH_M:
        ends = {"low": float(rest.min()), "high": float(rest.max())}
        codes = ", ".join(map(str, zeros.index[:5])) + (", …" if len(zeros) > 5 else "")
        yield Phrase("report.zero_depth", {**place, "n": len(zeros), "rows": codes, **ends})

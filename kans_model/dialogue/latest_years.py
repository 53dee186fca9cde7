"""By when what is unacceptable must be gone, buurt by buurt: what an agenda of works starts from."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kans_model.dialogue.criteria import LATEST_YEAR, Criterion

COLUMNS = ("criterion", "indicator", "moment", "areas", "each", "limit", "latest_year")


def latest_years(criteria: Iterable[Criterion], areas: pd.DataFrame) -> pd.DataFrame:
    """Indicator, place, limit and year of every unacceptable risk, the earliest year first.

    Parameters
    ----------
    criteria : iterable of Criterion
        Such as `Study.criteria`.
    areas : pandas.DataFrame
        Of the city.

    Returns
    -------
    pandas.DataFrame
        ``criterion`` (id), ``indicator, moment``, ``areas`` (codes of the buurten it is about, a tuple),
        ``each`` (whether every one of them has to keep it), ``limit`` [unit of the indicator] and
        ``latest_year``. Where nobody named a year it is the last one a limit can have.
    """
    rows = [
        (
            own.id,
            own.indicator,
            own.moment,
            tuple(map(str, areas.index[own.mask(areas)])),
            own.each,
            own.limit,
            LATEST_YEAR if own.latest_year is None else own.latest_year,
        )
        for own in criteria
        if own.acceptance == "unacceptable"
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values("latest_year", kind="stable", ignore_index=True)

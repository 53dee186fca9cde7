"""How well every indicator is known: of how many buurten given, estimated, or not at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.evaluation.indicators import readings
from kans_model.study.study import Study
from kans_model.tables.reading import table

GIVEN, ESTIMATED, UNKNOWN = QUALITIES = ("given", "estimated", "unknown")


def qualities(study: Study) -> pd.DataFrame:
    """Quality of every indicator in every buurt, without a package.

    Unknown where the indicator is at one of its moments; estimated where a column that it rests on was not
    given by the city's own sources, a PET of its own among them; else given.

    Returns
    -------
    pandas.DataFrame
        One row per indicator, one column per code.
    """
    city, inputs = study.city, table("indicator_inputs")["columns"]
    result = study.evaluate("niets_doen")
    known, rows = city.known, {}
    for read in readings(study.baseline, result, "before"):
        columns = [name for name in inputs[read.indicator].split(";") if name in known]
        lacking = known[columns].isna().any(axis=1).to_numpy()
        unknown = ~np.isfinite(read.value).all(axis=1)
        rows[read.indicator] = np.select([unknown, lacking], [UNKNOWN, ESTIMATED], GIVEN)
    return pd.DataFrame.from_dict(rows, orient="index", columns=city.areas.index.astype(str))


def quality_counts(study: Study) -> pd.DataFrame:
    """In how many buurten each indicator is of each quality, one row per indicator."""
    every = qualities(study)
    return pd.DataFrame({quality: (every == quality).sum(axis=1) for quality in QUALITIES})

"""Limits of the dialogue as what projects must avoid by a year: an unacceptable damage has a latest year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from kans_model.dialogue.criteria import DAMAGE, Criterion
from kans_model.dialogue.latest_years import latest_years
from kans_model.programme.limits import Reduction
from kans_model.programme.start_values import StartValues
from kans_model.tables.vocabulary import HAZARDS, HORIZONS


def reductions(
    values: StartValues, criteria: Iterable[Criterion], areas: pd.DataFrame
) -> tuple[Reduction, ...]:
    """What the projects must avoid by the latest year of every unacceptable damage.

    By parts of what the whole package avoids, which the first projects in an area exceed: a plan that keeps
    these keeps the limit. A limit that the whole package does not reach may be missed, by as little as can
    be. Limits on anything but damage in euro per year, or on every buurt by itself, are no rows here: the
    verdicts say whether they hold.

    Parameters
    ----------
    values : StartValues
    criteria : iterable of Criterion
    areas : DataFrame
        Of the city.
    """
    rows = latest_years(criteria, areas)
    found = (_reduction(values, row) for _, row in rows.iterrows())
    return tuple(own for own in found if own)


def _reduction(values: StartValues, row: pd.Series) -> Reduction | None:
    hazard = str(row["indicator"]).removeprefix(DAMAGE)
    if row["each"] or hazard not in HAZARDS or row["moment"] not in HORIZONS:
        return None
    place, horizon = HAZARDS.index(hazard), HORIZONS.index(row["moment"])
    base = values.base
    here = base.room.areas.isin(row["areas"])
    before = base.ead_before_eur[place, here, horizon]
    if not np.isfinite(before).any():
        return None  # what nobody knows cannot be brought down by a plan
    mine = np.where(here[values.lines.area], values.line_avoided_eur[:, place, horizon], 0.0)
    by_project = np.nan_to_num(values.lines.by_project(mine))
    least = float(np.nansum(before)) - float(row["limit"])
    if least <= 0:
        return None
    reached = float(by_project.sum()) >= least
    year = int(row["latest_year"])
    return Reduction(str(row["criterion"]), by_project, least, year, hard=reached)

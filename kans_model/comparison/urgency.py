"""How urgent a hazard is in each buurt, by the limits of the dialogue, else by borders to start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kans_model.dialogue.criteria import LATEST_YEAR, Criterion
from kans_model.evaluation.indicators import reading
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import AT_2050, HAZARDS, HORIZONS

URGENCIES = ("low", "undesirable", "unacceptable", "unknown")
BORDERS = ("undesirable", "unacceptable")
HORIZON = HORIZONS[AT_2050]


def border(study: Study, hazard: str, acceptance: str) -> tuple[float, Criterion | None]:
    """From what damage per hectare a buurt belongs to a class, and the limit of the dialogue that says so.

    Returns
    -------
    eur_per_ha_yr : float
    criterion : Criterion or None
        None: nobody agreed on one, and the table's is taken.
    """
    for own in study.dialogue.criteria:
        about = own.indicator == _indicator(hazard) and own.each and not own.areas and not own.wijk
        if about and own.moment == HORIZON and own.acceptance == acceptance:
            return own.limit, own
    return float(table("urgency_borders")[f"{acceptance}_eur_per_ha_yr"][hazard]), None


def with_border(study: Study, hazard: str, acceptance: str, eur_per_ha_yr: float) -> Study:
    """The study with a border as a limit of its dialogue, which every buurt has to keep.

    Raises
    ------
    KansError
        When it cannot be, such as a high class below a middle one.
    """
    _, own = border(study, hazard, acceptance)
    limit = Criterion(
        id=f"urgency-{hazard}-{acceptance}",
        indicator=_indicator(hazard),
        limit=eur_per_ha_yr,
        acceptance=acceptance,
        moment=HORIZON,
        each=True,
        latest_year=LATEST_YEAR if acceptance == "unacceptable" else None,
        since=date.today().isoformat(),
    )
    if own is not None:
        limit = replace(own, limit=eur_per_ha_yr)
    dialogue = study.dialogue.with_criterion(limit)
    dialogue.check(study.city.areas, study.actors.known)
    return study.replaced(dialogue=dialogue)


def without_borders(study: Study) -> Study:
    """The study with the borders of the table again."""
    dialogue = study.dialogue
    for hazard in HAZARDS:
        for acceptance in BORDERS:
            own = border(study, hazard, acceptance)[1]
            if own is not None:
                dialogue = dialogue.without_criterion(own.id)
    return study.replaced(dialogue=dialogue)


def urgency(study: Study) -> pd.DataFrame:
    """Class of every buurt by every hazard in 2050, without a package.

    Returns
    -------
    pandas.DataFrame
        One row per code, one column per hazard: a word of `URGENCIES`.
    """
    result, columns = study.evaluate("niets_doen"), {}
    for hazard in HAZARDS:
        value = reading(study.baseline, result, _indicator(hazard), "before").at(HORIZON)
        middle, high = (border(study, hazard, acceptance)[0] for acceptance in BORDERS)
        known = np.isfinite(value)
        columns[hazard] = np.select(
            [~known, value > high, value > middle], ["unknown", "unacceptable", "undesirable"], "low"
        )
    return pd.DataFrame(columns, index=study.city.areas.index)


def _indicator(hazard: str) -> str:
    return f"damage_{hazard}_per_ha"

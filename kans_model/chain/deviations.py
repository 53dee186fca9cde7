"""Where a study departs from the national stress test: apply or explain, from the study's own values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kans_model.comparison.standard_events import LONGEST_MIN
from kans_model.study.study import Study
from kans_model.tables.reading import table

STANDARD_CLIMATE = "Hd"
"""The scenario with the greatest change: the national showers were derived with the greatest of their day."""


@dataclass(frozen=True)
class Deviation:
    """One point on which a study departs from the standard.

    Attributes
    ----------
    key : str
        Its sentences are the texts `chain.deviation_<key>` and `chain.reason_<key>`.
    n : int
        How many, where that says something.
    value : str
        What the study has instead: a climate, a hazard, minutes.
    reasons : tuple of str
        What planners themselves gave as reason; empty for none.
    """

    key: str
    n: int = 0
    value: str = ""
    reasons: tuple[str, ...] = ()


def deviations(study: Study) -> tuple[Deviation, ...]:
    """Every point on which a study departs from the national stress test."""
    return (*_rain(study), *_hazards(study), *_own(study))


def _rain(study: Study) -> Iterator[Deviation]:
    events, scenario = table("stress_events"), study.scenario
    minutes, depth = events["duration_min"].to_numpy(float), events["depth_mm"].to_numpy(float)
    if scenario.climate != STANDARD_CLIMATE:
        yield Deviation("climate", value=scenario.climate)
    if scenario.duration_min not in minutes:
        yield Deviation("duration", value=str(scenario.duration_min))
    yield from _some("long_rain", int((minutes > LONGEST_MIN).sum()))
    yield from _some("unread", int((~np.isfinite(depth)).sum()))


def _hazards(study: Study) -> Iterator[Deviation]:
    known = study.baseline.hazards_included
    for hazard, row in table("hazards").iterrows():
        if row["in_totals"] == 1 and hazard not in known:
            yield Deviation("hazard", value=str(hazard))
        elif row["in_totals"] != 1:
            yield Deviation("apart", value=str(hazard))


def _own(study: Study) -> Iterator[Deviation]:
    yield from _some("filled", len(study.city.filled))
    own = study.assumptions.own
    reasons = tuple(dict.fromkeys(filter(None, (value.get("reason", "") for value in own.values()))))
    if own:
        yield Deviation("own_values", len(own), reasons=reasons)


def _some(key: str, n: int) -> Iterator[Deviation]:
    if n:
        yield Deviation(key, n)

"""How packages hold out: in every climate, in every draw of each, and under every switch of method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kans_model.comparison.headline import headline, middle
from kans_model.comparison.switches import switch_table, with_switch
from kans_model.computing.progress import Cancelled, Progress, paced, part
from kans_model.outlook.scenario import CLIMATES
from kans_model.study.study import Study

FEWEST = 2
"""Packages that can be held against each other."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """Packages of which the result is known in every climate.

    Attributes
    ----------
    ids : tuple of str
        These packages; what follows is empty where there are fewer than two.
    unknown : tuple of str
        The others that were asked for.
    values : pandas.DataFrame
        Mid values, a row per package, a column per climate. [unit of the headline]
    per_draw : array, shape (package, climate, draw)
    switches : pandas.DataFrame
        As `switches.switch_table`.
    """

    ids: tuple[str, ...]
    unknown: tuple[str, ...]
    values: pd.DataFrame
    per_draw: np.ndarray
    switches: pd.DataFrame


def scenario_table(
    study: Study, ids: Sequence[str], name: str = "npv_eur", climates: Sequence[str] = CLIMATES
) -> pd.DataFrame:
    """The headline of each package in each climate, mid values: a row per package, a column per climate.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    """
    values = {
        climate: [middle(with_switch(study, climate=climate), package, name) for package in ids]
        for climate in climates
    }
    return pd.DataFrame(values, index=pd.Index(ids, name="package"))


def scenario_draws(
    study: Study,
    ids: Sequence[str],
    drawn: object,
    name: str = "npv_eur",
    climates: Sequence[str] = CLIMATES,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> np.ndarray:
    """The same in every draw, shape (package, scenario, draw): the same draws in every climate."""
    per_climate = []
    for place, climate in enumerate(climates):
        paced(place / len(climates), progress, cancelled)
        moved = with_switch(study, climate=climate)
        per_climate.append([headline(moved.evaluate(package, drawn), name) for package in ids])
    paced(1.0, progress, cancelled)
    return np.array(per_climate).swapaxes(0, 1)


def robustness(
    study: Study,
    ids: Sequence[str],
    drawn: object,
    name: str = "npv_eur",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Robustness:
    """Packages in every climate, with all at the middle and in every draw, and under every switch.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    drawn : Draws
        The same for every package and climate.
    name : str
        One of `headline.HEADLINES`.
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.
    """
    values = scenario_table(study, ids, name)
    known = tuple(package for package in ids if np.isfinite(values.loc[package].to_numpy(float)).all())
    unknown = tuple(package for package in ids if package not in known)
    values = values.loc[list(known)]
    if len(known) < FEWEST:
        return Robustness(known, unknown, values, np.zeros((0, 0, 0)), pd.DataFrame())
    tell = progress or (lambda _share: None)
    per_draw = scenario_draws(study, known, drawn, name, CLIMATES, part(tell, 0.2, 0.6), cancelled)
    switches = switch_table(study, known, name, part(tell, 0.6, 1.0), cancelled)
    return Robustness(known, unknown, values, per_draw, switches)

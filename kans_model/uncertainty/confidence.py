"""How sure the order of packages is: draws, swings, the values that turn it, and switches of method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kans_model.comparison.headline import headline, middle
from kans_model.comparison.ranking import order
from kans_model.comparison.robustness import FEWEST
from kans_model.comparison.switches import switch_table
from kans_model.computing.progress import Cancelled, Progress, paced, part
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.inputs import Input, inputs
from kans_model.uncertainty.switch_points import switch_points
from kans_model.uncertainty.tornado import Tornado, tornado


@dataclass(frozen=True, eq=False)
class Confidence:
    """Packages of which the result is known in every draw.

    Attributes
    ----------
    ids : tuple of str
        These packages; what follows is empty where there are fewer than two.
    unknown : tuple of str
        The others that were asked for.
    values : array, shape (package, draw)
        The headline in each draw. [unit of the headline]
    middle : array, shape (package,)
        The headline with all at the value in force, as on the other pages. [unit of the headline]
    leader : str
        The package that leads with all at the value in force.
    tornado : Tornado or None
    movable : list of Input
        What moves together, then the single coefficients.
    inputs : mapping
        Every input by key, those of the tornado too.
    points : pandas.DataFrame
        As `switch_points.switch_points`, of single coefficients and of what moves together.
    switches : pandas.DataFrame
        As `switches.switch_table`.
    """

    ids: tuple[str, ...]
    unknown: tuple[str, ...]
    values: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    middle: np.ndarray = field(default_factory=lambda: np.zeros(0))
    leader: str = ""
    tornado: Tornado | None = None
    movable: Sequence[Input] = ()
    inputs: Mapping[str, Input] = field(default_factory=dict)
    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    switches: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def widest(self) -> list[str]:
        """Inputs by key, those that turn the choice first, then those that swing results most."""
        return [*self.points.index, *(() if self.tornado is None else self.tornado.leaders.index)]


def confidence(
    study: Study,
    ids: Sequence[str],
    name: str = "npv_eur",
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Confidence:
    """Every package under the same draws, each input at its ends, and where the choice turns.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    lang : str
        Of the names of inputs.
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.
    """
    middles = {package: middle(study, package, name) for package in ids}
    draws = drawn(study)
    values = {package: np.asarray(headline(study.evaluate(package, draws), name)) for package in ids}
    known = [
        package for package in ids if np.isfinite(middles[package]) and np.isfinite(values[package]).all()
    ]
    unknown = tuple(package for package in ids if package not in known)
    if len(known) < FEWEST:
        return Confidence(tuple(known), unknown)
    tell = progress or (lambda _share: None)
    paced(0.1, tell, cancelled)
    swings = tornado(study, known, name, True, lang, part(tell, 0.1, 0.3), cancelled)
    together, single = (inputs(study, known, grouped) for grouped in (True, False))
    single_points = switch_points(study, known, name, False, lang, part(tell, 0.3, 0.6), cancelled)
    joint_points = switch_points(study, known, name, True, lang, part(tell, 0.6, 0.8), cancelled)
    joint_points = joint_points[~joint_points.index.isin(single_points.index)]
    return Confidence(
        tuple(known),
        unknown,
        np.stack([values[package] for package in known]),
        np.array([middles[package] for package in known]),
        known[order([middles[package] for package in known])[0]],
        swings,
        [*(moved for moved in together if not moved.is_single), *single],
        {moved.key: moved for moved in (*together, *single)},
        pd.concat([single_points, joint_points]).sort_values(
            "position", key=lambda positions: positions.abs(), kind="stable"
        ),
        switch_table(study, known, name, part(tell, 0.8, 1.0), cancelled),
    )

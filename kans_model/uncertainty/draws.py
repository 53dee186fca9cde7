"""Every low, middle and high as a distribution, drawn together by what moves together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
import scipy
import xarray as xr
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from kans_model.evaluation.baseline import Baseline
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.distribution import pert
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CITY_WIDE
from kans_model.tables.vocabulary import DRAWN_COLUMNS as FACTORS
from kans_model.tables.vocabulary import PROTECTED_COLUMNS as PROTECTED
from kans_model.uncertainty import ranges
from kans_model.uncertainty.draw_counts import BLOCK_DRAWS, N_DRAWS

SEWER, REACH = CITY_WIDE
MODEL_KEY = "pert-sobol-2"
SMALLEST_SHARE = 1e-9
RUNGS = (0.0, 0.002, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.998, 1.0)
KNOT_LIMIT, N_KNOTS = 6.0, 1_201
"""Quantiles are tabulated at even steps of the normal score, where they are smooth up to both ends."""


@dataclass(frozen=True)
class Dimension:
    """What moves together: one side of the cube from which draws are taken.

    Attributes
    ----------
    key : str
        A row of `correlation_groups`, or of `assumptions` for one that moves alone.
    members : tuple of str
        Rows of `assumptions`, ``measure:column`` pairs, ``sewer_discharge_mm_h`` or ``share_reached``.
    """

    key: str
    members: tuple[str, ...]

    def name(self, lang: str = "nl") -> str:
        """What a reader calls it."""
        rows = table("correlation_groups" if self.key in table("correlation_groups").index else "assumptions")
        return rows[f"name_{lang}"][self.key]


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Everything that is drawn, by what moves together: the groups first, then what moves alone.

    Examples
    --------
    >>> dimensions()[0].key, "wadi:capex_eur" in dimensions()[0].members
    ('prices', True)
    """
    groups, measures = table("correlation_groups"), table("measures")
    assumptions = table("assumptions")
    alone = list(assumptions.index[(assumptions["drawn"] == 1) & (assumptions["high"] > assumptions["low"])])
    found = []
    for key, row in groups.iterrows():
        kinds = row["categories"].split(";") if row["categories"] else list(measures["category"].unique())
        members = []
        for column in filter(None, row["columns"].split(";")):
            if column in CITY_WIDE:
                members.append(column)
                continue
            ranged = measures[f"{column}_high"] > measures[f"{column}_low"]
            rows = measures.index[ranged & measures["category"].isin(kinds)]
            members += [f"{measure}:{column}" for measure in rows]
        together = [name for name in row["assumptions"].split(";") if name in alone]
        alone = [name for name in alone if name not in together]
        if members or together:
            found.append(Dimension(str(key), (*members, *together)))
    return (*found, *(Dimension(name, (name,)) for name in alone))


@dataclass(frozen=True, eq=False)
class Draws:
    """Fixed draws (common random numbers), so that packages differ by their choices only.

    Attributes
    ----------
    key : str
        Equal keys give equal results.
    scalar : dict
        Assumption → drawn value over the value in force, shape (draw,). [-]
    measure : dict
        Column of measures → the same, shape (draw, measure); protected shares as values.
    sewer_mm_h : array, shape (draw,)
        Deviation of the sewer's discharge. [mm/h]
    reach : array, shape (draw,)
        Factor on the share of buildings reached. [-]
    rungs : Draws, optional
        Everything together at a few quantiles from the lowest to the highest value: where tables have knots.
    """

    key: str
    scalar: dict[str, np.ndarray]
    measure: dict[str, np.ndarray]
    sewer_mm_h: np.ndarray
    reach: np.ndarray
    rungs: Draws | None = None

    def __len__(self) -> int:
        return len(self.reach)

    def ratio(self, *names: str) -> np.ndarray:
        """Product of drawn over mid of these assumptions, shape (draw,). [-]"""
        product = np.ones(len(self))
        for name in names:
            product = product * self.scalar.get(name, 1.0)
        return product

    def part(self, rows: slice) -> Draws:
        """Some of the draws, by a slice: the others' numbers do not change by it."""
        return replace(
            self,
            key=_hash(self.key, rows.indices(len(self))),
            scalar={name: values[rows] for name, values in self.scalar.items()},
            measure={column: values[rows] for column, values in self.measure.items()},
            sewer_mm_h=self.sewer_mm_h[rows],
            reach=self.reach[rows],
        )

    def evaluate(
        self, base: Baseline, portfolio: Portfolio, mid: xr.Dataset | None = None, areas: bool = True
    ) -> xr.Dataset:
        """Ranges of one package: city totals per draw, and quantiles per measure and, if asked for, per area.

        Returns
        -------
        xarray.Dataset
            ``capex_eur, capex_public_eur, capex_private_eur, present_value_cost_eur,
            present_value_benefit_eur, npv_eur, bcr (draw)``,
            ``ead_before_eur, ead_after_eur, avoided_eur (draw, hazard, horizon)``,
            ``avoided_total_eur (draw, horizon)``, ``deaths_before, deaths_after (draw, horizon)``;
            ``area_avoided_eur (quantile, area)`` in 2050, ``measure_capex_eur, measure_cost_eur,
            measure_benefit_eur (quantile, measure)``.
        """
        return ranges.evaluate(self, base, portfolio, mid, areas)


def draws(study: Study, n: int = N_DRAWS, seed: int | None = None) -> Draws:
    """Draws for a study: scrambled Sobol points through the PERT distribution of every range.

    Own values are kept fixed. Discount rate, period and climate scenario are never drawn.

    Parameters
    ----------
    study : Study
    n : int
        The first n draws of the seed: more draws begin with the same ones.
    seed : int, optional
        Without it the study's own.
    """
    return _without_own(_free_draws(n, study.seed if seed is None else seed), study)


def draws_at(study: Study, points: ArrayLike, key: str) -> Draws:
    """Draws at given points of the unit cube, such as those of a sampling plan.

    Parameters
    ----------
    study : Study
    points : array, shape (draw, dimension)
        A quantile between 0 and 1 of each of `dimensions()`, in their order. [-]
    key : str
        Names the points: equal keys are taken for equal points.
    """
    return _without_own(
        _through_ranges(np.asarray(points, dtype=float), _hash(key, MODEL_KEY), _rungs()), study
    )


def block(study: Study, place: int, seed: int | None = None) -> Draws:
    """The draws of one block, made without those before it.

    Parameters
    ----------
    study : Study
    place : int
        0 for the first `BLOCK_DRAWS` draws, 1 for the next.
    seed : int, optional
        Without it the study's own.
    """
    seed = study.seed if seed is None else seed
    return draws_at(study, next(sobol_blocks(seed, place)), f"block {place} of {seed}")


def sobol_blocks(seed: int, first: int = 0) -> Iterator[np.ndarray]:
    """Points of block after block of one scrambled sequence, each of shape (draw, dimension). [-]

    Examples
    --------
    >>> from itertools import islice
    >>> second = list(islice(sobol_blocks(5), 2))[1]
    >>> bool((next(sobol_blocks(5, first=1)) == second).all())
    True
    """
    sobol = scipy.stats.qmc.Sobol(len(dimensions()), scramble=True, rng=np.random.default_rng(seed))
    if first:
        sobol.fast_forward(first * BLOCK_DRAWS)
    while True:
        yield sobol.random(BLOCK_DRAWS)


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@lru_cache(maxsize=4)
def _free_draws(n: int, seed: int) -> Draws:
    """The first n draws of a seed, before own values fix any."""
    blocks, points = sobol_blocks(seed), []
    for _ in range(-(-n // BLOCK_DRAWS)):  # a block at a time
        points.append(next(blocks))
    return _through_ranges(np.concatenate(points)[:n], _hash(n, seed, MODEL_KEY), _rungs())


def _without_own(free: Draws, study: Study) -> Draws:
    """The draws with every own value of a study in the place of its range."""
    own = study.assumptions.own
    if not own:
        return free
    coefficients = study.assumptions.coefficients().measure
    per_measure = {column: values.copy() for column, values in free.measure.items()}
    for key in own:
        measure, _, column = key.partition(":")
        if column in per_measure:
            place = table("measures").index.get_loc(measure)
            per_measure[column][:, place] = coefficients[column][place] if column in PROTECTED else 1.0
    scalars = {name: values for name, values in free.scalar.items() if name not in own}
    return replace(
        free,
        key=_hash(free.key, sorted(own.items())),
        scalar=scalars,
        measure=per_measure,
        rungs=None if free.rungs is None else _without_own(free.rungs, study),
    )


def low_mid_high(member: str) -> tuple[float, float, float]:
    """The range of one member as the draws use it."""
    if member == SEWER:
        ends = table("typologies")[[f"{SEWER}_low", SEWER, f"{SEWER}_high"]].to_numpy(dtype=float)
        low, mid, high = ends.mean(axis=0)
        return low - mid, 0.0, high - mid
    if member == REACH:
        curve = table("damage_functions").loc[REACH].iloc[-1]
        return curve["low"] / curve["value"], 1.0, curve["high"] / curve["value"]
    measure, _, column = member.partition(":")
    if not column:
        row, names, relative = table("assumptions").loc[member], ("low", "value", "high"), True
    else:
        row, names = table("measures").loc[measure], (f"{column}_low", column, f"{column}_high")
        relative = column not in PROTECTED
    low, mid, high = (float(row[name]) for name in names)
    return (low / mid, 1.0, high / mid) if relative and mid > 0 else (low, mid, high)


@cache
def _quantile_tables() -> tuple[np.ndarray, ...]:
    """Per dimension: quantiles of its members at every knot, shape (knot, member)."""
    share = ndtr(np.linspace(-KNOT_LIMIT, KNOT_LIMIT, N_KNOTS))[:, None]
    return tuple(
        pert(share, *np.array([low_mid_high(member) for member in dimension.members]).T)
        for dimension in dimensions()
    )


@cache
def _rungs() -> Draws:
    """Every dimension at the same quantile, from the lowest to the highest value."""
    return _through_ranges(np.tile(np.array(RUNGS)[:, None], len(dimensions())), "rungs", rungs=None)


def _through_ranges(points: np.ndarray, key: str, rungs: Draws | None) -> Draws:
    """Points of the unit cube as values of every coefficient, shape of points (draw, dimension)."""
    score = ndtri(np.clip(points, SMALLEST_SHARE, 1 - SMALLEST_SHARE))
    step = (score + KNOT_LIMIT) * ((N_KNOTS - 1) / (2 * KNOT_LIMIT))
    knot = np.clip(step.astype(np.intp), 0, N_KNOTS - 2)
    part = step - knot
    measures = table("measures")
    shape = (len(points), len(measures))
    per_measure = {column: np.ones(shape) for column in FACTORS}
    for column in PROTECTED:
        per_measure[column] = np.tile(measures[column].to_numpy(dtype=float), (len(points), 1))
    alone = {}
    for place, (dimension, quantiles) in enumerate(zip(dimensions(), _quantile_tables(), strict=True)):
        below = knot[:, place]
        low, values = quantiles.take(below, axis=0), quantiles.take(below + 1, axis=0)
        values -= low
        values *= part[:, place, None]
        values += low
        for column, (here, rows) in _places(dimension).items():
            per_measure[column][:, rows] = values[:, here]
        alone |= {name: values[:, i] for i, name in enumerate(dimension.members) if ":" not in name}
    return Draws(key, alone, per_measure, alone.pop(SEWER), alone.pop(REACH), rungs)


@cache
def _places(dimension: Dimension) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Column of measures → where its members stand in a dimension, and in the table."""
    measures, places = table("measures").index, {}
    for i, member in enumerate(dimension.members):
        measure, _, column = member.partition(":")
        if column:
            here, rows = places.setdefault(column, ([], []))
            here.append(i)
            rows.append(measures.get_loc(measure))
    return {column: (np.array(here), np.array(rows)) for column, (here, rows) in places.items()}

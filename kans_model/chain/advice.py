"""Which measures where bring a study nearest to its limits per euro, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from kans_model.comparison.verdicts import NOT_MET, Verdict, verdicts
from kans_model.dialogue.criteria import DAMAGE
from kans_model.evaluation.indicators import Reading, reading
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.reading import cells, table
from kans_model.tables.vocabulary import HAZARDS, PUBLIC_OWNERS

ADVISED_MOMENT = "2050"
"""What the first euro avoids is known for this year."""
VISIBLE_SHARE = 0.02
"""Part of the gap that a row must close to be worth a line. [-]"""
WITHIN = 0.999
"""Part of what still fits that is added: rounding must not make it too much. [-]"""
SMALL_SHARE = 1e-9
OBSTACLES = ("room", "owner", "budget", "rule")


@dataclass(frozen=True)
class Advice:
    """One measure in one buurt.

    Attributes
    ----------
    criterion, indicator, measure, area : str
        Ids and code.
    gap : float
        What the limit asks for still: of the buurt, or of all buurten as one. [unit of the indicator]
    closes : float
        What the measure can close of it there. [unit of the indicator]
    capex_eur : float
        What that takes. [EUR]
    obstacles : tuple of str
        Of `OBSTACLES`: there is too little room, the ground is another's, the budget is short, no rule
        brings that owner along.
    """

    criterion: str
    indicator: str
    measure: str
    area: str
    gap: float
    closes: float
    capex_eur: float
    obstacles: tuple[str, ...] = ()


def advice(study: Study, package: Portfolio, most: int = 5) -> list[Advice]:
    """What closes most of the gap to the limits per euro: the best of each limit in turn.

    Damage in 2050 goes by what the first euro avoids, up to what still fits beside the package: an upper
    bound, as later euros avoid less. Every other limit goes by the package with as much of one measure
    more as fits, in all buurten at once.

    Parameters
    ----------
    most : int
        How many rows.
    """
    base, result = study.baseline, study.evaluate(package)
    left = _room_left(study, result["quantity"].to_numpy())
    by_limit = []
    for own in verdicts(base, result, study.criteria, study.city.areas):
        if own.when != "after" or own.verdict != NOT_MET or own.moment != own.criterion.moment:
            continue
        is_damage = own.criterion.indicator.removeprefix(DAMAGE) in HAZARDS
        if is_damage and own.moment == ADVISED_MOMENT:
            closes, units = _by_first_euro(study, own, left)
        else:
            closes, units = _by_one_more(study, package, own, left)
        rows = _rows(study, own, closes, units)
        by_limit.append(sorted(rows, key=lambda row: -row.closes / row.capex_eur))
    best = [row for turn in zip_longest(*by_limit) for row in turn if row is not None][:most]
    capex = float(result["capex_eur"].sum())
    return [_with_obstacles(row, study, package, capex) for row in best]


def _gap(own: Verdict) -> np.ndarray:
    """What a limit asks for still, shape (area,): of each buurt, or of all as one. [its unit]"""
    better = -1.0 if own.criterion.lower_is_better else 1.0
    if own.criterion.each:
        return np.nan_to_num(np.maximum(0.0, better * (own.criterion.limit - own.per_area)))
    return np.where(np.isfinite(own.per_area), better * (own.criterion.limit - own.value), 0.0)


def _by_first_euro(study: Study, own: Verdict, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each measure closes of damage, and how much of it that takes, shape (measure, area)."""
    hazard = HAZARDS.index(own.criterion.indicator.removeprefix(DAMAGE))
    slope = np.nan_to_num(study.baseline.first_euro.avoided_eur_per_unit[hazard])
    closes = np.minimum(slope * left, _gap(own))
    return closes, np.divide(closes, slope, out=np.zeros_like(closes), where=slope > 0)


def _by_one_more(
    study: Study, package: Portfolio, own: Verdict, left: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same for any indicator, by the package with as much more of one measure as fits."""
    base, indicator = study.baseline, own.criterion.indicator
    gap, closes = _gap(own), np.zeros(left.shape)
    units = np.zeros(left.shape)
    acts = cells("measures", "themes")
    hazard = cells("indicators", "hazard")[indicator]
    before = reading(base, study.evaluate(package), indicator)
    counts = _counts(own, before)
    better = -1.0 if own.criterion.lower_is_better else 1.0
    for place, measure in enumerate(base.room.measures):
        if hazard not in acts[str(measure)].split(";") or not (left[place] > 0).any():
            continue
        more = study.evaluate(_with_more(study, package, str(measure), WITHIN * left[place]))
        now = reading(base, more, indicator).at(own.moment)
        won = np.nan_to_num(better * (now - before.at(own.moment))) * counts
        closes[place] = np.clip(won, 0.0, gap)
        part = np.divide(closes[place], won, out=np.zeros_like(won), where=won > 0)
        units[place] = part * WITHIN * left[place]
    return closes, units


def _counts(own: Verdict, read: Reading) -> np.ndarray:
    """How far what is won in a buurt counts for the limit, shape (area,). [-]"""
    inside = np.isfinite(own.per_area)
    if own.criterion.each or read.together_by == "sum":
        return inside.astype(float)
    if read.together_by == "mean":
        weight = np.where(inside, read.weight, 0.0)
        return weight / weight.sum() if weight.sum() > 0 else weight
    return np.zeros(len(inside))  # of a highest value nobody can say it buurt by buurt


def _with_more(study: Study, package: Portfolio, measure: str, more: np.ndarray) -> Portfolio:
    """The package with so much more of a measure, shape (area,). [unit of the measure]"""
    room = study.baseline.room
    now = study.evaluate(package)["quantity"].to_numpy()[room.place[measure]]
    by_hand = {str(code): float(q) for code, q in zip(room.areas, now + more, strict=True)}
    values = {name: value for name, value in package.param.values().items() if name != "name"}
    return Portfolio(**{**values, "explicit": {**package.explicit, measure: by_hand}})


def _rows(study: Study, own: Verdict, closes: np.ndarray, units: np.ndarray) -> list[Advice]:
    room, gap = study.baseline.room, _gap(own)
    cost = units * study.baseline.costs.unit_price_eur[:, None]
    worth = (closes > VISIBLE_SHARE * gap) & (cost > 0)
    return [
        Advice(
            own.criterion.id,
            own.criterion.indicator,
            str(room.measures[measure]),
            str(room.areas[area]),
            float(gap[area]),
            float(closes[measure, area]),
            float(cost[measure, area]),
        )
        for measure, area in np.argwhere(worth)
    ]


def _room_left(study: Study, quantity: np.ndarray) -> np.ndarray:
    """What still fits of every measure beside a package, shape (measure, area). [unit of the measure]"""
    room = study.baseline.room
    most = np.stack([room.most(quantity, str(measure)) for measure in room.measures])
    return np.maximum(0.0, most - quantity)


def _with_obstacles(row: Advice, study: Study, package: Portfolio, capex_eur: float) -> Advice:
    owner = table("measures")["owner"][row.measure]
    private = owner not in PUBLIC_OWNERS
    chosen = study.policy.chosen_set
    moved = {name for lever in (chosen.levers if chosen else ()) for name in lever.moves}
    budget = package.left_eur(capex_eur)
    holds = {
        "room": row.closes < row.gap * (1 - SMALL_SHARE),
        "owner": private,
        "budget": budget is not None and row.capex_eur > budget,
        "rule": private and row.measure not in moved,
    }
    obstacles = tuple(name for name in OBSTACLES if holds[name])
    return replace(row, obstacles=obstacles)

"""Which measures where bring a study nearest to its limits per euro, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kans_model.comparison.verdicts import NOT_MET, verdicts
from kans_model.dialogue.criteria import DAMAGE
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, PUBLIC_OWNERS

ADVISED_MOMENT = "2050"
"""What the first euro avoids is known for this year."""
VISIBLE_SHARE = 0.02
"""Part of the gap that a row must close to be worth a line. [-]"""
OBSTACLES = ("room", "owner", "budget", "rule")


@dataclass(frozen=True)
class Advice:
    """One measure in one buurt.

    Attributes
    ----------
    criterion, measure, area : str
        Ids and code.
    gap_eur_per_year : float
        What the limit asks for still: of the buurt, or of all buurten as one. [EUR/yr]
    closes_eur_per_year : float
        What the measure can close of it there, by its first euro. [EUR/yr]
    capex_eur : float
        What that takes. [EUR]
    obstacles : tuple of str
        Of `OBSTACLES`: there is too little room, the ground is another's, the budget is short, no rule
        brings that owner along.
    """

    criterion: str
    measure: str
    area: str
    gap_eur_per_year: float
    closes_eur_per_year: float
    capex_eur: float
    obstacles: tuple[str, ...] = ()


def advice(study: Study, package: Portfolio, most: int = 5) -> list[Advice]:
    """What closes most of the gap to the limits on damage per euro, the best first.

    By what the first euro avoids, up to what still fits beside the package: an upper bound, as later euros
    avoid less. Limits on other indicators than damage are no part of it.

    Parameters
    ----------
    most : int
        How many rows.
    """
    base, result = study.baseline, study.evaluate(package)
    quantity = result["quantity"].to_numpy()
    left = _room_left(study, quantity)
    missed = [
        own
        for own in verdicts(base, result, study.criteria, study.city.areas)
        if own.when == "after"
        and own.verdict == NOT_MET
        and own.moment == own.criterion.moment == ADVISED_MOMENT
        and own.criterion.indicator.removeprefix(DAMAGE) in HAZARDS
    ]
    rows: list[Advice] = []
    for own in missed:
        hazard = HAZARDS.index(own.criterion.indicator.removeprefix(DAMAGE))
        slope = np.nan_to_num(base.first_euro.avoided_eur_per_unit[hazard])
        if own.criterion.each:
            gap = np.nan_to_num(np.maximum(0.0, own.per_area - own.criterion.limit))
        else:
            gap = np.where(np.isfinite(own.per_area), own.value - own.criterion.limit, 0.0)
        closes = np.minimum(slope * left, gap)
        with np.errstate(divide="ignore", invalid="ignore"):
            units = np.where(slope > 0, closes / slope, 0.0)
        cost = units * base.costs.unit_price_eur[:, None]
        worth = (closes > VISIBLE_SHARE * gap) & (cost > 0)
        for measure, area in np.argwhere(worth):
            rows.append(
                Advice(
                    own.criterion.id,
                    str(base.room.measures[measure]),
                    str(base.room.areas[area]),
                    float(gap[area]),
                    float(closes[measure, area]),
                    float(cost[measure, area]),
                )
            )
    best = sorted(rows, key=lambda row: -row.closes_eur_per_year / row.capex_eur)[:most]
    return [_with_obstacles(row, study, package, float(result["capex_eur"].sum())) for row in best]


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
        "room": row.closes_eur_per_year < row.gap_eur_per_year,
        "owner": private,
        "budget": budget is not None and row.capex_eur > budget,
        "rule": private and row.measure not in moved,
    }
    obstacles = tuple(name for name in OBSTACLES if holds[name])
    return replace(row, obstacles=obstacles)

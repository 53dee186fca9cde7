"""Why a measure is in an optimum or not, per neighbourhood, and what one more euro would bring."""

import numpy as np
import pandas as pd

from kans_model.evaluation.co_benefits import PROPERTY
from kans_model.evaluation.damage_lines import not_calculated
from kans_model.measures.effects import used
from kans_model.measures.room import Room
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.optimum import Optimum
from kans_model.tables.vocabulary import HAZARDS

REASONS = (
    *("full", "part", "price", "surface", "no_room", "no_effect", "not_calculated", "banned", "limits"),
    "elsewhere",
)
"""Built wholly, built partly; too little per euro, the surface taken, nothing fits, nothing to avoid, no
figure for its effect, not allowed, held back by another limit, outside the chosen areas."""
FULL = 0.999
MILLION = 1e6


def reasons(optimum: Optimum) -> pd.DataFrame:
    """Per measure and area what decides, at the prices of the optimum.

    A measure is worth building in an area as long as what a little more of it brings per euro exceeds what
    the last euro brings elsewhere (the price of the budget) and its surface would bring to another measure.

    Parameters
    ----------
    optimum : Optimum

    Returns
    -------
    pandas.DataFrame
        One row per measure and area: ``measure, area, built_share [-], per_eur`` (value of the goal
        that one more euro would bring; of `cheapest`, damage avoided per euro), ``needed_per_eur`` (what it
        must bring), ``reason`` (of `REASONS`), ``holder`` (measure on the surface, or "").
    """
    formulation, quantity = optimum.formulation, optimum.quantity
    base, room, fits = formulation.base, formulation.base.room, formulation.fits
    price = base.costs.unit_price_eur[:, None]
    per_eur = _per_eur(optimum)
    share = np.divide(quantity, fits, out=np.zeros_like(quantity), where=fits > 0)
    surface = _surface_price(optimum)
    needed = np.full_like(share, _needed(optimum)) + surface / np.where(price > 0, price, np.inf)
    reason = _reason(optimum, share, per_eur, needed, surface > 0)
    measure, area = np.meshgrid(np.arange(len(room.measures)), np.arange(len(room.areas)), indexing="ij")
    holder = _holder(optimum, quantity)
    holder = np.where((reason == "surface") & (holder != measure), holder, -1)
    names = np.append(np.array(room.measures, dtype=object), "")
    return pd.DataFrame(
        {
            "measure": np.array(room.measures)[measure].ravel(),
            "area": np.array(room.areas)[area].ravel(),
            "built_share": share.ravel(),
            "per_eur": per_eur.ravel(),
            "needed_per_eur": needed.ravel(),
            "reason": reason.ravel(),
            "holder": names[holder.ravel()],
        }
    )


def _reason(
    optimum: Optimum, share: np.ndarray, per_eur: np.ndarray, needed: np.ndarray, surface: np.ndarray
) -> np.ndarray:
    """Of `REASONS` the first that holds, shape (measure, area); `surface`: where it has a price."""
    question, base = optimum.question, optimum.formulation.base
    room, allowed = base.room, question.candidates(base)
    uncounted = room.measures.isin(not_calculated())
    rules = [
        ("full", share >= FULL),
        ("part", share > 0),
        ("no_room", room.potential <= 0),
        ("not_calculated", np.broadcast_to(uncounted[:, None], share.shape)),
        ("banned", ~allowed & room.measures.isin([*question.bans])[:, None]),
        ("elsewhere", ~allowed & (len(question.areas) > 0)),
        ("banned", ~allowed),
        ("no_effect", _slope(optimum) <= 0),
        ("surface", surface & (share < FULL) & (per_eur >= _needed(optimum))),
        ("price", per_eur < needed),
    ]
    return np.select([holds for _, holds in rules], [name for name, _ in rules], default="limits")


def per_measure(table: pd.DataFrame) -> pd.DataFrame:
    """The same per measure: where built, the best and the middle of what it brings, and the main reason.

    Parameters
    ----------
    table : DataFrame
        From :func:`reasons`.

    Returns
    -------
    pandas.DataFrame, index measure
        ``n_built, n_areas, per_eur`` (highest where it is not built wholly), ``needed_per_eur``, ``reason``
        (most frequent where it is not built; `full` or `part` where built anywhere), ``holder``.
    """
    rows = {}
    for measure, mine in table.groupby("measure", sort=False):
        built = mine["built_share"] > 0
        fits = mine["reason"] != "no_room"
        rest = mine[~built & fits] if (~built & fits).any() else mine[~built]
        why = mine[built] if built.any() else rest
        reason = why["reason"].mode().iloc[0] if len(why) else "full"
        best = rest["per_eur"].idxmax() if len(rest) else mine["per_eur"].idxmax()
        holder = rest.loc[rest["holder"] != "", "holder"]
        rows[measure] = {
            "n_built": int(built.sum()),
            "n_areas": int(fits.sum()),
            "per_eur": float(mine.loc[best, "per_eur"]),
            "needed_per_eur": float(mine.loc[best, "needed_per_eur"]),
            "reason": reason,
            "holder": holder.mode().iloc[0] if len(holder) else "",
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("measure")


def next_euro(optimum: Optimum) -> float | None:
    """What one more euro of budget would bring, in the unit of the goal; None where none holds it back."""
    price = max(optimum.prices.get("budget", 0.0), optimum.prices.get("budget_year", 0.0))
    if optimum.question.goal == "cheapest":
        return None
    return float(price) / MILLION if price > 0 else None


def counted_years(optimum: Optimum) -> float:
    """Years that a euro a year at the horizon counts for in present value, for this package. [yr]

    The package's present value of avoided damage over what it avoids in a year: how a price per year is read
    as one over the period, taking for granted that the next euro avoids the same mix of damage.
    """
    base = optimum.formulation.base
    yearly = float(Benefit(base, optimum.question.horizon).avoided_eur(optimum.quantity)[0].sum())
    whole = float(Benefit(base, None).avoided_eur(optimum.quantity)[0].sum())
    return whole / yearly if yearly > 0 else 0.0


def _needed(optimum: Optimum) -> float:
    """What the last euro brings elsewhere."""
    if optimum.question.goal == "npv":
        return 1.0 + (next_euro(optimum) or 0.0)
    if optimum.question.goal == "cheapest":
        prices = [abs(price) for name, price in optimum.prices.items() if price]
        return optimum.formulation.scale / max(prices) if prices else 0.0
    return next_euro(optimum) or 0.0


def _per_eur(optimum: Optimum) -> np.ndarray:
    """What a little more of each measure brings per euro of it, shape (measure, area). [goal per EUR]"""
    base, slope = optimum.formulation.base, _slope(optimum)
    price = base.costs.unit_price_eur[:, None]
    per_eur = np.divide(slope, price, out=np.zeros_like(slope), where=price > 0)
    if optimum.question.goal == "npv":
        per_eur = per_eur * price / np.maximum(base.costs.whole_cost_eur, 1e-9)[:, None]
    return per_eur


def _slope(optimum: Optimum) -> np.ndarray:
    """What a little more of each measure brings, shape (measure, area). [goal per unit]"""
    question, benefit = optimum.question, optimum.formulation.benefit
    if question.goal == "cheapest":
        hazards = {threshold.hazard for threshold in question.thresholds} or HAZARDS
        return benefit.avoided_eur(optimum.quantity, hazards)[1]
    slope = benefit.avoided_eur(optimum.quantity)[1]
    if question.goal == "npv":
        slope = slope + optimum.formulation.base.co_benefits.first_unit_eur(but=PROPERTY)
    if question.goal == "weighted":
        slope = slope * question.weights.get("avoided", 0.0) / sum(question.weights.values())
    return slope


def _surface_price(optimum: Optimum) -> np.ndarray:
    """What a unit of each measure takes of what it shares, priced, shape (measure, area). [goal per unit]"""
    room = optimum.formulation.base.room
    pool, space = room.pools
    surfaces = optimum.answer.surfaces
    if surfaces is None:
        return np.zeros(room.potential.shape)
    shared = np.vstack([space, room.paving_m2])
    per_space = np.divide(
        surfaces * optimum.formulation.scale, shared, out=np.zeros_like(shared), where=shared > 0
    )
    claim = room.stock_per_unit[:, None] * per_space[np.maximum(pool, 0)]
    drained = room.catchment_m2_per_unit[:, None] * per_space[-1]
    return np.where(pool[:, None] >= 0, claim, 0.0) + drained


def _holder(optimum: Optimum, quantity: np.ndarray) -> np.ndarray:
    """The measure that takes most of what each one shares, shape (measure, area); −1 for none.

    Of its surface, or of the roofs and paving that drain where these have a price.
    """
    room, surfaces = optimum.formulation.base.room, optimum.answer.surfaces
    pool, space = room.pools
    holders = _holders(room, quantity)
    on_surface = np.where(pool[:, None] >= 0, holders[np.maximum(pool, 0)], -1)
    if surfaces is None:
        return on_surface
    drains = (room.catchment_m2_per_unit[:, None] > 0) & (surfaces[len(space)] > 0)
    return np.where(drains, holders[len(space)], on_surface)


def _holders(room: Room, quantity: np.ndarray) -> np.ndarray:
    """The measure that takes most of each shared surface, shape (pool + 1, area); −1 for none.

    The last row is the roofs and paving that drain.
    """
    pool, space = room.pools
    surface, catchment = (
        quantity * room.stock_per_unit[:, None],
        quantity * room.catchment_m2_per_unit[:, None],
    )
    rows = np.flatnonzero(used(quantity))
    best = np.zeros((len(space) + 1, space.shape[1]))
    holder = np.full(best.shape, -1)
    for measure in rows:  # the dozen or two of the package
        for p, claim in ((pool[measure], surface[measure]), (len(space), catchment[measure])):
            if p >= 0:
                more = claim > best[p]
                best[p] = np.where(more, claim, best[p])
                holder[p] = np.where(more, measure, holder[p])
    return holder

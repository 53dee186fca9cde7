"""Over what weights may be, not only their middle: how often each package is the one to agree on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.dialogue.partners import Partner, subjects
from kans_model.dialogue.preferences import SEED, default, preference, weighs_as_chosen
from kans_model.optimum.agreement import Agreement
from kans_model.optimum.satisfaction import EVEN
from kans_model.optimum.utility import NOTHING

N_DRAWS = 400


@dataclass(frozen=True, eq=False)
class WeightBands:
    """How packages fare over draws of all partners' weights.

    Attributes
    ----------
    least, mean : dict
        Rule, or id of an own package → share of the draws in which it is the one that has the least
        satisfied highest (then the next), or the highest average; each adds up to one. [-]
    least_range : dict
        The same → satisfaction of the least satisfied in 90 of 100 draws, low and high. [-]
    chosen : tuple of str
        Ids of partners whose band comes from their choices; of the rest it is that of typed weights.
    """

    least: dict[str, float]
    mean: dict[str, float]
    least_range: dict[str, tuple[float, float]]
    chosen: tuple[str, ...]


def weight_bands(found: Agreement) -> WeightBands:
    """How often each package within the budget is the consensus, over the band of the weights.

    Of a partner who chose often enough the weights are drawn from what his choices say; typed weights each
    move by a factor (`typed_weight_factor`). Partners are drawn apart. His own best for drawn weights
    is read from the packages that were worked out: no less than any of these.
    """
    agreed, reachable = found.agreed, found.agreed.reach
    random = np.random.default_rng(SEED)
    quantities = {
        "maximin": agreed.maximin.quantity,
        "mean": agreed.mean.quantity,
        "equal_shares": found.shares.quantity,
    }
    for portfolio in found.study.portfolios:
        if found.capex_eur[portfolio.id] <= found.budget_eur * (1 + 1e-6):
            quantities[portfolio.id] = found.study.evaluate(portfolio)["quantity"].to_numpy()
    brings = np.stack([reachable.shares(quantity) for quantity in quantities.values()])
    worked_out = np.concatenate([brings, [reachable.shares(own.quantity) for own in agreed.own]])
    satisfaction = np.stack(
        [_satisfaction(_drawn(own, reachable.silent, random), brings, worked_out) for own in agreed.partners]
    )
    least = _winners(np.sort(np.round(satisfaction / EVEN), axis=0))
    mean = satisfaction.mean(axis=0).argmax(axis=1)
    low, high = np.quantile(satisfaction.min(axis=0), (0.05, 0.95), axis=0)
    names = list(quantities)
    return WeightBands(
        least={name: float((least == place).mean()) for place, name in enumerate(names)},
        mean={name: float((mean == place).mean()) for place, name in enumerate(names)},
        least_range={name: (float(low[place]), float(high[place])) for place, name in enumerate(names)},
        chosen=tuple(own.id for own in agreed.partners if _chose(own, reachable.silent)),
    )


def _chose(partner: Partner, silent: tuple[str, ...]) -> bool:
    return bool(partner.answers) and weighs_as_chosen(partner, preference(partner, silent))


def _drawn(partner: Partner, silent: tuple[str, ...], random: np.random.Generator) -> np.ndarray:
    """Weights of one partner, shape (draw, subject). [-]"""
    if _chose(partner, silent):
        return random.permutation(preference(partner, silent).drawn(N_DRAWS))
    factor = default("typed_weight_factor") ** random.uniform(-1, 1, (N_DRAWS, len(subjects())))
    weights = partner.shares * factor
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _satisfaction(weights: np.ndarray, brings: np.ndarray, worked_out: np.ndarray) -> np.ndarray:
    """Of one partner with each package, shape (draw, package). [-]"""
    best = (weights @ worked_out.T).max(axis=1, keepdims=True)
    worth = weights @ brings.T
    return np.where(best > NOTHING, worth / np.maximum(best, NOTHING), 1.0 + worth)


def _winners(levels: np.ndarray) -> np.ndarray:
    """Place of the package with the best levels from the least on, shape (draw,).

    Parameters
    ----------
    levels : array, shape (partner, draw, package)
        From the least satisfied on.
    """
    open_ones = np.ones(levels.shape[1:], dtype=bool)
    for level in levels:
        held = np.where(open_ones, level, -np.inf)
        open_ones &= held == held.max(axis=1, keepdims=True)
    return open_ones.argmax(axis=1)

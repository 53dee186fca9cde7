"""Who enjoys the benefits: avoided damage and co-benefits by party, and who bears in the end."""

from __future__ import annotations

from functools import cache

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.damage_lines import COMPONENTS, HAZARD_OF
from kans_model.evaluation.evaluate import HEAT
from kans_model.finance.cost_lines import tenure
from kans_model.finance.shares import noticeable
from kans_model.outlook.scenario import CO_BENEFITS
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS, WHOLE

ROLES = ("dwelling_owner", "occupant")
"""Beneficiaries that stand for parties by tenure: who owns the dwelling, and who lives there."""
STREAMS = (*COMPONENTS, *CO_BENEFITS)
FREE_SHARE = 0.01
"""Who bears less of the whole than this bears next to nothing. [-]"""


@cache
def _matrix(name: str, rows: tuple[str, ...]) -> np.ndarray:
    """Shares of a table (key, beneficiary), shape (key, actor of the table + role). [-]"""
    frame, actors = table(name), [*table("actors").index, *ROLES]
    matrix = np.zeros((len(rows), len(actors)))
    for (key, who), share in frame["share"].items():
        if key in rows:
            matrix[rows.index(key), actors.index(who)] = share / WHOLE
    return matrix


def roles_by_party(tenure_share: ArrayLike) -> np.ndarray:
    """What each role comes to in parties, shape (..., role, actor of the table). [-]

    Parameters
    ----------
    tenure_share : array_like, shape (..., 3)
        Dwellings of a corporation, of their resident, of another landlord.
    """
    corporation, resident, landlord = np.moveaxis(np.asarray(tenure_share, dtype=float), -1, 0)
    actors = list(table("actors").index)
    parties = np.zeros((*corporation.shape, len(ROLES), len(actors)))
    parties[..., 0, actors.index("woningcorporatie")] = corporation
    parties[..., 0, actors.index("particulier")] = resident
    parties[..., 0, actors.index("bedrijf")] = landlord
    parties[..., 1, actors.index("particulier")] = resident
    parties[..., 1, actors.index("huurder")] = 1 - resident
    return parties


def stream_parties(base: Baseline, avoided_eur: ArrayLike) -> np.ndarray:
    """Who enjoys each stream of benefits, shape (stream, actor of the table), rows sum to 1. [-]

    Parameters
    ----------
    avoided_eur : array_like, shape (component, area)
        Where the damage is avoided, so that tenure counts where it matters; unknown and less count as none.
    """
    direct = _matrix("incidence", STREAMS)
    n = len(table("actors"))
    avoided = np.maximum(0, np.nan_to_num(np.asarray(avoided_eur, dtype=float)))
    total = avoided.sum(axis=1, keepdims=True)
    homes = base.area["dwellings"] + 1e-9
    weight = np.divide(avoided, total, out=np.tile(homes / homes.sum(), (len(avoided), 1)), where=total > 0)
    weight = np.concatenate([weight, np.tile(homes / homes.sum(), (len(CO_BENEFITS), 1))])
    parties = roles_by_party(weight @ tenure(base))  # stream, role, actor
    return direct[:, :n] + np.einsum("sr,sra->sa", direct[:, n:], parties)


def benefits_eur(base: Baseline, result: xr.Dataset) -> np.ndarray:
    """Present value of each stream of benefits, summing to the total of the result. [EUR]

    Returns
    -------
    numpy.ndarray, shape (stream,)
    """
    at_once, grown = base.costs.benefit_weights
    avoided = _avoided_by_component(result)  # component, horizon
    by_measure = result["avoided_by_measure_eur"].values
    weights = np.tile(at_once, (len(COMPONENTS), 1))
    own = by_measure[:, HEAT]
    total = own.sum(axis=0)
    heat = np.divide((own * grown).sum(axis=0), total, out=at_once.copy(), where=total != 0)
    weights[HAZARD_OF == HEAT] = heat
    value = (avoided * weights).sum(axis=1)
    # a theme's worth is what its measures add up to; its lines of damage divide that
    worth = (by_measure * at_once).sum(axis=(0, 2))
    worth[HEAT] = (own * grown).sum()
    whole = np.zeros(len(HAZARDS))
    np.add.at(whole, HAZARD_OF, value)
    ratio = np.divide(worth, whole, out=np.zeros_like(whole), where=np.abs(whole) > 0)
    value = np.where(base.counted, ratio, 0.0)[HAZARD_OF] * value
    return np.concatenate([value, result["present_value_co_benefit_eur"].values.sum(axis=1)])


def _avoided_by_component(result: xr.Dataset) -> np.ndarray:
    change = (result["damage_before_eur"] - result["damage_after_eur"]).values
    return np.nan_to_num(change).sum(axis=1)


def group_parties(base: Baseline, result: xr.Dataset, parties: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Who enjoys what each group of measures brings, shape (group, actor of the table). [EUR]

    Present values; over groups and parties they make the total of the result.

    Parameters
    ----------
    parties : array, shape (stream, actor)
        From `stream_parties`.
    groups : array of int, shape (measure,)
        Group of every measure of the library.
    """
    at_once, grown = base.costs.benefit_weights
    streams = benefits_eur(base, result)[: len(COMPONENTS)]
    per_hazard = np.zeros((len(HAZARDS), parties.shape[1]))
    np.add.at(per_hazard, HAZARD_OF, streams[:, None] * parties[: len(COMPONENTS)])
    total = per_hazard.sum(axis=1, keepdims=True)
    per_hazard = np.divide(per_hazard, total, out=np.zeros_like(per_hazard), where=np.abs(total) > 0)
    avoided = np.nan_to_num(result["avoided_by_measure_eur"].values)
    value = avoided @ at_once  # measure, hazard
    value[:, HEAT] = (avoided[:, HEAT] * grown).sum(axis=1)
    enjoyed = np.where(base.counted, value, 0.0) @ per_hazard
    enjoyed += result["present_value_co_benefit_eur"].values.T @ parties[len(COMPONENTS) :]
    by_group = np.zeros((groups.max() + 1, parties.shape[1]))
    np.add.at(by_group, groups, enjoyed)
    return by_group


def final_matrix(base: Baseline) -> np.ndarray:
    """Who bears in the end what a party bears or enjoys first, shape (actor, actor) of the table. [-]

    Levies and premiums go back to households and companies; who passes nothing on keeps it.
    """
    actors = tuple(table("actors").index)
    direct = _matrix("final_bearers", actors)
    passed = direct[:, : len(actors)] + direct[:, len(actors) :] @ city_roles(base)
    keeps = passed.sum(axis=1) == 0
    passed[keeps] = np.eye(len(actors))[keeps]
    return passed


def city_roles(base: Baseline) -> np.ndarray:
    """What owners and occupants of the city's dwellings come to in parties, shape (role, actor). [-]"""
    homes = base.area["dwellings"] + 1e-9
    return roles_by_party((homes / homes.sum()) @ tenure(base))


def final_share(actor: str, bearers: tuple[str, ...]) -> float:
    """Part that some bearers have of what a party passes on. [-]"""
    of_party = table("final_bearers")["share"][actor]
    return float(sum(of_party.get(bearer, 0) for bearer in bearers) / WHOLE)


def with_levy(final: np.ndarray, roles: np.ndarray, household_share: float, user_share: float) -> np.ndarray:
    """Who bears in the end, with the sewer levy spread as the city does, shape (actor, actor). [-]

    Parameters
    ----------
    final : array, shape (actor, actor)
        From `final_matrix`.
    roles : array, shape (role, actor)
        From `city_roles`.
    household_share : float
        Part of the levy that is on dwellings; the rest is on businesses. [-]
    user_share : float
        Part of the levy on a dwelling that its user pays; its owner pays the rest. [-]
    """
    spread, actors = final.copy(), list(table("actors").index)
    owner, occupant = roles
    row = household_share * (user_share * occupant + (1 - user_share) * owner)
    row[actors.index("bedrijf")] += 1 - household_share
    spread[actors.index("gemeente_rioolheffing")] = row
    return spread


def free_rider(share: np.ndarray, net_benefit_eur: np.ndarray) -> int:
    """Who enjoys most beyond what he bears, among those who bear next to nothing: a place. [-]

    Parameters
    ----------
    share : array, shape (actor,)
        What each bears of the whole. [-]

    Examples
    --------
    >>> free_rider(np.array([0.9, 0.1, 0.0, 0.0]), np.array([50.0, 90.0, 20.0, 30.0]))
    3
    """
    return int(np.argmax(np.where(share < FREE_SHARE, net_benefit_eur, -np.inf)))


def by_net_benefit(paid_eur: np.ndarray, enjoyed_eur: np.ndarray, total_eur: float) -> np.ndarray:
    """Places of the parties, who gains most first; who has next to nothing to do with it is left out.

    Examples
    --------
    >>> by_net_benefit(np.array([60.0, 0.0, 40.0]), np.array([10.0, 0.0, 90.0]), 100.0).tolist()
    [2, 0]
    """
    order = np.argsort(-(enjoyed_eur - paid_eur), kind="stable")
    return order[noticeable(paid_eur + enjoyed_eur, total_eur)[order]]


def ends_of(net_benefit_eur: ArrayLike) -> str:
    """Whether parties gain, lose or both: what may be said of who stands at either end.

    Examples
    --------
    >>> ends_of([3.0, -2.0]), ends_of([3.0, 1.0]), ends_of([-1.0, -2.0])
    ('both', 'gain', 'lose')
    """
    net = np.asarray(net_benefit_eur, dtype=float)
    if (net < 0).all():
        return "lose"
    return "gain" if (net >= 0).all() else "both"

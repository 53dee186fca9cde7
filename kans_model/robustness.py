"""How packages hold out under outlooks nobody can put a chance on: regret, thresholds and switches.

Nothing here averages over scenarios: KNMI'23 gives them no probability.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kans_model.headline import headline
from kans_model.sampling import paced
from kans_model.scenario import CLIMATES, DISCOUNT_RATES, HEAT_VALUES, RAIN_REGIMES, Scenario

SWITCHES = {
    "climate": CLIMATES,
    "discount": DISCOUNT_RATES,
    "period_years": (30, 50, 100),
    "heat_value": HEAT_VALUES,
    "rain_regime": RAIN_REGIMES,
    "duration_min": (60, 120),
}
"""What is never drawn, and the options that stand side by side."""


# --- equations ---------------------------------------------------------------------------------------


def regret(values):
    """What is lost in each scenario by not having the package that is best there. [unit of values]

    Parameters
    ----------
    values : array_like, shape (package, scenario, ...)
        Higher is better. Unknown stays unknown and is nobody's best.

    Returns
    -------
    numpy.ndarray, same shape
        0 for the best.

    Examples
    --------
    >>> regret([[10, 2], [7, 5]]).tolist()
    [[0.0, 3.0], [3.0, 0.0]]

    References
    ----------
    L. J. Savage, "The theory of statistical decision," J. Am. Stat. Assoc. 46, 1951.
    """
    values = np.asarray(values, dtype=float)
    best = np.where(np.isfinite(values), values, -np.inf).max(axis=0)
    return np.where(np.isfinite(values), best - values, np.nan)


def max_regret(values):
    """Largest regret of each package over the scenarios; unknown where one scenario is. [unit of values]

    Examples
    --------
    >>> max_regret([[10, 2], [7, 5]]).tolist()
    [3.0, 3.0]
    """
    return regret(values).max(axis=1)


def satisficing(values, threshold):
    """Share of scenarios in which each package reaches the threshold; unknown where one is. [-]

    A count of scenarios, not a probability.

    Parameters
    ----------
    values : array_like, shape (package, scenario)
    threshold : float or array_like, shape (scenario,)

    Examples
    --------
    >>> satisficing([[10, 2], [7, 5]], 5).tolist()
    [0.5, 1.0]

    References
    ----------
    J. D. Herman et al., "How should robustness be defined for water systems planning under change?,"
    J. Water Resour. Plan. Manage. 141(10), 2015.
    """
    values = np.asarray(values, dtype=float)
    met = (values >= threshold).mean(axis=1)
    return np.where(np.isfinite(values).all(axis=1), met, np.nan)


def met_share(values, threshold):
    """Share of draws that reach the threshold, apart in each scenario. [-]

    Parameters
    ----------
    values : array_like, shape (package, scenario, draw)
    threshold : float

    Returns
    -------
    numpy.ndarray, shape (package, scenario)

    Examples
    --------
    >>> met_share([[[1, 2, 3, 4], [0, 0, 9, 9]]], 3).tolist()
    [[0.5, 0.5]]
    """
    values = np.asarray(values, dtype=float)
    met = (values >= threshold).mean(axis=-1)
    return np.where(np.isfinite(values).all(axis=-1), met, np.nan)


def best_share(values):
    """Share of draws in which each package is the best, apart in each scenario; equals share the draw. [-]

    Parameters
    ----------
    values : array_like, shape (package, scenario, draw)
        Higher is better; the same draws for every package.

    Returns
    -------
    numpy.ndarray, shape (package, scenario)
        Adds up to 1 over packages where any is known.

    Examples
    --------
    >>> best_share([[[3, 1, 2, 5]], [[1, 2, 2, 0]]]).tolist()
    [[0.625], [0.375]]
    """
    values = np.asarray(values, dtype=float)
    values = np.where(np.isfinite(values), values, -np.inf)
    best = (values == values.max(axis=0)) & np.isfinite(values)
    count = best.sum(axis=0)
    return np.divide(best, count, out=np.zeros(values.shape), where=count > 0).mean(axis=-1)


# --- a study -----------------------------------------------------------------------------------------


def with_switch(study, **options):
    """The study under another option of one or more switches, all else as it is.

    Parameters
    ----------
    study : Study
    **options
        Choices of `Scenario`, such as ``climate="Ln"``.
    """
    return study.replaced(scenario=Scenario.from_dict(study.scenario.to_dict() | options))


def scenario_table(study, ids, name="npv_eur", climates=CLIMATES):
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
        climate: [headline(with_switch(study, climate=climate).evaluate(one), name) for one in ids]
        for climate in climates
    }
    return pd.DataFrame(values, index=pd.Index(ids, name="package"))


def scenario_draws(study, ids, drawn, name="npv_eur", climates=CLIMATES):
    """The same in every draw, shape (package, scenario, draw): the same draws in every climate."""
    studies = [with_switch(study, climate=climate) for climate in climates]
    return np.array([[headline(one.evaluate(package, drawn), name) for one in studies] for package in ids])


@dataclass(frozen=True)
class Robustness:
    """Packages against climates; every table has a row per package.

    Attributes
    ----------
    values, regret : pandas.DataFrame
        A column per climate; mid values. [unit of the headline]
    summary : pandas.DataFrame
        ``max_regret`` and ``satisficing`` (share of climates, no probability).
    met_share, best_share : pandas.DataFrame or None
        Share of draws that reach the threshold, and in which the package is best, per climate. [-]
    """

    values: pd.DataFrame
    regret: pd.DataFrame
    summary: pd.DataFrame
    met_share: pd.DataFrame | None = None
    best_share: pd.DataFrame | None = None


def robustness(study, ids, name="npv_eur", threshold=0.0, drawn=None, climates=CLIMATES):
    """Regret and thresholds of packages over the climates.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    threshold : float
        What a package must at least reach. [unit of the headline]
    drawn : Draws, optional
        Adds the shares of draws.

    Returns
    -------
    Robustness
    """
    values = scenario_table(study, ids, name, climates)
    labels = {"index": values.index, "columns": values.columns}
    lost = pd.DataFrame(regret(values.to_numpy()), **labels)
    summary = pd.DataFrame(
        {
            "max_regret": max_regret(values.to_numpy()),
            "satisficing": satisficing(values.to_numpy(), threshold),
        },
        index=values.index,
    )
    if drawn is None:
        return Robustness(values, lost, summary)
    per_draw = scenario_draws(study, ids, drawn, name, climates)
    return Robustness(
        values,
        lost,
        summary,
        pd.DataFrame(met_share(per_draw, threshold), **labels),
        pd.DataFrame(best_share(per_draw), **labels),
    )


def order(values):
    """Places of packages from best to worst; the first named goes first among equals, unknown last.

    Examples
    --------
    >>> order([2.0, 5.0, float("nan"), 5.0])
    (1, 3, 0, 2)
    """
    values = np.asarray(values, dtype=float)
    return tuple(int(i) for i in np.argsort(-np.where(np.isfinite(values), values, -np.inf), kind="stable"))


def switch_table(study, ids, name="npv_eur", progress=None, cancelled=None):
    """One switch moved at a time: each package's headline, who leads, and whether the order changes.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    progress, cancelled : callable, optional
        As in `sampling.paced`.

    Returns
    -------
    pandas.DataFrame
        Index (switch, option); a column per package, then ``leader`` (id), ``order_changes`` and
        ``in_force``. The option in force stands among the others, also when it is none of the usual.
    """
    asked = []
    for switch, usual in SWITCHES.items():
        now = getattr(study.scenario, switch)
        options = usual if now in usual else sorted([*usual, now])
        asked += [(switch, option, option == now) for option in options]
    here = order([headline(study.evaluate(one), name) for one in ids])
    rows = []
    for i, (switch, option, in_force) in enumerate(asked):
        paced(i, len(asked), progress, cancelled)
        moved = study if in_force else with_switch(study, **{switch: option})
        values = [headline(moved.evaluate(one), name) for one in ids]
        there = order(values)
        rows.append([*values, ids[there[0]], there != here, in_force])
    paced(1, 1, progress, cancelled)
    index = [(switch, option) for switch, option, _ in asked]
    return pd.DataFrame(
        rows,
        index=pd.MultiIndex.from_tuples(index, names=["switch", "option"]),
        columns=[*ids, "leader", "order_changes", "in_force"],
    )


def most_decisive(rows):
    """Which option, of those not in force, does most to the order.

    Where another package takes the lead: the option with the largest lead over the package that leads now.
    Where none does: the option that moves another package furthest against the leader.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `switch_table`.

    Returns
    -------
    tuple of (switch, option) or None
        None where no option moves any package against another.

    Examples
    --------
    Under the third option b leads by 3, under the second by 1

    >>> rows = pd.DataFrame(
    ...     [[2, 1, "a", False, True], [2, 3, "b", True, False], [0, 3, "b", True, False]],
    ...     index=pd.MultiIndex.from_tuples([("x", "now"), ("x", "late"), ("y", "wet")]),
    ...     columns=["a", "b", "leader", "order_changes", "in_force"],
    ... )
    >>> most_decisive(rows)
    ('y', 'wet')
    """
    ids = [one for one in rows.columns if one not in ("leader", "order_changes", "in_force")]
    here = rows["in_force"].to_numpy(bool)
    leader = rows.loc[here, "leader"].iloc[0]
    against = rows[ids].to_numpy(float) - rows[[leader]].to_numpy(float)
    lead = np.nanmax(against, axis=1)
    moved = np.nanmax(np.abs(against - against[np.flatnonzero(here)[0]]), axis=1)
    turns = (rows["leader"] != leader).to_numpy(bool) & ~here
    effect = np.where(here, -np.inf, np.where(turns, lead, -np.inf) if turns.any() else moved)
    best = int(np.argmax(effect))
    return rows.index[best] if effect[best] > 0 else None

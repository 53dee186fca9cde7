"""How packages hold out under outlooks nobody can put a chance on: regret, thresholds and switches.

Nothing here averages over scenarios: KNMI'23 gives them no probability.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kans_model.comparison.headline import headline
from kans_model.comparison.switches import with_switch
from kans_model.outlook.scenario import CLIMATES

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

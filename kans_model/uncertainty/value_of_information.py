"""What knowing more is worth before choosing, and which places every good package needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.computing.progress import Cancelled, Progress
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.uncertainty.draws import dimensions
from kans_model.uncertainty.sampling import headlines_at, points
from kans_model.uncertainty.variance import group_names, planners_groups

N_DRAWS, DRAWS_PER_BIN = 4_096, 128
SMALL = 0.005
"""Groups worth less than this part of knowing everything are not worth a line. [-]"""


# --- equations ---------------------------------------------------------------------------------------


def perfect_information(values: ArrayLike) -> float:
    """Expected value of perfect information: of choosing after every draw, not before. [unit of values]

    Parameters
    ----------
    values : array_like, shape (package, draw)
        Equally likely draws, the same for every package; higher is better.

    Returns
    -------
    float
        Unknown where a value is.

    Examples
    --------
    Before: 5 with either. After: 10 or 6, with equal chance

    >>> perfect_information([[10, 0], [4, 6]])
    3.0

    References
    ----------
    H. Raiffa and R. Schlaifer, "Applied Statistical Decision Theory," Harvard, 1961.
    """
    values = np.asarray(values, dtype=float)
    return float(values.max(axis=0).mean() - values.mean(axis=1).max())


def partial_information(values: ArrayLike, at: ArrayLike, per_bin: int = DRAWS_PER_BIN) -> float:
    """Expected value of knowing some inputs and not the others. [unit of values]

    Draws are put into bins of equal number, alike in what would be known; within a bin the choice is made
    on the mean [1]_. One input is cut along its own values. Of several, each package's outcome is first
    regressed on them (straight and curved terms), and the draws are cut along the package's expected lead,
    as in the regression method [2]_. The mean within bins cannot promise more than perfect information,
    nor less than nothing; bins that are too small promise too much.

    Parameters
    ----------
    values : array_like, shape (package, draw)
        Equally likely draws; higher is better.
    at : array_like, shape (draw,) or (draw, input)
        What would be known of each draw, such as its quantiles.
    per_bin : int
        Draws in a bin.

    Returns
    -------
    float

    Examples
    --------
    >>> partial_information([[10, 0], [4, 6]], [0.2, 0.7], per_bin=1)
    3.0
    >>> partial_information([[10, 0], [4, 6]], [0.2, 0.7], per_bin=2)
    0.0

    References
    ----------
    .. [1] M. Strong and J. E. Oakley, "An efficient method for computing single-parameter partial expected
       value of perfect information," Med. Decis. Making 33(6), 2013, doi:10.1177/0272989X12465123.
    .. [2] M. Strong, J. E. Oakley and A. Brennan, "Estimating multiparameter partial expected value of
       perfect information from a probabilistic sensitivity analysis sample," Med. Decis. Making 34(3),
       2014, doi:10.1177/0272989X13505910.
    """
    values = np.asarray(values, dtype=float)
    at = np.asarray(at, dtype=float)
    known = at[:, None] if at.ndim == 1 else at
    if not np.isfinite(values).all():
        return float("nan")
    cuts = [known[:, 0]] if known.shape[1] == 1 else _expected_leads(values, known)
    n_bins = max(1, values.shape[1] // per_bin)
    return max((_binned(values, cut, n_bins) for cut in cuts), default=0.0)


def _expected_leads(values: np.ndarray, known: np.ndarray) -> list[np.ndarray]:
    """What regression on the known inputs expects of every package less the best on average, per draw."""
    first = int(values.mean(axis=1).argmax())
    score = 2 * known - 1
    pairs = [score[:, i] * score[:, j] for i in range(score.shape[1]) for j in range(i + 1)]
    design = np.column_stack([np.ones(len(score)), score, *pairs, *(score**3).T])
    lead = np.delete(values - values[first], first, axis=0)
    return list((design @ np.linalg.lstsq(design, lead.T, rcond=None)[0]).T)


def _binned(values: np.ndarray, cut: np.ndarray, n_bins: int) -> float:
    order = np.argsort(cut, kind="stable")
    edges = np.linspace(0, len(order), n_bins + 1).astype(int)
    sums = np.add.reduceat(values[:, order], edges[:-1], axis=1)
    best = sums.max(axis=0).sum() / len(order)
    return float(max(0.0, best - values.mean(axis=1).max()))


def irreplaceability(quantities: ArrayLike, least: ArrayLike = 0.0) -> np.ndarray:
    """Share of packages that put each measure in each area: 1 where no good package can do without. [-]

    Parameters
    ----------
    quantities : array_like, shape (package, measure, area)
        Of good packages only, such as those along a trade-off front.
    least : float or array_like, shape (measure, 1)
        Less than this counts as absent. [unit of the measure]

    Returns
    -------
    numpy.ndarray, shape (measure, area)

    Examples
    --------
    >>> irreplaceability([[[3, 0]], [[1, 2]]]).tolist()
    [[1.0, 0.5]]

    References
    ----------
    Selection frequency, after R. L. Pressey, I. R. Johnson and P. D. Wilson, "Shades of irreplaceability,"
    Biodivers. Conserv. 3, 1994, doi:10.1007/BF00055941.
    """
    return (np.asarray(quantities, dtype=float) > least).mean(axis=0)


# --- a study -----------------------------------------------------------------------------------------


def irreplaceable(
    study: Study, portfolios: Sequence[Portfolio | str], least: ArrayLike = 0.0
) -> pd.DataFrame:
    """The same for packages of a study: a row per measure, a column per area.

    Parameters
    ----------
    study : Study
    portfolios : sequence of Portfolio or str
    """
    results = [study.evaluate(package)["quantity"] for package in portfolios]
    share = irreplaceability([quantity.values for quantity in results], least)
    return pd.DataFrame(share, index=results[0].indexes["measure"], columns=results[0].indexes["area"])


def information(
    study: Study,
    ids: Sequence[str],
    n: int = N_DRAWS,
    name: str = "npv_eur",
    grouped: bool = True,
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> pd.DataFrame:
    """What it is worth to know everything, or one group of inputs, before choosing among packages.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Two packages or more, by id.
    n : int
        Draws, a power of two.
    name : str
        One of `headline.HEADLINES`; in euros for ``npv_eur``.
    grouped : bool
        Planner's groups; otherwise every dimension of the draws apart.
    lang : str
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Returns
    -------
    pandas.DataFrame
        Index group, the most valuable first; ``value`` and ``share`` of the value of knowing everything,
        with ``name``; ``attrs["everything"]`` holds that value.
    """
    at = points(study, n)
    values = headlines_at(study, ids, at, name, progress, cancelled)
    everything = perfect_information(values)
    groups = np.array(planners_groups() if grouped else [dimension.key for dimension in dimensions()])
    keys = list(dict.fromkeys(groups.tolist()))
    worth = np.array([partial_information(values, at[:, groups == key]) for key in keys])
    names = group_names(keys, lang) if grouped else [dimension.name(lang) for dimension in dimensions()]
    share = worth / everything if everything != 0 else np.zeros(len(worth))  # unknown stays unknown
    frame = pd.DataFrame(
        {"value": worth, "share": share, "name": names}, index=pd.Index(keys, name="group")
    ).sort_values("value", ascending=False, kind="stable")
    frame.attrs["everything"] = everything
    return frame

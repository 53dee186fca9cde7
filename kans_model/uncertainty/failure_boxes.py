"""Under which circumstances a package fails: boxes of inputs that hold most of its failures (PRIM)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.computing.progress import Cancelled, Progress
from kans_model.outlook.distribution import pert
from kans_model.study.study import Study
from kans_model.uncertainty.draws import dimensions
from kans_model.uncertainty.inputs import input_of
from kans_model.uncertainty.sampling import headlines_at, points
from kans_model.words.problems import KansError, Problem

N_DRAWS = 2_048
DENSITY, LEAST_MASS, MOST_CHANCE, MOST_BOXES = 0.8, 0.05, 0.05, 3
"""Share of failures a box should hold; share of all draws it must; chance that a limit is luck; boxes."""


@dataclass(frozen=True, eq=False)
class Box:
    """Circumstances under which a package fails.

    Attributes
    ----------
    limits : pandas.DataFrame
        A row per input that matters; ``low, high`` as quantiles between 0 and 1.
    coverage : float
        Share of all failures inside. [-]
    density : float
        Share of what is inside that fails. [-]
    mass : float
        Share of all draws inside. [-]
    """

    limits: pd.DataFrame
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True, eq=False)
class Discovery:
    """When a package fails.

    Attributes
    ----------
    failing : float
        Share of draws in which it fails. [-]
    boxes : tuple of Box
        The one with most failures first; a later one is looked for among the failures the earlier left.
    """

    failing: float
    boxes: tuple[Box, ...]


def inside(at: pd.DataFrame, limits: pd.DataFrame) -> np.ndarray:
    """Which points lie within all limits, shape (point,).

    Parameters
    ----------
    at : pandas.DataFrame
        A row per point, a column per input.
    limits : pandas.DataFrame
        Index some of the inputs; ``low, high``.

    Examples
    --------
    >>> at = pd.DataFrame({"price": [0.1, 0.9], "life": [0.5, 0.5]})
    >>> inside(at, pd.DataFrame({"low": [0.5], "high": [1.0]}, index=["price"])).tolist()
    [False, True]
    """
    held = at[list(limits.index)].to_numpy(dtype=float)
    low, high = (limits[end].to_numpy(dtype=float) for end in ("low", "high"))
    return ((held >= low) & (held <= high)).all(axis=1)


def most_doubtful(values: np.ndarray) -> int:
    """The package that is behind the best of the others in nearest to half of the draws.

    Parameters
    ----------
    values : array, shape (package, draw)

    Examples
    --------
    Behind in two, three and three of four draws

    >>> most_doubtful(np.array([[3, 3, 0, 0], [2, 2, 5, 0], [1, 1, 1, 6]]))
    0
    """
    behind = [np.mean(own < np.delete(values, place, axis=0).max(axis=0)) for place, own in enumerate(values)]
    return int(np.argmin(np.abs(np.array(behind) - 0.5)))


def boxes(at: pd.DataFrame, fails: ArrayLike, density: float = DENSITY, most: int = MOST_BOXES) -> list[Box]:
    """Boxes of inputs that hold failures, by the patient rule induction method.

    Peeled to the best balance (harmonic mean) of coverage and density among boxes of the density asked, or
    to the highest density where that is not reached; limits that may be luck (quasi-p above 0.05) are taken
    off again [1]_ [2]_.

    Parameters
    ----------
    at : pandas.DataFrame
        A row per point, a column per input, quantiles between 0 and 1.
    fails : array_like of bool, shape (point,)
    density : float
        Share of what is inside that must fail. [-]
    most : int
        Boxes looked for.

    Returns
    -------
    list of Box
        None where nothing fails, or everything.

    Raises
    ------
    KansError
        Without the package `ema-workbench`.

    References
    ----------
    .. [1] B. P. Bryant and R. J. Lempert, "Thinking inside the box," Technol. Forecast. Soc. Change 77,
       2010, doi:10.1016/j.techfore.2009.08.002.
    .. [2] J. H. Kwakkel, "The Exploratory Modeling Workbench," Environ. Model. Softw. 96, 2017,
       doi:10.1016/j.envsoft.2017.06.054.
    """
    fails = np.asarray(fails, dtype=bool)
    if not fails.any() or fails.all():
        return []
    prim, found, search = _prim(), [], None
    for _ in range(most):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about how it calls pandas, not about the result
            if search is None:
                search = prim(at.reset_index(drop=True), fails, threshold=density, mass_min=LEAST_MASS)
            box = search.find_box()
            if box is None:
                break
            _choose(box, density)
        limits = _limits(box, at)
        here = inside(at, limits)
        if limits.empty or fails[here].mean() <= fails.mean():
            break
        found.append(
            Box(limits, float(fails[here].sum() / fails.sum()), float(fails[here].mean()), float(here.mean()))
        )
    return found


def _prim() -> Any:
    """PRIM of the EMA workbench, which is only installed for this."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about other optional packages
            from ema_workbench.analysis.prim import Prim
    except ImportError as error:
        raise KansError(Problem("needs_package", value="ema-workbench", extra="discovery")) from error
    return Prim


def _choose(box: Any, density: float) -> None:
    path = box.peeling_trajectory
    dense = path[path["density"] >= density]
    both = 2 / (1 / dense["coverage"] + 1 / dense["density"])
    box.select(int(both.idxmax() if len(dense) else path["density"].idxmax()))
    while True:
        luck = {name: max(chances) for name, chances in box.qp[box._cur_box].items()}
        worst = max(luck, key=lambda name: luck[name], default=None)
        if worst is None or luck[worst] <= MOST_CHANCE or len(luck) == 1:
            return
        box.drop_restriction(worst)


def _limits(box: Any, at: pd.DataFrame) -> pd.DataFrame:
    """Limits of a chosen box, open where it reaches the outermost point."""
    ends = box.box_lim
    rows = {}
    for key in at.columns:
        low, high = float(ends[key].iloc[0]), float(ends[key].iloc[1])
        low = 0.0 if low <= at[key].min() else low
        high = 1.0 if high >= at[key].max() else high
        if (low, high) != (0.0, 1.0):
            rows[key] = {"low": low, "high": high}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "high"])


def discovery(
    study: Study,
    portfolio_id: str,
    threshold: float = 0.0,
    against: Sequence[str] = (),
    n: int = N_DRAWS,
    name: str = "npv_eur",
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Discovery:
    """Under which circumstances a package stays below a threshold, or behind others.

    Parameters
    ----------
    study : Study
    portfolio_id : str
    threshold : float
        Below it the package fails. [unit of the headline]
    against : sequence of str
        Other packages: given these, it fails where one of them is better, whatever the threshold.
    n : int
        Draws, a power of two.
    name : str
        One of `headline.HEADLINES`.
    lang : str
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Returns
    -------
    Discovery
        Limits also have ``name`` and, for an input with a unit of its own, ``value_low, value_high`` in it;
        NaN where several coefficients move together.
    """
    keys = [dimension.key for dimension in dimensions()]
    at = points(study, n)
    values = headlines_at(study, [portfolio_id, *against], at, name, progress, cancelled)
    fails = values[0] < (values[1:].max(axis=0) if len(values) > 1 else threshold)
    free = [
        i for i, dimension in enumerate(dimensions()) if set(dimension.members) - set(study.assumptions.own)
    ]
    frame = pd.DataFrame(at[:, free], columns=[keys[i] for i in free])
    found = [
        Box(_in_words(study, box.limits, lang), box.coverage, box.density, box.mass)
        for box in boxes(frame, fails)
    ]
    return Discovery(float(fails.mean()), tuple(found))


def _in_words(study: Study, limits: pd.DataFrame, lang: str) -> pd.DataFrame:
    asked = [input_of(study, key) for key in limits.index]
    values = [
        [
            float(pert(share, dimension.low, dimension.mid, dimension.high))
            if dimension.is_single
            else np.nan
            for share in ends
        ]
        for dimension, ends in zip(asked, limits[["low", "high"]].to_numpy(), strict=True)
    ]
    names = [dimension.name(lang) for dimension in asked]
    return limits.assign(
        name=names, value_low=[low for low, _ in values], value_high=[high for _, high in values]
    )

"""Which uncertainty decides: shares of variance that each group of inputs explains (Sobol indices)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from kans_model.computing.progress import Cancelled, Progress
from kans_model.evaluation.heat import WORK_LOST
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.draws import dimensions
from kans_model.uncertainty.sampling import headlines_at
from kans_model.words.texts import t

N_BASE = 512
"""Base points; every group asks for as many evaluations again. A power of two."""
N_BASE_FINE = 2048
"""Base points for shares to about ±0.05."""
SMALL = 0.005
"""Groups that explain less than this in total are not worth a line. [-]"""
N_RESAMPLES, CONFIDENCE = 200, 0.95
GROUP_OF = MappingProxyType(
    {
        **dict.fromkeys(["prices", "surcharges", "land_eur_per_m2", "excavation_eur_per_m3"], "prices"),
        "emptying": "storing",
        "foundations_to_repair": "theme_drought",
        "lifetimes": "lifetimes",
        **dict.fromkeys([f"storage_{kind}" for kind in ("green", "blue", "grey", "building")], "storing"),
        **dict.fromkeys(
            ["keeping_water_out", "keeping_heat_out", "protecting_foundations", "well_placed"], "protecting"
        ),
        "behaviour": "protecting",
        **dict.fromkeys(
            ["sewer_discharge", "building_reach", "road_flooded_share_of_reached"], "water_reach"
        ),
        **dict.fromkeys(["damage_amounts", "wss_mean_depth_fraction"], "water_damage"),
        **dict.fromkeys(["recovery_days", "building_area_useful"], "water_damage"),
        **dict.fromkeys(["hot_day", "uhi_daily_mean_factor", "uhi_afternoon_factor"], "heat_island"),
        "ref_wind_10m": "heat_island",
        "heat_deaths_per_100k_per_degC_above20": "heat_deaths",
        **dict.fromkeys(["life_years_lost", "voly_eur"], "life_value"),
        **dict.fromkeys(
            ["admissions_per_100k_tropical_day", "admission_cost", "work_in_heat", *WORK_LOST], "heat_costs"
        ),
        "working_day_share": "heat_costs",
        **dict.fromkeys(
            ["value_added_eur_per_job_day", "jobs_per_resident", "business_jobs_per_ha"], "heat_costs"
        ),
    }
)
"""Dimension of the draws → the group a planner reads; others go by their theme in `assumptions`."""


def planners_groups() -> tuple[str, ...]:
    """The planner's group of each of `draws.dimensions()`, in their order."""
    themes = table("assumptions")["group"]
    return tuple(
        GROUP_OF.get(dimension.key) or f"theme_{themes.get(dimension.key, 'other')}"
        for dimension in dimensions()
    )


def sobol_indices(
    function: Callable[[np.ndarray], ArrayLike], groups: Sequence[str], n: int = N_BASE, seed: int = 0
) -> pd.DataFrame:
    """First-order and total Sobol indices of a function of quantiles, by group. [-]

    Of the variance of the outcome, ``first`` is the share a group explains on its own, ``total`` what it
    explains together with all it interacts with. Estimated by Saltelli's plan and the estimators of
    SALib [1]_ [2]_, with 95 % confidence by resampling. A function that never changes has all indices 0;
    one that is unknown anywhere has unknown indices.

    Parameters
    ----------
    function : callable
        (point, dimension) in 0–1 → (point,).
    groups : sequence of str
        Group of each dimension; a group may hold several.
    n : int
        Base points, a power of two; the function is asked for n · (groups + 2) points.
    seed : int

    Returns
    -------
    pandas.DataFrame
        Index group, in order of first appearance; ``first, first_conf, total, total_conf``.

    Examples
    --------
    y = 3a + 4b: of the variance 9/25 is a's and 16/25 is b's

    >>> found = sobol_indices(lambda x: 3 * x[:, 0] + 4 * x[:, 1], ["a", "b"], n=1024)
    >>> found["first"].round(2).tolist()
    [0.36, 0.64]

    References
    ----------
    .. [1] A. Saltelli et al., "Variance based sensitivity analysis of model output," Comput. Phys. Commun.
       181(2), 2010, doi:10.1016/j.cpc.2009.09.018.
    .. [2] T. Iwanaga, W. Usher and J. Herman, "Toward SALib 2.0," Socio-Environ. Syst. Model. 4, 2022,
       doi:10.18174/sesmo.18155.
    """
    # loads half of SciPy, and only who asks what matters needs it
    from SALib.analyze import sobol as sobol_analysis
    from SALib.sample import sobol as sobol_sample

    names = list(dict.fromkeys(groups))
    problem = {
        "num_vars": len(groups),
        "names": [f"x{i}" for i in range(len(groups))],
        "bounds": [[0.0, 1.0]] * len(groups),
        "groups": list(groups),
    }
    at = sobol_sample.sample(problem, n, calc_second_order=False, seed=seed)
    values = np.asarray(function(at), dtype=float)
    columns = ["first", "first_conf", "total", "total_conf"]
    if not np.isfinite(values).all() or np.ptp(values) == 0:
        fill = 0.0 if np.isfinite(values).all() else np.nan
        return pd.DataFrame(fill, index=pd.Index(names, name="group"), columns=columns)
    if len(names) == 1:  # the whole variance is the only group's
        return pd.DataFrame([[1.0, 0.0, 1.0, 0.0]], index=pd.Index(names, name="group"), columns=columns)
    found = sobol_analysis.analyze(
        problem,
        values,
        calc_second_order=False,
        num_resamples=N_RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    ours = [found[key] for key in ("S1", "S1_conf", "ST", "ST_conf")]
    return pd.DataFrame(dict(zip(columns, ours, strict=True)), index=pd.Index(names, name="group"))


def sobol(
    study: Study,
    portfolio_id: str,
    n: int = N_BASE,
    name: str = "npv_eur",
    against: str | None = None,
    grouped: bool = True,
    lang: str = "nl",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> pd.DataFrame:
    """Which uncertainty decides a package's headline, or its difference with another package.

    Parameters
    ----------
    study : Study
    portfolio_id : str
    n : int
        Base points, a power of two: 512 gives the largest shares to about ±0.1, 2048 to about ±0.05.
    name : str
        One of `headline.HEADLINES`.
    against : str, optional
        Another package: the indices are then of the difference, which is what a decision hangs on.
    grouped : bool
        About a dozen groups in planner's words; otherwise every dimension of the draws apart.
    lang : str
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Returns
    -------
    pandas.DataFrame
        As `sobol_indices`, with ``name``, the largest total first.
    """
    ids = [portfolio_id] if against is None else [portfolio_id, against]

    def headlines(at: np.ndarray) -> np.ndarray:
        values = headlines_at(study, ids, at, name, progress, cancelled)
        return values[0] if against is None else values[0] - values[1]

    groups = planners_groups() if grouped else tuple(dimension.key for dimension in dimensions())
    found = sobol_indices(headlines, groups, n, study.seed)
    found["name"] = (
        group_names(found.index, lang) if grouped else [dimension.name(lang) for dimension in dimensions()]
    )
    return found.sort_values("total", ascending=False, kind="stable")


def group_names(groups: Iterable[str], lang: str = "nl") -> list[str]:
    """What a reader calls planner's groups."""
    return [t(f"sensitivity.{group}", lang) for group in groups]


def alone(indices: pd.DataFrame) -> np.ndarray:
    """Share of each group on its own, at most that of all it takes part in, shape (group,). [-]

    An estimate of the part above that of the whole is chance.

    Examples
    --------
    >>> alone(pd.DataFrame({"first": [0.2, 0.5], "total": [0.3, 0.4]})).tolist()
    [0.2, 0.4]
    """
    return np.minimum(indices["first"].to_numpy(float), indices["total"].to_numpy(float))

"""Switches of method and outlook that can turn a conclusion."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from kans_model.comparison.headline import middle
from kans_model.comparison.ranking import order
from kans_model.computing.progress import Cancelled, Progress, paced
from kans_model.outlook.scenario import HEAT_VALUES, SWITCHES, Scenario
from kans_model.study.study import Study

# --- a study -----------------------------------------------------------------------------------------


def with_switch(study: Study, **options: Any) -> Study:
    """The study under another option of one or more switches, all else as it is.

    Parameters
    ----------
    study : Study
    **options
        Choices of `Scenario`, such as ``climate="Ln"``.
    """
    return study.replaced(scenario=Scenario.from_dict(study.scenario.to_dict() | options))


def other_heat_value(study: Study) -> str:
    """The value of deaths by heat that is not in force; nothing moves the balance of packages further."""
    return next(value for value in HEAT_VALUES if value != study.scenario.heat_value)


def switch_table(
    study: Study,
    ids: Sequence[str],
    name: str = "npv_eur",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> pd.DataFrame:
    """One switch moved at a time: each package's headline, who leads, and whether the order changes.

    Parameters
    ----------
    study : Study
    ids : sequence of str
        Packages, by id.
    name : str
        One of `headline.HEADLINES`.
    progress, cancelled : callable, optional
        As in `computing.progress.paced`.

    Returns
    -------
    pandas.DataFrame
        Index (switch, option); a column per package, then ``leader`` (id), ``order_changes`` and
        ``in_force``. The option in force stands among the others, also when it is none of the usual.
    """
    options_of: list[tuple[str, Any, bool]] = []
    for switch in SWITCHES:
        now = getattr(study.scenario, switch)
        options_of += [(switch, option, option == now) for option in study.scenario.options(switch)]
    here = order([middle(study, package, name) for package in ids])
    rows = []
    for i, (switch, option, in_force) in enumerate(options_of):
        paced(i / len(options_of), progress, cancelled)
        moved = study if in_force else with_switch(study, **{switch: option})
        values = [middle(moved, package, name) for package in ids]
        there = order(values)
        rows.append([*values, ids[there[0]], there != here, in_force])
    paced(1.0, progress, cancelled)
    index = [(switch, option) for switch, option, _ in options_of]
    return pd.DataFrame(
        rows,
        index=pd.MultiIndex.from_tuples(index, names=["switch", "option"]),
        columns=[*ids, "leader", "order_changes", "in_force"],
    )


def most_decisive(rows: pd.DataFrame) -> tuple[str, Hashable] | None:
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
    ids = packages_of(rows)
    here = rows["in_force"].to_numpy(bool)
    leader = rows.loc[here, "leader"].iloc[0]
    against = rows[ids].to_numpy(float) - rows[[leader]].to_numpy(float)
    lead = np.nanmax(against, axis=1)
    moved = np.nanmax(np.abs(against - against[np.flatnonzero(here)[0]]), axis=1)
    turns = (rows["leader"] != leader).to_numpy(bool) & ~here
    effect = np.where(here, -np.inf, np.where(turns, lead, -np.inf) if turns.any() else moved)
    best = int(np.argmax(effect))
    return rows.index[best] if effect[best] > 0 else None


def moved_most(rows: pd.DataFrame, option: tuple[str, Hashable]) -> str:
    """The package an option does most to: the one that takes the lead, else what moves furthest against it.

    Parameters
    ----------
    rows : pandas.DataFrame
        As `switch_table`.
    option : tuple of (switch, option)
        A row of it.

    Examples
    --------
    Nobody takes the lead; against a, b moves from -1 to -2 and c from -4 to -1

    >>> rows = pd.DataFrame(
    ...     [[5, 4, 1, "a", False, True], [5, 3, 4, "a", True, False]],
    ...     index=pd.MultiIndex.from_tuples([("x", "now"), ("x", "late")]),
    ...     columns=["a", "b", "c", "leader", "order_changes", "in_force"],
    ... )
    >>> moved_most(rows, ("x", "late"))
    'c'
    """
    now, then = rows[rows["in_force"].astype(bool)].iloc[0], rows.loc[[option]].iloc[0]
    before, after = str(now["leader"]), str(then["leader"])
    if after != before:
        return after
    return max(
        (package for package in packages_of(rows) if package != before),
        key=lambda package: abs((then[package] - then[before]) - (now[package] - now[before])),
    )


def packages_of(rows: pd.DataFrame) -> list[str]:
    """The packages of a `switch_table`, by id."""
    return [column for column in rows.columns if column not in ("leader", "order_changes", "in_force")]

"""Projects made from a package in one step: per wijk and owner, none below a smallest size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kans_model.evaluation.baseline import Baseline
from kans_model.programme.projects import Project
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS, PUBLIC_OWNERS
from kans_model.words.texts import t

LEAST = 1e-9
"""Quantities below this are none."""


def package_projects(
    base: Baseline, quantity: np.ndarray, areas: pd.DataFrame, lang: str = "nl"
) -> tuple[Project, ...]:
    """Projects of a package: all measures of one owner in one wijk, built together.

    What would cost less than the smallest size (`project_least_eur`) joins what that owner builds elsewhere.
    A project of a public owner takes a year for every `project_eur_per_year`, one on the ground of others
    `project_private_years`: owners join one by one.

    Parameters
    ----------
    base : Baseline
    quantity : array, shape (measure, area)
        Of the package, after fitting. [unit of the measure]
    areas : DataFrame
        Of the city, with `wijk`.
    lang : str
        Of the names.
    """
    return tuple(_of_owners(base, quantity, areas["wijk"].fillna("").to_numpy(dtype=str), lang))


def _of_owners(base: Baseline, quantity: np.ndarray, wijk: np.ndarray, lang: str) -> Iterator[Project]:
    owners = table("measures")["owner"].to_numpy()
    price, least = base.costs.unit_price_eur, base.scalar["project_least_eur"]
    wijken = sorted(set(wijk))
    for owner in LANDOWNERS:
        mine = np.where((owners == owner)[:, None], quantity, 0.0)
        cost = price @ mine  # per area
        small = [name for name in wijken if 0 < cost[wijk == name].sum() < least]
        for name in wijken:
            if name not in small:
                yield from _project(base, np.where(wijk == name, mine, 0.0), owner, name, lang)
        yield from _project(base, np.where(np.isin(wijk, small), mine, 0.0), owner, "", lang)


def _project(base: Baseline, quantity: np.ndarray, owner: str, wijk: str, lang: str) -> Iterator[Project]:
    """The project of these quantities, if there are any."""
    measures, areas = base.room.measures, base.room.areas
    amounts = {
        str(measures[row]): {
            str(areas[place]): float(quantity[row, place]) for place in np.flatnonzero(quantity[row] > LEAST)
        }
        for row in np.flatnonzero((quantity > LEAST).any(axis=1))
    }
    if not amounts:
        return
    eur = float((base.costs.unit_price_eur @ quantity).sum())
    where = wijk or t("programme.elsewhere", lang)
    yield Project(
        id=f"{owner}-{_plain(wijk) or 'elsewhere'}",
        name=t("programme.project_name", lang, where=where, owner=t(f"owner.{owner}", lang)),
        owner=owner,
        quantities=amounts,
        duration_years=_duration(base, owner, eur),
    )


def _duration(base: Baseline, owner: str, eur: float) -> int:
    if owner not in PUBLIC_OWNERS:
        return int(base.scalar["project_private_years"])
    return int(np.clip(np.ceil(eur / base.scalar["project_eur_per_year"]), 1, 10))


def _plain(name: str) -> str:
    """A name as part of an id."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.casefold()).strip("-")

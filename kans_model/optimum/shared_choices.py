"""What packages that are nearly as good have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.value_of_information import irreplaceable

DIFFERS = 0.02
"""Measures whose uptake differs by less between all packages are left out. [-]"""


def n_areas_always_built(study: Study, packages: Sequence[Portfolio]) -> pd.Series:
    """In how many buurten every one of these packages has a measure, per measure, the most first."""
    places = (irreplaceable(study, packages) >= 1).sum(axis=1)
    return places[places > 0].sort_values(ascending=False, kind="stable")


def differing_uptakes(packages: Sequence[Portfolio]) -> dict[str, list[float]]:
    """Uptake per measure and package, of the measures that differ, the widest apart first. [-]"""
    rows = {
        name: [package.choices.get(name, {}).get("uptake", 0.0) for package in packages]
        for name in table("measures").index
    }
    apart = {name: max(shares) - min(shares) for name, shares in rows.items()}
    order = sorted((name for name in rows if apart[name] > DIFFERS), key=lambda name: -apart[name])
    return {name: rows[name] for name in order}

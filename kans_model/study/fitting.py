"""A study on a city that changed: quantities that still fit, packages that move along, what else differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.city.city import City
from kans_model.measures.portfolio import FIT_TOLERANCE, Portfolio, most_by_hand
from kans_model.measures.room import Room
from kans_model.study.study import MODEL_VERSION, Study
from kans_model.tables import reading


@dataclass(frozen=True)
class Cut:
    """A quantity set by hand that no longer fits, and what of it does. [unit of the measure]"""

    package: str
    measure: str
    area: str
    asked: float
    fits: float


def fitted(study: Study) -> tuple[Study, list[Cut]]:
    """The study with every quantity by hand cut to what fits, and the cuts; itself where all fits.

    In an area the measures get what fits in the order in which they were set.
    """
    cuts, packages = [], []
    for package in study.portfolios:
        within, of_package = _within(package, study.baseline.room)
        packages.append(within)
        cuts += of_package
    return (study.replaced(portfolios=packages), cuts) if cuts else (study, [])


def _within(package: Portfolio, room: Room) -> tuple[Portfolio, list[Cut]]:
    cuts: list[Cut] = []
    placed: dict[str, np.ndarray] = {}
    for measure, areas in package.explicit.items():
        for code, asked in areas.items():
            by_hand = placed.setdefault(code, np.zeros(len(room.measures)))
            place = room.place[measure]
            most = float(most_by_hand(room, by_hand, room.areas.get_loc(code))[place])
            fits = min(asked, most)
            by_hand[place] = fits
            if asked > most * (1 + FIT_TOLERANCE) + FIT_TOLERANCE:
                cuts.append(Cut(package.title, measure, code, asked, fits))
    for cut in cuts:
        package = package.with_quantity(cut.measure, cut.area, cut.fits)
    return package, cuts


def carried_over(values: Mapping[str, Any], city: City) -> Study:
    """A study of an earlier import of a city on the import at hand; corrections give way to what it says.

    Raises
    ------
    KansError
        When it names areas that this city does not have.
    """
    here = {"name": city.name, "content_hash": city.content_hash, "corrections": {}}
    return fitted(Study.from_dict({**values, "city": here}, city))[0]


def other_figures(values: Mapping[str, Any]) -> bool:
    """Whether a study was made with other tables or another version of the model: results may differ."""
    return values.get("tables", "") != reading.content_hash() or values.get("model", "") != MODEL_VERSION

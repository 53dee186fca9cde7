"""A study on a city that changed: quantities that still fit, packages that move along, what else differs."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.city.city import City
from kans_model.measures.portfolio import FIT_TOLERANCE, Portfolio, most_by_hand
from kans_model.measures.room import Room
from kans_model.study.file_schema import check_parts
from kans_model.study.study import MODEL_VERSION, Study
from kans_model.tables import reading
from kans_model.words.problems import KansError, Problem


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


@dataclass(frozen=True)
class Carryover:
    """A study of another import of a city, on the import at hand.

    Attributes
    ----------
    study : its packages and choices; corrections of areas give way to what the import says.
    cuts : quantities of which less fits here.
    gone : codes that it names and that are here no longer, left out of it.
    """

    study: Study
    cuts: list[Cut]
    gone: list[str]


def of_other_import(error: KansError) -> bool:
    """Whether a study was refused because it was made on a city with other areas or other data."""
    return error.problems[0].key in ("study_other_city", "city_unknown_code")


def carried_over(values: Mapping[str, Any], city: City) -> Carryover:
    """A study of an earlier import of a city on the import at hand.

    It belongs here when areas that it names are here, or when it names none and its city has this name.

    Raises
    ------
    KansError
        When it is a study of another city.
    """
    check_parts(values)
    here, named = set(city.areas.index), _named_areas(values)
    if not (named & here if named else values["city"]["name"] == city.name):
        raise KansError(Problem("study_other_city", value=values["city"]["name"], known=city.name))
    moved = {
        **values,
        "city": {"name": city.name, "content_hash": city.content_hash, "corrections": {}},
        "portfolios": [_in_areas(package, here) for package in values["portfolios"]],
    }
    if ambition := values.get("ambition"):
        moved["ambition"] = {
            **ambition,
            "thresholds": [
                threshold
                for threshold in ambition.get("thresholds", [])
                if threshold.get("area") is None or threshold["area"] in here
            ],
            "vulnerable": [code for code in ambition.get("vulnerable", []) if code in here],
        }
    if dialogue := values.get("dialogue"):
        moved["dialogue"] = {**dialogue, "criteria": _kept_in(dialogue.get("criteria", []), here)}
    if policy := values.get("policy"):
        sets = [{**own, "levers": _kept_in(own.get("levers", []), here)} for own in policy.get("sets", [])]
        moved["policy"] = {**policy, "sets": sets}
    if programme := values.get("programme"):
        moved["programme"] = _programme_in(programme, here)
    study, cuts = fitted(Study.from_dict(moved, city))
    return Carryover(study, cuts, sorted(named - here))


def _named_areas(values: Mapping[str, Any]) -> set[str]:
    """Codes of all areas that a study names: in packages, ambition, programme and corrections."""
    ambition = values.get("ambition", {})
    named = {*values["city"].get("corrections", {}), *ambition.get("vulnerable", [])}
    named |= {threshold["area"] for threshold in ambition.get("thresholds", []) if threshold.get("area")}
    for criterion in values.get("dialogue", {}).get("criteria", []):
        named |= set(criterion.get("areas", []))
    for lever_set in values.get("policy", {}).get("sets", []):
        for lever in lever_set.get("levers", []):
            named |= set(lever.get("areas", []))
    programme = values.get("programme", {})
    for work in programme.get("works", []):
        named |= set(work["shares"])
    quantities = [project["quantities"] for project in programme.get("projects", [])]
    for by_measure in (*quantities, *(package["explicit"] for package in values["portfolios"])):
        for areas in by_measure.values():
            named |= set(areas)
    for package in values["portfolios"]:
        for choice in package["choices"].values():
            named |= {*choice["areas"], *choice.get("pattern", {})}
    return named


def _kept_in(criteria: list[dict[str, Any]], codes: Container[str]) -> list[dict[str, Any]]:
    """Criteria or levers as they are written, without areas of other codes; none that loses all."""
    kept = []
    for criterion in criteria:
        areas = [code for code in criterion.get("areas", []) if code in codes]
        if areas or not criterion.get("areas"):
            kept.append({**criterion, **({"areas": areas} if areas else {})})
    return kept


def _programme_in(programme: Mapping[str, Any], codes: Container[str]) -> dict[str, Any]:
    """A programme as it is written, without areas of other codes; what loses all of its own is left out."""
    projects = []
    for project in programme.get("projects", []):
        quantities = _quantities_in(project["quantities"], codes)
        if quantities or not project["quantities"]:
            projects.append({**project, "quantities": quantities})
    ids = {project["id"] for project in projects}
    for project in projects:
        for order in ("after", "excludes"):
            if order in project:
                project[order] = [key for key in project[order] if key in ids]
    works = []
    for work in programme.get("works", []):
        shares = {code: share for code, share in work["shares"].items() if code in codes}
        works += [{**work, "shares": shares}] if shares else []
    return {**programme, "projects": projects, "works": works}


def _quantities_in(
    by_measure: Mapping[str, Mapping[str, float]], codes: Container[str]
) -> dict[str, dict[str, float]]:
    """Quantities by measure and area, without areas of other codes, and measures that lose all of theirs."""
    kept = {
        measure: {code: quantity for code, quantity in areas.items() if code in codes}
        for measure, areas in by_measure.items()
    }
    return {measure: areas for measure, areas in kept.items() if areas or not by_measure[measure]}


def _in_areas(package: Mapping[str, Any], codes: Container[str]) -> dict[str, Any]:
    """A package as it is written, without areas of other codes."""
    choices = {}
    for measure, choice in package["choices"].items():
        choices[measure] = {**choice, "areas": [code for code in choice["areas"] if code in codes]}
        if "pattern" in choice:
            choices[measure]["pattern"] = {
                code: share for code, share in choice["pattern"].items() if code in codes
            }
    explicit = {
        measure: {code: quantity for code, quantity in areas.items() if code in codes}
        for measure, areas in package["explicit"].items()
    }
    return {**package, "choices": choices, "explicit": explicit}


def other_figures(values: Mapping[str, Any]) -> bool:
    """Whether a study was made with other tables or another version of the model: results may differ."""
    return values.get("tables", "") != reading.content_hash() or values.get("model", "") != MODEL_VERSION

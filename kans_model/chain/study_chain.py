"""The chain of one study, made anew from what the study holds: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kans_model.chain.links import Chain, Link, Node, node_id
from kans_model.dialogue.criteria import Criterion
from kans_model.study.study import Study
from kans_model.tables.reading import cells, table

LEAST = 1e-9
"""Quantities below this are none."""


def study_chain(study: Study) -> Chain:
    """From every risk that somebody set a limit to, to the rules that bring private ground along.

    A limit leads to a measure of a package where that acts on its hazard and stands in its buurten; a measure
    leads to the projects that build it. Reference packages have no part in it, but for the one that a
    programme was made of.
    """
    parts = (_thresholds(study), _measures(study), _projects(study), _levers(study))
    found = [item for part in parts for item in part]
    return Chain(
        (item for item in found if isinstance(item, Node)),
        (item for item in found if isinstance(item, Link)),
    )


def _thresholds(study: Study) -> Iterator[Node | Link]:
    """Limits and the risks they are about: one for each buurt."""
    codes = np.asarray(study.city.areas.index, dtype=str)
    risks: dict[tuple[str, str], Node] = {}
    for criterion in study.criteria:
        mine = codes[criterion.mask(study.city.areas)]
        threshold = Node("threshold", (criterion.id,), frozenset(mine.tolist()))
        yield threshold
        for code in mine.tolist():
            key = (criterion.indicator, code)
            risk = risks.setdefault(key, Node("risk", key, frozenset((code,))))
            yield Link(risk.id, threshold.id)
        for code in sorted(set(criterion.areas) - set(codes.tolist())):  # named, and not in this city
            yield Link(node_id("risk", criterion.indicator, code), threshold.id)
    yield from risks.values()


def _measures(study: Study) -> Iterator[Node | Link]:
    """What packages build, and the limits it is for."""
    codes = np.asarray(study.city.areas.index, dtype=str)
    own = {portfolio.id: portfolio for portfolio in study.portfolios}
    if study.programme.package in study.references():
        own[study.programme.package] = study.references()[study.programme.package]
    acts = {measure: set(themes.split(";")) for measure, themes in cells("measures", "themes").items()}
    hazard = cells("indicators", "hazard")
    for package in own.values():
        quantity = study.evaluate(package)["quantity"].to_numpy()
        for row, measure in enumerate(table("measures").index):
            stands = quantity[row] > LEAST
            if not stands.any():
                continue
            node = Node("measure", (package.id, str(measure)), frozenset(codes[stands].tolist()))
            yield node
            for criterion in study.criteria:
                if hazard[criterion.indicator] in acts[str(measure)] and _meets(criterion, study, stands):
                    yield Link(node_id("threshold", criterion.id), node.id)


def _meets(criterion: Criterion, study: Study, stands: np.ndarray) -> bool:
    return bool((criterion.mask(study.city.areas) & stands).any())


def _projects(study: Study) -> Iterator[Node | Link]:
    """What is built when, and the measures of the package that it builds."""
    programme = study.programme
    for project in programme.projects:
        areas = frozenset(code for amounts in project.quantities.values() for code in amounts)
        node = Node("project", (project.id,), areas)
        yield node
        for measure in project.quantities:
            yield Link(node_id("measure", programme.package, measure), node.id)


def _levers(study: Study) -> Iterator[Node | Link]:
    """What brings private ground along, from the projects it is for, else the measures."""
    chosen = study.policy.chosen_set
    instruments, owners = cells("levers", "instrument"), cells("measures", "owner")
    codes = frozenset(map(str, study.city.areas.index))
    in_projects = {measure for project in study.programme.projects for measure in project.quantities}
    for lever in chosen.levers if chosen is not None else ():
        areas = frozenset(lever.areas) or codes
        node = Node("lever", (lever.id,), areas)
        yield node
        moved = {measure for measure in lever.moves if owners[measure] in lever.reaches}
        for project in study.programme.projects:
            if any(areas & set(project.quantities.get(measure, ())) for measure in moved):
                yield Link(node_id("project", project.id), node.id)
        for package, measure in _built(study):
            if measure in moved - in_projects:
                yield Link(node_id("measure", package, measure), node.id)
        text = Node("text", (lever.id, instruments[lever.kind]), areas)
        yield text
        yield Link(node.id, text.id)


def _built(study: Study) -> Iterator[tuple[str, str]]:
    """Every own package with each measure that it builds."""
    for package in study.portfolios:
        quantity = study.evaluate(package)["quantity"].to_numpy().sum(axis=1)
        for row, measure in enumerate(table("measures").index):
            if quantity[row] > LEAST:
                yield package.id, str(measure)

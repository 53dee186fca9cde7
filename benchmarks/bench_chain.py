"""The chain from a risk to a rule: how fast five thousand links are drawn and marked stale."""

import time
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.measurement import Measurement
from kans_model.chain.records import made_on, years_noted
from kans_model.chain.staleness import stale
from kans_model.chain.study_chain import study_chain
from kans_model.city.city import City
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.outlook.scenario import Scenario
from kans_model.programme.package_projects import package_projects
from kans_model.study.study import Study
from kans_model.tables.reading import table

LINKS = 5_000
MOST_MS = 100


def _study() -> Study:
    """Limits on every indicator in the whole city until there are links enough, and projects in years."""
    study = Study.default(City.demo())
    criteria = []
    for place in range(LINKS // len(study.city.areas) + 1):
        indicator = str(table("indicators").index[place % 8])
        criteria.append(Criterion(f"limit-{place}", indicator, 1e4 + place, each=True))
    package = study.portfolios[0]
    quantity = study.evaluate(package)["quantity"].to_numpy()
    projects = package_projects(study.baseline, quantity, study.city.areas)
    starts = {project.id: 2028 + place for place, project in enumerate(projects)}
    programme = study.programme.made_of(package.id, projects, made_on(study, package))
    programme = replace(programme, last_year=2045).with_starts(starts)
    return years_noted(study.replaced(dialogue=Dialogue(criteria=tuple(criteria)), programme=programme))


def measurements() -> Iterator[Measurement]:
    """Yield the time to draw the chain and to mark what went stale; results themselves are there already."""
    study = _study()
    other = study.replaced(scenario=Scenario(climate="Ln"))
    stale(other)
    times, n = [], 0
    for _ in range(7):
        began = time.perf_counter()
        n = len(study_chain(other).links)
        stale(other)
        times.append(time.perf_counter() - began)
    yield Measurement(f"chain of {n} links drawn and marked stale", 1000 * min(times), "ms", MOST_MS)

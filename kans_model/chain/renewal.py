"""Everything that rests on older figures worked out again, in one step that can be taken back."""

from __future__ import annotations

from dataclasses import replace

from kans_model.chain.lever_records import levers_noted
from kans_model.chain.records import made_on, package_of, years_noted
from kans_model.chain.staleness import stale_levers, stale_projects, stale_years
from kans_model.finance.split import FinancingSplit
from kans_model.programme.package_projects import package_projects
from kans_model.programme.projects import Project
from kans_model.programme.proposal import proposal_with_works
from kans_model.study.study import Study

KEPT = ("name", "start", "pinned", "earliest", "latest", "status", "realised_eur", "realised", "reason")
"""Of a project that is made anew: what somebody decided about it."""


def renewed(study: Study, split: FinancingSplit, lang: str = "nl") -> Study:
    """The study with projects made anew of their package, years sought anew where those went stale, and
    levers held against the figures of now.

    What is being built or ready stays as it is. Decisions stay: nobody decides anew by a button.

    Parameters
    ----------
    split : FinancingSplit
        By which the budgets of payers are kept to.
    lang : str
        Of the names of new projects.

    Raises
    ------
    KansError
        When no years keep all limits; nothing has changed then.
    """
    old_projects = any(stale_projects(study))
    old_years = any(stale_years(study))
    if old_projects:
        study = with_new_projects(study, lang)
    if study.programme.is_planned and (old_years or old_projects):
        study = with_new_years(study, split)
    if any(stale_levers(study)):
        own = {portfolio.id: portfolio for portfolio in study.portfolios} | study.references()
        study = levers_noted(study, own.get(study.policy.chosen_on.package, study.portfolios[0]))
    return study


def with_new_projects(study: Study, lang: str = "nl") -> Study:
    """The study with the projects of its programme made anew; years are kept by id."""
    package = package_of(study)
    made = package_projects(
        study.baseline, study.evaluate(package)["quantity"].to_numpy(), study.city.areas, lang
    )
    own = {project.id: project for project in study.programme.projects}
    projects = tuple(_kept(own.get(project.id), project) for project in made)
    ids = {project.id for project in projects}
    built = tuple(
        project for project in own.values() if project.id not in ids and project.status in ("running", "done")
    )
    known = ids | {project.id for project in built}
    whole = tuple(_within(project, known) for project in (*projects, *built))
    programme = study.programme.made_of(package.id, whole, made_on(study, package))
    return study.replaced(programme=programme)


def _kept(old: Project | None, new: Project) -> Project:
    """The new project with what was decided about the old one; what is being built stays whole."""
    if old is None:
        return new
    if old.status in ("running", "done"):
        return old
    return replace(new, **{name: getattr(old, name) for name in KEPT}, after=old.after, excludes=old.excludes)


def _within(project: Project, known: set[str]) -> Project:
    """The project without references to projects that are gone."""
    return replace(
        project,
        after=tuple(key for key in project.after if key in known),
        excludes=tuple(key for key in project.excludes if key in known),
    )


def with_new_years(study: Study, split: FinancingSplit) -> Study:
    """The study with the best years for its projects; those that are pinned or being built stay."""
    package = package_of(study)
    plan = study.plan(package)
    ledger = study.ledger(package, split, planned=False)
    found = proposal_with_works(plan, study.works, lambda own: study.plan_limits(own, ledger))
    return years_noted(study.replaced(programme=found.taken_by(study.programme)))

"""Projects put together and taken apart by hand; what waits for them keeps waiting for the right ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project


def with_joined(programme: Programme, project_id: str, other_id: str) -> Programme:
    """The programme with one project in another, under the first one's name and rules."""
    joined = programme.project(project_id).joined(programme.project(other_id))
    kept = []
    for own in programme.projects:
        own = joined if own.id == project_id else own
        if own.id != other_id:
            kept.append(_relinked(own, other_id, (project_id,)))
    return replace(programme, projects=tuple(kept))


def _relinked(project: Project, old: str, new: tuple[str, ...]) -> Project:
    """The project with others in the place of one that it waits for or excludes."""

    def renamed(names: tuple[str, ...]) -> tuple[str, ...]:
        keys = [key for own in names for key in (new if own == old else (own,))]
        return tuple(dict.fromkeys(key for key in keys if key != project.id))

    return replace(project, after=renamed(project.after), excludes=renamed(project.excludes))


def split_by(programme: Programme, project_id: str, groups: Mapping[tuple[str, str], str]) -> Programme:
    """The programme with a project as one per group; one group leaves it as it is.

    What waited for the whole waits for all of them; years, pins and rules stay with each.

    Parameters
    ----------
    groups : dict
        Measure and area code of each line → name of its group.
    """
    project = programme.project(project_id)
    names = list(dict.fromkeys(groups.values()))
    if len(names) < 2:
        return programme
    parts = []
    for place, name in enumerate(names):
        lines = {line for line, group in groups.items() if group == name}
        key = project.id if place == 0 else _free_id(programme, f"{project.id}-{place + 1}")
        parts.append(replace(project.only_lines(lines), id=key, name=f"{project.name} · {name}"))
    ids = tuple(part.id for part in parts)
    kept: list[Project] = []
    for own in programme.projects:
        if own.id == project_id:
            kept.extend(parts)
        else:
            kept.append(_relinked(own, project_id, ids))
    return replace(programme, projects=tuple(kept))


def _free_id(programme: Programme, wanted: str) -> str:
    taken = {own.id for own in programme.projects}
    while wanted in taken:
        wanted += "x"
    return wanted

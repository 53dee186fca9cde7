"""All about one project, under its bar: why its year, what it builds and who pays; and all one may change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from dashboards.parts.live.fields import link_button, small
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.uitvoeringsagenda.agenda import Agenda
from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project
from kans_model.programme.regrouping import split_by, with_joined
from kans_model.reports.project_in_words import project_lines
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import BUILD_STATES
from kans_model.words.entry import field_number
from kans_model.words.markup import filled
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

FIELDS = ("name", "duration_years", "earliest", "latest", "status", "after", "excludes")
RELATIONS = ("after", "excludes")
"""Of which several can be chosen: each choice is one more."""
WORDS = (
    *(f"sheet_{name}" for name in FIELDS),
    "sheet_choose",
    "sheet_join",
    "split_measures",
    "split_wijken",
)


class ProjectSheet:
    """What unfolds under the bars of projects, one at a time."""

    def __init__(self, agenda: Agenda, view: LiveHtml):
        self.agenda, self.view, self.shown = agenda, view, ""
        for name in FIELDS:
            view.on(f"set-{name}", self._setter(name))
        view.on("drop", self._drop)
        for action, act in (("sheet", self._turn), ("join", self._join), ("split", self._split)):
            view.on(action, act)

    def update(self) -> None:
        """Write the sheet that is open; a project that is gone takes its sheet along."""
        programme = self.agenda.programme
        known = {own.id for own in programme.projects}
        slots = {name: "" for name in self.view.slots if name.endswith(":sheet")}
        if self.shown in known:
            project = programme.project(self.shown)
            slots |= {f"{self.shown}:sheet": self._form(project), f"{self.shown}:facts": self._facts(project)}
            slots |= {f"{self.shown}:{name}": _as_text(getattr(project, name)) for name in FIELDS}
            slots |= {f"{self.shown}:{name}-list": self._list(project, name) for name in RELATIONS}
            slots[f"{self.shown}:join"] = ""
        self.view.show(**slots)

    def _form(self, project: Project) -> str:
        text, lang = self.agenda.text, self.agenda.lang
        others = [(own.id, own.name) for own in self.agenda.programme.projects if own.id != project.id]
        states = [(state, t(f"works.status_{state}", lang)) for state in BUILD_STATES]
        words = {name: text(name) for name in WORDS}
        return filled(
            __file__, "project_sheet.html", id=project.id, others=others, states=states, words=words
        )

    def _list(self, project: Project, relation: str) -> str:
        """The projects that stand in a relation to this one, each to be taken out."""
        names = {own.id: own.name for own in self.agenda.programme.projects}
        return Markup(" ").join(
            link_button(
                f"{names[key]} ×",
                "drop",
                attributes={
                    "data-name": project.id,
                    "data-relation": relation,
                    "data-other": key,
                    "data-key": f"drop-{relation}-{key}",
                    "aria-label": self.agenda.text("sheet_drop", project=names[key]),
                },
            )
            for key in getattr(project, relation)
        )

    def _facts(self, project: Project) -> str:
        now = self.agenda.now
        place = [own.id for own in self.agenda.programme.projects].index(project.id)
        return small(project_lines(now.plan, now.limits, now.works, place, now.study, self.agenda.lang))

    # --- what one may do ------------------------------------------------------------------------

    def _turn(self, data: dict[str, Any]) -> None:
        asked = str(data.get("name"))
        self.shown = "" if asked == self.shown else asked
        self.update()

    def _setter(self, name: str) -> Callable[[dict[str, Any]], None]:
        def set_value(data: dict[str, Any]) -> None:
            project = self.agenda.programme.project(str(data.get("name")))
            value = self._value(name, str(data.get("value") or "").strip(), project)
            self._change(lambda programme: programme.with_project(replace(project, **{name: value})))

        return set_value

    def _drop(self, data: dict[str, Any]) -> None:
        relation, other = str(data.get("relation")), data.get("other")
        project = self.agenda.programme.project(str(data.get("name")))
        if relation in RELATIONS:
            left: Any = tuple(key for key in getattr(project, relation) if key != other)
            self._change(lambda programme: programme.with_project(replace(project, **{relation: left})))

    def _value(self, name: str, entered: str, project: Project) -> Any:
        """What was typed or chosen, as the project holds it; an empty name or duration stays what it was."""
        if name in RELATIONS:  # one more beside those that are chosen
            more = (entered,) if entered else ()
            return tuple(dict.fromkeys((*getattr(project, name), *more)))
        if name in ("duration_years", "earliest", "latest"):
            number = field_number(entered, self.agenda.lang)
            if number is None:
                return project.duration_years if name == "duration_years" else None
            if not number.is_integer():
                raise KansError(Problem("no_number", value=entered))
            return int(number)
        return entered or getattr(project, name)

    def _join(self, data: dict[str, Any]) -> None:
        project, other = str(data.get("name")), str(data.get("value") or "")
        if other:
            self._change(lambda programme: with_joined(programme, project, other))

    def _split(self, data: dict[str, Any]) -> None:
        project = self.agenda.programme.project(str(data.get("name")))
        groups = {
            (measure, code): self._group(str(data.get("by")), measure, code)
            for measure, amounts in project.quantities.items()
            for code in amounts
        }
        self._change(lambda programme: split_by(programme, project.id, groups))

    def _group(self, by: str, measure: str, code: str) -> str:
        if by == "measure":
            return str(table("measures")[f"name_{self.agenda.lang}"][measure])
        wijk = self.agenda.study.city.areas["wijk"].get(code)
        return wijk if isinstance(wijk, str) else t("programme.elsewhere", self.agenda.lang)

    def _change(self, how: Callable[[Programme], Programme]) -> None:
        self.agenda.change(how, self.view)


def _as_text(value: object) -> str:
    return "" if value is None or isinstance(value, tuple) else str(value)

"""What happens when: projects as bars on their years, moved by mouse and by keyboard, or by the schedule."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import notice, small
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.sections.uitvoeringsagenda.agenda import Agenda, Now
from dashboards.sections.uitvoeringsagenda.project_sheet import ProjectSheet
from kans_model.chain.records import made_on
from kans_model.programme.other_years import other_years
from kans_model.programme.package_projects import package_projects
from kans_model.programme.programme import Programme
from kans_model.programme.projects import Project
from kans_model.programme.proposal import Proposal, proposal_with_works, rule_of_thumb
from kans_model.reports.agenda_in_words import breach_text
from kans_model.reports.project_in_words import year_text
from kans_model.study.names import portfolio_name
from kans_model.words.amounts import money_short, percent
from kans_model.words.problems import KansError

SHOWN_BREACHES = 4


class Gantt(Section):
    """Bars on years, with what they break beneath."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        self.view, self.tools = LiveHtml(), LiveHtml()
        self.work = SlowWork(agenda.text("schedule"), agenda.lang, self._search, self._found, self._asked)
        self.said = ""
        self.sheet = ProjectSheet(agenda, self.view)
        for view, actions in (
            (
                self.view,
                {
                    "make": self._make,
                    "move": self._move,
                    "pin": self._pin,
                    "plan": self._plan,
                    "unplan": self._unplan,
                    "foresee": self._foresee,
                },
            ),
            (self.tools, {"make": self._make, "thumb": self._thumb, "clear": self._clear}),
        ):
            for name, act in actions.items():
                view.on(name, act)
        super().__init__(
            self.view,
            self.work.live,
            self.tools,
            title=agenda.text("plan_title"),
            deck=agenda.text("plan_deck"),
        )

    # --- what is shown --------------------------------------------------------------------------

    def update(self) -> None:
        """Draw the rows where they changed, and write what the years come to."""
        agenda, now = self.agenda, self.agenda.now
        projects = agenda.programme.projects
        words = {name: agenda.text(name) for name in ("make", "pin", "plan_one", "more_word")}
        words["title"] = agenda.text("plan_title")
        empty = ""
        if not projects:
            least = money_short(agenda.study.baseline.scalar["project_least_eur"], agenda.lang)
            empty = agenda.text("plan_empty", package=self._package_name(), least=least)
        rows = [self._row(now, place) for place in range(len(projects))]
        self.view.draw(
            __file__, "gantt.html", empty=empty, rows=rows, words=words, years=list(agenda.programme.years)
        )
        self.view.show(**self._places(now), **self._notes(now), breaks=self._breaks(now), said=self.said)
        self.sheet.update()
        self.work.live.visible = bool(projects)
        self.tools.draw(
            __file__,
            "gantt_tools.html",
            shown=bool(projects),
            thumb=agenda.text("thumb"),
            clear=agenda.text("clear"),
            make=agenda.text("make_again", package=portfolio_name(agenda.session.portfolio, agenda.lang)),
            other=agenda.text("other_package", package=self._package_name()),
        )

    def unfold(self, project: str) -> None:
        """Open the sheet of a project and bring the reader to it."""
        self.sheet.shown = project
        self.sheet.update()
        self.view.focus(f"sheet-{project}")

    def _package_name(self) -> str:
        return portfolio_name(self.agenda.package, self.agenda.lang)

    def _row(self, now: Now, place: int) -> dict[str, Any]:
        project = self.agenda.programme.projects[place]
        text, years = self.agenda.text, now.plan.values.years
        free = np.flatnonzero(now.plan.values.building[place].any(axis=-1))
        return {
            "id": project.id,
            "name": project.name,
            "waits": now.plan.start[place] < 0,
            "first": int(years[0]),
            "last": int(years[free[-1]]) if len(free) else int(years[0]),
            "length": project.duration_years,
            "pinned": project.pinned,
            "fixed": project.status in ("running", "done"),
            "label": text("bar", project=project.name),
            "more": text("more", project=project.name),
            "pin": text("pin_label", project=project.name),
            "unplan": text("unplan", project=project.name),
        }

    def _years(self, project: Project) -> str:
        if project.start == project.end:
            return str(project.start)
        return self.agenda.text("bar_years", first=project.start, last=project.end)

    def _places(self, now: Now) -> dict[str, object]:
        """Where each bar stands, and how that is read out: what moves without drawing the rows anew."""
        places: dict[str, object] = {}
        for place, project in enumerate(self.agenda.programme.projects):
            planned = now.plan.start[place] >= 0
            places[f"{project.id}:start"] = project.start if planned else int(now.plan.values.years[0])
            places[f"{project.id}:spoken"] = self._years(project) if planned else self.agenda.text("bar_none")
        return places

    def _notes(self, now: Now) -> dict[str, str]:
        """Beside every bar its years, what it costs, and what joining works saves."""
        notes = {}
        spend, capex = now.plan.spend_eur.sum(axis=1), now.plan.values.capex_eur
        for place, project in enumerate(self.agenda.programme.projects):
            built = now.plan.start[place] >= 0
            cost = spend[place] if built else capex[place]
            parts = [self._years(project)] if built else []
            parts.append(money_short(float(cost), self.agenda.lang))
            saved = capex[place] - spend[place]
            if built and saved >= 1:
                parts.append(self.agenda.text("saves", eur=money_short(float(saved), self.agenda.lang)))
            notes[f"{project.id}:note"] = " · ".join(parts)
        return notes

    def _breaks(self, now: Now) -> str:
        text, lang = self.agenda.text, self.agenda.lang
        if not (now.plan.start >= 0).any():
            return ""
        if not now.breaches:
            return small([text("breaks_nothing")])
        said = [breach_text(own, now.plan, now.study, lang) for own in now.breaches]
        more = ["…"] if len(said) > SHOWN_BREACHES else []
        return notice(f"{text('breaks')} {'; '.join(said[:SHOWN_BREACHES] + more)}", problem=True)

    # --- by hand --------------------------------------------------------------------------------

    def _project(self, data: dict[str, Any]) -> Project:
        return self.agenda.programme.project(str(data.get("name")))

    def _put(self, project: Project, moving: str = "") -> None:
        self.said = ""
        self.agenda.change(lambda programme: programme.with_project(project), self.view, moving)

    def _move(self, data: dict[str, Any]) -> None:
        project = self._project(data)
        if str(data.get("value", "")).isdecimal():
            self._put(project.at(int(data["value"])), f"bar-{project.id}")

    def _foresee(self, data: dict[str, Any]) -> None:
        """A bar is picked up: what each of its years would bring and break, to be shown while it moves."""
        now, key = self.agenda.now, str(data.get("name"))
        place = [own.id for own in self.agenda.programme.projects].index(key)
        slots = {name: "" for name in self.view.slots if ":if:" in name}
        for other in other_years(now.plan, now.limits, place):
            slots[f"{key}:if:{other.year}"] = year_text(other, now.plan, now.study, self.agenda.lang)
        self.view.show(**slots)

    def _pin(self, data: dict[str, Any]) -> None:
        project = self._project(data)
        start = self.agenda.programme.first_year if project.start is None else project.start
        self._put(project.at(start, bool(data.get("value"))))

    def _plan(self, data: dict[str, Any]) -> None:
        self._put(self._project(data).at(self.agenda.programme.first_year))
        self.view.enter(f"bar-{data.get('name')}")

    def _unplan(self, data: dict[str, Any]) -> None:
        self._put(self._project(data).at(None, False))

    def _make(self, _data: dict[str, Any]) -> None:
        """One step from the package that the reader works on to projects without years."""
        self.said, package = "", self.agenda.session.portfolio
        study = self.agenda.study
        made = package_projects(
            study.baseline, study.evaluate(package)["quantity"].to_numpy(), study.city.areas, self.agenda.lang
        )
        basis = made_on(study, package)
        self.agenda.change(lambda programme: programme.made_of(package.id, made, basis), self.view)

    def _clear(self, _data: dict[str, Any]) -> None:
        self.said = ""
        self.agenda.change(Programme.without_years, self.tools)

    def _thumb(self, _data: dict[str, Any]) -> None:
        now, self.said = self.agenda.now, ""
        starts = rule_of_thumb(now.plan, now.limits)
        self.agenda.change(lambda programme: programme.with_starts(starts), self.tools)

    # --- by the schedule ------------------------------------------------------------------------

    def _asked(self) -> tuple[Now]:
        return (self.agenda.now,)

    @staticmethod
    def _search(now: Now, _progress: Any, _cancelled: Any) -> tuple[Now, Proposal]:
        return now, proposal_with_works(now.plan, now.works, now.limits_of)

    def _found(self, answer: tuple[Now, Proposal]) -> None:
        now, found = answer
        lang = self.agenda.lang
        lines = [
            self.agenda.text(
                "scheduled",
                n=found.n_built,
                gap=percent(found.gap, lang, 1),
                lost=money_short(found.gain_eur, lang),
            )
        ]
        if found.best_euro:
            payer, year, worth = found.best_euro
            who = now.study.actors.name(payer, lang)
            lines.append(self.agenda.text("marginal", who=who, year=year, worth=percent(worth, lang)))
        if found.work_starts:
            names = {work.id: work.name for work in now.works}
            moved = (f"{names[key]} ({year})" for key, year in found.work_starts.items())
            lines.append(self.agenda.text("works_moved", n=len(found.work_starts), works=", ".join(moved)))
        self.said = " ".join(lines)
        try:
            self.agenda.change(found.taken_by, self.tools)
        except KansError as error:
            self.work.refuse(error)

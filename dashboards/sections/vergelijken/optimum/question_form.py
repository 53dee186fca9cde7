"""The form in which one asks for the best package, with what cannot be said at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.vergelijken.optimum.pick_list import PickList
from dashboards.sections.vergelijken.optimum.question_entries import QuestionEntries, parameter
from kans_model.dialogue.ambition import WEIGHTS
from kans_model.optimum.question import Question
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, number
from kans_model.words.markup import filled
from kans_model.words.texts import has_text, t


class QuestionForm(Viewer):
    """The form; `question()` reads it, and says at the fields what cannot be."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None):
        super().__init__()
        self.session, self.lang, self._changed = session, session.lang, changed
        self.entries = QuestionEntries(session)
        self.view = LiveHtml()
        for action in ("set", "tick", "add", "unpick", "other", "ambition"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.view.on("amount", self._amount_of_row)
        self._draw()

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    # --- drawn ---------------------------------------------------------------------------------

    def _show_damage(self) -> None:
        """Today's damage and that of the year asked, under each threshold; and which limits are held then."""
        year = t(f"horizon.{self.entries.texts['horizon']}", self.lang)
        then = self.entries.damage_eur(self.entries.texts["horizon"])
        self.view.show(
            limit_lines=filled(__file__, "points.html", lines=self.entries.limit_lines()),
            **{
                f"damage_{hazard}": self._t(
                    "most_hint",
                    now=money_short(eur, self.lang),
                    year=year,
                    then=money_short(then[hazard], self.lang),
                )
                for hazard, eur in self.entries.today_eur.items()
            },
        )

    def _draw(self) -> None:
        names = table("hazards")[f"name_{self.lang}"]
        self._drawn = self.entries.splits(), self.entries.limit_lines()
        self.view.html = str(
            filled(
                __file__,
                "question_form.html",
                word=self._t,
                hints=self._hints(),
                n_demands=self.entries.demands(),
                goals=self._options("goal"),
                budgets_of=self._options("budget_of"),
                horizons=[(year, t(f"horizon.{year}", self.lang)) for year in parameter("horizon").objects],
                splits=self.entries.splits(),
                limits=self.entries.limit_lines(),
                themes=[(hazard, names[hazard]) for hazard in self.entries.today_eur],
                ticks=self.entries.ticks,
                lists={name: picked.frame(self._choose(name)) for name, picked in self.entries.lists.items()},
            )
        )
        self._show_damage()
        self._show()

    def _hints(self) -> dict[str, str]:
        """What stands beside the fields: what the words of a parameter of the question have to add."""
        labels = [choice.label for choice in Question.parameters().values()]
        names = [*(label.removeprefix("question.") for label in labels), *self.entries.ticks]
        return {name: self._t(f"{name}_hint") for name in names if has_text(f"question.{name}_hint")}

    def _options(self, name: str) -> list[tuple[str, str]]:
        return [(option, self._t(f"{name}_{option}")) for option in parameter(name).objects]

    def _choose(self, name: str) -> str:
        return self._t("choose_area" if name in ("areas", "local") else "choose_measure")

    def _show(self) -> None:
        """The rows that were picked, and the weights where they count."""
        entries = self.entries
        rows = {f"rows_{name}": picked.shown() for name, picked in entries.lists.items()}
        weighted = entries.texts["goal"] == "weighted"
        words = {"word": self._t, "hints": {}, "weights": WEIGHTS}
        weights = filled(__file__, "weights.html", **words) if weighted else ""
        self.view.show(**rows, weights=weights, **dict.fromkeys(entries.lists, ""), **entries.texts)

    def follow(self) -> None:
        """Other ways to finance in the study, and other limits in its dialogue."""
        if (self.entries.splits(), self.entries.limit_lines()) != self._drawn:
            if self.entries.texts["split"] not in dict(self.entries.splits()):
                self.entries.texts["split"] = ""
            self._draw()

    # --- what the planner does -------------------------------------------------------------------

    def _set(self, data: dict[str, Any]) -> None:
        name, text = str(data.get("name")), str(data.get("value", ""))[:80]
        if name not in self.entries.texts:
            return
        self.entries.texts[name] = text
        self.view.show(**{name: text})
        if name == "goal":
            self._show()
        if name == "horizon":
            self._show_damage()
        self._changed()

    def _tick(self, data: dict[str, Any]) -> None:
        if data.get("name") in self.entries.ticks:
            self.entries.tick(str(data["name"]), bool(data.get("value")))
            self._changed()

    def _picked(self, data: dict[str, Any]) -> tuple[PickList, int] | None:
        """The list and the row that something was done to."""
        picked, at = self.entries.lists.get(str(data.get("name"))), str(data.get("at", ""))
        return None if picked is None or not at.isdigit() else (picked, int(at))

    def _add(self, data: dict[str, Any]) -> None:
        name, key = str(data.get("name")), str(data.get("value"))
        if name in self.entries.lists and self.entries.lists[name].add(key):
            if name == "local":  # the theme that costs most there
                worst = max(
                    self.entries.today_eur, key=lambda hazard: self.entries.here_eur(hazard, key), default=""
                )
                self.entries.lists[name].change(len(self.entries.lists[name].rows) - 1, other=worst)
            self._show()
            self._changed()

    def _unpick(self, data: dict[str, Any]) -> None:
        if (row := self._picked(data)) is not None:
            row[0].drop(row[1])
            self._show()
            self.view.focus(row[0].name)
            self._changed()

    def _other(self, data: dict[str, Any]) -> None:
        if (row := self._picked(data)) is not None:
            other = str(data.get("value", ""))
            if other in (row[0].others or {}):
                row[0].change(row[1], other=other)
                self._show()
                self._changed()

    def _amount_of_row(self, data: dict[str, Any]) -> None:
        if (row := self._picked(data)) is not None:
            row[0].change(row[1], amount=str(data.get("value", ""))[:20])
            self._changed()

    def _ambition(self, _data: dict[str, Any]) -> None:
        """Keep what is acceptable with the study, where every later question starts from it."""
        ambition = self.entries.ambition()
        self._say()
        if ambition is not None:
            self.session.replace(self.session.study.replaced(ambition=ambition))
        self.view.show(ambition="" if ambition is None else self._t("ambition_kept"))

    def aim_at(self, goal: str) -> None:
        """Ask the same with another goal."""
        self._set({"name": "goal", "value": goal})

    # --- read ------------------------------------------------------------------------------------

    def question(self) -> Question | None:
        """What is asked, or None when something cannot be; then it is said at its field.

        Raises
        ------
        KansError
            For what belongs to no field.
        """
        question = self.entries.question()
        self._say()
        return question

    def _say(self) -> None:
        """The problems at their fields, and the keyboard at the first of them."""
        names = [*self.entries.texts, *self.entries.lists, "weights"]
        self.view.show(**{f"wrong_{name}": self.entries.problems.get(name, "") for name in names})
        first = next((name for name in names if name in self.entries.problems), None)
        if first is not None:
            self.view.focus(first)

    def problems_text(self) -> str:
        """How many fields need another look."""
        return self._t("look_at_fields", n=number(len(self.entries.problems), self.lang, 0))

    def __panel__(self) -> Viewable:
        return self.view

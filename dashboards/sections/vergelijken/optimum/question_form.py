"""The form in which one asks for the best package, with what cannot be said at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.vergelijken.optimum.picked_list import PickedList
from dashboards.sections.vergelijken.optimum.question_entries import Asked
from kans_model.dialogue.ambition import WEIGHTS
from kans_model.optimum.question import GOALS, Question
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from kans_model.words.amounts import money_short, number
from kans_model.words.markup import html, options
from kans_model.words.texts import t

FRAME = """
<div class="ask">{goal}{budget}</div><div data-slot="weights"></div><p class="wrong" role="alert"
 id="q-weights-wrong" data-slot="wrong_weights"></p>
<details class="more"{open}><summary>{more}</summary>
<h3>{money_head}</h3><div class="ask">{yearly}{least}{split}</div>
<h3>{damage_head}</h3><p class="small">{damage_hint}</p>
<div class="ask">{thresholds}{equity}{reach}{local}{soft}</div>
<p><button class="link" data-do="ambition" data-key="ambition">{ambition}</button>
<span class="small" role="status" data-slot="ambition"></span></p>
<h3>{measures_head}</h3><div class="ask">{pins}{bans}{private}{whole}{areas}</div>
<details class="more"><summary>{expert}</summary>
<div class="ask">{horizon}{apart}{needs}{expected}{free}</div></details>
</details>
"""
FIELD = """<div class="field"><label for="q-{name}">{label}</label>{control}
<p class="small" id="q-{name}-hint">{hint}</p>
<p class="wrong" role="alert" id="q-{name}-wrong" data-slot="wrong_{name}"></p></div>"""
TEXT = """<input id="q-{name}" type="text" inputmode="decimal" autocomplete="off" data-do="set"
 data-name="{name}" data-from="{name}" data-key="{name}" data-now="1"
 aria-describedby="q-{name}-hint q-{name}-wrong">"""
SELECT = """<select id="q-{name}" data-do="{do}" data-name="{name}" data-from="{name}" data-key="{name}"
 aria-describedby="q-{name}-hint q-{name}-wrong">{options}</select>"""
TICK = """<div class="field"><label class="pick"><input type="checkbox" data-do="tick" data-name="{name}"
 aria-describedby="q-{name}-hint"{checked}>{label}</label>
<p class="small" id="q-{name}-hint">{hint}</p></div>"""


class QuestionForm(Viewer):
    """The form; `question()` reads it, and says at the fields what cannot be."""

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None):
        super().__init__()
        self.session, self.lang, self._changed = session, session.lang, changed
        self.asked = Asked(session)
        self.view = LiveHtml()
        for action in ("set", "tick", "add", "unpick", "other", "ambition"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.view.on("amount", self._amount_of_row)
        self._draw()

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    # --- drawn ---------------------------------------------------------------------------------

    def _field(self, name: str, control: str, hint: str = "", label: str = "", **values: object) -> Markup:
        box = html(control, name=name, **{"do": "set", **values})
        return html(FIELD, name=name, label=label or self._t(name), control=box, hint=hint)

    def _tick_box(self, name: str) -> Markup:
        checked = Markup(" checked") if self.asked.ticks[name] else ""
        return html(TICK, name=name, label=self._t(name), hint=self._t(f"{name}_hint"), checked=checked)

    def _list_field(self, name: str) -> Markup:
        of_areas = name in ("areas", "local")
        control = self.asked.lists[name].frame(self._t("choose_area" if of_areas else "choose_measure"))
        return html(FIELD, name=name, label=self._t(name), control=control, hint=self._t(f"{name}_hint"))

    def _thresholds(self) -> Markup:
        names = table("hazards")[f"name_{self.lang}"]
        return Markup("").join(
            self._field(
                f"most_{hazard}",
                TEXT,
                label=self._t("most", theme=names[hazard]),
                hint=html('<span data-slot="damage_{}"></span>', hazard),
            )
            for hazard in self.asked.today_eur
        )

    def _show_damage(self) -> None:
        """Today's damage and that of the year asked, under each threshold."""
        year = t(f"horizon.{self.asked.texts['horizon']}", self.lang)
        then = self.asked.damage_eur(self.asked.texts["horizon"])
        self.view.show(
            **{
                f"damage_{hazard}": self._t(
                    "most_hint",
                    now=money_short(eur, self.lang),
                    year=year,
                    then=money_short(then[hazard], self.lang),
                )
                for hazard, eur in self.asked.today_eur.items()
            }
        )

    def _draw(self) -> None:
        goals = options([(goal, self._t(f"goal_{goal}")) for goal in GOALS])
        horizons = options([(one, t(f"horizon.{one}", self.lang)) for one in HORIZONS])
        self._drawn_splits = self.asked.splits()
        parts = {
            "goal": self._field("goal", SELECT, options=goals),
            "budget": self._field("budget", TEXT, self._t("budget_hint")),
            "yearly": self._field("yearly", TEXT, self._t("yearly_hint")),
            "least": self._field("least", TEXT, self._t("least_hint")),
            "split": self._field("split", SELECT, self._t("split_hint"), options=options(self._drawn_splits)),
            "thresholds": self._thresholds(),
            "equity": self._field("equity", TEXT, self._t("equity_hint")),
            "private": self._field("private", TEXT, self._t("private_hint")),
            "reach": self._field("reach", TEXT, self._t("reach_hint")),
            **{name: self._list_field(name) for name in self.asked.lists},
            "horizon": self._field("horizon", SELECT, options=horizons),
            **{name: self._tick_box(name) for name in self.asked.ticks},
        }
        n = self.asked.demands()
        parts |= {"open": Markup(" open") if n else "", "more": self._t("more_n" if n else "more", n=n)}
        words = ("expert", "money_head", "damage_head", "damage_hint", "measures_head", "ambition")
        self.view.html = str(html(FRAME, **parts, **{word: self._t(word) for word in words}))
        self._show_damage()
        self._show()

    def _show(self) -> None:
        """The rows that were picked, and the weights where they count."""
        rows = {f"rows_{name}": one.shown() for name, one in self.asked.lists.items()}
        weights = Markup("")
        if self.asked.texts["goal"] == "weighted":
            fields = [self._field(f"weight_{name}", TEXT) for name in WEIGHTS]
            weights = html('<div class="ask">{}</div>', Markup("").join(fields))
        self.view.show(**rows, weights=weights, **dict.fromkeys(self.asked.lists, ""), **self.asked.texts)

    def follow(self) -> None:
        """Other ways to finance in the study."""
        if self.asked.splits() != self._drawn_splits:
            if self.asked.texts["split"] not in dict(self.asked.splits()):
                self.asked.texts["split"] = ""
            self._draw()

    # --- what the planner does -------------------------------------------------------------------

    def _set(self, data: dict[str, Any]) -> None:
        name, text = str(data.get("name")), str(data.get("value", ""))[:80]
        if name not in self.asked.texts:
            return
        self.asked.texts[name] = text
        self.view.show(**{name: text})
        if name == "goal":
            self._show()
        if name == "horizon":
            self._show_damage()
        self._changed()

    def _tick(self, data: dict[str, Any]) -> None:
        if data.get("name") in self.asked.ticks:
            self.asked.tick(str(data["name"]), bool(data.get("value")))
            self._changed()

    def _picked(self, data: dict[str, Any]) -> tuple[PickedList, int] | None:
        """The list and the row that something was done to."""
        one, at = self.asked.lists.get(str(data.get("name"))), str(data.get("at", ""))
        return None if one is None or not at.isdigit() else (one, int(at))

    def _add(self, data: dict[str, Any]) -> None:
        name, key = str(data.get("name")), str(data.get("value"))
        if name in self.asked.lists and self.asked.lists[name].add(key):
            if name == "local":  # the theme that costs most there
                worst = max(
                    self.asked.today_eur, key=lambda hazard: self.asked.here_eur(hazard, key), default=""
                )
                self.asked.lists[name].change(len(self.asked.lists[name].rows) - 1, other=worst)
            self._show()
            self._changed()

    def _unpick(self, data: dict[str, Any]) -> None:
        if (found := self._picked(data)) is not None:
            found[0].drop(found[1])
            self._show()
            self.view.focus(found[0].name)
            self._changed()

    def _other(self, data: dict[str, Any]) -> None:
        if (found := self._picked(data)) is not None:
            other = str(data.get("value", ""))
            if other in (found[0].others or {}):
                found[0].change(found[1], other=other)
                self._show()
                self._changed()

    def _amount_of_row(self, data: dict[str, Any]) -> None:
        if (found := self._picked(data)) is not None:
            found[0].change(found[1], amount=str(data.get("value", ""))[:20])
            self._changed()

    def _ambition(self, _data: dict[str, Any]) -> None:
        """Keep what is acceptable with the study, where every later question starts from it."""
        ambition = self.asked.ambition()
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
        question = self.asked.question()
        self._say()
        return question

    def _say(self) -> None:
        """The problems at their fields, and the keyboard at the first of them."""
        names = [*self.asked.texts, *self.asked.lists, "weights"]
        self.view.show(**{f"wrong_{name}": self.asked.problems.get(name, "") for name in names})
        first = next((name for name in names if name in self.asked.problems), None)
        if first is not None:
            self.view.focus(first)

    def said(self) -> str:
        """How many fields need another look."""
        return self._t("look_at_fields", n=number(len(self.asked.problems), self.lang, 0))

    def __panel__(self) -> Viewable:
        return self.view

"""What the best package is asked for: goal, money and what must hold, as a form that keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from panel.viewable import Viewable, Viewer

from dashboards.parts.amounts import FEWEST_EUR, euros, share
from dashboards.parts.live import LiveHtml, Markup, html, options
from dashboards.parts.session import Session
from kans_model.ambition import WEIGHTS, Threshold
from kans_model.baseline import HAZARDS
from kans_model.financesummary import split_name
from kans_model.financing import PRESETS
from kans_model.numbers import money_short, number
from kans_model.problems import KansError, Problem
from kans_model.question import GOALS, Question
from kans_model.scenario import HORIZONS
from kans_model.tables import table
from kans_model.texts import t

FIRST_PIN = "10"
"""Least uptake that a required measure starts with. [%]"""
FIELD_OF = {
    "cheapest_without_threshold": "goal",
    "weights_wrong": "weights",
    "pinned_and_banned": "bans",
    "equity_out_of_range": "equity",
    "budget_needed": "budget",
    "pin_has_no_room": "pins",
}
"""Problem of the model → the field where it is said."""

FRAME = """
<div class="ask">{goal}{budget}</div><div data-slot="weights"></div><p class="wrong" role="alert"
 id="q-weights-wrong" data-slot="wrong_weights"></p>
<details class="more"><summary>{more}</summary>
<h3>{money_head}</h3><div class="ask">{yearly}{least}{split}</div>
<h3>{damage_head}</h3><p class="small">{damage_hint}</p><div class="ask">{thresholds}{equity}{reach}</div>
<h3>{measures_head}</h3><div class="ask">{pins}{bans}{private}{whole}</div>
<details class="more"><summary>{expert}</summary><div class="ask">{horizon}{expected}{free}</div></details>
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
PICKED = """<ul class="picked" data-slot="rows_{name}"></ul>"""
PIN = """<li><span>{name}</span><span class="least">{least} <input type="text" inputmode="decimal"
 value="{value}" data-do="pin" data-name="{measure}" data-key="pin-{measure}" data-now="1"
 aria-label="{aria}"> %</span>
<button class="link" data-do="unpin" data-name="{measure}" aria-label="{drop}: {name}">{drop}</button></li>"""
BAN = """<li><span>{name}</span><button class="link" data-do="unban" data-name="{measure}"
 aria-label="{drop}: {name}">{drop}</button></li>"""


class QuestionForm(Viewer):
    """The form; `question()` reads it, and says at the fields what cannot be.

    Everything typed is kept as text, so nothing is lost when a field is wrong.
    """

    def __init__(self, session: Session, changed: Callable[[], None] = lambda: None):
        super().__init__()
        self.session, self.lang, self._changed = session, session.lang, changed
        self.measures = table("measures")[f"name_{self.lang}"]
        self.today_eur = self._damage("now")
        self.exact: dict[str, float] = {}
        self.texts = {"goal": GOALS[0], "horizon": "2050", "budget": self._first_budget(), "split": ""}
        self.texts |= dict.fromkeys(("yearly", "least", "equity", "reach", "private"), "")
        self.texts |= {f"most_{hazard}": "" for hazard in self.today_eur}
        self.texts |= {f"weight_{name}": "1" for name in WEIGHTS}
        self.ticks = {"whole": False, "expected": False, "free": False}
        self.pins: dict[str, str] = {}
        self.bans: list[str] = []
        self.problems: dict[str, str] = {}
        self.from_package = ""
        self._ask_again()
        self.view = LiveHtml()
        for action in ("set", "tick", "pin", "unpin", "unban", "add"):
            self.view.on(action, getattr(self, f"_{action}"))
        self._draw()

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    # --- what it starts with -------------------------------------------------------------------

    def _damage(self, horizon: str) -> dict[str, float]:
        """Damage without any package, of the themes that count in totals. [EUR/yr]"""
        result = self.session.study.evaluate("niets_doen")
        before = result["ead_before_eur"].sel(horizon=horizon)
        return {
            hazard: float(before.sel(hazard=hazard).sum())
            for hazard in HAZARDS
            if hazard in result.attrs["hazards_included"]
        }

    def _first_budget(self) -> str:
        """The budget the planner set; else what *alleen meekoppelen* costs; else what his package costs."""
        study, portfolio = self.session.study, self.session.portfolio
        eur = portfolio.budget_eur or 0.0
        for package in ("meekoppelen", portfolio):
            eur = eur or float(study.evaluate(package)["capex_eur"].sum())
        return self._money(eur if eur > 0 else None)

    def _money(self, eur: float | None) -> str:
        """An amount as one would type it; read back it is exactly this amount."""
        if not eur:
            return ""
        text = money_short(eur, self.lang).replace("€", "").strip().replace("\u00a0", " ")
        self.exact[text] = eur
        return text

    def _ask_again(self) -> None:
        """The question that the open package is the answer to, if it is one."""
        try:
            asked = Question.from_dict(self.session.portfolio.question)
            asked.check(self.session.study)
        except (KansError, TypeError, ValueError, AttributeError):
            return  # of another city or another version
        if asked == Question():
            return
        self.from_package = self.session.portfolio.id
        self.texts |= {
            "goal": asked.goal,
            "horizon": asked.horizon,
            "budget": self._money(asked.budget_eur),
            "yearly": self._money(asked.budget_eur_per_year),
            "least": self._money(asked.least_project_eur),
            "equity": self._percent(asked.equity_share or None),
            "private": self._percent(asked.private_most if asked.private_most < 1 else None),
            "reach": self._percent(None if asked.least_reach_pct is None else asked.least_reach_pct / 100),
            "split": asked.split if asked.split in dict(self._splits()) else "",
        }
        self.texts |= {
            f"weight_{name}": self._percent(asked.weights.get(name, 0.0) / 100) for name in WEIGHTS
        }
        self.texts |= {
            f"most_{one.hazard}": self._percent(one.most_eur_per_year / self.today_eur[one.hazard])
            for one in asked.thresholds
            if one.area is None and self.today_eur.get(one.hazard, 0) > 0
        }
        self.ticks = {"whole": asked.whole, "expected": asked.expected, "free": asked.free_split}
        self.pins = {name: self._percent(least) for name, least in asked.pins.items()}
        self.bans = list(asked.bans)

    def _percent(self, part: float | None) -> str:
        """A share as one would type it."""
        if part is None:
            return ""
        text = f"{100 * part:.10g}"
        return text.replace(".", ",") if self.lang == "nl" else text

    # --- drawn ---------------------------------------------------------------------------------

    def _field(self, name: str, control: str, hint: str = "", label: str = "", **values: object) -> Markup:
        box = html(control, name=name, **{"do": "set", **values})
        return html(FIELD, name=name, label=label or self._t(name), control=box, hint=hint)

    def _tick_box(self, name: str) -> Markup:
        checked = Markup(" checked") if self.ticks[name] else ""
        return html(TICK, name=name, label=self._t(name), hint=self._t(f"{name}_hint"), checked=checked)

    def _measure_list(self, name: str) -> Markup:
        pairs = [("", self._t("choose_measure")), *self.measures.sort_values().items()]
        select = html(SELECT, name=name, do="add", options=options(pairs))
        return html(FIELD, name=name, label=self._t(name), control=select + html(PICKED, name=name),
                    hint=self._t(f"{name}_hint"))  # fmt: skip

    def _thresholds(self) -> Markup:
        names = table("hazards")[f"name_{self.lang}"]
        return Markup("").join(
            self._field(
                f"most_{hazard}",
                TEXT,
                label=self._t("most", theme=names[hazard]),
                hint=html('<span data-slot="damage_{}"></span>', hazard),
            )
            for hazard in self.today_eur
        )

    def _show_damage(self) -> None:
        """Today's damage and that of the year asked, under each threshold."""
        year = t(f"horizon.{self.texts['horizon']}", self.lang)
        then = self._damage(self.texts["horizon"])
        self.view.show(
            **{
                f"damage_{hazard}": self._t(
                    "most_hint",
                    now=money_short(eur, self.lang),
                    year=year,
                    then=money_short(then[hazard], self.lang),
                )
                for hazard, eur in self.today_eur.items()
            }
        )

    def _splits(self) -> list[tuple[str, str]]:
        presets = [(key, t(f"split.{key}", self.lang)) for key in PRESETS]
        own = [(one.id, split_name(one, self.lang)) for one in self.session.study.splits]
        return [("", self._t("no_split")), *own, *presets]

    def _draw(self) -> None:
        goals = options([(goal, self._t(f"goal_{goal}")) for goal in GOALS])
        horizons = options([(one, t(f"horizon.{one}", self.lang)) for one in HORIZONS])
        self._drawn_splits = self._splits()
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
            "pins": self._measure_list("pins"),
            "bans": self._measure_list("bans"),
            "horizon": self._field("horizon", SELECT, options=horizons),
            **{name: self._tick_box(name) for name in self.ticks},
        }
        words = ("more", "expert", "money_head", "damage_head", "damage_hint", "measures_head")
        self.view.html = str(html(FRAME, **parts, **{word: self._t(word) for word in words}))
        self._show_damage()
        self._show()

    def _show(self) -> None:
        """The rows of measures, and the weights where they count."""
        drop = self._t("drop")
        pins = Markup("").join(
            html(PIN, name=self.measures[one], measure=one, value=value, drop=drop, least=self._t("at_least"),
                 aria=self._t("pin_label", name=self.measures[one]))
            for one, value in self.pins.items()
        )  # fmt: skip
        bans = Markup("").join(
            html(BAN, name=self.measures[one], measure=one, drop=drop) for one in self.bans
        )
        weights = Markup("")
        if self.texts["goal"] == "weighted":
            fields = [self._field(f"weight_{name}", TEXT) for name in WEIGHTS]
            weights = html('<div class="ask">{}</div>', Markup("").join(fields))
        self.view.show(rows_pins=pins, rows_bans=bans, weights=weights, pins="", bans="", **self.texts)

    def follow(self) -> None:
        """Other ways to finance in the study."""
        if self._splits() != self._drawn_splits:
            if self.texts["split"] not in dict(self._splits()):
                self.texts["split"] = ""
            self._draw()

    # --- what the planner does -------------------------------------------------------------------

    def _set(self, data: dict[str, Any]) -> None:
        name, text = str(data.get("name")), str(data.get("value", ""))[:80]
        if name not in self.texts:
            return
        self.texts[name] = text
        self.view.show(**{name: text})
        if name == "goal":
            self._show()
        if name == "horizon":
            self._show_damage()
        self._changed()

    def _tick(self, data: dict[str, Any]) -> None:
        if data.get("name") in self.ticks:
            self.ticks[str(data["name"])] = bool(data.get("value"))
            self._changed()

    def _add(self, data: dict[str, Any]) -> None:
        measure, name = str(data.get("value")), data.get("name")
        if measure not in self.measures.index:
            return
        if name == "pins":
            self.pins.setdefault(measure, FIRST_PIN)
        elif name == "bans" and measure not in self.bans:
            self.bans = [*self.bans, measure]
        self._show()
        self._changed()

    def _pin(self, data: dict[str, Any]) -> None:
        if data.get("name") in self.pins:
            self.pins[str(data["name"])] = str(data.get("value", ""))[:20]
            self._changed()

    def _unpin(self, data: dict[str, Any]) -> None:
        self.pins.pop(str(data.get("name")), None)
        self._show()
        self.view.focus("pins")
        self._changed()

    def _unban(self, data: dict[str, Any]) -> None:
        self.bans = [one for one in self.bans if one != data.get("name")]
        self._show()
        self.view.focus("bans")
        self._changed()

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
        self.problems = {}
        texts = self.texts
        budget = self._amount("budget", FEWEST_EUR)
        asked: dict[str, Any] = {
            "goal": texts["goal"],
            "horizon": texts["horizon"],
            "budget_eur": budget,
            "budget_eur_per_year": self._amount("yearly", FEWEST_EUR),
            "least_project_eur": self._amount("least") or 0.0,
            "equity_share": self._read("equity", share) or 0.0,
            "pins": self._read_pins(),
            "bans": tuple(self.bans),
            "thresholds": self._read_thresholds(),
            "whole": self.ticks["whole"],
            "expected": self.ticks["expected"],
            "split": texts["split"] or None,
            "free_split": self.ticks["free"] and bool(texts["split"]),
        }
        reach, private = self._read("reach", share), self._read("private", share)
        asked["private_most"] = 1.0 if private is None else private
        asked["least_reach_pct"] = None if reach is None else 100 * reach
        if asked["goal"] == "weighted":
            asked["weights"] = {name: 100 * (self._read(f"weight_{name}", share) or 0.0) for name in WEIGHTS}
        question = None
        if not self.problems:
            question = Question(**asked)
            try:
                self._check(question)
            except KansError as error:
                self._place(error)
        self._say()
        return None if self.problems else question

    def _check(self, question: Question) -> None:
        needs_money = question.goal in ("avoided", "weighted") and not question.split
        if needs_money and question.budget_eur is None and question.budget_eur_per_year is None:
            raise KansError(Problem("budget_needed"))
        question.check(self.session.study)

    def _place(self, error: KansError) -> None:
        """Every problem at its field; what has none goes to whoever asked."""
        for problem in error.problems:
            if problem.key not in FIELD_OF:
                raise error
            text = problem.text(self.lang)
            if problem.key in ("pinned_and_banned", "pin_has_no_room"):
                text = text.replace(str(problem.value), self.measures[problem.value])
            self.problems[FIELD_OF[problem.key]] = text

    def _amount(self, name: str, fewest: float = 0.0) -> float | None:
        """An amount as typed; one that was filled in for the reader is exactly what it stands for."""
        return self.exact.get(self.texts[name]) or self._read(name, euros, fewest)

    def _read(self, name: str, read: Callable[..., float | None], *more: float) -> float | None:
        try:
            return read(self.texts[name], self.lang, *more)
        except KansError as error:
            self.problems[name] = error.text(self.lang)
            return None

    def _read_pins(self) -> dict[str, float]:
        pins = {}
        for measure, text in self.pins.items():
            try:
                pins[measure] = share(text, self.lang) or 0.0
            except KansError as error:
                self.problems["pins"] = f"{self.measures[measure]}: {error.text(self.lang)}"
        return pins

    def _read_thresholds(self) -> tuple[Threshold, ...]:
        found = []
        for hazard, eur in self.today_eur.items():
            part = self._read(f"most_{hazard}", lambda text, lang: share(text, lang, 1000.0))
            if part is not None:
                found.append(Threshold(hazard, float(part * eur)))
        return tuple(found)

    def _say(self) -> None:
        """The problems at their fields, and the keyboard at the first of them."""
        names = [*self.texts, "pins", "bans", "weights"]
        self.view.show(**{f"wrong_{name}": self.problems.get(name, "") for name in names})
        first = next((name for name in names if name in self.problems), None)
        if first is not None:
            self.view.focus(first)

    def said(self) -> str:
        """How many fields need another look."""
        return self._t("look_at_fields", n=number(len(self.problems), self.lang, 0))

    def __panel__(self) -> Viewable:
        return self.view

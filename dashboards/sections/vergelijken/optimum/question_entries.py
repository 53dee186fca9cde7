"""What was typed and picked in the form of the best package, and the question it makes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from dashboards.parts.frame.session import Session
from dashboards.sections.vergelijken.optimum.pick_list import Pick, PickList
from kans_model.dialogue.ambition import FIRST_REMAINS_PCT, MOST_REMAINS_PCT, WEIGHTS, Ambition, Threshold
from kans_model.finance.split_terms import PRESETS
from kans_model.optimum.question import FIRST_PIN_PCT, Question, held_limits
from kans_model.optimum.same_budget import first_budget_eur
from kans_model.reports.limits_in_words import held_lines
from kans_model.study.file_schema import check_question
from kans_model.study.names import split_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.amounts import money_short
from kans_model.words.entry import FEWEST_EUR, euros, share
from kans_model.words.json_text import json_value
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

FIELD_OF = {
    "cheapest_without_threshold": "goal",
    "weights_wrong": "weights",
    "pinned_and_banned": "bans",
    "equity_out_of_range": "equity",
    "budget_needed": "budget",
    "pin_has_no_room": "pins",
    "pinned_excluded": "apart",
    "threshold_twice": "local",
}
"""Problem of the model → the field where it is said."""


def parameter(field: str) -> Any:
    """What a field of the form stands for in a question, with its bounds, options and words."""
    return Question.labelled(f"question.{field}")


def question_in_address(session: Session) -> Question | None:
    """The question that was asked last, as the address of the page holds it; None for none that can be."""
    try:
        return _known_question(json_value(session.query.get("ask", "")), session.study)
    except KansError:
        return None


def in_address(question: Question) -> str:
    """A question as text for the address."""
    return json.dumps(question.to_dict(), separators=(",", ":"))


def _known_question(values: Any, study: Study) -> Question | None:
    """The question that was kept; None for none, or one of another city or another version."""
    try:
        check_question(values)
        asked = Question.from_dict(values)
        asked.check(study)
    except KansError:
        return None
    return None if asked == Question() else asked


class QuestionEntries:
    """What was typed, ticked and picked; `question()` reads it.

    Everything typed is kept as text, so nothing is lost when a field is wrong.

    Attributes
    ----------
    texts, ticks, lists : what stands in the fields, by name.
    problems : field → what is wrong there, since it was last read.
    """

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.measures = table("measures")[f"name_{self.lang}"]
        self.today_eur = self.damage_eur("now")
        self.exact: dict[str, float] = {}
        usual = {name: parameter(name).default for name in ("goal", "horizon", "budget_of")}
        self.texts = {"budget": self._first_budget(), "split": ""} | usual
        self.texts |= dict.fromkeys(("yearly", "least", "equity", "reach"), "")
        self.texts |= {f"most_{hazard}": "" for hazard in self.today_eur}
        self.texts |= {f"weight_{name}": "1" for name in WEIGHTS}
        self.ticks = {"whole": False, "expected": False, "free": False, "soft": False}
        self.ticks["limits"] = bool(session.study.dialogue.criteria)
        self.lists = self._lists()
        self.problems: dict[str, str] = {}
        self.from_package, self.from_address = "", False
        self.vulnerable: tuple[str, ...] = ()
        self.hardness: dict[tuple, bool] = {}  # of thresholds as they were given, until the tick is used
        self.beyond: tuple[Threshold, ...] = ()  # what the form has no field for stays in the ambition
        self._set_ambition(session.study.ambition)
        self._ask_again()

    def _t(self, key: str, **values: object) -> str:
        return t(f"question.{key}", self.lang, **values)

    def _lists(self) -> dict[str, PickList]:
        """Everything one adds to, by name."""
        lang, measures = self.lang, dict(self.measures.sort_values())
        areas = {str(code): str(name) for code, name in self.session.city.areas["name"].sort_values().items()}
        names = table("hazards")[f"name_{lang}"]
        themes = {hazard: names[hazard].lower() for hazard in self.today_eur}
        made = [
            PickList("pins", measures, lang, str(FIRST_PIN_PCT)),
            PickList("bans", measures, lang),
            PickList("local", areas, lang, str(FIRST_REMAINS_PCT), themes),
            PickList("areas", areas, lang),
            PickList("apart", measures, lang, others=measures),
            PickList("needs", measures, lang, others=measures),
        ]
        return {picked.name: picked for picked in made}

    def damage_eur(self, horizon: str) -> dict[str, float]:
        """Damage without any package, of the themes that count in totals. [EUR/yr]"""
        result = self.session.study.evaluate("niets_doen")
        before = self._before().sel(horizon=horizon)
        return {
            hazard: float(before.sel(hazard=hazard).sum())
            for hazard in HAZARDS
            if hazard in result.attrs["hazards_included"]
        }

    def _before(self) -> xr.DataArray:
        """Damage without any package per hazard, area and horizon. [EUR/yr]"""
        return self.session.study.evaluate("niets_doen")["ead_before_eur"]

    def here_eur(self, hazard: str, code: str) -> float:
        """Today's damage in a buurt; nought where it is unknown. [EUR/yr]"""
        return float(np.nan_to_num(self._before().sel(horizon="now", hazard=hazard, area=code)))

    def _first_budget(self) -> str:
        return self._money(first_budget_eur(self.session.study, self.session.portfolio))

    def _money(self, eur: float | None) -> str:
        """An amount as one would type it; read back it is exactly this amount."""
        if not eur:
            return ""
        text = money_short(eur, self.lang).replace("€", "").strip().replace("\u00a0", " ")
        self.exact[text] = eur
        return text

    def _ask_again(self) -> None:
        """The question in the address, asked before the page was loaded, or that of the open package."""
        asked = question_in_address(self.session)
        self.from_address = asked is not None
        if asked is None:
            asked = _known_question(self.session.portfolio.question, self.session.study)
            self.from_package = "" if asked is None else self.session.portfolio.id
        if asked is None:
            return
        self.texts |= {
            "goal": asked.goal,
            "horizon": asked.horizon,
            "budget": self._money(asked.budget_eur),
            "budget_of": asked.budget_of,
            "yearly": self._money(asked.budget_eur_per_year),
            "least": self._money(asked.least_project_eur),
            "reach": self._percent(None if asked.least_reach_pct is None else asked.least_reach_pct / 100),
            "split": asked.split if asked.split in dict(self.splits()) else "",
        }
        self._set_ambition(asked.ambition)
        self.ticks |= {"whole": asked.whole, "expected": asked.expected, "free": asked.free_split}
        self.ticks["limits"] = bool(asked.limits)
        rows = {
            "pins": [Pick(name, self._percent(least)) for name, least in asked.pins.items()],
            "bans": [Pick(name) for name in asked.bans],
            "areas": [Pick(code) for code in asked.areas],
            "apart": [Pick(first, other=second) for first, second in asked.exclusions],
            "needs": [Pick(first, other=second) for first, second in asked.dependencies],
        }
        for name, picked in rows.items():
            self.lists[name].rows = picked

    def _set_ambition(self, ambition: Ambition) -> None:
        """Fill in what is acceptable, and what weighs how much."""
        weights = {name: self._percent(ambition.weights.get(name, 0.0) / 100) for name in WEIGHTS}
        self.texts |= {f"weight_{name}": text for name, text in weights.items()}
        self.texts["equity"] = self._percent(ambition.equity_share or None)
        self.vulnerable = ambition.vulnerable
        known = [threshold for threshold in ambition.thresholds if self._now_eur(threshold) > 0]
        self.beyond = tuple(threshold for threshold in ambition.thresholds if threshold not in known)
        self.hardness = {threshold.name: threshold.hard for threshold in known}
        self.texts |= dict.fromkeys((f"most_{hazard}" for hazard in self.today_eur), "") | {
            f"most_{limit.hazard}": self._percent(limit.most_eur_per_year / self.today_eur[limit.hazard])
            for limit in known
            if limit.area is None
        }
        self.lists["local"].rows = [
            Pick(limit.area, self._percent(limit.most_eur_per_year / self._now_eur(limit)), limit.hazard)
            for limit in known
            if limit.area is not None
        ]
        self.ticks["soft"] = bool(known) and not all(threshold.hard for threshold in known)

    def _now_eur(self, threshold: Threshold) -> float:
        """Today's damage where a threshold is; nought where the form has no field for it. [EUR/yr]"""
        if threshold.area is None or threshold.hazard not in self.today_eur:
            return self.today_eur.get(threshold.hazard, 0.0)
        return self.here_eur(threshold.hazard, threshold.area)

    def _percent(self, part: float | None) -> str:
        """A share as one would type it."""
        if part is None:
            return ""
        text = f"{100 * part:.10g}"
        return text.replace(".", ",") if self.lang == "nl" else text

    def tick(self, name: str, value: bool) -> None:
        self.ticks[name] = value
        if name == "soft":
            self.hardness = {}

    def question(self) -> Question | None:
        """What is asked, or None when something cannot be; `problems` then says what, by field.

        Raises
        ------
        KansError
            For what belongs to no field.
        """
        self.problems = {}
        texts = self.texts
        asked: dict[str, Any] = {
            "goal": texts["goal"],
            "horizon": texts["horizon"],
            "budget_eur": self._amount("budget"),
            "budget_of": texts["budget_of"],
            "budget_eur_per_year": self._amount("yearly"),
            "least_project_eur": self._amount("least") or 0.0,
            "equity_share": self._share("equity") or 0.0,
            "vulnerable": self.vulnerable,
            "pins": self._read_pins(),
            "bans": self._keys("bans"),
            "areas": self._keys("areas"),
            "exclusions": self._read_pairs("apart"),
            "dependencies": self._read_pairs("needs"),
            "thresholds": self._read_thresholds(),
            "limits": (),
            "whole": self.ticks["whole"],
            "expected": self.ticks["expected"],
            "split": texts["split"] or None,
            "free_split": self.ticks["free"] and bool(texts["split"]),
        }
        reach = self._read("reach", share, parameter("reach").softbounds[1])
        asked["least_reach_pct"] = None if reach is None else 100 * reach
        if asked["goal"] == "weighted":
            asked["weights"] = self._read_weights()
        question = None
        if self.ticks["limits"]:
            asked |= self._of_dialogue(asked["thresholds"], asked["horizon"])
        if not self.problems:
            question = Question(**asked)
            try:
                self._check(question)
            except KansError as error:
                self._place(error)
        return None if self.problems else question

    def ambition(self) -> Ambition | None:
        """What is acceptable by the form, or None when something cannot be."""
        self.problems = {}
        read = Ambition(
            thresholds=(*self._read_thresholds(), *self.beyond),
            equity_share=self._share("equity") or 0.0,
            vulnerable=self.vulnerable,
            weights=self._read_weights(),
        )
        try:
            read.check(self.session.city.areas.index)
        except KansError as error:
            self._place(error)
        return None if self.problems else read

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
            self.problems[FIELD_OF[problem.key]] = self._named(problem, problem.text(self.lang))

    def _named(self, problem: Problem, text: str) -> str:
        """The text of a problem with names for ids."""
        about = {str(problem.value), *map(str, problem.details.values())}
        for key in about & set(self.measures.index):
            text = text.replace(f"'{key}'", f"'{self.measures[key]}'")
        themes, areas = self.lists["local"].others or {}, self.lists["local"].choices
        for key in about & set(themes):
            text = text.replace(f"'{key}'", f"'{themes[key]}'")
        for key in about & set(areas):
            text = text.replace(key, areas[key])
        return text

    def _amount(self, name: str) -> float | None:
        """An amount as typed; one that was filled in for the reader is exactly what it stands for."""
        return self.exact.get(self.texts[name]) or self._read(name, euros, FEWEST_EUR)

    def _share(self, name: str) -> float | None:
        """A percentage as typed, within the bounds of what it stands for."""
        return self._read(name, share, 100 * parameter(name).bounds[1])

    def _read(self, name: str, read: Callable[..., float | None], *more: float) -> float | None:
        try:
            return read(self.texts[name], self.lang, *more)
        except KansError as error:
            self.problems[name] = error.text(self.lang)
            return None

    def _read_weights(self) -> dict[str, float]:
        return {name: 100 * (self._read(f"weight_{name}", share) or 0.0) for name in WEIGHTS}

    def _keys(self, name: str) -> tuple[str, ...]:
        return tuple(row.key for row in self.lists[name].rows)

    def _read_row(self, name: str, row: Pick, most: float = 100.0) -> float | None:
        """The share a row asks for, None for none; what is wrong with it is said at its list."""
        try:
            return share(row.amount, self.lang, most)
        except KansError as error:
            self.problems[name] = f"{self.lists[name].choices[row.key]}: {error.text(self.lang)}"
            return None

    def _read_pins(self) -> dict[str, float]:
        return {row.key: self._read_row("pins", row) or 0.0 for row in self.lists["pins"].rows}

    def _read_pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Pairs of measures; one without its other half is said at its list."""
        picked = self.lists[name]
        for row in picked.rows:
            if not row.other:
                self.problems[name] = self._t("pair_half", name=picked.choices[row.key])
        return tuple(dict.fromkeys((row.key, row.other) for row in picked.rows if row.other))

    def _read_thresholds(self) -> tuple[Threshold, ...]:
        """City-wide and per buurt; an empty field is no demand."""
        read = []
        for hazard, eur in self.today_eur.items():
            part = self._read(f"most_{hazard}", lambda text, lang: share(text, lang, MOST_REMAINS_PCT))
            if part is not None:
                read.append(Threshold(hazard, float(part * eur)))
        for row in self.lists["local"].rows:
            part = self._read_row("local", row, MOST_REMAINS_PCT)
            if part is not None:
                read.append(Threshold(row.other, part * self.here_eur(row.other, row.key), row.key))
        hard = not self.ticks["soft"]
        return tuple(replace(threshold, hard=self.hardness.get(threshold.name, hard)) for threshold in read)

    def _of_dialogue(self, typed: tuple[Threshold, ...], horizon: str) -> dict[str, Any]:
        """Limits of the risk dialogue that are held, beside the thresholds that were typed here."""
        study = self.session.study
        known = {threshold.name for threshold in typed}
        beside = (own for own in study.dialogue.thresholds(horizon) if own.name not in known)
        counted = (own for own in beside if own.hazard in study.baseline.hazards_included)
        return {"thresholds": (*typed, *counted), "limits": held_limits(study, horizon)[0]}

    def limit_lines(self) -> list[str]:
        """Which limits of the risk dialogue a search holds, and which not, with why."""
        return list(held_lines(self.session.study, self.texts["horizon"], self.lang))

    def splits(self) -> list[tuple[str, str]]:
        """Ways to finance to choose from, by id."""
        presets = [(key, t(f"split.{key}", self.lang)) for key in PRESETS]
        own = [(split.id, split_name(split, self.lang)) for split in self.session.study.splits]
        return [("", self._t("no_split")), *own, *presets]

    def demands(self) -> int:
        """How many demands are made beyond goal, money and year."""
        main = ("goal", "budget", "budget_of", "horizon", *(f"weight_{name}" for name in WEIGHTS))
        typed = sum(bool(text) for name, text in self.texts.items() if name not in main)
        ticked = sum(on for name, on in self.ticks.items() if name != "limits" or self.limit_lines())
        return typed + ticked + sum(len(picked.rows) for picked in self.lists.values())

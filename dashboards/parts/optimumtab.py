"""Is there a better package for this money? The optimum, the front and what else is nearly as good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts import theme
from dashboards.parts.alternativestable import AlternativesTable
from dashboards.parts.conflictwords import reworded
from dashboards.parts.found import Found, found
from dashboards.parts.frontchart import FrontChart
from dashboards.parts.live import LiveHtml, html
from dashboards.parts.optimumanswer import OptimumAnswer
from dashboards.parts.packages import DESCRIPTION_LENGTH, TITLE_LENGTH, package_name
from dashboards.parts.questionform import QuestionForm
from dashboards.parts.questionwords import in_words, title_of
from dashboards.parts.remarks import file_notes, notices
from dashboards.parts.robusttable import RobustTable
from dashboards.parts.session import Session
from dashboards.parts.shell import Section
from dashboards.parts.slowwork import SlowWork
from dashboards.parts.whytable import WhyTable
from kans_model.alternatives import Alternative, alternatives
from kans_model.front import Point, front
from kans_model.numbers import money_short, percent
from kans_model.portfolio import Portfolio
from kans_model.problems import KansError
from kans_model.question import Question
from kans_model.robust import Robust, robust
from kans_model.study import REFERENCES, Study
from kans_model.texts import t

POINTS, POINTS_EACH = 30, 14
"""Budgets of a front: of one level of synergy, and of each of several."""
LEVELS = (0.0, 0.7, 0.9)
"""Least synergy, as part of the most within each budget."""
SLACK_PCT = 5
LOOKS = ("own", "second")

SLACK = """<div class="assumption"><label for="slack">{label}</label>
<input id="slack" type="range" min="1" max="15" step="1" value="{value}" data-do="slack" data-now="1">
<output data-slot="slack"></output></div>"""
SYNERGY = """<label class="pick"><input type="checkbox" data-do="levels">{label}</label>"""


class OptimumTab(Viewer):
    """Is there a better package for this money? The optimum, the front and what else is nearly as good."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        lang, notes = session.lang, file_notes(session)
        self.found: Found | None = None
        self.slack_pct, self.with_synergy = SLACK_PCT, False
        self.asked: Question | None = None
        areas = session.city.areas
        self.head = LiveHtml(html('<h1>{}</h1><p class="deck">{}</p><div data-slot="notices"></div>',
                                  t("page.vergelijken", lang), self._t("deck")))  # fmt: skip
        self.head.show(notices=notices(session, session.study.evaluate(session.portfolio)))
        self.form = QuestionForm(session)
        self.work = SlowWork(self._t("find"), lang, self._worked(found), self._show_found, self._ask)
        self.work.live.css_classes = ["main"]
        self.answer = OptimumAnswer(lang, self.keep, lambda: self.form.view.focus("budget"))
        self.empty = LiveHtml(html('<p class="small">{}</p>', self._t("empty")))
        self.chart = FrontChart(lang, self.open_point, notes)
        self.front_choice = LiveHtml(html(SYNERGY, label=self._t("front_synergy")))
        self.front_choice.on("levels", lambda data: setattr(self, "with_synergy", bool(data.get("value"))))
        self.front_work = SlowWork(
            self._t("front_start"), lang, self._worked(front), self._show_front, self._ask_front
        )
        self.slack = LiveHtml(html(SLACK, label=self._t("slack"), value=SLACK_PCT))
        self.slack.on("slack", self._slack)
        self._slack({})
        self.others = AlternativesTable(lang, self.open_alternative, notes)
        self.others_work = SlowWork(
            self._t("alternatives_start"), lang, self._worked(_others), self._show_others, self._ask_others
        )
        names = {str(code): str(name) for code, name in areas["name"].sort_values().items()}
        self.why = WhyTable(lang, names, notes)
        self.regret = RobustTable(lang, self.open_robust, notes)
        self.robust_work = SlowWork(
            self._t("robust_start"), lang, self._worked(_robust), self._show_robust, self._ask_robust
        )
        self.shown = {
            "question": self._section("question", self.form, self.work),
            "answer": self._section("answer", self.empty),
            "front": self._section("front", self.front_choice, self.front_work),
            "alternatives": self._section("alternatives", self.slack, self.others_work),
            "why": self._section("why", self.why),
            "robust": self._section("robust", self.robust_work),
        }
        self.layout = pn.Column(
            self.head,
            *(self.shown[name].column for name in ("question", "answer", "front", "robust")),
            css_classes=["stack"],
            sizing_mode="stretch_width",
            stylesheets=[theme.STYLES],
        )
        session.param.watch(self.update, "study")

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def _section(self, name: str, *parts: Viewable) -> Section:
        return Section(*parts, title=self._t(f"{name}_title"), deck=self._t(f"{name}_deck"))

    def _worked(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, whose problems speak the words of this page."""
        actors = self.session.study.actors

        def worked(*given: Any) -> Any:
            try:
                return work(*given)
            except KansError as error:
                raise reworded(error, actors, self.lang) from None

        return worked

    # --- asked ---------------------------------------------------------------------------------

    def _question(self, work: SlowWork) -> Question | None:
        question = self.form.question()
        if question is None:
            work.live.show(told=self.form.said())
        return question

    def rival(self) -> Portfolio:
        """What the answer is held against: *alleen meekoppelen*, or without planned works his own package."""
        study = self.session.study
        joint = study.portfolio("meekoppelen")
        return joint if float(study.evaluate(joint)["capex_eur"].sum()) > 0 else self.session.portfolio

    def _ask(self) -> tuple[Study, Question, Portfolio] | None:
        question = self._question(self.work)
        return None if question is None else (self.session.study, question, self.rival())

    def _ask_front(self) -> tuple[Study, Question, int, Sequence[float]] | None:
        self.asked = self._question(self.front_work)
        if self.asked is None:
            return None
        levels = LEVELS if self.with_synergy else LEVELS[:1]
        n = POINTS_EACH if self.with_synergy else POINTS
        return self.session.study, self.asked, n, levels

    def _ask_others(self) -> tuple[Found, float] | None:
        return None if self.found is None else (self.found, self.slack_pct / 100)

    def _ask_robust(self) -> tuple[Study, Question] | None:
        question = self._question(self.robust_work)
        return None if question is None else (self.session.study, question)

    def _slack(self, data: dict[str, Any]) -> None:
        self.slack_pct = int(min(max(float(data.get("value", SLACK_PCT)), 1), 15))
        self.slack.show(slack=percent(self.slack_pct / 100, self.lang))

    # --- shown ---------------------------------------------------------------------------------

    def _show_found(self, found: Found) -> None:
        self.found = found
        self.answer.show(found)
        self.why.show(found)
        answer = self.shown["answer"].column
        if self.answer.layout not in answer:
            answer[1:] = [self.answer.layout]
            order = ("question", "answer", "front", "alternatives", "why", "robust")
            self.layout[1:] = [self.shown[name].column for name in order]
        others = self.shown["alternatives"].column
        others[1:] = [self.slack, self.others_work.live]  # those of an earlier answer go
        self._mark()

    def _show_front(self, points: list[Point]) -> None:
        column = self.shown["front"].column
        if self.chart.layout not in column:
            column.append(self.chart.layout)
        self.chart.show(points, self.session.study.baseline.unit_price_eur)
        self._mark()

    def _mark(self) -> None:
        """The packages beside the front: own ones, references, and the answer."""
        study = self.session.study
        horizon = self.asked.horizon if self.asked else "2050"
        named = {
            one.id: (package_name(one, self.lang), LOOKS[place % len(LOOKS)], one)
            for place, one in enumerate(study.portfolios)
        }
        named |= {key: (t(f"portfolio.{key}", self.lang), key, study.portfolio(key)) for key in REFERENCES}
        if self.found is not None:
            best = self.found.best.portfolio
            named[best.id] = (self._t("best"), "optimum", best)
        marks = {}
        for key, (name, look, portfolio) in named.items():
            result = study.evaluate(portfolio)
            avoided = float(result["avoided_total_eur"].sel(horizon=horizon))
            capex = float(result["capex_eur"].sum())
            if capex > 0 or key == "niets_doen":  # what costs nothing stands where doing nothing does
                marks[key] = (name, look, capex, avoided)
        self.chart.mark(marks)

    def _show_others(self, given: tuple[Found, list[Alternative], float]) -> None:
        found, others, slack = given
        if found is not self.found:
            return
        column = self.shown["alternatives"].column
        if self.others.view not in column:
            column.append(self.others.view)
        self.others.show(found, others, slack)

    def _show_robust(self, given: tuple[Robust, Question]) -> None:
        result, self.robust_question = given
        column = self.shown["robust"].column
        if self.regret.view not in column:
            column.append(self.regret.view)
        self.regret.show(result)

    def update(self, *_events: object) -> None:
        """Follow the study: an answer to another city, climate or price says that it is one."""
        with pn.io.hold():
            self.form.follow()
            if self.found is not None and self.found.study.outlook_key != self.session.study.outlook_key:
                self.answer.stale()
            if self.chart.points:
                self._mark()

    # --- kept as packages ------------------------------------------------------------------------

    def _add(self, portfolio: Portfolio, title: str, question: Question, more: str = "") -> str:
        """Put a package in the study with its question; returns what to say about it."""
        about = " ".join(filter(None, [more, in_words(question, self.session.study, self.lang)]))
        named = portfolio.named(title[:TITLE_LENGTH], about[:DESCRIPTION_LENGTH]).asked(question.to_dict())
        if question.budget_eur is not None:
            named = named.with_budget(question.budget_eur)
        self.session.add_package(named)
        return self._t("kept", title=title)

    def keep(self) -> None:
        """Keep the answer as a package."""
        if self.found is not None:
            best = self.found.best
            title = title_of(best.question, best.capex_eur, self.lang)
            self.answer.kept(self._add(best.portfolio, title, best.question))

    def open_point(self, point: Point) -> None:
        """Open a point of the front as a package."""
        assert self.asked is not None
        question = replace(
            self.asked, goal="avoided", budget_eur=point.budget_eur, whole=False, least_project_eur=0.0
        )
        more = self._t("level", share=percent(point.level, self.lang)) + "." if point.level else ""
        title = self._t("point_title", money=money_short(point.capex_eur, self.lang))
        self.chart.kept(self._add(point.portfolio, title, question, more))

    def open_alternative(self, portfolio: Portfolio, direction: str) -> None:
        """Open one of the packages side by side."""
        assert self.found is not None
        best = self.found.best
        if portfolio is best.portfolio:
            self.others.kept(
                self._add(portfolio, title_of(best.question, best.capex_eur, self.lang), best.question)
            )
            return
        title = self._t("alternative_title", direction=direction)
        more = self._t("alternative_about", share=percent(self.slack_pct / 100, self.lang))
        self.others.kept(self._add(portfolio, title, best.question, more))

    def open_robust(self, portfolio: Portfolio) -> None:
        """Open the package for every climate."""
        question = replace(self.robust_question, goal="avoided", whole=False, least_project_eur=0.0)
        self.regret.kept(
            self._add(portfolio, self._t("robust_title_package"), question, self._t("robust_about"))
        )

    def __panel__(self) -> Viewable:
        return self.layout


def _others(
    found: Found, slack: float, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[Found, list[Alternative], float]:
    """The alternatives, with the answer they belong to."""
    return found, alternatives(found.best, slack, progress=progress, cancelled=cancelled), slack


def _robust(
    study: Study, question: Question, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[Robust, Question]:
    """The package for every climate, with the question it answers."""
    return robust(study, question, progress=progress, cancelled=cancelled), question

"""Is there a better package for this money? The optimum, the front and what else is nearly as good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import file_notes, notices
from dashboards.parts.frame.section import Section, grid
from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import button, notice
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.looks import known_packages, look_once_kept
from dashboards.sections.vergelijken.optimum.alternatives_table import AlternativesTable
from dashboards.sections.vergelijken.optimum.answer import OptimumAnswer
from dashboards.sections.vergelijken.optimum.best_map import BestMap
from dashboards.sections.vergelijken.optimum.front_chart import FrontChart
from dashboards.sections.vergelijken.optimum.front_marks import front_marks
from dashboards.sections.vergelijken.optimum.question_entries import in_address, question_in_address
from dashboards.sections.vergelijken.optimum.question_form import QuestionForm
from dashboards.sections.vergelijken.optimum.robust_table import RobustTable
from dashboards.sections.vergelijken.optimum.searches import (
    next_step,
    other_packages,
    robust_package,
    whole_front,
)
from dashboards.sections.vergelijken.optimum.why_table import WhyTable
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.alternatives import LEAST_SLACK_PCT, MOST_SLACK_PCT, SLACK_PCT, Alternative
from kans_model.optimum.findings import Findings, answers, findings
from kans_model.optimum.front import LEVELS, POINTS, POINTS_EACH, Point
from kans_model.optimum.least_regret import Robust
from kans_model.optimum.question import Question
from kans_model.optimum.same_budget import usual_rival
from kans_model.reports.conflict_in_words import reworded
from kans_model.reports.contrast_in_words import conclusion
from kans_model.reports.question_in_words import answering, in_words, title_of
from kans_model.study.names import package_name
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty.contrast import Contrast
from kans_model.words.amounts import money_short, percent
from kans_model.words.problems import KansError
from kans_model.words.texts import t


class OptimumTab(Viewer):
    """Is there a better package for this money? The optimum, the front and what else is nearly as good."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.findings: Findings | None = None
        self.slack_pct, self.with_synergy = SLACK_PCT, False
        self.latest: Question | None = None  # what was asked last, by whichever button
        self.front_asked: tuple[Study, Question] | None = None
        self.robust_asked: tuple[Study, Question] | None = None
        title, notes = t("tab.optimum", self.lang), file_notes(session)
        self.head = LiveHtml.of(__file__, "head.html", title=title)
        self.head.show(
            conclusion=self._before(), notices=notices(session, session.study.evaluate(session.portfolio))
        )
        self._draw_question()
        self._draw_answer(notes)
        self._draw_front(notes)
        self._draw_alternatives(notes)
        self._draw_robust(notes)
        self._lay_out()
        self._show_known()
        session.param.watch(self.update, "study")

    # --- laid out once -----------------------------------------------------------------------

    def _draw_question(self) -> None:
        self.form = QuestionForm(self.session, self._clear)
        find, run = self._t("find"), self._in_page_words(findings)
        self.work = SlowWork(find, self.lang, run, self._show_found, self._ask, self._refused)
        self.work.live.css_classes = ["main"]

    def _draw_answer(self, notes: Sequence[str]) -> None:
        """The answer with its reasons; until there is one, what can be done."""
        self.answer = OptimumAnswer(
            self.lang, self.keep, lambda: self.form.view.focus("budget"), self.ask_for_balance
        )
        self.empty = LiveHtml.of(__file__, "empty.html")
        self.empty.on("again", lambda _data: self.work.start())
        self._show_empty()
        names = self.session.city.areas["name"].sort_values().items()
        self.where = BestMap(self.lang, notes)
        self.why = WhyTable(self.lang, {str(code): str(name) for code, name in names}, notes)

    def _draw_front(self, notes: Sequence[str]) -> None:
        self.chart = FrontChart(self.lang, self.open_point, notes)
        self.front_flag = LiveHtml.of(__file__, "flag.html")
        self.front_choice = LiveHtml.of(__file__, "front_choice.html", label=self._t("front_synergy"))
        self.front_choice.on("levels", lambda data: setattr(self, "with_synergy", bool(data.get("value"))))
        start, run = self._t("front_start"), self._in_page_words(whole_front)
        self.front_work = SlowWork(
            start, self.lang, run, self._show_front, self._ask_front, next_step(self.lang)
        )

    def _draw_alternatives(self, notes: Sequence[str]) -> None:
        bounds = {"least": LEAST_SLACK_PCT, "most": MOST_SLACK_PCT, "value": SLACK_PCT}
        self.slack = LiveHtml.of(__file__, "slack.html", label=self._t("slack"), **bounds)
        self.slack.on("slack", self._slack)
        self._slack({})
        self.others = AlternativesTable(self.lang, self.open_alternative, notes)
        start, run = self._t("alternatives_start"), self._in_page_words(other_packages)
        self.others_work = SlowWork(start, self.lang, run, self._show_others, self._ask_others)

    def _draw_robust(self, notes: Sequence[str]) -> None:
        self.regret = RobustTable(self.lang, self.open_robust, notes)
        self.robust_flag = LiveHtml.of(__file__, "flag.html")
        start, run = self._t("robust_start"), self._in_page_words(robust_package)
        self.robust_work = SlowWork(
            start, self.lang, run, self._show_robust, self._ask_robust, next_step(self.lang)
        )

    def _lay_out(self) -> None:
        self.shown = {
            "question": self._section("question", self.form, self.work),
            "answer": self._section("answer", self.empty),
            "front": self._section("front", self.front_choice, self.front_work, self.front_flag),
            "alternatives": self._section("alternatives", self.slack, self.others_work),
            "robust": self._section("robust", self.robust_work, self.robust_flag),
        }
        self.why_fold = Fold(self._t("why_title"), self._t("why_deck"), self.why)
        self.layout = pn.Column(
            self.head,
            *(self.shown[name].column for name in ("question", "answer", "front", "robust")),
            css_classes=["stack", "dense"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
        )

    def _before(self) -> str:
        """What the open package does, before a better one is searched."""
        session, own = self.session, self.session.portfolio.id
        names = {key: name for key, (name, _) in known_packages(session).items()}
        contrast = Contrast.of(session.study, own, REFERENCES[0])
        return f"{conclusion(contrast, names, session.city.indicative, self.lang)} {self._t('deck')}"

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def _section(self, name: str, *parts: Viewable) -> Section:
        return Section(*parts, title=self._t(f"{name}_title"), deck=self._t(f"{name}_deck"))

    def _in_page_words(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, whose problems speak the words of this page."""
        actors = self.session.study.actors
        areas = self.session.city.areas["name"].to_dict()

        def run(*given: Any) -> Any:
            try:
                return work(*given)
            except KansError as error:
                raise reworded(error, actors, areas, self.lang) from None

        return run

    # --- asked ---------------------------------------------------------------------------------

    def _clear(self) -> None:
        """Another question, or another search: what was said of an earlier one goes."""
        for work in (self.work, self.front_work, self.robust_work):
            work.clear()
        self.form.entries.from_address = False
        self._show_empty()
        if self.findings is not None:
            self.answer.flag(self._t("form_changed"))

    def _show_empty(self, refused: bool = False) -> None:
        """What stands where the answer will come."""
        before = self._asked_before()
        again = button(self._t("search_again"), "again")
        if refused:
            self.empty.show(told=self._t("no_answer"), act="")
        elif before:
            self.empty.show(told=self._t("asked_before", title=before), act=again)
        elif self.form.entries.from_address:
            self.empty.show(told=self._t("asked_in_address"), act=again)
        else:
            self.empty.show(told=self._t("empty"), act="")

    def _asked_before(self) -> str:
        """Name of the package whose question the form came back with; '' for none."""
        names = {own.id: package_name(own, self.lang) for own in self.session.study.portfolios}
        return names.get(self.form.entries.from_package, "")

    def _refused(self, error: KansError) -> str:
        """No answer: say so where it would stand, and what can be done."""
        self._show_empty(refused=True)
        return next_step(self.lang)(error)

    def _question(self, work: SlowWork) -> Question | None:
        self._clear()
        question = self.form.question()
        if question is None:
            work.live.show(status=self.form.problems_text())
        else:
            self.latest = question
            self._flag()
        return question

    def ask_for_balance(self) -> None:
        """Ask the question of the answer once more, for the best balance."""
        self.form.aim_at("npv")
        self.work.start()

    def rival(self) -> Portfolio:
        """What the answer is held against: *alleen meekoppelen*, or without planned works his own package."""
        return usual_rival(self.session.study, self.session.portfolio)

    def _ask(self) -> tuple[Study, Question, Portfolio] | None:
        question = self._question(self.work)
        return None if question is None else (self.session.study, question, self.rival())

    def _ask_front(self) -> tuple[Study, Question, int, Sequence[float]] | None:
        question = self._question(self.front_work)
        if question is None:
            return None
        levels = LEVELS if self.with_synergy else LEVELS[:1]
        n = POINTS_EACH if self.with_synergy else POINTS
        return self.session.study, question, n, levels

    def _ask_others(self) -> tuple[Findings, float] | None:
        return None if self.findings is None else (self.findings, self.slack_pct / 100)

    def _ask_robust(self) -> tuple[Study, Question] | None:
        question = self._question(self.robust_work)
        return None if question is None else (self.session.study, question)

    def _slack(self, data: dict[str, Any]) -> None:
        self.slack_pct = int(min(max(float(data.get("value", SLACK_PCT)), LEAST_SLACK_PCT), MOST_SLACK_PCT))
        self.slack.show(slack=percent(self.slack_pct / 100, self.lang))

    # --- shown ---------------------------------------------------------------------------------

    def _show_known(self) -> None:
        """The answer to the question in the address, where this process still has it."""
        asked = question_in_address(self.session)
        known = None if asked is None else answers.known(self.session.study, asked, self.rival())
        if known is not None:
            self.latest = asked
            self._show_findings(known)

    def _show_found(self, findings: Findings) -> None:
        """The answer stands above the question, and is brought into sight."""
        self._show_findings(findings)
        self.answer.top.reveal("answer")

    def _show_findings(self, findings: Findings) -> None:
        self.findings = findings
        self.session.remember(ask=in_address(findings.best.question))
        looks = {key: look for key, (_, look) in known_packages(self.session).items()}
        best = findings.best.portfolio.id
        self.answer.show(findings, {best: look_once_kept(self.session.study)} | looks)
        self.why.show(findings)
        self.where.show(findings)
        answer = self.shown["answer"].column
        if self.answer.layout not in answer:
            beside = pn.Column(
                self.answer.acts,
                self.answer.more.layout,
                css_classes=["stack", "dense", "span-5"],
                sizing_mode="stretch_width",
                stylesheets=[STYLES],
            )
            picture = grid(self.where.section.column, beside)
            answer[1:] = [self.answer.layout, picture, self.why_fold.layout]
            self.head.show(conclusion="")  # the answer is the conclusion
            order = ("answer", "question", "front", "alternatives", "robust")
            self.layout[1:] = [self.shown[name].column for name in order]
        others = self.shown["alternatives"].column
        others[1:] = [self.slack, self.others_work.live]  # those of an earlier answer go
        self.others_work.clear()
        self._mark()
        self._flag()

    def _show_front(self, given: tuple[list[Point], np.ndarray, Study, Question]) -> None:
        points, bands, study, question = given
        self.front_asked = (study, question)
        column = self.shown["front"].column
        if self.chart.layout not in column:
            column.append(self.chart.layout)
        self.chart.show(points, study.baseline.costs.unit_price_eur, question.budget_eur, bands)
        self._mark()
        self._flag()

    def _flag(self) -> None:
        """Everything that answers another question than the last one, or another study, says so."""
        answered = None if self.findings is None else (self.findings.study, self.findings.best.question)
        for asked, flag in (
            (self.front_asked, self.front_flag),
            (self.robust_asked, self.robust_flag),
        ):
            text = self._of_earlier(asked)
            flag.show(flag=notice(text))
        if answered is not None:
            old = answered[0].outlook_key != self.session.study.outlook_key
            self.answer.flag(self._t("stale") if old else self._of_earlier(answered))

    def _of_earlier(self, asked: tuple[Study, Question] | None) -> str:
        if asked is None:
            return ""
        study, question = asked
        if study.outlook_key != self.session.study.outlook_key:
            return self._t("earlier_outlook")
        if question == self.latest:
            return ""
        return self._t("earlier", asked=in_words(question, study, self.lang))

    def _mark(self) -> None:
        """The packages beside the front: own ones, references, and the answer."""
        best = None if self.findings is None else self.findings.best.portfolio
        asked = self.front_asked[1] if self.front_asked else None
        self.chart.mark(front_marks(self.session, asked, best, self._t("best")))

    def _show_others(self, given: tuple[Findings, list[Alternative], float]) -> None:
        findings, others, slack = given
        if findings is not self.findings:
            return
        column = self.shown["alternatives"].column
        if self.others.view not in column:
            column.append(self.others.view)
        self.others.show(findings, others, slack)

    def _show_robust(self, given: tuple[Robust, Study, Question]) -> None:
        result, study, question = given
        self.robust_asked = (study, question)
        column = self.shown["robust"].column
        if self.regret.view not in column:
            column.append(self.regret.view)
        self.regret.show(result)
        self._flag()

    def update(self, *_events: object) -> None:
        """Follow the study: an answer to another city, climate or price says that it is one."""
        with together():
            self.form.follow()
            self._flag()
            if self.chart.points:
                self._mark()

    # --- kept as packages ------------------------------------------------------------------------

    def _add(self, portfolio: Portfolio, title: str, question: Question, more: str = "") -> str:
        """Put a package in the study with its question; returns what to say about it."""
        self.session.add_package(answering(portfolio, title, question, self.session.study, self.lang, more))
        return self._t("kept", title=title)

    def keep(self) -> None:
        """Keep the answer as a package."""
        if self.findings is not None:
            best = self.findings.best
            title = title_of(best.question, best.capex_eur, self.lang)
            self.answer.kept(self._add(best.portfolio, title, best.question))

    def open_point(self, point: Point) -> None:
        """Open a point of the front as a package."""
        assert self.front_asked is not None
        question = self.front_asked[1].in_any_part(budget_eur=point.budget_eur)
        more = self._t("level", share=percent(point.level, self.lang)) + "." if point.level else ""
        title = self._t("point_title", money=money_short(point.capex_eur, self.lang))
        self.chart.kept(self._add(point.portfolio, title, question, more))

    def open_alternative(self, portfolio: Portfolio, direction: str) -> None:
        """Open one of the packages side by side."""
        assert self.findings is not None
        best = self.findings.best
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
        assert self.robust_asked is not None
        question = self.robust_asked[1].in_any_part()
        self.regret.kept(
            self._add(portfolio, self._t("robust_title_package"), question, self._t("robust_about"))
        )

    def __panel__(self) -> Viewable:
        return self.layout

"""The cheapest levers with which the package keeps a limit, or all of them, by trying every selection."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.sections.beleid.levers import Levers
from kans_model.dialogue.criteria import Criterion
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.cheapest import Cheapest as Answer
from kans_model.policy.levers import LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.reports.policy import cheapest_for_limits, levers_on_offer
from kans_model.reports.policy_in_words import cheapest_sentence
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.words.texts import t

Asked = tuple[Study, Portfolio, tuple[Criterion, ...]]
ALL = ""
"""Of the choice: every limit."""


class Cheapest(Section):
    """A choice of limit, the search, and its answer, which becomes a set by one press."""

    def __init__(self, levers: Levers):
        self.levers, self.limit = levers, ALL
        self.answer: tuple[Asked, Answer] | None = None
        self.choice, self.said = LiveHtml(), LiveHtml()
        self.choice.on("limit", self._choose)
        self.said.on("keep", self._keep)
        self.work = SlowWork(
            levers.text("cheapest_start"), levers.lang, self._search, self._found, self._asked
        )
        super().__init__(self.choice, self.work.live, self.said, title=levers.text("cheapest_title"))

    @property
    def _criteria(self) -> tuple[Criterion, ...]:
        known = self.levers.study.criteria
        return tuple(own for own in known if self.limit in (ALL, own.id))

    def update(self) -> None:
        """The limits to choose from; an answer on another study is gone."""
        levers, lang, study = self.levers, self.levers.lang, self.levers.study
        if self.limit not in {own.id for own in study.criteria}:
            self.limit = ALL
        package = portfolio_name(levers.package, lang)
        self.show(deck=levers.text("cheapest_deck", package=package, year=levers.year))
        missing = ""
        if not study.criteria:
            missing = t("policy.cheapest_no_limits", lang)
        elif not levers_on_offer(study):
            missing = levers.text("cheapest_no_levers")
        limits = [(own.id, criterion_text(own, study.city.areas, lang)) for own in study.criteria]
        self.choice.draw(
            __file__,
            "cheapest_choice.html",
            missing=missing,
            label=levers.text("cheapest_limit"),
            limits=[(ALL, levers.text("cheapest_all")), *limits],
            chosen=self.limit,
        )
        self.work.live.visible = not missing
        if self.answer is not None and self.answer[0][:2] != (study, levers.package):
            self.answer = None
            self.work.clear()
        self._tell()

    def _tell(self) -> None:
        levers = self.levers
        if self.answer is None:
            self.said.draw(__file__, "cheapest_answer.html", text="", keep="")
            return
        asked, found = self.answer
        keep = levers.text("cheapest_keep") if found.levers else ""
        text = cheapest_sentence(found, len(asked[2]), levers.lang)
        self.said.draw(__file__, "cheapest_answer.html", text=text, keep=keep)

    # --- what the reader does -------------------------------------------------------------------

    def _choose(self, data: dict[str, Any]) -> None:
        self.limit, self.answer = str(data.get("value") or ALL), None
        self._tell()

    def _asked(self) -> Asked:
        return self.levers.study, self.levers.package, self._criteria

    @staticmethod
    def _search(
        study: Study, package: Portfolio, criteria: Sequence[Criterion], progress: Any, cancelled: Any
    ) -> tuple[Asked, Answer]:
        asked = study, package, tuple(criteria)
        return asked, cheapest_for_limits(study, package, criteria, progress, cancelled)

    def _found(self, answer: tuple[Asked, Answer]) -> None:
        self.answer = answer
        self.update()

    def _keep(self, _data: dict[str, Any]) -> None:
        """Its levers as a set of their own, which counts from now on."""
        if self.answer is None or self.answer[1].levers is None:
            return
        fresh = LeverSet(uuid.uuid4().hex, self.levers.text("cheapest_set"), self.answer[1].levers)

        def added(policy: Policy) -> Policy:
            return replace(policy.with_set(fresh), chosen=fresh.id)

        self.levers.change(added, self.said)

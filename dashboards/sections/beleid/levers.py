"""The levers of the reader's study, and how a section of the page changes them."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.parts.frame.remarks import file_notes
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.chain.lever_records import levers_noted
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.comparison import Comparison
from kans_model.policy.effect import SetEffect
from kans_model.policy.levers import LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.policy import beside, years_of
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from kans_model.words.texts import t

WITHOUT = "without"
"""Id of the set without any lever, which stands beside the others."""


class Levers:
    """What all sections of the page look at."""

    def __init__(self, session: Session):
        self.session, self.lang = session, session.lang
        self.notes = file_notes(session)
        self._kept: tuple[Study, Portfolio, Comparison] | None = None

    def text(self, key: str, **values: object) -> str:
        """A text of this page."""
        return t(f"beleid.{key}", self.lang, **values)

    @property
    def study(self) -> Study:
        return self.session.study

    @property
    def policy(self) -> Policy:
        return self.study.policy

    @property
    def package(self) -> Portfolio:
        return self.session.portfolio

    @property
    def year(self) -> int:
        """Which is told of: the last that is looked at."""
        return years_of(self.study)[-1]

    @property
    def chosen(self) -> LeverSet:
        """The set that counts; without any an empty one."""
        return self.policy.chosen_set or LeverSet(WITHOUT, self.text("without"))

    @property
    def together(self) -> Comparison:
        """All sets beside none, under the same draws; kept until the study is another."""
        if self._kept is None or self._kept[0] is not self.study or self._kept[1] is not self.package:
            none = LeverSet(WITHOUT, self.text("without"))
            made = beside(self.study, self.package, (none, *self.policy.sets))
            self._kept = (self.study, self.package, made)
        return self._kept[2]

    @property
    def effect(self) -> SetEffect:
        """Of the chosen set."""
        return next(own for own in self.together.effects if own.lever_set.id == self.chosen.id)

    def change(self, how: Callable[[Policy], Policy], view: LiveHtml) -> bool:
        """Change the policy; what cannot be is said beside the control, and nothing changes."""
        try:
            changed = how(self.policy)
            changed.check(self.study.city.areas.index)
            self.session.replace(levers_noted(self.study.replaced(policy=changed), self.package))
        except KansError as error:
            view.refuse("\n".join(problem.text(self.lang) for problem in error.problems))
            return False
        return True

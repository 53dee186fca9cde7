"""A tab whose results take seconds: packages to choose, work that follows the choice, views of the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.remarks import notices
from dashboards.parts.frame.session import Session
from dashboards.parts.live.fields import notices as as_notices
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import FollowUp
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.package_choice import PackageChoice
from kans_model.city.city import City
from kans_model.computing.cache import MEGABYTE, Cache
from kans_model.evaluation.baseline import Baseline
from kans_model.study.study import Study
from kans_model.words.texts import t

_reckoned = Cache(64 * MEGABYTE, others=(Study, Baseline, City))


@dataclass(frozen=True)
class Opening:
    """What a tab opens with once it is worked out.

    Attributes
    ----------
    conclusion : one sentence or two with a number.
    figures : name → what `Figures.show` takes, at most three.
    decision : what to decide next.
    """

    conclusion: str
    figures: Mapping[str, Mapping[str, Any]]
    decision: str


class SlowTab(Viewer):
    """A subclass says what is worked out (in a thread) and how it is shown.

    It opens with a sentence, three figures and what to decide; `go_text` is on the button of the decision.
    """

    column_style: ClassVar[dict[str, Any]] = {
        "css_classes": ["stack", "dense"],
        "sizing_mode": "stretch_width",
        "stylesheets": [STYLES],
    }

    fold_style: ClassVar[dict[str, Any]] = column_style | {"css_classes": ["stack", "folds"]}

    name_in_texts: ClassVar[str]
    figure_names: ClassVar[tuple[str, ...]]
    go_text: ClassVar[str]

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.choice = PackageChoice(session, self.ask)
        self.work = FollowUp(t("certain.again", self.lang), self.lang, self._kept, self._done, self._ready)
        self.contest: Contest | None = None
        self.shown = False
        self.views: list[Viewable] = []
        self.results = pn.Column(**self.column_style)
        name = self.name_in_texts
        self.head = LiveHtml.of(
            __file__,
            "slow_tab.html",
            title=t(f"tab.{name}", self.lang),
        )
        self.deck = t(f"certain.{name}_deck", self.lang)
        self.head.show(conclusion=self.deck)
        self.figures = Figures(dict.fromkeys(self.figure_names, ""), self.lang)
        self.decision = Decision(t(self.go_text, self.lang), lambda _data: self.go())
        self.layout = pn.Column(
            self.head, self.choice.view, self.work.live, self.results, **self.column_style
        )
        session.param.watch(self._study_changed, "study")

    def reckon(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Any:
        """What is shown; in a thread, so it touches nothing on screen."""
        raise NotImplementedError

    def _kept(
        self, contest: Contest, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> tuple[Contest, Any]:
        """What was worked out before for the same question, by anyone, or else now."""
        key = (type(self).__name__, contest.key)
        return contest, _reckoned.get(key, lambda: self.reckon(contest, progress, cancelled))

    def show(self, contest: Contest, found: Any) -> list[str]:
        """Put what was worked out in the views; what must be said first.

        Without at least two packages to show, `shown` becomes False.
        """
        raise NotImplementedError

    def opening(self, contest: Contest, found: Any) -> Opening:
        """What the tab opens with; asked only of what is shown."""
        raise NotImplementedError

    def go(self) -> None:
        """Where the decision is made."""
        raise NotImplementedError

    def _fold(self, name: str, *parts: Viewable) -> Fold:
        """What takes more than a look, in the page only when it is opened."""
        return Fold(t(f"certain.{name}", self.lang), t(f"certain.{name}_about", self.lang), *parts)

    def begin(self) -> None:
        """Work it out once the page is there: what ends while a page is still being made never reaches it."""
        pn.state.onload(self.ask)

    def ask(self) -> None:
        """Work it out for the packages chosen now."""
        if self.choice.contest() is None:
            self.contest, self.results[:] = None, []
        self.work.ask()

    def open(self) -> None:
        """Shown again: what is out of date is worked out anew."""
        self.choice.refresh()
        asked = self.choice.contest()
        if asked is not None and not asked.same(self.contest):
            self.ask()

    @property
    def stale(self) -> bool:
        """Whether what stands there belongs to another study or choice."""
        asked = self.choice.contest()
        return self.contest is not None and asked is not None and not asked.same(self.contest)

    def _ready(self) -> tuple[Contest] | None:
        self.choice.refresh()
        contest = self.choice.contest()
        return None if contest is None else (contest,)

    def _study_changed(self, *_events: object) -> None:
        if self.stale:
            self.work.outdate()

    def _done(self, found: tuple[Contest, Any]) -> None:
        self.contest = found[0]
        lines = self.show(*found)
        first = self.contest.study.evaluate(self.contest.ids[0])
        self.head.show(notices=notices(self.session, first))
        views = [self.figures.view, self.decision.view, *self.views] if self.shown else []
        self._open_with(self.opening(*found) if self.shown else Opening(self.deck, {}, ""))
        self.results[:] = [LiveHtml(as_notices(lines)), *views] if lines else views
        if self.stale:
            self.work.outdate()

    def _open_with(self, opening: Opening) -> None:
        self.head.show(conclusion=opening.conclusion)
        for name, shown in opening.figures.items():
            self.figures.show(name, **shown)
        self.decision.show(opening.decision)

    def __panel__(self) -> Viewable:
        return self.layout

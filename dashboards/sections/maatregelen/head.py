"""The top of the page: which package, and the steps that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from kans_model.measures.portfolio import Portfolio
from kans_model.study.names import package_name
from kans_model.words.texts import t

STEPS = ("undo", "redo", "clear")


class Head(Viewer):
    """Title, name and size of the package, undo, redo and clear.

    Parameters
    ----------
    steps : step → what it calls.
    """

    def __init__(self, lang: str, steps: Mapping[str, Callable[[], None]]):
        super().__init__()
        self.lang = lang
        words = {step: t(f"maatregelen.{step}", lang) for step in STEPS}
        self.view = LiveHtml.of(__file__, "head.html", title=t("page.maatregelen", lang), **words)
        for step in STEPS:
            self.view.on(step, partial(self._step, steps[step]))

    @staticmethod
    def _step(step: Callable[[], None], _data: Mapping[str, Any]) -> None:
        step()

    def show(
        self, package: Portfolio, conclusion: str, can_undo: bool, can_redo: bool, notice: Markup
    ) -> None:
        """Write which package it is, what it comes to, and what must be known with it."""
        n = len(package.choices)
        self.view.show(
            name=package_name(package, self.lang),
            count=t("maatregelen.count", self.lang, n=n) if n else "",
            can_undo="1" if can_undo else "",
            can_redo="1" if can_redo else "",
            conclusion=conclusion,
            notice=notice,
        )

    def __panel__(self) -> Viewable:
        return self.view

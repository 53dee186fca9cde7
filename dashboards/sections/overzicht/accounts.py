"""What an adviser answers for: advice, departures from the national stress test, the seven ambitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES
from kans_model.chain.advice import advice
from kans_model.chain.ambitions import ambitions
from kans_model.chain.deviations import deviations
from kans_model.chain.journey import Standing
from kans_model.reports.standing_in_words import advice_text, deviation_text, obstacles_text
from kans_model.words.texts import t

PARTS = ("advice", "deviations", "ambitions")


class Accounts(Viewer):
    """Three folds, each worked out for who opens it."""

    def __init__(self, session: Session):
        super().__init__()
        self.session, self.lang = session, session.lang
        self.standing: Standing | None = None
        self.views = {name: LiveHtml() for name in PARTS}
        draws: dict[str, Callable[[], None]] = {name: getattr(self, f"_{name}") for name in PARTS}
        self.folds = {
            name: Fold(
                t(f"overzicht.{name}", self.lang),
                t(f"overzicht.{name}_about", self.lang),
                self.views[name],
                opened=draws[name],
            )
            for name in PARTS
        }
        for view in self.views.values():
            view.on("go", lambda data: session.lead_to(str(data.get("page")), ""))
        style: dict[str, Any] = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(*self.folds.values(), css_classes=["stack", "folds", "accounts"], **style)

    def update(self, standing: Standing) -> None:
        """Write what is open."""
        self.standing = standing
        for fold in self.folds.values():
            if fold.is_open and fold.opened is not None:
                fold.opened()

    def _advice(self) -> None:
        if self.standing is None:
            return
        study, lang = self.standing.study, self.lang
        rows = advice(study, self.standing.package)
        self._list(
            "advice",
            [(advice_text(row, study, lang), obstacles_text(row, lang), "", "") for row in rows],
            t("overzicht.advice_none" if study.criteria else "overzicht.advice_no_limits", lang),
        )

    def _deviations(self) -> None:
        if self.standing is None:
            return
        found = [deviation_text(own, self.lang) for own in deviations(self.standing.study)]
        rows = [(what, why, "", "") for what, why in found]
        self._list("deviations", rows, t("overzicht.deviations_none", self.lang))

    def _ambitions(self) -> None:
        if self.standing is None:
            return
        lang, rows = self.lang, []
        for own in ambitions(self.standing):
            has = "; ".join(
                t("overzicht.has" if there else "overzicht.lacks", lang, what=t(f"chain.has_{name}", lang))
                for name, there in own.has
            )
            state = t(f"chain.state_{own.state}", lang)
            rows.append((t(f"chain.ambition_{own.key}", lang), has, own.page, state))
        self._list("ambitions", rows, "")

    def _list(self, name: str, rows: list[tuple[str, str, str, str]], empty: str) -> None:
        self.views[name].draw(__file__, "accounts.html", rows=rows, empty="" if rows else empty)

    def __panel__(self) -> Viewable:
        return self.layout

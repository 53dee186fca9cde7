"""Where what is on screen comes from and what hangs on it: one line on every page, which opens on a list."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.session import Session
from dashboards.parts.frame.split_in_view import split_in_view
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.look.css import STYLES
from kans_model.chain.links import PAGE_OF, Node
from kans_model.chain.renewal import renewed
from kans_model.chain.selection import KIND_OF_PAGE, Selection, selection
from kans_model.chain.staleness import Stale, stale
from kans_model.chain.study_chain import study_chain
from kans_model.finance.split import FinancingSplit
from kans_model.reports.chain_in_words import counted, node_name, stale_text
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from kans_model.words.texts import t

SHOWN = 6
"""Names of a kind in the list; how many more there are is said."""
AFTER_MS = 900
"""A slider that moves is let rest first: the line follows, and never leads."""


class Origin(Viewer):
    """The way from a risk to a rule through what is selected, and what of it rests on older figures.

    Parameters
    ----------
    way_to : callable
        Page → its name in this shell, empty where it is no part of it, and its address, empty where there is
        no such page yet.
    """

    def __init__(self, session: Session, way_to: Callable[[str], tuple[str, str]]):
        super().__init__()
        self.session, self.lang, self.way_to = session, session.lang, way_to
        self.current, self.is_open, self._waits = "", False, False
        self.line, self.list = LiveHtml(), LiveHtml()
        self.line.on("fold", lambda _data: self.toggle())
        for view in (self.line, self.list):
            view.on("go", self._go)
        self.work = SlowWork(t("chain.renew", self.lang), self.lang, self._search, self._found, self._asked)
        self.column = pn.Column(
            self.line, css_classes=["origin"], stylesheets=[STYLES], sizing_mode="stretch_width"
        )
        session.param.watch(self.follow_soon, ["study", "area", "package"])

    def show(self, page: str) -> None:
        """Stand above this page; above one that is in no chain there is no line.

        Written at once: one that came a moment later could find a browser that has not drawn its place yet.
        """
        self.current = page
        self.column.visible = page in KIND_OF_PAGE
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            return
        try:
            self.update()
        except Exception:  # a page without its line is still a page
            logging.getLogger(__name__).exception("the way from risk to rule")
            self.column.visible = False

    def follow_soon(self, *_events: object) -> None:
        """Write the line once a slider rests; without a reader nobody looks."""
        document = pn.state.curdoc
        if document is not None and document.session_context is not None and not self._waits:
            self._waits = True
            document.add_timeout_callback(self.update, AFTER_MS)

    def update(self) -> None:
        """Write the line, and the list when it is open."""
        self._waits = False
        if self.current not in KIND_OF_PAGE:
            return
        study, lang = self.session.study, self.lang
        chosen = self._selection()
        crumbs = [
            (*self.way_to(PAGE_OF[kind]), counted(kind, n, lang), kind == KIND_OF_PAGE[self.current])
            for kind, n in chosen.counts.items()
        ]
        found = stale(study)
        with together():
            self.line.draw(
                __file__,
                "origin.html",
                label=t("chain.label", lang),
                where=self._where(study),
                crumbs=crumbs,
                ask=t("chain.ask", lang),
                stale=t("chain.stale", lang, n=len(found)) if found else "",
            )
            self.line.show(open="1" if self.is_open else "")
            if self.is_open:
                self._draw_list(study, chosen, found)

    def _selection(self) -> Selection:
        session = self.session
        package = session.study.programme.package if self.current == "uitvoeringsagenda" else ""
        return selection(
            study_chain(session.study), self.current, session.area, package or session.portfolio.id
        )

    def _where(self, study: Study) -> str:
        names = study.city.areas["name"]
        return str(names.get(self.session.area, "")) or t("chain.whole_city", self.lang)

    def _draw_list(self, study: Study, chosen: Selection, found: tuple[Stale, ...]) -> None:
        lang = self.lang
        sides = [
            (t("chain.from", lang), self._groups(study, chosen.before), t("chain.from_none", lang)),
            (t("chain.to", lang), self._groups(study, chosen.after), t("chain.to_none", lang)),
        ]
        self.list.draw(
            __file__,
            "origin_list.html",
            sides=sides,
            stale=[stale_text(study, own, lang) for own in found],
            stale_head=t("chain.stale_head", lang),
        )
        self.work.live.visible = any(own.choice != "decision" for own in found)

    def _groups(
        self, study: Study, nodes: Mapping[str, list[Node]]
    ) -> list[tuple[str, str, str, list[tuple[str, str]], str]]:
        """Of each kind the way to its page, how many, the first as id and name, and how many more."""
        return [
            (
                *self.way_to(PAGE_OF[kind]),
                counted(kind, len(found), self.lang),
                [(node.id, node_name(study, node, self.lang)) for node in found[:SHOWN]],
                t("chain.more", self.lang, n=len(found) - SHOWN) if len(found) > SHOWN else "",
            )
            for kind, found in nodes.items()
        ]

    # --- what the reader does -------------------------------------------------------------------

    def toggle(self) -> None:
        """Open or close the list."""
        self.is_open = not self.is_open
        self.column[1:] = [self.list, self.work.live] if self.is_open else []
        self.update()

    def _go(self, data: dict[str, Any]) -> None:
        """To the page of a kind, or to the very thing that was named."""
        self.session.lead_to(str(data.get("page")), str(data.get("part") or ""))

    def _asked(self) -> tuple[Study, FinancingSplit]:
        return self.session.study, split_in_view(self.session)

    def _search(
        self, study: Study, split: FinancingSplit, _progress: Any, _cancelled: Any
    ) -> tuple[Study, Study]:
        return study, renewed(study, split, self.lang)

    def _found(self, answer: tuple[Study, Study]) -> None:
        """Put it in the place of the study it was worked out for; one step takes it back."""
        asked, found = answer
        if asked is not self.session.study:
            self.work.start()
            return
        try:
            self.session.replace(found)
        except KansError as error:
            self.work.refuse(error)
        self.update()

    def __panel__(self) -> Viewable:
        return self.column

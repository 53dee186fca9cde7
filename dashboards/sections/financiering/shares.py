"""Who bears what: a part of the cost is chosen, its shares are set, or worked out."""

from __future__ import annotations

from typing import Any

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.sections.financiering.case import Case
from dashboards.sections.financiering.linked_sliders import LinkedShares
from kans_model.finance.cost_cells import CostCell
from kans_model.finance.cost_part import ANY
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import from_percent
from kans_model.finance.sliders import moved_split, slider_places
from kans_model.finance.split_search import GOALS, proposal
from kans_model.reports.search_answer import search_answer
from kans_model.tables.vocabulary import CATEGORIES, COST_KINDS, LANDOWNERS
from kans_model.words.entry import share
from kans_model.words.problems import KansError
from kans_model.words.texts import t

AXES = {
    "group": ("category", CATEGORIES),
    "landowner": ("landowner", LANDOWNERS),
    "kind": ("cost_kind", COST_KINDS),
}
"""What a part of the cost is chosen by: its text key and its values."""


class Shares(Section):
    """A slider per party for the part of the cost that is chosen."""

    def __init__(self, case: Case):
        self.case, self.cell = case, CostCell()
        self._answered: Ledger | None = None
        self.choice = LiveHtml.of(
            __file__,
            "shares.html",
            more=case.text("cell_more"),
            axes=[(axis, case.text(f"cell_{axis}"), self._values(axis)) for axis in AXES],
            goals=list(zip(GOALS, (case.text("least"), case.text("nearest")), strict=True)),
        )
        self.choice.on("cell", self._choose)
        self.choice.on("search", self._search)
        self.linked = LinkedShares(self._looks(), case.lang)
        self.linked.on("share", self._share)
        self.linked.on("lock", self._lock)
        super().__init__(self.choice, self.linked, title=case.text("shares"), deck=case.text("shares_deck"))

    def _values(self, axis: str) -> list[tuple[str, str]]:
        key, values = AXES[axis]
        named = [(value, t(f"{key}.{value}", self.case.lang)) for value in values]
        return [(ANY, self.case.text("any")), *named]

    def _looks(self) -> dict[str, tuple[str, str]]:
        case = self.case
        return {actor: (case.actor_name(actor), case.colour(actor)) for actor in case.payers}

    def update(self) -> None:
        """Sliders for the parties there are, at their shares of the chosen part."""
        if self._answered is not self.case.ledger:
            self.choice.show(answer="")
        self.linked.follow(self._looks())
        self.linked.show(slider_places(self.case.ledger, self.cell), self.case.split.locked)
        self.choice.show(group=self.cell.group, landowner=self.cell.landowner, kind=self.cell.kind)

    # --- what the planner does ---------------------------------------------------------------

    def _choose(self, data: dict[str, Any]) -> None:
        self.cell = self.cell.chosen(str(data.get("name")), str(data.get("value")))
        with together():
            self.update()

    def _share(self, data: dict[str, Any]) -> None:
        case, who = self.case, str(data.get("name"))
        if who not in case.payers:
            return
        asked = share(str(data.get("value") or "0"), case.lang)
        value = from_percent(100 * (asked or 0.0))
        moved = moved_split(case.ledger, self.cell, who, value)
        case.change(lambda split: split.changed(case.actors, own=moved.own), moving=f"share-{who}")

    def _lock(self, data: dict[str, Any]) -> None:
        who, wanted = str(data.get("name")), bool(data.get("value"))
        if who in self.case.payers:
            self.case.change(lambda split: split.with_lock(who, wanted))

    def _search(self, data: dict[str, Any]) -> None:
        case, goal = self.case, str(data.get("name"))
        if goal not in GOALS:
            return
        try:
            found = proposal(case.ledger, goal)
        except KansError as error:
            self._tell(error.text(case.lang))
            return
        if not found.is_better or not case.choose(own=found.own):
            self._tell(search_answer(found, case.actors, case.lang))

    def _tell(self, answer: str) -> None:
        """Say what a search came to, until what it was about changes."""
        self._answered = self.case.ledger
        self.choice.show(answer=answer)

"""The order of the packages under weights that the reader chooses, and where it turns."""

from __future__ import annotations

from typing import Any

import numpy as np
import panel as pn
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.marks import NOTHING, package_mark
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import answers
from kans_model.comparison.ranking import (
    chance_first,
    order,
    slider_place,
    turning_share,
    weight_shares,
    weighted_score,
)
from kans_model.comparison.weighing import (
    CRITERIA,
    NOT_A_MEASURE,
    Effects,
    closeness,
    criterion_scores,
    drawn_criterion_scores,
)
from kans_model.words.amounts import chance, number, percent
from kans_model.words.markup import macros
from kans_model.words.texts import t

AT_FIRST, MOST = 50, 100
"""Where a slider starts and ends; only proportions count."""

_MACROS = macros(__file__, "weights.html")


class Weights(Viewer):
    """Sliders; the order follows them. The weights themselves outlive another choice of packages."""

    def __init__(self, weights: dict[str, int], lang: str):
        super().__init__()
        self.lang, self.weights = lang, weights
        self.candidates: Candidates | None = None
        criteria = [(key, t(f"vergelijken.criterion.{key}", lang), weights[key]) for key in CRITERIA]
        heads = {
            name: t(f"vergelijken.order_{name}", lang)
            for name in ("order", "score", "first", "flip", "how", "key")
        }
        self.view = LiveHtml(_MACROS.frame(criteria, heads | {"package": t("vergelijken.package", lang)}))
        self.view.on("weight", self._weight)
        self.section = Section(
            self.view, title=t("vergelijken.weights", lang), deck=t("vergelijken.weights_deck", lang)
        )

    def show(self, candidates: Candidates) -> None:
        """Other packages, or another study."""
        self.candidates = candidates
        self._drawn = self.drawn_scores()
        self._show()

    def _weight(self, data: dict[str, Any]) -> None:
        key = str(data.get("name"))
        if key in self.weights:
            self.weights[key] = int(min(max(float(data.get("value", 0)), 0), MOST))
            with pn.io.hold():
                self._show()

    def scores(self) -> np.ndarray:
        """Scores per package and criterion, on a scale of the packages beside each other. [-]"""
        assert self.candidates is not None
        results = self.candidates.results
        return criterion_scores(
            [Effects.of(result) for result in results.values()],
            [package not in NOT_A_MEASURE for package in results],
        )

    def drawn_scores(self) -> np.ndarray:
        """The same in every draw, shape (package, criterion, draw). [-]"""
        assert self.candidates is not None
        results, ranges = self.candidates.results, self.candidates.ranges
        return drawn_criterion_scores(
            [Effects.of(result) for result in results.values()],
            [ranges[package] for package in results],
            [package not in NOT_A_MEASURE for package in results],
        )

    def _show(self) -> None:
        assert self.candidates is not None
        scores, weights = self.scores(), list(self.weights.values())
        total, shares = weighted_score(scores, weights), weight_shares(weights)
        first = chance_first(np.moveaxis(self._drawn, 1, 2) @ shares)
        packages, ids = list(self.candidates.looks.values()), list(self.candidates.looks)
        places = order(total)
        ranks = {place: rank for rank, place in enumerate((p for p in places if ids[p] != NOTHING), start=1)}
        ranked = [
            (
                ranks.get(place, "–"),
                package_mark(packages[place][1]),
                packages[place][0],
                number(100 * total[place], self.lang, 0),
                chance(float(first[place]), self.lang),
            )
            for place in places
        ]
        slots: dict[str, Any] = {"order": _MACROS.order(ranked)}
        marks: dict[str, list[float | None] | None] = {}
        for criterion, (key, share) in enumerate(zip(CRITERIA, shares, strict=True)):
            slots[f"w_{key}"] = percent(share, self.lang)
            turn = turning_share(scores, weights, criterion)
            at = MOST + 1.0 if turn is None else slider_place(turn[0], sum(weights) - weights[criterion])
            slots[f"turn_{key}"] = self._turn_text(share, turn, at <= MOST)
            marks[f"turn_{key}"] = [None, at, None] if at <= MOST else None
        self.view.show(**slots)
        self.view.place(marks)
        self._tell(places, closeness(scores, weights), equal_weights=len(set(weights)) == 1)

    def _turn_text(self, share: float, turn: tuple[float, int] | None, within: bool) -> str:
        """The weight at which another package takes the lead, and which.

        `within`: whether this slider alone reaches that; beyond it others must come down.
        """
        if turn is None:
            return t("vergelijken.no_turn", self.lang)
        assert self.candidates is not None
        at, package = turn
        digits = 0 if min(at, abs(at - share)) > 0.01 else 1
        nothing = "_nothing" if list(self.candidates.looks)[package] == NOTHING else ""
        text = t(
            f"vergelijken.turn_{'below' if at < share else 'above'}{nothing}",
            self.lang,
            share=percent(at, self.lang, digits),
            name=self.candidates.names[package],
        )
        return text if within else f"{text} {t('vergelijken.turn_beyond', self.lang)}"

    def _tell(self, places: tuple[int, ...], close: str, equal_weights: bool) -> None:
        assert self.candidates is not None
        first, second = (self.candidates.names[place] for place in places[:2])
        leads = "nothing" if close == "apart" and list(self.candidates.looks)[places[0]] == NOTHING else close
        key = f"order_{leads}{'_equal' if equal_weights else ''}"
        deck, other = t("vergelijken.weights_deck", self.lang), self._by_balance(places[0])
        self.section.show(
            title=t(f"vergelijken.{key}", self.lang, name=first, other=second),
            deck=f"{deck}. {other}" if other else deck,
        )

    def _by_balance(self, leader: int) -> str:
        """That the balance alone puts another first, since a reader has just seen it in the table."""
        assert self.candidates is not None
        best = order([answers(result)["npv"] for result in self.candidates.results.values()])[0]
        if best == leader:
            return ""
        nothing = "_nothing" if list(self.candidates.looks)[best] == NOTHING else ""
        return t(f"vergelijken.by_balance{nothing}", self.lang, name=self.candidates.names[best])

    def __panel__(self) -> Viewable:
        return self.section.column

"""The order of the packages under weights that the reader chooses, and where it turns."""

from __future__ import annotations

from typing import Any

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.packages.marks import NOTHING, package_mark
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import answers, is_empty
from kans_model.comparison.ranking import (
    chance_first,
    moved_shares,
    order,
    turning_share,
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
from kans_model.words.entry import in_field, share
from kans_model.words.markup import macros
from kans_model.words.texts import t

EQUAL = dict.fromkeys(CRITERIA, 1 / len(CRITERIA))
"""What part of all weight each criterion has at first. [-]"""

SAME = 1e-9
"""Weights this little apart are equal. [-]"""
Turn = tuple[float, int] | None
"""Part of all weight at which another package leads, and which; as `ranking.turning_share`."""

_MACROS = macros(__file__, "weights.html")


class Weights(Viewer):
    """Sliders that together are always 100 %; the order follows them.

    Parameters
    ----------
    weights : criterion → part of all weight. [-]
        Changed in place: they outlive another choice of packages.
    """

    def __init__(self, weights: dict[str, float], lang: str):
        super().__init__()
        self.lang, self.weights = lang, weights
        self.candidates: Candidates | None = None
        criteria = [(key, t(f"vergelijken.criterion.{key}", lang)) for key in CRITERIA]
        heads = {
            name: t(f"vergelijken.order_{name}", lang)
            for name in ("order", "score", "first", "flip", "how", "key", "typed")
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
            asked = share(str(data.get("value") or "0"), self.lang)
            moved = moved_shares(list(self.weights.values()), CRITERIA.index(key), asked or 0.0)
            self.weights.update(zip(CRITERIA, moved.tolist(), strict=True))
            with together():
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
        total = weighted_score(scores, weights)
        first = chance_first(np.moveaxis(self._drawn, 1, 2) @ weights)
        packages, ids = list(self.candidates.looks.values()), list(self.candidates.looks)
        places = order(total)
        does = [key != NOTHING and not is_empty(self.candidates.results[key]) for key in ids]
        ranks = {place: rank for rank, place in enumerate((p for p in places if does[p]), start=1)}
        ranked = [
            (
                ranks.get(place, "–"),
                package_mark(packages[place][1]),
                self._listed_name(ids[place], does[place]),
                number(100 * total[place], self.lang, 0),
                chance(float(first[place]), self.lang),
            )
            for place in places
        ]
        slots: dict[str, Any] = {"order": _MACROS.order(ranked)}
        marks: dict[str, list[float | None] | None] = {}
        turns = {key: turning_share(scores, weights, place) for place, key in enumerate(CRITERIA)}
        for key, weight in self.weights.items():
            turn = turns[key]
            slots[f"p_{key}"] = f"{100 * weight:.0f}"
            slots[f"w_{key}"] = in_field(round(weight, 3), self.lang, "percent")
            slots[f"turn_{key}"] = self._turn_text(weight, turn)
            marks[f"turn_{key}"] = [None, 100 * turn[0], None] if turn else None
        self.view.show(**slots, nearest=self._nearest(turns))
        self.view.place(marks)
        equal = max(weights) - min(weights) < SAME
        self._tell(places, closeness(scores, weights), equal_weights=equal)

    def _listed_name(self, key: str, does: bool) -> str:
        """A package by name; that it is empty stands behind it."""
        assert self.candidates is not None
        name = self.candidates.looks[key][0]
        return name if does or key == NOTHING else t("vergelijken.empty_package", self.lang, name=name)

    def _nearest(self, turns: dict[str, Turn]) -> str:
        """Which weight turns the order first, from where it stands now."""
        apart = {key: abs(turn[0] - self.weights[key]) for key, turn in turns.items() if turn is not None}
        if not apart:
            return t("vergelijken.turns_never", self.lang)
        key = min(apart, key=lambda criterion: apart[criterion])
        return t(
            "vergelijken.turns_first",
            self.lang,
            criterion=t(f"vergelijken.criterion.{key}", self.lang),
            now=percent(self.weights[key], self.lang),
            turn=self._turn_text(self.weights[key], turns[key]),
        )

    def _turn_text(self, weight: float, turn: Turn) -> str:
        """The weight at which another package takes the lead, and which."""
        if turn is None:
            return t("vergelijken.no_turn", self.lang)
        assert self.candidates is not None
        at, package = turn
        digits = 0 if min(at, abs(at - weight)) > 0.01 else 1
        nothing = "_nothing" if list(self.candidates.looks)[package] == NOTHING else ""
        return t(
            f"vergelijken.turn_{'below' if at < weight else 'above'}{nothing}",
            self.lang,
            share=percent(at, self.lang, digits),
            name=self.candidates.names[package],
        )

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

"""What one misses in each climate by not having the package that is best there; never averaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.matrix import Cell, matrix, shaded, table_place
from kans_model.reports.regret_in_words import least_text
from kans_model.uncertainty.regret_bands import RegretBands
from kans_model.words.texts import t

OTHERS = ("niets_doen", "meekoppelen", "alles")
"""Looks of packages that are no planner's own."""


def climate_names(climates: Sequence[str], lang: str) -> list[str]:
    """What the climates are called at the head of a column."""
    return [t(f"certain.climate_head.{climate}", lang) for climate in climates]


class Regret(Viewer):
    """Package by climate: what is missed, and the most it can be."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.values = pd.DataFrame()
        self.found: RegretBands
        self.view = LiveHtml(table_place(links(t("certain.regret", lang), lang, is_chart=False)))
        self.behind = Behind(self.view, t("certain.regret", lang), self.frame, lang, notes)
        self.section = Section(
            self.view, title=t("certain.regret_title", lang), deck=t("certain.regret_deck", lang)
        )

    def show(self, contest: Contest, values: pd.DataFrame, per_draw: np.ndarray) -> None:
        """Mid values (package by climate) and the same per draw, shape (package, climate, draw)."""
        self.contest, self.values = contest, values
        self.found = RegretBands.of(values.to_numpy(), per_draw)
        self.view.show(table_of=self._table())
        self.section.show(deck=contest.text("regret_deck", unit=contest.unit))
        self.behind.refresh()

    def _table(self) -> Markup:
        assert self.contest is not None
        contest, found = self.contest, self.found
        rows = [
            [
                *(self._cell(row, column) for column in range(found.lost.shape[1])),
                Cell(contest.cell(found.most[row], *found.most_ends[:, row]), kind="total"),
            ]
            for row in range(len(found.lost))
        ]
        heads = [*climate_names(self.values.columns, self.lang), contest.text("most_regret")]
        title = contest.text("regret_caption", unit=contest.unit)
        return matrix(contest, title, contest.text("package"), heads, rows, "matrix even climates")

    def _cell(self, row: int, column: int) -> Cell:
        assert self.contest is not None
        contest, lost = self.contest, float(self.found.lost[row, column])
        low, high = self.found.lost_ends[:, row, column]
        if lost == 0:
            span = contest.plain_span(low, high) if low != high else ""
            return Cell(contest.text("best_here"), span, strong=True)
        return shaded(contest.cell(lost, low, high), self.found.share_of_most(lost))

    def sentences(self) -> list[str]:
        """With which package the largest regret is smallest, and what another misses in which climate."""
        assert self.contest is not None
        contest, found, most = self.contest, self.found, self.found.most
        if not np.isfinite(most).all():
            return []
        best, ids = found.least, contest.ids
        names = {package: contest.name(package) for package in ids}
        first = least_text(ids, found, names, contest.lost_range, self.lang)
        example = self._example(best)
        if example is None:
            return [first]
        place = found.worst_for(example)
        second = contest.text(
            "regret_told",
            name=contest.name(ids[example]),
            climate=t(f"certain.climate.{self.values.columns[place]}", self.lang),
            lost=contest.lost_range(found.lost[example, place], *found.lost_ends[:, example, place]),
            best=contest.name(ids[found.best_in(place)]),
        )
        return [first, second]

    def other(self, best: int) -> int:
        """Whose largest regret to show beside the smallest: the planner's own before another."""
        assert self.contest is not None
        looks = [look for _, look in self.contest.packages.values()]
        rest = [place for place in self.found.order() if place != best]
        return int(next((place for place in rest if looks[place] not in OTHERS), rest[0]))

    def _example(self, best: int) -> int | None:
        """Of which package to say what is missed: the planner's own before another."""
        assert self.contest is not None
        looks = [look for _, look in self.contest.packages.values()]
        missing = [place for place, most in enumerate(self.found.most) if most > 0]
        own = next((place for place in missing if looks[place] not in OTHERS), None)
        if own is not None or not missing:
            return own
        return None if missing[0] == best and len(missing) > 1 else missing[0]

    def frame(self) -> pd.DataFrame:
        """Value and regret per package and climate, with the band of the regret."""
        if self.contest is None:
            return pd.DataFrame()
        contest = self.contest
        columns: dict[str, object] = {
            contest.text("package"): [contest.name(package) for package in contest.ids]
        }
        for place, name in enumerate(climate_names(self.values.columns, self.lang)):
            columns[f"{name}: {contest.text('result_of')}, {contest.unit}"] = (
                self.values.iloc[:, place].to_numpy() / contest.scale
            )
            columns[f"{name}: {contest.text('missed')}, {contest.unit}"] = (
                self.found.lost[:, place] / contest.scale
            )
            for end, band in zip(("low", "high"), self.found.lost_ends, strict=True):
                columns[f"{name}: {contest.text('missed')}, {t(f'table.{end}', self.lang)}"] = (
                    band[:, place] / contest.scale
                )
        columns[f"{contest.text('most_regret')}, {contest.unit}"] = self.found.most / contest.scale
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column

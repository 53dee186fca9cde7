"""How wide each package's result is, and how often one package is better than another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.row_chart import RowChart, mark, nice_end
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.contest import Contest
from dashboards.parts.packages.marks import row_shape
from dashboards.parts.packages.matrix import Cell, matrix, shaded
from kans_model.comparison.ranking import chance_better, twins
from kans_model.uncertainty.bands import ends
from kans_model.words.amounts import chance, number
from kans_model.words.markup import macros
from kans_model.words.texts import t

PARTS = ("low", "mid", "high")

_CHANCES = macros(__file__, "chances.html")


class PackageBands(RowChart):
    """The result of each package with all at the middle, on its band of 5–95 %, in its own colour."""

    names_above = True

    def __init__(self, title: str, lang: str, notes: Sequence[str] = (), rough: bool = False):
        super().__init__(title, lang, row_px=44, name_px=176, value_px=112, notes=notes, rough=rough)
        self.contest: Contest | None = None

    def show(self, contest: Contest, bands: np.ndarray) -> None:
        """Low end, middle and high end, shape (3, package). [unit of the headline]"""
        self.contest, self.head = contest, contest.unit
        marks = [
            mark(f"band:{row}", theme.PACKAGES[look][0], shape=row_shape(look))
            for row, (_, look) in enumerate(contest.packages.values())
        ]
        names = [contest.name(package) for package in contest.ids]
        self.columns = dict(zip(PARTS, bands / contest.scale, strict=True))
        self.rows(names, marks, [contest.marked(package) for package in contest.ids])
        low, high = (float(pick(bands / contest.scale)) for pick in (np.min, np.max))
        self.scale(nice_end(high) if high > 0 else 0.0 if low < 0 else 1.0, -nice_end(-low) if low < 0 else 0)
        self.view.place(self.place("band", *(self.columns[part] for part in PARTS)))
        values = (contest.cell(mid, low, high) for low, mid, high in bands.T)
        self.tell(_CHANCES.band_value(value) for value in values)

    def frame(self) -> pd.DataFrame:
        unit = "" if self.contest is None else self.contest.unit
        heads = {part: f"{t(f'table.{part}', self.lang)}, {unit}" for part in PARTS}
        return pd.DataFrame(
            {t("vergelijken.package", self.lang): self.labels}
            | {heads[part]: self.columns.get(part, []) for part in PARTS}
        )

    def summary(self) -> str:
        """The chart in words."""
        if self.contest is None:
            return ""
        rows = zip(self.labels, *(self.columns[part] for part in PARTS), strict=True)
        return " ".join(
            self.contest.text(
                "band_sentence",
                name=name,
                mid=number(mid, self.lang),
                low=number(low, self.lang),
                high=number(high, self.lang),
                unit=self.contest.unit,
            )
            for name, low, mid, high in rows
        )


class Chances(Viewer):
    """Bands, and the chance that the package of a row is better than that of a column."""

    def __init__(self, lang: str, notes: Sequence[str] = (), rough: bool = False):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.share = np.zeros((0, 0))
        self.bands = PackageBands(t("certain.bands", lang), lang, notes, rough)
        self.view = LiveHtml(_CHANCES.frame(links(t("certain.chances", lang), lang, is_chart=False)))
        self.behind = Behind(self.view, t("certain.chances", lang), self.frame, lang, notes)
        self.section = Section(
            self.bands.view,
            self.view,
            title=t("certain.chances_title", lang),
            deck=t("certain.bands_deck", lang),
        )

    def show(self, contest: Contest, values: np.ndarray, middle: np.ndarray) -> None:
        """The headline of each package in each draw, shape (package, draw), and with all at the middle.

        The middle is that of the other pages, not the median of the draws: a reader knows one number.
        """
        self.contest, self.share = contest, chance_better(values)
        low, high = ends(values)
        self.bands.show(contest, np.stack([low, middle, high]))
        self.view.show(matrix=self._matrix(values))
        self.behind.refresh()
        self.section.show(deck=contest.text("bands_deck_n", n=number(values.shape[1], self.lang, 0)))

    def _matrix(self, values: np.ndarray) -> Markup:
        assert self.contest is not None
        contest, same = self.contest, twins(values)
        places = range(len(contest.ids))
        heads = [contest.marked(package) for package in contest.ids]
        rows = [[self._cell(row, column, bool(same[row, column])) for column in places] for row in places]
        return matrix(contest, contest.text("chances_caption"), contest.text("better_than"), heads, rows)

    def _cell(self, row: int, column: int, same: bool) -> Cell:
        assert self.contest is not None
        if row == column:
            return Cell("–", kind="quiet")
        if same:
            return Cell(self.contest.text("equal"), kind="quiet")
        share = float(self.share[row, column])
        return shaded(chance(share, self.lang), share)

    def frame(self) -> pd.DataFrame:
        """The chances, package against package."""
        if self.contest is None:
            return pd.DataFrame()
        names = [self.contest.name(package) for package in self.contest.ids]
        head = self.contest.text("better_than")
        return pd.DataFrame(
            {head: names} | {f"{name}, %": 100 * self.share[:, place] for place, name in enumerate(names)}
        )

    def __panel__(self) -> Viewable:
        return pn.Column(self.section.column, sizing_mode="stretch_width", stylesheets=[STYLES])

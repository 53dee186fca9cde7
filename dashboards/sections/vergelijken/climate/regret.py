"""What one misses in each climate by not having the package that is best there; never averaged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Conclusion
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.packages.contest import Contest
from kans_model.comparison.regret import max_regret, regret
from kans_model.uncertainty.ranges import QUANTILES
from kans_model.words.markup import html
from kans_model.words.texts import t

DARKEST = 45
TABLE = """
<div class="table-box whole" tabindex="0" role="region" aria-label="{title}">
<table class="matrix even climates">
<caption>{title}</caption><thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>
<tbody>{rows}</tbody></table></div>
"""
FRAME = '<div data-slot="table_of"></div>{links}'


def climate_table(
    contest: Contest, title: str, heads: Sequence[str], rows: Sequence[Sequence[Markup]]
) -> Markup:
    """A row per package, the cells ready as <td>."""
    return html(
        TABLE,
        title=title,
        corner=contest.text("package"),
        heads=Markup("").join(html('<th scope="col" class="num">{}</th>', head) for head in heads),
        rows=Markup("").join(
            html('<tr><th scope="row">{}</th>{}</tr>', contest.marked(one), Markup("").join(cells))
            for one, cells in zip(contest.ids, rows, strict=True)
        ),
    )


def climate_names(climates: Sequence[str], lang: str) -> list[str]:
    """What the climates are called at the head of a column."""
    return [t(f"certain.climate_head.{one}", lang) for one in climates]


class Regret(Viewer):
    """Package by climate: what is missed, and the most it can be."""

    def __init__(self, lang: str, notes: Sequence[str] = ()):
        super().__init__()
        self.lang = lang
        self.contest: Contest | None = None
        self.values = pd.DataFrame()
        self.lost, self.bands = np.zeros((0, 0)), np.zeros((2, 0, 0))
        self.most_bands = np.zeros((2, 0))
        self.view = LiveHtml(html(FRAME, links=links(t("certain.regret", lang), lang)))
        self.behind = Behind(self.view, t("certain.regret", lang), self.frame, lang, notes)
        self.section = Conclusion(
            self.view, title=t("certain.regret_title", lang), deck=t("certain.regret_deck", lang)
        )

    def show(self, contest: Contest, values: pd.DataFrame, per_draw: np.ndarray) -> None:
        """Mid values (package by climate) and the same per draw, shape (package, climate, draw)."""
        self.contest, self.values = contest, values
        self.lost = regret(values.to_numpy())
        drawn, ends = regret(per_draw), (QUANTILES[0], QUANTILES[-1])
        self.bands = np.quantile(drawn, ends, axis=-1)
        self.most_bands = np.quantile(drawn.max(axis=1), ends, axis=-1)
        self.view.show(table_of=self._table())
        self.section.show(deck=contest.text("regret_deck", unit=contest.unit))
        self.section.tell(*self._sentences())
        self.behind.refresh()

    def _table(self) -> Markup:
        assert self.contest is not None
        contest, most = self.contest, max_regret(self.values.to_numpy())
        top = max(float(np.nanmax(self.lost, initial=0)), 1e-12)
        rows = []
        for row in range(len(self.lost)):
            cells = []
            for column in range(self.lost.shape[1]):
                value, (low, high) = self.lost[row, column], self.bands[:, row, column]
                if value == 0:
                    band = html("<small>{}</small>", contest.plain_span(low, high)) if low != high else ""
                    cells.append(html('<td class="num"><b>{}</b>{}</td>', contest.text("best_here"), band))
                else:
                    shade, cell = round(DARKEST * value / top), contest.cell(value, low, high)
                    cells.append(html('<td class="num" style="--shade:{}">{}</td>', shade, cell))
            cells.append(
                html('<td class="num total">{}</td>', contest.cell(most[row], *self.most_bands[:, row]))
            )
            rows.append(cells)
        heads = [*climate_names(self.values.columns, self.lang), contest.text("most_regret")]
        return climate_table(contest, contest.text("regret_caption", unit=contest.unit), heads, rows)

    def _sentences(self) -> list[str]:
        assert self.contest is not None
        contest, most = self.contest, max_regret(self.values.to_numpy())
        if not np.isfinite(most).all():
            return []
        best, lines = int(np.argmin(most)), []
        others = [i for i in range(len(most)) if most[i] > 0]
        if most[best] == 0:
            lines.append(contest.text("regret_never", name=contest.name(contest.ids[best])))
        else:
            lines.append(
                contest.text(
                    "regret_least",
                    name=contest.name(contest.ids[best]),
                    lost=contest.lost_range(most[best], *self.most_bands[:, best]),
                )
            )
        own = next(
            (
                i
                for i in others
                if contest.packages[contest.ids[i]][1] not in ("niets_doen", "meekoppelen", "alles")
            ),
            None,
        )
        told = own if own is not None else (others[0] if others else None)
        if told is not None and not (told == best and len(others) > 1 and own is None):
            place = int(np.argmax(self.lost[told]))
            lines.append(
                contest.text(
                    "regret_told",
                    name=contest.name(contest.ids[told]),
                    climate=t(f"certain.climate.{self.values.columns[place]}", self.lang),
                    lost=contest.lost_range(self.lost[told, place], *self.bands[:, told, place]),
                    best=contest.name(contest.ids[int(np.argmin(self.lost[:, place]))]),
                )
            )
        return lines

    def frame(self) -> pd.DataFrame:
        """Value and regret per package and climate, with the band of the regret."""
        if self.contest is None:
            return pd.DataFrame()
        contest = self.contest
        columns: dict[str, object] = {contest.text("package"): [contest.name(one) for one in contest.ids]}
        for place, name in enumerate(climate_names(self.values.columns, self.lang)):
            columns[f"{name}: {contest.text('result_of')}, {contest.unit}"] = (
                self.values.iloc[:, place].to_numpy() / contest.scale
            )
            columns[f"{name}: {contest.text('missed')}, {contest.unit}"] = self.lost[:, place] / contest.scale
            for end, band in zip(("low", "high"), self.bands, strict=True):
                columns[f"{name}: {contest.text('missed')}, {t(f'table.{end}', self.lang)}"] = (
                    band[:, place] / contest.scale
                )
        columns[f"{contest.text('most_regret')}, {contest.unit}"] = (
            max_regret(self.values.to_numpy()) / contest.scale
        )
        return pd.DataFrame(columns)

    def __panel__(self) -> Viewable:
        return self.section.column

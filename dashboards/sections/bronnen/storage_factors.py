"""How much rarer water becomes behind storage, per facility and soil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.evaluation.storage_factors import DEPTHS_MM, storage_factors
from kans_model.reports.evidence import evidence
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import SOILS
from kans_model.words.amounts import number
from kans_model.words.markup import macros
from kans_model.words.texts import t

_FACTORS = macros(__file__, "storage_factors.html")
FIRST_DEPTH_MM = 20
"""Shown first: what most retention rules ask."""


class StorageFactors(Viewer):
    """One depth of storage at a time; the table behind has all."""

    def __init__(self, lang: str, notes: Sequence[str]):
        super().__init__()
        self.lang, self.depth = lang, FIRST_DEPTH_MM
        title = self._t("factors_table")
        depths = [(depth, self._t("mm", n=depth)) for depth in DEPTHS_MM]
        proof = evidence("derived", lang, focus=True)
        self.view = LiveHtml(
            _FACTORS.frame(
                self._t("depth"),
                depths,
                self.depth,
                self._t("proof"),
                proof,
                links(title, lang, is_chart=False),
            )
        )
        self.view.on("depth", self._look)
        self.behind = Behind(self.view, title, self.frame, lang, notes)
        self.section = Section(self.view, title=self._t("factors"), deck=self._t("factors_deck"))
        self._show()

    def _t(self, key: str, **values: object) -> str:
        return t(f"bronnen.{key}", self.lang, **values)

    def _look(self, data: Mapping[str, Any]) -> None:
        chosen = str(data.get("value"))
        if chosen in map(str, DEPTHS_MM):
            self.depth = int(chosen)
            self._show()

    def _show(self) -> None:
        """A row per facility, best first; a column per soil."""
        factors = (
            storage_factors()[self.depth]
            .reset_index()
            .pivot_table(self.depth, "measure", "soil")[list(SOILS)]
        )
        factors = factors.sort_values(list(SOILS), ascending=False)
        measures, lang = table("measures"), self.lang
        rows = [
            (
                measures[f"name_{lang}"][measure],
                t(f"sheet.emptying.{measures['emptying'][measure]}", lang),
                [f"× {number(factor, lang, 1)}" for factor in row],
            )
            for measure, row in zip(factors.index, factors.to_numpy(), strict=True)
        ]
        heads = [self._t("measure"), *table("soils")[f"name_{lang}"].loc[list(SOILS)]]
        caption = f"{self._t('factors_table')}: {self._t('mm', n=self.depth)}"
        self.view.show(depth=str(self.depth), rows=_FACTORS.rows(caption, heads, rows))

    def frame(self) -> pd.DataFrame:
        """Every facility, soil and depth."""
        factors, lang = storage_factors().reset_index(), self.lang
        names, soils = table("measures")[f"name_{lang}"], table("soils")[f"name_{lang}"]
        return pd.DataFrame(
            {
                self._t("measure"): names.loc[factors["measure"]].to_numpy(),
                self._t("soil"): soils.loc[factors["soil"]].to_numpy(),
                **{self._t("mm", n=depth): factors[depth].to_numpy() for depth in DEPTHS_MM},
            }
        )

    def __panel__(self) -> Viewable:
        return self.section.column

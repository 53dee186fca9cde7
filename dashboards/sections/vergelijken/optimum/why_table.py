"""Why a measure is in the best package or not, for the city and for one buurt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.measures.catalogue import plain
from kans_model.optimum.findings import Findings
from kans_model.optimum.reason_rows import KINDS, about_equal, amounts, buurt_rows, city_rows
from kans_model.tables.reading import table
from kans_model.words.amounts import NBSP, money, money_short, number, percent, quantity_text
from kans_model.words.markup import filled
from kans_model.words.texts import t

CENTS_BELOW = 100.0
"""Amounts below this have cents, all of them. [EUR]"""


class WhyTable(Viewer):
    """A row per measure with the reason in words; `show()` writes those of an optimum."""

    def __init__(self, lang: str, areas: dict[str, str], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self.areas = lang, areas
        self.names = table("measures")[f"name_{lang}"]
        self.findings: Findings | None = None
        self.words, self.kind, self.area = "", "", ""
        title = self._t("why_table")
        self.view = LiveHtml.of(
            __file__,
            "why_table.html",
            word=self._t,
            kinds=[("", self._t("why_all")), *((kind, self._t(f"why_{kind}")) for kind in KINDS)],
            areas=[("", self._t("whole_city")), *areas.items()],
            links=links(title, lang, is_chart=False),
        )
        for action in ("search", "kind", "area"):
            self.view.on(action, getattr(self, f"_{action}"))
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, findings: Findings) -> None:
        """The reasons of this optimum."""
        self.findings = findings
        self._write()

    # --- what the reader does ------------------------------------------------------------------

    def _search(self, data: Mapping[str, Any]) -> None:
        self.words = plain(str(data.get("value", "")))[:80]
        self._write()

    def _kind(self, data: Mapping[str, Any]) -> None:
        self.kind = str(data.get("value", ""))
        self._write()

    def _area(self, data: Mapping[str, Any]) -> None:
        code = str(data.get("value", ""))
        self.area = code if code in self.areas else ""
        self._write()

    # --- rows ----------------------------------------------------------------------------------

    def rows(self) -> pd.DataFrame:
        """One row per measure: ``name, kind, why, built, quantity, capex_eur, gets, needs``.

        Gets and needs per thousand euro; quantity and investment here, NaN where nothing is built.
        """
        assert self.findings is not None
        findings, bans = self.findings, tuple(self.findings.best.question.bans)
        rows = buurt_rows(findings.why, self.area, bans) if self.area else city_rows(findings.why, bans)
        quantity = findings.result["quantity"].to_pandas()
        quantity.columns = quantity.columns.astype(str)
        rows = rows.join(amounts(quantity, findings.result["capex_eur"].to_pandas(), self.area))
        rows["name"] = self.names[rows.index]
        rows["why"] = [
            self._t(f"reason_{reason}", holder=self.names[holder] if holder else "")
            for reason, holder in zip(rows["reason"], rows["holder"], strict=True)
        ]
        rows["built"] = [self._built(row) for row in rows.itertuples()]
        return rows

    def _built(self, row: Any) -> str:
        """In how many of the buurten where it fits; in a buurt, how much of what fits."""
        if self.area:
            return percent(row.built_share, self.lang) if row.built_share > 0 else "–"
        built, fits = (number(n, self.lang, 0) for n in (row.n_built, row.n_areas))
        return self._t("n_of", n=built, all=fits)

    def _per_euro(self, value: float) -> str:
        if pd.isna(value):
            return "–"
        if self.findings is not None and self.findings.best.question.goal == "weighted":
            return number(value, self.lang)
        if abs(value) >= CENTS_BELOW:
            return money(value, self.lang)
        return f"€{NBSP if self.lang == 'nl' else ''}{number(value, self.lang, 2)}"

    def _gets(self, gets: float, needs: float) -> str:
        """What the next step brings; near what is needed it is not told apart from it."""
        return self._t("about_equal") if about_equal(gets, needs) else self._per_euro(gets)

    def filtered(self) -> pd.DataFrame:
        """The rows that match what is searched and chosen."""
        rows = self.rows()
        if self.kind in KINDS:
            rows = rows[rows["kind"] == self.kind]
        if self.words:
            rows = rows[[self.words in plain(name) for name in rows["name"]]]
        return rows

    def _heads(self) -> list[str]:
        goal = self.findings.best.question.goal if self.findings else "avoided"
        unit = self._t(f"per_thousand_{goal}")
        return [
            t("table.measure", self.lang),
            self._t("why"),
            self._t("built_here" if self.area else "built"),
            self._t("quantity"),
            self._t("euro"),
            f"{self._t('gets')}, {unit}",
            f"{self._t('needs')}, {unit}",
        ]

    def _write(self) -> None:
        if self.findings is None:
            return
        rows, units = self.filtered(), table("measures")["unit"]
        shown = [
            {
                "chosen": row.kind == "in",
                "name": row.name,
                "why": row.why,
                "cells": (
                    row.built,
                    quantity_text(row.quantity, units[measure], self.lang) if row.quantity > 0 else "–",
                    money_short(row.capex_eur, self.lang) if row.capex_eur > 0 else "–",
                    self._gets(row.gets, row.needs),
                    self._per_euro(row.needs),
                ),
            }
            for measure, row in zip(rows.index, rows.itertuples(index=False), strict=True)
        ]
        words = {"hint": t("table.more_beside", self.lang), "title": self._t("why_table")}
        body = filled(__file__, "why_rows.html", heads=self._heads(), rows=shown, **words) if shown else ""
        n_in = number(int((self.rows()["kind"] == "in").sum()), self.lang, 0)
        where = self.areas.get(self.area) or self._t("whole_city")
        count = self._t("why_count", n=number(len(rows), self.lang, 0), chosen=n_in, where=where)
        self.view.show(shown=body, count=count, kind=self.kind, area=self.area)
        self.behind.refresh()

    def frame(self) -> pd.DataFrame:
        heads = self._heads()
        if self.findings is None:
            return pd.DataFrame({head: [] for head in heads})
        rows = self.filtered()
        columns = ("name", "why", "built", "quantity", "capex_eur", "gets", "needs")
        return pd.DataFrame(
            {head: rows[column].tolist() for head, column in zip(heads, columns, strict=True)}
        )

    def __panel__(self) -> Viewable:
        return self.view

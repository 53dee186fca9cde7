"""Packages nearly as good as the best, side by side: what is left to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.alternatives import Alternative
from kans_model.optimum.findings import Findings
from kans_model.optimum.same_budget import invested_eur
from kans_model.optimum.shared_choices import differing_uptakes, n_areas_always_built
from kans_model.tables.reading import table
from kans_model.words.amounts import in_millions, number, percent
from kans_model.words.markup import filled
from kans_model.words.texts import t

MOST_NEEDED = 6
"""Measures that are named as being in every good package."""
DIGITS = {"capex": 1, "avoided": 2, "loss": 1, "reach": 0}


class AlternativesTable(Viewer):
    """The best package and up to five others; `show()` writes them.

    Parameters
    ----------
    open_package : called with the package of a column and what it was pushed towards.
    """

    def __init__(self, lang: str, open_package: Callable[[Portfolio, str], None], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self._open_package = lang, open_package
        self.findings: Findings | None = None
        self.others: list[Alternative] = []
        title = self._t("alternatives_table")
        self.view = LiveHtml.of(__file__, "alternatives_table.html", links=links(title, lang, is_chart=False))
        self.view.on("open", self._open)
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, findings: Findings, others: Sequence[Alternative], slack: float) -> None:
        """Write the best package and the others beside it."""
        self.findings, self.others = findings, list(others)
        share = percent(slack, self.lang)
        if not self.others:
            self.view.show(told=self._t("alternatives_none", share=share), shown="", needed="")
            return
        told = self._t("alternatives_told", n=number(len(self.others), self.lang, 0), share=share)
        self.view.show(told=told, shown=self._table(), needed=self._needed())
        self.behind.refresh()

    def directions(self) -> list[str]:
        """What each column is: the best, then what the others were pushed towards."""
        return [self._t("best"), *(self._t(f"towards_{other.direction}") for other in self.others)]

    def packages(self) -> list[Portfolio]:
        assert self.findings is not None
        return [self.findings.best.portfolio, *(other.portfolio for other in self.others)]

    def _needed(self) -> str:
        """What no good package does without, in a sentence."""
        assert self.findings is not None
        places = n_areas_always_built(self.findings.study, self.packages())
        names = table("measures")[f"name_{self.lang}"]
        if places.empty:
            return self._t("needed_none")
        named = [
            self._t("needed_one", name=names[key], n=number(n, self.lang, 0)) for key, n in places.items()
        ]
        return self._t("needed", measures="; ".join(named[:MOST_NEEDED]), n=number(len(places), self.lang, 0))

    def figures(self) -> dict[str, list[float]]:
        """Cost, what it avoids, what is given up and reach, one value per column."""
        if self.findings is None:
            return {}
        study, horizon = self.findings.study, self.findings.best.question.horizon
        results = [study.evaluate(package) for package in self.packages()]
        return {
            "capex": [in_millions(invested_eur(result)) for result in results],
            "avoided": [
                in_millions(float(result["avoided_total_eur"].sel(horizon=horizon))) for result in results
            ],
            "loss": [0.0, *(100 * other.loss for other in self.others)],
            "reach": [float(result["reach_pct"].mean()) for result in results],
        }

    def uptakes(self) -> dict[str, list[float]]:
        """Uptake per measure and column, of the measures that differ, the widest apart first. [-]"""
        return differing_uptakes(self.packages())

    def _table(self) -> Markup:
        names, lang = table("measures")[f"name_{self.lang}"], self.lang
        return filled(
            __file__,
            "alternatives_rows.html",
            word=self._t,
            hint=t("table.more_beside", lang),
            title=self._t("alternatives_table"),
            directions=self.directions(),
            figures={
                key: [number(value, lang, DIGITS[key]) for value in values]
                for key, values in self.figures().items()
            },
            uptakes={
                names[name]: [percent(share, lang) if share else "" for share in shares]
                for name, shares in self.uptakes().items()
            },
        )

    def frame(self) -> pd.DataFrame:
        if self.findings is None:
            return pd.DataFrame({t("table.measure", self.lang): []})
        names = table("measures")[f"name_{self.lang}"]
        rows = {
            f"{self._t(f'row_{key}')}, {self._t(f'row_{key}_unit')}": values
            for key, values in self.figures().items()
        } | {
            f"{names[name]}, %": [100 * share for share in shares] for name, shares in self.uptakes().items()
        }
        columns: dict[str, list] = {self._t("what"): list(rows)}
        for place, name in enumerate(self.directions()):
            columns[name] = [values[place] for values in rows.values()]
        return pd.DataFrame(columns)

    def _open(self, data: Mapping[str, Any]) -> None:
        place = int(data.get("place", -1))
        if self.findings is not None and 0 <= place <= len(self.others):
            self._open_package(self.packages()[place], self.directions()[place])

    def kept(self, text: str) -> None:
        """Say that a package was kept."""
        self.view.show(kept=notice(text))

    def __panel__(self) -> Viewable:
        return self.view

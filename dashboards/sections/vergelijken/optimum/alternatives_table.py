"""Packages nearly as good as the best, side by side: what is left to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.alternatives import Alternative
from kans_model.optimum.findings import Found
from kans_model.tables.reading import table
from kans_model.uncertainty.value_of_information import irreplaceable
from kans_model.words.amounts import number, percent
from kans_model.words.markup import html
from kans_model.words.texts import t

FRAME = """<div class="found"><p class="lede" data-slot="told"></p><div role="status" data-slot="kept"></div>
<div data-slot="shown"></div><p data-slot="needed"></p>{links}</div>"""
TABLE = """<p class="scroll-hint">{hint}</p>
<div class="table-box whole" tabindex="0" role="region" aria-label="{title}">
<table class="comparison"><caption class="spoken">{title}</caption>
<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"""
OPEN = """<td class="num"><button class="link" data-do="open" data-place="{}"
 aria-label="{}: {}">{}</button></td>"""
MILLION = 1e6
MOST_NEEDED = 6
"""Measures that are named as being in every good package."""
DIFFERS = 0.02
"""Measures whose uptake differs by less between all packages are left out. [-]"""


class AlternativesTable(Viewer):
    """The best package and up to five others; `show()` writes them.

    Parameters
    ----------
    open_package : called with the package of a column and what it was pushed towards.
    """

    def __init__(self, lang: str, open_package: Callable[[Portfolio, str], None], notes: Sequence[str] = ()):
        super().__init__()
        self.lang, self._open_package = lang, open_package
        self.found: Found | None = None
        self.others: list[Alternative] = []
        title = self._t("alternatives_table")
        self.view = LiveHtml(html(FRAME, links=links(title, lang)))
        self.view.on("open", self._open)
        self.behind = Behind(self.view, title, self.frame, lang, notes)

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, found: Found, others: Sequence[Alternative], slack: float) -> None:
        """Write the best package and the others beside it."""
        self.found, self.others = found, list(others)
        share = percent(slack, self.lang)
        if not self.others:
            self.view.show(told=self._t("alternatives_none", share=share), shown="", needed="")
            return
        told = self._t("alternatives_told", n=number(len(self.others), self.lang, 0), share=share)
        self.view.show(told=told, shown=self._table(), needed=self._needed())
        self.behind.refresh()

    def directions(self) -> list[str]:
        """What each column is: the best, then what the others were pushed towards."""
        return [self._t("best"), *(self._t(f"towards_{one.direction}") for one in self.others)]

    def packages(self) -> list[Portfolio]:
        assert self.found is not None
        return [self.found.best.portfolio, *(one.portfolio for one in self.others)]

    def needed(self) -> pd.Series:
        """In how many buurten every one of these packages has a measure, per measure, the most first."""
        assert self.found is not None
        everywhere = irreplaceable(self.found.study, self.packages()) >= 1
        places = everywhere.sum(axis=1)
        return places[places > 0].sort_values(ascending=False, kind="stable")

    def _needed(self) -> str:
        """What no good package does without, in a sentence."""
        places, names = self.needed(), table("measures")[f"name_{self.lang}"]
        if places.empty:
            return self._t("needed_none")
        told = [
            self._t("needed_one", name=names[key], n=number(n, self.lang, 0)) for key, n in places.items()
        ]
        return self._t("needed", measures="; ".join(told[:MOST_NEEDED]), n=number(len(places), self.lang, 0))

    def figures(self) -> dict[str, list[float]]:
        """Cost, what it avoids, what is given up and reach, one value per column."""
        if self.found is None:
            return {}
        study, horizon = self.found.study, self.found.best.question.horizon
        results = [study.evaluate(one) for one in self.packages()]
        return {
            "capex": [float(one["capex_eur"].sum()) / MILLION for one in results],
            "avoided": [float(one["avoided_total_eur"].sel(horizon=horizon)) / MILLION for one in results],
            "loss": [0.0, *(100 * one.loss for one in self.others)],
            "reach": [float(one["reach_pct"].mean()) for one in results],
        }

    def uptakes(self) -> dict[str, list[float]]:
        """Uptake per measure and column, of the measures that differ, the widest apart first. [-]"""
        packages, names = self.packages(), table("measures").index
        rows = {name: [one.choices.get(name, {}).get("uptake", 0.0) for one in packages] for name in names}
        apart = {name: max(shares) - min(shares) for name, shares in rows.items()}
        order = sorted((name for name in rows if apart[name] > DIFFERS), key=lambda name: -apart[name])
        return {name: rows[name] for name in order}

    def _table(self) -> Markup:
        names = table("measures")[f"name_{self.lang}"]
        heads = Markup("").join(
            html('<th scope="col" class="num"><b>{}</b></th>', one) for one in self.directions()
        )
        digits = {"capex": 1, "avoided": 2, "loss": 1, "reach": 0}
        rows = [
            html(
                '<tr><th scope="row"><b>{}</b><small>{}</small></th>{}</tr>',
                self._t(f"row_{key}"),
                self._t(f"row_{key}_unit"),
                Markup("").join(
                    html('<td class="num">{}</td>', number(one, self.lang, digits[key])) for one in values
                ),
            )
            for key, values in self.figures().items()
        ]  # fmt: skip
        buttons = Markup("").join(
            html(
                OPEN,
                place,
                self._t("open"),
                name,
                self._t("open"),
            )
            for place, name in enumerate(self.directions())
        )
        rows.append(html('<tr><th scope="row">{}</th>{}</tr>', self._t("open_row"), buttons))
        for name, shares in self.uptakes().items():
            cells = Markup("").join(
                html(
                    '<td class="num{}">{}</td>',
                    "" if one else " quiet",
                    percent(one, self.lang) if one else "–",
                )
                for one in shares
            )
            rows.append(html('<tr><th scope="row">{}</th>{}</tr>', names[name], cells))
        words = {"hint": t("table.more_beside", self.lang), "title": self._t("alternatives_table")}
        return html(TABLE, heads=heads, rows=Markup("").join(rows), **words)

    def frame(self) -> pd.DataFrame:
        if self.found is None:
            return pd.DataFrame({t("table.measure", self.lang): []})
        names = table("measures")[f"name_{self.lang}"]
        rows = {
            f"{self._t(f'row_{key}')}, {self._t(f'row_{key}_unit')}": values
            for key, values in self.figures().items()
        } | {f"{names[name]}, %": [100 * one for one in shares] for name, shares in self.uptakes().items()}
        columns = {self._t("what"): list(rows)}
        for place, name in enumerate(self.directions()):
            columns[name] = [values[place] for values in rows.values()]
        return pd.DataFrame(columns)

    def _open(self, data: dict) -> None:
        place = int(data.get("place", -1))
        if self.found is not None and 0 <= place <= len(self.others):
            self._open_package(self.packages()[place], self.directions()[place])

    def kept(self, text: str) -> None:
        self.view.show(kept=html('<p class="notice">{}</p>', text))

    def __panel__(self) -> Viewable:
        return self.view

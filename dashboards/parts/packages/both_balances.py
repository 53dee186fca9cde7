"""The balance both ways: with damage avoided alone, and with what green and blue bring besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import panel as pn
import xarray as xr
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.package_rows import PackageBars
from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look import theme
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.marks import Looks, package_legend, package_mark
from kans_model.comparison.break_even import benefit_kinds_eur, kind_name, side_by_side_eur
from kans_model.reports.break_even_in_words import condition_texts
from kans_model.study.study import Study
from kans_model.words.amounts import MILLION
from kans_model.words.markup import macros
from kans_model.words.texts import t

_MACROS = macros(__file__, "both_balances.html")


class BothBalances(Viewer):
    """A bar per kind of benefit and package, cost, both balances, and what would have to be true.

    Parameters
    ----------
    packages : id → (name, look).
    """

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str]):
        super().__init__()
        self.packages, self.lang, self.notes = packages, lang, notes
        self.kinds: tuple[str, ...] = ()
        self._drawn: Looks = {}
        self.chart: PackageBars | None = None
        self.body = pn.Column(sizing_mode="stretch_width", stylesheets=[STYLES])
        self.view = LiveHtml(_MACROS.frame())
        legend = [LiveHtml(package_legend(packages))] if len(packages) > 1 else []
        title, deck = (t(f"benefits.balance_{part}", lang) for part in ("title", "deck"))
        self.section = Section(*legend, self.body, self.view, title=title, deck=deck)

    def show(self, study: Study, results: Mapping[str, xr.Dataset]) -> None:
        """Put the bars and write the conditions; other kinds of benefit lay the chart out anew."""
        base, lang = study.baseline, self.lang
        kinds = {key: benefit_kinds_eur(base, result) for key, result in results.items()}
        named = tuple(next(iter(kinds.values())))
        if self.chart is None or (named, self.packages) != (self.kinds, self._drawn):
            self.kinds, self._drawn, self.chart = named, self.packages, self._laid_out(named)
            self.body[:] = [self.chart]
        columns = {}
        for key, result in results.items():
            rows = side_by_side_eur(kinds[key], float(result["present_value_cost_total_eur"]))
            alone, every = rows["balance"]
            parts = [rows[kind][1] for kind in named]
            columns[key] = [value / MILLION for value in (*parts, rows["cost"][0], alone, every)]
        self.chart.show(columns)
        told = [
            (package_mark(look), name, sentences)
            for key, (name, look) in self.packages.items()
            if (sentences := condition_texts(base, results[key], lang))
        ]
        words = (t(f"benefits.{key}", lang) for key in ("conditions", "pm"))
        title, pm = words
        self.view.show(conditions=_MACROS.conditions(title, told, pm) if told else "")

    def _laid_out(self, kinds: Sequence[str]) -> PackageBars:
        lang = self.lang
        labels = [kind_name(kind, lang) for kind in kinds]
        labels += [t(f"benefits.{row}", lang) for row in ("cost", "balance_avoided", "balance_all")]
        looks = {key: (name, theme.PACKAGES[look][0]) for key, (name, look) in self.packages.items()}
        return PackageBars(
            t("benefits.table", lang),
            labels,
            looks,
            lang,
            unit=t("unit.meur", lang),
            first=t("benefits.kind", lang),
            notes=self.notes,
        )

    def __panel__(self) -> Viewable:
        return self.section.column

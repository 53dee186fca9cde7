"""Whom each package reaches: the part of what it avoids where incomes are lowest."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.fields import notice
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.packages.marks import package_mark
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON
from kans_model.comparison.equity import avoided_by_area_eur, low_income_share
from kans_model.words.amounts import money_short, percent
from kans_model.words.markup import macros
from kans_model.words.texts import t

_MACROS = macros(__file__, "equity.html")


class Equity(Viewer):
    """A share per package; of a city without incomes, that it cannot be said."""

    def __init__(self, lang: str):
        super().__init__()
        self.lang = lang
        self.view = LiveHtml(_MACROS.frame())
        self.section = Section(
            self.view, title=t("vergelijken.equity", lang), deck=t("vergelijken.equity_deck", lang)
        )

    def show(self, candidates: Candidates) -> None:
        """Write the share of every package."""
        known = candidates.study.city.areas["income_eur"].notna().any()
        shares = self._shares(candidates) if known else notice(t("vergelijken.no_income", self.lang))
        self.view.show(shares=shares)

    def _shares(self, candidates: Candidates) -> Markup:
        areas = candidates.study.city.areas
        rows = []
        for key, (name, look) in candidates.looks.items():
            result = candidates.results[key]
            share = low_income_share(areas["income_eur"], areas["residents"], avoided_by_area_eur(result))
            avoided = money_short(float(result["avoided_total_eur"].sel(horizon=HORIZON)), self.lang)
            text = percent(share, self.lang) if np.isfinite(share) else "–"
            rows.append((package_mark(look), name, text, t("vergelijken.of", self.lang, amount=avoided)))
        return Markup(_MACROS.shares(rows))

    def __panel__(self) -> Viewable:
        return self.section.column

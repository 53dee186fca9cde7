"""The top of the page: whether the levers bring what the package counts on, and three figures."""

from __future__ import annotations

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.remarks import notices
from dashboards.parts.live.live import LiveHtml
from dashboards.sections.beleid.levers import Levers
from kans_model.policy.parameters import band
from kans_model.reports.policy_in_words import conclusion, share_band
from kans_model.words.amounts import money_range, money_short, percent
from kans_model.words.texts import t

NAMES = ("brings", "avoids", "costs")


class Head(Viewer):
    """Title, conclusion, caveats, and three figures."""

    def __init__(self, levers: Levers):
        super().__init__()
        self.levers = levers
        self.view = LiveHtml.of(__file__, "head.html", title=t("page.beleid", levers.lang))
        labels = {name: levers.text(f"figure_{name}", year=levers.year) for name in NAMES}
        self.figures = Figures(labels, levers.lang)

    def update(self) -> None:
        """Write them."""
        levers, lang, effect = self.levers, self.levers.lang, self.levers.effect
        gaps = effect.gaps(levers.year)
        result = levers.study.evaluate(levers.package)
        self.view.show(
            conclusion=conclusion(gaps, levers.chosen.title, levers.year, lang),
            caveats=notices(levers.session, result),
        )
        low, mid, high = map(float, band(effect.brought(levers.year)))
        self.figures.show(
            "brings",
            number=percent(mid, lang),
            range_text=share_band(low, high, lang),
            note=levers.text("brings_note"),
        )
        low, mid, high = map(float, effect.avoided_band_eur(levers.year))
        self.figures.show(
            "avoids",
            number=money_short(mid, lang),
            range_text=money_range(low, high, lang) if np.isfinite(low) else "",
            note=levers.text("avoids_note"),
        )
        low, paid, high = map(float, effect.paid_band_eur(levers.year))
        self.figures.show(
            "costs",
            number=money_short(paid, lang),
            range_text=money_range(low, high, lang) if high > low else "",
            note=levers.text("costs_note"),
        )

    def __panel__(self) -> Viewable:
        return self.view

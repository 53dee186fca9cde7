"""The top of the page: what the comparison comes to, which packages, three differences, what to decide."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.decision import Decision
from dashboards.parts.frame.remarks import caveat_line
from dashboards.parts.live.fields import options
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.marks import Looks, package_ticks
from kans_model.comparison.robustness import FEWEST
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.reports.chance_in_words import chance_text
from kans_model.reports.contrast_in_words import conclusion, next_decision
from kans_model.reports.evidence import Grounds
from kans_model.uncertainty.contrast import Contrast
from kans_model.words.amounts import MILLION, money_band, money_change, money_short
from kans_model.words.markup import macros
from kans_model.words.texts import t

QUESTIONS = ("avoided", "capex", "npv")

_TOP = macros(__file__, "top.html")


class Top(Viewer):
    """Title and conclusion, the packages on a line, three figures, the decision, and the caveats on one line.

    Parameters
    ----------
    on : called by what is used: `pick` a package, another `base`, `set` a switch, `go` to the best package.
    """

    def __init__(self, lang: str, rough: bool, most: int, on: dict[str, Callable[[dict[str, Any]], None]]):
        super().__init__()
        self.lang, self.rough, self.most = lang, rough, most
        self.head, self.choice = LiveHtml(_TOP.head(t("page.vergelijken", lang))), LiveHtml(_TOP.choice())
        self.figures = Figures(dict.fromkeys(QUESTIONS, ""), lang)
        self.decision = Decision(t("contrast.go", lang), on["go"])
        self.head.on("set", on["set"])
        for action in ("pick", "base"):
            self.choice.on(action, on[action])
        parts = self.head, self.choice, self.figures, self.decision
        style = {"sizing_mode": "stretch_width", "stylesheets": [STYLES]}
        self.layout = pn.Column(*parts, css_classes=["stack", "top"], **style)

    def lay_out(self, known: Looks, chosen: Collection[str], own: str, others: Looks) -> None:
        """Which packages there are, which are shown, and which the own one can be held against."""
        legend = t("vergelijken.choose", self.lang, few=FEWEST, most=self.most)
        self.choice.show(
            ticks=package_ticks(legend, known, chosen, keyed=True),
            against=t("contrast.against", self.lang, own=known[own][0]),
            packages=options([(key, name) for key, (name, _) in others.items()]),
        )

    def show(
        self,
        contrast: Contrast,
        names: dict[str, str],
        grounds: dict[str, Grounds],
        years: int,
        caveats: Sequence[str],
        decisive: Markup,
        per_euro: str = "",
    ) -> None:
        """Write the sentence, the figures, the decision and how many caveats there are."""
        self.head.show(
            conclusion=" ".join(filter(None, [conclusion(contrast, names, self.rough, self.lang), per_euro])),
            caveats=caveat_line([*caveats, *filter(None, [decisive])], self.lang),
        )
        self.choice.show(base=contrast.other)
        for question in QUESTIONS:
            self._show_figure(question, contrast, grounds[question], years)
        self.decision.show(next_decision(contrast, names, self.lang))

    def tell(self, text: str) -> None:
        """Say why a choice of packages was not taken over, and put back the tick."""
        self.choice.refuse(text)

    def _show_figure(self, question: str, contrast: Contrast, grounds: Grounds, years: int) -> None:
        lang, side = self.lang, "alone" if contrast.is_alone else "pair"
        middle, low, high = (MILLION * value for value in contrast.differences[question])
        signed = question == "npv" or side == "pair"
        nothing = low == middle == high == 0
        share = contrast.better.get(question, float("nan"))
        unsure = t("contrast.unsure", lang) if contrast.direction(question) == "unsure" else ""
        told = "" if nothing else chance_text(f"contrast.chance_{question}", share, lang)
        if side == "alone" and question != "npv":
            told = ""  # doing nothing always costs less and avoids nothing
        self.figures.show(
            question,
            label=t(f"contrast.{question}_{side}", lang, year=PRICE_YEAR, years=years),
            number=(money_change if signed else money_short)(middle, lang),
            range_text=""
            if nothing or not math.isfinite(low)
            else _bare(money_band(low, high, lang, signed)),
            **({} if nothing else grounds._asdict()),
            note="; ".join(filter(None, [told, unsure])),
            rough=self.rough and not nothing,
        )

    def __panel__(self) -> Viewable:
        return self.layout


def _bare(band: str) -> str:
    """A band without its euro, which stands with the number."""
    return band.removeprefix("€").removesuffix(" euro").strip()

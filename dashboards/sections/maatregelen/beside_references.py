"""The package beside the reference packages, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup, escape
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.travel import in_rows, moving
from dashboards.parts.packages.comparison_table import Comparison
from kans_model.comparison.answers import HORIZON
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.chance_in_words import chance_text
from kans_model.study.names import package_name
from kans_model.study.study import Study
from kans_model.uncertainty.answer_bands import AnswerBand
from kans_model.uncertainty.package_result import PackageResult
from kans_model.uncertainty.package_travel import PackageTravel
from kans_model.words.amounts import band_text, number
from kans_model.words.notation import QUANTITIES, written
from kans_model.words.texts import t

DIGITS = {"capex": 1, "avoided": 2, "npv": 0, "bcr": 2, "deaths": 1, "entered": 0, "reach": 0}
"""The questions, and the decimals their answers are shown with."""
MOVES = {
    "capex": "capex_meur",
    "avoided": "avoided_meur",
    "npv": "npv_meur",
    "bcr": "bcr",
    "deaths": "deaths",
    "entered": "entered",
    "reach": "mean_reach_pct",
}
"""The questions, and the quantity of each while a slider moves."""
BANDED = tuple(name for name in MOVES.values() if f"{name}_band" in QUANTITIES)


class BesideReferences(Viewer):
    """A column for the package and for each reference; small the band and how often the package is better."""

    def __init__(
        self,
        lang: str,
        notes: Sequence[str],
        rough: bool,
        study: Study,
        package: Portfolio,
        price_year: int,
    ):
        super().__init__()
        self.lang, self.rough = lang, rough
        packages = {"own": (package_name(package, lang), "own")}
        packages |= {name: (t(f"portfolio.{name}", lang), name) for name in study.references()}
        questions = {
            question: (
                self._t(f"question_{question}", year=HORIZON),
                self._t(f"unit_{question}", year=price_year),
            )
            for question in DIGITS
        }
        self.table = Comparison(
            self._t("comparison_table"), packages, questions, lang, notes, "chance.column_own"
        )
        # what a reader would otherwise wonder about: of a city without works the first two are alike
        remarks = [
            LiveHtml.of(__file__, "beside_references.html", text=self._t("no_works", city=study.city.name))
            for has_works in [study.baseline.room.works_share.any()]
            if not has_works
        ]
        self.section = Section(
            self.table,
            *remarks,
            title=self._t("comparison"),
            deck=self._t("comparison_deck_rough" if rough else "comparison_deck", year=price_year),
        )

    def _t(self, key: str, **values: object) -> str:
        return t(f"maatregelen.{key}", self.lang, **values)

    def show(self, package: PackageResult) -> None:
        """Write the column of the package."""
        self.table.rename("own", package_name(package.portfolio, self.lang))
        self._show_column("own", package.answers(), {})

    def show_references(self, package: PackageResult) -> None:
        """Write the columns of the references, and how often the package beats each."""
        for name, answers in package.rivals.answers.items():
            self._show_column(name, answers, package.chances_against(name))

    def _show_column(
        self, name: str, answers: Mapping[str, AnswerBand], chances: Mapping[str, float]
    ) -> None:
        shown = {question: answers[question] for question in DIGITS}
        texts = {
            question: self._lines(question, answer, chances.get(question, np.nan), own=name == "own")
            for question, answer in shown.items()
        }
        self.table.show(name, texts, shown, chances)

    def travelled(self, travel: PackageTravel) -> dict[str, np.ndarray]:
        """Columns of a slider's travel."""
        answers = travel.answers()
        return {f"own.{question}": in_rows(answers[question]) for question in MOVES}

    def _lines(self, question: str, answer: AnswerBand, chance: float, own: bool) -> tuple[str, ...]:
        """Value, band and chance, ready to read; of a rough city the band comes first."""
        middle, low, high = answer
        if question == "bcr" and not np.isfinite(middle) and not own:
            return "–", ""
        digits = DIGITS[question]
        has_band = np.isfinite(low) and not low == high == 0
        band = band_text(low, high, self.lang) if has_band else ""
        value = number(middle, self.lang, 0 if middle == 0 else digits)
        lines = (band, t("figure.middle", self.lang, n=value)) if self.rough and band else (value, band)
        if own:
            lines = self._moving_lines(question, answer, band)
        return (*lines, chance_text("chance.own_better", chance, self.lang))

    def _moving_lines(self, question: str, answer: AnswerBand, band: str) -> tuple[str, str]:
        """Value and band of the package, as they move with a slider."""
        key, name = f"own.{question}", MOVES[question]
        value = moving(key, name, written(name, answer, self.lang))
        if name not in BANDED:
            return value, band
        if self.rough and band:
            under = Markup(escape(t("figure.middle", self.lang, n="{}"))).format(value)
            return moving(key, f"{name}_band_alone", band, waits=True), under
        return value, moving(key, f"{name}_band", band, waits=True)

    def __panel__(self) -> Viewable:
        return self.section.column

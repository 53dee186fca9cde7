"""What sets each package apart from one of them, question by question, over the same draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.packages.comparison_table import Comparison
from dashboards.parts.packages.marks import Looks
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON, QUESTIONS, chances, drawn_answers
from kans_model.reports.chance_in_words import chance_text
from kans_model.uncertainty.answer_bands import answer_bands, difference_bands
from kans_model.words.amounts import change, number, range_text
from kans_model.words.texts import t

DIGITS = {"bcr": 2, "avoided": 2, "entered": 0}
"""Digits behind the comma; of other questions one."""


class Differences(Viewer):
    """The package that the others are held against in full, of the others the difference."""

    def __init__(self, packages: Looks, lang: str, notes: Sequence[str], rough: bool):
        super().__init__()
        self.lang, self.rough = lang, rough
        questions = {
            key: (t(f"vergelijken.question.{key}", lang), t(f"vergelijken.unit.{key}", lang))
            for key in QUESTIONS
        }
        title = t("vergelijken.differences", lang)
        self.table = Comparison(title, packages, questions, lang, notes)
        deck = "differences_deck_rough" if rough else "differences_deck"
        self.section = Section(self.table, title=title, deck=t(f"vergelijken.{deck}", lang, year=HORIZON))

    def show(self, candidates: Candidates) -> None:
        """Write every column."""
        results, ranges, base = candidates.results, candidates.ranges, candidates.base
        for key in candidates.looks:
            if key == base:
                self._show_base(key, candidates)
                continue
            differences = difference_bands((results[key], ranges[key]), (results[base], ranges[base]))
            better = chances(drawn_answers(ranges[key]), drawn_answers(ranges[base]))
            whole_ratio = not np.isfinite(float(results[base]["bcr"]))
            texts = {
                question: (
                    *self._difference_text(question, *band, whole=question == "bcr" and whole_ratio),
                    chance_text("chance.better", better.get(question, np.nan), self.lang),
                )
                for question, band in differences.items()
            }
            self.table.show(key, texts, differences, better)

    def _show_base(self, key: str, candidates: Candidates) -> None:
        bands = answer_bands(candidates.results[key], candidates.ranges[key])
        texts = {
            question: self._in_full(self._plain(question, middle), low, high, _digits(question))
            for question, (middle, low, high) in bands.items()
        }
        self.table.show(key, texts, bands)

    def _in_full(
        self, value: str, low: float, high: float, digits: int, signed: bool = False
    ) -> tuple[str, str]:
        band = range_text(low, high, self.lang, digits, signed) if np.isfinite(low) and low != high else ""
        return (band, t("figure.middle", self.lang, n=value)) if self.rough and band else (value, band)

    def _plain(self, question: str, value: float) -> str:
        return "–" if not np.isfinite(value) else number(value, self.lang, _digits(question))

    def _difference_text(
        self, question: str, mid: float, low: float, high: float, whole: bool
    ) -> tuple[str, str]:
        """A difference with its sign; what stands whole, for want of an answer of the base, without."""
        if not np.isfinite(mid):
            return "–", ""
        digits = _digits(question)
        value = (number if whole else change)(mid, self.lang, digits)
        return self._in_full(value, low, high, digits, signed=not whole)

    def __panel__(self) -> Viewable:
        return self.section.column


def _digits(question: str) -> int:
    return DIGITS.get(question, 1)

"""What sets each package apart from one of them, question by question, over the same draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.section import Section
from dashboards.parts.packages.comparison_table import Comparison
from dashboards.sections.vergelijken.beside.candidates import Candidates
from kans_model.comparison.answers import HORIZON, RATIOS, answers, chances, drawn_answers, telling_first
from kans_model.reports.chance_in_words import chance_text
from kans_model.uncertainty.answer_bands import AnswerBand, answer_bands, difference_bands
from kans_model.words.amounts import band_text, change, number
from kans_model.words.texts import t

FIRST = 5
"""So many questions stand at first; the others are opened on demand."""


class Differences(Viewer):
    """The package that the others are held against in full, of the others the difference."""

    def __init__(self, candidates: Candidates, lang: str, notes: Sequence[str], rough: bool):
        super().__init__()
        self.lang, self.rough = lang, rough
        results = candidates.results
        answered = {package: answers(result) for package, result in results.items()}
        questions = {
            key: (t(f"vergelijken.question.{key}", lang), t(f"vergelijken.unit.{key}", lang))
            for key in telling_first(answered, candidates.base, FIRST)
        }
        title = t("vergelijken.differences", lang)
        more = t("vergelijken.more_questions", lang, n=len(questions) - FIRST)
        self.table = Comparison(title, candidates.looks, questions, lang, notes, n_first=FIRST, more=more)
        deck = "differences_deck_rough" if rough else "differences_deck"
        self.section = Section(self.table, title=title, deck=t(f"vergelijken.{deck}", lang, year=HORIZON))

    def show(self, candidates: Candidates) -> None:
        """Write every column."""
        base_name = candidates.looks[candidates.base][0]
        self.section.show(title=t("vergelijken.differences_from", self.lang, name=base_name))
        results, ranges, base = candidates.results, candidates.ranges, candidates.base
        bands = {
            key: difference_bands((results[key], ranges[key]), (results[base], ranges[base]))
            for key in candidates.looks
            if key != base
        }
        ends = row_ends(list(bands.values()))
        for key in candidates.looks:
            if key == base:
                self._show_base(key, candidates)
                continue
            differences = bands[key]
            better = chances(drawn_answers(ranges[key]), drawn_answers(ranges[base]))
            base_answers = answers(results[base])
            texts = {
                question: self._difference_text(
                    band,
                    chance_text("chance.better", better.get(question, np.nan), self.lang),
                    whole=question in RATIOS and not np.isfinite(base_answers[question]),
                )
                for question, band in differences.items()
            }
            self.table.show(key, texts, differences, better, ends)

    def _show_base(self, key: str, candidates: Candidates) -> None:
        bands = answer_bands(candidates.results[key], candidates.ranges[key])
        texts = {question: self._in_full(band, "", signed=False) for question, band in bands.items()}
        self.table.show(key, texts, bands)

    def _in_full(self, band: AnswerBand, better: str, signed: bool) -> tuple[str, str]:
        """Three digits of the middle, two of its band; of estimated data the band first."""
        middle, low, high = band
        if not np.isfinite(middle):
            return "–", better
        value = change(middle, self.lang, None) if signed else number(middle, self.lang)
        if not np.isfinite(low) or low == high:
            return value, better
        span = band_text(low, high, self.lang, signed)
        first, second = (span, t("figure.middle", self.lang, n=value)) if self.rough else (value, span)
        return first, "; ".join(filter(None, [second, better]))

    def _difference_text(self, band: AnswerBand, better: str, whole: bool) -> tuple[str, str]:
        """A difference with its sign; what stands whole, for want of an answer of the base, without."""
        return self._in_full(band, better, signed=not whole)

    def __panel__(self) -> Viewable:
        return self.section.column


def row_ends(bands: Sequence[Mapping[str, AnswerBand]]) -> dict[str, tuple[float, float]]:
    """An axis per question that holds nought and every band of it.

    Examples
    --------
    >>> row_ends([{"npv": (1.0, -2.0, 3.0)}, {"npv": (4.0, float("nan"), float("nan"))}])
    {'npv': (-2.0, 4.0)}
    """
    questions = list(dict.fromkeys(question for answered in bands for question in answered))
    values = {
        question: [0.0, *(end for answered in bands for end in answered[question] if np.isfinite(end))]
        for question in questions
    }
    return {question: (min(ends), max(ends)) for question, ends in values.items()}

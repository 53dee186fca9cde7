"""The reference packages, with their draws, and how often a package beats them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from kans_model.comparison.answers import chances, drawn_answers
from kans_model.comparison.switches import other_heat_value, with_switch
from kans_model.study.study import Study
from kans_model.uncertainty.answer_bands import AnswerBand, answer_bands
from kans_model.uncertainty.bands import drawn


class Rivals:
    """The references of a study under its outlook and assumptions.

    Attributes
    ----------
    results, ranges : dict
        Reference → result with all at the middle, and under every draw.
    other_heat_value : Study
        The study under the value of a death by heat that is not in force.
    nearest : str
        The reference that headlines are held against: what can go along with planned works, or nothing.
    """

    def __init__(self, study: Study):
        self.outlook = study.outlook_key
        self.other_heat_value = with_switch(study, heat_value=other_heat_value(study))
        references = study.references()
        self.results = {name: study.evaluate(package) for name, package in references.items()}
        self.ranges = {name: study.evaluate(package, drawn(study)) for name, package in references.items()}
        has_works = self.results["meekoppelen"]["capex_eur"].sum() > 0
        self.nearest = "meekoppelen" if has_works else "niets_doen"

    def chances(self, own: Mapping[str, np.ndarray]) -> dict[str, dict[str, float]]:
        """Share of the draws in which a package beats each reference, question by question. [-]

        Parameters
        ----------
        own : question → array (draw,)
            From `drawn_answers`.
        """
        return {name: chances(own, its) for name, its in self._drawn.items()}

    @cached_property
    def _drawn(self) -> dict[str, dict[str, np.ndarray]]:
        """Reference → question → array (draw,)."""
        return {name: drawn_answers(ranges) for name, ranges in self.ranges.items()}

    @cached_property
    def answers(self) -> dict[str, dict[str, AnswerBand]]:
        """Reference → question → answer with its band."""
        return {name: answer_bands(result, self.ranges[name]) for name, result in self.results.items()}

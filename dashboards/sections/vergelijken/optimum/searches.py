"""The searches that the tab starts, each with what it answers; what can be done when one fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from kans_model.computing.progress import Cancelled, Progress, part
from kans_model.optimum.alternatives import Alternative, alternatives
from kans_model.optimum.findings import Findings
from kans_model.optimum.front import Point, front
from kans_model.optimum.front_bands import avoided_bands_eur
from kans_model.optimum.least_regret import Robust, robust
from kans_model.optimum.question import Question
from kans_model.reports.front_in_words import different
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from kans_model.words.texts import t


def other_packages(
    findings: Findings, slack: float, progress: Progress, cancelled: Cancelled
) -> tuple[Findings, list[Alternative], float]:
    """The alternatives, with the answer they belong to."""
    return findings, alternatives(findings.best, slack, progress=progress, cancelled=cancelled), slack


def whole_front(
    study: Study,
    question: Question,
    n: int,
    levels: Sequence[float],
    progress: Progress,
    cancelled: Cancelled,
) -> tuple[list[Point], np.ndarray, Study, Question]:
    """The front with its bands, and the question it answers."""
    points = different(front(study, question, n, levels, part(progress, 0.0, 0.6), cancelled))
    bands = avoided_bands_eur(study, points, question.horizon, part(progress, 0.6, 1.0), cancelled)
    return points, bands, study, question


def robust_package(
    study: Study, question: Question, progress: Progress, cancelled: Cancelled
) -> tuple[Robust, Study, Question]:
    """The package for every climate, with the question it answers."""
    return robust(study, question, progress=progress, cancelled=cancelled), study, question


def next_step(lang: str) -> Callable[[KansError], str]:
    """What can be done about demands that do not go together."""

    def hint(error: KansError) -> str:
        keys = {problem.key for problem in error.problems}
        if "conflict_alone" in keys:
            return t("optimumtab.next_step_alone", lang)
        return t("optimumtab.next_step", lang) if "conflict_too_much" in keys else ""

    return hint

"""Answers of packages with the band of their draws, and differences taken over the same draws."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.comparison.answers import answers, drawn_answers
from kans_model.uncertainty.bands import p5_p95

AnswerBand = tuple[float, float, float]
"""Middle, low and high end of 5–95 %; the ends unknown where a question is not drawn."""


def answer_bands(result: xr.Dataset, ranges: xr.Dataset) -> dict[str, AnswerBand]:
    """Every question of `answers`, with its band.

    Parameters
    ----------
    result, ranges : xarray.Dataset
        Of one package, with all at the middle and under every draw.
    """
    draws = drawn_answers(ranges)
    return {
        question: (middle, *(_band(draws[question]) if question in draws else (np.nan, np.nan)))
        for question, middle in answers(result).items()
    }


def difference_bands(
    own: tuple[xr.Dataset, xr.Dataset], other: tuple[xr.Dataset, xr.Dataset]
) -> dict[str, AnswerBand]:
    """Every question: this package less another, the band over the same draws.

    Where the other has no answer (a package without costs has no ratio) the package's own stands.

    Parameters
    ----------
    own, other : pair of xarray.Dataset
        Of each package, with all at the middle and under every draw.
    """
    mine, its = answers(own[0]), answers(other[0])
    my_draws, its_draws = drawn_answers(own[1]), drawn_answers(other[1])
    differences = {}
    for question, middle in mine.items():
        known = bool(np.isfinite(its[question]))
        low = high = float("nan")
        if question in my_draws:
            low, high = _band(my_draws[question] - (its_draws[question] if known else 0.0))
        differences[question] = (middle - its[question] if known else middle, low, high)
    return differences


def _band(values: np.ndarray) -> tuple[float, float]:
    low, high = p5_p95(values)
    return float(low), float(high)

"""Figures that a decision quotes, and those that have moved since."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from kans_model.dialogue.decisions import Decision, Quote
from kans_model.evaluation.indicators import reading
from kans_model.study.study import Study

MOVED = 0.005
"""Share by which a figure must differ to have moved: less is rounding. [-]"""


def quotes_of(study: Study, package_id: str) -> tuple[Quote, ...]:
    """What every criterion reads at this moment, with a package; what is unknown is not quoted.

    Of a criterion that every buurt has to keep, all of them as one.
    """
    base, result = study.baseline, study.evaluate(package_id)
    quotes = []
    for criterion in study.criteria:
        mask = criterion.mask(study.city.areas)
        value, _ = reading(base, result, criterion.indicator).together(criterion.moment, mask)
        if math.isfinite(value):
            codes = () if mask.all() else tuple(map(str, study.city.areas.index[mask]))
            quotes.append(Quote(criterion.indicator, criterion.moment, value, codes, package_id))
    return tuple(quotes)


def moved_quotes(study: Study, decision: Decision) -> Iterator[tuple[Quote, float]]:
    """Quoted figures that read otherwise now, each with what it reads; NaN where its package is gone."""
    known = {*study.references(), *(portfolio.id for portfolio in study.portfolios)}
    areas = study.city.areas.index
    for quote in decision.quotes:
        now = float("nan")
        if not quote.package or quote.package in known:
            result = study.evaluate(quote.package or "niets_doen")
            mask = areas.isin(quote.areas) if quote.areas else np.ones(len(areas), dtype=bool)
            now, _ = reading(study.baseline, result, quote.indicator).together(quote.moment, mask)
        if not abs(now - quote.value) <= MOVED * abs(quote.value):
            yield quote, now

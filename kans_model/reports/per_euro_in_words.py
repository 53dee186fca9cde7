"""Which package avoids most damage per euro, in a sentence that says how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kans_model.comparison.lead import Lead
from kans_model.comparison.ranking import CLEARLY
from kans_model.reports.stress_test_in_words import listed
from kans_model.words.amounts import chance
from kans_model.words.texts import t


def per_euro_text(
    middle: Mapping[str, float], draws: Mapping[str, np.ndarray], names: Mapping[str, str], lang: str = "nl"
) -> str:
    """The package that avoids most for its costs; no winner where it is not clear, '' without two of them.

    Parameters
    ----------
    middle : package → avoided per € 1.000 of costs, with all at the middle; NaN where it costs nothing.
        As `answers.avoided_per_keur`. [EUR/yr per 1000 EUR]
    draws : package → the same in every draw, shape (draw,)
    names : package → what a reader calls it.

    Examples
    --------
    >>> draws = {"a": np.array([3.0, 4.0]), "b": np.array([1.0, 2.0]), "nothing": np.full(2, np.nan)}
    >>> middle = {"a": 3.5, "b": 1.5, "nothing": np.nan}
    >>> per_euro_text(middle, draws, {"a": "Green", "b": "Along", "nothing": "None"}, "en")
    'Green avoids most damage per euro (more than 99% of the calculations).'
    """
    known = [package for package, value in middle.items() if np.isfinite(value)]
    if len(known) < 2:
        return ""
    lead = Lead.of(known, [draws[package] for package in known], [middle[package] for package in known])
    if lead.second is None:
        return ""
    leading = [names[package] for package in (lead.first, *lead.alike)]
    key = "unsure" if lead.share < CLEARLY else "one" if len(leading) == 1 else "some"
    shown = chance(lead.share, lang, brief=False)
    return t(f"contrast.per_euro_{key}", lang, name=listed(leading, lang), chance=shown)

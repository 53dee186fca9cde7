"""Of which measures the price stands in a source, is derived from one, or is a judgement."""

from __future__ import annotations

from collections.abc import Sequence

from kans_model.measures.effect_evidence import JUDGEMENT
from kans_model.reports.evidence import EVIDENCE
from kans_model.reports.stress_test_in_words import listed
from kans_model.tables.reading import table
from kans_model.words.texts import t


def without_source() -> list[str]:
    """Measures whose price is a judgement, in the order of the table."""
    kinds = table("measures")["evidence"]
    return list(kinds.index[kinds == JUDGEMENT])


def price_evidence(measures: Sequence[str], lang: str = "nl") -> list[tuple[str, str]]:
    """Evidence class and the measures whose price is of that class, in words; the least founded first.

    Parameters
    ----------
    measures : sequence of str
        Of a package, by id.

    Examples
    --------
    >>> price_evidence(["wadi", "heat_plan"], "en")[0]
    ('expert', 'Price without a source (estimate): Local heat plan with cool rooms')
    """
    rows = table("measures").loc[list(measures)]
    found = []
    for kind in reversed(EVIDENCE):
        names = rows[f"name_{lang}"][rows["evidence"] == kind].tolist()
        if names:
            found.append((kind, f"{t(f'library.kind.{kind}', lang)}: {listed(names, lang)}"))
    return found

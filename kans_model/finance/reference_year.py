"""The year whose dated rows hold for a split, and which of these came into force only after it."""

from __future__ import annotations

from kans_model.tables.reading import table

DATED = ("finance_defaults", "asset_classes")
"""Tables of which a split takes the rows of its year."""


def later_rows(year: int) -> dict[tuple[str, str], int]:
    """Rows that stand in for a year before there was one: (table, key) → the year of the first there is.

    Examples
    --------
    The tables hold no internal rate of before 2022, and every rate of 2026:

    >>> later_rows(2021)["finance_defaults", "omslagrente"], later_rows(2026)
    (2022, {})
    """
    found = {}
    for name in DATED:
        since = table(name, year)["valid_from"]
        found |= {(name, str(key)): int(first) for key, first in since[since > year].items()}
    return found

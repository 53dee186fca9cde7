"""What themes and years are called."""

from __future__ import annotations

from kans_model.tables.reading import table
from kans_model.uncertainty.stress_test import TOTAL
from kans_model.words.texts import t


def theme_name(theme: str, lang: str) -> str:
    """The name of a hazard, or of all that count in totals.

    Examples
    --------
    >>> theme_name("heat", "en"), theme_name("total", "nl")
    ('Heat', "Alle thema's")
    """
    return t("theme.total", lang) if theme == TOTAL else str(table("hazards")[f"name_{lang}"][theme])


def horizon_name(horizon: str, lang: str) -> str:
    """The name of a year that is looked at.

    Examples
    --------
    >>> horizon_name("2050", "en")
    '2050'
    """
    return t(f"horizon.{horizon}", lang)

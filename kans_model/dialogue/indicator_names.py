"""What indicators, their units and their moments are called."""

from kans_model.tables.reading import table
from kans_model.words.texts import t

_WORDS = {"%": "percent", "1/yr": "per_year", "degC": "degc"}


def indicator_name(indicator: str, lang: str = "nl") -> str:
    """What a reader calls it.

    Examples
    --------
    >>> indicator_name("green"), unit_text("green"), unit_text("damage_heat")
    ('Groen', '%', '€ per jaar')
    """
    return str(table("indicators")[f"name_{lang}"][indicator])


def unit_word(unit: str) -> str:
    """A unit as part of the key of a text."""
    return _WORDS.get(unit, unit.lower().replace("/", "_per_"))


def unit_text(indicator: str, lang: str = "nl") -> str:
    """The unit of an indicator by itself."""
    return t(f"dialogue.unit_{unit_word(table('indicators')['unit'][indicator])}", lang)

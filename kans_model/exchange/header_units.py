"""The unit and the year that stand in a column's name."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from kans_model.exchange.rain_units import rain_unit

UNITS: dict[str, tuple[str, float]] = {
    "%": ("-", 0.01),
    "procent": ("-", 0.01),
    "percent": ("-", 0.01),
    "percentage": ("-", 0.01),
    "perc": ("-", 0.01),
    "pct": ("-", 0.01),
    "fractie": ("-", 1.0),
    "fraction": ("-", 1.0),
    "promille": ("-", 0.001),
    "‰": ("-", 0.001),
    "mm": ("m", 0.001),
    "cm": ("m", 0.01),
    "dm": ("m", 0.1),
    "m": ("m", 1.0),
    "meter": ("m", 1.0),
    "m2": ("m²", 1.0),
    "m²": ("m²", 1.0),
    "ha": ("m²", 1e4),
    "hectare": ("m²", 1e4),
    "km2": ("m²", 1e6),
    "km²": ("m²", 1e6),
    "euro": ("EUR", 1.0),
    "eur": ("EUR", 1.0),
    "€": ("EUR", 1.0),
    "keur": ("EUR", 1e3),
    "k€": ("EUR", 1e3),
    "aantal": ("count", 1.0),
    "number": ("count", 1.0),
}
"""What a header calls a unit → what it measures, and the factor to our unit of that."""

_WORDS = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_EURO = r"(?:\s*(?:euro(?:'s)?|eur|€))?"
_THOUSANDS = (
    r"(?:(?:€|euro)\s*)?(?:[x×*][\s_]*)?(?:(?:€|euro)\s*)?"
    rf"(?:1[\s.,]?000|duizend(?:en)?)\s*(?:[x×*]\s*)?{_EURO}"
)
_MILLIONS = (
    r"(?:€\s*)?(?:[x×*][\s_]*)?(?:€\s*)?"
    rf"(?:1[\s.,]000[\s.,]000|1000000|mln\.?|mio|miljoen(?:en)?|m€|meur){_EURO}"
)
_UNIT = re.compile(
    rf"^(?P<bare>.+?)(?:\s*[(\[]\s*|[\s_,]+in[\s_]+|[\s_]+)(?:gem(?:iddelde?)?[.,\s]+|mean[,\s]+)?(?:(?P<millions>{_MILLIONS})|(?P<thousands>{_THOUSANDS})|(?P<unit>{_WORDS}))\s*[)\]]?$"
)
_MONTH = (
    "jan(?:uari|uary)?|feb(?:r(?:uari|uary))?|maart|mrt|march|april|apr|mei|may|juni?|june|juli?|july|"
    "aug(?:ustus|ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = rf"(?:(?:per|op|at)\s+)?[0-3]?\d(?:[-/. _][01]?\d[-/. _]|\s+(?:{_MONTH})\s+)"
_ISO = r"(?:(?P<part>[-_./]?)(?:0?[1-9]|1[0-2])(?P=part)(?:[0-2]\d|3[01]|\d))?"
_YEAR = re.compile(
    rf"^(?P<bare>.*?[^\d])[\s_|(\[\-]*?(?:{_DAY})?(?:(?P<year>(?:19|20)\d\d){_ISO}|['’‘`](?P<short>\d\d))[)\]]?$",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class HeaderUnit:
    """A header without its unit: the `dimension` it measures and the factor to our unit of it."""

    bare: str
    dimension: str
    factor: float

    def factor_for(self, unit: str) -> float | None:
        """Into our `unit`; None where that measures something else.

        Examples
        --------
        >>> header_unit("waterdiepte_t100 (cm)").factor_for("m"), header_unit("woz (%)").factor_for("EUR")
        (0.01, None)
        """
        if unit == "mm" and self.dimension == "m":
            return round(self.factor * 1000, 9)
        ours = {"EUR/yr": "EUR"}.get(unit, unit)
        if self.dimension == "thousands":  # of whatever is counted
            return self.factor if ours in ("EUR", "count") else None
        return self.factor if self.dimension == ours else None


def header_unit(source: str) -> HeaderUnit | None:
    """The unit at the end of a header, in brackets or not; None without one.

    Examples
    --------
    >>> header_unit("WOZ-waarde (x 1.000 euro)"), header_unit("inwoners")
    (HeaderUnit(bare='woz-waarde', dimension='EUR', factor=1000.0), None)
    """
    if rain := rain_unit(source):
        return HeaderUnit(*rain)
    named = _UNIT.match(source.casefold().strip())
    if named is None:
        return None
    if named["millions"]:
        dimension, factor = "EUR", 1e6
    elif named["thousands"]:
        money = re.search(r"eur|€", named["thousands"])
        dimension, factor = "EUR" if money else "thousands", 1000.0
    else:
        dimension, factor = UNITS[named["unit"]]
    return HeaderUnit(named["bare"].strip(" _-|,"), dimension, factor)


def header_year(source: str) -> tuple[str, int] | None:
    """The header without the year at its end, and that year.

    Examples
    --------
    >>> header_year("inwoners_2024"), header_year("Inwoners|2019"), header_year("waterdiepte_t1000")
    (('inwoners', 2024), ('Inwoners', 2019), None)
    >>> names = ("inw 1-1-2024", "inw (1 januari 2024)", "inw '24", "inw_20240101", "inw 2024-01-01")
    >>> {header_year(name) for name in names}
    {('inw', 2024)}
    """
    named = _YEAR.match(source.strip())
    if named is None:
        return None
    year = int(named["year"] or f"20{named['short']}")
    return named["bare"].strip(" _-|([,"), year


def year_in(text: str) -> int | None:
    """The newest year in a text, or None.

    Examples
    --------
    >>> year_in("kerncijfers_2019-2024"), year_in("export_20240105"), year_in("t1000"), year_in("2024JJ00")
    (2024, 2024, None, 2024)
    """
    years = _ANY_YEAR.findall(text) or _DATE.findall(text)
    return max(map(int, years), default=None)


def year_rank(year: int) -> int:
    """Lower for a newer year; a year still to come is a forecast and goes behind all others."""
    return -year if year <= datetime.now(UTC).year else year


def states_metres(source: str) -> bool:
    """Whether a header says that its lengths are in metres or centimetres.

    Examples
    --------
    >>> states_metres("grondwaterstand_m_mv"), states_metres("waterdiepte_t100")
    (True, False)
    """
    return bool({"m", "cm", "mm", "dm", "meter"} & set(re.split(r"[^a-z0-9]+", source.casefold())))

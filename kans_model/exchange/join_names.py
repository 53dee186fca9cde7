"""What a join in a GIS puts before the names of the columns it adds: `kerncijfers_aantal_inwoners`."""

import re
from collections.abc import Callable, Iterable

from kans_model.exchange.header_units import year_in

_LAYER = (
    r"(?:join(?:ed)?|kerncijfers?|kern|cijfers|statistiek(?:en)?|tabel|table|data(?:set)?|layer|laag|kaart|"
    r"buurten|wijken|gebieden|wijkenbuurten|gwb|kwb|cbs|export|csv|xlsx?|(?:blad|sheet)\d*\$?|gegevens|"
    r"buurt(?:cijfers|data|gegevens)|wijk(?:cijfers|data|gegevens)|wijken_en_buurten)"
)
_STEP = r"(?:[_\s.$|:-]+)"
_BEFORE = re.compile(
    rf"^(?P<layer>{_LAYER}(?:{_STEP}(?:{_LAYER}|\d{{1,4}}|v\d+|en|per|wijken|buurten|jaar))*){_STEP}(?P<bare>[^\W\d].*)$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[_.$|]")
FEWEST = 3
"""So many columns with the same beginning, a code or a name among them, are those of one joined table."""


def without_layer(source: str) -> tuple[str, int | None] | None:
    """A name without the name of a layer before it, and the year in that; None without one.

    Examples
    --------
    >>> without_layer("kerncijfers_2024_aantal_inwoners"), without_layer("join_bu_code")
    (('aantal_inwoners', 2024), ('bu_code', None))
    >>> without_layer("mannen_aantal_inwoners") is None
    True
    """
    named = _BEFORE.match(source.strip())
    return (named["bare"], year_in(named["layer"])) if named else None


def shared_beginning(sources: Iterable[str], column_of: Callable[[str], str | None]) -> str:
    """What stands before the names of several columns, a code or a name of areas among them; else ''.

    Examples
    --------
    >>> known = {"bu_code": "code", "a_inw": "residents", "a_hh": "households"}.get
    >>> shared_beginning(["xy_bu_code", "xy_a_inw", "xy_a_hh", "id"], known)
    'xy_'
    >>> shared_beginning(["huur_a_inw", "huur_a_hh", "huur_x"], known)
    ''
    """
    names = [str(source) for source in sources]
    unknown = [name for name in names if column_of(name) is None]
    tried: dict[str, list[str]] = {}
    for name in unknown:
        for sign in _PARTED.finditer(name):
            tried.setdefault(name[: sign.end()], []).append(name[sign.end() :])
    for beginning, rests in sorted(tried.items(), key=lambda item: -len(item[1])):
        known = {column_of(rest) for rest in rests} - {None}
        if len(known) >= FEWEST and known & {"code", "name"}:
            return beginning
    return ""

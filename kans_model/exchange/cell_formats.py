"""What the format of a cell shows behind its number: 1.2 with the format 0.0" m" reads as 1,2 m."""

import re
from functools import cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<hidden>\[[^\]]*\]|_.|\*.)|(?P<digits>[0#?]+|General)|.'
)
_SAYS_A_UNIT = re.compile(r"[^\W\d_]|°")
_SCALED = re.compile(r"[0#?],+(?![0#?,.])")
"""A comma behind the digits shows thousands: the number in the cell is then the whole one."""


@cache
def unit_shown(number_format: str) -> str:
    """The words behind the number in a format, nothing where it has none or the number is shown scaled.

    Examples
    --------
    >>> unit_shown('0.00" m+NAP"'), unit_shown('General\\\\ \\\\m'), unit_shown('"BU"0000'), unit_shown('0')
    ('m+NAP', 'm', '', '')
    >>> unit_shown('#,##0," k"'), unit_shown('0" inw";-0" inw"')
    ('', 'inw')
    """
    shown, bare = "", ""
    for token in _TOKEN.finditer(number_format):
        text = token["quoted"] or token["escaped"] or ""
        plain = not (token["quoted"] is not None or token["escaped"] or token["hidden"])
        if plain and token[0] == ";":
            break  # the formats of negative numbers and of zero
        bare += token[0] if plain else ""
        shown = "" if token["digits"] else shown + (token[0] if plain else text)
    if _SCALED.search(bare) or not re.search("[0#?]|General", bare):
        return ""
    return shown.strip() if _SAYS_A_UNIT.search(shown) else ""

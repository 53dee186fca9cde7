"""Words that make a number one per something else: per 1.000 inwoners, per km², dichtheid."""

import re

_RATE = re.compile(
    r"(?:\bper|/)[\s_]*(?:1[\s_.,]?0{3}|10{2,5}|duizend|honderd|thousand|hundred|km[²2]|ha\b|hectare|vierkante|"
    r"inwoner|inw\b|woning|adres|huishouden|persoon|resident|dwelling|address|household|capita)[^|;]{0,30}"
    r"|per[\s_](?:1[\s_.,]?0{3}|100)(?![\s_.,]?\d)"
    r"|\w*dichtheid|density|‰|promille",
    re.IGNORECASE,
)


def rate_in(text: str) -> str | None:
    """What in a text says that numbers are per something else; None where nothing does.

    Examples
    --------
    >>> [rate_in(text) for text in ("banen per 1.000 inwoners", "banen_per_100", "per 1 januari")]
    ['per 1.000 inwoners', 'per_100', None]
    """
    said = _RATE.search(text.replace("_per_", " per_"))
    return said[0].strip() if said else None

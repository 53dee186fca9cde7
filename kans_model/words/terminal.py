"""Text as a terminal can show it, whatever names and values stand in it."""

import unicodedata

KEPT = ("\n", "\t")


def printable(text: str) -> str:
    """The text without signs that move the cursor or colour the screen, or that no terminal can show.

    Examples
    --------
    >>> printable("Mijn\\x1b[2Jstad"), printable("half \\ud800")
    ('Mijn�[2Jstad', 'half �')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        sign
        if sign in KEPT or unicodedata.category(sign) not in ("Cc", "Cs")
        else "\N{REPLACEMENT CHARACTER}"
        for sign in text
    )

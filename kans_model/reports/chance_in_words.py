"""A chance in words."""

from __future__ import annotations

import numpy as np

from kans_model.words.amounts import chance
from kans_model.words.texts import t


def chance_text(key: str, share: float, lang: str, **about: object) -> str:
    """A chance in words, or nothing where it is unknown."""
    return t(key, lang, chance=chance(share, lang), **about) if np.isfinite(share) else ""

"""The areas that rows of a calendar of works name, by code or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from kans_model.exchange.code_matching import matching
from kans_model.exchange.synonyms import normal

_BETWEEN = re.compile(r"\s*[;|/]\s*|\s*,\s*|\s+en\s+|\s+and\s+|\s*&\s*")


class AreaNames:
    """Areas of a city by what a table calls them.

    Parameters
    ----------
    areas : DataFrame, indexed by code
        ``name``, ``wijk``.
    codes : iterable of str
        All codes that the table uses: codes are matched as a whole, so that a prefix is the same everywhere.
    """

    def __init__(self, areas: pd.DataFrame, codes: Iterable[str] = ()) -> None:
        known = [str(code) for code in areas.index]
        self._by_name: dict[str, list[str]] = {}
        for code, name in zip(known, areas["name"].fillna("").astype(str), strict=True):
            if normal(name):
                self._by_name.setdefault(normal(name), []).append(code)
        parts = list(dict.fromkeys(part for cell in codes for part in (cell, *_BETWEEN.split(cell)) if part))
        matched = matching(parts, known)
        self._by_code = {
            part: code for part, code in zip(parts, matched.codes, strict=True) if code is not None
        }
        self.rule, self.prefix = matched.rule, matched.prefix

    def codes(self, text: str) -> tuple[list[str], list[str], list[str]]:
        """Codes of the areas in a cell; the parts that are unknown, and those that several areas are called.

        A cell is one area, or several with ; , / or en between.
        """
        whole = self._one(text)
        if whole:
            return ([whole[0]], [], []) if len(whole) == 1 else ([], [], [text])
        found, unknown, several = [], [], []
        for part in filter(None, _BETWEEN.split(text)):
            ours = self._one(part)
            if len(ours) == 1:
                found.append(ours[0])
            else:
                (several if ours else unknown).append(part)
        return list(dict.fromkeys(found)), unknown, several

    def _one(self, text: str) -> list[str]:
        if text in self._by_code:
            return [self._by_code[text]]
        return self._by_name.get(normal(text), [])

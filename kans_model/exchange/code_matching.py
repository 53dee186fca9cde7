"""Codes of buurten in two files, matched."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

_CBS, _GAPS = re.compile(r"\s*(bu|wk)\s*\d", re.IGNORECASE), re.compile(r"[\s._-]+")
"""A CBS code may be written in groups: BU0772 1544."""

Codes = list[str | None]
"""The code of ours for each of theirs."""


@dataclass(frozen=True)
class Matching:
    """How the codes of two files were matched: `same`, `zeros` (without leading ones) or `prefix`."""

    codes: Codes
    rule: str = "same"
    prefix: str = ""

    @property
    def n(self) -> int:
        return sum(code is not None for code in self.codes)


def matching(codes: Iterable[object], known: Iterable[str]) -> Matching:
    """The code of ours for each code of theirs; None where there is none or more than one.

    Equal ones count, and more where leading zeros were dropped, as a spreadsheet does; only where none of
    these is there, a municipal code against a CBS code that ends in it, with the one prefix that serves most.
    Codes of another municipality are never cut until they fit: a full CBS code matches a full one only.

    Examples
    --------
    >>> matching(["546", "999"], ["BU07721546", "BU07721011"]).codes
    ['BU07721546', None]
    >>> matching(["BU0772 1546"], ["BU07721546"]).codes
    ['BU07721546']
    >>> matching(["11"], ["011"]).rule
    'zeros'
    >>> matching(["BU11110001"], ["01", "02"]).n
    0
    """
    theirs = [_GAPS.sub("", str(code)) if _CBS.match(str(code)) else str(code).strip() for code in codes]
    known = list(known)
    ways = [Matching(_same(theirs, known)), Matching(_without_zeros(theirs, known), "zeros")]
    if ways[1].n > ways[0].n:
        return ways[1]
    if ways[0].n or (_full(theirs) and _full(known)):
        return ways[0]
    if _full(known):
        prefix = _prefix(set(theirs), known)
        ours = set(known)
        ways.append(
            Matching(
                [prefix + code if prefix and prefix + code in ours else None for code in theirs],
                "prefix",
                prefix or "",
            )
        )
    elif _full(theirs) and (prefix := _whole_prefix(known, theirs)):
        cut = [code.removeprefix(prefix) if code.startswith(prefix) else None for code in theirs]
        ours = set(known)
        ways.append(Matching([code if code in ours else None for code in cut], "prefix", prefix))
    return max(ways, key=lambda way: way.n)


def _full(codes: Collection[str]) -> bool:
    """Whether codes are those of CBS, which no other municipality shares."""
    return sum(code[:2].upper() == "BU" and len(code) >= 10 for code in codes) * 2 > len(codes)


def _same(theirs: list[str], known: list[str]) -> Codes:
    ours = {code.casefold(): code for code in known}
    return [ours.get(code.casefold()) for code in theirs]


def _without_zeros(theirs: list[str], known: list[str]) -> Codes:
    ours = _unambiguous((code.lstrip("0"), code) for code in known)
    usable = _unambiguous((code.lstrip("0"), code) for code in set(theirs))
    return [ours.get(code.lstrip("0")) if usable.get(code.lstrip("0")) else None for code in theirs]


def _whole_prefix(short: list[str], long: list[str]) -> str:
    """What stands before all of the short codes among the long ones; '' where some are missing."""
    prefix = _prefix(set(short), long) or ""
    return prefix if prefix and all(prefix + code in set(long) for code in short) else ""


def _prefix(short: Collection[str], long: Collection[str]) -> str | None:
    """What stands before most of the short codes among the long ones; None when that is not one answer."""
    lengths = {len(code) for code in short if code}
    ends = Counter(
        code[:-length]
        for code in long
        for length in lengths
        if code[-length:] in short and len(code) > length
    )
    best = ends.most_common(2)
    clear = best and (len(best) == 1 or best[0][1] > best[1][1])
    return best[0][0] if clear and 2 * best[0][1] >= len(short) else None


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        found[key].add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}

"""Codes of buurten in two files, matched."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

Matches = list[str | None]
"""The code of ours for each of theirs."""


def matched_codes(codes: Iterable[object], known: Iterable[str]) -> Matches:
    """The code of ours for each code of theirs; None where there is none or more than one.

    Equal ones first; else without leading zeros (a spreadsheet drops them); else a municipal code against a
    CBS code that ends in it, with the one prefix that serves most codes. The way that matches most counts.

    Examples
    --------
    >>> matched_codes(["546", "999"], ["BU07721546", "BU07721011"])
    ['BU07721546', None]
    >>> matched_codes(["11"], ["011"])
    ['011']
    """
    theirs, known = [str(code).strip() for code in codes], list(known)
    ways = [_same(theirs, known), _without_zeros(theirs, known)]
    ways += [_with_prefix(theirs, known), _without_prefix(theirs, known)]
    return max(ways, key=lambda way: sum(code is not None for code in way))


def _same(theirs: list[str], known: list[str]) -> Matches:
    ours = {code.casefold(): code for code in known}
    return [ours.get(code.casefold()) for code in theirs]


def _without_zeros(theirs: list[str], known: list[str]) -> Matches:
    ours = _unambiguous((code.lstrip("0"), code) for code in known)
    usable = _unambiguous((code.lstrip("0"), code) for code in set(theirs))
    return [ours.get(code.lstrip("0")) if usable.get(code.lstrip("0")) else None for code in theirs]


def _with_prefix(theirs: list[str], known: list[str]) -> Matches:
    prefix = _prefix(set(theirs), known)
    ours = set(known)
    return [prefix + code if prefix and prefix + code in ours else None for code in theirs]


def _without_prefix(theirs: list[str], known: list[str]) -> Matches:
    prefix = _prefix(known, set(theirs))
    ours = set(known)
    cut = [code.removeprefix(prefix) if prefix and code.startswith(prefix) else None for code in theirs]
    return [code if code in ours else None for code in cut]


def _prefix(short: Collection[str], long: Collection[str]) -> str | None:
    """What stands before most of the short codes among the long ones; None when that is not one answer."""
    lengths = {len(code) for code in short if code}
    ends = Counter(code[:-length] for code in long for length in lengths if code[-length:] in short
                   and len(code) > length)  # fmt: skip
    best = ends.most_common(2)
    clear = best and (len(best) == 1 or best[0][1] > best[1][1])
    return best[0][0] if clear and 2 * best[0][1] >= len(short) else None


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        found[key].add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1}

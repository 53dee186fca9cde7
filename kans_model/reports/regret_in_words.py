"""What one misses if the climate turns out otherwise, in sentences with a number, and what to decide next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kans_model.study.references import REFERENCES
from kans_model.uncertainty.regret_bands import RegretBands
from kans_model.words.texts import t

NOTHING = REFERENCES[0]

Amount = Callable[[float, float, float], str]
"""Middle, low and high of what is lost, to read in a sentence."""


def least_text(
    ids: Sequence[str], found: RegretBands, names: Mapping[str, str], amount: Amount, lang: str = "nl"
) -> str:
    """With which package the largest regret is smallest, and how large it is; doing nothing wins nothing.

    Examples
    --------
    >>> found = RegretBands.of([[10, 2], [7, 4]], [[[10], [2]], [[7], [4]]])
    >>> least_text(["a", "b"], found, {"a": "Green", "b": "Grey"}, lambda mid, low, high: f"{mid:.0f}", "en")
    'With Green the largest regret is smallest: 2 at most.'
    """
    best = found.least
    nothing = "_nothing" if ids[best] == NOTHING else ""
    if found.most[best] == 0:
        return t(f"certain.regret_never{nothing}", lang, name=names[ids[best]])
    lost = amount(float(found.most[best]), *(float(end) for end in found.most_ends[:, best]))
    return t(f"certain.regret_least{nothing}", lang, name=names[ids[best]], lost=lost)


def next_decision(ids: Sequence[str], found: RegretBands, names: Mapping[str, str], lang: str = "nl") -> str:
    """Go on with what is best everywhere, or weigh the least regret against looking for better.

    Examples
    --------
    >>> found = RegretBands.of([[10, 2], [7, 0]], [[[10], [2]], [[7], [0]]])
    >>> next_decision(["a", "b"], found, {"a": "Green", "b": "Grey"}, "en")
    'Decide now: whatever climate comes, Green is best; do you go on with it?'
    """
    best = found.least
    if ids[best] == NOTHING:
        return t("certain.decide_regret_nothing", lang)
    key = "never" if found.most[best] == 0 else "least"
    return t(f"certain.decide_regret_{key}", lang, name=names[ids[best]])

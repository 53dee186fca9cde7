"""How sure the order of packages is, in a sentence with a number, and what to decide next."""

from __future__ import annotations

from collections.abc import Mapping

from kans_model.comparison.lead import Lead
from kans_model.words.amounts import number
from kans_model.words.texts import t

SURE = ("nearly", "clear")
"""Leads that need no further look."""


def lead_text(lead: Lead, names: Mapping[str, str], what: str, lang: str = "nl") -> str:
    """In how many of a hundred calculations the leader is better than the next; doing nothing wins nothing.

    Parameters
    ----------
    names : package → what a reader calls it.
    what : the result that is compared, as a sentence says it.

    Examples
    --------
    >>> names = {"a": "Green", "niets_doen": "Nothing"}
    >>> lead_text(Lead("a", (), "niets_doen", 0.91, 0.09), names, "the balance", "en")
    'Green is mostly better than Nothing: 91 times out of 100.'
    >>> lead_text(Lead("niets_doen", (), "a", 0.91, 0.09), names, "the balance", "en")
    'None of these packages is surely better than doing nothing: Green comes nearest, 9 times out of 100.'
    """
    words = {"first": names[lead.first], "what": what}
    told = [
        t("certain.wins_equal", lang, first=names[lead.first], second=names[other], what=what)
        for other in lead.alike
    ]
    if lead.second is None:
        return " ".join(told)
    words["second"] = names[lead.second]
    share = lead.share_behind if lead.is_nothing else lead.share
    key = "nothing" if lead.is_nothing else lead.strength
    return " ".join([*told, t(f"certain.wins_{key}", lang, n=number(100 * share, lang, 0), **words)])


def turning_text(n: int, n_all: int, first: str, lang: str = "nl") -> str:
    """How many assumptions turn the order, and which is nearest to it.

    Examples
    --------
    >>> turning_text(3, 80, "Price of trees", "en")
    '3 of 80 assumptions can turn that, first of all ‘Price of trees’.'
    >>> turning_text(0, 80, "", "en")
    'No assumption turns that within its range.'
    """
    if not n:
        return t("certain.flips_none", lang)
    return t("certain.flips", lang, n=n, all=n_all, name=first)


def next_decision(lead: Lead, names: Mapping[str, str], turning: str, lang: str = "nl") -> str:
    """What to decide: to go on, to find something out first, or whether what is not in euro is worth it.

    Parameters
    ----------
    turning : what the assumption is called that turns the order first; '' for none.

    Examples
    --------
    >>> next_decision(Lead("a", (), "b", 0.6, 0.4), {"a": "Green", "b": "Grey"}, "Price of trees", "en")
    'Decide now: do you find out more about ‘Price of trees’ first, or choose without being sure?'
    """
    if lead.is_nothing:
        return t("certain.decide_nothing", lang)
    if lead.second is None or lead.strength in SURE:
        return t("certain.decide_sure", lang, first=names[lead.first])
    return t("certain.decide_turning" if turning else "certain.decide_unsure", lang, name=turning)

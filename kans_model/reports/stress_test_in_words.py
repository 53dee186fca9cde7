"""What the stresstest of a city comes to: one sentence with a number, and what to decide next."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kans_model.comparison.switches import other_heat_value
from kans_model.reports.changes_in_words import choice_name
from kans_model.uncertainty.stress_test import TOTAL, StressTest
from kans_model.words.amounts import chance, money_band, money_short, percent
from kans_model.words.texts import t

LIKELY = 0.8
"""Share of draws from which the one at the middle is named, with its chance. [-]"""


def conclusion(test: StressTest, lang: str = "nl") -> str:
    """What weather costs the city, which hazard costs most and which buurten are hit hardest.

    A hazard or a buurt is named without more only where the draws leave no doubt, with its chance where they
    leave little; among equals none is.

    Examples
    --------
    >>> from kans_model.city.city import City
    >>> from kans_model.study.study import Study
    >>> test = StressTest(Study.default(City.demo()), theme="pluvial")
    >>> conclusion(test, "en").split("; ")[1]
    'Vismarkt is hit hardest per hectare.'
    """
    words = {"what": what(test, lang), "city": test.study.city.name, "when": when(test, lang)}
    low, middle, high = (float(end) for end in test.total_eur())
    if not math.isfinite(middle):
        return t("conclusion.unknown", lang, **words)
    if middle == 0:
        return t("conclusion.nothing", lang, **words)
    first = t("conclusion.damage", lang, amount=_amount(low, middle, high, test, lang), **words)
    hazard, (where, after) = dearest(test, lang), hardest_hit(test, lang)
    clauses = [clause for clause in (hazard, where) if clause]
    if len(clauses) == 2:
        clauses = [t("conclusion.and_clause", lang, first=clauses[0], second=clauses[1])]
    return " ".join(filter(None, ["; ".join([first, *clauses]) + ".", after]))


def next_decision(test: StressTest, lang: str = "nl") -> str:
    """What to decide after this step, with the part of the damage that the hardest hit buurten bear."""
    n = test.n_hardest_hit()
    if not test.is_known():
        return t("conclusion.decide_unknown", lang)
    if n < 2:
        return t("conclusion.decide_one", lang)
    return t("conclusion.decide", lang, n=n, share=percent(test.share_of_worst(), lang))


def growth(test: StressTest, lang: str = "nl") -> str:
    """Which hazard grows fastest until the end of the century, where that is sure; else the question."""
    first, hazard = test.fastest_hazard()
    if first.kind != "sure":
        return t("conclusion.growth", lang)
    name = t(f"hazard.{hazard}", lang)
    return t("conclusion.growth_sure", lang, hazard=name[:1].upper() + name[1:])


def other_death_value(test: StressTest, lang: str = "nl") -> str:
    """The damage under the other value of a death by heat; '' where heat does not count."""
    if "heat" not in test.hazards:
        return ""
    value = choice_name("heat_value", other_heat_value(test.study), lang)
    return t(
        "conclusion.other_death_value",
        lang,
        value=value,
        amount=money_short(test.total_other_death_value_eur(), lang),
    )


def what(test: StressTest, lang: str) -> str:
    """What does the damage: the theme in a sentence."""
    return t("conclusion.weather" if test.theme == TOTAL else f"hazard.{test.theme}", lang)


def when(test: StressTest, lang: str) -> str:
    """In which year, in a sentence."""
    return t(f"conclusion.in_{test.horizon}", lang)


def per(test: StressTest, lang: str) -> str:
    """Over what damage is counted, in a sentence."""
    return t(f"conclusion.per_{test.per}", lang)


def _amount(low: float, middle: float, high: float, test: StressTest, lang: str) -> str:
    """The band first where the city's data are estimated, else the middle with its band behind it."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return money_short(middle, lang)
    band = money_band(low, high, lang)
    return band if test.study.city.indicative else f"{money_short(middle, lang)} ({band})"


def dearest(test: StressTest, lang: str) -> str:
    """Which hazard costs most, where that is sure or nearly so; '' elsewhere and of one hazard."""
    first = test.first_hazard()
    if len(test.hazards) < 2 or first.kind not in ("sure", "unsure"):
        return ""
    hazard = t(f"hazard.{test.dearest_hazard()}", lang)
    if first.kind == "sure":
        return t("conclusion.hazard_sure", lang, hazard=hazard)
    share = chance(first.chance, lang)
    return t("conclusion.hazard_unsure", lang, hazard=hazard, share=share) if first.chance >= LIKELY else ""


def hardest_hit(test: StressTest, lang: str) -> tuple[str, str]:
    """Which buurten are hit hardest, as a clause; where that is not sure, that, as a sentence."""
    first, leaders, how = test.first_place(), test.sure_leaders(), per(test, lang)
    if first.kind == "nobody" or len(test.areas) == 1:
        return "", ""
    if leaders:
        names = listed([str(name) for name in test.areas["name"].iloc[leaders]], lang)
        return t("conclusion.one" if len(leaders) == 1 else "conclusion.few", lang, areas=names, per=how), ""
    if first.kind == "equal":
        return t("conclusion.equal", lang, n=first.n, per=how), ""
    if first.chance >= LIKELY:
        area = str(test.areas["name"].iloc[int(test.worst()[0])])
        return "", t("conclusion.maybe", lang, area=area, share=chance(first.chance, lang), per=how)
    return "", t("conclusion.nowhere_sure", lang, per=how)


def listed(names: Sequence[str], lang: str) -> str:
    """Names in a sentence, the last after a word.

    Examples
    --------
    >>> listed(["Bokt"], "nl"), listed(["Bokt", "Erp", "Hurk"], "nl")
    ('Bokt', 'Bokt, Erp en Hurk')
    """
    if len(names) < 2:
        return "".join(names)
    return t("conclusion.and", lang, first=", ".join(names[:-1]), last=names[-1])

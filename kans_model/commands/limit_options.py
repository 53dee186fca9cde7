"""Limits as options of a command: HAZARD[@CODE]=EUR, or INDICATOR[:MOMENT][@PLACE]=VALUE."""

from collections.abc import Mapping

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.criteria import LATEST_YEAR, Criterion
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS
from kans_model.words.problems import KansError, Problem

WIJK, EACH = "wijk:", ("each", "elke")


def thresholds_and_limits(
    options: Mapping[str, float], horizon: str, hard: bool
) -> tuple[tuple[Threshold, ...], tuple[Criterion, ...]]:
    """Thresholds of damage in euro, and limits to other indicators or of groups of buurten.

    Parameters
    ----------
    options : dict
        As typed, before the = → the limit.
    horizon : str
        Of the question; a limit that names no moment is of this year where it can be.

    Raises
    ------
    KansError
        For an indicator that does not exist.
    """
    thresholds, limits = [], []
    for text, value in options.items():
        name, _, place = text.partition("@")
        name, _, moment = name.partition(":")
        if name in table("hazards").index and not moment and _is_one(place):
            thresholds.append(Threshold(name, value, place or None, hard))
            continue
        indicator = f"damage_{name}" if name in table("hazards").index else name
        if indicator not in table("indicators").index:
            known = ", ".join((*table("hazards").index, *table("indicators").index))
            raise KansError(Problem("criterion_indicator_unknown", value=name, known=known))
        limits.append(
            Criterion(
                id=text,
                indicator=indicator,
                limit=value,
                acceptance="unacceptable" if hard else "undesirable",
                moment=moment or _usual_moment(indicator, horizon),
                areas=() if _is_named(place) else tuple(place.split("+")),
                wijk=place.removeprefix(WIJK) if place.startswith(WIJK) else "",
                each=place in EACH,
                latest_year=LATEST_YEAR if hard else None,
            )
        )
    return tuple(thresholds), tuple(limits)


def _is_named(place: str) -> bool:
    """Whether a place is no list of codes: the whole city, every buurt, or a wijk."""
    return not place or place in EACH or place.startswith(WIJK)


def _is_one(place: str) -> bool:
    return not place or not (_is_named(place) or "+" in place)


def _usual_moment(indicator: str, horizon: str) -> str:
    """The year of the question, or else the event in the middle, or none."""
    moments = MOMENTS[table("indicators")["moment"][indicator]]
    return horizon if horizon in moments else moments[len(moments) // 2]

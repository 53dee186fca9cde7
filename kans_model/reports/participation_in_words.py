"""How many owners full uptake stands for, and from what experience that comes, in words."""

from __future__ import annotations

from kans_model.tables.reading import table
from kans_model.words.amounts import percent
from kans_model.words.texts import t

NO_EXPERIENCE = "expert_judgement"
"""Source of a participation that was seen nowhere."""


def participation_origin(measure: str, joins: float, lang: str = "nl") -> str:
    """From what experience *haalbare deelname* comes, and that one goes past it where one does.

    Parameters
    ----------
    joins : float
        Share of owners that full uptake stands for in a study. [-]

    Examples
    --------
    >>> participation_origin("rain_barrel", 0.25).startswith("Dat is haalbare deelname, naar: Shin & McCann")
    True
    >>> participation_origin("cool_roof", 0.3).replace("\N{NO-BREAK SPACE}", " ")
    'Dat is meer dan de haalbare 20 %; die is een oordeel van de makers, nergens gemeten'
    """
    row = table("measures").loc[measure]
    seen = row["participation_source"] != NO_EXPERIENCE
    key = "slider.feasible" if joins <= row["participation_share"] else "slider.past"
    source = table("sources")["title"][row["participation_source"]]
    share = percent(row["participation_share"], lang)
    return t(f"{key}{'' if seen else '_judged'}", lang, source=source, share=share)

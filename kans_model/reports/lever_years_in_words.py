"""What levers bring year by year, and who pays it, in words and tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.comparison.lever_years import LeverYears
from kans_model.words.amounts import money_short, number
from kans_model.words.texts import t

SMALL_EUR = 1.0


def years_table(own: LeverYears, lang: str = "nl") -> pd.DataFrame:
    """A row per year: what owners invest, what the municipality pays for it, and the levy."""
    columns = {
        "asked": own.asked_eur,
        "owners": own.owners_eur,
        "subsidy": own.subsidies_eur.sum(axis=0),
        "discount": own.discount_eur,
        "campaign": own.campaign_eur,
    }
    shown = {name: eur for name, eur in columns.items() if name in ("asked", "owners") or eur.any()}
    frame = {t("policy.column_year", lang): [str(year) for year in own.years]}
    frame |= {
        t(f"policy.column_{name}", lang): [money_short(float(value), lang) for value in eur]
        for name, eur in shown.items()
    }
    if np.isfinite(own.levy_eur).all():
        levy = [number(float(value), lang, 2) for value in own.levy_eur]
        frame[t("policy.column_levy", lang)] = levy
    return pd.DataFrame(frame)


def payers_table(own: LeverYears, lang: str = "nl") -> pd.DataFrame:
    """A row per payer whose burden the levers move: so much more, or less."""
    actors = own.study.actors
    rows = [
        (
            actors.name(payer, lang),
            t("policy.pays_more" if eur > 0 else "policy.pays_less", lang, eur=money_short(abs(eur), lang)),
        )
        for payer, eur in own.moved_eur.items()
        if abs(eur) >= SMALL_EUR
    ]
    return pd.DataFrame(rows, columns=[t("policy.column_payer", lang), t("policy.column_moved", lang)])


def levy_sentence(own: LeverYears, none: LeverYears, lang: str = "nl") -> str:
    """How high the sewer levy rises with the levers and without any."""
    high, low = (float(np.max(years.levy_eur, initial=0.0)) for years in (own, none))
    if not np.isfinite(high):
        return t("policy.levy_unknown", lang)
    values = {"with_levers": number(high, lang, 2), "without": number(low, lang, 2)}
    key = "policy.levy_same" if abs(high - low) < 0.005 else "policy.levy"
    return t(key, lang, **values)


def agenda_sentence(own: LeverYears, first: int, last: int, lang: str = "nl") -> str:
    """What the package asks of owners in some years, and what the levers bring of it by then."""
    inside = (own.years >= first) & (own.years <= last)
    asked, comes, paid = (
        money_short(float(eur[inside].sum()), lang) for eur in (own.asked_eur, own.owners_eur, own.paid_eur)
    )
    return t(
        "policy.agenda",
        lang,
        set=own.lever_set.title,
        first=first,
        last=last,
        asked=asked,
        comes=comes,
        paid=paid,
    )

"""Ratios of the BBV, the risk of the yearly burden and the levy of each payer, as tables and lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kans_model.finance.city_balance import CityBalance
from kans_model.finance.ledger import Ledger
from kans_model.finance.levy_payers import levy_by_payer_eur
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.budget_tables import BUDGET_YEARS, structural_place
from kans_model.reports.ratio_figures import payer_levies, ratios_of, risk_of
from kans_model.reports.sources import source_title
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty.burden_risk import risk_eur
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.texts import t


def _shown_years(ledger: Ledger) -> list[int]:
    """Places of the first years of the budget and of the structural one."""
    n_years = min(BUDGET_YEARS, len(ledger.inputs.lines.years))
    return sorted({*range(n_years), structural_place(ledger)})


def _said(ratio: float, lang: str) -> str:
    return t("unknown", lang) if np.isnan(ratio) else percent(ratio, lang, 1)


def ratio_frame(balance: CityBalance, ledger: Ledger, lang: str) -> pd.DataFrame:
    """Ratios without the package and with it in the years of the budget, how reckoned and on what grounds."""
    before, after = ratios_of(balance, ledger)
    rows, years = table("budget_ratios"), ledger.inputs.lines.years
    columns: dict[str, object] = {
        t("balance.ratio", lang): list(rows[f"name_{lang}"]),
        t("balance.before", lang): [_said(before[key], lang) for key in rows.index],
    }
    for place in _shown_years(ledger):
        said = [_said(float(after[key][place]), lang) for key in rows.index]
        columns[t("balance.with", lang, year=years[place])] = said
    columns[t("balance.parts", lang)] = list(rows[f"parts_{lang}"])
    columns[t("balance.evidence", lang)] = [
        f"{t(f'evidence.{row.evidence}', lang)}: {source_title(row.source, lang)}"
        for row in rows.itertuples()
    ]
    return pd.DataFrame(columns)


def ratio_lines(balance: CityBalance, ledger: Ledger, lang: str) -> list[str]:
    """A line per ratio that is known; or that none is."""
    before, after = ratios_of(balance, ledger)
    place, names = structural_place(ledger), table("budget_ratios")[f"name_{lang}"]
    if not balance.known:
        return [t("balance.unknown", lang)]
    year = ledger.inputs.lines.years[place]
    lines = [
        t(
            "balance.line",
            lang,
            name=names[key],
            before=_said(value, lang),
            after=_said(float(after[key][place]), lang),
            year=year,
        )
        for key, value in before.items()
    ]
    return [t("balance.head", lang), *lines]


# --- risk of the yearly burden ---------------------------------------------------------------


def risk_line(study: Study, portfolio: Portfolio, ledger: Ledger, lang: str) -> str:
    """The risk for the reserves in its worst year, in one sentence."""
    risk = risk_of(study, portfolio, ledger)
    whole = risk_eur(risk.whole_eur)
    place = int(whole.argmax())
    if whole[place] < 1:
        return t("balance.risk_none", lang)
    return t(
        "balance.risk",
        lang,
        year=ledger.inputs.lines.years[place],
        whole=money_short(float(whole[place]), lang),
        general=money_short(float(risk_eur(risk.general_eur)[place]), lang),
    )


def risk_frame(study: Study, portfolio: Portfolio, ledger: Ledger, lang: str) -> pd.DataFrame:
    """The middle and the risk of every year, whole and per purse, in prices of the study. [EUR/yr]"""
    risk = risk_of(study, portfolio, ledger)
    amounts = {
        "risk_middle": np.median(risk.whole_eur, axis=0),
        "risk_whole": risk_eur(risk.whole_eur),
        "risk_general": risk_eur(risk.general_eur),
        "risk_sewer": risk_eur(risk.sewer_eur),
    }
    years = [str(year) for year in ledger.inputs.lines.years]
    return pd.DataFrame(
        {t("balance.risk_year", lang): years}
        | {f"{t(f'balance.{key}', lang)}, EUR": eur for key, eur in amounts.items()}
    )


# --- the levy of each kind of payer ----------------------------------------------------------


def payer_frame(ledger: Ledger, lang: str) -> pd.DataFrame:
    """Who pays how much more, at the peak and after ten years."""
    levies = payer_levies(ledger)

    def column(place: int) -> list[str]:
        return [
            t("unknown", lang) if np.isnan(amounts[place]) else number(amounts[place], lang, 2)
            for amounts in levies.values()
        ]

    return pd.DataFrame(
        {
            t("balance.payer", lang): [t(f"balance.{payer}", lang) for payer in levies],
            t("balance.peak", lang): column(0),
            t("balance.later", lang): column(1),
        }
    )


def _euro(amount: float, lang: str) -> str:
    return f"{'€ ' if lang == 'nl' else '€'}{number(amount, lang, 2)}"


def payers_line(ledger: Ledger, lang: str) -> str:
    """The levy of each kind of payer in one line, and that households count alike where they do."""
    peaks = {payer: peak for payer, (peak, _) in payer_levies(ledger).items()}
    said = {
        payer: t("unknown", lang) if np.isnan(peak) else _euro(peak, lang) for payer, peak in peaks.items()
    }
    line = t(
        "balance.payers_line",
        lang,
        owner=said["owner"],
        tenant=said["tenant"],
        one=said["one_person"],
        several=said["several_persons"],
        business=said["business"],
    )
    alike = t("balance.alike", lang)
    return line if levy_by_payer_eur(ledger).is_weighted else f"{line[:-1]} ({alike})."

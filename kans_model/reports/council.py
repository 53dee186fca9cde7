"""Raadsinformatie: one page to print for the council, whole in itself."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import untitled_eur
from kans_model.reports.budget_tables import council_paragraph
from kans_model.reports.changes_in_words import changes
from kans_model.reports.split_in_words import split_changes
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.uncertainty.ledger_ranges import Ranges
from kans_model.words.amounts import (
    euro_range,
    money_and_range,
    money_range,
    money_short,
    number,
    percent,
    range_text,
)
from kans_model.words.markup import filled
from kans_model.words.texts import t


def council_page(
    study: Study, portfolio_id: str, split_id: str, ledger: Ledger, bands: Ranges, lang: str
) -> str:
    """Investment, balance, who pays, levy and how sure, as a page of HTML of its own."""

    def word(key: str, **values: object) -> str:
        return t(f"council.{key}", lang, **values)

    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    result = study.evaluate(portfolio)
    capex, npv = float(result["capex_eur"].sum()), float(result["npv_eur"])
    ranges, levy = study.evaluate(portfolio, drawn(study)), ledger.levy
    capex_ends, npv_ends, bcr_ends, levy_ends, gap_ends = (
        _ends(draws)
        for draws in (
            ranges["capex_eur"],
            ranges["npv_eur"],
            ranges["bcr"],
            bands.levy_peak_eur,
            bands.gap_eur,
        )
    )
    low, high = levy_ends
    investment = money_and_range(capex, *capex_ends, lang)
    public, private = (
        money_and_range(float(result[name]), *_ends(ranges[name]), lang)
        for name in ("capex_public_eur", "capex_private_eur")
    )
    balance = money_and_range(npv, *npv_ends, lang, signed=True)
    alone, alone_ends = float(result["npv_avoided_only_eur"]), _ends(ranges["npv_avoided_only_eur"])
    balance_avoided = money_and_range(alone, *alone_ends, lang, signed=True)
    gap = money_and_range(ledger.gap_total_eur, *gap_ends, lang)
    is_known = not np.isnan(levy["peak"])
    peak = word("levy_unknown"), ""
    if is_known:
        peak = f"€ {number(levy['peak'], lang, 2)}", range_text(low, high, lang, 2)
    facts = [
        (word("investment", year=PRICE_YEAR), *investment),
        (word("public"), *public),
        (word("private"), *private),
        (word("balance", years=study.scenario.period_years), *balance),
        (word("balance_avoided"), *balance_avoided),
        (word("levy", year=levy["peak_year"]) if levy["peak"] > 0 else word("levy_none"), *peak),
        (word("gap"), *(gap if split.ceilings else (word("no_ceiling"), ""))),
    ]
    if (untitled := float(untitled_eur(ledger).sum())) >= 1:
        facts.append((word("untitled"), money_short(untitled, lang), ""))
    rows = []
    ends = p5_p95(bands.present_value_eur)
    for place, actor in enumerate(ledger.actors.ids):
        if max(ledger.present_value_eur[place], ledger.benefit_eur[place]) < 1e-3 * max(ledger.total_eur, 1):
            continue
        rows.append(
            (
                ledger.actors.name(actor, lang),
                (
                    money_short(float(ledger.present_value_eur[place]), lang),
                    money_range(float(ends[0][place]), float(ends[1][place]), lang),
                    percent(float(ledger.share[place]), lang),
                    money_short(float(ledger.benefit_eur[place]), lang),
                ),
            )
        )
    notes = [word("vat")]
    if is_known:
        notes.insert(0, word("sure", low=number(low, lang, 2), high=number(high, lang, 2)))
    if study.city.indicative:
        notes.insert(0, t("page.rough_city", lang, city=study.city.name))
    if study.city.fictional:
        notes.insert(0, t("page.fictional", lang).capitalize() + ".")
    chance = word("chance", share=percent(float(np.mean(ranges["npv_eur"].values > 0)), lang))
    pays = ""
    if not np.isnan(float(result["bcr"])):
        band = range_text(*bcr_ends, lang, 2)
        pays = word("ratio", band=band, ratio=number(float(result["bcr"]), lang, 2))
    return filled(
        __file__,
        "council.html",
        lang=lang,
        word=word,
        title=word("title", package=portfolio_name(portfolio, lang)),
        about=word("about", city=study.city.name, split=split_name(split, lang), hash=study.hash[:12]),
        facts=[_fact(*fact, study.city.indicative, lang) for fact in facts],
        chance=chance,
        pays=pays,
        changes=[
            *changes(study, lang),
            *split_changes(split, study.actors, ledger.inputs.households, lang),
        ],
        why=t("assumptions.why", lang),
        parties=rows,
        budget=council_paragraph(ledger, lang),
        notes=notes,
    )


def _ends(draws: xr.DataArray | np.ndarray) -> tuple[float, float]:
    low, high = p5_p95(draws)
    return float(low), float(high)


def _fact(label: str, value: str, band: str, rough: bool, lang: str) -> tuple[str, str, str]:
    """A headline with its band; of a city of estimates the band stands first and large."""
    if not band:
        return label, value, ""
    band = euro_range(band, lang)
    if rough:
        return label, band, t("figure.middle", lang, n=value)
    return label, value, t("council.fact_band", lang, band=band)

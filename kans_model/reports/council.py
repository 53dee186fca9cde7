"""Raadsinformatie: one page to print for the council, whole in itself."""

from __future__ import annotations

from functools import partial

import numpy as np
import xarray as xr

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.exploitation_room import room_gaps
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import untitled_eur
from kans_model.reports.budget_tables import council_paragraph
from kans_model.reports.changes_in_words import changes
from kans_model.reports.council_package import alternatives, measure_rows, not_counted
from kans_model.reports.ratio_tables import payers_line, ratio_lines, risk_line
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
    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    result, ranges = study.evaluate(portfolio), study.evaluate(portfolio, drawn(study))
    facts = _facts_of_package(study, result, ranges, lang) + _facts_of_split(ledger, bands, lang)
    return filled(
        __file__,
        "council.html",
        lang=lang,
        word=partial(_word, lang),
        title=_word(lang, "title", package=portfolio_name(portfolio, lang)),
        about=_word(lang, "about", city=study.city.name, split=split_name(split, lang), hash=study.hash[:12]),
        decision=_word(lang, "decision", package=portfolio_name(portfolio, lang)),
        measures=measure_rows(study, portfolio, result, lang),
        not_counted=not_counted(result, lang),
        alternatives=alternatives(study, portfolio_id, lang),
        facts=[_fact(*fact, study.city.indicative, lang) for fact in facts],
        chance=_word(lang, "chance", share=percent(float(np.mean(ranges["npv_eur"].values > 0)), lang)),
        pays=_ratio(result, ranges, lang),
        changes=[
            *changes(study, lang),
            *split_changes(split, study.actors, ledger.inputs.households, lang),
        ],
        why=t("assumptions.why", lang),
        parties=_parties(ledger, bands, lang),
        budget=council_paragraph(ledger, lang),
        risk=[payers_line(ledger, lang), risk_line(study, portfolio, ledger, lang)],
        ratios=ratio_lines(study.balance, ledger, lang),
        notes=_notes(study, ledger, bands, lang),
    )


def _word(lang: str, key: str, **values: object) -> str:
    return t(f"council.{key}", lang, **values)


def _facts_of_package(
    study: Study, result: xr.Dataset, ranges: xr.Dataset, lang: str
) -> list[tuple[str, str, str]]:
    """Label, value and band of what the package costs and brings."""
    capex = money_and_range(float(result["capex_eur"].sum()), *_ends(ranges["capex_eur"]), lang)
    public, private = (
        money_and_range(float(result[name]), *_ends(ranges[name]), lang)
        for name in ("capex_public_eur", "capex_private_eur")
    )
    balance, avoided_only = (
        money_and_range(float(result[name]), *_ends(ranges[name]), lang, signed=True)
        for name in ("npv_eur", "npv_avoided_only_eur")
    )
    return [
        (_word(lang, "investment", year=PRICE_YEAR), *capex),
        (_word(lang, "public"), *public),
        (_word(lang, "private"), *private),
        (_word(lang, "balance", years=study.scenario.period_years), *balance),
        (_word(lang, "balance_avoided"), *avoided_only),
    ]


def _facts_of_split(ledger: Ledger, bands: Ranges, lang: str) -> list[tuple[str, str, str]]:
    """Label, value and band of the levy and of what nobody covers."""
    levy = ledger.levy
    title = _word(lang, "levy", year=levy["peak_year"]) if levy["peak"] > 0 else _word(lang, "levy_none")
    peak = _word(lang, "levy_unknown"), ""
    if not np.isnan(levy["peak"]):
        band = range_text(*_ends(bands.levy_peak_eur), lang, 2)
        peak = f"€ {number(levy['peak'], lang, 2)}", band
    gap = _word(lang, "no_ceiling"), ""
    if ledger.split.ceilings:
        gap = money_and_range(ledger.gap_total_eur, *_ends(bands.gap_eur), lang)
    facts = [(title, *peak), (_word(lang, "gap"), *gap)]
    if (untitled := float(untitled_eur(ledger).sum())) >= 1:
        facts.append((_word(lang, "untitled"), money_short(untitled, lang), ""))
    return facts + _rooms(ledger, lang)


def _rooms(ledger: Ledger, lang: str) -> list[tuple[str, str, str]]:
    """Whether what each purse bears for good fits in its exploitation, which binds it beside its cash."""
    gaps = {gap.actor: gap for gap in room_gaps(ledger)}
    facts = []
    for actor in dict.fromkeys((*ledger.split.rooms, *(() if ledger.split.rooms else GEMEENTE[:1]))):
        said = _word(lang, "room_kept" if actor in ledger.split.rooms else "room_unknown")
        if actor in gaps:
            amount = money_short(gaps[actor].eur, lang)
            said = _word(lang, "room_above", amount=amount, year=gaps[actor].year)
        facts.append((_word(lang, "room", who=ledger.actors.name(actor, lang)), said, ""))
    return facts


def _ratio(result: xr.Dataset, ranges: xr.Dataset, lang: str) -> str:
    """What a euro brings; nothing where nothing is spent."""
    if np.isnan(float(result["bcr"])):
        return ""
    band = range_text(*_ends(ranges["bcr"]), lang, 2)
    return _word(lang, "ratio", band=band, ratio=number(float(result["bcr"]), lang, 2))


def _parties(ledger: Ledger, bands: Ranges, lang: str) -> list[tuple[str, tuple[str, ...]]]:
    """What each party bears, with its band and share, and enjoys."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    low, high = p5_p95(bands.present_value_eur)
    for place, actor in enumerate(ledger.actors.ids):
        if max(ledger.present_value_eur[place], ledger.benefit_eur[place]) < 1e-3 * max(ledger.total_eur, 1):
            continue
        cells = (
            money_short(float(ledger.present_value_eur[place]), lang),
            money_range(float(low[place]), float(high[place]), lang),
            percent(float(ledger.share[place]), lang),
            money_short(float(ledger.benefit_eur[place]), lang),
        )
        rows.append((ledger.actors.name(actor, lang), cells))
    return rows


def _notes(study: Study, ledger: Ledger, bands: Ranges, lang: str) -> list[str]:
    """What a reader must know of the city and of how sure the levy is."""
    notes = []
    if study.city.fictional:
        notes.append(t("page.fictional", lang).capitalize() + ".")
    if study.city.indicative:
        notes.append(t("page.rough_city", lang, city=study.city.name))
    if not np.isnan(ledger.levy["peak"]):
        low, high = _ends(bands.levy_peak_eur)
        notes.append(_word(lang, "sure", low=number(low, lang, 2), high=number(high, lang, 2)))
    return [*notes, _word(lang, "vat")]


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

"""Raadsinformatie: two pages to print for the council, whole in themselves."""

from __future__ import annotations

from datetime import date
from functools import partial
from importlib.metadata import version

import numpy as np
import xarray as xr
from babel.dates import format_date
from markupsafe import Markup

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.exploitation_room import room_gaps
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import untitled_eur
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.budget_tables import council_paragraph
from kans_model.reports.changes_in_words import Change, changes
from kans_model.reports.contrast_in_words import conclusion
from kans_model.reports.council_damage import damage_chart
from kans_model.reports.council_map import WIDTH, council_map
from kans_model.reports.council_package import (
    MOST_MEASURES,
    alternatives,
    measure_rows,
    not_counted,
    price_evidence,
    rest_of_measures,
    sources_line,
)
from kans_model.reports.council_years import payer_years
from kans_model.reports.ratio_tables import payers_line, ratio_lines, risk_line
from kans_model.reports.split_in_words import split_changes
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn, p5_p95
from kans_model.uncertainty.contrast import NOTHING, Contrast
from kans_model.uncertainty.ledger_ranges import Ranges
from kans_model.words.amounts import (
    band_text,
    chance,
    euro_range,
    money_and_range,
    money_short,
    number,
    percent,
    range_text,
)
from kans_model.words.markup import filled
from kans_model.words.texts import t

PRINTED_CHANGES = 4
"""Changed assumptions there is room for on paper; on a screen all stand there."""


def council_page(
    study: Study,
    portfolio_id: str,
    split_id: str,
    ledger: Ledger,
    bands: Ranges,
    lang: str,
    printed: date | None = None,
    fonts_css: str = "",
) -> str:
    """What a council decides on, as a page of HTML of its own that prints on two sheets of A4.

    Parameters
    ----------
    printed : date, optional
        The day that stands on it; without it today.
    fonts_css : str
        Rules that bring its letters along; without them it takes what the machine has.
    """
    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    result, ranges = study.evaluate(portfolio), study.evaluate(portfolio, drawn(study))
    facts = _facts_of_package(study, result, ranges, lang) + _facts_of_split(ledger, bands, lang)
    rooms, missing = _rooms(ledger, lang)
    changed = [*changes(study, lang), *split_changes(split, study.actors, ledger.inputs.households, lang)]
    day = format_date(printed or date.today(), "d MMMM yyyy", locale=lang)
    name, release = portfolio_name(portfolio, lang), version("kans-model")
    return filled(
        __file__,
        "council.html",
        lang=lang,
        fonts_css=Markup(fonts_css),
        word=partial(_word, lang),
        title=_word(lang, "title", package=name),
        name=name,
        city=study.city.name,
        day=day,
        fictional=t("page.fictional", lang) if study.city.fictional else "",
        sheet=_word(lang, "foot", city=study.city.name, hash=study.hash[:12], version=release, day=day),
        decision=_decision(ledger, result, name, split_name(split, lang), lang),
        conclusion=_conclusion(study, portfolio_id, lang),
        alternatives=alternatives(study, portfolio_id, lang),
        facts=[_fact(*fact, study.city.indicative, lang) for fact in facts + rooms],
        changes=changed[:PRINTED_CHANGES],
        more_changes=changed[PRINTED_CHANGES:],
        change=partial(_change, lang),
        years=payer_years(ledger, bands, lang),
        budget=council_paragraph(ledger, lang),
        open=missing,
        risk=[payers_line(ledger, lang), risk_line(study, portfolio, ledger, lang)],
        ratios=ratio_lines(study.balance, ledger, lang),
        notes=_notes(study, ledger, bands, lang),
        **_about_package(study, portfolio, result, ranges, lang),
    )


def _about_package(
    study: Study, portfolio: Portfolio, result: xr.Dataset, ranges: xr.Dataset, lang: str
) -> dict[str, object]:
    """What the page shows of the package alone, whoever pays: its measures, map, damage and evidence."""
    positive = float(np.mean(ranges["npv_eur"].values > 0))
    return {
        "measures": measure_rows(study, portfolio, result, lang)[:MOST_MEASURES],
        "more_measures": rest_of_measures(result, lang),
        "map": council_map(study.city, result, lang),
        "map_width": WIDTH,
        "damage": damage_chart(result, ranges, lang),
        "not_counted": not_counted(study, result, lang),
        "chance": _word(lang, "chance", share=chance(positive, lang, brief=False)),
        "pays": _ratio(result, ranges, lang),
        "prices": price_evidence(result, lang),
        "sources": sources_line(result, lang),
    }


def _decision(ledger: Ledger, result: xr.Dataset, name: str, split: str, lang: str) -> list[str]:
    """What the council is asked to decide, point by point."""
    built = ledger.inputs.lines.years[np.flatnonzero(ledger.inputs.lines.built)]
    capex = float(result["capex_eur"].sum())
    if not built.size or not capex:
        return [_word(lang, "decision_nothing", package=name)]
    carry = _word(
        lang,
        "decision_carry",
        package=name,
        first=int(built[0]),
        last=int(built[-1]),
        n=int((result["capex_eur"].values > 0).sum()),
        amount=money_short(capex, lang),
    )
    cover = _word(lang, "decision_cover", split=split, share=percent(ledger.gemeente_share, lang))
    return [carry, cover, _word(lang, "decision_budget")]


def _conclusion(study: Study, portfolio_id: str, lang: str) -> str:
    """What it avoids and costs, and how sure it is that it pays."""
    names = {
        package: portfolio_name(study.portfolio(package), lang) for package in (portfolio_id, *REFERENCES)
    }
    return conclusion(Contrast.of(study, portfolio_id, NOTHING), names, study.city.indicative, lang)


def _change(lang: str, change: Change) -> str:
    """A changed assumption in one line, with its reason where one was given."""
    key = "change_reason" if change.reason else "change"
    return _word(lang, key, value=change.value, default=change.default, reason=change.reason)


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
    facts = [(title, *peak)]
    if ledger.split.ceilings:
        facts.append(
            (_word(lang, "gap"), *money_and_range(ledger.gap_total_eur, *_ends(bands.gap_eur), lang))
        )
    if (untitled := float(untitled_eur(ledger).sum())) >= 1:
        facts.append((_word(lang, "untitled"), money_short(untitled, lang), ""))
    return facts


def _rooms(ledger: Ledger, lang: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Whether what each purse bears for good fits in its exploitation, which binds it beside its cash.

    Beside it what is not known as no ceiling or room was filled in, in words.
    """
    gaps = {gap.actor: gap for gap in room_gaps(ledger)}
    facts, missing = [], []
    if not ledger.split.ceilings:
        missing.append(f"{_word(lang, 'gap')}: {_word(lang, 'no_ceiling')}.")
    for actor in dict.fromkeys((*ledger.split.rooms, *(() if ledger.split.rooms else GEMEENTE[:1]))):
        label = _word(lang, "room", who=ledger.actors.name(actor, lang))
        if actor not in ledger.split.rooms:
            missing.append(f"{label}: {_word(lang, 'room_unknown')}.")
            continue
        said = _word(lang, "room_kept")
        if actor in gaps:
            amount = money_short(gaps[actor].eur, lang)
            said = _word(lang, "room_above", amount=amount, year=gaps[actor].year)
        facts.append((label, said, ""))
    return facts, missing


def _ratio(result: xr.Dataset, ranges: xr.Dataset, lang: str) -> str:
    """What a euro brings; nothing where nothing is spent."""
    if np.isnan(float(result["bcr"])):
        return ""
    band = band_text(*_ends(ranges["bcr"]), lang)
    return _word(lang, "ratio", band=band, ratio=number(float(result["bcr"]), lang, 2))


def _notes(study: Study, ledger: Ledger, bands: Ranges, lang: str) -> list[str]:
    """What a reader must know of the city and of how sure the levy is."""
    notes = []
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

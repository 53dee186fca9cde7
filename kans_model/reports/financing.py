"""Financing in figures for other programs: what `kans finance --json` prints and screens show."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from kans_model.comparison.other_outcomes import other_outcomes
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.actors import GEMEENTE
from kans_model.finance.burden import ALL_KINDS
from kans_model.finance.exploitation_room import room_gaps
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import titles, untitled_eur
from kans_model.finance.shares import in_cents
from kans_model.finance.split_checks import LEVY_COSTS, LEVY_TODAY
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.evidence import JUDGEMENT, judged_share, weakest
from kans_model.reports.ratio_figures import payer_levies, ratio_values, risk_of
from kans_model.reports.study_head import study_head
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty import ensemble, ledger_ranges
from kans_model.uncertainty.burden_risk import risk_eur
from kans_model.words.amounts import money_change, money_short
from kans_model.words.texts import t

LOAN_KINDS = ("lening", "rente", "aflossing")
SMALL_EUR = 0.005
LEVY_EVIDENCE = "expert"
"""Of the levy and of what a ceiling leaves uncovered: terms, shares and ceilings are judgements."""


def cost_evidence(ledger: Ledger) -> str | None:
    """The least well founded of what the cost rests on; a sum over parties is derived at best."""
    return weakest(["derived", *table("measures")["evidence"].loc[ledger.inputs.lines.measures]])


def cost_judged(ledger: Ledger) -> float:
    """Part of the investment whose price is a judgement. [-]"""
    lines, base = ledger.inputs.lines, ledger.inputs.base
    price = base.costs.unit_price_eur[lines.used] * lines.quantity.sum(axis=1)
    return judged_share(table("measures")["evidence"].loc[lines.measures] == JUDGEMENT, price)


def audit(ledger: Ledger, lang: str = "nl") -> list[dict[str, Any]]:
    """Which rule gave every euro, and why a rule did not apply, as plain values."""
    names = table("measures")[f"name_{lang}"]
    lines = [
        {
            "rule": line.rule,
            "name": ledger.rule(line.rule)[f"name_{lang}"],
            "payer": line.payer,
            "measure": line.measure,
            "eur": line.eur,
            "reason": line.reason,
            "text": t(
                f"audit.{line.reason}", lang, measure="" if line.measure is None else names[line.measure]
            ),
        }
        for line in ledger.lines
    ]
    lines += [
        {
            "rule": "rioolheffing",
            "name": ledger.actors.name("gemeente_rioolheffing", lang),
            "payer": "gemeente_algemeen",
            "measure": excess.measure,
            "eur": excess.eur,
            "reason": "levy_not_allowed",
            "text": table("levy_shares")[f"reason_{lang}"][excess.measure],
        }
        for excess in ledger.levy_excess
    ]
    return lines


def cash_flow(ledger: Ledger) -> list[dict[str, Any]]:
    """Every payment: year, party, kind, in real and nominal euro.

    The residual value stands among them as a credit in the last year, marked `cash: False`: with it the
    discounted amounts before loans make the total present value.
    """
    years, price = ledger.inputs.lines.years, ledger.price
    flows = {kind: ledger.burden_eur[:, place] for place, kind in enumerate(ALL_KINDS)}
    flows |= {"subsidie_ontvangen": -ledger.received_eur, "subsidie_betaald": ledger.paid_eur}
    drawn, interest, repaid = ledger.loans_eur
    flows = {kind: in_cents(eur.T).T for kind, eur in flows.items()}  # over parties, so that years add up
    flows |= {"lening": -drawn / price, "rente": interest / price, "aflossing": repaid / price}
    rows = []
    for kind, eur in flows.items():
        for actor, year in np.argwhere(np.abs(eur) >= SMALL_EUR):
            rows.append(
                {
                    "year": int(years[year]),
                    "actor": ledger.actors.ids[actor],
                    "kind": kind,
                    "eur": float(eur[actor, year]),
                    "nominal_eur": float(eur[actor, year] * price[year]),
                    "cash": kind != "restwaarde",
                }
            )
    return rows


def financed(study: Study, portfolio_id: str, split_id: str, lang: str = "nl") -> dict[str, Any]:
    """One package under one split as plain values, with the 5 to 95 percent band of the headlines.

    Raises
    ------
    KansError
        For an unknown package or split.
    """
    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    ledger = study.ledger(portfolio, split)
    bands = ledger_ranges.ranges(ensemble.draws(study), study, portfolio, ledger)
    gemeente = [ledger.actors.place(purse) for purse in GEMEENTE]
    result = study.evaluate(portfolio)
    return {
        **study_head(study),
        "indicative": study.city.indicative,
        "portfolio": {"id": portfolio.id, "name": portfolio_name(portfolio, lang)},
        "split": {"id": split.id, "name": split_name(split, lang)},
        "price_year": PRICE_YEAR,
        "base_year": study.scenario.base_year,
        "period_years": study.scenario.period_years,
        "discount_rate": float(ledger.inputs.base.costs.discount_rate),
        "total_present_value_eur": ledger.total_eur,
        "bridge": ledger.bridge._asdict(),
        "cost_without_vat_eur": ledger.inputs.lines.present_value_eur,
        "benefit_eur": ledger.inputs.benefit_eur,
        "bcr": _known(result["bcr"]),
        "actors": _actors(ledger, lang),
        "gemeente_present_value_eur": ledger.gemeente_eur,
        "levy_eur_per_household_per_year": _known(ledger.levy["peak"]),
        "levy": _levy(ledger),
        "general_funds_eur_per_household_per_year": _known(ledger.general_eur.max()),
        "funding_gap_eur": ledger.gap_total_eur,
        "above_exploitation_room": [gap._asdict() for gap in room_gaps(ledger)],
        "untitled_eur": float(untitled_eur(ledger).sum()),
        "legal_routes": [{**asdict(title), "instrument": title.instrument} for title in titles(ledger)],
        "levy_by_payer": {
            payer: {"peak_eur_per_year": _known(peak), "after_ten_years_eur_per_year": _known(later)}
            for payer, (peak, later) in payer_levies(ledger).items()
        },
        "budget_ratios": ratio_values(study.balance, ledger),
        "yearly_burden_risk": _risk(study, portfolio, ledger),
        "levy_costs": {key: ledger.split.levy_costs.get(key) for key in LEVY_COSTS},
        "levy_today": {key: ledger.split.levy_today.get(key) for key in LEVY_TODAY},
        "levy_cover": _levy_cover(ledger),
        "what_if": _what_if(study, portfolio, ledger),
        "ranges": {
            "gemeente_present_value_eur": _band(bands.present_value_eur[:, gemeente].sum(axis=1)),
            "levy_eur_per_household_per_year": _band(bands.levy_peak_eur),
            "funding_gap_eur": _band(bands.gap_eur),
        },
        "cash_flow": cash_flow(ledger),
        "audit": audit(ledger, lang),
    }


def _actors(ledger: Ledger, lang: str) -> dict[str, dict[str, Any]]:
    """What each party bears and enjoys, first and in the end, and its dearest year."""
    final_cost, final_benefit = ledger.final(ledger.present_value_eur), ledger.final(ledger.benefit_eur)
    return {
        actor: {
            "name": ledger.actors.name(actor, lang),
            "present_value_eur": float(ledger.present_value_eur[place]),
            "share": float(ledger.share[place]),
            "benefit_eur": float(ledger.benefit_eur[place]),
            "net_eur": float(ledger.net_benefit_eur[place]),
            "final_cost_eur": float(final_cost[place]),
            "final_benefit_eur": float(final_benefit[place]),
            "peak_year": int(ledger.inputs.lines.years[int(ledger.cash_real_eur[place].argmax())]),
        }
        for place, actor in enumerate(ledger.actors.ids)
    }


def _levy(ledger: Ledger) -> dict[str, Any]:
    """Peak of the levy, after ten years, and every year. [EUR/yr per household]"""
    return {
        **{key: value if key == "peak_year" else _known(value) for key, value in ledger.levy.items()},
        "path": [
            {"year": int(year), "eur": _known(eur)}
            for year, eur in zip(ledger.inputs.lines.years, ledger.levy_eur, strict=True)
        ],
    }


def _levy_cover(ledger: Ledger) -> list[dict[str, Any]] | None:
    """Nominal costs and yield of the whole levy, and what part it covers; None where today's are unknown."""
    whole = ledger.whole_levy
    if whole is None:
        return None
    return [
        {
            "year": int(year),
            "costs_eur": float(whole.costs_eur[place]),
            "yield_eur": float(whole.yield_eur[place]),
            "cover": float(whole.share[place]),
            "above_limit": bool(whole.over[place]),
        }
        for place, year in enumerate(ledger.inputs.lines.years)
    ]


def _risk(study: Study, portfolio: Portfolio, ledger: Ledger) -> list[dict[str, Any]]:
    """P95 less P50 of the municipality's burden of every year, in prices of the study. [EUR/yr]"""
    risk = risk_of(study, portfolio, ledger)
    parts = {"eur": risk.whole_eur, "general_funds_eur": risk.general_eur, "sewer_levy_eur": risk.sewer_eur}
    of_years = {key: risk_eur(burden) for key, burden in parts.items()}
    return [
        {"year": int(year), **{key: _known(eur[place]) for key, eur in of_years.items()}}
        for place, year in enumerate(ledger.inputs.lines.years)
    ]


def _what_if(study: Study, portfolio: Portfolio, ledger: Ledger) -> list[dict[str, Any]]:
    """What goes otherwise, one at a time: what each party bears more, levy, charges, gap and benefits."""
    ids = ledger.actors.ids
    return [
        {
            "case": case.what,
            "rule": case.rule,
            "present_value_eur": dict(zip(ids, map(float, case.present_value_eur), strict=True)),
            "levy_peak_eur_per_household_per_year": _known(case.levy_peak_eur),
            "levy_after_ten_years_eur_per_household_per_year": _known(case.levy_after_eur),
            "capital_charges_eur_per_year": case.charges_eur,
            "funding_gap_eur": case.gap_eur,
            "benefit_eur": case.benefit_eur,
        }
        for case in other_outcomes(ledger, study, portfolio)
    ]


def _band(values: np.ndarray) -> dict[str, float | None]:
    low, middle, high = ensemble.summary(values)
    return {"p05": _known(low), "p50": _known(middle), "p95": _known(high)}


def _known(value: Any) -> float | None:
    return None if np.isnan(float(value)) else float(value)


def bridge_line(ledger: Ledger, lang: str) -> str:
    """From investment to present value in one line; '' where nothing is built."""
    made = ledger.bridge
    if not made.total_eur:
        return ""
    whole = {
        "invested": made.public_eur + made.private_eur,
        "public": made.public_eur,
        "private": made.private_eur,
        "total": made.total_eur,
    }
    steps = {
        "later": made.later_eur,
        "renewal": made.renewal_eur,
        "upkeep": made.upkeep_eur,
        "vat": made.vat_eur,
    }
    return t(
        "bridge.line",
        lang,
        **{name: money_short(eur, lang) for name, eur in whole.items()},
        **{name: money_change(eur, lang) for name, eur in steps.items()},
    )

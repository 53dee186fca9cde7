"""A financing as a page of plain text: what `kans finance` says to people, and why nothing is financed."""

from __future__ import annotations

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.exploitation_room import room_gaps
from kans_model.finance.ledger import Ledger
from kans_model.finance.legal_routes import uncovered_eur, untitled_eur
from kans_model.reports.budget_tables import beside_lines, whole_cover_line
from kans_model.reports.financing import bridge_line
from kans_model.reports.household_in_words import household_lines
from kans_model.reports.ratio_tables import ratio_lines, risk_line
from kans_model.reports.split_in_words import examples_line, split_changes
from kans_model.reports.stress_test_in_words import listed
from kans_model.study.names import portfolio_name, split_name
from kans_model.study.study import Study
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

BY_BENEFITS = "baten"
"""The preset that shares cost out by who enjoys."""
TOLD_APART = 0.02
"""From here what a party pays and what it enjoys are told apart. [-]"""
NOTICEABLE_SHARE = 1e-3
"""A party that neither bears nor enjoys this part of the total is left out. [-]"""


def nothing_financed(study: Study, portfolio_id: str, lang: str) -> Problem | None:
    """Why a package has no cost to finance; None where it has."""
    portfolio = study.portfolio(portfolio_id)
    if float(study.evaluate(portfolio)["capex_eur"].sum()) > 0:
        return None
    about = {"value": portfolio_name(portfolio, lang)}
    if not portfolio.choices:
        return Problem("finance_empty", **about)
    along = all(choice["targeting"] == "works" for choice in portfolio.choices.values())
    return Problem("finance_no_works" if along else "finance_no_room", **about)


def require_cost(study: Study, portfolio_id: str, lang: str) -> None:
    """Refuse a package of which nothing is built.

    Raises
    ------
    KansError
    """
    if problem := nothing_financed(study, portfolio_id, lang):
        raise KansError(problem)


def financing_text(study: Study, portfolio_id: str, split_id: str, lang: str) -> str:
    """Who bears and enjoys what, the levy on top of today's, the gap, and what differs from the defaults."""

    def word(key: str, **values: object) -> str:
        return t(f"finance_text.{key}", lang, **values)

    portfolio, split = study.portfolio(portfolio_id), study.split(split_id)
    ledger = study.ledger(portfolio, split)
    lines = [
        word(
            "head",
            city=study.city.name,
            package=portfolio_name(portfolio, lang),
            split=split_name(split, lang),
            hash=study.hash[:12],
        ),
        bridge_line(ledger, lang),
        "",
        *_parties(ledger, lang),
        *filter(None, [benefit_gap_line(ledger, lang)]),
        "",
        levy_line(ledger, lang),
        *beside_lines(ledger, lang),
        whole_cover_line(ledger, lang),
        *household_lines(study, portfolio_id, ledger, lang),
        gap_line(ledger, lang),
        *room_lines(ledger, lang),
        "",
        *ratio_lines(study.balance, ledger, lang),
        risk_line(study, portfolio, ledger, lang),
    ]
    differs = split_changes(split, study.actors, ledger.inputs.households, lang)
    lines += ["", word("differs" if differs else "defaults")]
    lines += [f"  {change.name}: {change.value} ({change.default})" for change in differs]
    lines += filter(None, [examples_line(split, lang)])
    return "\n".join([*lines, "", word("more")])


def levy_suffix(ledger: Ledger) -> str:
    """Which sentence tells the levy: the plain one, of no levy, or of one that nobody knows."""
    peak = ledger.levy["peak"]
    return "_levy_unknown" if np.isnan(peak) else "" if peak > 0 else "_no_levy"


def bears_most(ledger: Ledger, lang: str) -> str:
    """Who bears most with its share, and the share of the municipality, whose two purses count as one."""
    others = np.array([actor not in GEMEENTE for actor in ledger.actors.ids])
    borne = np.where(others, ledger.share, -np.inf)
    most, share = int(borne.argmax()), percent(ledger.gemeente_share, lang)
    if ledger.gemeente_share >= borne[most]:
        return t("finance_text.bears_most_gemeente", lang, share=share)
    shares = {"most_share": percent(float(borne[most]), lang), "share": share}
    return t(
        "finance_text.bears_most_other",
        lang,
        most=ledger.actors.name(ledger.actors.ids[most], lang),
        **shares,
    )


def benefit_gap_line(ledger: Ledger, lang: str) -> str:
    """Why a party pays another part than it enjoys where the split follows benefits; '' for other splits."""
    if ledger.split.preset != BY_BENEFITS or ledger.split.own or not ledger.total_eur:
        return ""
    whole = max(float(ledger.benefit_eur.sum()), 1.0)
    enjoyed, pays = ledger.benefit_eur / whole, ledger.actors.role("pays")
    apart = np.where(pays, np.abs(ledger.share - enjoyed), 0.0)
    place = int(apart.argmax())
    if apart[place] < TOLD_APART:
        return ""
    free = [
        ledger.actors.name(actor, lang)
        for actor, may_pay, part in zip(ledger.actors.ids, pays, enjoyed, strict=True)
        if not may_pay and part >= NOTICEABLE_SHARE
    ]
    return t(
        "finance_text.apart",
        lang,
        who=ledger.actors.name(ledger.actors.ids[place], lang),
        paid=percent(float(ledger.share[place]), lang),
        enjoyed=percent(float(enjoyed[place]), lang),
        free=t("finance_text.apart_free", lang, names=listed(free, lang)) if free else "",
    )


def levy_line(ledger: Ledger, lang: str) -> str:
    """What the sewer levy becomes more than today's, that it does not, or that nobody knows."""
    levy = ledger.levy
    if np.isnan(levy["peak"]):
        return t("finance_text.levy_unknown", lang)
    if not levy["peak"] > 0:
        return t("finance_text.no_levy", lang)
    amounts = {"peak": number(levy["peak"], lang, 2), "later": number(levy["after_ten_years"], lang, 2)}
    return t("finance_text.levy", lang, year=levy["peak_year"], **amounts)


def gap_line(ledger: Ledger, lang: str) -> str:
    """What stays uncovered above the ceilings or has no legal title; or that nothing does or can."""
    if (untitled := float(untitled_eur(ledger).sum())) >= 1:
        amounts = {
            "untitled": money_short(untitled, lang),
            "amount": money_short(uncovered_eur(ledger), lang),
        }
        return t("finance_text.untitled", lang, **amounts)
    if not ledger.split.ceilings:
        return t("finance_text.no_ceiling", lang)
    if not ledger.gap_eur.any():
        return t("finance_text.no_gap", lang)
    return t("finance_text.gap", lang, amount=money_short(ledger.gap_total_eur, lang), year=ledger.gap_year)


def room_lines(ledger: Ledger, lang: str) -> list[str]:
    """Which purse bears more for good than it has room for in its exploitation; or that none does or can."""
    if not ledger.split.rooms:
        return [t("finance_text.no_room", lang)]
    gaps = room_gaps(ledger)
    if not gaps:
        return [t("finance_text.room_kept", lang)]
    return [
        t(
            "finance_text.room",
            lang,
            who=ledger.actors.name(gap.actor, lang),
            amount=money_short(gap.eur, lang),
            year=gap.year,
        )
        for gap in gaps
    ]


def _parties(ledger: Ledger, lang: str) -> list[str]:
    size = NOTICEABLE_SHARE * max(ledger.total_eur, 1.0)
    borne, enjoyed = ledger.present_value_eur, ledger.benefit_eur
    head = [t(f"finance_text.{key}", lang) for key in ("party", "bears", "share", "enjoys")]
    rows = [
        [
            ledger.actors.name(ledger.actors.ids[place], lang),
            money_short(float(borne[place]), lang),
            percent(float(ledger.share[place]), lang),
            money_short(float(enjoyed[place]), lang),
        ]
        for place in np.flatnonzero(np.maximum(np.abs(borne), np.abs(enjoyed)) >= size)
    ]
    rows.append(
        [
            t("workbook.sum", lang),
            money_short(ledger.total_eur, lang),
            percent(1, lang),
            money_short(ledger.inputs.benefit_eur, lang),
        ]
    )
    wide = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return [
        "  ".join(
            [
                row[0].ljust(wide[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], wide[1:], strict=True)),
            ]
        )
        for row in [head, *rows]
    ]

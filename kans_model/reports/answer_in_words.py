"""The answer to a question in sentences: what was found, what a euro more brings, how sure it is."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.findings import Findings
from kans_model.optimum.reasons import next_euro
from kans_model.reports.proof_in_words import at_most, proof
from kans_model.study.names import package_name, portfolio_name
from kans_model.study.references import REFERENCES
from kans_model.tables.reading import table
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import (
    DASH,
    NBSP,
    chance,
    money,
    money_change,
    money_range,
    money_short,
    number,
)
from kans_model.words.texts import t

LEFT_OVER = 5e-3
"""Part of the budget that may stay unspent without a word."""
JOINED = "\u2060"
"""A line does not end inside a range."""
MILLION = 1e6
EVEN = 0.005
"""A euro that brings this little more or less than a euro is said to bring as much. [-]"""
LEAST_TOLD = 1e-4
"""What a euro more of a limit brings below this is not worth a line. [-]"""


def cents(eur: float, lang: str) -> str:
    """A small amount in words people use: '€ 3,10', or below a euro '8,1 cent'."""
    if abs(eur) >= 0.995:
        return money(eur, lang)
    return f"{number(100 * eur, lang, 1 if abs(eur) >= 0.01 else 2)}{NBSP}{t('optimumtab.cent', lang)}"


def name_of(portfolio: Portfolio, lang: str) -> str:
    """What an own or a reference package is called."""
    return (portfolio_name if portfolio.id in REFERENCES else package_name)(portfolio, lang)


class AnswerInWords:
    """The sentences of one answer.

    Parameters
    ----------
    findings : Findings
    lang : str
    """

    def __init__(self, findings: Findings, lang: str):
        self.findings, self.lang = findings, lang

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def sentence(self) -> str:
        """What was found and how good it is; where the city is estimated the range stands first."""
        best, lang = self.findings.best, self.lang
        question = best.question
        cost = best.capex_eur if question.budget_eur is None else best.budgeted_eur
        spent = question.budget_eur is None or best.budgeted_eur >= (1 - LEFT_OVER) * question.budget_eur
        first = self._t(
            f"found_{question.goal}",
            money=money_short(question.budget_eur if spent and question.budget_eur else cost, lang),
            avoided=money_short(best.avoided_eur_per_year, lang),
            npv=money_change(float(self.findings.result["npv_eur"]), lang),
            year=t(f"horizon.{question.horizon}", lang),
        )
        sentences = [first, self.whose_money(), proof(best.question.goal, best.gap, best.bound, self.lang)]
        if not spent and question.budget_eur is not None:
            left = question.budget_eur - best.budgeted_eur
            sentences.append(self._t("left_over", money=money_short(left, lang)))
        if self.findings.study.city.indicative:
            low, high = p5_p95(self.findings.avoided_draws)
            band = money_range(float(low), float(high), lang).replace(DASH, f"{JOINED}{DASH}{JOINED}")
            sentences.insert(0, self._t("rough", band=t("figure.euro_range", lang, range=band)))
        return " ".join(sentences)

    def whose_money(self) -> str:
        """Whose budget it was, and what public bodies and owners each invest."""
        best, lang = self.findings.best, self.lang
        public, private = (money_short(eur, lang) for eur in (best.capex_public_eur, best.capex_private_eur))
        return self._t(f"whose_{best.question.budget_of}", public=public, private=private)

    # --- one step more ---------------------------------------------------------------------------

    def euro_lines(self) -> list[str]:
        """What one euro more, and one step more of every limit, would bring."""
        best, lines = self.findings.best, []
        price = next_euro(best)
        if price is not None:
            lines.append(self._next_euro(price))
        elif best.question.goal != "cheapest":
            lines.append(self._t("euro_nothing"))
        lines += [text for name, worth in best.prices.items() if (text := self._limit_line(name, worth))]
        return [*lines, *self._target_lines()]

    def _next_euro(self, price: float) -> str:
        """What the next euro brings a year, and over the whole period beside that euro."""
        goal = self.findings.best.question.goal
        yearly = self._t(f"euro_{goal}", yearly=cents(price, self.lang))
        if goal != "avoided":
            return yearly
        period = price * self.findings.years
        key = "less" if period < 1 - EVEN else "more" if period > 1 + EVEN else "even"
        years = self.findings.study.scenario.period_years
        return f"{yearly} {self._t(f'euro_{key}', period=cents(period, self.lang), years=years)}"

    def _place(self, hazard: str, code: str | None) -> dict[str, str]:
        """Theme and place of a threshold, in words."""
        areas = self.findings.study.city.areas["name"]
        where = self._t("in_city") if code is None else self._t("in_area", area=areas[code])
        return {"theme": table("hazards")[f"name_{self.lang}"][hazard].lower(), "where": f" {where}"}

    def _target_lines(self) -> list[str]:
        """Whether every target is met, and how much is left above it."""
        best, lines = self.findings.best, []
        for threshold in best.question.thresholds:
            if not threshold.hard:
                above = best.shortfall_eur[threshold.name]
                key = "target_met" if above < 1 else "target_missed"
                money = money_short(above, self.lang)
                lines.append(self._t(key, money=money, **self._place(threshold.hazard, threshold.area)))
        return lines

    def _limit_line(self, name: str | tuple, price: float) -> str:
        """What a limit costs, in words; '' for money, which has its own line, and for what costs nothing."""
        best, lang = self.findings.best, self.lang
        kind, *about = (name,) if isinstance(name, str) else name
        what = self._t(f"what_{best.question.goal}")
        per_step = abs(price) / 100  # pins and reach: a row runs from 0 to 1, or in percent
        if kind == "pin" and per_step >= 1:
            measure = table("measures")[f"name_{lang}"][about[0]]
            return self._t("limit_pin", what=what, name=measure, money=money_short(per_step, lang))
        per_euro = abs(price) / best.formulation.scale
        targets = {threshold.name for threshold in best.question.thresholds if not threshold.hard}
        if kind == "threshold" and name not in targets and per_euro >= LEAST_TOLD:
            return self._t("limit_threshold", what=what, money=cents(per_euro, lang), **self._place(*about))
        if kind == "equity" and per_euro >= LEAST_TOLD:
            return self._t("limit_equity", what=what, money=cents(per_euro, lang))
        if kind == "reach" and abs(price) >= 1:
            return self._t("limit_reach", what=what, money=money_short(abs(price), lang))
        if kind == "party" and abs(price) / MILLION >= LEAST_TOLD:
            party = self.findings.study.actors.name(about[0], lang)
            return self._t(
                "limit_party", what=what, party=party, year=about[1], money=cents(abs(price) / MILLION, lang)
            )
        return ""

    # --- how sure --------------------------------------------------------------------------------

    def sure_lines(self) -> list[str]:
        """How good it is beside other packages, and how exact the search was."""
        findings, lang = self.findings, self.lang
        best, lines = findings.best, []
        beside = findings.rival_beside
        if beside is not None:
            ours, theirs = (money_short(eur, lang) for eur in beside.capex_eur)
            lines.append(
                self._t(
                    "chance_same" if beside.costs_the_same else "chance_costs",
                    rival=name_of(beside.rival, lang),
                    which=self._t("this_package" if findings.is_best_beside else "best_for_that", money=ours),
                    cost=ours,
                    rival_cost=theirs,
                    chance=chance(beside.chance, lang, brief=False),
                    npv_chance=chance(beside.npv_chance, lang, brief=False),
                )
            )
        positive = float(np.mean(findings.ranges["npv_eur"].values > 0))
        lines.append(self._t("pays", chance=chance(positive, lang, brief=False)))
        if math.isfinite(best.gap):
            lines.append(self._t("gap", gap=at_most(best.gap, lang)))
        if best.question.discrete and math.isfinite(best.solver_gap):
            lines.append(self._t("whole_gap", gap=at_most(best.solver_gap, lang)))
        lines.append(self._t("error", error=at_most(best.linearisation_error, lang)))
        return lines

    def balance_line(self) -> str:
        """Where the package costs more than it brings: what the best balance within the demands would be."""
        balance, lang = self.findings.balance, self.lang
        if balance is None:
            return ""
        if balance.capex_eur < 1:
            return self._t("balance_none")
        return self._t(
            "balance" if balance.npv_eur > 0 else "balance_still",
            cost=money_short(balance.capex_eur, lang),
            npv=money_change(balance.npv_eur, lang),
            chance=chance(balance.chance, lang, brief=False),
        )

    def beside_head(self) -> str:
        """What the answer is held against, and for what money; '' for nothing."""
        beside, lang = self.findings.rival_beside, self.lang
        if beside is None:
            return ""
        cost, rival_cost = (money_short(eur, lang) for eur in beside.capex_eur)
        if beside.costs_the_same:
            return self._t("beside_head", rival=name_of(beside.rival, lang), money=rival_cost)
        return self._t("beside_costs", cost=cost, rival_cost=rival_cost)

    def beside_name(self) -> str:
        """The answer, or where the rival costs something else the best package for its money."""
        beside = self.findings.rival_beside
        if beside is None or self.findings.is_best_beside:
            return self._t("beside_best")
        return self._t("beside_best_for", money=money_short(beside.capex_eur[1], self.lang))


def where_title(capex_area_eur: ArrayLike, lang: str = "nl") -> str:
    """In how few areas half of the money is spent; the question where nothing is.

    Parameters
    ----------
    capex_area_eur : array_like, shape (area,)

    Examples
    --------
    Half of 10 million: 4 and 3 together

    >>> where_title([4e6, 1e6, 3e6, 2e6], "en")
    'Half of the money goes to 2 of 4 neighbourhoods'
    """
    spent = np.sort(np.nan_to_num(np.asarray(capex_area_eur, dtype=float)))[::-1]
    if not spent.sum() > 0:
        return t("optimum_where.question", lang)
    n = int(np.searchsorted(np.cumsum(spent), spent.sum() / 2)) + 1
    return t("optimum_where.half", lang, n=n, all=len(spent))

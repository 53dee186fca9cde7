"""The answer to a question: the best package in a sentence, three figures, what a euro more brings."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.contents import contents, contents_table
from dashboards.parts.packages.marks import package_mark
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.finance.actors import Actors
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.findings import Found
from kans_model.optimum.optimum import Optimum
from kans_model.optimum.reasons import next_euro
from kans_model.optimum.same_budget import SameMoney
from kans_model.reports.evidence import weakest
from kans_model.reports.question_in_words import in_words
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
    percent,
)
from kans_model.words.markup import html
from kans_model.words.texts import t

SMALLEST_GAP = 1e-4
LEFT_OVER = 5e-3
"""Part of the budget that may stay unspent without a word."""
JOINED = "\u2060"
"""A line does not end inside a range."""
TELLING_SHARE = 0.1
"""A measure colours the evidence of a headline from this share of it."""
MILLION = 1e6

FRAME = """<div data-slot="stale" role="status"></div><p class="lede answer" data-slot="sentence"></p>"""
SAME_COST = 0.01
"""Investments that differ by less are called the same money. [-]"""
SAME_PACKAGE, SAME_ANSWER = 1e-6, 1e-3
EVEN = 0.005
"""A euro that brings this little more or less than a euro is said to bring as much. [-]"""
UNDER = """
<p data-slot="balance"></p><div class="fields act" data-slot="balance_act"></div>
<h3>{contents_head}</h3><div data-slot="contents"></div>
<p class="small spaced" data-slot="asked"></p>
<div class="fields spaced"><button class="button" data-do="keep" data-key="keep">{keep}</button>
<button class="button" data-do="again" data-key="again">{again}</button></div>
<div role="status" data-slot="kept"></div>
<div class="two"><div><h3>{euro_head}</h3><div data-slot="euro"></div></div>
<div><h3>{sure_head}</h3><div data-slot="sure"></div></div></div>
<h3 data-slot="beside_head"></h3><div data-slot="beside"></div>
"""


def cents(eur: float, lang: str) -> str:
    """A small amount in words people use: '€ 3,10', or below a euro '8,1 cent'."""
    if abs(eur) >= 0.995:
        return money(eur, lang)
    return f"{number(100 * eur, lang, 1 if abs(eur) >= 0.01 else 2)}{NBSP}{t('optimumtab.cent', lang)}"


def at_most(gap: float, lang: str) -> str:
    """A gap rounded up to a hundredth of a percent, so that what is said is never too little."""
    return percent(max(SMALLEST_GAP, math.ceil(gap / SMALLEST_GAP - 1e-9) * SMALLEST_GAP), lang, 2)


def name_of(portfolio: Portfolio, lang: str) -> str:
    """What an own or a reference package is called."""
    return (portfolio_name if portfolio.id in REFERENCES else package_name)(portfolio, lang)


class OptimumAnswer(Viewer):
    """What was found; `show()` writes it, `stale()` says it belongs to an earlier state of the study.

    Parameters
    ----------
    keep, again, for_balance : called by the buttons: keep as a package, change the question, ask for the
        best balance.
    """

    def __init__(
        self,
        lang: str,
        keep: Callable[[], None],
        again: Callable[[], None],
        for_balance: Callable[[], None] = lambda: None,
    ):
        super().__init__()
        self.lang = lang
        self.top, self.figures = (
            LiveHtml(html(FRAME)),
            Figures(dict.fromkeys(("capex", "avoided", "npv"), ""), lang),
        )
        words = {word: self._t(word) for word in ("keep", "again", "euro_head", "sure_head", "contents_head")}
        self.under = LiveHtml(html(UNDER, **words))
        self.under.on("keep", lambda _data: keep())
        self.under.on("again", lambda _data: again())
        self.under.on("balance", lambda _data: for_balance())
        self.layout = pn.Column(
            self.top, self.figures.view, self.under,
            css_classes=["stack", "close"], sizing_mode="stretch_width", stylesheets=[STYLES],
        )  # fmt: skip

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, found: Found, looks: Mapping[str, str] | None = None) -> None:
        """Write an answer.

        Parameters
        ----------
        looks : package id → key of `theme.PACKAGES`, so that a rival has the mark it has elsewhere.
        """
        self.found, self.package_looks = found, dict(looks or {})
        with pn.io.hold():
            self.top.show(stale="", sentence=self.sentence())
            self._show_figures()
            self.under.show(
                asked=in_words(found.best.question, found.study, self.lang),
                kept="",
                euro=self._points(self.euro_lines()),
                sure=self._points(self.sure_lines()),
                beside_head=self._beside_head(),
                contents=contents_table(contents(found.best.portfolio, found.result), self.lang),
                balance=self.balance_line(),
                balance_act=self._balance_button(),
                beside=self._beside(),
            )

    def flag(self, text: str) -> None:
        """Say above the answer what it belongs to; '' where it is of now."""
        self.top.show(stale=html('<p class="notice">{}</p>', text) if text else "")

    def stale(self) -> None:
        """The study has moved on since."""
        self.flag(self._t("stale"))

    def kept(self, text: str) -> None:
        self.under.show(kept=html('<p class="notice">{}</p>', text))

    # --- in words ------------------------------------------------------------------------------

    def sentence(self) -> str:
        """What was found and how good it is; where the city is estimated the range stands first."""
        best, lang = self.found.best, self.lang
        question = best.question
        spent = question.budget_eur is None or best.capex_eur >= (1 - LEFT_OVER) * question.budget_eur
        first = self._t(
            f"found_{question.goal}",
            money=money_short(question.budget_eur if spent and question.budget_eur else best.capex_eur, lang),
            avoided=money_short(best.avoided_eur_per_year, lang),
            npv=money_change(float(self.found.result["npv_eur"]), lang),
            year=t(f"horizon.{question.horizon}", lang),
        )
        last = self._proof(best)
        said = [first, last]
        if not spent and question.budget_eur is not None:
            said.append(self._t("left_over", money=money_short(question.budget_eur - best.capex_eur, lang)))
        if self.found.study.city.indicative:
            low, high = p5_p95(self._avoided_draws())
            band = money_range(float(low), float(high), lang).replace(DASH, f"{JOINED}{DASH}{JOINED}")
            said.insert(0, self._t("rough", band=t("figure.euro_range", lang, range=band)))
        return " ".join(said)

    def _avoided_draws(self) -> np.ndarray:
        return self.found.ranges["avoided_total_eur"].sel(horizon=self.found.best.question.horizon).values

    def _show_figures(self) -> None:
        found, lang = self.found, self.lang
        result, question = found.result, found.best.question
        effect = weakest(["derived", *self._telling("evidence_effect", "present_value_benefit_eur")])
        shown = {
            "capex": (found.best.capex_eur, found.ranges["capex_eur"].values),
            "avoided": (found.best.avoided_eur_per_year, self._avoided_draws()),
            "npv": (float(result["npv_eur"]), found.ranges["npv_eur"].values),
        }
        year = t(f"horizon.{question.horizon}", lang)
        for name, (middle, draws) in shown.items():
            low, high = p5_p95(draws)
            self.figures.show(
                name,
                label=self._t(f"figure_{name}", year=year, price_year=PRICE_YEAR,
                              years=found.study.scenario.period_years),
                number=(money_change if name == "npv" else money_short)(middle, lang),
                range_text=money_range(float(low), float(high), lang),
                kind=weakest(self._telling("evidence", "capex_eur")) if name == "capex" else effect,
                rough=found.study.city.indicative,
            )  # fmt: skip

    def _telling(self, column: str, amount: str) -> list[str]:
        """Evidence classes of the measures that make up a tenth or more of an amount."""
        amounts = self.found.result[amount].values
        total = amounts.sum()
        telling = amounts >= TELLING_SHARE * total if total > 0 else np.zeros(len(amounts), bool)
        return list(table("measures")[column][telling])

    def euro_lines(self) -> list[str]:
        """What one euro more, and one step more of every limit, would bring."""
        best, lang = self.found.best, self.lang
        question, lines = best.question, []
        price = next_euro(best)
        if price is not None:
            told = self._t(f"euro_{question.goal}", yearly=cents(price, lang))
            if question.goal == "avoided":
                period = price * self.found.years
                key = "less" if period < 1 - EVEN else "more" if period > 1 + EVEN else "even"
                years = self.found.study.scenario.period_years
                told = f"{told} {self._t(f'euro_{key}', period=cents(period, lang), years=years)}"
            lines.append(told)
        elif question.goal != "cheapest":
            lines.append(self._t("euro_nothing"))
        lines += [text for name, one in best.prices.items() if (text := self._limit_line(name, one))]
        return [*lines, *self._target_lines()]

    def _place(self, hazard: str, code: str | None) -> dict[str, str]:
        """Theme and place of a threshold, in words."""
        areas = self.found.study.city.areas["name"]
        where = self._t("in_city") if code is None else self._t("in_area", area=areas[code])
        return {"theme": table("hazards")[f"name_{self.lang}"][hazard].lower(), "where": f" {where}"}

    def _target_lines(self) -> list[str]:
        """Whether every target is met, and how much is left above it."""
        best = self.found.best
        lines = []
        for one in best.question.thresholds:
            if not one.hard:
                above = best.shortfall_eur[one.name]
                key = "target_met" if above < 1 else "target_missed"
                money = money_short(above, self.lang)
                lines.append(self._t(key, money=money, **self._place(one.hazard, one.area)))
        return lines

    def _limit_line(self, name: str | tuple, price: float) -> str:
        """What a limit costs, in words; '' for money, which has its own line, and for what costs nothing."""
        best, lang = self.found.best, self.lang
        kind, *about = (name,) if isinstance(name, str) else name
        what = self._t(f"what_{best.question.goal}")
        per_step = abs(price) / 100  # pins and reach: a row runs from 0 to 1, or in percent
        if kind == "pin" and per_step >= 1:
            return self._t("limit_pin", what=what, name=table("measures")[f"name_{lang}"][about[0]],
                           money=money_short(per_step, lang))  # fmt: skip
        per_euro = abs(price) / best.formulation.scale
        targets = {one.name for one in best.question.thresholds if not one.hard}
        if kind == "threshold" and name not in targets and per_euro >= 1e-4:
            return self._t("limit_threshold", what=what, money=cents(per_euro, lang), **self._place(*about))
        if kind == "equity" and per_euro >= 1e-4:
            return self._t("limit_equity", what=what, money=cents(per_euro, lang))
        if kind == "reach" and abs(price) >= 1:
            return self._t("limit_reach", what=what, money=money_short(abs(price), lang))
        if kind == "party" and abs(price) / MILLION >= 1e-4:
            actors: Actors = self.found.study.actors
            return self._t("limit_party", what=what, party=actors.name(about[0], lang), year=about[1],
                           money=cents(abs(price) / MILLION, lang))  # fmt: skip
        return ""

    def sure_lines(self) -> list[str]:
        """How good it is beside other packages, and how exact the search was."""
        found, lang = self.found, self.lang
        best, lines = found.best, []
        beside = self.beside
        if beside is not None:
            ours, theirs = self._costs(beside)
            lines.append(
                self._t(
                    "chance_same" if self._same_cost(beside) else "chance_costs",
                    rival=name_of(beside.rival, lang),
                    which=self._t(
                        "this_package" if self._is_answer(beside) else "best_for_that",
                        money=money_short(ours, lang),
                    ),
                    cost=money_short(ours, lang),
                    rival_cost=money_short(theirs, lang),
                    chance=chance(beside.chance, self.lang, brief=False),
                    npv_chance=chance(beside.npv_chance, self.lang, brief=False),
                )
            )
        positive = float(np.mean(found.ranges["npv_eur"].values > 0))
        lines.append(self._t("pays", chance=chance(positive, self.lang, brief=False)))
        if math.isfinite(best.gap):
            lines.append(self._t("gap", gap=at_most(best.gap, lang)))
        if best.question.discrete:
            lines.append(self._t("whole_gap", gap=at_most(best.solver_gap, lang)))
        lines.append(self._t("error", error=at_most(best.linearisation_error, lang)))
        return lines

    def _proof(self, best: Optimum) -> str:
        """How much better any package could be; of an answer worth nothing, what any could be worth."""
        if not math.isfinite(best.gap):
            return t("optimum.most", self.lang, bound=money_short(best.bound, self.lang))
        key = "proof_cheapest" if best.question.goal == "cheapest" else "proof"
        return self._t(key, gap=at_most(best.gap, self.lang))

    @staticmethod
    def _points(lines: list[str]) -> Markup:
        return html(
            '<ul class="points">{}</ul>', Markup("").join(html("<li>{}</li>", line) for line in lines)
        )

    def balance_line(self) -> str:
        """Where the package costs more than it brings: what the best balance within the demands would be."""
        balance, lang = self.found.balance, self.lang
        if balance is None:
            return ""
        if balance.capex_eur < 1:
            return self._t("balance_none")
        return self._t(
            "balance" if balance.npv_eur > 0 else "balance_still",
            cost=money_short(balance.capex_eur, lang),
            npv=money_change(balance.npv_eur, lang),
            chance=chance(balance.chance, self.lang, brief=False),
        )

    def _balance_button(self) -> Markup:
        if self.found.balance is None or self.found.balance.capex_eur < 1:
            return Markup("")
        return html(
            '<button class="button" data-do="balance" data-key="balance">{}</button>', self._t("balance_ask")
        )

    # --- beside another package --------------------------------------------------------------

    @property
    def beside(self) -> SameMoney | None:
        """What it is held against; nothing where that is the answer itself, kept earlier."""
        beside = self.found.beside
        if beside is None:
            return None
        horizon = {"horizon": self.found.best.question.horizon}
        pairs = [
            (float(one["capex_eur"].sum()), float(one["avoided_total_eur"].sel(horizon)))
            for one in (beside.best_result, beside.rival_result)
        ]
        return None if np.allclose(*pairs, rtol=SAME_PACKAGE) else beside

    @staticmethod
    def _costs(beside: SameMoney) -> tuple[float, float]:
        """Investment of the best package and of its rival. [EUR]"""
        best, rival = (float(one["capex_eur"].sum()) for one in (beside.best_result, beside.rival_result))
        return best, rival

    def _is_answer(self, beside: SameMoney) -> bool:
        """Whether the best package for the rival's money is the answer itself, where money is left over."""
        mine, other = ((one.capex_eur, one.avoided_eur_per_year) for one in (self.found.best, beside.best))
        return np.allclose(mine, other, rtol=SAME_ANSWER)

    def _same_cost(self, beside: SameMoney) -> bool:
        best, rival = self._costs(beside)
        return abs(best / rival - 1) < SAME_COST

    def _beside_head(self) -> str:
        beside = self.beside
        if beside is None:
            return ""
        if self._same_cost(beside):
            money = money_short(self._costs(beside)[1], self.lang)
            return self._t("beside_head", rival=name_of(beside.rival, self.lang), money=money)
        cost, rival_cost = (money_short(one, self.lang) for one in self._costs(beside))
        return self._t("beside_costs", cost=cost, rival_cost=rival_cost)

    def beside_frame(self) -> pd.DataFrame:
        """The best package and its rival."""
        beside, lang = self.beside, self.lang
        if beside is None:
            return pd.DataFrame()
        year = self.found.best.question.horizon
        names = [self._best_name(beside), name_of(beside.rival, lang)]
        results = (beside.best_result, beside.rival_result)
        return pd.DataFrame(
            {
                t("vergelijken.package", lang): names,
                self._t("column_capex"): [float(one["capex_eur"].sum()) / MILLION for one in results],
                self._t("column_avoided", year=t(f"horizon.{year}", lang)): [
                    float(one["avoided_total_eur"].sel(horizon=year)) / MILLION for one in results
                ],
                self._t("column_npv"): [float(one["npv_eur"]) / MILLION for one in results],
            }
        )

    def _best_name(self, beside: SameMoney) -> str:
        """The answer, or where the rival costs something else the best package for its money."""
        if self._is_answer(beside):
            return self._t("beside_best")
        return self._t("beside_best_for", money=money_short(self._costs(beside)[1], self.lang))

    def _beside(self) -> Markup:
        beside = self.beside
        if beside is None:
            return html('<p class="small">{}</p>', self._t("no_rival"))
        frame = self.beside_frame()
        rival = self.package_looks.get(beside.rival.id, "own")
        looks = ("answer" if self._is_answer(beside) else "optimum", rival)
        rows = Markup("").join(
            html(
                '<tr><th scope="row">{} {}</th>{}</tr>',
                package_mark(look),
                name,
                Markup("").join(html('<td class="num">{}</td>', number(one, self.lang, digits))
                                for one, digits in zip(numbers, (1, 2, 1), strict=True)),
            )
            for look, (name, *numbers) in zip(looks, frame.itertuples(index=False, name=None), strict=True)
        )  # fmt: skip
        heads = Markup("").join(html('<th scope="col" class="num">{}</th>', one) for one in frame.columns[1:])
        return html(
            '<div class="table-box whole" tabindex="0" role="region" aria-label="{0}">'
            '<table class="comparison"><caption class="spoken">{0}</caption>'
            "<thead><tr><td></td>{1}</tr></thead><tbody>{2}</tbody></table></div>",
            self._beside_head(),
            heads,
            rows,
        )

    def __panel__(self) -> Viewable:
        return self.layout

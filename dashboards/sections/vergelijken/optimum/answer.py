"""The answer to a question: the best package in a sentence, three figures, what a euro more brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import panel as pn
from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.charts.headline_figures import Figures
from dashboards.parts.frame.decision import Decision
from dashboards.parts.live.fields import button, notice
from dashboards.parts.live.fold import Fold
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.post import together
from dashboards.parts.look.css import STYLES
from dashboards.parts.packages.contents import contents_table
from dashboards.parts.packages.marks import package_mark
from kans_model.evaluation.package_contents import contents
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.optimum.findings import Findings
from kans_model.reports.answer_in_words import MILLION, AnswerInWords, name_of
from kans_model.reports.evidence import (
    avoided_judged,
    balance_judged,
    capex_judged,
    effect_judged,
    grounds,
    weakest,
)
from kans_model.reports.limits_in_words import checked_lines
from kans_model.reports.question_in_words import in_words
from kans_model.uncertainty.bands import p5_p95
from kans_model.words.amounts import money_change, money_range, money_short, number
from kans_model.words.markup import filled
from kans_model.words.texts import t

DIGITS = (1, 2, 1)
"""Of investment, what is avoided and the balance, in millions."""


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
        self.top = LiveHtml.of(__file__, "answer_top.html")
        self.figures = Figures(dict.fromkeys(("capex", "avoided", "npv"), ""), lang)
        self.decision = Decision(self._t("keep"), lambda _data: keep())
        self.decision.show(self._t("decide"))
        self.acts = LiveHtml.of(__file__, "answer_acts.html", word=self._t)
        self.acts.on("again", lambda _data: again())
        self.acts.on("balance", lambda _data: for_balance())
        self.under = LiveHtml.of(__file__, "answer_under.html", word=self._t)
        self.more = Fold(self._t("answer_more"), self._t("answer_more_about"), self.under)
        self.layout = pn.Column(
            self.top,
            self.figures.view,
            self.decision.view,
            css_classes=["stack", "close"],
            sizing_mode="stretch_width",
            stylesheets=[STYLES],
        )

    def _t(self, key: str, **values: object) -> str:
        return t(f"optimumtab.{key}", self.lang, **values)

    def show(self, findings: Findings, looks: Mapping[str, str] | None = None) -> None:
        """Write an answer.

        Parameters
        ----------
        looks : package id → key of `theme.PACKAGES`, so that a rival has the mark it has elsewhere.
        """
        self.findings, self.package_looks = findings, dict(looks or {})
        self.words = AnswerInWords(findings, self.lang)
        with together():
            self.top.show(stale="", sentence=self.words.sentence())
            self._show_figures()
            self.acts.show(kept="", balance=self.words.balance_line(), balance_act=self._balance_button())
            self.under.show(
                asked=in_words(findings.best.question, findings.study, self.lang),
                limits=self._limits(),
                euro=filled(__file__, "points.html", lines=self.words.euro_lines()),
                sure=filled(__file__, "points.html", lines=self.words.sure_lines()),
                beside_head=self.words.beside_head(),
                contents=contents_table(contents(findings.best.portfolio, findings.result), self.lang),
                beside=self._beside(),
            )

    def _limits(self) -> Markup:
        """Every limit with what became of it by the exact model."""
        findings, question = self.findings, self.findings.best.question
        lines = checked_lines(findings.study, question, findings.best.portfolio, self.lang)
        return filled(__file__, "answer_limits.html", word=self._t, lines=lines) if lines else Markup("")

    def flag(self, text: str) -> None:
        """Say above the answer what it belongs to; '' where it is of now."""
        self.top.show(stale=notice(text))

    def stale(self) -> None:
        """The study has moved on since."""
        self.flag(self._t("stale"))

    def kept(self, text: str) -> None:
        """Say that the package was kept."""
        self.acts.show(kept=notice(text))

    def _show_figures(self) -> None:
        findings, lang = self.findings, self.lang
        result, question = findings.result, findings.best.question
        telling = findings.telling_evidence("evidence_effect", "present_value_benefit_eur")
        effect, price = weakest(["derived", *telling]), findings.telling_evidence("evidence", "capex_eur")
        shown = {
            "capex": (findings.best.capex_eur, findings.ranges["capex_eur"].values),
            "avoided": (findings.best.avoided_eur_per_year, findings.avoided_draws),
            "npv": (float(result["npv_eur"]), findings.ranges["npv_eur"].values),
        }
        founded = {
            "capex": grounds(weakest(price), capex_judged(result), lang),
            "avoided": grounds(effect, avoided_judged(result), lang, effect_judged(result)),
            "npv": grounds(effect, balance_judged(result), lang),
        }
        year = t(f"horizon.{question.horizon}", lang)
        for name, (middle, draws) in shown.items():
            low, high = p5_p95(draws)
            self.figures.show(
                name,
                label=self._t(
                    f"figure_{name}",
                    year=year,
                    price_year=PRICE_YEAR,
                    years=findings.study.scenario.period_years,
                ),
                number=(money_change if name == "npv" else money_short)(middle, lang),
                range_text=money_range(float(low), float(high), lang),
                **founded[name]._asdict(),
                rough=findings.study.city.indicative,
            )

    def _balance_button(self) -> Markup:
        if self.findings.balance is None or self.findings.balance.capex_eur < 1:
            return Markup("")
        return button(self._t("balance_ask"), "balance")

    # --- beside another package --------------------------------------------------------------

    def beside_frame(self) -> pd.DataFrame:
        """The best package and its rival."""
        beside, lang = self.findings.rival_beside, self.lang
        if beside is None:
            return pd.DataFrame()
        year = self.findings.best.question.horizon
        results = (beside.best_result, beside.rival_result)
        return pd.DataFrame(
            {
                t("vergelijken.package", lang): [self.words.beside_name(), name_of(beside.rival, lang)],
                self._t("column_capex"): [capex / MILLION for capex in beside.capex_eur],
                self._t("column_avoided", year=t(f"horizon.{year}", lang)): [
                    float(result["avoided_total_eur"].sel(horizon=year)) / MILLION for result in results
                ],
                self._t("column_npv"): [float(result["npv_eur"]) / MILLION for result in results],
            }
        )

    def _beside(self) -> Markup:
        beside, frame = self.findings.rival_beside, self.beside_frame()
        rows = []
        if beside is not None:
            rival = self.package_looks.get(beside.rival.id, "own")
            best = self.package_looks.get(self.findings.best.portfolio.id, "optimum")
            looks = (best if self.findings.is_best_beside else "optimum", rival)
            for look, (name, *amounts) in zip(looks, frame.itertuples(index=False, name=None), strict=True):
                cells = [number(amount, self.lang, n) for amount, n in zip(amounts, DIGITS, strict=True)]
                rows.append((package_mark(look), name, cells))
        return filled(
            __file__,
            "beside.html",
            title=self.words.beside_head(),
            heads=list(frame.columns[1:]),
            rows=rows,
            none=self._t("no_rival"),
        )

    def __panel__(self) -> Viewable:
        return self.layout

"""What everyone can live with: packages by three rules under one budget, in the eyes of every partner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.slow_work import SlowWork
from dashboards.parts.live.table_behind import Behind, links
from dashboards.sections.risicodialoog.partners import letter
from dashboards.sections.risicodialoog.table import Table
from kans_model.dialogue.subject_names import subject_name
from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.agreement import FIRST_BUDGET_EUR, RULES, Agreement, agreement
from kans_model.optimum.consensus import Consensus
from kans_model.optimum.overstatement import Overstatement, overstatements
from kans_model.optimum.weight_bands import WeightBands, weight_bands
from kans_model.reports.choices_in_words import band_text, overstatement_text
from kans_model.reports.dialogue_in_words import satisfaction_text
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.tables.reading import table as table_of
from kans_model.words.amounts import money_short, number, percent
from kans_model.words.entry import field_millions, in_field
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

HORIZON = "2050"
DARKEST = 45
N_WINNERS = 3
"""Measures that are named of those that got the money of a loser; of the others their number and sum."""


class Agreements(Section):
    """A budget, the search, and its outcome: who is satisfied, who would object, and what winning costs."""

    def __init__(self, table: Table, changed: Callable[[], None]):
        self.table, self.changed = table, changed
        self.budget_eur: float | None = FIRST_BUDGET_EUR
        self.found: Agreement | None = None
        self.form = LiveHtml.of(
            __file__, "agreement_form.html", budget=table.text("budget"), unit=t("unit.meur", table.lang)
        )
        self.form.on("budget", self._budget)
        self.work = SlowWork(table.text("search"), table.lang, agreement, self._done, self._ready)
        self.view = LiveHtml()
        self.view.on("open", self._open)
        self.bands: WeightBands | None = None
        self.pushed: tuple[Overstatement, ...] = ()
        self.push = SlowWork(
            table.text("push_start"), table.lang, overstatements, self._was_pushed, self._found_first
        )
        self.lines = LiveHtml()
        self.behind = Behind(self.view, table.text("satisfaction"), self.frame, table.lang, table.notes)
        super().__init__(
            self.form,
            self.work.live,
            self.view,
            self.push.live,
            self.lines,
            title=table.text("agree"),
            deck=table.text("agree_deck"),
        )

    @property
    def agreed(self) -> Consensus | None:
        """What was worked out, as long as it is about the study as it stands."""
        return self.found.agreed if self.found and not self.stale else None

    @property
    def stale(self) -> bool:
        """Whether something it rests on has changed since."""
        found = self.found
        if found is None:
            return False
        return self.budget_eur != found.budget_eur or not found.holds_for(self.table.study, HORIZON)

    def sought(self) -> dict[str, Portfolio]:
        """Packages of the rules, as long as they are about the study as it stands."""
        return dict(self.found.portfolios) if self.found and not self.stale else {}

    # --- what the reader does ------------------------------------------------------------------

    def _budget(self, data: dict[str, Any]) -> None:
        self.budget_eur = field_millions(data.get("value"), self.table.lang)
        self.update()

    def _ready(self) -> tuple[Study, float, str]:
        if not self.table.dialogue.partners:
            raise KansError(Problem("consensus_without_partners"))
        if self.budget_eur is None:
            raise KansError(Problem("consensus_without_budget"))
        return self.table.study, self.budget_eur, HORIZON

    def _done(self, found: Agreement) -> None:
        self.found, self.bands, self.pushed = found, weight_bands(found), ()
        self.changed()

    def _found_first(self) -> tuple[Agreement] | None:
        return (self.found,) if self.found and not self.stale else None

    def _was_pushed(self, rows: tuple[Overstatement, ...]) -> None:
        self.pushed = rows
        self.update()

    def _open(self, data: dict[str, Any]) -> None:
        """Put the package of a rule in the study, and work on it."""
        rule = str(data.get("name"))
        if self.found is None or rule not in self.found.portfolios:
            return
        title = self.table.text(f"title_{rule}")
        self.table.session.add_package(self.found.portfolios[rule].named(title=title))
        self.table.session.lead_to("maatregelen", "")

    # --- shown ---------------------------------------------------------------------------------

    def update(self) -> None:
        """The budget, and the outcome as far as it is still about this study."""
        table, found = self.table, self.found
        eur = self.budget_eur
        self.form.show(budget="" if eur is None else in_field(eur, table.lang, "millions"))
        if found is None:
            self.view.draw(__file__, "agreement.html", shown=False)
            self.push.live.visible = self.lines.visible = False
            return
        self.push.live.visible = not self.stale and not self.pushed
        self.lines.visible = bool(self.pushed) and not self.stale
        self.lines.draw(
            __file__,
            "pushed.html",
            title=table.text("push"),
            lines=[overstatement_text(row, table.lang) for row in self.pushed],
        )
        partners = found.agreed.partners
        words = (
            "package",
            "limits",
            "least",
            "mean",
            "open",
            "losers",
            "objections",
            "fair",
            "measure",
            "winners",
            "lacked",
        )
        self.view.draw(
            __file__,
            "agreement.html",
            shown=True,
            stale=self._stale_text(found),
            title=table.text("satisfaction"),
            words={word: table.text(f"agree_{word}") for word in words},
            partners=[(letter(place), partner.name) for place, partner in enumerate(partners)],
            rows=list(self._rows(found)),
            rules=list(self._rules(found)),
            objections=list(self._objections(found)),
            losers=list(self._losers(found)),
            silent=list(self._silent(found)),
            links=links(table.text("satisfaction"), table.lang),
        )
        self.behind.refresh()

    def _stale_text(self, found: Agreement) -> str:
        """What has changed since; "" where all is of now."""
        if self.stale:
            return self.table.text("stale")
        return "" if found.knows_packages_of(self.table.study) else self.table.text("stale_packages")

    def _name(self, key: str) -> str:
        if key in RULES:
            return t(f"dialogue.rule_{key}", self.table.lang)
        own = {portfolio.id: portfolio for portfolio in self.found.study.portfolios} if self.found else {}
        return portfolio_name(own[key], self.table.lang) if key in own else key

    def _rows(self, found: Agreement) -> Iterator[dict[str, Any]]:
        lang = self.table.lang
        for key, values in found.satisfaction.items():
            yield {
                "name": self._name(key),
                "rule": key in RULES,
                "cost": self._cost(found, key),
                "limits": self.table.text("met_of", n=found.limits_met[key][0], all=found.limits_met[key][1]),
                "cells": [
                    (satisfaction_text(share, lang), round(DARKEST * min(max(share, 0.0), 1.0)))
                    for share in values
                ],
                "least": satisfaction_text(float(values.min()), lang),
                "mean": satisfaction_text(float(values.mean()), lang),
            }

    def _cost(self, found: Agreement, key: str) -> str:
        """What a package costs, and whether that is more than there is: it may then please more than 100."""
        text = money_short(found.capex_eur[key], self.table.lang)
        return self.table.text("above_budget", money=text) if found.is_above_budget(key) else text

    def _rules(self, found: Agreement) -> Iterator[dict[str, str]]:
        table, lang = self.table, self.table.lang
        gaps = {"maximin": found.agreed.maximin.gap, "mean": found.agreed.mean.gap}
        for rule in RULES:
            cost = money_short(found.capex_eur[rule], lang)
            proof = table.text("proof", gap=number(100 * gaps[rule], lang, 1)) if rule in gaps else ""
            yield {
                "id": rule,
                "name": t(f"dialogue.rule_{rule}", lang),
                "about": f"{cost}. {t(f'dialogue.rule_{rule}_fair', lang)} {proof}",
                "band": band_text(self.bands, rule, lang) if self.bands else "",
            }

    def _objections(self, found: Agreement) -> Iterator[str]:
        for objection in found.agreed.objections:
            losses = ", ".join(subject_name(subject, self.table.lang) for subject, _ in objection.losses)
            price = number(100 * objection.price, self.table.lang, 1)
            yield self.table.text("objects", partner=objection.partner.name, losses=losses, price=price)

    def _silent(self, found: Agreement) -> Iterator[str]:
        """Who weighs what cannot count here: without it a partner whom nothing helps would seem content."""
        for partner in found.agreed.partners:
            mute = [name for name in found.agreed.reach.silent if partner.weights.get(name)]
            if mute:
                subjects = ", ".join(subject_name(name, self.table.lang) for name in mute)
                yield self.table.text("silent", partner=partner.name, subjects=subjects)

    def _losers(self, found: Agreement) -> Iterator[tuple[str, str, str]]:
        """Of each measure that lost: its name, to which winners its money went, what support it lacked."""
        names, lang = table_of("measures")[f"name_{self.table.lang}"], self.table.lang
        for loser in found.losers:
            paid = list(loser.lost_to_eur.items())
            said = [f"{names[name]} ({money_short(eur, lang)})" for name, eur in paid[:N_WINNERS]]
            if rest := paid[N_WINNERS:]:
                eur = sum(eur for _, eur in rest)
                said.append(self.table.text("loses_rest", n=len(rest), money=money_short(eur, lang)))
            winners = ", ".join(said) or self.table.text("loses_unpaid")
            yield str(names[loser.measure]), winners, percent(loser.lacked_share, lang)

    def frame(self) -> pd.DataFrame:
        """Satisfaction of every partner with every package; 0 is doing nothing, 100 his own best."""
        if self.found is None:
            return pd.DataFrame()
        names = [partner.name for partner in self.found.agreed.partners]
        rows = [
            (self._name(key), *(round(100 * float(share), 1) for share in values))
            for key, values in self.found.satisfaction.items()
        ]
        return pd.DataFrame(rows, columns=[self.table.text("agree_package"), *names])

"""The log: what was decided, by whom, on which figures, and whether these still hold."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.live.entry_fields import entry_fields
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.quotes import moved_quotes, quotes_of
from kans_model.dialogue.decisions import Decision
from kans_model.dialogue.entries import DecisionEntry
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.dialogue_in_words import day_text, quote_text, value_text
from kans_model.study.study import Study
from kans_model.words.amounts import number
from kans_model.words.texts import t


class Decisions(Section):
    """Entries, the latest first, and the form for the next; none is ever changed or taken out."""

    def __init__(self, table: Table, sought: Callable[[], Mapping[str, Portfolio]] = dict):
        """`sought` gives the packages that were looked for and are not in the study yet, by rule."""
        self.table, self.sought = table, sought
        self.entry, self.partners = DecisionEntry(), set[str]()
        self.view, self.form, self.open = LiveHtml(), LiveHtml(), False
        self.form.on("entry", self._enter)
        self.form.on("who", self._who)
        self.form.on("add", self._add)
        self.behind = Behind(self.view, table.text("log"), self.frame, table.lang, table.notes)
        super().__init__(self.view, self.form, title=table.text("log"), deck=table.text("log_deck"))

    def _enter(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        if name in DecisionEntry.parameters():
            self.entry = self.entry.but(**{name: str(data.get("value", ""))})
        if name == "package":
            self.update()

    def _who(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        if data.get("value"):
            self.partners.add(name)
        else:
            self.partners.discard(name)

    def _add(self, _data: dict[str, Any]) -> None:
        table, entry = self.table, self.entry
        known = [partner.id for partner in table.dialogue.partners]
        study, package = self._decided()
        decision = Decision(
            id=uuid.uuid4().hex,
            when=date.today().isoformat(),
            what=entry.what.strip(),
            why=entry.why.strip(),
            partners=tuple(partner for partner in known if partner in self.partners),
            study=study.hash,
            quotes=quotes_of(study, package.id),
            package=package.id,
            corrects=entry.corrects,
        )
        if table.change(lambda dialogue: dialogue.with_decision(decision), self.form, study):
            self.entry, self.partners = DecisionEntry(), set()
            self.update()

    def _choices(self) -> dict[str, str]:
        """Packages that can be decided on by key: what was looked for first, then those of the study."""
        table = self.table
        own = {portfolio.id: portfolio.title for portfolio in table.study.portfolios}
        return {rule: table.text(f"title_{rule}") for rule in self.sought()} | own

    def _chosen(self) -> str:
        """The package that is chosen: at first what lifts the least satisfied most, else the one at hand."""
        choices, asked = self._choices(), self.entry.package
        if asked in choices:
            return str(asked)
        return next(iter(self.sought()), self.table.package.id)

    def _decided(self) -> tuple[Study, Portfolio]:
        """The study with the package that is decided on, and that package."""
        chosen, sought, study = self._chosen(), self.sought(), self.table.study
        if chosen not in sought:
            return study, study.portfolio(chosen)
        package = sought[chosen].named(title=self._choices()[chosen])
        return study.with_portfolio(package), package

    def update(self) -> None:
        """The entries and the form."""
        table = self.table
        decisions = table.dialogue.decisions
        words = ("quotes", "stale", "why", "hash", "corrects")
        self.view.draw(
            __file__,
            "decisions.html",
            entries=list(self._entries()),
            empty="" if decisions else table.text("log_empty"),
            words={word: self._words(word) for word in words},
            links=links(table.text("log"), table.lang) if decisions else "",
        )
        self.behind.refresh()
        self.form.draw(
            __file__,
            "decision_form.html",
            heading=table.text("log_form"),
            open=self.open,
            who=table.text("log_who"),
            add=table.text("log_add"),
            fields=self._fields(),
            hint=table.text("log_hint", package=self._choices()[self._chosen()], n=len(table.study.criteria)),
            partners=[
                (partner.id, partner.name, partner.id in self.partners) for partner in table.dialogue.partners
            ],
        )
        self.form.show(**self.entry.values() | {"package": self._chosen()})

    def _words(self, name: str) -> str:
        """What a part of an entry is called: in the log as in the form."""
        parameter = DecisionEntry.parameters().get(name)
        return t(parameter.label, self.table.lang) if parameter else self.table.text(f"log_{name}")

    def _fields(self) -> Markup:
        """The fields of the form; nothing to correct before the first entry."""
        lang = self.table.lang
        earlier = [
            (own.id, f"{day_text(own.when, lang)}: {own.what[:60]}") for own in self.table.dialogue.decisions
        ]
        options = {"package": list(self._choices().items()), "corrects": earlier}
        names = [name for name in DecisionEntry.parameters() if earlier or name != "corrects"]
        return entry_fields(
            DecisionEntry, "d", lang, names=names, options=options, optional=("corrects",), wide=True
        )

    def unfold(self) -> None:
        """Open the form."""
        self.open = True
        self.update()

    def _entries(self) -> Iterator[dict[str, Any]]:
        table, lang = self.table, self.table.lang
        names = {partner.id: partner.name for partner in table.dialogue.partners}
        left = t("dialogue.partner_left", lang)
        numbers = {own.id: place for place, own in enumerate(table.dialogue.decisions, start=1)}
        for decision in reversed(table.dialogue.decisions):
            moved = moved_quotes(table.study, decision)
            yield {
                "number": numbers[decision.id],
                "when": day_text(decision.when, lang),
                "what": decision.what,
                "why": decision.why,
                "who": ", ".join(names.get(partner, left) for partner in decision.partners),
                "hash": decision.study[:12],
                "corrects": numbers.get(decision.corrects, 0),
                "quotes": [quote_text(quote, table.areas, lang) for quote in decision.quotes],
                "moved": [
                    table.text(
                        "moved" if table.has_package(quote.package) else "moved_gone",
                        what=quote_text(quote, table.areas, lang, with_value=False),
                        old=value_text(quote.indicator, quote.value, lang),
                        new=value_text(quote.indicator, now, lang),
                    )
                    for quote, now in moved
                ],
            }

    def frame(self) -> pd.DataFrame:
        """The log as a table, the first entry first."""
        rows = [
            (
                entry["number"],
                entry["when"],
                entry["what"],
                entry["why"],
                entry["who"],
                "; ".join(entry["quotes"]),
                "; ".join(entry["moved"]),
                number(entry["corrects"], self.table.lang, 0) if entry["corrects"] else "",
                entry["hash"],
            )
            for entry in reversed(list(self._entries()))
        ]
        columns = ("number", "when", "what", "why", "who", "quotes", "stale", "corrects", "hash")
        return pd.DataFrame(rows, columns=[self._words(name) for name in columns])

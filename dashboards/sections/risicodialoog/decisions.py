"""The log: what was decided, by whom, on which figures, and whether these still hold."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from dashboards.parts.frame.section import Section
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.quotes import moved_quotes, quotes_of
from kans_model.dialogue.decisions import Decision
from kans_model.reports.dialogue_in_words import day_text, quote_text, value_text
from kans_model.words.amounts import number
from kans_model.words.texts import t


class Decisions(Section):
    """Entries, the latest first, and the form for the next; none is ever changed or taken out."""

    def __init__(self, table: Table):
        self.table = table
        self.entry: dict[str, Any] = {"what": "", "why": "", "corrects": "", "partners": set()}
        self.view, self.form, self.open = LiveHtml(), LiveHtml(), False
        self.form.on("entry", self._enter)
        self.form.on("who", self._who)
        self.form.on("add", self._add)
        self.behind = Behind(self.view, table.text("log"), self.frame, table.lang, table.notes)
        super().__init__(self.view, self.form, title=table.text("log"), deck=table.text("log_deck"))

    def _enter(self, data: dict[str, Any]) -> None:
        name = str(data.get("name"))
        if name in ("what", "why", "corrects"):
            self.entry[name] = str(data.get("value", ""))

    def _who(self, data: dict[str, Any]) -> None:
        partners: set[str] = self.entry["partners"]
        name = str(data.get("name"))
        if data.get("value"):
            partners.add(name)
        else:
            partners.discard(name)

    def _add(self, _data: dict[str, Any]) -> None:
        table, entry = self.table, self.entry
        known = [partner.id for partner in table.dialogue.partners]
        decision = Decision(
            id=uuid.uuid4().hex,
            when=date.today().isoformat(),
            what=entry["what"].strip(),
            why=entry["why"].strip(),
            partners=tuple(partner for partner in known if partner in entry["partners"]),
            study=table.study.hash,
            quotes=quotes_of(table.study, table.package.id),
            package=table.package.id,
            corrects=entry["corrects"],
        )
        if table.change(lambda dialogue: dialogue.with_decision(decision), self.form):
            self.entry = {"what": "", "why": "", "corrects": "", "partners": set()}
            self.update()

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
            words={word: table.text(f"log_{word}") for word in words},
            links=links(table.text("log"), table.lang) if decisions else "",
        )
        self.behind.refresh()
        self.form.draw(
            __file__,
            "decision_form.html",
            heading=table.text("log_form"),
            open=self.open,
            words={word: table.text(f"log_{word}") for word in ("what", "why", "who", "corrects", "add")},
            hint=table.text("log_hint", package=table.package.title, n=len(table.study.criteria)),
            partners=[
                (partner.id, partner.name, partner.id in self.entry["partners"])
                for partner in table.dialogue.partners
            ],
            earlier=[(own.id, f"{day_text(own.when, table.lang)}: {own.what[:60]}") for own in decisions],
        )
        self.form.show(**{name: self.entry[name] for name in ("what", "why", "corrects")})

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
        return pd.DataFrame(rows, columns=[self.table.text(f"log_{name}") for name in columns])

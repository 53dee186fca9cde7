"""The log: what was decided, by whom, on which figures, and whether these still hold."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from dashboards.parts.frame.section import Section
from dashboards.parts.live.entry_fields import entry_fields
from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import Behind, links
from dashboards.parts.look.css import carried_fonts
from dashboards.sections.risicodialoog.table import Table
from kans_model.comparison.quotes import quotes_of
from kans_model.dialogue.decisions import Decision
from kans_model.dialogue.entries import DecisionEntry
from kans_model.measures.portfolio import Portfolio
from kans_model.reports.decision_log import log_entries, log_page, log_table
from kans_model.reports.dialogue_in_words import day_text
from kans_model.store.decision_studies import keep_decided, open_decided
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.words.markup import filled
from kans_model.words.problems import KansError, Problem
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
        for action in ("paper", "then"):
            self.view.on(action, getattr(self, f"_{action}"))
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
            self._keep(study, decision)
            self.entry, self.partners = DecisionEntry(), set()
            self.update()

    def _keep(self, study: Study, decision: Decision) -> None:
        """Keep the study that it was decided on, so that the entry can be opened later."""
        session = self.table.session
        if session.kept is None:
            session.save()
        if session.kept is not None:
            keep_decided(session.kept.id, study, decision.what)

    def _choices(self) -> dict[str, str]:
        """Packages that can be decided on by key: what was looked for first, then those of the study."""
        table = self.table
        own = {own.id: portfolio_name(own, table.lang) for own in table.study.portfolios}
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
        words = ("quotes", "stale", "why", "hash", "corrects", "corrected", "package")
        self.view.draw(
            __file__,
            "decisions.html",
            entries=list(reversed(log_entries(table.study, table.lang))),
            numbered={word: table.text(f"log_{word}") for word in ("paper", "then")}
            | {"title": table.text("log")},
            empty="" if decisions else table.text("log_empty"),
            words={word: t(f"dialogue.log_{word}", table.lang) for word in words},
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

    def frame(self) -> pd.DataFrame:
        """The log as a table, the first entry first."""
        head, *rows = log_table(self.table.study, self.table.lang)
        return pd.DataFrame(rows, columns=head)

    # --- out, and back to then -----------------------------------------------------------------

    def _paper(self, _data: dict[str, Any]) -> None:
        page = log_page(self.table.study, self.table.lang, fonts_css=carried_fonts())
        self.view.download(self.table.text("log_paper_file"), page.encode(), "text/html")

    def _then(self, data: dict[str, Any]) -> None:
        """Offer the study as it stood at a decision, in a tab of its own: this one stays as it is."""
        kept, name = self.table.session.kept, str(data.get("name"))
        decision = next((own for own in self.table.dialogue.decisions if own.id == name), None)
        if decision is None:
            return
        if kept is None:
            raise KansError(Problem("decision_study_gone", value=decision.study[:12]))
        study_id = open_decided(kept.id, decision.study)
        address = "risicodialoog?" + urlencode({"s": study_id, "lang": self.table.lang})
        link = filled(__file__, "decision_link.html", address=address, text=self.table.text("log_then_ready"))
        self.view.show(**{f"then_{decision.id}": link})

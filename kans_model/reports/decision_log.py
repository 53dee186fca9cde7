"""The log of decisions in words: as rows of a table, and as a page of its own to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from markupsafe import Markup

from kans_model.comparison.quotes import moved_quotes
from kans_model.dialogue.decisions import Decision
from kans_model.reports.dialogue_in_words import day_text, quote_text, value_text
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.words.markup import filled
from kans_model.words.texts import t

COLUMNS = (
    "number",
    "when",
    "what",
    "why",
    "who",
    "package",
    "quotes",
    "stale",
    "corrects",
    "corrected",
    "hash",
)
"""Of the log as a table."""


@dataclass(frozen=True)
class LogEntry:
    """One decision in words.

    Attributes
    ----------
    number : int
        Its place in the log, from 1.
    id, what, why, who, when, package, hash : str
        As they stand in the log; the hash whole.
    quotes, moved : tuple of str
        Figures of then, and those that read otherwise now, with both values.
    corrects, corrected_by : int
        Numbers of the earlier entry that it corrects, and of the later one that corrects it; 0 for none.
    """

    number: int
    id: str
    when: str
    what: str
    why: str
    who: str
    package: str
    hash: str
    quotes: tuple[str, ...]
    moved: tuple[str, ...]
    corrects: int
    corrected_by: int


def log_entries(study: Study, lang: str = "nl") -> list[LogEntry]:
    """Every decision of a study in words, the first one first."""
    decisions = study.dialogue.decisions
    names = {partner.id: partner.name for partner in study.dialogue.partners}
    left = t("dialogue.partner_left", lang)
    numbers = {own.id: place for place, own in enumerate(decisions, start=1)}
    later = {own.corrects: own.id for own in decisions if own.corrects}
    packages = {own.id: portfolio_name(own, lang) for own in study.portfolios}
    return [
        LogEntry(
            number=numbers[own.id],
            id=own.id,
            when=day_text(own.when, lang),
            what=own.what,
            why=own.why,
            who=", ".join(names.get(partner, left) for partner in own.partners),
            package=packages.get(own.package, ""),
            hash=own.study,
            quotes=tuple(quote_text(quote, study.city.areas, lang) for quote in own.quotes),
            moved=tuple(_moved(study, own, lang)),
            corrects=numbers.get(own.corrects, 0),
            corrected_by=numbers.get(later.get(own.id, ""), 0),
        )
        for own in decisions
    ]


def log_table(study: Study, lang: str = "nl") -> list[list[str | int | None]]:
    """The same as rows, the head first."""
    rows: list[list[str | int | None]] = [[t(f"dialogue.log_{name}", lang) for name in COLUMNS]]
    for entry in log_entries(study, lang):
        rows.append(
            [
                entry.number,
                entry.when,
                entry.what,
                entry.why,
                entry.who,
                entry.package,
                "; ".join(entry.quotes),
                "; ".join(entry.moved),
                entry.corrects or None,
                entry.corrected_by or None,
                entry.hash,
            ]
        )
    return rows


def log_page(study: Study, lang: str = "nl", printed: date | None = None, fonts_css: str = "") -> str:
    """The log as one HTML file that needs nothing else, to read and to print on A4.

    Parameters
    ----------
    printed : date, optional
        The day that stands on it; without it today.
    fonts_css : str
        Rules that bring its letters along; without them it takes what the machine has.
    """
    words = ("why", "who", "package", "quotes", "stale", "hash", "now")
    return filled(
        __file__,
        "decision_log.html",
        lang=lang,
        fonts_css=Markup(fonts_css),
        title=t("dialogue.log_title", lang, city=study.city.name),
        about=t("dialogue.log_about", lang),
        fictional=t("page.fictional", lang) if study.city.fictional else "",
        day=format_date(printed or date.today(), "d MMMM yyyy", locale=lang),
        study=t("dialogue.log_of_study", lang, hash=study.hash[:12]),
        words={word: t(f"dialogue.log_{word}", lang) for word in words},
        empty=t("dialogue.log_empty", lang),
        entries=[
            (
                entry,
                t("dialogue.log_corrects_number", lang, n=entry.corrects) if entry.corrects else "",
                t("dialogue.log_corrected_number", lang, n=entry.corrected_by) if entry.corrected_by else "",
            )
            for entry in log_entries(study, lang)
        ],
    )


def _moved(study: Study, decision: Decision, lang: str) -> Iterator[str]:
    """Figures that read otherwise now, each with what it was and what it is."""
    known = {*study.references(), *(own.id for own in study.portfolios)}
    for quote, now in moved_quotes(study, decision):
        there = not quote.package or quote.package in known
        yield t(
            "dialogue.log_moved" if there else "dialogue.log_moved_gone",
            lang,
            what=quote_text(quote, study.city.areas, lang, with_value=False),
            old=value_text(quote.indicator, quote.value, lang),
            new=value_text(quote.indicator, now, lang),
        )

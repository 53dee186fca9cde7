"""The law that a text rests on: articles, and between which dates they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kans_model.reports.dialogue_in_words import day_text
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t


@dataclass(frozen=True)
class LegalBasis:
    """One article.

    Attributes
    ----------
    id : str
        Row of `legal_bases`.
    article, law : str
    holds_from, holds_to : date or None
        First and last day; without a last one it still holds.
    source, evidence : str
    """

    id: str
    article: str
    law: str
    holds_from: date
    holds_to: date | None
    source: str
    evidence: str

    @classmethod
    def row(cls, key: str) -> LegalBasis:
        """A row of `legal_bases`."""
        row = table("legal_bases").loc[key]
        end = date.fromisoformat(row["holds_to"]) if row["holds_to"] else None
        start = date.fromisoformat(row["holds_from"])
        return cls(key, row["article"], row["law"], start, end, row["source"], row["evidence"])

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day; its first and last day count."""
        return self.holds_from <= day and (self.holds_to is None or day <= self.holds_to)

    def name(self, lang: str = "nl") -> str:
        """As one cites it; the law keeps its Dutch name.

        Examples
        --------
        >>> LegalBasis.row("ow_3_4").name(), LegalBasis.row("ow_3_4").name("en")
        ('artikel 3.4 Omgevingswet', 'article 3.4 Omgevingswet')
        """
        return f"{article_name(self.article, lang)} {self.law}"

    def summary(self, lang: str = "nl") -> str:
        """What it says, in a sentence."""
        return str(table("legal_bases")[f"what_{lang}"][self.id])

    def period(self, lang: str = "nl") -> str:
        """Between which dates it holds, in words."""
        start = day_text(self.holds_from.isoformat(), lang)
        if self.holds_to is None:
            return t("rule.holds_since", lang, start=start)
        return t("rule.holds_between", lang, start=start, end=day_text(self.holds_to.isoformat(), lang))


def article_name(article: str, lang: str = "nl") -> str:
    """An article as a reader of a language cites it."""
    return t("rule.law_article", lang, number=article.removeprefix("artikel "))


def bases_in_force(lever: str, kind: str, document: str, day: date) -> tuple[LegalBasis, ...]:
    """What a document about a kind of lever rests on.

    The articles of the document itself, and those of the lever where both are one instrument.

    Parameters
    ----------
    lever : str
        Its name in an error.
    kind, document : str
        Rows of `levers` and of `rule_documents`.
    day : date
        On which every article must be in force.

    Raises
    ------
    KansError
        For each article that is not in force on that day, by name and with its dates.
    """
    own, row = table("rule_documents").loc[document], table("levers").loc[kind]
    keys = own["legal_bases"].split(";")
    if own["instrument"] in ("", row["instrument"]):
        keys += row["legal_bases"].split(";")
    bases = tuple(LegalBasis.row(key) for key in dict.fromkeys(filter(None, keys)))
    problems = [
        Problem(
            "legal_basis_ended" if basis.holds_from <= day else "legal_basis_not_yet",
            row=lever,
            value=basis.name(),
            day=day.isoformat(),
            start=basis.holds_from.isoformat(),
            end=basis.holds_to.isoformat() if basis.holds_to else "–",
        )
        for basis in bases
        if not basis.holds_on(day)
    ]
    if problems:
        raise KansError(problems)
    return bases

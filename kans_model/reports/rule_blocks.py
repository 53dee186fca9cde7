"""Text to start from: what a lever says in a vision, programme, plan, ordinance, agreement or note."""

from __future__ import annotations

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.indicator_names import indicator_name
from kans_model.policy.effect import Gap
from kans_model.policy.levers import Lever
from kans_model.reports.rule_figures import GAPS, Figure, Figures, lever_mask, lever_of
from kans_model.reports.rule_law import LegalBasis, bases_in_force
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

WORDS = ("city", "lever", "place", "measures", "owners", "package", "criterion", "per_unit", "gap_measure")
"""Slots that are no number."""


@dataclass(frozen=True)
class Part:
    """A stretch of text, or one number in it."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Attributes
    ----------
    form : str
        Of `RULE_FORMS`.
    mark : str
        Its number, such as "Artikel 2" or "1."; empty for none.
    parts : tuple of Part
    """

    form: str
    mark: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All of it as one line, without its number."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class RuleBlock:
    """The text of one lever in one document.

    Attributes
    ----------
    study : Study
    set_id : str
    lever : Lever
    document : str
        Row of `rule_documents`.
    day : date
        On which its law is in force.
    paragraphs, summary : tuple of Paragraph
        In Dutch, and the summary in English.
    bases : tuple of LegalBasis
    hash : str
        Of the study.
    """

    study: Study
    set_id: str
    lever: Lever
    document: str
    day: date
    paragraphs: tuple[Paragraph, ...]
    summary: tuple[Paragraph, ...]
    bases: tuple[LegalBasis, ...]
    hash: str

    @property
    def title(self) -> str:
        """Its first line."""
        return self.paragraphs[0].text

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its numbers in the order of the text, each once."""
        found = [part.figure for own in self.paragraphs for part in own.parts if part.figure]
        return tuple({figure.origin: figure for figure in reversed(found)}.values())[::-1]

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The buurten in which it holds."""
        return self.study.city.areas[lever_mask(self.study, self.lever)]

    @property
    def instrument(self) -> str:
        """Row of `LAW_INSTRUMENTS`: that of the document, else of the lever."""
        own = table("rule_documents")["instrument"][self.document]
        return str(own or table("levers")["instrument"][self.lever.kind])

    @property
    def authority(self) -> str:
        """Row of `LEVER_AUTHORITIES`: that of the document, else of the lever."""
        own = table("rule_documents")["authority"][self.document]
        return str(own or table("levers")["authority"][self.lever.kind])


def documents_of(kind: str) -> tuple[str, ...]:
    """Documents that there is a text for, about a kind of lever; in the order of `rule_documents`.

    Examples
    --------
    >>> documents_of("subsidy")
    ('vision', 'programme', 'subsidy_ordinance', 'note')
    """
    blocks = table("rule_blocks")
    named = blocks["levers"].map(lambda levers: kind in levers.split(";"))
    known = set(blocks["document"][named])
    return tuple(name for name in table("rule_documents").index if name in known)


def rule_block(
    study: Study,
    set_id: str,
    lever_id: str,
    document: str,
    package: str | None = None,
    day: date | None = None,
) -> RuleBlock:
    """The text of a lever in a document, with the numbers of the study.

    Parameters
    ----------
    package : str, optional
        Whose results it tells; the first own one without.
    day : date, optional
        On which the law must be in force; today without.

    Raises
    ------
    KansError
        For an unknown set, lever, kind or document, a lever in no buurt of the city, or law not in force.
    """
    lever = lever_of(study, set_id, lever_id)
    _check(study, lever, document)
    on = day or date.today()
    bases = bases_in_force(lever.id, lever.kind, document, on)
    chosen = package or next((own.id for own in study.portfolios), "niets_doen")
    study.portfolio(chosen)  # refuse one that is not there, also where no sentence speaks of it
    figures = Figures(study, set_id, lever, chosen, study.hash)
    rows = table("rule_blocks")
    about = rows["levers"].map(lambda levers: not levers or lever.kind in levers.split(";"))
    own = rows[about & (rows["document"] == document)]
    writer = _Writer(figures)
    return RuleBlock(
        study=study,
        set_id=set_id,
        lever=lever,
        document=document,
        day=on,
        paragraphs=tuple(writer.numbered(own)),
        summary=tuple(writer.paragraphs(own[own["text_en"] != ""], "en")),
        bases=bases,
        hash=figures.hash,
    )


def _check(study: Study, lever: Lever, document: str) -> None:
    if lever.kind not in table("levers").index:
        raise KansError(
            Problem("lever_unknown", row=lever.id, value=lever.kind, known=", ".join(table("levers").index))
        )
    known = documents_of(lever.kind)
    if document not in known:
        raise KansError(
            Problem("rule_document_unknown", row=lever.id, value=document, known=", ".join(known) or "–")
        )
    unknown = [code for code in lever.areas if code not in study.city.areas.index]
    if unknown:
        raise KansError([Problem("lever_area_unknown", row=lever.id, value=code) for code in unknown])
    if study.city.areas.geometry[lever_mask(study, lever)].is_empty.all():
        raise KansError(Problem("rule_without_area", row=lever.id))


@dataclass(frozen=True)
class _Writer:
    """Fills the rows of the table of blocks."""

    figures: Figures

    def numbered(self, rows: pd.DataFrame) -> list[Paragraph]:
        """The rows in Dutch, articles and their members numbered; an article without text falls away."""
        found = list(self.paragraphs(rows, "nl"))
        article, member, marked = 0, 0, []
        for place, own in enumerate(found):
            following = found[place + 1].form if place + 1 < len(found) else ""
            if own.form in ("article", "head") and following not in ("member", "text"):
                continue
            if own.form == "article":
                article, member = article + 1, 0
            member += own.form == "member"
            marks = {"article": t("rule.article", n=article), "member": f"{member}."}
            marked.append(Paragraph(own.form, marks.get(own.form, ""), own.parts))
        return marked

    def paragraphs(self, rows: pd.DataFrame, lang: str) -> Iterator[Paragraph]:
        """The rows that the study can fill, without numbers before them."""
        for form, needs, text in zip(rows["form"], rows["needs"], rows[f"text_{lang}"], strict=True):
            for subject in self._subjects(needs):
                if self._fits(needs):
                    yield Paragraph(form, "", tuple(self._parts(text, lang, subject)))

    def _subjects(self, needs: str) -> Sequence[Criterion | Gap | None]:
        """What a row is about, each in a paragraph of its own: limits, measures, or nothing in particular."""
        if "limit" in needs.split(";"):
            return self._criteria()
        return self.figures.gaps if "gap" in needs.split(";") else (None,)

    def _fits(self, needs: str) -> bool:
        """Whether what a row needs is known, and what it does without (`!`) is not."""
        return all(
            name in ("limit", "gap")
            or self.figures.figure(name.removeprefix("!")).known != name.startswith("!")
            for name in filter(None, needs.split(";"))
        )

    def _criteria(self) -> Sequence[Criterion]:
        """Limits that were agreed for a place in which the lever works."""
        study = self.figures.study
        here = lever_mask(study, self.figures.lever)
        return [
            own
            for own in study.criteria
            if own.acceptance != "acceptable" and (own.mask(study.city.areas) & here).any()
        ]

    def _parts(self, text: str, lang: str, subject: Criterion | Gap | None) -> Iterator[Part]:
        for before, slot, form, _ in string.Formatter().parse(text):
            if before:
                yield Part(before)
            if slot is None:
                continue
            if slot in WORDS:
                yield Part(self._word(slot, lang, subject))
                continue
            figure = self._figure(slot, lang, subject)
            if form:
                one, many = form.split("|")
                yield Part(one if figure.value == 1 else many)
            else:
                yield Part(figure.text, figure)

    def _figure(self, slot: str, lang: str, subject: Criterion | Gap | None) -> Figure:
        if isinstance(subject, Criterion) and slot == "limit":
            return self.figures.limit(subject, lang)
        if isinstance(subject, Gap) and slot in GAPS:
            return self.figures.gap(slot, subject, lang)
        return self.figures.figure(slot, lang)

    def _word(self, slot: str, lang: str, subject: Criterion | Gap | None) -> str:
        lever, study = self.figures.lever, self.figures.study
        if isinstance(subject, Criterion) and slot == "criterion":
            return uncapitalised(indicator_name(subject.indicator, lang))
        if isinstance(subject, Gap) and slot == "gap_measure":
            return uncapitalised(table("measures")[f"name_{lang}"][subject.measure])
        if slot == "city":
            return study.city.name
        if slot == "package":
            return t("rule.quoted", lang, name=portfolio_name(study.portfolio(self.figures.package), lang))
        if slot == "lever":
            return lever.name(lang)
        if slot == "place":
            key = "rule.place_part" if lever.areas else "rule.place_whole"
            return t(key, lang, city=study.city.name)
        if slot == "owners":
            return joined([t(f"rule.owner_{owner}", lang) for owner in lever.reaches], lang)
        if slot == "per_unit":
            units = {str(table("measures")["unit"][measure]) for measure in lever.moves}
            return t(f"unit.per_{units.pop()}" if len(units) == 1 else "rule.per_unit", lang)
        names = table("measures")[f"name_{lang}"]
        return joined([uncapitalised(names[measure]) for measure in lever.moves], lang)


def uncapitalised(name: str) -> str:
    """A name as it stands within a sentence; one that is an abbreviation stays.

    Examples
    --------
    >>> uncapitalised("Groen dak"), uncapitalised("PET op de standaarddag")
    ('groen dak', 'PET op de standaarddag')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def joined(words: Sequence[str], lang: str = "nl") -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a"], "en")
    ('a, b en c', 'a')
    """
    if len(words) < 2:
        return "".join(words)
    return t("rule.and", lang, first=", ".join(words[:-1]), last=words[-1])

"""A text to start from for other programs and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kans_model.reports.dialogue_in_words import day_text
from kans_model.reports.rule_blocks import Paragraph, RuleBlock
from kans_model.reports.study_head import study_head
from kans_model.tables.reading import table
from kans_model.words.texts import t


def instrument_lines(block: RuleBlock, lang: str = "nl") -> list[tuple[str, str]]:
    """In what instrument a text stands and who is competent, each with its label."""
    return [
        (t("rule.instrument", lang), t(f"rule.instrument_{block.instrument}", lang)),
        (t("rule.authority", lang), t(f"rule.authority_{block.authority}", lang)),
    ]


def as_of(block: RuleBlock, lang: str = "nl") -> str:
    """On which day the law of a text is in force."""
    return t("rule.as_of", lang, day=day_text(block.day.isoformat(), lang))


def rule_lines(block: RuleBlock, lang: str = "nl") -> list[str]:
    """What stands above a text: instrument, who is competent, what it rests on, and on which day."""
    cited = "; ".join(f"{basis.name(lang)} ({basis.period(lang)})" for basis in block.bases)
    labelled = [*instrument_lines(block, lang), (t("rule.basis", lang), cited)]
    return [*(f"{label}: {text}" for label, text in labelled), as_of(block, lang)]


def number_rows(block: RuleBlock, lang: str = "nl") -> list[tuple[str, str, str]]:
    """Each number of the text: as it stands there, where it comes from, and its reference."""
    return [
        (figure.text, figure.origin.text(block.study, lang), figure.origin.key) for figure in block.figures
    ]


def rule_text(blocks: Sequence[RuleBlock], lang: str = "nl") -> str:
    """Blocks as plain text: the text in Dutch, its summary in English, and where each number comes from."""
    return "\n\n\n".join("\n".join(_lines(block, lang)) for block in blocks) + "\n"


def _lines(block: RuleBlock, lang: str) -> list[str]:
    lines = [block.title, t("rule.concept", lang), ""]
    lines += rule_lines(block, lang)
    for own in block.paragraphs[1:]:
        apart = [""] if own.form in ("article", "head") else []
        lines += [*apart, f"{own.mark} {own.text}".strip()]
    lines += ["", f"{t('rule.summary', lang)}:", summary_text(block.summary)]
    lines += ["", f"{t('rule.numbers', lang)} ({t('rule.study_hash', lang, hash=block.hash)}):"]
    lines += [f"- {text}: {origin} [{key}]" for text, origin, key in number_rows(block, lang)]
    lines += ["", f"{t('rule.area', lang)}:"]
    lines += [f"- {code} {name}" for code, name in block.areas["name"].items()]
    return lines


def summary_text(summary: Sequence[Paragraph]) -> str:
    """The sentences of a summary as one piece."""
    return " ".join(own.text for own in summary)


def rule_values(blocks: Sequence[RuleBlock], lang: str = "nl") -> dict[str, Any]:
    """Blocks as plain values: every part of the text, a number with its value, unit, origin and hash.

    Parameters
    ----------
    blocks : sequence of RuleBlock
        At least one, of one study.
    """
    return {**study_head(blocks[0].study), "blocks": [_values(block, lang) for block in blocks]}


def _values(block: RuleBlock, lang: str) -> dict[str, Any]:
    return {
        "set": block.set_id,
        "lever": block.lever.id,
        "kind": block.lever.kind,
        "document": block.document,
        "title": block.title,
        "status": t("rule.concept", lang),
        "instrument": block.instrument,
        "authority": block.authority,
        "law_on": block.day.isoformat(),
        "legal_bases": [
            {
                "id": basis.id,
                "article": basis.article,
                "law": basis.law,
                "holds_from": basis.holds_from.isoformat(),
                "holds_to": basis.holds_to.isoformat() if basis.holds_to else None,
                "source": basis.source,
                "evidence": basis.evidence,
            }
            for basis in block.bases
        ],
        "areas": [str(code) for code in block.areas.index],
        "paragraphs": [_paragraph(own) for own in block.paragraphs],
        "summary_en": [_paragraph(own) for own in block.summary],
    }


def _paragraph(own: Paragraph) -> dict[str, Any]:
    return {
        "form": own.form,
        "mark": own.mark,
        "parts": [
            part.text
            if part.figure is None
            else {
                "text": part.text,
                "value": part.figure.value,
                "unit": part.figure.unit,
                "origin": part.figure.origin.key,
                "study": part.figure.study,
            }
            for part in own.parts
        ],
    }


def file_stem(block: RuleBlock, lang: str = "nl") -> str:
    """What a file with the text is called."""
    name = table("rule_documents")[f"name_{lang}"][block.document]
    plain = "-".join(name.casefold().split())
    return t("rule.file_name", lang, lever=block.lever.id, document=plain)

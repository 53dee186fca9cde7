"""Texts to start from as a Word document: headings, tables with captions, and Dutch as its language."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from kans_model.reports.rule_blocks import Paragraph, RuleBlock
from kans_model.reports.rule_export import number_rows, rule_lines
from kans_model.words.amounts import number
from kans_model.words.texts import t

LANGUAGE = {"nl": "nl-NL", "en": "en-GB"}
MAKER = "KANS"
SUMMARY_STYLE = "English summary"


def rule_document(blocks: Sequence[RuleBlock], lang: str = "nl") -> bytes:
    """Blocks as a DOCX, each with its own heading, law, numbers and area.

    Parameters
    ----------
    blocks : sequence of RuleBlock
        At least one, of one study.
    lang : str
        Of what stands around the text; the text itself is Dutch.
    """
    document = Document()
    _set_about(document, blocks)
    _set_language(document)
    captions = _Captions(lang)
    for place, block in enumerate(blocks):
        if place:
            document.add_page_break()
        _add_block(document, block, captions, lang)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


class _Captions:
    """Counts tables."""

    def __init__(self, lang: str):
        self.lang, self.n = lang, 0

    def text(self, key: str, **values: object) -> str:
        self.n += 1
        return t(f"rule.caption_{key}", self.lang, n=self.n, **values)


def _set_about(document: DocumentType, blocks: Sequence[RuleBlock]) -> None:
    """Title and maker; nobody's name stands in the file."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by = blocks[0].title, MAKER, MAKER
    about.subject, about.comments = blocks[0].study.city.name, t("rule.concept")
    about.language = LANGUAGE["nl"]
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _set_language(document: DocumentType) -> None:
    """Dutch for whoever checks spelling or reads aloud, and English for the summary."""
    styles = document.styles
    summary = styles.add_style(SUMMARY_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    summary.base_style = styles["Normal"]
    for style, lang in ((styles["Normal"], "nl"), (summary, "en")):
        _speak(style.element.get_or_add_rPr(), LANGUAGE[lang])
    for defaults in styles.element.iter(qn("w:rPrDefault")):
        _speak(defaults.find(qn("w:rPr")), LANGUAGE["nl"])
    styles["Normal"].font.size = Pt(11)


def _speak(properties: BaseOxmlElement, language: str) -> None:
    said = properties.find(qn("w:lang"))
    if said is None:
        said = OxmlElement("w:lang")
        properties.append(said)
    said.set(qn("w:val"), language)


def _add_block(document: DocumentType, block: RuleBlock, captions: _Captions, lang: str) -> None:
    document.add_heading(block.title, 1)
    concept = document.add_paragraph()
    concept.add_run(t("rule.concept", lang)).bold = True
    for line in rule_lines(block, lang):
        document.add_paragraph(line)
    for own in block.paragraphs[1:]:
        _add_paragraph(document, own)
    document.add_heading(t("rule.summary", lang), 2)
    for own in block.summary:
        document.add_paragraph(own.text, style=SUMMARY_STYLE)
    words = {name: t(f"rule.column_{name}", lang) for name in _COLUMNS}
    document.add_heading(t("rule.numbers", lang), 2)
    _add_table(
        document,
        captions.text("numbers", hash=block.hash[:12]),
        [words[name] for name in ("number", "what", "key")],
        [list(row) for row in number_rows(block, lang)],
    )
    document.add_heading(t("rule.law", lang), 2)
    _add_table(
        document,
        captions.text("law"),
        [words[name] for name in ("article", "law", "period", "evidence")],
        [
            [basis.article, basis.law, basis.period(lang), t(f"evidence.{basis.evidence}", lang)]
            for basis in block.bases
        ],
    )
    document.add_heading(t("rule.area", lang), 2)
    _add_table(
        document,
        captions.text("area"),
        [words[name] for name in ("code", "name", "area")],
        [
            [str(code), str(row["name"]), number(row["area_m2"], lang, 0)]
            for code, row in block.areas.iterrows()
        ],
    )


_COLUMNS = ("number", "what", "key", "article", "law", "period", "evidence", "code", "name", "area")


def _add_paragraph(document: DocumentType, own: Paragraph) -> None:
    if own.form in ("article", "head"):
        document.add_heading(f"{own.mark} {own.text}".strip(), 2)
        return
    paragraph = document.add_paragraph(f"{own.mark} " if own.mark else "")
    for part in own.parts:
        paragraph.add_run(part.text)


def _add_table(document: DocumentType, caption: str, head: list[str], rows: list[list[str]]) -> Table:
    """A table under its caption, the first row said again on every page."""
    above = document.add_paragraph(caption, style="Caption")
    _keep_with_next(above)
    made = document.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, text in zip(made.rows[0].cells, head, strict=True):
        run: Run = cell.paragraphs[0].add_run(text)
        run.bold = True
    said_again = OxmlElement("w:tblHeader")
    said_again.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(said_again)
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text
    return made


def _keep_with_next(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.keep_with_next = True

"""The Word document: read again it says the same, and a screen reader can find its way."""

import io
import itertools
import re
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from kans_model.reports.rule_blocks import rule_block
from kans_model.reports.rule_document import rule_document
from tests.fixtures.policies import NORM, SET, SUBSIDY, with_levers

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def blocks():
    study = with_levers(SUBSIDY, NORM)
    chosen = (("roofs", "subsidy_ordinance"), ("norm", "plan_rule"))
    return [rule_block(study, SET, lever, document, day=DAY) for lever, document in chosen]


@pytest.fixture(scope="module")
def content(blocks):
    return rule_document(blocks)


@pytest.fixture
def document(content):
    return Document(io.BytesIO(content))


def test_every_paragraph_stands_in_it_in_order(document, blocks):
    texts = [own.text for own in document.paragraphs]
    place = -1
    for block in blocks:
        for own in block.paragraphs:
            place = texts.index(f"{own.mark} {own.text}".strip(), place + 1)
    assert texts.count("Concept: laat toetsen door de juridische afdeling.") == len(blocks)


def test_headings_step_down_one_at_a_time(document):
    levels = [int(own.style.name[-1]) for own in document.paragraphs if own.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert levels.count(1) == 2
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_every_table_has_a_caption_before_it_and_a_head_that_is_said_again(document):
    body = list(document.element.body)
    for table in document.tables:
        before = body[body.index(table._tbl) - 1]
        assert before.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "Caption"
        marks = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marks == [True, *[False] * (len(marks) - 1)]
        assert all(cell.text for cell in table.rows[0].cells)
    captions = [own.text for own in document.paragraphs if own.style.name == "Caption"]
    assert [re.match(r"Tabel (\d+)\.", text)[1] for text in captions] == list("123456")


def test_numbers_and_law_and_area_stand_in_the_tables(document, blocks):
    numbers, law, area, *_ = document.tables
    found = [[cell.text for cell in row.cells] for row in numbers.rows[1:]]
    assert [row[0] for row in found] == [figure.text for figure in blocks[0].figures]
    assert [row[2] for row in found] == [figure.origin.key for figure in blocks[0].figures]
    assert [row.cells[0].text for row in law.rows[1:]] == [basis.article for basis in blocks[0].bases]
    assert [row.cells[0].text for row in area.rows[1:]] == list(blocks[0].areas.index)


def test_its_language_is_dutch_its_summary_english_and_nobody_is_named(content, document):
    assert document.core_properties.author == document.core_properties.last_modified_by == "KANS"
    assert document.core_properties.language == "nl-NL"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        styles = parts.read("word/styles.xml").decode()
    assert re.search(r'<w:rPrDefault>.*?<w:lang [^>]*w:val="nl-NL"', styles, re.S)
    summary = next(own for own in document.paragraphs if own.style.name == "English summary")
    assert summary.style.element.find(f"{qn('w:rPr')}/{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_in_english_what_stands_around_the_text_is_english_and_the_text_stays_dutch(blocks):
    document = Document(io.BytesIO(rule_document(blocks, "en")))
    texts = [own.text for own in document.paragraphs]
    assert "Draft: have it checked by the legal department." in texts
    assert blocks[0].paragraphs[1].text in " ".join(texts)

"""On paper: the two sheets for the council, and every page without its controls, of a known study and day."""

import re
from datetime import date

import pytest
from babel.dates import format_date
from playwright.sync_api import expect

from dashboards.parts.look.css import carried_fonts
from kans_model.city.city import City
from kans_model.reports.council import council_page
from kans_model.study.study import Study
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ledger_ranges import ranges
from tests.browser.reader import open_page
from tests.reports.test_split_in_words import changed

PAGES = (
    *("overzicht", "stresstest", "risicodialoog", "maatregelen", "vergelijken", "financiering"),
    *("uitvoeringsagenda", "beleid", "bronnen"),
)
LONG_NAME = "Een pakket met een heel lange naam dat het centrum en alle wijken daaromheen omvat"

ALL = """const all = (root) => [...root.querySelectorAll("*")].flatMap(
  (element) => element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element])
const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0"""

CONTROLS = f"""() => {{ {ALL}
  const wanted = "button.button, nav, .links, [type=checkbox], input:not([type=range]), select, textarea"
  return all(document.body).filter((one) => one.matches(wanted) && seen(one))
    .filter((one) => !one.matches("input, select, textarea") || one.type === "checkbox" || !one.value)
    .map((one) => one.outerHTML.slice(0, 120))
}}"""

OVERLAPS = f"""() => {{ {ALL}
  const sections = all(document.body).filter((one) => one.classList.contains("section") && seen(one))
  const boxes = sections.map((one) => one.getBoundingClientRect())
  const clash = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1
  const content = all(document.body).find((one) => one.classList.contains("content")).getBoundingClientRect()
  const first = (name) => all(document.body).find((one) => one.matches(name) && seen(one))
  return {{
    apart: first(".printed").getBoundingClientRect().bottom <= first("h1").getBoundingClientRect().top,
    clashes: boxes.flatMap((a, n) => boxes.slice(n + 1).filter((b) => clash(a, b))).length,
    wide: boxes.filter((one) => one.right > content.right + 1).length,
    sections: boxes.length,
    width: content.width,
  }}
}}"""


BEYOND = "[...document.querySelectorAll('.sheet')].map((sheet) => sheet.scrollHeight - sheet.clientHeight)"


def sheets(pdf):
    """Width and height of every sheet of a PDF. [points]"""
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", pdf))
    return [tuple(round(float(side)) for side in box) for box in boxes]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_printed_without_its_controls_and_says_what_it_is_of(reader, server, name):
    open_page(reader, f"{server().url}/{name}")
    reader.wait_for_timeout(2_000)
    printed = reader.pdf(prefer_css_page_size=True, print_background=True)
    assert {*sheets(printed)} == {(842, 595)}
    assert len(sheets(printed)) <= 6
    reader.emulate_media(media="print")
    reader.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert reader.evaluate(CONTROLS) == []
    line = reader.locator(".printed")
    expect(line).to_be_visible()
    expect(line).to_contain_text(format_date(date.today(), "d MMMM yyyy", locale="nl"))
    expect(line).to_contain_text("fictieve stad")
    assert re.search(r"studie [0-9a-f]{12},", line.inner_text())
    laid = reader.evaluate(OVERLAPS)
    assert laid["sections"] >= 1
    assert laid["apart"], "the title stands on the line that says of which study it is"
    assert laid["clashes"] == laid["wide"] == 0
    assert laid["width"] <= 1048  # A4 on its side, within its margins
    reader.emulate_media(media="screen")
    reader.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(line).to_be_hidden()
    assert reader.mistakes == []


def paper(study, package, split, lang):
    ledger = study.ledger(package, split)
    bands = ranges(drawn(study), study, study.portfolio(package), ledger)
    return council_page(study, package, split, ledger, bands, lang, fonts_css=carried_fonts())


def crowded():
    """A study with a long name, many measures, changed assumptions and a split of one's own."""
    study = Study.default(City.demo()).with_split(changed())
    everything = study.portfolio("alles").to_dict() | {"id": "lang", "title": LONG_NAME}
    own = study.assumptions.with_value("voly_eur", 90_000, "eigen onderzoek, vastgesteld in het college")
    return study.with_portfolio(type(study.portfolio("alles")).from_dict(everything)).replaced(
        assumptions=own
    )


@pytest.mark.parametrize(
    ("package", "split", "lang"),
    [
        ("eigen", "eigenaar", "nl"),
        ("eigen", "eigenaar", "en"),
        ("alles", "baten", "nl"),
        ("lang", "raad", "nl"),
    ],
)
def test_the_paper_for_the_council_is_two_sheets_whatever_is_in_it(reader, package, split, lang):
    study = crowded() if package == "lang" else Study.default(City.demo())
    reader.set_content(paper(study, package, split, lang))
    reader.emulate_media(media="print")
    reader.evaluate("document.fonts.ready")
    assert reader.evaluate(BEYOND) == [0, 0]
    assert reader.evaluate("document.documentElement.scrollWidth") <= 1440
    assert sheets(reader.pdf(prefer_css_page_size=True, print_background=True)) == [(595, 842)] * 2
    assert reader.elsewhere == []


def test_the_council_gets_the_paper_from_the_page_with_its_letters(reader, server, tmp_path):
    open_page(reader, f"{server().url}/financiering")
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Raadsinformatie").click()
    download.value.save_as(tmp_path / "raad.html")
    text = (tmp_path / "raad.html").read_text(encoding="utf-8")
    assert "Gevraagd besluit" in text
    assert "data:font/woff2" in text
    assert reader.mistakes == []

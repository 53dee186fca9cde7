"""What pages, reports and the command line say in Dutch holds none of the slips of `test_dutch`."""

import re

import pytest
from markupsafe import Markup
from panel.layout.base import Panel

from dashboards.beleid import BeleidPage
from dashboards.bronnen import BronnenPage
from dashboards.financiering import FinancieringPage
from dashboards.maatregelen import MaatregelenPage
from dashboards.overzicht import OverzichtPage
from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from dashboards.risicodialoog import RisicodialoogPage
from dashboards.sections.risicodialoog.agreement import agreement
from dashboards.stresstest import StresstestPage
from dashboards.uitvoeringsagenda import UitvoeringsagendaPage
from dashboards.vergelijken import VergelijkenPage
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.decisions import Decision, Quote
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.reports.council import council_page
from kans_model.reports.financing_in_words import financing_text
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS
from kans_model.uncertainty.bands import drawn
from kans_model.uncertainty.ledger_ranges import ranges
from tests.fixtures.packages import demo
from tests.fixtures.small import corner
from tests.words.test_dutch import SLIPS

PAGES = (
    OverzichtPage,
    StresstestPage,
    RisicodialoogPage,
    MaatregelenPage,
    VergelijkenPage,
    FinancieringPage,
    UitvoeringsagendaPage,
    BeleidPage,
    BronnenPage,
)
SHOWN_SLIPS = SLIPS | {
    "raw id": r"(?<![\w./=?&:-])[a-z]+(?:_[a-z0-9]+)+(?![\w./=-]*(?:\.csv|\.py|\())",
    "plural after one": r"(?<![\d.,–-])\b1 (buurten|panden|woningen|maatregelen|pakketten|bomen)\b",
    "empty place of a text": r"\{[a-z_]+\}",
    "missing value": r"\b(None|nan|NaN)\b",
}

UNSEEN = re.compile(r"<(script|style|code|svg)\b.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')


def visible(markup):
    """The words of a piece of HTML that a reader sees or hears."""
    text = UNSEEN.sub(" ", str(markup))
    spoken = (Markup(words).unescape() for words in SPOKEN.findall(text))
    return " ".join([Markup(text.replace("<", " <")).striptags(), *spoken])


def pieces(view):
    """Every piece of HTML of a page, shown or waiting behind a tab."""
    if isinstance(view, LiveHtml):
        drawn = "".join([view.html, *view.slots.values()])
        yield view.html
        yield from (text for name, text in view.slots.items() if f'data-slot="{name}"' in drawn)
    elif isinstance(view, Panel):
        for part in view:
            yield from pieces(part)
    elif hasattr(view, "__panel__"):
        yield from pieces(view.__panel__())
    elif hasattr(view, "objects"):
        for part in view.objects:
            yield from pieces(part)


def slips(text):
    """What is wrong, with what stands around it."""
    return {
        slip: [text[max(0, found.start() - 40) : found.end() + 40] for found in re.finditer(wrong, text)][:3]
        for slip, wrong in SHOWN_SLIPS.items()
        if re.search(wrong, text)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_no_page_has_a_slip(page):
    said = " ".join(" ".join(map(visible, pieces(page(session=Session(study=demo()))))).split())
    assert len(said) > 500
    assert slips(said) == {}


def test_a_dialogue_in_full_has_no_slip():
    partners = (
        Partner("7b1f0c", "Gemeente", weights={"pluvial": 1.0, "money": 1.0}),
        Partner("9d2e4a", "GGD", weights={"heat": 3.0, "flood": 1.0}),
    )
    criteria = tuple(
        Criterion(f"c{place}", indicator, 5.0, moment=MOMENTS[row["moment"]][-1], each=place % 2 == 0)
        for place, (indicator, row) in enumerate(table("indicators").iterrows())
    )
    quote = Quote("damage_heat", "2050", 4e6, package="weg")
    log = (Decision("d", "2026-11-02", "Hitte eerst", partners=("9d2e4a", "weg"), quotes=(quote,)),)
    study = corner(3).replaced(dialogue=Dialogue(criteria, partners, log))
    page = RisicodialoogPage(Session(study=study))
    page.agreement._done(agreement(study, 1e6))
    said = " ".join(" ".join(map(visible, pieces(page))).split())
    assert "Gemiddeld het hoogst" in said
    assert slips(said) == {}


def test_no_report_has_a_slip():
    study = demo()
    ledger = study.ledger("eigen", "eigenaar")
    bands = ranges(drawn(study), study, study.portfolio("eigen"), ledger)
    council = council_page(study, "eigen", "eigenaar", ledger, bands, "nl")
    for text in (council, financing_text(study, "eigen", "eigenaar", "nl")):
        assert slips(" ".join(visible(text).split())) == {}

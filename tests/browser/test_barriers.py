"""Nobody is shut out of a page: by day and by night, at a desk and on a phone, in both languages."""

import pytest
from playwright.sync_api import expect

from kans_model.words.texts import t
from tests.browser.reader import DESK, nobody_is_shut_out, open_page

WIDE, NARROW = DESK["width"], 390
PAGES = [
    *("overzicht", "stresstest", "risicodialoog", "maatregelen", "vergelijken", "financiering"),
    *("uitvoeringsagenda", "beleid", "bronnen"),
]
TABS = [
    ("financiering", "financiering"),
    ("financiering", "lasten"),
    ("vergelijken", "certain"),
    ("vergelijken", "climate"),
]


def open_at(page, server, address, width, scheme="light"):
    page.set_viewport_size({"width": width, "height": DESK["height"]})
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{server().url}/app?{address}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opened_at_a_desk_after_dark_has_no_known_barriers_there_nor_elsewhere(reader, server, name):
    open_at(reader, server, f"page={name}&lang=nl", WIDE, "dark")
    for scheme, width in (("dark", WIDE), ("dark", NARROW), ("light", NARROW), ("light", WIDE)):
        nobody_is_shut_out(reader, width, scheme)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opened_on_a_phone_has_no_known_barriers_there_nor_in_a_wide_window(reader, server, name):
    open_at(reader, server, f"page={name}&lang=en", NARROW)
    for width in (NARROW, WIDE):
        nobody_is_shut_out(reader, width)


@pytest.mark.parametrize(("lang", "first", "then"), [("nl", WIDE, NARROW), ("en", NARROW, WIDE)])
@pytest.mark.parametrize(("name", "tab"), TABS)
def test_no_tab_has_known_barriers(reader, server, name, tab, lang, first, then):
    open_at(reader, server, f"page={name}&tab={tab}&lang={lang}", first)
    expect(reader.get_by_role("heading", level=2).first).to_be_visible(timeout=60_000)
    if tab == "certain":
        reader.get_by_role("button", name=t("certain.expert", lang)).click()
        reader.get_by_role("button", name=t("certain.sobol_start", lang)).click()
        expect(reader.get_by_text(t("certain.sobol_total", lang)).first).to_be_visible(timeout=60_000)
    nobody_is_shut_out(reader, first)
    nobody_is_shut_out(reader, then)

"""From a hotspot to a rule text and back; what another climate marks is worked out anew by one button.

Every number that stands in two places is the same in both.
"""

import re

import pytest
from playwright.sync_api import expect

from kans_model.exchange.city_file import write_city
from kans_model.exchange.city_import import import_city
from tests.browser.reader import nobody_is_shut_out, open_page, wait_until_saved
from tests.fixtures.small import corner

LONG_MS = 120_000
ASK = "Waar komt dit vandaan"


@pytest.fixture(scope="module")
def made_city(tmp_path_factory):
    """A city file of a few invented buurten."""
    path = tmp_path_factory.mktemp("city") / "hoek.gpkg"
    write_city(corner(12).city, path)
    return str(path)


@pytest.fixture(scope="module")
def eindhoven(example_city, tmp_path_factory):
    """A real city as its municipality hands it over, as a city file."""
    path = tmp_path_factory.mktemp("real") / "eindhoven.gpkg"
    city, _ = import_city(example_city / "buurten.gpkg", [example_city / "kerncijfers.csv"], "Eindhoven")
    write_city(city, path)
    return str(path)


def test_the_walk_in_the_demo_city(reader, server):
    walk(reader, server().url)


def test_the_walk_in_an_invented_city(reader, server, made_city):
    walk(reader, server(made_city).url)


def test_the_walk_in_a_real_city(reader, server, eindhoven):
    walk(reader, server(eindhoven).url)


def walk(reader, url):
    """There, back, another climate, and anew."""
    buurt = from_hotspot_to_limit(reader, url)
    to_projects_in_years(reader)
    to_levers(reader)
    numbers_agree(reader)
    to_text_and_back(reader, buurt)
    in_another_climate(reader)
    wait_until_saved(reader)


def go(reader, page):
    """By the menu to a page."""
    reader.get_by_role("link", name=page).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(page)


def unfold_chain(reader):
    """Open the list of what this comes from and leads to, if it is closed."""
    ask = reader.get_by_role("button", name=re.compile(ASK))
    expect(ask).to_be_visible()
    if ask.get_attribute("aria-expanded") != "true":
        ask.click()
    expect(ask).to_have_attribute("aria-expanded", "true")


def follow(reader, part):
    """Follow the first thing of a kind that the list of the chain names; its name."""
    unfold_chain(reader)
    way = reader.locator(f'a[data-part^="{part}"]').first
    name = way.inner_text()
    way.click()
    return name


def figure(reader, text):
    """A headline figure by what stands under it, as it is written."""
    return reader.locator(".figure").filter(has_text=text).locator(".number")


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def from_hotspot_to_limit(reader, url):
    """Open the worst buurt, and agree there on a limit that nothing keeps."""
    open_page(reader, f"{url}/?page=stresstest")
    hotspot = reader.locator(".ranked-name [data-do=choose]").first
    buurt = hotspot.inner_text()
    hotspot.click()
    expect(reader.get_by_role("heading", name=buurt, exact=True)).to_be_visible()
    reader.get_by_role("button", name="Spreek hier een grens af").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Risicodialoog")
    limit = reader.get_by_label("Grens, € per jaar")
    expect(limit).to_be_focused()
    limit.fill("1")
    limit.press("Tab")
    reader.get_by_role("button", name="Grens toevoegen").click()
    expect(reader.get_by_text("van 1 grens gehaald")).to_be_visible()
    return buurt


def to_projects_in_years(reader):
    """Make projects of the package and give them their best years."""
    go(reader, "Uitvoeringsagenda")
    reader.get_by_role("button", name="Maak projecten").click()
    reader.get_by_role("button", name="Zoek de beste jaren").click()
    expect(reader.get_by_text("De beste jaren:")).to_be_visible(timeout=LONG_MS)


def to_levers(reader):
    """A subsidy for the private measure of the package."""
    go(reader, "Beleid")
    reader.get_by_label("Maatregel", exact=True).select_option("green_roof_extensive")
    expect(reader.get_by_role("button", name="Haal weg: Groen dak (sedum)")).to_be_visible()
    reader.get_by_role("button", name="Voeg toe").click()
    expect(reader.get_by_role("button", name=re.compile("^Verwijder: Subsidie"))).to_be_visible()
    expect(reader.get_by_role("heading", name="Wie betaalt wat de hefbomen brengen?")).to_be_visible()


def numbers_agree(reader):
    """What the levers cost and avoid is the same at the top, beside other sets, per payer and elsewhere."""
    paid = plain(figure(reader, "Kost de gemeente").inner_text())
    avoided = plain(figure(reader, "Schade vermeden").inner_text())
    sets = reader.get_by_role("row").filter(has=reader.get_by_role("rowheader", name="Set 1"))
    expect(sets).to_contain_text(re.compile(spaced(paid)))
    expect(sets).to_contain_text(re.compile(spaced(avoided)))
    expect(reader.get_by_text(re.compile(f"betaalt {spaced(paid)} meer"))).to_be_visible()
    go(reader, "Uitvoeringsagenda")
    expect(reader.get_by_text(re.compile("Met ‘Set 1’ bouwen zij dan voor"))).to_be_visible()
    reader.get_by_role("button", name="Bekijk het per jaar bij Beleid").click()
    expect(reader.get_by_role("button", name="Bekijk jaren en lasten in Financiering")).to_be_focused()
    reader.get_by_role("button", name="Bekijk jaren en lasten in Financiering").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Financiering")
    expect(reader.get_by_label("Reken met wat de hefbomen ‘Set 1’ brengen")).to_be_checked()
    go(reader, "Beleid")


def spaced(text):
    """A text as a pattern in which spaces may be narrow or not breaking."""
    return r"\s".join(map(re.escape, text.split(" ")))


def to_text_and_back(reader, buurt):
    """The chain names the text; from there project, measure, limit and buurt are one press each."""
    follow(reader, "text/")
    expect(reader.locator("[data-key=rule-title]")).to_be_focused()
    expect(reader.get_by_text("Concept: laat toetsen door de juridische afdeling.")).to_be_visible()
    project = follow(reader, "project/").split(" · ")[0]
    expect(reader.get_by_role("heading", level=1)).to_have_text("Uitvoeringsagenda")
    expect(
        reader.get_by_role("button", name=re.compile(f"^Meer over {re.escape(project)}")).first
    ).to_be_visible()
    expect(reader.get_by_text(re.compile("^Bouwt: "))).to_be_visible()
    measure = follow(reader, "measure/").split(" · ")[0]
    expect(reader.get_by_role("heading", level=1)).to_have_text("Maatregelen")
    expect(reader.get_by_role("slider", name=re.compile(f"^{re.escape(measure)}")).first).to_be_focused()
    follow(reader, "threshold/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Risicodialoog")
    expect(reader.locator("[data-key^=limit-]").first).to_be_focused()
    follow(reader, "risk/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Stresstest")
    expect(reader.get_by_role("heading", name=buurt, exact=True)).to_be_visible()
    nobody_is_shut_out(reader, 1440)


def in_another_climate(reader):
    """Old and new of what is marked are the figures of before and after; then nothing is marked."""
    go(reader, "Beleid")
    before = plain(figure(reader, "Schade vermeden").inner_text())
    stale = reader.get_by_role("button", name=re.compile("oudere cijfers"))
    expect(stale).to_have_count(0)
    go(reader, "Maatregelen")
    reader.get_by_role("button", name=re.compile("Aannames verschuiven")).click()
    reader.get_by_label("Klimaatscenario").select_option("Ln")
    expect(stale).to_be_visible(timeout=LONG_MS)
    go(reader, "Beleid")
    avoided = figure(reader, "Schade vermeden")
    expect(avoided).not_to_have_text(re.compile(f"^{spaced(before)}$"), timeout=LONG_MS)
    after = plain(avoided.inner_text())
    unfold_chain(reader)
    told = reader.locator("section.stale li").filter(has_text="Hefbomen ‘Set 1’: met hen werd")
    expect(told).to_contain_text(re.compile(f"met hen werd {spaced(before)} schade.*nu {spaced(after)}"))
    reader.get_by_role("button", name="Reken opnieuw").click()
    expect(stale).to_have_count(0, timeout=LONG_MS)
    expect(avoided).to_have_text(re.compile(spaced(after)))
    go(reader, "Waar staan we?")
    expect(reader.get_by_text("Alles rust op de cijfers van nu.")).to_be_visible()

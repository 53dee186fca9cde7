"""From a package to projects, years, works that they go along with, and the same euros on Financiering."""

import re

import pytest
from playwright.sync_api import expect

from kans_model.exchange.city_file import write_city
from tests.browser.reader import nobody_is_shut_out, open_page, wait_until_saved
from tests.fixtures.small import corner, without_works


def test_the_walk_of_a_programme(reader, server):
    open_page(reader, f"{server().url}/?page=uitvoeringsagenda")
    expect(reader.get_by_text("Er zijn nog geen projecten").first).to_be_visible()
    reader.get_by_role("button", name="Maak projecten").click()
    expect(reader.get_by_text(re.compile(r"10 projecten staan klaar"))).to_be_visible()
    reader.get_by_role("button", name="Zoek de beste jaren").click()
    expect(reader.get_by_text("De beste jaren:")).to_be_visible(timeout=60_000)
    bar = reader.get_by_role("slider", name="Beginjaar van Centrum · Gemeente")
    bar.focus()
    start = int(bar.input_value())
    bar.press("ArrowRight")
    moved = start + 1
    note = reader.locator(".gantt-row").first.locator("small[data-slot]")
    expect(note).to_contain_text(f"{moved}–")
    expect(bar).to_be_focused()
    expect(bar).to_have_attribute("aria-valuetext", re.compile(f"^{moved}"))
    reader.get_by_role("button", name="Meer over Centrum · Gemeente").press("Enter")
    expect(reader.get_by_text(re.compile("^Bouwt: "))).to_be_visible()
    name = reader.get_by_label("Naam", exact=True)
    expect(name).to_have_value("Centrum · Gemeente")
    chances = reader.get_by_role("button", name=re.compile("^Plan mee met"))
    title = reader.get_by_role("heading", name=re.compile("gaan open zonder"))
    wait_until_saved(reader)  # the move has reached every part
    before = int(title.inner_text().split()[0])
    chances.first.click()
    expect(title).not_to_have_text(re.compile(f"^{before} "))
    assert int(title.inner_text().split()[0]) < before
    nobody_is_shut_out(reader, 1440)
    nobody_is_shut_out(reader, 390)
    reader.set_viewport_size({"width": 1440, "height": 900})
    wait_until_saved(reader)
    reader.reload()
    expect(reader.get_by_role("slider", name="Beginjaar van Noord · Gemeente")).to_be_visible(timeout=60_000)
    assert int(title.inner_text().split()[0]) < before


def test_a_city_without_works_is_planned_as_well(reader, server, made_city):
    open_page(reader, f"{server(made_city).url}/?page=uitvoeringsagenda")
    reader.get_by_role("button", name="Maak projecten").click()
    reader.get_by_role("button", name="Zoek de beste jaren").click()
    expect(reader.get_by_text("De beste jaren:")).to_be_visible(timeout=90_000)
    expect(reader.get_by_text("Meekoppelen is onbekend")).to_be_visible()


@pytest.fixture(scope="module")
def made_city(tmp_path_factory):
    """A city file without any works."""
    path = tmp_path_factory.mktemp("city") / "hoek.gpkg"
    write_city(without_works(corner()).city, path)
    return str(path)


def test_what_lies_ahead_opens_one_view_at_a_time_and_shuts_nobody_out(reader, server):
    open_page(reader, f"{server().url}/?page=uitvoeringsagenda")
    reader.get_by_role("button", name="Maak projecten").click()
    reader.get_by_role("button", name="Zoek de beste jaren").click()
    expect(reader.get_by_text("De beste jaren:")).to_be_visible(timeout=60_000)
    for button, said in (
        ("Hoe loopt het risico?", "Zonder projecten loopt de schade op"),
        ("Wat als het uitloopt?", "Gaat het zoals eerdere programma’s"),
        ("Paden", "De risicodialoog heeft nog geen grenzen"),
        ("Voortgang", "had er voor"),
    ):
        reader.get_by_role("button", name=button, exact=True).click()
        expect(reader.get_by_text(said).first).to_be_visible(timeout=60_000)
        nobody_is_shut_out(reader, 1440)
    expect(reader.get_by_text("Gaat het zoals eerdere programma’s")).to_have_count(0)

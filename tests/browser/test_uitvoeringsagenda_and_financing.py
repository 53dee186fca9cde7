"""From a package to projects in years, and the same euros per year and payer on Financiering."""

import re

import pytest
from playwright.sync_api import expect

from kans_model.exchange.city_file import write_city
from kans_model.exchange.city_import import import_city
from tests.browser.reader import open_page, wait_until_saved
from tests.fixtures.packages import demo
from tests.fixtures.small import corner, without_works

CALENDAR = "Naam;Soort werk;Buurtcode;Jaar;Aandeel\nRiool A;riool;{code};2030;30%\n"


def put_in_years(reader, server):
    """Make projects of the package and have the best years sought."""
    open_page(reader, f"{server.url}/?page=uitvoeringsagenda")
    reader.get_by_role("button", name="Maak projecten").click()
    reader.get_by_role("button", name="Zoek de beste jaren").click()
    expect(reader.get_by_text("De beste jaren:")).to_be_visible(timeout=120_000)


def euros(reader, title):
    """Open the table behind what has this title; its rows, as they are read."""
    line = reader.get_by_role("button", name=f"CSV: {title}").locator("xpath=..")
    line.get_by_role("button", name="Tabel").click()
    table = reader.get_by_role("table", name=title)
    expect(table).to_be_visible(timeout=60_000)
    return [re.sub(r"\s+", " ", row).strip() for row in table.locator("tbody tr").all_inner_texts()]


def same_euros_on_financing(reader):
    """What the money chart of the agenda says stands word for word on Financiering."""
    wait_until_saved(reader)  # the last move has reached every part
    here = euros(reader, "Investering per jaar en betaler")
    reader.get_by_role("link", name="Financiering").first.click()
    expect(reader.get_by_role("heading", name="Financiering", level=1)).to_be_visible(timeout=60_000)
    title = "Investering per jaar volgens de uitvoeringsagenda"
    expect(reader.get_by_role("heading", name=title)).to_be_visible(timeout=60_000)
    there = euros(reader, title)
    assert there == here
    assert len(here) == 15


def moved_by_keyboard(reader):
    """The first bar that can move, a year later: its note says the new year."""
    bar = reader.get_by_role("slider", name=re.compile("^Beginjaar van ")).first
    bar.focus()
    start = int(bar.input_value())
    bar.press("ArrowRight")
    expect(reader.locator(".gantt-row").first.locator("small[data-slot]")).to_contain_text(f"{start + 1}")
    return bar, start


def test_the_same_euros_by_year_and_payer_after_a_move_by_keyboard(reader, server):
    put_in_years(reader, server())
    bar, start = moved_by_keyboard(reader)
    bar.press("ArrowLeft")
    bar.press("ArrowRight")
    foreseen = reader.locator(".foreseen").first
    expect(foreseen).to_contain_text(re.compile(f"^{start + 1}: .*Breekt"))
    same_euros_on_financing(reader)


def test_a_city_without_a_calendar_goes_the_same_way(reader, server, made_city):
    put_in_years(reader, server(made_city))
    moved_by_keyboard(reader)
    expect(reader.get_by_text("Meekoppelen is onbekend")).to_be_visible()
    same_euros_on_financing(reader)


def test_a_real_city_goes_the_same_way(reader, server, real_city):
    put_in_years(reader, server(real_city))
    moved_by_keyboard(reader)
    same_euros_on_financing(reader)


def test_a_calendar_of_works_is_opened_and_refused_from_a_file(reader, server, tmp_path):
    open_page(reader, f"{server().url}/?page=uitvoeringsagenda")
    chosen = reader.locator("input[type=file][data-key=works-file]")
    code, calendar = demo().city.areas.index[0], tmp_path / "werken.csv"
    calendar.write_text(CALENDAR.format(code="Atlantis"), encoding="utf-8")
    chosen.set_input_files(calendar)
    expect(reader.get_by_role("alert").filter(has_text="Atlantis")).to_be_visible(timeout=60_000)
    calendar.write_text(CALENDAR.format(code=code), encoding="utf-8")
    chosen.set_input_files(calendar)
    expect(reader.get_by_text("1 werk uit 1 regel")).to_be_visible(timeout=60_000)


@pytest.fixture(scope="module")
def made_city(tmp_path_factory):
    """A city file without any works."""
    path = tmp_path_factory.mktemp("city") / "hoek.gpkg"
    write_city(without_works(corner(12)).city, path)
    return str(path)


@pytest.fixture(scope="module")
def real_city(example_city, tmp_path_factory):
    """A city file of the example city, which has no calendar of works."""
    city, _ = import_city(example_city / "buurten.gpkg", [example_city / "kerncijfers.csv"], "Eindhoven")
    path = tmp_path_factory.mktemp("city") / "eindhoven.gpkg"
    write_city(city, path)
    return str(path)

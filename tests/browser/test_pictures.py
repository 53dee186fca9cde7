"""Charts taken along: as drawing, as picture and as figures, each saying of what study it is."""

import csv
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image
from playwright.sync_api import expect

from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.amounts import number
from tests.browser.reader import open_page

RANKING = re.compile(r": Zwaarst getroffen buurten")
MAP = re.compile(r": Schade per buurt")


def taken(reader, kind, name):
    with reader.expect_download() as download:
        reader.get_by_role("button", name=re.compile(f"^{kind}{name.pattern}")).first.click()
    return download.value


def texts(svg):
    return [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(("name", "shows"), [(RANKING, "Plantage"), (MAP, "Centrum")])
def test_a_chart_is_taken_along_with_its_title_and_of_what_study_it_is(reader, server, tmp_path, name, shows):
    open_page(reader, f"{server().url}/?page=stresstest")
    reader.wait_for_timeout(2_000)
    drawing = taken(reader, "SVG", name)
    assert drawing.suggested_filename.endswith(".svg")
    drawing.save_as(tmp_path / "chart.svg")
    svg = ET.parse(tmp_path / "chart.svg").getroot()
    words = " ".join(texts(svg))
    heads = reader.get_by_role("heading", level=2).all_inner_texts()
    assert svg.find("{http://www.w3.org/2000/svg}title").text in heads
    assert svg.find("{http://www.w3.org/2000/svg}title").text in words
    assert Study.default(City.demo()).hash[:12] in words
    assert "fictieve stad" in words
    assert shows in words
    addresses = re.findall(r"https?://[^\"')\s]+", (tmp_path / "chart.svg").read_text())
    assert {address.split("/")[2] for address in addresses} == {
        "www.w3.org"
    }  # names of the format, no address
    taken(reader, "PNG", name).save_as(tmp_path / "chart.png")
    with Image.open(tmp_path / "chart.png") as picture:
        assert picture.size == tuple(2 * int(svg.get(side)) for side in ("width", "height"))
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
        assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24)) > 8
    assert reader.elsewhere == []
    assert reader.mistakes == []


def test_a_picture_is_light_after_dark_too_and_leaves_the_screen_as_it_was(reader, server, tmp_path):
    reader.emulate_media(color_scheme="dark")
    open_page(reader, f"{server().url}/?page=stresstest")
    reader.wait_for_timeout(2_000)
    taken(reader, "PNG", MAP).save_as(tmp_path / "dark.png")
    assert reader.locator("html").get_attribute("data-scheme") == "dark"
    with Image.open(tmp_path / "dark.png") as picture:
        grey = picture.convert("L")
        light = sum(grey.histogram()[200:]) / (grey.width * grey.height)
    assert light > 0.5


def test_the_figures_of_a_chart_are_those_of_its_table(reader, server, tmp_path):
    open_page(reader, f"{server().url}/?page=stresstest")
    csv_button = reader.get_by_role("button", name=re.compile(f"^CSV{RANKING.pattern}"))
    reader.locator(".links", has=csv_button).get_by_role("button", name="Tabel", exact=True).click()
    table = reader.get_by_role("table", name="Zwaarst getroffen buurten")
    expect(table).to_be_visible()
    rows = [row.inner_text().split("\t") for row in table.locator("tbody tr").all()]
    heads = table.locator("thead th").all_inner_texts()
    taken(reader, "CSV", RANKING).save_as(tmp_path / "chart.csv")
    with (tmp_path / "chart.csv").open(encoding="utf-8-sig", newline="") as file:
        names, *values = csv.reader(file, delimiter=";")
    assert names[:-1] == heads
    assert any("euro" in name for name in names)
    assert all(Study.default(City.demo()).hash[:12] in row[-1] for row in values)
    assert len(values) == len(rows)
    for said, written in zip(rows, values, strict=True):
        for shown, text in zip(said, written[:-1], strict=True):
            if not re.fullmatch(r"-?\d+(,\d+)?(e-?\d+)?", text):
                assert text == shown
                continue
            digits = len(shown.partition(",")[2])  # of a column all alike
            assert number(float(text.replace(",", ".")), "nl", digits) == shown

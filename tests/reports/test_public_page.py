"""The page for residents: every buurt, the model's figures, nothing asked of anyone."""

import dataclasses
import re
from html.parser import HTMLParser

import html5lib
import numpy as np
import pandas as pd
import pytest

from kans_model.city.city import City
from kans_model.reports.city_outline import outline
from kans_model.reports.public_page import public_page
from kans_model.study.study import Study
from kans_model.words.amounts import number
from tests.fixtures.cities import areas
from tests.fixtures.packages import demo

VOID = {"meta", "input", "br", "link"}


class Nesting(HTMLParser):
    """Elements that are closed in another order than opened, and ids that stand twice."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.outside = [], [], [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        if tag != "a" and any(name in values for name in ("src", "href")):
            self.outside.append((tag, values))
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_is_one_well_formed_page_that_fetches_nothing(lang):
    page = public_page(demo(), lang)
    read = Nesting()
    read.feed(page)
    assert read.wrong == []
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert read.outside == []
    assert "url(" not in page.partition("</style>")[0]
    assert page.strip().startswith("<!doctype html>")


def test_every_buurt_stands_in_it_with_the_models_figures():
    study = demo()
    page = public_page(study)
    result = study.evaluate("niets_doen")
    assert page.count("<details id=") == len(study.city.areas)
    wet = float(result["entered_before"].sel(event=100).sum())
    assert f"ongeveer {number(wet)} gebouwen" in page
    name = study.city.areas["name"].iloc[4]
    part = page.partition(f"<summary>{name}</summary>")[2].partition("</details>")[0]
    entered = float(result["entered_before"].sel(event=100)[4])
    assert f"<td>{number(entered, digits=0)} gebouw" in part
    assert f"<td>{number(float(result['pet_before_degc'][4]), digits=0)} °C</td>" in part


def test_what_is_unknown_is_said_and_never_zero():
    codes = [f"{place:04d}" for place in range(4)]
    page = public_page(Study.default(City.from_areas(areas(codes), "Stad")))
    foundations = re.findall(r"fundering.*?</td>", page)
    assert foundations
    assert all("onbekend" in row for row in foundations)


def test_a_fictional_city_says_so():
    assert "fictieve stad" in public_page(demo())


def test_names_cannot_write_html():
    city = City.from_areas(areas(["0001"], name=["<b>x</b>"]), "<script>")
    page = public_page(Study.default(city))
    assert "<b>x</b>" not in page
    assert "<title>Wat betekent het weer van later voor uw buurt in &lt;script&gt;?</title>" in page


def test_the_outline_holds_every_buurt():
    city = demo().city
    drawn = outline(city, 500.0)
    assert len(drawn.areas) == len(city.areas) == len(drawn.spots)
    assert (drawn.spots[:, 0] >= 0).all()
    assert (drawn.spots[:, 0] <= 500).all()
    left, bottom, right, top = city.areas.total_bounds
    assert drawn.height == pytest.approx(500 * (top - bottom) / (right - left), abs=0.1)
    assert np.isfinite(drawn.spots).all()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_passes_a_validator_that_forgives_nothing(lang):
    html5lib.HTMLParser(strict=True).parse(public_page(demo(), lang))


def test_the_validator_sees_what_a_browser_forgives():
    with pytest.raises(html5lib.html5parser.ParseError):
        html5lib.HTMLParser(strict=True).parse(public_page(demo()).replace("</table>", "", 1))


def test_it_stays_small_enough_to_mail():
    study = demo()
    per_buurt = len(public_page(study).encode("utf-8")) / len(study.city.areas)
    assert 116 * per_buurt < 3e6


def test_a_postcode_of_the_city_stands_with_its_buurt():
    study = demo()
    code = str(study.city.areas.index[2])
    posts = pd.DataFrame({"code": [code, code], "postcode": ["5611 AB", "5611 AC"]})
    page = public_page(study.replaced(city=dataclasses.replace(study.city, postcodes=posts)))
    assert '<details id="b2" data-post="5611AB 5611AC">' in page
    assert "of uw postcode" in page
    assert "of uw postcode" not in public_page(study)


def test_each_buurt_reads_what_it_means_for_who_lives_there():
    study = demo()
    page = public_page(study)
    result = study.evaluate("niets_doen")
    share = result["entered_before"].sel(event=100).values / study.baseline.water.buildings
    place = int(np.argmax(share))
    name = study.city.areas["name"].iloc[place]
    part = page.partition(f"<summary>{name}</summary>")[2].partition("</details>")[0]
    assert f"1 op de {round(1 / share[place])} gebouwen water binnen" in part
    felt = float(result["pet_before_degc"][place])
    assert f"voelt het hier buiten als {number(felt, digits=0)} °C" in part


def test_what_is_unknown_means_nothing_to_a_resident():
    page = public_page(Study.default(City.from_areas(areas(["0001", "0002"]), "Stad")))
    assert "herstel van de fundering nodig. Ziet u" not in page
    assert "nan" not in page.lower().replace("financi", "")

"""The parts of Stresstest beside the city: two maps, national showers, and how well all is known."""

import base64
import dataclasses
import io

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from dashboards.parts.frame.session import Session
from dashboards.stresstest import TABS, StresstestPage
from kans_model.comparison.indicator_quality import quality_counts
from kans_model.comparison.vulnerable_places import objects_reached
from kans_model.words.amounts import money_short
from tests.fixtures.packages import demo


def opened(tab, lang="nl"):
    return StresstestPage(Session(study=demo(), lang=lang, query={"tab": tab}))


def use(view, **message):
    """What the browser sends when a control is used."""
    view._handle_msg(message)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_part_opens_from_its_address(tab, lang):
    page = opened(tab, lang)
    assert page.tab == tab
    assert page.session.query.get("tab", "city") == tab
    assert f'id="tab-{tab}" aria-selected="true"' in page.tabs.html


def test_the_two_maps_are_two_years_of_one_theme():
    page = opened("swipe")
    page.look(theme="heat", per="total")
    use(page.swipe.view, do="pair", value="to_2100")
    damage = page.session.study.evaluate("niets_doen")["ead_before_eur"].sel(hazard="heat")
    frame = page.swipe.frame()
    np.testing.assert_allclose(frame.iloc[:, 2], damage.sel(horizon="now").values / 1e3)
    np.testing.assert_allclose(frame.iloc[:, 3], damage.sel(horizon="2100").values / 1e3)
    title = page.swipe.section.head.slots["title"]
    assert money_short(float(damage.sel(horizon="2100").sum())) in title


def test_without_and_with_the_package_follows_the_package():
    page = opened("swipe")
    page.look(per="total")
    use(page.swipe.view, do="pair", value="package")
    session = page.session
    first = session.portfolio.choices.__iter__().__next__()
    session.change(session.portfolio.without(first))
    result = session.study.evaluate(session.portfolio)
    at = {"hazard": result.attrs["hazards_included"], "horizon": "2050"}
    after = result["ead_after_eur"].sel(at).sum("hazard", min_count=1).values
    np.testing.assert_allclose(page.swipe.frame().iloc[:, 3], after / 1e3)
    use(page.swipe.view, do="pair", value="nothing")
    assert page.swipe.pair == "package"


def test_the_showers_stand_with_their_source_and_the_curve_follows_the_buurt():
    page = opened("events")
    assert page.events.rows.slots["rows"].count("<tr>") == 8
    assert "onbekend" in page.events.rows.slots["rows"]
    assert page.events.frame().iloc[:, -2].str.len().min() > 0
    code = page.session.city.areas.index[5]
    page.session.area = code
    assert page.session.city.areas["name"][code] in page.events.beside.head.slots["title"]


def test_the_quality_of_every_buurt_can_be_taken_along(monkeypatch):
    page = opened("quality")
    heard = []
    monkeypatch.setattr(page.quality.view, "_send_msg", heard.append)
    use(page.quality.view, do="csv")

    frame = pd.read_csv(io.BytesIO(base64.b64decode(heard[0]["base64"])), sep=";", decimal=",")
    counts = quality_counts(page.session.study)
    assert frame["Gegeven"].tolist() == counts["given"].tolist()
    assert len(frame.columns) == 1 + 6 + len(page.session.city.areas) + 1


def test_a_border_that_is_typed_moves_the_classes_and_stands_in_the_dialogue(monkeypatch):
    page = opened("urgency")
    before = page.urgency.frame()["Hitte"].tolist()
    use(page.urgency.view, do="border", hazard="heat", name="undesirable", value="10")
    assert page.session.study.dialogue.criteria[0].limit == 10.0
    assert page.urgency.frame()["Hitte"].tolist() != before
    heard = []
    monkeypatch.setattr(page.urgency.view, "_send_msg", heard.append)
    use(page.urgency.view, do="border", hazard="heat", name="unacceptable", value="5")
    assert "refused" in heard[0]
    assert len(page.session.study.dialogue.criteria) == 1
    use(page.urgency.view, do="reset")
    assert page.urgency.frame()["Hitte"].tolist() == before


def test_a_postcode_that_the_city_brought_chooses_its_buurt():
    study = demo()
    code = str(study.city.areas.index[4])
    posts = pd.DataFrame({"code": [code], "postcode": ["5611 AB"]})
    page = StresstestPage(
        Session(study=study.replaced(city=dataclasses.replace(study.city, postcodes=posts)))
    )
    page.switches.find("5611ab")
    assert page.session.area == code


def test_social_vulnerability_is_off_until_it_is_asked_for():
    page = opened("urgency")
    head = "Sociale kwetsbaarheid, 0–1"
    assert head not in page.vulnerable.people_frame()
    use(page.vulnerable.people, do="social", value=True)
    assert head in page.vulnerable.people_frame()
    assert "Voorbeeld:" in page.vulnerable.people.slots["example"]
    assert "kans city import --objects" in page.vulnerable.objects.slots["objects"]


def test_vulnerable_places_stand_with_the_likeliest_water_first_and_a_kind_that_the_name_lacks():
    study = demo()
    codes, middles = study.city.areas.index, study.city.areas.geometry.representative_point()
    objects = gpd.GeoDataFrame(
        {"kind": ["basisschool", "zorg"], "name": ["Basisschool De Ark", "De Wilgen"]},
        geometry=[middles.iloc[0], middles.iloc[1]],
        crs=study.city.areas.crs,
    )
    study = study.replaced(city=dataclasses.replace(study.city, objects=objects))
    page = StresstestPage(Session(study=study))
    page.open_tab("urgency")
    shown = page.vulnerable.objects.slots["objects"]
    names = ["Basisschool De Ark", "De Wilgen (zorg)"]
    wet = objects_reached(study).set_index("area")["wet_t100"]
    ordered = names if wet[codes[0]] > wet[codes[1]] else names[::-1]
    assert shown.index(ordered[0]) < shown.index(ordered[1])
    assert len(page.vulnerable.objects_frame()) == 2

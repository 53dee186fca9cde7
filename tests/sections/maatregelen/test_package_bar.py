"""Packages, assumptions, drafts and study files on the page."""

import json

import pytest

from dashboards.maatregelen import MaatregelenPage
from dashboards.parts.frame.session import Session
from kans_model.city.city import City
from kans_model.measures.portfolio import Portfolio
from kans_model.measures.quantities import fitting_text
from kans_model.store import study_files
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_change, money_short
from kans_model.words.problems import KansError, Problem


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path))


@pytest.fixture
def session():
    return Session(study=Study.default(City.demo()))


@pytest.fixture
def page(session):
    page = MaatregelenPage(session)
    for fold in page.folds.values():
        fold.open()
    return page


def do(part, action, **data):
    part.view._handle_msg({"do": action, **data})


def test_a_package_is_made_named_copied_and_deleted(page, session):
    do(page.packages, "copy")
    copy = session.portfolio
    assert (copy.title, copy.choices) == (
        "Kopie van Voorbeeldpakket",
        session.study.portfolio("eigen").choices,
    )
    do(page.packages, "title", value="Voorstel wijkraad")
    do(page.packages, "about", value="Alleen de oude stad")
    assert (session.portfolio.title, session.portfolio.description) == (
        "Voorstel wijkraad",
        "Alleen de oude stad",
    )
    assert "Voorstel wijkraad" in page.packages.view.html
    do(page.packages, "open", value="eigen")
    assert session.portfolio.id == "eigen"
    do(page.packages, "open", value=copy.id)
    do(page.packages, "drop")
    assert [own.id for own in session.study.portfolios] == ["eigen"]
    do(page.packages, "drop")
    assert len(session.study.portfolios) == 1  # the last one stays


def test_a_new_package_is_empty_and_costs_nothing(page, session):
    do(page.packages, "new")
    assert session.portfolio.choices == {}
    assert float(page.package.result["capex_eur"].sum()) == 0
    assert page.uptake.rows == {}


def test_the_budget_says_what_is_left_or_over(page, session):
    capex = float(page.package.result["capex_eur"].sum())
    do(page.packages, "budget", value="500")
    assert money_short(500e6 - capex) in page.packages.view.slots["left"]
    do(page.packages, "budget", value="10")
    assert money_short(capex - 10e6) in page.packages.view.slots["left"]
    do(page.packages, "budget", value="")
    assert page.packages.view.slots["left"] == ""


def test_the_hash_does_not_see_the_budget(page, session):
    before = session.study.hash
    do(page.packages, "budget", value="500")
    assert session.study.hash == before


def test_a_name_from_a_reader_is_escaped(page):
    do(page.packages, "title", value="<script>x</script>")
    assert "<script>x" not in page.packages.view.html
    assert "<script>x" not in page.head.view.slots["name"]


def test_a_moved_assumption_moves_the_numbers_and_is_marked(page, session):
    price = float(table("measures")["capex_eur"]["wadi"])
    before = float(page.package.result["capex_eur"].sel(measure="wadi"))
    assert page.assumptions.view.slots["rows_measures"] == ""
    do(page.assumptions, "group", name="measures")
    assert 'id="a-wadi:capex_eur"' in page.assumptions.view.slots["rows_measures"]
    do(page.assumptions, "assume", name="wadi:capex_eur", value=str(1.1 * price))
    assert float(page.package.result["capex_eur"].sel(measure="wadi")) == pytest.approx(1.1 * before)
    slots = page.assumptions.view.slots
    assert slots["wadi:capex_eur_own"] == "eigen waarde"
    do(page.assumptions, "reason", name="wadi:capex_eur", value="offerte 2026")
    assert session.study.assumptions.own["wadi:capex_eur"]["reason"] == "offerte 2026"
    do(page.assumptions, "reset", name="wadi:capex_eur")
    assert session.study.assumptions.own == {}
    assert float(page.package.result["capex_eur"].sel(measure="wadi")) == pytest.approx(before)


def test_an_assumption_beyond_its_range_stops_at_the_range(page, session):
    do(page.assumptions, "assume", name="wadi:capex_eur", value="1e9")
    assert session.study.assumptions.value("wadi:capex_eur") == table("measures")["capex_eur_high"]["wadi"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("climate", "Ln"), ("discount", "standard_2016"), ("period_years", "100"), ("heat_value", "vsl")],
)
def test_a_switch_moves_own_package_and_references(page, session, name, value):
    before = page.beside.table.answers["alles"]["npv"][0]
    do(page.assumptions, "switch", name=name, value=value)
    assert str(getattr(session.study.scenario, name)) == value
    assert page.beside.table.answers["alles"]["npv"][0] != before
    expected = float(session.study.evaluate("alles")["npv_eur"]) / 1e6
    assert page.beside.table.answers["alles"]["npv"][0] == pytest.approx(expected)


def test_what_is_saved_is_opened_again_with_the_same_hash_and_numbers(page, session):
    page.uptake.rows["wadi"].value = 66
    session.correct(session.city.areas.index[1], soil="peat")
    do(page.packages, "mark")
    assert session.status.startswith("Bewaard")
    other = Session(study=Study.default(City.demo()))
    other.open_kept(session.kept.id)
    assert other.study.hash == session.study.hash
    again = MaatregelenPage(other)
    assert float(again.package.result["npv_eur"]) == float(page.package.result["npv_eur"])
    assert other.query == {}


def test_a_headline_says_what_changed_since_the_saved_version(page, session):
    do(page.packages, "mark")
    before = float(page.package.result["capex_eur"].sum())
    page.uptake.rows["wadi"].value = 60
    change = money_change(float(page.package.result["capex_eur"].sum()) - before)
    assert change in page.headlines.figures.view.slots["capex_note"]


def test_another_tab_that_saved_first_is_not_overwritten(session):
    session.save()
    other = Session(study=Study.default(City.demo()))
    other.open_kept(session.kept.id)
    other.change(other.portfolio.with_uptake("wadi", 0.77))
    other.save()
    session.save()
    assert session.alert.kind == "clash"
    assert "elders gewijzigd" in session.alert.text
    assert study_files.load(session.kept.id).version == 2


def test_another_tab_that_saved_the_very_same_is_no_reason_to_warn(session):
    session.save()
    other = Session(study=Study.default(City.demo()))
    other.open_kept(session.kept.id)
    other.save()
    session.save()
    assert session.alert.kind == ""
    assert session.kept.version == study_files.load(session.kept.id).version == 2


def test_what_was_saved_elsewhere_is_opened_or_this_version_kept_beside_it(session):
    session.save()
    first = session.kept.id
    other = Session(study=Study.default(City.demo()))
    other.open_kept(first)
    other.change(other.portfolio.with_uptake("wadi", 0.77))
    other.save()
    session.change(session.portfolio.with_uptake("wadi", 0.11))
    session.save()
    session.keep_copy()
    assert session.kept.id != first
    assert session.alert.kind == ""
    kept = study_files.load(session.kept.id).study["portfolios"][0]["choices"]["wadi"]
    assert kept["uptake"] == 0.11
    late = Session(study=Study.default(City.demo()))
    late.open_kept(first)
    other.change(other.portfolio.with_uptake("wadi", 0.66))
    other.save()
    late.save()
    late.open_other()
    assert late.portfolio.choices["wadi"]["uptake"] == 0.66


def test_an_unknown_study_is_never_replaced_by_an_example_until_one_asks(session):
    """The address keeps it, nothing is saved in its place, and a banner says that this is not his work."""
    session.query = {"s": "0" * 32}
    session.open_kept("0" * 32)
    assert session.alert.kind == "lost"
    assert "geen bewaarde studie" in session.alert.text
    session.change(session.portfolio.with_uptake("wadi", 0.2))
    session.save()
    assert session.kept is None
    assert session.query["s"] == "0" * 32
    session.start_anew()
    assert session.query["s"] == session.kept.id != "0" * 32


@pytest.mark.parametrize("damage", ["[]", "null", '{"version": 1}', "[" * 100_000, "{", '"x"', "\x00"])
def test_a_damaged_file_of_the_store_is_said_and_left_alone(session, damage):
    session.save()
    path = study_files.folder() / f"{session.kept.id}.json"
    path.write_text(damage, encoding="utf-8")
    late = Session(study=Study.default(City.demo()))
    late.open_kept(session.kept.id)
    assert late.alert.kind == "lost"
    late.change(late.portfolio.with_uptake("wadi", 0.2))
    late.save()
    assert path.read_text(encoding="utf-8") == damage


def test_a_full_disk_is_said_for_as_long_as_it_lasts(session, monkeypatch):
    def full(*_what):
        raise KansError(Problem("store_refused", value="schijf vol"))

    save = study_files.save
    monkeypatch.setattr(study_files, "save", full)
    session.save()
    assert session.alert.kind == "unsaved"
    assert "schijf vol" in session.alert.text
    monkeypatch.setattr(study_files, "save", save)
    session.save()
    assert session.alert.kind == ""
    assert session.kept is not None


def test_a_study_file_is_opened_and_a_wrong_one_refused(page, session):
    other = session.study.with_portfolio(session.portfolio.with_uptake("wadi", 0.9))
    do(page.packages, "file", name="s.json", text=json.dumps(other.to_dict()))
    assert session.study.hash == other.hash
    do(page.packages, "file", name="s.json", text="<xml>")
    assert "s.json" in page.packages.view.slots["problem"]
    do(page.packages, "file", name="groot.json", size=9_000_000)
    assert "groot.json" in page.packages.view.slots["problem"]
    assert session.study.hash == other.hash


def test_a_quantity_by_hand_holds_in_its_buurt_and_one_that_does_not_fit_is_refused(page, session):
    code = session.city.areas.index[5]
    session.area = code
    page.buurt.view._handle_msg({"do": "override", "measure": "street_tree", "value": "3"})
    assert float(page.package.result["quantity"].sel(measure="street_tree", area=code)) == 3
    page.buurt.view._handle_msg({"do": "override", "measure": "street_tree", "value": "1000000000"})
    name, refused = session.city.areas["name"][code], page.buurt.view.slots["refused"]
    assert f"In {name} past hoogstens" in refused
    assert "bomen straatboom" in refused
    assert "1 buurt eigen waarde" in page.uptake.rows["street_tree"].texts["stop"]
    assert float(page.package.result["quantity"].sel(measure="street_tree", area=code)) == 3
    page.buurt.view._handle_msg({"do": "override", "measure": "street_tree", "value": "veel"})
    assert "geen getal" in page.buurt.view.slots["refused"]
    page.buurt.view._handle_msg({"do": "override", "measure": "street_tree", "value": ""})
    assert session.portfolio.explicit["street_tree"] == {}
    assert "eigen waarde" not in page.uptake.rows["street_tree"].texts["stop"]


@pytest.mark.parametrize("measure", ["street_tree", "wadi", "disconnect_street"])
def test_the_most_that_is_named_at_a_field_fits(page, session, measure):
    code = session.area = session.city.areas.index[5]
    room = session.study.baseline.room
    most = session.portfolio.most_by_hand(room, code)[room.place[measure]]
    text = fitting_text(most, table("measures")["unit"][measure])
    assert f"hoogstens {text}" in page.buurt.view.slots["facts"]
    page.buurt.view._handle_msg({"do": "override", "measure": measure, "value": text.split()[0]})
    assert page.buurt.view.slots["refused"] == ""
    placed = float(page.package.result["quantity"].sel(measure=measure, area=code))
    assert 0.98 * most - 1 <= placed <= most


def test_what_is_set_by_hand_leaves_less_for_what_shares_its_surface(session):
    room, code = session.study.baseline.room, session.city.areas.index[5]
    package = session.portfolio
    before = package.most_by_hand(room, code)
    held = before[room.place["wadi"]]
    after = package.with_quantity("wadi", code, held).most_by_hand(room, code)
    pool = room.pools[0]
    for measure, place in room.place.items():
        shares = pool[place] == pool[room.place["wadi"]] and measure != "wadi"
        assert after[place] <= before[place] if shares else after[place] == before[place]


@pytest.mark.parametrize(("text", "eur"), [("62,5", 62.5e6), ("62.5", 62.5e6), ("", None)])
def test_a_budget_is_typed_with_a_comma(page, session, text, eur):
    do(page.packages, "budget", value="5")
    do(page.packages, "budget", value=text)
    assert session.portfolio.budget_eur == eur


def test_a_budget_that_is_no_number_is_said_so(page, session):
    do(page.packages, "budget", value="veel")
    assert session.portfolio.budget_eur is None
    assert "12,5 mln" in page.packages.view.slots["left"]


def reopened(session, **query):
    """The session a reload opens: only the store and the address are left."""
    other = Session(study=Study.default(City.demo()), query={**session.query, **query})
    other.open_kept(session.query["s"])
    return other


def test_a_reload_keeps_the_open_package_and_the_order_of_its_measures(page, session):
    session.add_package(Portfolio(title="Droge voeten"))
    for measure in ("wadi", "pond", "door_barrier"):
        page.add(measure)
    session.save()
    assert session.query["pkg"] == session.portfolio.id
    again = MaatregelenPage(reopened(session))
    assert again.packages.view.slots["title"] == "Droge voeten"
    assert list(again.uptake.rows) == ["wadi", "pond", "door_barrier"]
    assert again.session.status.startswith("Bewaard")


def test_the_address_follows_the_package_that_is_chosen(page, session):
    session.add_package(Portfolio(id="b", title="Twee"))
    assert session.query["pkg"] == "b"
    do(page.packages, "open", value="eigen")
    assert session.query["pkg"] == "eigen"


def test_a_package_in_the_address_that_is_gone_opens_the_first(session):
    session.save()
    assert reopened(session, pkg="gras").portfolio.id == "eigen"


def test_a_choice_taken_back_leaves_the_address(session):
    session.remember(ref="alles", tab="lasten")
    session.remember(ref="")
    assert session.query == {"tab": "lasten"}


def test_a_saved_version_is_confirmed_and_still_said_after_a_reload(page, session):
    assert not page.packages.view.slots.get("marked")
    do(page.packages, "mark")
    assert page.packages.view.slots["marked"].startswith("Versie bewaard om")
    assert "bewaarde versie" in MaatregelenPage(reopened(session)).packages.view.slots["marked"]

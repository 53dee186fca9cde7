"""Opening what was kept or handed over: all that fits comes along, the rest is said, and nothing is lost."""

import json

import numpy as np
import pytest

from dashboards.parts.frame.opening_remark import MOST_SAID
from dashboards.parts.frame.session import Session
from dashboards.parts.frame.shell import Shell
from dashboards.parts.live.live import LiveHtml
from kans_model.city.city import City
from kans_model.store import study_files
from kans_model.study.study import Study
from kans_model.words.problems import KansError

OTHER_TABLES, OTHER_IMPORT = "0" * 64, "0" * 64
NO_STUDY = "0" * 32


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path))
    return tmp_path


def opened(study_id=""):
    session = Session(study=Study.default(City.demo()))
    if study_id:
        session.open_kept(study_id)
    return session


def roomiest(study):
    """The buurt with most room for wadis, and what fits there. [m²]"""
    room = study.baseline.room
    code = study.city.areas.index[int(np.argmax(room.potential[room.place["wadi"]]))]
    return code, float(study.portfolio("eigen").most_by_hand(room, code)[room.place["wadi"]])


def with_wadi(share_of_most):
    study = Study.default(City.demo())
    code, most = roomiest(study)
    return study.with_portfolio(study.portfolio("eigen").with_quantity("wadi", code, share_of_most * most))


def of_import(study, name="Voorbeeldstad"):
    """A study as it was made on an earlier import of the city."""
    return {**study.to_dict(), "city": {"name": name, "content_hash": OTHER_IMPORT, "corrections": {}}}


def test_a_remark_never_takes_the_place_of_what_keeps_a_study_from_being_saved():
    """Both stand on the page; reading the remark leaves the other, until he starts anew."""
    session = opened(NO_STUDY)
    shell = Shell(session, {"stresstest": lambda _session: LiveHtml("")}, "stresstest")
    code, most = roomiest(session.study)
    session.change(session.portfolio.with_quantity("wadi", code, most))
    session.correct(code, soil="peat")
    assert session.remark.kind == "remark"
    assert session.alert.kind == "lost"
    assert shell.alert.slots["alert"].count('role="alert"') == 2
    session.seen()
    session.save()
    assert session.kept is None
    assert shell.alert.slots["alert"].count('role="alert"') == 1
    assert "niet bewaard" in shell.alert.slots["alert"]


def test_a_file_that_is_opened_where_another_could_not_is_kept_as_its_own(store):
    session = opened(NO_STUDY)
    session.open_file(json.dumps({**with_wadi(0.5).to_dict(), "tables": OTHER_TABLES}))
    assert session.alert.kind == ""
    assert "andere kengetallen" in session.remark.text
    assert study_files.load(session.kept.id).study["portfolios"][0]["explicit"]["wadi"]
    assert session.kept.id != NO_STUDY


def test_a_quantity_in_a_file_that_fits_no_longer_is_cut_and_said():
    session = opened()
    code, most = roomiest(session.study)
    session.open_file(json.dumps({**with_wadi(2).to_dict(), "tables": OTHER_TABLES}))
    assert session.portfolio.explicit["wadi"][code] == pytest.approx(most)
    assert session.city.areas["name"][code] in session.remark.text
    assert "andere kengetallen" in session.remark.text


def test_a_banner_names_a_few_cuts_and_says_how_many_more():
    study = Study.default(City.demo())
    package = study.portfolio("eigen")
    room = study.baseline.room
    codes = [code for code, fits in zip(room.areas, room.potential[room.place["wadi"]], strict=True) if fits]
    for code in codes[: MOST_SAID + 3]:
        package = package.with_quantity("wadi", code, 1e9)
    session = opened()
    session.open_file(json.dumps(study.with_portfolio(package).to_dict()))
    assert session.remark.text.count("de rest vervalt") == MOST_SAID
    assert "en nog 3." in session.remark.text


def test_a_file_of_an_earlier_import_comes_along_without_the_buurten_that_are_gone():
    """Of two buurten with a wadi one is gone: the other keeps its own, and a step back undoes it."""
    study = with_wadi(0.5)
    code, most = roomiest(study)
    values = of_import(study)
    values["portfolios"][0]["explicit"]["wadi"]["BU99990000"] = 3.0
    session = opened()
    before = session.study
    session.open_file(json.dumps(values))
    assert session.portfolio.explicit["wadi"] == {code: pytest.approx(most / 2)}
    assert "BU99990000" in session.remark.text
    assert "pakketten zijn meegenomen" in session.remark.text
    session.undo()
    assert session.study is before


def test_a_kept_study_of_an_earlier_import_is_carried_into_one_of_its_own_and_stays_itself():
    values = of_import(with_wadi(0.5))
    values["city"]["corrections"] = {"BU99990000": {"soil": "peat"}}
    first = study_files.save(values)
    session = opened(first.id)
    assert session.alert.kind == "earlier"
    session.carry_over()
    assert session.alert.kind == ""
    assert session.kept.id != first.id
    assert "BU99990000" in session.remark.text
    assert study_files.load(first.id) == first
    assert study_files.load(session.kept.id).study["portfolios"][0]["explicit"]["wadi"]


@pytest.mark.parametrize("explicit", [{}, {"BU99990000": 3.0}])
def test_a_study_of_another_city_is_never_called_an_earlier_version(explicit):
    """Named otherwise and with no buurt in common, or with only buurten that are not here."""
    values = of_import(Study.default(City.demo()), name="Elders")
    values["portfolios"][0]["explicit"] = {"wadi": explicit}
    assert opened(study_files.save(values).id).alert.kind == "lost"
    with pytest.raises(KansError, match="Elders"):
        opened().open_file(json.dumps(values))


def test_the_version_that_was_saved_elsewhere_is_one_step_from_ones_own():
    first = opened()
    first.save()
    second = opened(first.kept.id)
    second.change(second.portfolio.named("de mijne"))
    first.change(first.portfolio.named("van elders"))
    first.save()
    second.save()
    second.open_other()
    assert second.portfolio.title == "van elders"
    second.undo()
    assert second.portfolio.title == "de mijne"
    second.save()
    assert second.alert.kind == ""


def test_where_the_other_version_cannot_be_opened_ones_own_can_still_be_kept(store):
    first = opened()
    first.save()
    second = opened(first.kept.id)
    second.change(second.portfolio.named("de mijne"))
    first.save()
    second.save()
    (store / f"{first.kept.id}.json").write_text("{")
    second.open_other()
    assert second.alert.kind == "clash"
    assert second.portfolio.title == "de mijne"
    second.keep_copy()
    assert second.alert.kind == ""
    assert study_files.load(second.kept.id).study["portfolios"][0]["title"] == "de mijne"


def test_a_save_that_fails_in_any_way_is_said(monkeypatch):
    def broken(*_what):
        raise RuntimeError("/srv/kans")

    session = opened()
    monkeypatch.setattr(study_files, "save", broken)
    session.save()
    assert session.alert.kind == "unsaved"
    assert "/srv" not in session.alert.text


def test_a_page_that_fails_shows_nothing_of_the_server():
    def broken(_session):
        raise RuntimeError("/srv/kans")

    shell = Shell(opened(), {"stresstest": broken}, "stresstest")
    shown = shell.draw("stresstest").html
    assert "fout in het programma" in shown
    assert "RuntimeError" not in shown
    assert "/srv" not in shown

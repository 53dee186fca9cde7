"""The store: what is kept comes back, nobody overwrites another's change, nothing leaks a path."""

import json

import pytest

from kans_model.city.city import City
from kans_model.store import study_files
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "studies"))
    return tmp_path / "studies"


def test_a_kept_study_comes_back_with_the_same_hash_and_numbers():
    study = demo().with_portfolio(demo().portfolio("eigen").with_uptake("wadi", 0.77))
    kept = study_files.save(study.to_dict())
    again = Study.from_dict(study_files.load(kept.id).study, City.demo())
    assert again.hash == study.hash
    assert float(again.evaluate("eigen")["npv_eur"]) == float(study.evaluate("eigen")["npv_eur"])


def test_a_corrected_buurt_comes_back_on_the_city_as_it_was_served():
    code = City.demo().areas.index[2]
    study = demo().replaced(city=City.demo().with_values(code, soil="peat").with_values(code, residents=99))
    again = Study.from_dict(study_files.load(study_files.save(study.to_dict()).id).study, City.demo())
    assert again.city.areas.loc[code, ["soil", "residents"]].tolist() == ["peat", 99]
    assert again.hash == study.hash


def test_an_id_is_128_random_bits():
    ids = {study_files.save({}).id for _ in range(20)}
    assert len(ids) == 20
    assert all(len(bytes.fromhex(study_id)) == 16 for study_id in ids)


def test_a_save_on_top_of_another_version_is_refused_and_loses_nothing():
    first = study_files.save({"n": 1})
    second = study_files.save({"n": 2}, first)
    with pytest.raises(KansError) as error:
        study_files.save({"n": 3}, first)
    assert error.value.problems[0].key == "store_clash"
    assert study_files.load(first.id).study == {"n": 2}
    assert (first.version, second.version) == (1, 2)


@pytest.mark.parametrize("study_id", ["../../etc/passwd", "", "x" * 32, "0" * 31, "0" * 32])
def test_what_is_no_id_is_refused(study_id):
    with pytest.raises(KansError) as error:
        study_files.load(study_id)
    assert error.value.problems[0].key == "store_unknown"


def test_a_damaged_file_is_refused(folder):
    kept = study_files.save({"n": 1})
    (folder / f"{kept.id}.json").write_text(json.dumps({"n": 1}), encoding="utf-8")
    with pytest.raises(KansError) as error:
        study_files.load(kept.id)
    assert error.value.problems[0].key == "study_unreadable"


def test_saving_leaves_no_half_written_file_behind(folder):
    study_files.save({"n": 2}, study_files.save({"n": 1}))
    assert [path.suffix for path in folder.iterdir()] == [".json"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "file"))
    with pytest.raises(KansError) as error:
        study_files.save({})
    assert error.value.problems[0].key == "store_refused"

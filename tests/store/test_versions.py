"""Versions in the store: kept in order, found again as they were, damaged ones never in the way."""

import json

import pytest

from kans_model.store import study_files, versions
from kans_model.words.problems import KansError

HASH = "ab" * 32


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "studies"))
    return tmp_path / "studies"


@pytest.fixture
def study_id():
    return study_files.save({"n": 0}).id


def test_versions_are_numbered_and_listed_newest_first(study_id):
    assert versions.versions(study_id) == []
    for n in (1, 2, 3):
        versions.keep(study_id, {"n": n}, HASH, name=f" nr {n} ", author="Noor")
    listed = versions.versions(study_id)
    assert [(one.number, one.name, one.author, one.study) for one in listed] == [
        (3, "nr 3", "Noor", {"n": 3}),
        (2, "nr 2", "Noor", {"n": 2}),
        (1, "nr 1", "Noor", {"n": 1}),
    ]
    assert versions.version(study_id, 2) == listed[1]


def test_a_later_save_of_the_study_leaves_its_versions(study_id):
    versions.keep(study_id, {"n": 1}, HASH)
    study_files.save({"n": 9}, study_files.load(study_id))
    assert versions.version(study_id, 1).study == {"n": 1}


def test_a_copy_has_the_versions_of_the_study_it_was_copied_from(study_id):
    versions.keep(study_id, {"n": 1}, HASH, name="eerste")
    copy = study_files.save({"n": 1}).id
    versions.copy_to(study_id, copy)
    versions.keep(copy, {"n": 2}, HASH)
    assert [one.number for one in versions.versions(copy)] == [2, 1]
    assert [one.number for one in versions.versions(study_id)] == [1]


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"number": 1}), "null"])
def test_a_damaged_version_is_left_out_of_the_list_and_refused_by_name(folder, study_id, content):
    versions.keep(study_id, {"n": 1}, HASH)
    versions.keep(study_id, {"n": 2}, HASH)
    (folder / f"{study_id}.versions" / "000001.json").write_text(content, encoding="utf-8")
    assert [one.number for one in versions.versions(study_id)] == [2]
    with pytest.raises(KansError):
        versions.version(study_id, 1)
    assert versions.keep(study_id, {"n": 3}, HASH).number == 3


def test_an_unknown_version_or_study_is_refused(study_id):
    with pytest.raises(KansError) as error:
        versions.version(study_id, 4)
    assert error.value.problems[0].key == "version_unknown"
    for wrong in ("../../evil", "", "0" * 31):
        with pytest.raises(KansError):
            versions.keep(wrong, {}, HASH)


def test_there_is_an_end_to_what_one_study_keeps(study_id, monkeypatch):
    monkeypatch.setattr(versions, "MOST_VERSIONS", 2)
    versions.keep(study_id, {"n": 1}, HASH)
    versions.keep(study_id, {"n": 2}, HASH)
    with pytest.raises(KansError) as error:
        versions.keep(study_id, {"n": 3}, HASH)
    assert error.value.problems[0].key == "versions_many"
    assert len(versions.versions(study_id)) == 2

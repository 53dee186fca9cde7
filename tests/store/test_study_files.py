"""The store: what is kept comes back, nobody overwrites another's change, nothing leaks a path."""

import errno
import json
import multiprocessing
import os
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from kans_model.city.city import City
from kans_model.cli import app
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


def test_a_second_save_of_the_very_same_is_no_clash_and_goes_on_from_what_is_there():
    """A reload may save the place of a slider that the page before it saved a moment ago."""
    first = study_files.save({"n": 1})
    second = study_files.save({"n": (2, 3)}, first)
    assert study_files.save({"n": (2, 3)}, first) == study_files.load(first.id)
    assert study_files.load(first.id).version == second.version
    with pytest.raises(KansError):
        study_files.save({"n": (2, 3)}, first, milestone={"n": 1})


@pytest.mark.parametrize("study_id", ["../../etc/passwd", "", "x" * 32, "0" * 31, "0" * 32])
def test_what_is_no_id_is_refused(study_id):
    with pytest.raises(KansError) as error:
        study_files.load(study_id)
    assert error.value.problems[0].key == "store_unknown"


WHOLE = {
    "id": "0" * 32,
    "version": 3,
    "study": {"n": 1},
    "milestone": None,
    "saved": "2026-11-01T10:00:00+00:00",
}
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "content",
    [
        *(WHOLE | {"study": wrong} for wrong in ([], None, "x", 3)),
        *(WHOLE | {"milestone": wrong} for wrong in ([], "x", 0)),
        *(WHOLE | {"saved": wrong} for wrong in (5, None, "gisteren", "", [])),
        *(WHOLE | {"version": wrong} for wrong in ("x", None, 0, -1, 1.5, True)),
        *({key: value for key, value in WHOLE.items() if key != missing} for missing in WHOLE),
        WHOLE | {"more": 1},
        *("", "{", "[]", "null", "x", DEEP, json.dumps(WHOLE)[:-9]),
        json.dumps(WHOLE).replace('{"n": 1}', DEEP),
        json.dumps(WHOLE).replace('{"n": 1}', '{"n": NaN}'),
        json.dumps(WHOLE).replace('{"n": 1}', '{"n": "\\ud800"}'),
        json.dumps(WHOLE).encode("utf-16"),
    ],
    ids=str,
)
def test_a_damaged_file_is_refused_in_words(folder, content):
    kept = study_files.save({"n": 1})
    content = json.dumps(content) if isinstance(content, dict) else content
    (folder / f"{kept.id}.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(KansError) as error:
        study_files.load(kept.id)
    assert error.value.problems[0].key.startswith(("store_damaged", "json_", "file_empty"))


def test_the_id_that_was_asked_is_the_one_that_is_saved(folder):
    kept = study_files.save({"n": 1})
    stray = WHOLE | {"id": f"../../{'e' * 32}", "version": 1}
    (folder / f"{kept.id}.json").write_text(json.dumps(stray), encoding="utf-8")
    study_files.save({"n": 2}, study_files.load(kept.id))
    assert study_files.load(kept.id).study == {"n": 2}
    assert sorted(path.name for path in folder.iterdir()) == [".lock", f"{kept.id}.json"]


def test_a_save_under_an_id_that_is_none_is_refused(folder):
    kept = study_files.save({"n": 1})
    with pytest.raises(KansError):
        study_files.save({"n": 2}, replace(kept, id="../../evil"))


@pytest.mark.parametrize(
    "study", [{"n": "\ud800"}, {"n": float("nan")}, {"n": object()}], ids=["surrogate", "nan", "object"]
)
def test_what_fits_in_no_file_is_refused_and_the_old_one_stays(study):
    kept = study_files.save({"n": 1})
    with pytest.raises(KansError) as error:
        study_files.save(study, kept)
    assert error.value.problems[0].key == "store_unwritable"
    assert study_files.load(kept.id) == kept


def test_saving_leaves_no_half_written_file_behind(folder):
    study_files.save({"n": 2}, study_files.save({"n": 1}))
    assert sorted(path.suffix or path.name for path in folder.iterdir()) == [".json", ".lock"]


def test_a_disk_that_is_full_keeps_the_old_version_and_leaves_nothing(folder, monkeypatch):
    kept = study_files.save({"n": 1})

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KansError) as error:
        study_files.save({"n": 2}, kept)
    assert "de schijf is vol" in str(error.value)
    assert study_files.load(kept.id) == kept
    assert sorted(path.name for path in folder.iterdir()) == [".lock", f"{kept.id}.json"]


def test_leftovers_of_a_killed_save_are_cleared_and_one_under_way_is_left(folder):
    study_files.save({"n": 1})
    old, young = folder / ".a.1.part", folder / ".b.2.part"
    for path in (old, young):
        path.write_text("{", encoding="utf-8")
    os.utime(old, (0, 0))
    study_files.check_folder()
    assert (old.exists(), young.exists()) == (False, True)


def _saves(start, kept, name, accepted):
    """In a process of its own: saves on the same version as the other, at the same moment."""
    start.wait()
    for first in kept:
        try:
            study_files.save({"by": name}, first)
        except KansError:
            continue
        accepted.put((first.id, name))


def test_of_two_processes_that_save_on_one_version_exactly_one_is_accepted():
    fork = multiprocessing.get_context("fork")
    kept = [study_files.save({"by": "nobody"}) for _ in range(40)]
    start, accepted = fork.Barrier(2), fork.Queue()
    both = [fork.Process(target=_saves, args=(start, kept, name, accepted)) for name in ("a", "b")]
    for process in both:
        process.start()
    found = [accepted.get(timeout=30) for _ in kept]
    for process in both:
        process.join(30)
    assert accepted.empty()
    assert sorted(study_id for study_id, _ in found) == sorted(first.id for first in kept)
    assert all(study_files.load(study_id).study == {"by": name} for study_id, name in found)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "file"))
    with pytest.raises(KansError) as error:
        study_files.save({})
    assert error.value.problems[0].key == "store_refused"
    with pytest.raises(KansError) as error:
        study_files.check_folder()
    assert "KANS_STORE" in str(error.value)


def test_no_server_starts_where_nothing_can_be_kept(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "file"))
    result = CliRunner().invoke(app, ["serve", "--port", "5279"])
    assert result.exit_code == 2
    assert "KANS_STORE" in result.stderr

"""What was about to be saved when the server is told to stop is saved."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.server.session import ServerSession

from dashboards.parts.frame import session
from dashboards.parts.frame.last_saves import save_waiting, waiting
from dashboards.parts.frame.session import Session
from kans_model.store import study_files
from tests.fixtures.packages import demo

ROOT = Path(__file__).parents[3]


def test_a_change_that_waits_is_saved_and_one_without_an_address_is_not(tmp_path, monkeypatch):
    monkeypatch.setenv(study_files.FOLDER_VARIABLE, str(tmp_path))
    known, unknown = Session(study=demo()), Session(study=demo())
    known.save()
    known.study = known.study.with_portfolio(known.portfolio.with_uptake("wadi", 0.77))
    waiting.update((known, unknown))
    save_waiting()
    [package] = study_files.load(known.kept.id).study["portfolios"]
    assert package["choices"]["wadi"]["uptake"] == 0.77
    assert len(list(tmp_path.glob("*.json"))) == 1
    assert known not in waiting


@pytest.mark.parametrize(("is_open", "kept"), [(True, 1), (False, 0)])
def test_a_new_study_whose_page_was_closed_gets_no_address_that_nobody_knows(
    tmp_path, monkeypatch, is_open, kept
):
    monkeypatch.setenv(study_files.FOLDER_VARIABLE, str(tmp_path))
    connected = ServerSession("of-a-test", Document(), io_loop=None)
    if is_open:
        connected.subscribe(object())
    page = SimpleNamespace(session_context=SimpleNamespace(session=connected))
    monkeypatch.setattr(session, "pn", SimpleNamespace(state=SimpleNamespace(curdoc=page)))
    monkeypatch.setattr(session, "show_in_address", lambda **_choices: None)
    reader = Session(study=demo())
    waiting.add(reader)
    reader._save_waiting()
    assert len(list(tmp_path.glob("*.json"))) == kept
    assert reader not in waiting


def test_it_happens_when_a_process_ends():
    code = (
        "import atexit; atexit.register = lambda f: print(f)\nfrom dashboards.parts.frame import last_saves"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "save_waiting" in said.stdout


def test_who_opens_a_study_finds_what_was_about_to_be_saved(tmp_path, monkeypatch):
    monkeypatch.setenv(study_files.FOLDER_VARIABLE, str(tmp_path))
    reader, other = Session(study=demo()), Session(study=demo())
    reader.keep()
    other.keep()
    version = other.kept.version
    waiting.update([reader, other])
    reader.study = reader.study.with_portfolio(reader.portfolio.with_uptake("wadi", 0.5))
    save_waiting(reader.kept.id)
    assert study_files.load(reader.kept.id).study == reader.study.to_dict()
    assert (reader in waiting, other in waiting, other.kept.version) == (False, True, version)
    waiting.discard(other)

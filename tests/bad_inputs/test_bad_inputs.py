"""Hundreds of bad inputs to every command: each ends in a sentence and exit code 2; nothing is written."""

import re
import warnings

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.computing import workers
from tests.bad_inputs import arguments, city_files, dialogue, maps, rules, studies, tables, works
from tests.bad_inputs.decimal_points import decimal_points

CASES = [
    case
    for kind in (arguments, city_files, dialogue, maps, rules, studies, tables, works)
    for case in kind.cases()
]
RAW = re.compile(
    r"Traceback|object has no|NoneType|\[Errno|[a-z]Error\b|not supported between|unhashable|Warning"
    r"|argument must be|KANS zelf vast|KANS itself got stuck|\x1b"
)
"""What Python says to those who write it, and what is said where no boundary knew the input."""
MOST_LINES = 30


def written(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.fixture(autouse=True)
def nothing_outside(monkeypatch, tmp_path):
    """No server starts, no other machine is asked, and a word for a file is looked up in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(workers, "CONNECT_SECONDS", 0.2)
    monkeypatch.setenv("COLUMNS", "200")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_bad_input_ends_in_a_sentence(case, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in case.files.items():
        (folder / name).write_bytes(content)
    before = written(tmp_path)
    lang = ("nl", "en")[len(case.name) % 2]
    line = [part.replace("{folder}", str(folder)) for part in case.arguments]
    line += [] if "--lang" in line else ["--lang", lang]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = CliRunner().invoke(app, line)
    said = result.stderr or result.stdout
    assert result.exit_code in ((1, 2) if line[0] == "check" else (2,)), said
    assert said.strip()
    assert RAW.search(said) is None, said
    assert len(said.splitlines()) <= MOST_LINES, said
    if lang == "nl":
        typed = [content.decode("utf-8", "replace") for content in case.files.values()]
        assert decimal_points(said, " ".join([*case.arguments, *typed])) == [], said
    assert any(name in said for name in case.files) or not case.files, said
    assert written(tmp_path) == before


def test_there_are_hundreds_of_them_and_no_two_alike():
    lines = {(case.arguments, *case.files.values()) for case in CASES}
    assert len(lines) == len(CASES) >= 300


@pytest.mark.parametrize("case", [*maps.cases(), *tables.cases()], ids=str)
def test_a_bad_file_is_explained_or_refused_in_a_sentence(case, tmp_path):
    for name, content in case.files.items():
        (tmp_path / name).write_bytes(content)
    files = [str(tmp_path / name) for name in case.files if not name.startswith("kolommen")]
    for file in files:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            result = CliRunner().invoke(app, ["city", "import", "--explain", file])
        said = result.stderr or result.stdout
        assert result.exit_code in (0, 2), said
        assert RAW.search(said) is None, said

"""Long work on the command line: a log shows how far it is, and Ctrl-C ends it with one line."""

import os
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.commands import ensemble, progress_lines
from kans_model.commands.progress_lines import progress_shown
from kans_model.computing import workers


def test_a_log_gets_a_line_at_the_start_and_now_and_then(monkeypatch, capsys):
    clock = iter([0.0, 3.0, 11.0, 12.0, 25.0])
    monkeypatch.setattr(progress_lines.time, "monotonic", lambda: next(clock))
    with progress_shown("cli.ensemble", "en", is_long=True) as progress:
        for share in (0.2, 0.4, 0.6, 0.8):
            progress(share)
    assert capsys.readouterr().err.splitlines() == ["Draws: 0%", "Draws: 40%", "Draws: 80%"]


def test_short_work_leaves_a_log_alone(capsys):
    with progress_shown("cli.ensemble", "nl", is_long=False) as progress:
        progress(0.5)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("draws", "shown"), [(150, True), (100, False)])
def test_draws_beyond_a_bound_show_how_far_they_are_without_a_terminal(monkeypatch, draws, shown):
    monkeypatch.setattr(ensemble, "DRAWS_IN_ONE_PROCESS", 100)
    monkeypatch.setattr(workers, "opened", lambda *_asked: nullcontext(None))
    result = CliRunner().invoke(app, ["ensemble", "--draws", str(draws), "--lang", "nl"])
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("Trekkingen: 0") is shown


def test_ctrl_c_among_workers_is_one_line():
    start = "from kans_model.cli import app; app()"
    command = [sys.executable, "-c", start, "ensemble", "--workers", "1", "--draws", "4000000"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr.readline().startswith("Trekkingen: ")  # the workers are there
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, "")
    assert [line for line in errors.splitlines() if not line.startswith("Trekkingen")] == ["Gestopt."]

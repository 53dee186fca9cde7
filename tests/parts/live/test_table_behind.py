"""The line under a chart: its table, its figures as a file, and pictures where there is one to take."""

import base64
import csv
import io

import pandas as pd

from dashboards.parts.live.live import LiveHtml
from dashboards.parts.live.table_behind import LONGEST_SOURCE, Behind, links


def files_of(data):
    view, sent = LiveHtml(links("Schade", "nl")), []
    view._send_msg = sent.append
    Behind(view, "Schade", lambda: pd.DataFrame({"buurt": ["=1+1"], "mln euro": [2.5]}), "nl", ["Stad"])
    view.act({"do": "csv"} | data)
    return list(
        csv.reader(io.StringIO(base64.b64decode(sent[0]["base64"]).decode("utf-8-sig")), delimiter=";")
    )


def test_a_file_says_of_what_study_it_is_and_starts_no_formula():
    heads, row = files_of({"source": "=kenmerk abc"})
    assert heads == ["buurt", "mln euro", "Opmerking"]
    assert not row[0].startswith("=")
    assert row[1] == "2,5"
    assert row[2] == "Stad; =kenmerk abc"
    assert files_of({})[1][2] == "Stad"
    assert len(files_of({"source": "x" * 10_000})[1][2]) == len("Stad; ") + LONGEST_SOURCE


def test_a_chart_has_pictures_and_a_table_has_none():
    assert links("Schade", "nl").count("data-picture") == 2
    assert "data-picture" not in links("Schade", "nl", is_chart=False)
    assert "&lt;b&gt;" in links("<b>", "nl")

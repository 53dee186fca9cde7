"""`kans chain`: the graph as JSON and in words."""

import json

import pytest
from typer.testing import CliRunner

from kans_model.chain.staleness import stale
from kans_model.chain.study_chain import study_chain
from kans_model.cli import app
from tests.fixtures.chained import chained, in_other_climate


def told(study, path, *arguments):
    file = path / "study.json"
    file.write_text(json.dumps(study.to_dict()), encoding="utf-8")
    result = CliRunner().invoke(app, ["chain", "--study", str(file), *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_graph_as_json_is_that_of_the_study(tmp_path):
    values, chain = json.loads(told(chained(), tmp_path, "--json")), study_chain(chained())
    assert values["study_hash"] == chained().hash
    assert [node["id"] for node in values["nodes"]] == list(chain.nodes)
    assert all(node["name"] and node["page"] for node in values["nodes"])
    assert {(link["source"], link["target"]) for link in values["links"]} == {
        (link.source, link.target) for link in chain.links
    }
    assert values["broken"] == values["stale"] == []


@pytest.mark.parametrize(("lang", "says"), [("nl", "op oudere cijfers"), ("en", "on older figures")])
def test_what_is_stale_is_said_in_words(tmp_path, lang, says):
    text = told(in_other_climate(chained()), tmp_path, "--lang", lang)
    assert says in text
    assert text.count("\n- ") == len(stale(in_other_climate(chained()))) > 1

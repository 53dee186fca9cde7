"""A lever hangs on the projects it is for and leads to the text of its rule."""

from dataclasses import replace

from kans_model.chain.links import Link
from kans_model.chain.selection import selection
from kans_model.chain.study_chain import study_chain
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.programme.programme import Programme
from tests.fixtures.chained import LIMIT, chained

SUBSIDY = Lever("groen-dak", "subsidy", 2028, measures=("green_roof_extensive",), subsidy_share=0.5)


def with_lever(study, lever=SUBSIDY):
    return study.replaced(policy=Policy(sets=(LeverSet("s", "Set", (lever,)),), chosen="s"))


def test_a_subsidy_hangs_on_the_projects_that_build_its_measure():
    study = with_lever(chained())
    chain = study_chain(study)
    before = {link.source for link in chain.links if link.target == "lever/groen-dak"}
    assert before == {
        f"project/{own.id}" for own in study.programme.projects if "green_roof_extensive" in own.quantities
    }
    assert chain.broken == ()
    assert [node.id for node in chain.after("lever/groen-dak")] == ["text/groen-dak/subsidy_ordinance"]


def test_without_projects_it_hangs_on_the_measure_of_the_package():
    study = with_lever(chained().replaced(programme=Programme()))
    links = study_chain(study).links
    assert Link("measure/eigen/green_roof_extensive", "lever/groen-dak") in links


def test_a_subsidy_in_other_buurten_than_a_project_does_not_hang_on_it():
    project = next(o for o in chained().programme.projects if "green_roof_extensive" in o.quantities)
    elsewhere = set(chained().city.areas.index) - set(project.quantities["green_roof_extensive"])
    lever = replace(SUBSIDY, areas=(sorted(elsewhere)[0],))
    chain = study_chain(with_lever(chained(), lever))
    assert Link(f"project/{project.id}", "lever/groen-dak") not in chain.links


def test_from_a_rule_text_one_walks_back_to_the_risk():
    chain = study_chain(with_lever(chained()))
    kinds = [node.kind for node in chain.before("text/groen-dak/subsidy_ordinance")]
    assert set(kinds) >= {"project", "measure", "lever"}
    assert kinds == sorted(kinds, key=["risk", "threshold", "measure", "project", "lever"].index)


def test_a_page_in_a_buurt_shows_what_of_it_stands_there():
    study = with_lever(chained())
    code = str(study.city.areas.index[0])
    chosen = selection(study_chain(study), "stresstest", code)
    assert [node.key for node in chosen.here["risk"]] == [(LIMIT.indicator, code)]
    assert chosen.before == {}
    found = [node for nodes in chosen.after.values() for node in nodes]
    assert found
    assert all(code in node.areas for node in found)
    assert chosen.counts == {"risk": 1} | {kind: len(nodes) for kind, nodes in chosen.after.items()}

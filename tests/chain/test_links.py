"""The graph: what leads to what, walked from both ends, and every reference to what is gone."""

from dataclasses import replace

import pytest

from kans_model.chain.links import KINDS, Chain, Link, Node
from kans_model.chain.study_chain import study_chain
from tests.fixtures.chained import LIMIT, chained
from tests.fixtures.programmes import PACKAGE, PROJECTS


def small():
    """Two risks, a limit, two measures, a project."""
    nodes = [
        Node("project", ("p",), frozenset({"A"})),
        Node("risk", ("heat", "A"), frozenset({"A"})),
        Node("risk", ("heat", "B"), frozenset({"B"})),
        Node("threshold", ("t",), frozenset({"A", "B"})),
        Node("measure", ("eigen", "wadi"), frozenset({"A"})),
        Node("measure", ("eigen", "tree"), frozenset({"B"})),
    ]
    links = [
        Link("risk/heat/A", "threshold/t"),
        Link("risk/heat/B", "threshold/t"),
        Link("threshold/t", "measure/eigen/wadi"),
        Link("threshold/t", "measure/eigen/tree"),
        Link("measure/eigen/wadi", "project/p"),
    ]
    return nodes, links


def test_what_comes_before_and_after_by_hand():
    chain = Chain(*small())
    assert [node.id for node in chain.after("risk/heat/A")] == [
        "threshold/t",
        "measure/eigen/wadi",
        "measure/eigen/tree",
        "project/p",
    ]
    assert [node.id for node in chain.before("project/p")] == [
        "risk/heat/A",
        "risk/heat/B",
        "threshold/t",
        "measure/eigen/wadi",
    ]
    assert chain.before("risk/heat/A") == []
    assert chain.after("project/p") == []
    assert [node.key for node in chain.of("risk", "B")] == [("heat", "B")]


def test_a_chain_without_one_of_its_nodes_has_exactly_its_links_broken():
    nodes, links = small()
    assert Chain(nodes, links).broken == ()
    for gone in nodes:
        broken = Chain([node for node in nodes if node != gone], links).broken
        assert set(broken) == {link for link in links if gone.id in (link.source, link.target)}
        assert broken


def test_a_link_that_leads_back_is_broken():
    nodes, links = small()
    back = Link("project/p", "risk/heat/A")
    assert Chain(nodes, [*links, back]).broken == (back,)


def test_the_whole_graph_of_a_study_holds_together():
    """Every node is reached from a risk or has no limit above it, and every link leads one step down."""
    study, chain = chained(), study_chain(chained())
    assert chain.broken == ()
    assert len(chain.of("risk")) == len(study.city.areas)
    assert [node.key for node in chain.of("threshold")] == [(LIMIT.id,)]
    assert {node.key[0] for node in chain.of("project")} == {project.id for project in PROJECTS}
    for link in chain.links:
        source, target = chain.nodes[link.source], chain.nodes[link.target]
        assert KINDS.index(target.kind) == KINDS.index(source.kind) + 1
        assert target in chain.after(source.id)
        assert source in chain.before(target.id)


def test_a_buurt_leads_to_the_projects_that_are_built_for_its_limit():
    study, chain = chained(), study_chain(chained())
    code = str(study.city.areas.index[0])
    found = chain.after(f"risk/damage_pluvial/{code}")
    assert {node.kind for node in found} == {"threshold", "measure", "project"}
    projects = {node.key[0] for node in found if node.kind == "project"}
    measures = {node.key[1] for node in found if node.kind == "measure"}
    assert projects == {own.id for own in PROJECTS if measures & set(own.quantities)}


@pytest.mark.parametrize("gone", ["measure", "area"])
def test_a_reference_to_what_is_gone_is_found(gone):
    study = chained()
    if gone == "measure":
        measure = next(iter(PROJECTS[0].quantities))
        study = study.replaced(portfolios=[PACKAGE.without(measure)])
        expected = {
            (f"measure/{PACKAGE.id}/{measure}", f"project/{own.id}")
            for own in PROJECTS
            if measure in own.quantities
        }
    else:
        limit = replace(LIMIT, areas=("nergens",))
        study = study.replaced(dialogue=replace(study.dialogue, criteria=(limit,)))
        expected = {("risk/damage_pluvial/nergens", f"threshold/{LIMIT.id}")}
    assert {(link.source, link.target) for link in study_chain(study).broken} == expected

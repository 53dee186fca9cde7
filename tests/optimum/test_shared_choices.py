"""What nearly equal packages share and where they differ."""

from kans_model.measures.portfolio import Portfolio
from kans_model.optimum.shared_choices import differing_uptakes, n_areas_always_built
from tests.fixtures.small import corner


def package(name, **uptakes):
    made = Portfolio(id=name, title=name)
    for measure, uptake in uptakes.items():
        made = made.with_uptake(measure, uptake)
    return made


def test_measures_that_differ_are_listed_the_widest_apart_first():
    packages = [package("a", wadi=0.5, street_tree=0.3), package("b", wadi=0.4, street_tree=0.9)]
    found = differing_uptakes(packages)
    assert list(found.items()) == [("street_tree", [0.3, 0.9]), ("wadi", [0.5, 0.4])]


def test_measures_that_hardly_differ_are_left_out():
    assert differing_uptakes([package("a", wadi=0.5), package("b", wadi=0.51)]) == {}


def test_a_measure_of_one_package_only_is_always_built_nowhere():
    packages = [package("a", wadi=1.0, heat_plan=1.0), package("b", heat_plan=1.0)]
    places = n_areas_always_built(corner(3), packages)
    assert places.to_dict() == {"heat_plan": 3}  # a plan fits in each of the three buurten

"""How well an indicator is known: never given where anything it rests on was filled in."""

from kans_model.city.city import City
from kans_model.comparison.indicator_quality import qualities, quality_counts
from kans_model.study.study import Study
from kans_model.tables.reading import table
from tests.fixtures.cities import areas


def test_every_indicator_of_the_table_has_its_inputs():
    assert set(table("indicator_inputs").index) == set(table("indicators").index)


def test_every_buurt_is_counted_once():
    city = City.demo()
    assert (quality_counts(Study.default(city)).sum(axis=1) == len(city.areas)).all()


def test_a_figure_that_is_filled_in_makes_estimated_and_one_nobody_has_makes_unknown():
    study = Study.default(City.demo())
    code = str(study.city.areas.index[3])
    assert qualities(study)[code]["shade"] == "given"
    poorer = study.replaced(
        city=study.city.with_values(code, tree_canopy_share=None, vulnerable_buildings=None)
    )
    found = qualities(poorer)[code]
    assert found["shade"] == "estimated"
    assert found["foundations"] == "unknown"
    assert found["green"] == "given"


def test_a_city_that_brings_only_a_map_has_nothing_given():
    study = Study.default(City.from_areas(areas(["A", "B"]), "Stad"))
    assert quality_counts(study)["given"].sum() == 0

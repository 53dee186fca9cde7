"""By when what is unacceptable must be gone: what an agenda of works reads."""

from kans_model.dialogue.criteria import LATEST_YEAR, Criterion
from kans_model.dialogue.latest_years import latest_years
from tests.fixtures.small import corner

AREAS = corner(3).city.areas


def test_unacceptable_risks_stand_by_year_and_others_do_not():
    criteria = (
        Criterion("late", "deaths", 3.0, "unacceptable", latest_year=2045),
        Criterion("soft", "pet", 39.0, "undesirable", ""),
        Criterion("soon", "green", 20.0, "unacceptable", "", areas=(AREAS.index[1],), latest_year=2030),
        Criterion("open", "shade", 20.0, "unacceptable", "", each=True),
    )
    found = latest_years(criteria, AREAS)
    assert list(found["criterion"]) == ["soon", "late", "open"]
    assert list(found["latest_year"]) == [2030, 2045, LATEST_YEAR]
    assert found["areas"][0] == (AREAS.index[1],)
    assert found["areas"][1] == tuple(AREAS.index)
    assert list(found["each"]) == [False, False, True]


def test_nobody_who_finds_nothing_unacceptable_asks_for_a_year():
    assert len(latest_years((), AREAS)) == 0

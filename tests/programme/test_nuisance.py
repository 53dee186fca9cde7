"""Street openings that going along with works avoids, counted by hand."""

from kans_model.programme.nuisance import days_avoided, openings_avoided
from kans_model.programme.opportunities import joined_with_works, missed_opportunities
from kans_model.programme.works import Work
from tests.fixtures.programmes import PROJECTS, planned

PUBLIC = next(own for own in PROJECTS if own.owner == "gemeente")
AREA = next(iter(next(iter(PUBLIC.quantities.values()))))


def plan_beside(work, start=2030):
    return planned([start] * len(PROJECTS), works=(work,)).plan()


def test_works_of_a_year_in_which_nothing_is_built_avoid_no_opening():
    nothing = plan_beside(Work("w", "Riool", "street", {AREA: 1.0}, 2028, 2028))
    assert openings_avoided(nothing) == 0
    assert days_avoided(nothing) == 0


def test_every_project_that_goes_along_in_a_buurt_is_one_opening():
    found = plan_beside(Work("w", "Straat", "street", {AREA: 1.0}, 2030, 2030))
    saving = found.values.line_saving_eur[:, 3] > 0
    expected = {(found.values.lines.project[line], AREA) for line in saving.nonzero()[0]}
    assert openings_avoided(found) == len(expected) >= 1
    assert days_avoided(found) == 15 * len(expected)


def test_planning_along_with_missed_works_avoids_openings():
    work = Work("w", "Straat", "street", {AREA: 1.0}, 2028, 2028)
    study = planned([2030] * len(PROJECTS), works=(work,))
    plan = study.plan()
    (missed,) = missed_opportunities(plan, [work])
    along = study.replaced(programme=joined_with_works(plan, missed.work)).plan()
    assert openings_avoided(along) > openings_avoided(plan)

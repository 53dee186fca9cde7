"""A study on a city that changed: what no longer fits is cut, what belongs elsewhere is carried over."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.programme.works import Work
from kans_model.study.fitting import carried_over, fitted, other_figures
from kans_model.study.study import Study
from kans_model.tables import reading
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo
from tests.fixtures.programmes import PROJECTS, planned


def with_wadi(study, code, quantity):
    return study.with_portfolio(study.portfolio("eigen").with_quantity("wadi", code, quantity))


def test_a_quantity_that_fits_no_longer_is_cut_to_what_does_and_told():
    """Half of what fits stays; a square metre more than all of it loses that metre."""
    study = demo()
    room = study.baseline.room
    code = study.city.areas.index[int(np.argmax(room.potential[room.place["wadi"]]))]
    most = float(study.portfolio("eigen").most_by_hand(room, code)[room.place["wadi"]])
    fine = with_wadi(study, code, most / 2)
    assert fitted(fine) == (fine, [])
    cut, cuts = fitted(with_wadi(study, code, most + 1))
    assert [(cut_.measure, cut_.area) for cut_ in cuts] == [("wadi", code)]
    assert cuts[0].asked == pytest.approx(most + 1)
    assert cuts[0].fits == pytest.approx(most)
    cut.evaluate("eigen")  # and it can be worked out again


def test_two_measures_share_what_fits_in_the_order_they_were_set():
    study = demo()
    room, package = study.baseline.room, study.portfolio("eigen")
    code = study.city.areas.index[0]
    for measure in ("wadi", "swale_ditch"):
        package = package.with_quantity(measure, code, float(room.potential[room.place[measure], 0]) * 2)
    cut, cuts = fitted(study.with_portfolio(package))
    assert len(cuts) == 2
    cut.evaluate("eigen")


def test_a_study_of_an_earlier_import_goes_along_where_codes_match():
    study = demo()
    code = study.city.areas.index[3]
    changed = study.replaced(city=study.city.with_values(code, residents=1.0))
    values = {**changed.to_dict(), "city": {**changed.to_dict()["city"], "content_hash": "0" * 64}}
    with pytest.raises(KansError):
        Study.from_dict(values, City.demo())
    carried = carried_over(values, City.demo()).study
    assert [own.id for own in carried.portfolios] == [own.id for own in study.portfolios]
    assert carried.city.corrections == {}


def test_other_tables_or_another_model_are_known_from_the_file():
    values = demo().to_dict()
    assert not other_figures(values)
    assert other_figures({**values, "tables": "0"})
    assert other_figures({**values, "model": "1"})
    assert values["tables"] == reading.content_hash()


def test_a_programme_goes_along_to_a_new_import_where_codes_match():
    """Of a project and of works the areas that are gone fall away, and what has none left altogether."""
    study = planned([2030] * len(PROJECTS))
    here = study.city.areas.index[0]
    works = (
        Work("a", "Riool", "sewer", {here: 0.2, "WEG1": 0.3}, 2029, 2030),
        Work("b", "Weg", "street", {"WEG1": 0.3}, 2031, 2031),
    )
    values = study.replaced(programme=study.programme.with_works(works)).to_dict()
    first, second, *rest = values["programme"]["projects"]
    first["quantities"] = {"wadi": {here: 10.0, "WEG2": 5.0}, "swale_ditch": {"WEG2": 5.0}}
    second["quantities"] = {"wadi": {"WEG2": 5.0}}
    rest[0]["after"], rest[0]["excludes"] = [second["id"], first["id"]], [second["id"]]
    values["city"]["content_hash"] = "0" * 64
    carried = carried_over(values, City.demo())
    programme = carried.study.programme
    assert [dict(work.shares) for work in programme.works] == [{here: 0.2}]
    assert programme.project(first["id"]).quantities == {"wadi": {here: 10.0}}
    assert second["id"] not in {project.id for project in programme.projects}
    assert programme.project(rest[0]["id"]).after == (first["id"],)
    assert programme.project(rest[0]["id"]).excludes == ()
    assert programme.project(rest[1]["id"]).quantities.keys() == PROJECTS[3].quantities.keys()
    assert carried.gone == ["WEG1", "WEG2"]
    programme.check(carried.study.city.areas.index, carried.study.actors.known)

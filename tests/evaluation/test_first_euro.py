"""What the first euro of a measure avoids: the slope of the model itself, hazard by hazard."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.measures.portfolio import Portfolio
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS
from tests.fixtures.cities import areas
from tests.fixtures.packages import MEASURES, demo

LITTLE = 1e-5


@pytest.mark.parametrize("measure", MEASURES)
def test_the_first_euro_avoids_what_the_model_says_of_very_little(measure):
    study = demo()
    base, place = study.baseline, MEASURES.index(measure)
    if base.room.potential[place].sum() == 0:
        assert np.isnan(base.first_euro.avoided_eur_per_keur[:, place]).all()
        return
    result = study.evaluate(Portfolio(id="little").with_uptake(measure, LITTLE))
    avoided = np.nan_to_num(result["avoided_eur"].sel(horizon="2050").values)
    per_keur = 1000 * avoided / float(result["present_value_cost_total_eur"])
    worth = base.first_euro.avoided_eur_per_keur[:, place]
    np.testing.assert_allclose(np.nan_to_num(worth), per_keur, rtol=0.06, atol=1e-3)  # slopes over half a mm


def test_measures_act_on_the_hazards_whose_damage_they_move():
    base = demo().baseline
    for place, measure in enumerate(MEASURES):
        acts = base.first_euro.acts_on[:, place]
        moved = np.nan_to_num(base.first_euro.avoided_eur_per_unit[:, place]).max(axis=1) > 0
        assert not (moved & ~acts).any(), measure
    wadi, tree, fountain = (MEASURES.index(name) for name in ("wadi", "street_tree", "fountain"))
    # a wadi holds a shower, and what sinks in of all other rain keeps foundations wet
    assert base.first_euro.acts_on[:, wadi].tolist() == [True, False, True, False]
    assert base.first_euro.acts_on[:2, tree].tolist() == [True, True]
    assert not base.first_euro.acts_on[:, fountain].any()


def test_a_measure_of_an_unknown_hazard_has_an_unknown_worth_not_none():
    bare = City.from_areas(areas(residents=[900.0] * 6, households=[420.0] * 6), "Kaal")
    base = Study.default(bare).baseline
    drought, repair = HAZARDS.index("drought"), MEASURES.index("foundation_repair")
    assert np.isnan(base.ead_before_eur[drought]).all()
    assert base.first_euro.acts_on[drought, repair]
    assert np.isnan(base.first_euro.avoided_eur_per_keur[drought, repair])

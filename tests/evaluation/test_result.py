"""What a labelled result knows and does not know."""

import numpy as np
import xarray as xr

from kans_model.evaluation.result import known_sum, labelled, relabelled
from tests.fixtures.packages import demo


def test_a_sum_leaves_out_what_is_unknown_and_is_unknown_where_nothing_is_known():
    values = np.array([[1.0, np.nan], [2.0, np.nan]])
    assert known_sum(values, axis=0).tolist()[0] == 3.0
    assert np.isnan(known_sum(values, axis=0)[1])
    assert float(known_sum(values)) == 3.0


def test_labels_laid_on_by_the_short_cut_are_the_labels_of_the_long_way():
    base = demo().baseline
    n_measures, n_areas = base.room.potential.shape
    parts = {
        "quantity": (
            ("measure", "area"),
            np.arange(n_measures * n_areas, dtype=float).reshape(n_measures, -1),
        ),
        "npv_eur": ((), -5.0),
    }
    long_way = labelled(base, parts)
    short_cut = relabelled(long_way, parts, "own")
    assert short_cut.attrs["portfolio"] == "own"
    assert short_cut["quantity"].attrs["unit"] == "unit of the measure"
    xr.testing.assert_identical(short_cut.drop_attrs(), long_way.drop_attrs())

"""Which columns a city has, and what may stand in them."""

import pandas as pd
import pandera.pandas as pa
import pytest

from kans_model.city import columns


@pytest.mark.parametrize(
    ("name", "effect", "mm", "minutes"),
    [
        ("buildings_entered_70mm_60min", "entered", "70", "60"),
        ("buildings_wet_160mm_120min", "wet", "160", "120"),
    ],
)
def test_a_stress_test_is_known_by_its_name(name, effect, mm, minutes):
    found = columns.STRESS_TEST.fullmatch(name)
    assert found is not None
    assert found.groups() == (effect, mm, minutes)
    assert name in columns.number_columns([name])


@pytest.mark.parametrize("name", ["buildings_entered", "buildings_dry_70mm_60min", "buildings_wet_70mm"])
def test_what_looks_like_one_is_none(name):
    assert columns.STRESS_TEST.fullmatch(name) is None
    assert name not in columns.number_columns([name])


def test_a_number_outside_its_range_is_refused_and_an_unknown_one_is_not():
    schema = columns.schema(["share_65plus"])
    schema.validate(pd.DataFrame({"share_65plus": [0.0, 1.0, None]}, dtype=float))
    with pytest.raises(pa.errors.SchemaError):
        schema.validate(pd.DataFrame({"share_65plus": [21.0]}))


def test_a_range_is_said_with_its_unit():
    assert columns.must_be("woz_eur").text() == "5000–20000000 EUR"
    assert columns.bounds("share_65plus") == (0, 1)
    assert columns.unit("sewer_storage_mm") == "mm"

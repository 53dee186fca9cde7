"""All that fits is a maximum that can exist: no roof bears two, nothing stands where it does nothing."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.city.columns import FLOOD_DEPTHS
from kans_model.tables.vocabulary import STOCKS
from tests.fixtures.packages import MEASURES, demo

ROOFS = ("blue_green_roof", "water_roof", "green_roof_intensive", "green_roof_extensive", "cool_roof")


@pytest.fixture(scope="module")
def base():
    return demo().baseline


def test_roofs_do_not_stand_on_each_other_by_hand(base):
    """Of a flat roof 40 % can bear a blue-green roof, 30 % a water roof, 15 % an intensive one, 60 % an
    extensive one and 80 % a light colour. In this order of worth: 40 %; the water and intensive roofs suit
    the strong roofs that are taken; of the 60 %, 20 % are left; of the 80 %, 20 %. Together 80 %, not 225 %.
    """
    room = base.room
    rows = [room.place[name] for name in ROOFS]
    share, worth = np.zeros(len(MEASURES)), np.zeros((len(MEASURES), len(room.areas)))
    share[rows] = [0.4, 0.3, 0.15, 0.6, 0.8]
    worth[rows] = np.array([5.0, 4.0, 3.0, 2.0, 1.0])[:, None]
    roof_m2 = room.stock[STOCKS.index("flat_roof")]
    granted = room.best_first(share[:, None] * roof_m2 / room.stock_per_unit[:, None], worth)[rows]
    for row, part in enumerate([0.4, 0.0, 0.0, 0.2, 0.2]):
        np.testing.assert_allclose(granted[row], part * roof_m2, atol=1e-6)


def test_the_best_of_each_area_comes_first_there(base):
    """Two areas, two measures on the street that swap worth: each takes its area, the other the rest."""
    room = base.room
    first, second = room.place["permeable_paving"], room.place["permeable_storage_paving"]
    street = room.stock[STOCKS.index("street")]
    quantity, worth = np.zeros_like(room.potential), np.zeros_like(room.potential)
    quantity[first], quantity[second] = 0.3 * street, 0.2 * street
    worth[first], worth[second] = 1.0, 2.0
    worth[first, 1], worth[second, 1] = 2.0, 1.0
    granted = room.best_first(quantity, worth)
    np.testing.assert_allclose(granted[second, 0], 0.2 * street[0])
    np.testing.assert_allclose(granted[first, 0], 0.1 * street[0])
    np.testing.assert_allclose([granted[first, 1], granted[second, 1]], [0.3 * street[1], 0.0])


def test_a_ground_floor_is_made_proof_once(base):
    """Barriers and wet proofing each suit 10 % of the ground floors; together they take 10 %, not 20 %."""
    quantity, room = demo().evaluate("alles")["quantity"].values, base.room
    rows = [room.place[name] for name in ("door_barrier", "wet_proofing")]
    both = quantity[rows].sum(axis=0)
    np.testing.assert_allclose(both, room.potential[rows].max(axis=0), atol=1e-9)


def test_nothing_stands_where_it_avoids_nothing(base):
    quantity = demo().evaluate("alles")["quantity"].values
    assert not quantity[base.first_euro.value_per_stock <= 0].any()
    without_effect = ("fountain", "shade_sail", "cool_paving", "vital_raise")
    assert not quantity[[base.room.place[name] for name in without_effect]].any()


def test_no_levee_without_a_flood_map():
    study = demo()
    assert study.evaluate("alles")["quantity"].sel(measure="levee").sum() > 0
    unmapped = study.city.areas.assign(**dict.fromkeys(FLOOD_DEPTHS, np.nan))
    city = City("Zonder kaart", unmapped, study.city.filled, True)
    quantity = study.replaced(city=city).evaluate("alles")["quantity"]
    assert quantity.sel(measure="levee").sum() == 0
    assert quantity.sel(measure="wadi").sum() > 0


def test_it_costs_what_somebody_could_name():
    """Under the 19,000 euro per resident of a sum of what excludes each other, and above a Maatlat level."""
    study = demo()
    per_resident = study.evaluate("alles")["capex_eur"].sum() / study.city.areas["residents"].sum()
    assert 2_000 < float(per_resident) < 12_000


def test_shares_of_one_surface_never_exceed_the_largest_that_fits(base):
    quantity, room = demo().evaluate("alles")["quantity"].values, base.room
    pool, _ = room.pools
    claim, fits = quantity * room.stock_per_unit[:, None], room.potential * room.stock_per_unit[:, None]
    for p in range(pool.max() + 1):
        mine = pool == p
        assert (claim[mine].sum(axis=0) <= fits[mine].max(axis=0) * (1 + 1e-9) + 1e-6).all()

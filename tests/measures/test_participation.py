"""On private ground only what owners join in fits, as uncertain as a price; worked by hand."""

import numpy as np
import pytest

from kans_model.measures.portfolio import Portfolio, new_choice
from kans_model.optimum.optimum import optimum
from kans_model.optimum.question import Question
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import PUBLIC_OWNERS
from kans_model.uncertainty import ensemble
from kans_model.words.problems import KansError
from tests.fixtures.packages import MEASURES, demo


def test_what_fits_on_private_ground_is_its_room_times_who_joins():
    """A tenth of a garden can be a rain garden and 15 % of the owners join: 1.5 %, as far as soil suits."""
    study = demo()
    room, areas = study.baseline.room, study.city.areas
    suited = table("measures")[[f"suitability_{soil}" for soil in ("sand", "clay", "peat")]].loc[
        "rain_garden"
    ]
    share = areas["soil"].map(dict(zip(("sand", "clay", "peat"), suited, strict=True)))
    depth = table("measures")["groundwater_depth_min_m"]["rain_garden"]
    dry = (areas["groundwater_depth_m"] >= np.nan_to_num(depth)).to_numpy()
    expected = 0.1 * 0.15 * areas["private_garden_m2"] * share * dry
    np.testing.assert_allclose(room.potential[room.place["rain_garden"]], expected)


def test_public_ground_needs_nobody_to_join():
    rows = table("measures")
    public = rows["owner"].isin(PUBLIC_OWNERS)
    assert (rows["participation_share"][public] == 1).all()
    assert (rows["participation_share"][~public] < 1).all()
    assert (rows["participation_share_high"] > rows["participation_share_low"])[~public].all()


def test_an_own_participation_moves_what_fits_and_is_certain():
    study = demo()
    own = study.assumptions.with_value("rain_garden:participation_share", 0.3, "peiling onder bewoners")
    moved, place = study.replaced(assumptions=own), MEASURES.index("rain_garden")
    potential = [one.baseline.room.potential[place] for one in (study, moved)]
    np.testing.assert_allclose(potential[1], 2 * potential[0])
    drawn = ensemble.draws(moved, n=32, seed=5).measure["participation_share"]
    assert (drawn[:, place] == 1).all()
    assert np.ptp(drawn[:, MEASURES.index("rain_barrel")]) > 0


def test_more_by_hand_than_owners_can_bring_is_refused():
    study = demo()
    code, room = study.city.areas.index[0], study.baseline.room
    most = room.potential[room.place["rain_garden"], 0]
    study.evaluate(Portfolio(id="a").with_quantity("rain_garden", code, most))
    with pytest.raises(KansError):
        study.evaluate(Portfolio(id="a").with_quantity("rain_garden", code, 1.1 * most))


def test_who_joins_is_drawn_for_everything_a_measure_does():
    """With only participation drawn, cost, co-benefit and protection of one measure go up and down with it.

    Barriers at a share x of what is at risk, half well placed, stopping 0.8: a draw f avoids 0.4 · f · x.
    """
    study, n = demo(), 16
    drawn = ensemble.draws(study, n=n, seed=4)
    package = Portfolio(id="a", choices={"door_barrier": new_choice(1.0)})
    certain = {column: np.ones_like(values) for column, values in drawn.measure.items()}
    certain |= {
        column: np.tile(study.baseline.measure[column], (n, 1))
        for column in certain
        if column.endswith("protected_share")
    }
    joins = drawn.measure["participation_share"]
    only = ensemble.Draws("joins", {}, {**certain, "participation_share": joins}, np.zeros(n), np.ones(n))
    mid, bands = study.evaluate(package), study.evaluate(package, only)
    f = joins[:, MEASURES.index("door_barrier")]
    np.testing.assert_allclose(bands["capex_eur"], f * float(mid["capex_eur"].sum()))
    np.testing.assert_allclose(
        bands["present_value_cost_eur"], f * float(mid["present_value_cost_total_eur"])
    )
    damage = mid["damage_before_eur"].sel(component="pluvial_dwellings", horizon="2050").values
    avoided = bands["avoided_eur"].sel(hazard="pluvial", horizon="2050").values
    reached = study.evaluate(package)["quantity"].sel(measure="door_barrier").values
    at_risk = study.baseline.protection.at_risk[MEASURES.index("door_barrier")]
    share = np.divide(reached, at_risk, out=np.zeros_like(reached), where=at_risk > 0)
    expected = (0.5 * 0.8 * np.minimum(1, f[:, None] * share) * damage).sum(axis=1)
    np.testing.assert_allclose(avoided, expected, rtol=2e-4)


def test_public_and_private_euro_add_up_to_the_investment():
    study = demo()
    package = Portfolio(id="a", choices={"wadi": new_choice(0.5), "rain_barrel": new_choice(1.0)})
    result, bands = study.evaluate(package), study.evaluate(package, ensemble.draws(study, n=16, seed=4))
    capex = result["capex_eur"].to_series()
    assert float(result["capex_public_eur"]) == pytest.approx(capex["wadi"])
    assert float(result["capex_private_eur"]) == pytest.approx(capex["rain_barrel"])
    np.testing.assert_allclose(bands["capex_public_eur"] + bands["capex_private_eur"], bands["capex_eur"])


def test_a_budget_of_municipality_and_water_board_leaves_owners_to_join():
    """The same ten million holds what owners pay, or is of public bodies and that comes beside it."""
    study = demo()
    of_all, public = (
        optimum(study, Question(budget_eur=1e7, budget_of=whose)) for whose in ("all", "public")
    )
    assert of_all.capex_eur <= 1e7 * (1 + 1e-9)
    assert public.capex_public_eur <= 1e7 * (1 + 1e-9) < public.capex_eur
    assert public.capex_private_eur > 0
    assert public.avoided_eur_per_year > of_all.avoided_eur_per_year
    assert (public.quantity <= study.baseline.room.potential * (1 + 1e-9)).all()
    assert 0 <= public.gap < 0.01


def test_a_budget_of_nobody_known_is_refused():
    with pytest.raises(KansError, match="burgers"):
        Question(budget_eur=1e6, budget_of="burgers").check(demo())


def test_a_question_of_before_participation_was_part_of_what_fits_opens_without_it():
    assert Question.from_dict({"budget_eur": 1e6, "private_most": 0.4}) == Question(budget_eur=1e6)

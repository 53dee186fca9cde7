"""The national check: two estimates from outside, like for like."""

import numpy as np
import pytest

from kans_model.city.city import City
from kans_model.comparison.national_check import (
    by_theme_eur,
    is_scaled,
    national_check,
    scaled_share,
    unknown_themes,
)
from kans_model.hazards.rainfall import return_period_years
from kans_model.reports.national_in_words import check_in_words, summarised
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.packages import demo


def test_the_national_estimates_are_brought_to_the_prices_of_the_study():
    index = table("price_index")["factor"]
    lower, total = national_check(demo())
    assert lower.national_eur == pytest.approx(56 * float(index[("consumer", 2024)]))
    assert total.national_eur == pytest.approx(305 * float(index[("consumer", 2020)]))


def test_the_city_stands_beside_them_over_the_same_themes_and_years():
    lower, total = national_check(demo())
    damage = demo().evaluate("eigen")["ead_before_eur"].sel(hazard=["pluvial", "heat", "drought"])
    now, in_2050, _ = damage.sum(["hazard", "area"]).values / demo().city.areas["residents"].sum()
    # 2018–2025 held at now (8 years), 2026–2050 on the line from 2025 to 2050
    on_the_line = [now + (in_2050 - now) * step / 25 for step in range(1, 26)]
    assert lower.city_eur == pytest.approx(in_2050)  # PBL: what damage can rise to
    assert total.city_eur == pytest.approx((8 * now + sum(on_the_line)) / 33)
    assert total.ratio == pytest.approx(total.city_eur / total.national_eur)


def test_both_ratios_are_of_the_right_order():
    ratios = [one.ratio for one in national_check(demo())]
    assert np.all(np.array(ratios) > 0.1)
    assert np.all(np.array(ratios) < 3)


def test_what_lies_outside_is_explained():
    for one in national_check(demo()):
        for lang in LANGUAGES:
            assert len(t(f"national.{one.key}.outside", lang)) > 40


def test_what_was_scaled_to_a_national_total_says_so():
    """Buildings reached carry all pluvial damage; so all of it, and no drought, is scaled."""
    lines = demo().evaluate("niets_doen")["damage_before_eur"].sel(horizon="now").sum("area")
    eur = {
        str(name): float(value) for name, value in zip(lines["component"].values, lines.values, strict=True)
    }
    scaled = sum(value for name, value in eur.items() if is_scaled(name))
    assert sum(value for name, value in eur.items() if name.startswith("pluvial")) <= scaled
    counted = sum(value for name, value in eur.items() if not name.startswith("flood"))
    assert scaled_share(demo()) == pytest.approx(scaled / counted)
    assert (table("damage_functions").loc["share_reached", "scaled_to"] == "national_total").all()


def test_a_figure_whose_note_says_scaled_is_marked_so():
    for name in ("assumptions", "damage_functions", "foundations"):
        rows = table(name)
        says = rows["note"].str.contains("scaled on a national|scaled to 425", case=False)
        assert (rows["scaled_to"][says] == "national_total").all(), name


def test_the_norm_of_70_mm_has_the_return_period_of_the_models_own_rain():
    """70 mm in an hour: once in 200 years now, in 156 at the 1.5 degrees of 2050H; nowhere once in 100."""
    warming = table("climate_scenarios").loc[("Hd", "2050"), "global_warming_degc"]
    periods = [int(return_period_years(70, 60).round()), int(return_period_years(70, 60, warming).round())]
    assert periods == [200, 156]
    norms = table("norms")
    heavy = norms[(norms["value"] == 70) & (norms["unit"] == "mm")]
    assert len(heavy) == 3
    for _, row in heavy.iterrows():
        assert "200 years now" in row["note"] or "in 200 years" in row["note"]
        assert "156 years in 2050H" in row["note"]
        assert not any("100" in row[f"name_{lang}"] for lang in LANGUAGES)


def test_what_a_city_does_not_know_is_unknown_beside_the_country_and_its_sum_a_lower_end():
    """Without foundations, drought is unknown: never € 0, and the other two themes make the sum."""
    areas = demo().city.areas.drop(columns="vulnerable_buildings", errors="ignore")
    study = Study.default(City.from_areas(areas, "zonder funderingen"))
    eur = by_theme_eur(study)
    assert np.isnan(eur["drought"]).all()
    assert unknown_themes(study) == ["drought"]
    lower, _ = national_check(study)
    assert lower.city_eur == pytest.approx(eur["pluvial"][1] + eur["heat"][1])
    assert "Droogte: onbekend" in check_in_words(study, "nl")
    assert summarised(study)["eur_per_resident_per_year"]["drought"] == dict.fromkeys(HORIZONS)

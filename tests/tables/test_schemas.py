"""The data tables: complete, sourced, ordered, and refused with all their problems at once."""

import numpy as np
import pandas as pd
import pytest

from kans_model import data_folder
from kans_model.data_folder import csv_files, data_path
from kans_model.hazards.heat import degree_days
from kans_model.tables.reading import check, content_hash, table
from kans_model.tables.schemas import TABLES
from kans_model.words.problems import KansError

EVIDENCE = {"cited", "derived", "expert"}
NAMED = ("measures", "opgaven", "assumptions", "typologies", "soils", "actors", "hazards")
COEFFICIENTS = sorted(name for name in TABLES if name not in ("sources", "synonyms"))


def raw(name):
    with (data_path() / "tables" / f"{name}.csv").open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype=str, keep_default_na=False)


def test_every_table_of_the_folder_has_a_schema():
    assert {path.name.removesuffix(".csv") for path in csv_files("tables")} == set(TABLES)


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_every_row_names_one_source_that_exists_and_its_evidence(name):
    frame = table(name).reset_index()
    assert set(frame["source"]) <= set(table("sources").index)
    assert set(frame["evidence"]) <= EVIDENCE


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_a_row_without_evidence_or_with_an_unknown_source_is_refused(name):
    frame = raw(name)
    frame.loc[0, "evidence"] = ""
    frame.loc[len(frame) - 1, "source"] = "hearsay"
    with pytest.raises(KansError) as error:
        check(frame, TABLES[name].schema, f"{name}.csv", TABLES[name].rules)
    assert {"evidence", "source"} <= {problem.column for problem in error.value.problems}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_low_mid_and_high_stand_in_order(name):
    frame = table(name).reset_index()
    for column in frame.columns:
        low = "low" if column == "value" else f"{column}_low"
        high = "high" if column == "value" else f"{column}_high"
        if low in frame and high in frame and frame[column].dtype.kind == "f":
            known = frame[[low, column, high]].dropna()
            assert (known[low] <= known[column]).all(), (name, column)
            assert (known[column] <= known[high]).all(), (name, column)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_row_has_a_name_in_both_languages(name, lang):
    assert (table(name)[f"name_{lang}"].str.strip() != "").all()


def test_at_least_fifty_measures_each_scored_on_all_nine_opgaven():
    measures, opgaven = table("measures").index, table("opgaven").index
    assert len(measures) >= 50
    assert len(opgaven) == 9
    scores = table("synergies").reset_index().pivot_table(index="measure", columns="opgave", values="score")
    assert set(scores.index) == set(measures)
    assert scores.notna().all().all()
    assert scores.isin([-2, -1, 0, 1, 2]).all().all()


def test_ten_built_up_typologies_and_four_of_open_land_whose_surfaces_fill_the_area():
    kinds = table("typologies")
    surfaces = [
        f"{name}_share"
        for name in ("flat_roof", "pitched_roof", "public_paved", "private_paved", "public_green")
    ]
    surfaces += ["private_garden_share", "water_share"]
    assert kinds["built_up"].value_counts().to_dict() == {1: 10, 0: 4}
    np.testing.assert_allclose(kinds[surfaces].sum(axis=1), 1)


def test_four_climates_at_three_horizons():
    assert list(table("climate_scenarios").index) == [
        (climate, horizon) for climate in ("Hd", "M", "Ln", "nu") for horizon in ("now", "2050", "2100")
    ]


def test_the_moderate_climate_lies_on_straight_lines_between_the_published_ones():
    rows = table("climate_scenarios")
    corners = rows.loc[[("nu", "now"), ("Ln", "2050"), ("Hd", "2050"), ("Hd", "2100")]]
    columns = [
        *(f"hot_days_ge{degrees}" for degrees in (20, 25, 30, 35)),
        "cooling_degree_days",
        "deficit_mm",
    ]
    assert rows.loc["M"]["global_warming_degc"].tolist() == [0.4, 1.1, 1.9]  # rainfall statistics of 2024
    for horizon in ("2050", "2100"):
        here = rows.loc[("M", horizon)]
        for column in columns:
            line = np.interp(here["global_warming_degc"], corners["global_warming_degc"], corners[column])
            rounding = 0.5 if column in ("cooling_degree_days", "deficit_mm") else 0.05
            assert abs(here[column] - line) <= rounding + 1e-9, (horizon, column)


def test_days_and_cooling_degree_days_of_every_climate_agree():
    thresholds = [20, 25, 30, 35]
    for label, row in table("climate_scenarios").iterrows():
        days = [float(row[f"hot_days_ge{degrees}"]) for degrees in thresholds]
        # the mean of a day is above 22 °C when its maximum is above 22 plus the difference
        base = 22 + float(row["tmax_minus_tmean_degc"])
        found = float(degree_days(thresholds, days, base, tail_degc=47))
        assert found == pytest.approx(row["cooling_degree_days"], abs=0.05), label


@pytest.mark.parametrize(
    ("name", "row", "column", "value"),
    [
        # as printed in the sources named in each row
        ("damage_functions", ("share_reached", 0.0), "value", 0.0),
        ("assumptions", "wss_dwelling_eur_m2", "value", 271),  # WSS, price level 2010
        ("assumptions", "road_local_eur_ha", "value", 760),
        ("assumptions", "vsl_eur", "value", 6_300_000),  # ESB 2022
        ("discount_rates", "standard_2021", "value", 0.0225),  # Werkgroep discontovoet 2020
        ("climate_scenarios", ("Hd", "now"), "hot_days_ge25", 25.8),  # KNMI'23
        ("soils", "sand", "infiltration_mm_h", 20),
    ],
)
def test_figures_are_those_of_their_sources(name, row, column, value):
    assert float(table(name).loc[row, column]) == value


def test_all_problems_of_a_table_are_told_at_once_in_the_readers_language():
    frame = raw("measures")
    frame.loc[frame["measure"] == "wadi", ["capex_eur", "lifetime_years"]] = ["-5", "lang"]
    with pytest.raises(KansError) as error:
        check(frame, TABLES["measures"].schema, "measures.csv", TABLES["measures"].rules)
    for lang, must in (("nl", "moet"), ("en", "must be")):
        lines = error.value.text(lang).splitlines()
        about = [line for line in lines if line.startswith("measures.csv: wadi:")]
        assert any("capex_eur" in line and "-5" in line.replace("−", "-") and must in line for line in about)
        assert any("lifetime_years" in line and "lang" in line and must in line for line in about)


def test_the_hash_sees_figures_and_not_texts(tmp_path, monkeypatch):
    for folder in ("tables", "texts"):
        (tmp_path / folder).mkdir()
        for path in csv_files(folder):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(data_folder, "data_path", lambda: tmp_path)

    def hashed():
        content_hash.cache_clear()
        return content_hash()

    first = hashed()
    (tmp_path / "texts" / "words.csv").write_text("key,nl,en\n", encoding="utf-8")
    assert hashed() == first
    measures = tmp_path / "tables" / "measures.csv"
    measures.write_text(measures.read_text(encoding="utf-8").replace(",0.95,", ",0.96,", 1), encoding="utf-8")
    changed = hashed()
    monkeypatch.undo()
    content_hash.cache_clear()
    assert changed != first

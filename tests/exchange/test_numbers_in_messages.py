"""Numbers in messages have the decimal sign of the language, whatever is asked, refused or said."""

import pytest

from kans_model.exchange.city_import import import_city
from kans_model.exchange.file_explanation import explain_file
from kans_model.words.problems import KansError
from tests.bad_inputs.decimal_points import decimal_points
from tests.fixtures.cities import squares

CODES = [f"BU999900{number:02}" for number in range(1, 13)]
COLUMNS = {
    "two scales of depth": {"grondwaterdiepte_m": ["0,8", "1,25", "50", "0,7"] * 3},
    "metres or centimetres": {"waterdiepte_t100": ["35,5", "12,25", "8", "0"] * 3},
    "levels in NAP": {"grondwaterdiepte": ["-0,85", "-0,5", "0,25", "0,1"] * 3},
    "parts of a count": {"aantal_inwoners": ["1,25", "900", "800", "700"] * 3},
    "parts said": {"aantal_inwoners": ["1250,5", "900,25", "800,75", "700"] * 3},
    "two units of shares": {"percentage_koopwoningen": ["0,625", "41,5", "78,25", "55"] * 3},
    "fractions": {"percentage_koopwoningen": ["0,625", "0,41", "0,78", "0,55"] * 3},
    "two sizes of money": {"gemiddelde_woningwaarde": ["350,5", "280,25", "9000,5", "9900"] * 3},
    "an amount alone": {"gemiddelde_woningwaarde": [*["350,5"] * 11, "19000,75"]},
    "another size": {"rioolberging": ["70,5", "82,25", "65,125"] * 4},
    "surfaces": {"openbaar_groen_m2": ["2,5", "3,75", "1,25"] * 4},
    "a usual sum": {"aantal_inwoners": [900] * 12, "banen": ["0,5", "1,25", "0,75"] * 4},
    "mapped numbers": {"rioolafvoer (l/s/ha)": ["720,5", "725,25", "721,125"] * 4},
    "a part over its whole": {"percentage_65plus": [18] * 12, "percentage_75plus": ["22,75", *["6,5"] * 11]},
    "parts that make no whole": {"koopwoningen (%)": ["60,5"] * 12, "huurwoningen (%)": ["60,25"] * 12},
    "water above the ground": {"grondwaterdiepte_m": [*["0,75"] * 11, "-0,25"]},
    "units behind numbers": {"waterdiepte_t100 (m)": ["45 cm", *["0,25"] * 11]},
    "millions behind numbers": {"gemiddelde_woningwaarde": ["0,4305 mln", *["350,5"] * 11]},
    "a decimal by sense": {"percentage_koopwoningen": ["62,125", "41,250", "78,375"] * 4},
    "elderly": {"aantal_inwoners": [12000] * 12, "65plus": ["21,5", "18,25", "24,75"] * 4},
    "out of range": {"gevoelstemperatuur (graden)": ["41,25", "95,5", "88,125"] * 4},
    "a flag of numbers": {"aantal_inwoners": [900] * 12, "water": ["3,5", "0,25", "8"] * 4},
}


@pytest.fixture(params=COLUMNS.values(), ids=COLUMNS.keys())
def files(request, tmp_path):
    """A map of twelve areas and a table with such columns."""
    squares(CODES).to_file(tmp_path / "kaart.gpkg")
    columns = request.param
    rows = zip(CODES, *columns.values(), strict=True)
    lines = [";".join(["buurtcode", *columns]), *(";".join(map(str, row)) for row in rows)]
    (tmp_path / "cijfers.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "kaart.gpkg", tmp_path / "cijfers.csv"


def test_no_message_in_dutch_has_a_decimal_point(files):
    areas, table = files
    said = [explain_file(table).text("nl")]
    try:
        _, report = import_city(areas, [table], "Proefstad")
        said.append(report.text("nl", cells=True))
    except KansError as error:
        said.append(error.text("nl"))
    text = "\n".join(said)
    assert decimal_points(text, "") == []
    assert "e+" not in text
    assert "," in text

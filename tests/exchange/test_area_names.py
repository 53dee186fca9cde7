"""A code and a name in one row are of one place, as the map has it."""

import pandas as pd
import pytest

from kans_model.exchange.area_names import name_notes
from kans_model.exchange.city_import import import_city
from kans_model.words.problems import KansError
from tests.fixtures.cities import squares

NAMES = {f"{number:02}": f"Buurt {word}" for number, word in enumerate(["Aa", "Bé", "Cee", "Dee", "Ee"], 1)}


def notes(names, sure=True):
    return [note.key for note in name_notes("t.csv", pd.Series(names, list(NAMES)), NAMES, sure)]


def test_spelling_is_no_other_name_and_a_few_others_are_said():
    assert notes(["buurt aa", "Buurt Be", "Buurt Cee (kern)", "Buurt  Dee", None]) == []
    assert notes(["Zwanenveld", "Buurt Bé", "Buurt Cee", "Buurt Dee", "Buurt Ee"], False) == [
        "report.other_names"
    ]
    assert notes(["Buurt Bé", "Buurt Bé", "Buurt Cee", "Buurt Dee", "Buurt Ee"]) == ["report.other_names"]


@pytest.mark.parametrize("sure", [True, False])
def test_names_beside_the_codes_of_others_are_refused(sure):
    with pytest.raises(KansError) as error:
        notes([*list(NAMES.values())[1:], "Buurt Aa"], sure)
    assert "01: Buurt Aa ≠ Buurt Bé" in error.value.text("nl")


def test_a_table_with_a_column_sorted_by_itself_is_refused(tmp_path):
    codes = ["BU99990001", "BU99990002", "BU99990003"]
    squares(codes, buurtnaam=["Noord", "Dorp", "Haven"]).to_file(tmp_path / "k.gpkg", layer="buurten")
    path = tmp_path / "t.csv"
    path.write_text(
        "buurtcode;buurtnaam;inwoners\n"
        + "\n".join(
            map(";".join, zip(codes, ["Dorp", "Haven", "Noord"], ["1200", "900", "1500"], strict=True))
        )
    )
    with pytest.raises(KansError) as error:
        import_city(tmp_path / "k.gpkg", [path], "Mijnstad")
    assert [problem.key for problem in error.value.problems] == ["city_other_names"]

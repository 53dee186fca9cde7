"""Limits from a table and back, as CSV and as a workbook, and what is refused of one."""

import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.exchange.limits_table import limits_csv, limits_workbook, read_limits
from kans_model.exchange.partners_table import partners_workbook, read_partners
from kans_model.words.problems import KansError
from tests.fixtures.small import corner

AREAS = corner(3).city.areas
FIRST, SECOND = AREAS.index[:2]
WHO = (Partner("ggd", "GGD Zuid", person="J. Jansen", weights={"heat": 2.5, "money": 1.0}),)
LIMITS = (
    Criterion("a", "deaths", 3.25, "unacceptable", latest_year=2040, partners=("ggd",), since="2026-11-02"),
    Criterion("b", "buildings_entered", 12.0, moment="100", areas=(FIRST, SECOND), reason="=te veel"),
    Criterion("c", "shade", 30.0, "acceptable", "", each=True, norm="konijnendijk_canopy"),
    Criterion("d", "damage_heat_per_ha", 1500.5, moment="now", wijk=str(AREAS["wijk"].iloc[0])),
)


def without_id(criteria):
    return [{**own.to_dict(), "id": ""} for own in criteria]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(("written", "name"), [(limits_csv, "l.csv"), (limits_workbook, "l.xlsx")])
def test_written_and_read_again_they_are_the_same(tmp_path, written, name, lang):
    path = tmp_path / name
    path.write_bytes(written(LIMITS, AREAS, WHO, lang))
    again = without_id(read_limits(path, AREAS, WHO))
    expected = without_id(LIMITS)
    expected[1]["reason"] = "'=te veel"  # a spreadsheet would run it
    assert again == expected


def test_partners_go_out_and_in_as_a_workbook(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(partners_workbook(WHO))
    (again,) = read_partners(path)
    assert (again.name, again.person, dict(again.weights)) == ("GGD Zuid", "J. Jansen", dict(WHO[0].weights))


@pytest.mark.parametrize(
    ("row", "key", "column"),
    [
        (";5;%", "limit_cell_missing", "Indicator"),
        ("lawaai;5;%", "criterion_indicator_unknown", "Indicator"),
        ("Groen;;%", "criterion_without_limit", "Grens"),
        ("Groen;veel;%", "limit_no_number", "Grens"),
        ("Groen;5;", "criterion_unit_missing", "Eenheid"),
        ("Groen;5;mm", "criterion_unit_wrong", "Eenheid"),
        ("Groen;120;%", "criterion_limit_wrong", None),
        ("Groen;-5;%", "criterion_limit_wrong", None),
        ("Groen;5;%;erg", "criterion_class_unknown", "Klasse"),
        ("Groen;5;%;onwenselijk;2050", "criterion_moment_unknown", None),
        ("Groen;5;%;;;Atlantis", "limit_place_in_table", "Plek"),
        ("Groen;5;%;onaanvaardbaar", "criterion_without_year", None),
        ("Groen;5;%;onaanvaardbaar;;;;1850", "criterion_year_wrong", None),
        ("Groen;5;%;;;;;;de koning", "partner_unknown", "Gevraagd door"),
        ("Groen;5;%;;;;;;;Maatlat", "norm_unknown", "Norm"),
        ("Groen;5;%;;;;;;;maatlat_green_share", "norm_not_cited", None),
        ("Waterdiepte bij een overstroming;0,5;m;;100;;;;;zh_building_depth", "norm_new_build", None),
        ("Groen;5;%;;;;;;;konijnendijk_canopy", "norm_not_about_it", None),
    ],
)
def test_what_cannot_be_is_named_by_file_row_and_column(tmp_path, row, key, column):
    head = "Indicator;Grens;Eenheid;Klasse;Wanneer;Plek;Elke buurt apart;Uiterlijk;Gevraagd door;Norm"
    path = tmp_path / "l.csv"
    path.write_text(f"{head}\n{row}{';' * (9 - row.count(';'))}\n", encoding="utf-8")
    with pytest.raises(KansError) as refused:
        read_limits(path, AREAS, WHO)
    problem = next(problem for problem in refused.value.problems if problem.key == key)
    assert (problem.file, problem.row, problem.column) == ("l.csv", 2, column)
    assert "{" not in problem.text("nl") + problem.text("en")


def test_two_limits_that_contradict_are_named(tmp_path):
    path = tmp_path / "l.csv"
    rows = ("deaths;3;1/yr;onaanvaardbaar;2050;2040", "deaths;4;1/yr;onwenselijk;2050;")
    path.write_text(
        "\n".join(("indicator;limit;unit;acceptance;moment;latest_year", *rows)), encoding="utf-8"
    )
    with pytest.raises(KansError, match=r"heat 2050 3 1/yr|hitte 2050 3 1/yr") as refused:
        read_limits(path, AREAS, WHO)
    assert [problem.key for problem in refused.value.problems] == ["criterion_contradicts"]


def test_a_limit_about_the_same_takes_the_place_and_keeps_the_id():
    again = Criterion("other", "deaths", 2.0, "unacceptable", latest_year=2035)
    told = Dialogue(criteria=LIMITS).with_criteria([again, Criterion("new", "pet", 39.0, moment="")])
    assert next((own.id, own.limit) for own in told.criteria) == ("a", 2.0)
    assert [own.id for own in told.criteria] == ["a", "b", "c", "d", "new"]


def test_a_public_study_names_no_person():
    study = corner(3).replaced(dialogue=Dialogue(partners=WHO))
    assert "J. Jansen" in str(study.to_dict())
    assert "J. Jansen" not in str(study.public.to_dict())

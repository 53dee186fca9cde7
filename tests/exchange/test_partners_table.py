"""Partners from a table and back, and what is refused of it."""

import pytest

from kans_model.dialogue.partners import Partner
from kans_model.exchange.partners_table import partners_csv, read_partners
from kans_model.words.problems import KansError

PARTNERS = (
    Partner("waterschap", "Waterschap", "beheerder", "droge voeten", "J.", ("waterschap",), {"pluvial": 3.5}),
    Partner("ggd-zuid", "GGD Zuid", weights={"heat": 2, "money": 0.25, "biodiversiteit": 1}),
)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_written_and_read_again_it_is_the_same(tmp_path, lang):
    path = tmp_path / "partners.csv"
    path.write_bytes(partners_csv(PARTNERS, lang))
    assert read_partners(path) == PARTNERS


def test_headers_in_either_language_and_weights_as_people_write_them(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Partner;Heat;Wateroverlast;money\nGGD;4,5;;1\nBewoners;0;2;\n", encoding="utf-8")
    first, second = read_partners(path)
    assert (first.name, dict(first.weights)) == ("GGD", {"heat": 4.5, "money": 1.0})
    assert dict(second.weights) == {"pluvial": 2.0}


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("Partner;Hitte\nGGD;1\nggd;2\n", "partner_twice", (3, "name")),
        ("Partner;Hitte\nGGD;-1\n", "partner_weight_wrong", ("GGD", "Hitte")),
        ("Partner;Hitte\nGGD;veel\n", "partner_weight_wrong", ("GGD", "Hitte")),
        ("Partner;Hitte\nGGD;0\n", "partner_without_weights", ("GGD", None)),
        ("Partner;Hitte\nGGD;\n", "partner_without_weights", ("GGD", None)),
        ("Partner;Geluid\nGGD;1\n", "partner_subject_unknown", (None, None)),
        ("Naam;Hitte\nGGD;1\n", "partner_column_missing", (None, None)),
        ("Partner;Hitte;heat\nGGD;1;2\n", "partner_column_twice", (None, None)),
        ("Partner;Hitte\n;2\n", "partner_without_name", (2, None)),
        ("Partner;Hitte\nGGD;2;3\n", "rules_row_length", (2, None)),
    ],
)
def test_what_cannot_be_is_named_by_file_row_and_column(tmp_path, text, key, place):
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KansError) as refused:
        read_partners(path)
    problem = next(problem for problem in refused.value.problems if problem.key == key)
    assert problem.file == "p.csv"
    assert (problem.row, problem.column) == place


def test_a_name_that_a_spreadsheet_would_run_is_written_as_text():
    written = partners_csv((Partner("x", "=1+1", weights={"heat": 1}),)).decode("utf-8-sig")
    assert "'=1+1" in written


def test_names_that_differ_in_signs_alone_are_two_partners(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("Partner;Hitte\nA B;1\nA-B;2\n++;3\n", encoding="utf-8")
    assert [partner.id for partner in read_partners(path)] == ["a-b", "a-b-2", "partner"]

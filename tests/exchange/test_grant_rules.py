"""Grant rules from a file: read as any spreadsheet writes them, refused where a number may mean another."""

import pytest

from kans_model.exchange.grant_rules import read_rules
from kans_model.finance.actors import Actors
from kans_model.words.problems import KansError

HEAD = ("funding", "payer", "themes", "share", "yearly_ceiling_eur", "from_year")
ROW = ("Regel één", "provincie", "heat;drought", "0.25", "1200000", "2027")


def file_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "regels.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_file_of_any_spreadsheet_says_the_same(sign, end, encoding, tmp_path):
    row = [f'"{text.replace(".", ",")}"' for text in ROW]
    text = end.join([sign.join(HEAD), sign.join(row), ""])
    [(name, rule)] = read_rules(file_of(tmp_path, text, encoding), Actors().ids).items()
    assert name == "Regel één"
    assert (rule["share"], rule["yearly_ceiling_eur"], rule["from_year"]) == (0.25, 1.2e6, 2027)
    assert (rule["themes"], rule["status"]) == ("heat;drought", "own")


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("yearly_ceiling_eur", "1_200", "moet een gewoon getal zijn"),
        ("yearly_ceiling_eur", "25%", "yearly_ceiling_eur is 25%, moet een getal zijn en geen percentage"),
        ("share", "inf", "share is inf, moet een gewoon getal zijn"),
        ("share", "25", "share"),
        ("share_low", "abc", "share_low is abc, moet een gewoon getal zijn"),
        ("amount_eur_high", "veel", "amount_eur_high is veel, moet een gewoon getal zijn"),
        ("share", "nan", "share is nan, moet een gewoon getal zijn"),
        ("from_year", "27", "from_year is 27, moet een jaartal"),
        ("payer", "koning", "koning"),
    ],
)
def test_a_cell_that_may_mean_another_number_is_named(column, text, said, tmp_path):
    cells = {**dict(zip(HEAD, ROW, strict=True)), column: text}
    path = file_of(tmp_path, "\n".join([";".join(cells), ";".join(f'"{cell}"' for cell in cells.values())]))
    with pytest.raises(KansError) as error:
        read_rules(path, Actors().ids)
    assert said in str(error.value)
    assert str(error.value).startswith("regels.csv: Regel één: ")


def test_a_column_that_would_be_left_unread_is_named(tmp_path):
    for column, key in (("share", "rules_column_twice"), ("yearly_ceilng_eur", "rules_column_unknown")):
        path = file_of(tmp_path, f"{','.join(HEAD)},{column}\n{','.join(ROW)},0.9")
        with pytest.raises(KansError) as error:
            read_rules(path, Actors().ids)
        assert [problem.key for problem in error.value.problems] == [key]


@pytest.mark.parametrize(
    ("column", "text", "number"),
    [
        ("yearly_ceiling_eur", "1.000", 1000.0),
        ("yearly_ceiling_eur", "20.000", 20_000.0),
        ("yearly_ceiling_eur", "1.200.000", 1.2e6),
        ("yearly_ceiling_eur", "€ 1.200,50", 1200.5),
        ("yearly_ceiling_eur", "7,5", 7.5),
        ("share", "25%", 0.25),
        ("share", "12,5 %", 0.125),
        ("share", "0,125", 0.125),
        ("projects_per_year", "40", 40.0),
    ],
)
def test_numbers_as_a_municipality_writes_them(column, text, number, tmp_path):
    cells = {**dict(zip(HEAD, ROW, strict=True)), column: text}
    path = file_of(tmp_path, "\n".join([";".join(cells), ";".join(f'"{cell}"' for cell in cells.values())]))
    assert read_rules(path, Actors().ids)["Regel één"][column] == pytest.approx(number)


def test_thousands_beside_cents_in_one_column_are_asked_about(tmp_path):
    head = "funding;payer;amount_eur;unit;themes"
    path = file_of(tmp_path, f"{head}\na;rijk;1.200;m2;heat\nb;rijk;7.5;m2;heat\n")
    with pytest.raises(KansError) as error:
        read_rules(path, Actors().ids)
    assert "regels.csv: a: amount_eur is 1.200, dat kan duizend keer te klein" in str(error.value)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a;rijk;5;kg;heat", "regels.csv: a: unit is kg, moet een van deze zijn: dwelling, m, m2, m3"),
        (";rijk;5;m2;heat", "regel 2 heeft geen naam"),
    ],
)
def test_a_unit_or_name_that_is_none_is_refused(row, said, tmp_path):
    path = file_of(tmp_path, f"funding;payer;amount_eur;unit;themes\n{row}\n")
    with pytest.raises(KansError) as error:
        read_rules(path, Actors().ids)
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) == 1

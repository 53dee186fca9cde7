"""The workbook recalculated by LibreOffice: every number is the stored one, and the model's, to the cent."""

import io

import openpyxl
import pytest

from kans_model.city.city import City
from kans_model.exchange.city_import import import_city
from kans_model.reports.budget_tables import budget_frame
from kans_model.reports.workbook import financing_workbook
from kans_model.study.study import Study
from tests.fixtures.full_split import cutting_split, full_split

CENT = 0.005
TYPED = {
    "Prijsstijging per jaar": 0.03,
    "Discontovoet": 0.03,
    "Deel van de rioolheffing dat huishoudens opbrengen": 0.7,
    "Deel van de compensabele btw dat de rioolheffing draagt": 1.0,
    "Omslagrente: Gemeente (rioolheffing)": 0.04,
    "Afschrijvingstermijn Wadi en greppel": 25,
    "Deel uit de rioolheffing: Boombunker": 0.75,
    "Bestemmingsreserve kapitaallasten Gemeente (rioolheffing)": 3e6,
    "Voorziening voor vervanging Gemeente (rioolheffing)": 4e6,
    "Egalisatievoorziening Gemeente (rioolheffing)": 2e6,
    "Rente van de lening: Bedrijf": 0.06,
    "Looptijd van de lening: Woningeigenaar": 15,
    "Soort lening: Bedrijf": "annuïteit",
    "Deel dat de regel geeft: Rijk": 0.3,
}
"""What a controller types on the sheet of assumptions."""


def without_values(content):
    """The workbook with its formulas only, so that who opens it has to work them out."""
    book, plain = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    book.save(plain)
    return plain.getvalue()


def values(content):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def differences(stored, found):
    """Cells of two workbooks that hold another text, or a number more than half a cent away."""
    assert stored.sheetnames == found.sheetnames
    for sheet in stored:
        for row in sheet.iter_rows():
            for cell in row:
                other = found[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float) and isinstance(other, int | float):
                    if abs(cell.value - other) > CENT:
                        yield sheet.title, cell.coordinate, cell.value, other
                elif (cell.value or "") != (other or ""):
                    yield sheet.title, cell.coordinate, cell.value, other


def test_recalculated_every_number_is_the_stored_one_and_every_control_zero(libreoffice):
    study = Study.default(City.demo()).with_split(full_split())
    content = financing_workbook(study, "eigen", "raad")
    found = values(libreoffice(without_values(content)))
    assert list(differences(values(content), found)) == []
    controls = list(found["Controle"].iter_rows(min_row=2, values_only=True))
    assert len(controls) > 30
    assert [row for row in controls if abs(row[1] - row[2]) > CENT] == []
    ledger = study.ledger("eigen", full_split())
    levy = [row[12] for row in found["Heffing"].iter_rows(min_row=2, values_only=True)]
    assert levy == pytest.approx(ledger.levy_eur, abs=CENT)


def test_grants_that_are_cut_are_the_models_to_the_cent(libreoffice):
    study = Study.default(City.demo()).with_split(cutting_split())
    content = financing_workbook(study, "eigen", "raad")
    found = values(libreoffice(without_values(content)))
    assert list(differences(values(content), found)) == []
    controls = list(found["Controle"].iter_rows(min_row=2, values_only=True))
    assert sum(row[0].startswith("Gegeven onder de regel") for row in controls) == 7
    assert [row for row in controls if abs(row[1] - row[2]) > CENT] == []


def test_a_real_city_recalculates_to_the_cent(libreoffice, example_city):
    city, _ = import_city(example_city / "buurten.gpkg", [example_city / "kerncijfers.csv"], "Eindhoven")
    study = Study.default(city).with_split(full_split())
    content = financing_workbook(study, "alles", "raad")
    found = values(libreoffice(without_values(content)))
    assert list(differences(values(content), found)) == []
    controls = list(found["Controle"].iter_rows(min_row=2, values_only=True))
    assert [row for row in controls if abs(row[1] - row[2]) > CENT] == []


def test_assumptions_typed_in_the_sheet_give_what_the_model_says_of_them(libreoffice):
    """Every choice, what the rules give among them."""
    plain = full_split()
    study = Study.default(City.demo()).with_split(plain)
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "eigen", "raad")))
    for row in book["Aannames"].iter_rows():
        if row[0].value in TYPED:
            row[1].value = TYPED[row[0].value]
    content = io.BytesIO()
    book.save(content)
    found = values(libreoffice(content.getvalue()))
    loans = plain.loans["bedrijf"] | {"rate": 0.06, "kind": "annuity"}
    changed = plain.changed(
        rates={
            "inflation": 0.03,
            "levy_household_share": 0.7,
            "levy_vat_share": 1.0,
            "omslagrente": 0.03,
            "omslagrente:gemeente_rioolheffing": 0.04,
        },
        depreciation_years={"wadi": 25},
        levy_shares={"tree_bunker": {"rioolheffing_share": 0.75, "reason": ""}},
        reserves=plain.reserves | {"gemeente_rioolheffing": 3e6},
        renewal_provisions={"gemeente_rioolheffing": 4e6},
        levelling_provisions={"gemeente_rioolheffing": 2e6},
        loans={"bedrijf": loans, "particulier": plain.loans["particulier"] | {"years": 15}},
        rules=plain.rules | {"own-1": plain.rules["own-1"] | {"share": 0.3}},
    )
    ledger, before = study.ledger("eigen", changed), study.ledger("eigen", plain)
    assert abs(ledger.levy_eur - before.levy_eur).max() > 1
    levy = [row[12] for row in found["Heffing"].iter_rows(min_row=2, values_only=True)]
    assert levy == pytest.approx(ledger.levy_eur, abs=CENT)
    for sheet, actor in (
        ("algemene middelen", "gemeente_algemeen"),
        ("rioolheffing", "gemeente_rioolheffing"),
    ):
        borne = [row[3:] for row in found[f"Lasten {sheet}"].iter_rows(values_only=True)][-1]
        assert borne == pytest.approx(ledger.credit(actor)["borne"], abs=CENT)
    budget = budget_frame(ledger, "nl").to_numpy()
    told = [
        row[:7] for row in found["Begroting"].iter_rows(min_row=2, max_row=1 + len(budget), values_only=True)
    ]
    assert [row[:2] for row in told] == [tuple(row[:2]) for row in budget]
    for row, of_model in zip(told, budget, strict=True):
        assert row[2:] == pytest.approx(list(of_model[2:]), abs=2 * CENT)
    nominal = [row[2] for row in found["Nominaal"].iter_rows(values_only=True)][-1]
    assert nominal == pytest.approx(ledger.cash_nominal_eur.sum(), abs=CENT)

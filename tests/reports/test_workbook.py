"""The workbook of a financing: what people typed is text, whatever it looks like."""

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from kans_model.finance.actors import Actors
from kans_model.finance.grant_scheme import own_rule
from kans_model.finance.split import FinancingSplit
from kans_model.reports import formula_values
from kans_model.reports.workbook import financing_workbook
from kans_model.study.study import Study
from tests.fixtures.full_split import cutting_split, full_split
from tests.fixtures.full_study import full_values
from tests.fixtures.packages import demo
from tests.fixtures.small import corner


@pytest.mark.parametrize(
    "typed", ["=1+1", '=HYPERLINK("http://x","klik")', "+1+1", "-1", "@SUM(A1)", "\t=1", "half\x0bsign\x00"]
)
def test_what_people_typed_runs_nothing_and_stops_nothing(typed):
    values = full_values()
    values["portfolios"][1]["title"] = values["splits"][0]["title"] = typed
    values["actors"]["names"]["waterschap"] = values["actors"]["added"]["park"]["name"] = typed
    values["splits"][0]["rules"]["own-1"]["name"] = typed
    study = Study.from_dict(values, corner().city)
    study = study.replaced(city=replace(study.city, name=typed))
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "mijn", "raad")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" and typed in cell.value] == []
    assert sum(typed[:4] in str(cell.value) for cell in cells) >= 5


@pytest.fixture(scope="module")
def book():
    """Of a study with everything a split can hold: the values as stored, and the formulas."""
    study = demo()
    split = FinancingSplit(
        id="raad",
        title="raad",
        rates={"omslagrente": 0.03},
        instruments=["own-1", "own-2"],
        rules={
            "own-1": own_rule("Rijk", "rijk", {"share": 0.25}),
            "own-2": own_rule("Subsidie", "gemeente_rioolheffing", {"share": 0.1})
            | {"owners": "particulier"},
        },
        reserves={"gemeente_rioolheffing": 2e6},
        loans={"bedrijf": {"kind": "linear", "rate": 0.04, "years": 12}},
        ceilings={"gemeente_rioolheffing": {"ceiling_eur": 3e6, "committed_eur": 1e6}},
    )
    content = financing_workbook(study.with_split(split), "eigen", "raad")
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return stored, openpyxl.load_workbook(io.BytesIO(content))


def test_every_formula_holds_its_value_and_every_control_is_zero(book):
    stored, formulas = book
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = stored[sheet.title][cell.coordinate].value
                    assert value is not None or '""' in cell.value  # an empty text reads as nothing
    rows = list(stored["Controle"].iter_rows(min_row=2, values_only=True))
    assert {row[3] for row in rows} == {0}
    told = " ".join(row[0] for row in rows)
    for wanted in (
        "piek",
        "Afschrijving",
        "Omslagrente",
        "Ontvangen",
        "Betaald",
        "Dekkingstekort",
        "Nominaal",
    ):
        assert wanted.lower() in told.lower()


def test_charges_and_levy_can_be_rebuilt_from_credit_term_and_rate(book):
    stored, formulas = book
    charges, levy = stored["Lasten rioolheffing"], stored["Heffing"]
    rows = list(charges.iter_rows(min_row=2, values_only=True))
    years = [cell.value for cell in charges[1]][3:]
    rate = rows[1][2]
    named = [(row[0], row[1], row[2], np.array(row[3:], dtype=float)) for row in rows[2:]]
    borne = sum(
        flow
        for what, of, _, flow in named
        if what in ("Beheer en onderhoud", "Betaalde bijdragen") and not of
    )
    starts = [place for place, row in enumerate(named) if row[0] == "Krediet investering"]
    assert len(starts) > 3
    for at in starts:
        (_, _, _, built), (_, _, _, renewed), (_, _, _, received), (_, _, _, provision) = named[at : at + 4]
        term, depreciation = int(named[at + 5][2]), named[at + 5][3]
        net = np.maximum(0, built - received) + renewed - provision
        book_value = 0.0
        for place in range(len(years)):  # by hand, year by year
            of_year = net[max(0, place - term) : place].sum() / term if term else net[place]
            assert depreciation[place] == pytest.approx(of_year, abs=0.01)
            borne[place] += of_year + rate * book_value
            book_value += (net[place] - of_year) if term else 0.0
    for what, flow in ((row[0], row[3]) for row in named if not row[1]):
        if what in ("Vrijval bestemmingsreserve", "Egalisatievoorziening"):
            borne -= flow
    price = 1.02 ** (np.array(years) - 2025.0)
    households = stored["Heffing"]["P1"].value
    assert [row[12] for row in levy.iter_rows(min_row=2, values_only=True)] == pytest.approx(
        borne / price * 0.8 / households, abs=0.01
    )
    typed = [cell for row in formulas["Lasten rioolheffing"].iter_rows(min_row=4) for cell in row]
    assert sum(cell.data_type == "f" for cell in typed) > len(years) * 10


def test_the_assumptions_stand_in_the_book_with_date_and_version(book):
    rows = {row[0]: row[1] for row in book[0]["Aannames"].iter_rows(values_only=True)}
    assert rows["Prijspeil"] == 2025
    assert rows["Omslagrente: Gemeente (rioolheffing)"] == 0.03
    assert rows["Versie"].startswith("KANS ")
    assert len(rows["Datum"]) == 10
    assert {"Bandbreedte", "Plafonds", "Nominaal", "Lasten waterschap"} <= set(book[0].sheetnames)


def test_ceilings_of_parties_counted_together_stand_in_one_row():
    limits = {"waterschap": {"ceiling_eur": 3e5, "committed_eur": 1e5}, "provincie": {"ceiling_eur": 5e5}}
    study = demo().replaced(actors=Actors(joined={"waterschap": "provincie"}))
    study = study.with_split(FinancingSplit(id="raad", title="raad", ceilings=limits))
    stored = openpyxl.load_workbook(io.BytesIO(financing_workbook(study, "eigen", "raad")), data_only=True)
    rows = [row[:3] for row in stored["Plafonds"].iter_rows(min_row=2, values_only=True) if row[2]]
    assert rows == [("Provincie", 8e5, 1e5)]
    assert {row[3] for row in stored["Controle"].iter_rows(min_row=2, values_only=True)} == {0}


def test_terms_vat_rate_and_inflation_typed_in_the_workbook_give_the_levy_of_the_model():
    rules = {"r": own_rule("Rijk", "rijk", {"share": 0.25})}
    plain = FinancingSplit(id="raad", title="raad", instruments=["r"], rules=rules)
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(demo().with_split(plain), "eigen", "raad")))
    typed = {
        "Prijsstijging per jaar": 0.03,
        "Afschrijvingstermijn Wadi en greppel": 25,
        "Omslagrente: Gemeente (rioolheffing)": 0.04,
    }
    for name, value in typed.items():
        (row,) = [row for row in book["Aannames"].iter_rows() if row[0].value == name]
        row[1].value = value
    changed = plain.changed(
        rates={"inflation": 0.03, "omslagrente:gemeente_rioolheffing": 0.04}, depreciation_years={"wadi": 25}
    )
    levy = openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)["Heffing"]
    found = [row[12] for row in levy.iter_rows(min_row=2, values_only=True)]
    assert found == pytest.approx(demo().ledger("eigen", changed).levy_eur, abs=0.005)
    (row,) = [
        row for row in book["Aannames"].iter_rows() if str(row[0].value).startswith("Deel van de compens")
    ]
    row[1].value = 1.0
    for name, value in {**typed, "Afschrijvingstermijn Wadi en greppel": 40}.items():
        (row,) = [row for row in book["Aannames"].iter_rows() if row[0].value == name]
        row[1].value = {"Prijsstijging per jaar": 0.02, "Omslagrente: Gemeente (rioolheffing)": 0.02}.get(
            name, value
        )
    with_vat = demo().ledger("eigen", plain.changed(rates={"levy_vat_share": 1.0}))
    levy = openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)["Heffing"]
    found = [row[12] for row in levy.iter_rows(min_row=2, values_only=True)]
    assert found == pytest.approx(with_vat.levy_eur, abs=0.005)


def test_inflation_moves_a_share_and_leaves_a_fixed_amount_rule_by_rule():
    rules = {
        "share": own_rule("Rijk", "rijk", {"share": 0.25}),
        "fixed": own_rule("Provincie", "provincie", {"share": 0.2, "yearly_ceiling_eur": 1e5}),
        "paid": own_rule("Gemeente", "gemeente_rioolheffing", {"share": 0.1, "yearly_ceiling_eur": 2e5})
        | {"owners": "particulier"},
    }
    split = FinancingSplit(id="raad", title="raad", instruments=list(rules), rules=rules)
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(demo().with_split(split), "eigen", "raad")))
    (row,) = [row for row in book["Aannames"].iter_rows() if row[0].value == "Prijsstijging per jaar"]
    row[1].value = 0.03
    stored = openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)
    ledger = demo().ledger("eigen", split.changed(rates={"inflation": 0.03}))
    levy = [row[12] for row in stored["Heffing"].iter_rows(min_row=2, values_only=True)]
    assert levy == pytest.approx(ledger.levy_eur, abs=0.005)
    plan = [row[:9] for row in stored["Kostendekkingsplan"].iter_rows(min_row=2, values_only=True)]
    credit = ledger.credit("gemeente_rioolheffing")
    assert [row[1] for row in plan] == pytest.approx(credit["capital"], abs=0.005)
    assert [row[7] for row in plan] == pytest.approx(credit["borne"], abs=0.005)
    assert [row[8] for row in plan] == pytest.approx(ledger.levy_eur, abs=0.005)


def test_overhead_remission_and_sweeping_are_unknown_until_typed_and_then_in_the_levy():
    plain = FinancingSplit(id="raad", title="raad", rates={"levy_vat_share": 0.5})
    rows = grants_of(demo(), plain, {})["Aannames"].iter_rows(values_only=True)
    typed = {
        "Overhead in de rioolheffing, deel van de overige lasten": 0.1,
        "Deel van de rioolheffing dat wordt kwijtgescholden": 0.03,
        "Straatvegen dat de rioolheffing extra draagt, per jaar": 2e5,
    }
    assert [row[1] for row in rows if row[0] in typed] == ["onbekend"] * 3
    stored = grants_of(demo(), plain, typed)
    costs = {"overhead_share": 0.1, "remission_share": 0.03, "sweeping_eur": 2e5}
    changed = plain.changed(levy_costs=costs)
    ledger = demo().ledger("eigen", changed)
    levy = [row[12] for row in stored["Heffing"].iter_rows(min_row=2, values_only=True)]
    assert levy == pytest.approx(ledger.levy_eur, abs=0.005)
    assert ledger.levy["peak"] > 1.15 * demo().ledger("eigen", plain).levy["peak"]
    filled = grants_of(demo(), changed, {})
    assert {row[3] for row in filled["Controle"].iter_rows(min_row=2, values_only=True)} == {0}
    plan = list(filled["Kostendekkingsplan"].iter_rows(values_only=True))
    assert [plan[0].index(f"{name}, EUR") for name in ("Overhead in de heffing", "Kwijtschelding")] == [5, 7]
    assert plan[11][10] == pytest.approx(ledger.credit("gemeente_rioolheffing")["borne"][10], abs=0.005)
    assert [row[-1] for row in plan[1:]] == pytest.approx([100.0] * len(ledger.levy_eur))
    budget = list(filled["Begroting"].iter_rows(values_only=True))
    assert {row[0] for row in budget} >= {"0.4 Overhead", "6.3 Inkomensregelingen"}


def test_cover_of_the_whole_levy_is_a_formula_on_what_the_city_typed():
    today = {"whole_costs_eur": 4e6, "whole_yield_eur": 3e6}
    plain = FinancingSplit(id="raad", title="raad", levy_today=today, reserves={"gemeente_rioolheffing": 1e6})
    typed = {"Opbrengst van de hele rioolheffing vandaag, per jaar": 4.2e6}
    stored = grants_of(demo(), plain, typed)
    whole = demo().ledger("eigen", plain.with_levy_today("whole_yield_eur", 4.2e6)).whole_levy
    plan = list(stored["Kostendekkingsplan"].iter_rows(values_only=True))
    assert plan[0][-3:] == tuple(
        f"{name} van de hele heffing, {unit}"
        for name, unit in (("Lasten", "EUR"), ("Opbrengst", "EUR"), ("Dekking", "%"))
    )
    expected = np.stack([whole.costs_eur, whole.yield_eur, 100 * whole.share], axis=1)
    assert np.array([row[-3:] for row in plan[1:]]) == pytest.approx(expected, abs=0.005)
    rows = grants_of(demo(), FinancingSplit(id="raad", title="raad"), {})["Aannames"].iter_rows(
        values_only=True
    )
    assert [row[1] for row in rows if "van de hele rioolheffing vandaag" in str(row[0])] == ["onbekend"] * 2


def many_rules():
    """A share, ceilings per year and in all, an amount per unit, and a rule that the sewer levy pays."""
    paid = own_rule("Tuinen", "gemeente_rioolheffing", {"share": 0.1, "yearly_ceiling_eur": 2e4})
    return {
        "share": own_rule("Rijk", "rijk", {"share": 0.25}),
        "year": own_rule(
            "Provincie", "provincie", {"share": 0.2, "yearly_ceiling_eur": 1e5, "price_year": 2025}
        ),
        "paid": paid | {"owners": "particulier"},
        "unit": own_rule("Per m2", "eu", {"amount_eur": 5.0, "price_year": 2025}) | {"unit": "m2"},
        "all": own_rule("Totaal", "waterschap", {"share": 0.1, "total_ceiling_eur": 3e5}),
    }


def test_a_rule_typed_otherwise_in_the_sheet_gives_what_the_model_says_of_it():
    rules = many_rules()
    split = FinancingSplit(
        id="raad", title="raad", instruments=list(rules), rules=rules, grant_treatment={"paid": 20}
    )
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(demo().with_split(split), "eigen", "raad")))
    amounts = [cell for row in book["Subsidies per jaar"].iter_rows(min_row=2, min_col=4) for cell in row]
    assert {cell.value for cell in amounts if cell.data_type == "n"} <= {
        0,
        None,
    }  # all that flows is a formula
    typed = {
        "Prijsstijging per jaar": 0.03,
        "Deel dat de regel geeft: Rijk": 0.3,
        "Plafond van de regel per jaar: Provincie": 2e5,
        "Plafond van de regel per jaar: Tuinen": 1e9,
        "Bedrag dat de regel per eenheid geeft: Per m2": 7.0,
        "Plafond van de regel in totaal: Totaal": 5e5,
        "Deel uit de rioolheffing: Straatboom": 0.3,
    }
    for row in book["Aannames"].iter_rows():
        if row[0].value in typed:
            row[1].value = typed.pop(row[0].value)
    assert typed == {}
    stored = openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)
    rules = {name: dict(rule) for name, rule in rules.items()}
    rules["share"]["share"], rules["year"]["yearly_ceiling_eur"] = 0.3, 2e5
    rules["paid"]["yearly_ceiling_eur"], rules["unit"]["amount_eur"] = 1e9, 7.0
    rules["all"]["total_ceiling_eur"] = 5e5
    share = {"street_tree": {"rioolheffing_share": 0.3, "reason": ""}}
    changed = split.changed(rates={"inflation": 0.03}, rules=rules, levy_shares=share)
    before, ledger = demo().ledger("eigen", split), demo().ledger("eigen", changed)
    assert abs(ledger.levy_eur - before.levy_eur).max() > 1
    levy = [row[12] for row in stored["Heffing"].iter_rows(min_row=2, values_only=True)]
    assert levy == pytest.approx(ledger.levy_eur, abs=0.005)
    borne = {row[0]: row[1] for row in stored["Partijen"].iter_rows(min_row=2, values_only=True)}
    for actor, eur in zip(ledger.actors.ids, ledger.present_value_eur, strict=True):
        assert borne[ledger.actors.name(actor, "nl")] == pytest.approx(eur, abs=0.01)


def grants_of(study, split, typed):
    """The workbook of a split with other assumptions typed, worked out again."""
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(study.with_split(split), "eigen", split.id)))
    left = dict(typed)
    for row in book["Aannames"].iter_rows():
        if row[0].value in left:
            row[1].value = left.pop(row[0].value)
    assert left == {}
    return openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)


def test_what_stacking_an_own_share_and_caps_cut_is_a_formula_too():
    split = cutting_split()
    rules = split.rules
    before = demo().ledger("eigen", split)
    reasons = {line.rule: line.reason for line in before.lines if line.eur}
    assert {reasons[name] for name in ("stack", "own", "unit", "works")} == {"stacking", "cap"}
    plain = grants_of(demo(), split, {})
    assert {row[3] for row in plain["Controle"].iter_rows(min_row=2, values_only=True)} == {0}
    changed = {name: dict(own) for name, own in rules.items()}
    changed["stack"]["stacking_limit"], changed["own"]["own_share_min"] = 0.45, 0.1
    changed["unit"]["cap_eur"], changed["home"]["cap_eur"] = 3.0, 25.0
    changed["levy"]["min_eur"], changed["works"]["projects_per_year"] = 1e9, 7.0
    typed = {
        "Deel dat regels samen hoogstens geven: Provincie": 0.45,
        "Deel dat de eigenaar minstens zelf betaalt: Fonds": 0.1,
        "Hoogstens per aanvraag of stuk: Per stuk": 3.0,
        "Hoogstens per aanvraag of stuk: Per huis": 25.0,
        "Minstens in een jaar: Riool": 1e9,
        "Projecten per jaar: Werken": 7.0,
        "Prijsstijging per jaar": 0.03,
    }
    stored = grants_of(demo(), split, typed)
    ledger = demo().ledger("eigen", split.changed(rules=changed, rates={"inflation": 0.03}))
    given = {row[0]: row[1] for row in stored["Controle"].iter_rows(min_row=2, values_only=True)}
    for place, name in enumerate(split.instruments):
        eur = given[f"Gegeven onder de regel: {rules[name]['name']}"]
        assert eur == pytest.approx(ledger.grants_eur[place].sum(), abs=0.01)
    moved = abs(ledger.grants_eur - before.grants_eur).max(axis=1)
    assert moved[1:].min() > 1  # each but the first, which nothing cuts
    borne = {row[0]: row[1] for row in stored["Partijen"].iter_rows(min_row=2, values_only=True)}
    for actor, eur in zip(ledger.actors.ids, ledger.present_value_eur, strict=True):
        assert borne[ledger.actors.name(actor, "nl")] == pytest.approx(eur, abs=0.01)


def test_another_threshold_typed_in_the_sheet_moves_what_is_capitalised():
    split = full_split().changed(capitalisation_threshold_eur=2e5)
    book = openpyxl.load_workbook(io.BytesIO(financing_workbook(demo().with_split(split), "eigen", "raad")))
    row = next(row for row in book["Aannames"].iter_rows() if row[0].value == "Activeringsgrens, €")
    row[1].value = 1e6
    stored = openpyxl.load_workbook(io.BytesIO(formula_values.stored(book)), data_only=True)
    changed = demo().ledger("eigen", split.changed(capitalisation_threshold_eur=1e6))
    before = demo().ledger("eigen", split)
    for sheet, actor in (
        ("algemene middelen", "gemeente_algemeen"),
        ("rioolheffing", "gemeente_rioolheffing"),
    ):
        borne = [row[3:] for row in stored[f"Lasten {sheet}"].iter_rows(values_only=True)][-1]
        assert borne == pytest.approx(changed.credit(actor)["borne"], abs=0.005)
    moved = changed.credit("gemeente_rioolheffing")["borne"] - before.credit("gemeente_rioolheffing")["borne"]
    assert abs(moved).max() > 1e5


@pytest.mark.parametrize(
    ("package", "changes", "joined"),
    [
        ("eigen", {"capitalisation_threshold_eur": 2e5}, {}),
        ("eigen", {}, {"waterschap": "provincie", "particulier": "bedrijf"}),
        ("niets_doen", {}, {}),
    ],
)
def test_the_controls_are_zero_whatever_a_split_holds(package, changes, joined):
    study = demo().replaced(actors=Actors(joined=joined)).with_split(full_split().changed(**changes))
    content = financing_workbook(study, package, "raad")
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    assert {row[3] for row in stored["Controle"].iter_rows(min_row=2, values_only=True)} == {0}

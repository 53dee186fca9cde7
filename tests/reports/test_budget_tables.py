"""The budget is the ledger's: taakvelden add up to what general funds bear, and the levy covers the sewer."""

import numpy as np
import pytest

from kans_model.finance.split import FinancingSplit
from kans_model.reports.budget_tables import (
    TASK_FIELDS,
    budget_eur,
    budget_frame,
    council_paragraph,
    cover_frame,
    structural_place,
)
from tests.fixtures.packages import demo


@pytest.fixture(scope="module")
def ledger():
    split = FinancingSplit(
        title="x",
        rates={"levy_vat_share": 0.5},
        reserves={"gemeente_algemeen": 1e6},
        levelling_provisions={"gemeente_rioolheffing": 1e6},
    )
    return demo().ledger("eigen", split)


def test_the_balance_of_all_taakvelden_is_what_general_funds_bear(ledger):
    fields = budget_eur(ledger)
    assert tuple(fields) == TASK_FIELDS
    balance = sum(gain - cost for cost, gain in fields.values())
    borne = ledger.credit("gemeente_algemeen")["borne"] - ledger.credit("gemeente_rioolheffing")["vat"]
    assert balance == pytest.approx(-borne, abs=0.01)
    assert fields["0.5"][0] == pytest.approx(fields["0.5"][1])


def test_the_budget_tells_four_years_and_the_first_after_building(ledger):
    frame = budget_frame(ledger, "nl")
    assert list(frame.columns[2:]) == [
        *(f"{year}, EUR" for year in range(2027, 2031)),
        "structureel (2037), EUR",
    ]
    assert len(frame) == 3 * len(TASK_FIELDS) + 1
    assert int(ledger.inputs.lines.years[structural_place(ledger)]) == 2037


def test_the_cover_plan_stands_on_todays_tariff_and_covers_no_more_than_all(ledger):
    frame = cover_frame(ledger, "nl", tariff_eur=200.0)
    rise = frame["Erbij per huishouden, EUR"]
    assert frame["Tarief per huishouden, EUR"].to_numpy() == pytest.approx(200 + rise)
    assert frame["Erbij, % van het tarief van vandaag"].to_numpy() == pytest.approx(rise / 2)
    assert np.nanmax(frame["Dekking door de heffing, %"]) <= 100
    assert "Tarief per huishouden, EUR" not in cover_frame(ledger, "nl")


def test_the_paragraph_names_effects_cover_and_change(ledger):
    effects, cover, change = council_paragraph(ledger, "nl")
    assert (effects.split(".")[0], cover.split(".")[0], change.split(".")[0]) == (
        "Financiële gevolgen",
        "Dekking",
        "Begrotingswijziging",
    )


@pytest.mark.parametrize(("payer", "nothing"), [("gemeente_rioolheffing", True), ("rijk", False)])
def test_what_one_purse_pays_the_other_is_no_contribution_of_others(payer, nothing):
    rule = {"name": "eigen", "payer": payer, "share": 0.5, "owners": ["gemeente"]}
    general = {"*:*:*": {"gemeente_algemeen": 10_000}}
    split = FinancingSplit(title="x", own=general, instruments=["eigen"], rules={"eigen": rule})
    ledger = demo().ledger("eigen", split)
    assert ledger.grants_eur.any()
    cover = council_paragraph(ledger, "nl")[1].replace("\N{NO-BREAK SPACE}", " ")
    assert ("derden zijn samen € 0, in prijzen" in cover) == nothing

"""Tables of financing hold the ledger's numbers."""

import pytest

from kans_model.finance.cost_part import cell
from kans_model.finance.split import FinancingSplit
from kans_model.reports.financing import cost_evidence
from kans_model.reports.financing_tables import (
    audit_frame,
    difference_frame,
    group_enjoyed_meur,
    group_matrix,
    splits_frame,
    who_matrix,
)
from kans_model.tables.vocabulary import WHOLE
from kans_model.words.amounts import number
from tests.fixtures.packages import demo


def sole_payer():
    split = FinancingSplit(title="x", own={cell(): {"waterschap": WHOLE}}, instruments=[])
    return demo().ledger("eigen", split)


def test_the_matrix_of_one_payer_is_his_row_and_the_sums():
    ledger = sole_payer()
    heads, rows = group_matrix(ledger, "nl")
    payer, total, yields = rows
    assert payer.name == "Waterschap"
    assert payer.total == total.total == number(ledger.total_eur / 1e6, "nl", 1)
    assert max(part for _, part in payer.amounts) == 1
    assert len(heads) == len(payer.amounts) + 1
    assert (payer.is_sum, total.is_sum, yields.is_sum) == (False, True, True)
    assert group_enjoyed_meur(ledger).sum() == pytest.approx(ledger.inputs.benefit_eur / 1e6)


def test_the_difference_of_a_split_with_itself_is_nothing():
    ledger = sole_payer()
    frame = difference_frame(ledger, ledger, ("Zo", "Zo"), "nl")
    assert list(frame.columns[1:3]) == ["Zo, mln euro", "Zo (2), mln euro"]
    assert (frame.iloc[:, 3] == 0).all()


def test_beside_each_other_stand_what_parties_bear_their_sum_and_the_levy():
    ledger = sole_payer()
    frame = splits_frame({"Zo": ledger}, "nl")
    assert frame.iloc[:, 1].tolist() == pytest.approx(
        [ledger.total_eur / 1e6, ledger.total_eur / 1e6, ledger.levy["peak"]]
    )


def test_who_pays_all_and_who_only_enjoys():
    frame = who_matrix(sole_payer(), "en").set_index("Party")
    assert frame.loc["Home owner"].iloc[-1] == "enjoys without paying"
    assert frame.loc["Water board"].iloc[0] == pytest.approx(sole_payer().total_eur / 1e6)


def test_the_audit_as_a_table_has_every_line():
    ledger = demo().ledger("eigen", "gemeente")
    frame = audit_frame(ledger, "nl")
    assert len(frame) == len(ledger.lines) + len(ledger.levy_excess)


def test_the_cost_is_no_better_founded_than_its_weakest_measure():
    assert cost_evidence(sole_payer()) == "expert"
    assert cost_evidence(demo().ledger("niets_doen", "gelijk")) == "derived"

"""Grant rules against cases worked by hand."""

from dataclasses import replace

import numpy as np
import pytest

from kans_model.exchange.grant_rules import read_rules
from kans_model.finance.actors import GEMEENTE, Actors
from kans_model.finance.eligible_cost import EligibleCost
from kans_model.finance.grant_scheme import rule_problems
from kans_model.finance.grants import grants
from kans_model.finance.split import FinancingSplit
from kans_model.tables.vocabulary import LANDOWNERS
from kans_model.words.problems import KansError

ACTORS = ["gemeente_algemeen", "waterschap", "particulier"]
YEARS = np.array([2027, 2028])


def cost(eur=100.0, quantity=2.0, measures=("wadi",), shares=(1.0, 0.0, 0.0)):
    """Each measure costs `eur` a year on public ground, borne as told."""
    flow = np.zeros((len(measures), len(LANDOWNERS), len(YEARS)))
    flow[:, 0] = eur
    amounts = np.zeros_like(flow)
    amounts[:, 0] = quantity
    borne = np.zeros((len(ACTORS), len(measures), len(LANDOWNERS)))
    borne[:] = np.array(shares)[:, None, None]
    return EligibleCost(flow, amounts, list(measures), YEARS, borne, ACTORS)


def own(**fields):
    return {"r": {"payer": "waterschap", "themes": "pluvial", "share": 0.25, "status": "own", **fields}}


def given(rules, what=None, names=("r",)):
    amounts, held, lines, *_ = grants(what or cost(), list(names), rules)
    return amounts.sum(axis=(1, 2)), held, lines


def test_a_share_of_the_cost():
    amounts, held, lines = given(own())
    assert amounts.tolist() == [[25.0, 25.0]]
    assert not held.any()
    assert [(line.eur, line.reason, line.measure) for line in lines] == [(50.0, "applied", "wadi")]


def test_the_closed_national_scheme_gives_nothing_and_says_why():
    amounts, _, lines, *_ = grants(cost(), ["impulsregeling"])
    assert amounts.sum() == 0
    assert [(line.rule, line.payer, line.reason) for line in lines] == [("impulsregeling", "rijk", "closed")]


def test_a_yearly_ceiling_is_never_passed():
    amounts, held, lines = given(own(yearly_ceiling_eur=10))
    assert amounts.tolist() == [[10.0, 10.0]]
    assert held.all()
    assert lines[0].reason == "ceiling_year"


def test_a_total_ceiling_goes_to_who_comes_first():
    amounts, _, lines = given(own(total_ceiling_eur=30))
    assert amounts.tolist() == [[25.0, 5.0]]
    assert lines[0].reason == "ceiling_total"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"to_year": 2026}, "years"),
        ({"themes": "heat", "measures": "street_tree"}, "measure"),
        ({"owners": "bedrijf"}, "owner"),
        ({"min_eur": 26}, "minimum"),
        ({"share": None, "amount_eur": 30, "unit": "tree"}, "unit"),
        ({"share": None}, "amount_unknown"),
    ],
)
def test_a_rule_that_does_not_apply_says_why(fields, reason):
    amounts, _, lines = given(own(**fields))
    assert amounts.sum() == 0
    assert [line.reason for line in lines] == [reason]


def test_a_rule_without_measures_and_themes_holds_for_all():
    assert given(own(themes=""))[0].tolist() == [[25.0, 25.0]]


def test_only_the_years_it_holds():
    assert given(own(from_year=2028))[0].tolist() == [[0.0, 25.0]]


def test_an_amount_per_unit():
    assert given(own(share=None, amount_eur=7, unit="m2"))[0].tolist() == [[14.0, 14.0]]


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        # 10 euro of the day at 2 % a year are 9.61 and 9.42 of 2025; of 2026 they are 9.80 in both
        ({"yearly_ceiling_eur": 10}, [10 / 1.02**2, 10 / 1.02**3]),
        ({"yearly_ceiling_eur": 10, "price_year": 2025}, [10.0, 10.0]),
        ({"yearly_ceiling_eur": 10, "price_year": 2026}, [10 / 1.02, 10 / 1.02]),
        ({"share": None, "amount_eur": 7, "unit": "m2"}, [14 / 1.02**2, 14 / 1.02**3]),
        # 25 at most in all, of the day: 23 of 2025 are 23.93 in 2027, which leaves 1.07 in 2028
        ({"share": 0.23, "total_ceiling_eur": 25}, [23.0, (25 - 23 * 1.02**2) / 1.02**3]),
        ({"min_eur": 26.1}, [0.0, 25.0]),  # 25 is 26.01 in 2027 and 26.53 in 2028
    ],
)
def test_amounts_are_nominal_unless_their_price_level_is_said(fields, years):
    assert given(own(**fields), replace(cost(), inflation=0.02))[0] == pytest.approx(np.array([years]))


@pytest.mark.parametrize(
    ("vat_base", "municipality", "owner"),
    [("unrecovered", 25.0, 30.25), ("excl", 25.0, 25.0), ("incl", 30.25, 30.25)],
)
def test_a_share_is_of_the_cost_with_the_vat_that_the_scheme_counts(vat_base, municipality, owner):
    for shares, expected in (((1.0, 0.0, 0.0), municipality), ((0.0, 0.0, 1.0), owner)):
        what = cost(shares=shares)
        taxed = what.shares * np.array([0.0, 0.0, 1.0])[:, None, None]  # only the owner recovers no VAT
        amounts, *_ = given(own(vat_base=vat_base), replace(what, vat_shares=taxed, vat_rate=0.21))
        assert amounts == pytest.approx(np.array([[expected, expected]]))


@pytest.mark.parametrize("fields", [{"amount_eur": 3, "unit": "m2"}, {"share": None, "amount_eur": 3}])
def test_a_study_of_before_with_an_unclear_rule_opens_with_the_rule_set_aside(fields):
    saved = FinancingSplit(title="x", instruments=["r"]).to_dict() | {"rules": own(**fields)}
    split = FinancingSplit.from_dict(saved)
    assert {**split.rules["r"], "status": "own"} == saved["rules"]["r"]  # nothing is lost
    amounts, _, lines = given(split.rules)
    assert amounts.sum() == 0
    assert [line.reason for line in lines] == ["ambiguous"]
    clear = {"r": {**split.rules["r"], "share": 0.25, "amount_eur": None}}
    assert FinancingSplit.from_dict(saved | {"rules": clear}).rules["r"]["status"] == "own"
    with pytest.raises(KansError):  # a new one is refused
        FinancingSplit(title="x").changed(rules=own(**fields))


@pytest.mark.parametrize(
    ("fields", "years", "reason"),
    [
        # 20 of 25 euro for two units of 10 euro at most; three households of 5; two projects a year of 4
        ({"cap_eur": 10, "cap_per": "unit"}, [20.0, 20.0], "cap"),
        ({"cap_eur": 5, "cap_per": "household"}, [15.0, 15.0], "cap"),
        ({"cap_eur": 50, "cap_per": "dwelling"}, [25.0, 25.0], "applied"),
        ({"cap_eur": 4, "cap_per": "project", "projects_per_year": 2}, [8.0, 8.0], "cap"),
        ({"cap_eur": 4, "cap_per": "project"}, [0.0, 0.0], "cap_unknown"),
        ({"cap_eur": 4}, [0.0, 0.0], "cap_unknown"),
    ],
)
def test_a_cap_is_applied_or_the_rule_is_refused(fields, years, reason):
    what = cost()
    what = replace(what, households=np.full(what.cost_eur.shape, 3.0))
    amounts, _, lines = given(own(**fields), what)
    assert amounts.tolist() == [years]
    assert [line.reason for line in lines] == [reason]


def test_a_cap_per_household_leaves_out_who_is_no_household():
    what = cost()
    unknown = np.full(what.cost_eur.shape, np.nan)
    assert given(own(cap_eur=5, cap_per="household"), replace(what, households=unknown))[2][0].reason == (
        "cap_unknown"
    )


def test_who_pays_for_the_rule_does_not_grant_himself():
    amounts, _, _ = given(own(), cost(shares=(0.4, 0.6, 0.0)))
    assert amounts == pytest.approx(np.array([[10.0, 10.0]]))  # 25 % of the 40 others bear


def test_stacking_stops_at_the_limit_in_the_stated_order():
    rules = {
        "r": own(share=0.4)["r"],
        "s": own(share=0.4, payer="particulier", stacking_limit=0.5)["r"],
    }
    amounts, _, lines = given(rules, names=("r", "s"))
    assert amounts.tolist() == [[40.0, 40.0], [10.0, 10.0]]
    assert [line.reason for line in lines] == ["applied", "stacking"]


def test_an_own_contribution_is_kept():
    assert given(own(share=0.9, own_share_min=0.5))[0].tolist() == [[50.0, 50.0]]


def test_all_rules_together_never_give_more_than_the_cost():
    rules = {name: own(share=0.6, payer="waterschap")["r"] for name in "abc"}
    amounts, _, _ = given(rules, names=tuple("abc"))
    assert amounts.sum(axis=0) == pytest.approx([100.0, 100.0])


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"payer": "bank"}, "actor_unknown"),
        ({"measures": "gras"}, "rule_item_unknown"),
        ({"themes": "wind"}, "rule_item_unknown"),
        ({"yearly_ceiling_eur": -1}, "rule_negative"),
        ({"share": 1.2}, "split_share_range"),
        ({"from_year": 2030, "to_year": 2027}, "rule_years"),
        ({"share": None}, "rule_gives_nothing"),
        ({"share": float("inf")}, "rule_number"),
        ({"share": None, "amount_eur": 3, "unit": "kg"}, "rule_word_unknown"),
        ({"cap_per": "straat"}, "rule_word_unknown"),
        ({"amount_eur": 3, "unit": "m2"}, "rule_gives_twice"),
        ({"share": None, "amount_eur": 3}, "rule_no_unit"),
        ({"share_low": 0.3}, "rule_range"),
        ({"vat_base": "half"}, "rule_word_unknown"),
    ],
)
def test_a_wrong_rule_is_refused(fields, key):
    assert key in [problem.key for problem in rule_problems(own(**fields), ACTORS)]


def test_two_versions_of_one_scheme_may_not_overlap():
    first = own(version_of="x", from_year=2027, to_year=2030)["r"]
    second = own(version_of="x", from_year=2030)["r"]
    assert [one.key for one in rule_problems({"a": first, "b": second}, ACTORS)] == ["rule_overlap"]
    second["from_year"] = 2031
    assert rule_problems({"a": first, "b": second}, ACTORS) == []


def test_a_rule_stands_once():
    named = {name: {**own()["r"], "name": "EU 5 %"} for name in ("own-1", "own-2")}
    assert [problem.key for problem in rule_problems(named, ACTORS)] == ["rule_same"]
    named["own-2"]["share"] = 0.1
    assert rule_problems(named, ACTORS) == []
    with pytest.raises(KansError, match="twee keer"):
        FinancingSplit(title="x").changed(instruments=["life", "life"])


def test_rules_from_a_file(tmp_path):
    file = tmp_path / "regels.csv"
    file.write_text("funding;payer;share;themes;yearly_ceiling_eur\npot;waterschap;0,25;pluvial;10\n")
    rules = read_rules(file, ACTORS)
    assert given(rules, names=("pot",))[0].tolist() == [[10.0, 10.0]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pot,bank,0.25,pluvial", "regels.csv: pot: bank"),
        ("pot,waterschap,veel,pluvial", "regels.csv: pot: share is veel"),
        ("pot,waterschap,-1,pluvial", "regels.csv: pot: share is -1"),
        ("pot,waterschap,0.2,wind", "regels.csv: pot: themes is wind"),
    ],
)
def test_a_wrong_rule_file_names_file_row_column_and_value(tmp_path, line, said):
    file = tmp_path / "regels.csv"
    file.write_text(f"funding,payer,share,themes\n{line}\n")
    with pytest.raises(KansError) as error:
        read_rules(file, ACTORS)
    assert said in str(error.value)


def test_a_file_that_holds_no_rules_is_refused(tmp_path):
    file = tmp_path / "regels.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(KansError) as error:
        read_rules(file, ACTORS)
    assert "funding" in str(error.value)


@pytest.mark.parametrize(
    ("shares", "years"),
    [
        # the levy may bear 25 of 100: it bears them already, or it pays them once, whatever rule asks
        ((0.75, 0.25), [[0.0, 0.0], [0.0, 0.0]]),
        ((1.0, 0.0), [[25.0, 25.0], [0.0, 0.0]]),
        ((0.9, 0.1), [[15.0, 15.0], [0.0, 0.0]]),
    ],
)
def test_the_levy_pays_its_legal_share_once(shares, years):
    borne = np.array(shares)[:, None, None] * np.ones((2, 1, len(LANDOWNERS)))
    what = replace(cost(), shares=borne, actors=list(GEMEENTE), levy_share=np.array([0.25]))
    rules = {name: own(payer=GEMEENTE[1], share=1.0)["r"] for name in ("r", "s")}
    amounts, _, lines = given(rules, what, ("r", "s"))
    assert amounts == pytest.approx(np.array(years))
    assert shares[1] < 0.25 or {line.reason for line in lines} == {"levy_share"}


def test_a_payer_counted_with_another_keeps_its_rule():
    what = replace(cost(), actors=["gemeente_algemeen", "provincie", "particulier"])
    amounts, _, lines = given(own(), replace(what, joined={"waterschap": "provincie"}))
    assert amounts.tolist() == [[25.0, 25.0]]
    assert [(line.payer, line.reason) for line in lines] == [("provincie", "applied")]
    actors = Actors(joined={"waterschap": "provincie"})
    FinancingSplit(title="x", rules=own(), instruments=["r"]).check(actors)

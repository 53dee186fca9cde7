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

"""Laws of bekostiging and financiering: nothing appears, nothing is lost."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance import purses
from kans_model.finance.actors import Actors
from kans_model.finance.beneficiaries import final_matrix
from kans_model.finance.burden import ALL_KINDS
from kans_model.finance.capital import capital_charges
from kans_model.finance.cost_lines import KINDS, ownership
from kans_model.finance.cost_part import cell
from kans_model.finance.shares import whole_shares
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS, default
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, VAT_BASES, WHOLE
from kans_model.uncertainty import ensemble, ledger_ranges
from kans_model.uncertainty.finance_draws import finance_draws
from tests.fixtures.packages import demo

PACKAGES = ("meekoppelen", "eigen", "alles")
PAYERS = [one for one in Actors().ids if table("actors")["pays"][one]]
GENERAL, RIOOL = "gemeente_algemeen", "gemeente_rioolheffing"
LEVY_COSTS = {"overhead_share": 0.1, "sweeping_eur": 2e5, "remission_share": 0.03}
RULES = ["impulsregeling", "waterschap_bijdrage", "eindhoven_green_roof", "life"]


@cache
def ledger(package="eigen", preset="eigenaar"):
    return demo().ledger(package, preset)


@st.composite
def splits(draw):
    """A preset with own shares here and there, some rules, loans and ceilings."""
    own = {}
    for where in draw(st.lists(st.sampled_from([cell(), *map(cell, CATEGORIES)]), max_size=3)):
        weights = draw(st.lists(st.integers(0, 9), min_size=len(PAYERS), max_size=len(PAYERS)))
        own[where] = dict(zip(PAYERS, map(int, whole_shares(weights)), strict=True))
    loan = {"kind": draw(st.sampled_from(["annuity", "linear"])), "rate": draw(st.floats(0, 0.1))}
    mine = {
        "payer": draw(st.sampled_from([GENERAL, RIOOL, "waterschap", "provincie"])),
        "share": draw(st.floats(0, 1)),
        "themes": "pluvial;heat",
        "status": "own",
        "vat_base": draw(st.sampled_from(VAT_BASES)),
    }
    set_aside = {actor: draw(st.floats(0, 1e7)) for actor in (GENERAL, RIOOL, "waterschap")}
    return FinancingSplit(
        title="x",
        preset=draw(st.sampled_from(PRESETS)),
        own=own,
        rules={"mine": mine},
        instruments=draw(st.lists(st.sampled_from([*RULES, "mine"]), unique=True)),
        capitalisation_threshold_eur=draw(st.sampled_from([0.0, 1e5, 1e9])),
        rates={"levy_vat_share": draw(st.sampled_from([0.0, 0.4, 1.0]))},
        grant_treatment={"*": draw(st.sampled_from([0, 1, 20]))},
        levy_costs=draw(st.sampled_from([{}, LEVY_COSTS])),
        reserves=set_aside,
        renewal_provisions=set_aside,
        levelling_provisions=set_aside,
        loans={"bedrijf": {**loan, "years": draw(st.integers(1, 40))}},
        ceilings={"particulier": {"ceiling_eur": draw(st.floats(0, 1e6))}},
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_the_cost_lines_are_the_cost_that_the_evaluation_counts(package):
    result = demo().evaluate(package)
    lines = ledger(package).inputs.lines
    assert lines.present_value_eur == pytest.approx(float(result["present_value_cost_total_eur"]), rel=1e-9)
    assert lines.eur[0].sum() == pytest.approx(float(result["capex_eur"].sum()), rel=1e-9)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_benefits_are_those_the_evaluation_counts(package):
    result, one = demo().evaluate(package), ledger(package)
    total = float(result["present_value_benefit_total_eur"])
    assert one.inputs.benefit_eur == pytest.approx(total, rel=1e-9)
    assert one.benefit_eur.sum() == pytest.approx(total, rel=1e-9)
    assert one.stream_benefit_eur.sum() == pytest.approx(total, rel=1e-9)
    assert one.inputs.group_benefit.sum() == pytest.approx(total, rel=1e-9)
    by_party = one.actors.gathered(one.inputs.group_benefit.sum(axis=0))
    assert by_party == pytest.approx(one.benefit_eur, rel=1e-6, abs=1)


def test_a_life_between_whole_years_keeps_the_present_value():
    study = demo()
    study = study.replaced(assumptions=study.assumptions.with_value("wadi:lifetime_years", 33.4))
    lines = study.ledger("eigen", "eigenaar").inputs.lines
    total = float(study.evaluate("eigen")["present_value_cost_total_eur"])
    assert lines.present_value_eur == pytest.approx(total, rel=1e-9)


def test_renewal_by_hand():
    # Built evenly in 2027-2036 (years b = 1 to 10 of 50), life 30: renewed in years 31 to 40, a tenth each.
    # At the end the renewal of year 30 + b is 20 - b years old: (10 + b) / 30 is left, on average 15.5 / 30.
    study = demo()
    study = study.replaced(assumptions=study.assumptions.with_value("wadi:lifetime_years", 30))
    lines = study.ledger("eigen", "eigenaar").inputs.lines
    at = lines.measures.index("wadi")
    invested = lines.eur[0, at].sum()
    assert lines.eur[1, at].sum(axis=0)[30:40] == pytest.approx(np.full(10, invested / 10))
    assert lines.eur[1, at].sum() == pytest.approx(invested)
    assert lines.eur[2, at].sum() == pytest.approx(-15.5 / 30 * invested)


def test_ownership_fills_every_stock():
    whole = ownership(demo().baseline)
    assert whole.sum(axis=-1) == pytest.approx(np.ones(whole.shape[:2]))
    wadi, roof = (table("measures").index.get_loc(one) for one in ("wadi", "green_roof_extensive"))
    assert (whole[wadi, :, LANDOWNERS.index("gemeente")] == 1).all()
    assert (whole[roof, :, LANDOWNERS.index("gemeente")] == 0).all()


@given(splits())
def test_every_euro_is_borne_once_before_loans(split):
    split.check()
    one = demo().ledger("eigen", split)
    lines = one.inputs.lines.eur.sum(axis=(1, 2))  # kind, year
    borne = one.burden_eur.sum(axis=0)
    assert borne[: len(KINDS)] == pytest.approx(lines, rel=1e-9, abs=1e-3)
    vat = borne[ALL_KINDS.index("btw")]
    assert one.net_eur.sum(axis=0) == pytest.approx(lines.sum(axis=0) + vat, rel=1e-9, abs=1e-3)
    assert one.total_eur == pytest.approx(
        one.inputs.lines.present_value_eur + vat @ one.inputs.lines.discount, rel=1e-9
    )
    assert one.share.sum() == pytest.approx(1)
    assert (one.cells.sum(axis=-1) == WHOLE).all()


@given(splits())
def test_what_parties_bear_is_what_purses_cover_and_the_gap(split):
    one = demo().ledger("eigen", split)
    left = one.burden_eur[:, ALL_KINDS.index("restwaarde")]
    assert one.net_eur == pytest.approx(one.covered_eur + one.gap_eur + left, rel=1e-9, abs=1e-3)
    for actor in one.actors.capitalising:
        credit = {key: values.sum() for key, values in one.credit(actor).items()}
        last = {key: values[-1] for key, values in one.credit(actor).items()}
        on_books = last["book_value"] + last["net"] - last["depreciation"]
        paid = (one.cash_real_eur[one.actors.place(actor)] * one.price).sum()
        beside = credit["vat"] + credit["overhead"] + credit["sweeping"] + credit["remission"]
        covered = credit["borne"] - credit["interest"] - beside
        set_aside = credit["provision"] + credit["release"] + credit["levelling"]
        assert paid == pytest.approx(covered + set_aside + on_books, rel=1e-9, abs=1)
    works, place = one.works(RIOOL), one.actors.place(RIOOL)
    compensable = 0.21 * one.by_measure[place][[0, 1, 3]] - one.vat_by_kind[place]
    levied = one.split.rate("levy_vat_share") * (compensable.sum(axis=(0, 1)) * one.price)
    assert works.vat_eur.sum(axis=0) + works.upkeep_vat_eur == pytest.approx(levied, rel=1e-9, abs=1)
    of_vat = [part.sum() for part in capital_charges(works.vat_eur, works.terms_years, 0.0)[:1]]
    assert of_vat[0] <= works.vat_eur.sum() + 1  # written off once, and no more than was paid


@given(splits())
def test_grants_net_to_zero_and_never_pass_the_cost(split):
    one = demo().ledger("eigen", split)
    assert one.paid_eur.sum(axis=0) == pytest.approx(one.received_eur.sum(axis=0), rel=1e-9, abs=1e-6)
    investment = one.burden_eur[:, ALL_KINDS.index("investering")]
    investment = investment + one.vat_by_kind[:, 0].sum(axis=1)
    assert (one.received_eur <= investment * (1 + 1e-9) + 1e-6).all()
    told = sum(line.eur for line in one.lines)
    assert told == pytest.approx(one.received_eur.sum(), rel=1e-6, abs=1)


@given(splits())
def test_cash_after_loans_is_burden_less_drawdown_plus_debt_service(split):
    one = demo().ledger("eigen", split)
    drawn, interest, repaid = one.loans_eur
    expected = one.cash_real_eur * one.price - drawn + interest + repaid
    assert one.cash_nominal_eur == pytest.approx(expected)
    others = [place for place, actor in enumerate(one.actors.ids) if actor != "bedrijf"]
    assert drawn[others].sum() == interest[others].sum() == 0


@given(splits())
def test_no_split_changes_the_balance_for_society(split):
    study = demo()
    before = study.evaluate("eigen")
    after = study.with_split(split).evaluate("eigen")
    assert float(after["bcr"]) == float(before["bcr"])
    assert study.ledger("eigen", split).benefit_eur.sum() == pytest.approx(ledger().benefit_eur.sum())


def test_the_owner_pays_for_his_own_ground():
    one = ledger()
    lines = one.inputs.lines
    worth = (lines.eur @ lines.discount).sum(axis=(0, 1))  # landowner
    rate = float(one.inputs.base.scalar["vat_rate"])
    cash = (lines.eur[[0, 1, 3]] @ lines.discount).sum(axis=(0, 1))
    place = {actor: one.actors.place(actor) for actor in one.actors.ids}
    # of what businesses own a part is let as dwellings, on which no VAT comes back
    let = lines.let_share[:, None]
    owner = LANDOWNERS.index("bedrijf")
    of_let = ((lines.eur[[0, 1, 3]] @ lines.discount).sum(axis=0) * let)[:, owner].sum()
    assert 0 < of_let < cash[owner]
    assert one.present_value_eur[place["bedrijf"]] == pytest.approx(worth[owner] + rate * of_let)
    owner = LANDOWNERS.index("particulier")
    assert one.present_value_eur[place["particulier"]] == pytest.approx(worth[owner] + rate * cash[owner])
    assert one.gemeente_eur == pytest.approx(worth[LANDOWNERS.index("gemeente")])


def test_the_sewer_levy_bears_no_trees():
    one = demo().ledger("eigen", "gemeente")
    at = one.inputs.lines.measures.index("street_tree")
    assert one.by_measure[one.actors.place("gemeente_rioolheffing"), :, at].sum() == 0
    assert "street_tree" in [excess.measure for excess in one.levy_excess]
    at = one.inputs.lines.measures.index("disconnect_street")
    assert one.by_measure[one.actors.place("gemeente_algemeen"), :, at].sum() == 0


def test_the_levy_by_hand():
    # Only disconnecting the street, all from the levy: depreciation over 60 years, interest 2 % over the book
    # value, upkeep, prices 2 % a year, 80 % by households.
    study = demo()
    portfolio = study.portfolio("eigen")
    for measure in portfolio.choices:
        if measure != "disconnect_street":
            portfolio = portfolio.without(measure)
    one = study.ledger(portfolio, "gemeente")
    result = study.evaluate(portfolio)
    yearly, upkeep = float(result["capex_eur"].sum()) / 10, float(result["opex_eur_per_year"].sum())
    price = 1.02 ** np.arange(1, 51)
    book, levy = 0.0, []
    vintages = []
    for year in range(12):
        depreciation = sum(v / 60 for v in vintages)
        charges = depreciation + 0.02 * book
        kept = upkeep * min(year, 10) / 10 * price[year]
        levy.append((charges + kept) / price[year] * 0.8 / one.inputs.households)
        book -= depreciation
        if year < 10:
            vintages.append(yearly * price[year])
            book += vintages[-1]
    assert one.levy_eur[:12] == pytest.approx(levy, rel=1e-9)


def test_a_swale_is_written_off_over_its_life_and_the_levy_does_not_collapse_after_twenty_years():
    # Ten equal years of building from 2027, all from the levy, prices of 2025 rising 2 % a year. Over 40
    # years every vintage still costs a fortieth in 2057, and interest over what is left: 11 of 40 years of
    # the first, 20 of 40 of the last. Over 20 years, as planting, nothing would be left to pay.
    study = demo()
    swales = study.portfolio("niets_doen").with_uptake("wadi", 0.1)
    one = study.ledger(swales, FinancingSplit(title="x", own={cell(): {RIOOL: WHOLE}}, instruments=[]))
    vintages = float(study.evaluate(swales)["capex_eur"].sum()) / 10 * 1.02 ** np.arange(2, 12)
    left = np.arange(11, 21) / 40
    capital = one.credit(RIOOL)["capital"]
    assert one.inputs.lines.years[30] == 2057
    assert capital[30] == pytest.approx((vintages / 40 + 0.02 * vintages * left).sum())
    as_planting = one.split.changed(depreciation_years={"wadi": 20})
    assert study.ledger(swales, as_planting).credit(RIOOL)["capital"][30] == 0


def own_rule(**fields):
    rule = {"themes": "pluvial;heat;drought", "share": 1.0, "status": "own", **fields}
    return {"rules": {"mine": rule}, "instruments": ["mine"]}


def test_what_the_levy_grants_is_in_the_levy():
    # the levy pays all green roofs of owners: its own cost is the grant of the year
    asked = own_rule(payer=RIOOL, measures="green_roof_extensive", vat_base="excl")
    asked["levy_shares"] = {"green_roof_extensive": {"rioolheffing_share": 1.0, "reason": ""}}
    portfolio = demo().portfolio("eigen")
    free = demo().ledger(portfolio, FinancingSplit(title="x", instruments=[]))
    one = demo().ledger(portfolio, FinancingSplit(title="x", **asked))
    paid, place = one.paid_eur[one.actors.place(RIOOL)], one.inputs.lines.measures.index
    assert paid.sum() == pytest.approx(one.inputs.lines.eur[0, place("green_roof_extensive")].sum())
    more = 0.8 * paid / one.inputs.households
    assert one.levy_eur - free.levy_eur == pytest.approx(more, abs=1e-9)
    # over 20 years at 2 %: a year later a twentieth and the interest, in prices of that year
    spread = demo().ledger(portfolio, FinancingSplit(title="x", grant_treatment={"mine": 20}, **asked))
    assert (spread.levy_eur - free.levy_eur)[0] == pytest.approx(0, abs=1e-9)
    assert (spread.levy_eur - free.levy_eur)[1] == pytest.approx(more[0] * (1 / 20 + 0.02) / 1.02)


def test_the_levy_grants_no_more_than_it_may_bear():
    one = demo().ledger(
        "eigen", FinancingSplit(title="x", **own_rule(payer=RIOOL, measures="green_roof_extensive"))
    )
    by_payer = {line.payer: (line.eur, line.reason) for line in one.lines}
    half = one.received_eur.sum() / 2
    assert by_payer == {RIOOL: (pytest.approx(half), "applied"), GENERAL: (pytest.approx(half), "levy_share")}
    # of trees it may pay nothing, and general funds, which bear them, do not grant themselves
    trees = FinancingSplit(title="x", **own_rule(payer=RIOOL, measures="street_tree"))
    refused = demo().ledger("eigen", trees)
    assert [(line.eur, line.reason) for line in refused.lines] == [(0.0, "levy_share")]
    assert refused.present_value_eur == pytest.approx(ledger().present_value_eur)


def test_a_grant_received_lowers_its_own_asset_and_no_other():
    rule = own_rule(payer="rijk", measures="disconnect_street", owners="gemeente")
    granted = demo().ledger("eigen", FinancingSplit(title="x", **rule))
    # it is written off over 60 years at 2 %, and in the period it is not renewed
    own = granted.inputs.lines.eur[0, granted.inputs.lines.measures.index("disconnect_street")].sum(axis=0)
    depreciation, interest, _ = capital_charges(own * granted.price, 60, 0.02)
    less = ledger().credit(RIOOL)["capital"] - granted.credit(RIOOL)["capital"]
    assert less == pytest.approx(depreciation + interest, rel=1e-9, abs=1e-3)


def test_nothing_is_on_the_books_longer_than_it_lasts():
    one = demo().ledger(
        "alles", FinancingSplit(title="x", preset="gemeente", depreciation_years={"road": 90})
    )
    life = {
        (asset.asset_class, asset.life_years): one.inputs.life_years[asset.measures].min()
        for asset in purses.assets(one)
    }
    terms = one.works(RIOOL).terms_years
    assert (terms <= list(life.values())).all()
    assert terms.max() == 60


def test_compensable_vat_in_the_levy_is_a_choice():
    # all its works stand on public ground: with all of the VAT the levy is 1.21 times as high
    plain, taxed = (
        demo().ledger("meekoppelen", FinancingSplit(title="x", rates={"levy_vat_share": part}))
        for part in (0, 1)
    )
    assert taxed.levy_eur == pytest.approx(1.21 * plain.levy_eur)
    whole = (taxed.general_eur + taxed.levy_eur / 0.8, plain.general_eur + plain.levy_eur / 0.8)
    assert whole[0] == pytest.approx(whole[1])  # what the levy bears comes in at general funds


def test_on_private_ground_no_vat_comes_back():
    one = demo().ledger("eigen", "gemeente")
    lines = one.inputs.lines
    private = [LANDOWNERS.index(owner) for owner in ("woningcorporatie", "particulier", "bedrijf")]
    cash = (lines.eur[[0, 1, 3]] @ lines.discount).sum(axis=(0, 1))[private].sum()
    rate = float(one.inputs.base.scalar["vat_rate"])
    assert one.bridge.vat_eur == pytest.approx(rate * cash)


def test_the_levy_goes_to_owners_and_users_as_the_city_spreads_it():
    # 60 % on dwellings, of which users pay 30 %: tenants 0.6 x 0.3 x their part of the dwellings
    split = FinancingSplit(title="x", rates={"levy_household_share": 0.6, "levy_user_share": 0.3})
    one = demo().ledger("eigen", split)
    amounts = np.zeros(len(one.actors.ids))
    amounts[one.actors.place(RIOOL)] = 100.0
    passed = dict(zip(one.actors.ids, one.final(amounts), strict=True))
    owner, occupant = one.inputs.roles
    at = list(table("actors").index).index
    assert passed["huurder"] == pytest.approx(100 * 0.6 * 0.3 * occupant[at("huurder")])
    assert passed["woningcorporatie"] == pytest.approx(100 * 0.6 * 0.7 * owner[at("woningcorporatie")])
    assert sum(passed.values()) == pytest.approx(100)


def test_a_ceiling_leaves_a_gap_that_is_shown():
    split = FinancingSplit(title="x", ceilings={"bedrijf": {"ceiling_eur": 3e5, "committed_eur": 1e5}})
    one = demo().ledger("eigen", split)
    cash = one.cash_real_eur[one.actors.place("bedrijf")]
    assert one.gap_eur.sum(axis=0) == pytest.approx(np.maximum(0, cash - 2e5))
    assert one.gap_total_eur > 0


def test_each_kind_of_reserve_has_its_own_effect():
    def of(**set_aside):
        split = FinancingSplit(title="x", **{key: {RIOOL: eur} for key, eur in set_aside.items()})
        one = demo().ledger("eigen", split)
        return one.credit(RIOOL), one.levy["peak"]

    plain, peak = of()
    renewal, _ = of(renewal_provisions=1e5)
    assert (plain["net"] - renewal["net"]).sum() == pytest.approx(1e5)
    assert (plain["net"] - renewal["net"])[:10].sum() == 0  # nothing is renewed yet
    reserve, lower = of(reserves=2e6)
    assert reserve["book_value"] == pytest.approx(plain["book_value"])
    assert lower < peak
    levelled, lowest = of(levelling_provisions=1e6)
    assert (plain["borne"] - levelled["borne"]).sum() == pytest.approx(1e6)
    assert lowest < peak


def test_final_bearers_carry_the_same_total():
    one = ledger()
    assert final_matrix(one.inputs.base).sum(axis=1) == pytest.approx(np.ones(len(table("actors"))))
    passed = one.final(one.present_value_eur)
    assert passed.sum() == pytest.approx(one.total_eur)
    assert passed[one.actors.place("gemeente_rioolheffing")] == 0


def test_a_city_joins_parties_without_losing_a_euro():
    study = demo().replaced(
        actors=Actors().without("huurder", "particulier").renamed("bedrijf", "Ondernemers")
    )
    one, before = study.ledger("eigen", "baten"), ledger("eigen", "baten")
    assert "huurder" not in one.actors.ids
    assert one.actors.name("bedrijf") == "Ondernemers"
    assert one.benefit_eur.sum() == pytest.approx(before.benefit_eur.sum())
    both = before.benefit_eur[[before.actors.place(a) for a in ("huurder", "particulier")]].sum()
    assert one.benefit_eur[one.actors.place("particulier")] == pytest.approx(both)


def test_ranges_hold_the_middle_and_follow_the_draws():
    study = demo()
    drawn = ensemble.draws(study, 256)
    portfolio, one = study.portfolio("eigen"), ledger()
    bands = ledger_ranges.ranges(drawn, study, portfolio, one)
    total = study.evaluate(portfolio, drawn)["present_value_cost_eur"].values
    without_vat = [
        one.actors.place(actor) for actor in ("gemeente_algemeen", "gemeente_rioolheffing", "bedrijf")
    ]
    vat = one.inputs.lines.eur  # what others bear comes with VAT
    assert vat.shape[0] == len(KINDS)
    public = bands.present_value_eur[:, without_vat].sum(axis=1)
    assert (public < total).all()
    low, _, high = ensemble.summary(bands.present_value_eur[:, without_vat].sum(axis=1))
    assert low < one.present_value_eur[without_vat].sum() < high * 1.05
    assert np.quantile(bands.levy_peak_eur, 0.05) < one.levy["peak"] * 1.05


def test_ranges_without_vat_are_the_cost_of_every_draw():
    study = demo()
    drawn = ensemble.draws(study, 256)
    portfolio = study.portfolio("meekoppelen")  # public ground only: the municipality recovers VAT
    one = study.ledger(portfolio, "eigenaar")
    bands = ledger_ranges.ranges(drawn, study, portfolio, one)
    total = study.evaluate(portfolio, drawn)["present_value_cost_eur"].values
    assert bands.present_value_eur.sum(axis=1) == pytest.approx(total, rel=1e-6)


def test_every_draw_is_borne_once():
    study = demo()
    drawn, portfolio = ensemble.draws(study, 256), study.portfolio("eigen")
    one = study.ledger(portfolio, FinancingSplit(title="x", own={cell(): {"rijk": WHOLE}}))
    bands = ledger_ranges.ranges(drawn, study, portfolio, one)  # who recovers all VAT bears the cost
    total = study.evaluate(portfolio, drawn)["present_value_cost_eur"].values
    assert bands.present_value_eur.sum(axis=1) == pytest.approx(total, rel=1e-6)


def test_the_band_of_the_levy_draws_what_a_city_did_not_set():
    study = demo()
    drawn, portfolio = ensemble.draws(study, 256), study.portfolio("eigen")

    def width(**own):
        one = study.ledger(portfolio, FinancingSplit(title="x", **own))
        low, high = np.quantile(
            ledger_ranges.ranges(drawn, study, portfolio, one).levy_peak_eur, (0.05, 0.95)
        )
        return high - low

    rates = {key: default(key) for key in ("omslagrente", "inflation", "levy_household_share")}
    terms = {name: int(years) for name, years in table("asset_classes")["depreciation_years"].items()}
    assert width(rates=rates, depreciation_years=terms) < width(rates=rates) < width()


def test_a_rule_with_a_range_is_drawn_and_leaves_what_all_bear():
    mine = {"payer": "rijk", "share": 0.4, "share_low": 0.2, "share_high": 0.6, "owners": "gemeente"}
    split = FinancingSplit(title="x", rules={"mine": mine}, instruments=["mine"])
    sure = split.changed(rules={"mine": {**mine, "share_low": None, "share_high": None}})
    one, other = demo().ledger("eigen", split), demo().ledger("eigen", sure)
    factor = finance_draws(one, 2000, 7).grants[:, 0]
    assert factor.min() >= 0.5
    assert factor.max() <= 1.5
    assert factor.mean() == pytest.approx(1, abs=0.01)  # PERT: (0.2 + 4 × 0.4 + 0.6) / 6
    assert (finance_draws(other, 20, 7).grants == 1).all()
    drawn, portfolio = ensemble.draws(demo()), demo().portfolio("eigen")
    wide, narrow = (ledger_ranges.ranges(drawn, demo(), portfolio, each) for each in (one, other))
    assert wide.present_value_eur.sum(axis=1) == pytest.approx(narrow.present_value_eur.sum(axis=1))
    assert np.ptp(wide.levy_peak_eur) > np.ptp(narrow.levy_peak_eur)


def test_a_fixed_grant_is_the_same_in_every_draw():
    # a ceiling holds it at 100,000 euro a year, whatever the cost is
    study = demo()
    drawn, portfolio = ensemble.draws(study, 256), study.portfolio("eigen")
    rule = own_rule(payer="rijk", measures="disconnect_street", yearly_ceiling_eur=1e5, price_year=2025)
    paid = []
    for choices in ({"instruments": []}, rule):
        known = {"disconnect_street": {"rioolheffing_share": 1.0, "reason": ""}}
        split = FinancingSplit(title="x", preset="gemeente", levy_shares=known, **choices)
        one = study.ledger(portfolio, split)
        paid.append(
            ledger_ranges.ranges(drawn, study, portfolio, one).present_value_eur[:, one.actors.place(RIOOL)]
        )
    worth = 1e5 * one.inputs.lines.discount[:10].sum()
    assert paid[0] - paid[1] == pytest.approx(np.full(256, worth), rel=1e-6)


def test_the_water_board_levies_only_what_serves_the_water_system():
    split = FinancingSplit(title="x", own={cell(): {"waterschap": WHOLE}})
    one = demo().ledger("eigen", split)
    whole, part = one.credit("waterschap"), one.credit("waterschap", one.inputs.water_share)
    assert 0 < part["net"].sum() < whole["net"].sum()
    assert one.credit("waterschap", 0.0)["capital"].sum() == 0
    assert np.isnan(one.water_levy_eur).all()  # the whole area pays, not this city alone
    known = demo().ledger("eigen", split.changed(water_levy_units=300_000))
    # 60 % from residents and 25 % from owners of dwellings
    assert known.water_levy_eur == pytest.approx(0.85 * part["borne"] / one.price / 300_000)


def test_the_part_of_a_levy_takes_the_same_part_of_its_grants():
    split = FinancingSplit(
        title="x", own={cell(): {"waterschap": WHOLE}}, **own_rule(payer="rijk", share=0.5)
    )
    one = demo().ledger("eigen", split)
    assert one.credit("waterschap", 0.3)["net"] == pytest.approx(0.3 * one.credit("waterschap")["net"])


def test_what_is_below_the_threshold_is_paid_at_once():
    # nothing costs a billion a year: all is paid in the year, nothing stands on the books
    one = demo().ledger("eigen", FinancingSplit(title="x", capitalisation_threshold_eur=1e9))
    credit = one.credit(RIOOL)
    assert credit["book_value"].sum() == credit["interest"].sum() == 0
    assert credit["borne"] == pytest.approx(one.cash_real_eur[one.actors.place(RIOOL)] * one.price)


def test_the_debt_is_what_was_drawn_and_not_repaid():
    loan = {"kind": "linear", "rate": 0.04, "years": 10}
    one = demo().ledger("eigen", FinancingSplit(title="x", loans={"bedrijf": loan}))
    place = one.actors.place("bedrijf")
    drawn, _, repaid = one.loans_eur
    assert one.debt_eur[place, 4] == pytest.approx(drawn[place, :5].sum() - repaid[place, :5].sum())
    assert one.debt_eur[place, 9] > 0
    assert one.debt_eur[place, -1] == pytest.approx(0, abs=1)


def test_a_grant_that_is_capitalised_is_written_off_within_the_life_of_what_it_paid_for():
    # green roofs last 40 years: a grant over 60 years is written off over 40, as one over 40 is
    asked = own_rule(payer=GENERAL, measures="green_roof_extensive")
    long, life = (
        demo().ledger("eigen", FinancingSplit(title="x", grant_treatment={"mine": years}, **asked))
        for years in (60, 40)
    )
    assert long.credit(GENERAL)["borne"] == pytest.approx(life.credit(GENERAL)["borne"])
    works = long.works(GENERAL)
    terms = [term for name, term in zip(works.classes, works.terms_years, strict=True) if name == "grant"]
    assert terms == [40]


def test_vat_in_the_levy_is_paid_at_once_with_what_is_too_small_to_be_capitalised():
    split = FinancingSplit(
        title="x",
        preset="gemeente",
        instruments=[],
        capitalisation_threshold_eur=1e9,
        rates={"levy_vat_share": 1.0},
    )
    one = demo().ledger("eigen", split)
    build, renew, _, keep = one.by_measure[one.actors.place(RIOOL)].sum(axis=1)
    assert one.credit(RIOOL)["borne"] == pytest.approx(1.21 * (build + renew + keep) * one.price)


def test_ceilings_of_parties_counted_together_add_up():
    ceilings = {"waterschap": {"ceiling_eur": 3e5, "committed_eur": 1e5}, "provincie": {"ceiling_eur": 5e5}}
    joined = Actors(joined={"waterschap": "provincie"})
    one = demo().replaced(actors=joined).ledger("eigen", FinancingSplit(title="x", ceilings=ceilings))
    assert one.free_ceilings_eur == {"provincie": 7e5}
    place = one.actors.place("provincie")
    assert one.gap_eur[place] == pytest.approx(np.maximum(0, one.cash_real_eur[place] - 7e5))

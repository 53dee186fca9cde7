"""Every euro has a legal route, or is said to have none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.finance.actors import Actors
from kans_model.finance.cost_cells import LAND_PAYS, charged_to_developer
from kans_model.finance.cost_part import cell
from kans_model.finance.legal_routes import paid_eur, titles, uncovered_eur, untitled_eur
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.reports.route_tables import instruments_frame, titles_frame, titles_line
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS, WHOLE
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo


def without_title(**values):
    split = FinancingSplit(title="x", instruments=[], **values)
    ledger = demo().with_split(split).ledger("eigen", split)
    return ledger, float(untitled_eur(ledger).sum())


@given(
    st.sampled_from(PRESETS),
    st.dictionaries(
        st.sampled_from([cell(), *(cell(landowner=owner) for owner in LANDOWNERS)]),
        st.sampled_from(["rijk", "huurder", "bedrijf"]),
        max_size=3,
    ),
)
def test_titles_make_what_parties_bear_before_grants(preset, own):
    ledger, _ = without_title(preset=preset, own={where: {who: WHOLE} for where, who in own.items()})
    borne = np.zeros(len(ledger.actors.ids))
    for title in titles(ledger):
        borne[ledger.actors.place(title.payer)] += title.eur
    assert borne == pytest.approx(ledger.present_value_eur, abs=20)


@pytest.mark.parametrize("preset", ["eigenaar", "gemeente"])
def test_owners_levy_and_grants_of_the_municipality_have_a_title(preset):
    ledger, untitled = without_title(preset=preset)
    assert untitled == 0
    assert uncovered_eur(ledger) == ledger.gap_total_eur == 0
    assert "titel" in titles_line(ledger, "nl")


def test_a_home_owner_has_no_title_on_public_ground_until_one_is_named():
    own = {cell(landowner="gemeente"): {"particulier": WHOLE}}
    ledger, untitled = without_title(own=own)
    public = sum(title.eur for title in titles(ledger) if title.landowner == "gemeente")
    assert untitled == pytest.approx(public)
    assert uncovered_eur(ledger) == pytest.approx(public)
    assert "Geen titel" in set(titles_frame(ledger, "nl").iloc[:, 2])
    half = without_title(own=own, routes={"particulier": {cell("green"): "particulier_contract"}})[1]
    assert 0 < half < untitled
    assert without_title(own=own, routes={"particulier": {cell(): "particulier_contract"}})[1] == 0


def test_no_euro_is_short_twice():
    # a home owner who may bear nothing and pays all: what has no title is part of what is above the ceiling
    own = {cell(): {"particulier": WHOLE}}
    ledger, untitled = without_title(own=own, ceilings={"particulier": {"ceiling_eur": 0}})
    assert 0 < untitled < ledger.gap_total_eur
    assert uncovered_eur(ledger) == pytest.approx(ledger.gap_total_eur)


def test_a_grant_leaves_no_more_without_a_title_than_the_party_still_bears():
    # all investment is granted: of what has no title renewal and upkeep are left
    own = {cell(landowner="gemeente"): {"particulier": WHOLE}}
    split = FinancingSplit(
        title="x",
        own=own,
        rules={"r": {"payer": "rijk", "share": 1.0, "status": "own"}},
        instruments=["r"],
    )
    ledger = demo().ledger("eigen", split)
    rest = paid_eur(ledger)[1:, :, LANDOWNERS.index("gemeente"), ledger.actors.place("particulier")].sum()
    assert untitled_eur(ledger).sum() == pytest.approx(rest)  # the grant pays the VAT on the investment too


@pytest.mark.parametrize(
    ("routes", "key"),
    [
        ({"particulier": {cell(): "bedrijf_biz"}}, "route_unknown"),
        ({"particulier": {cell(): "particulier_benefit_tax"}}, "route_closed"),
        ({"bedrijf": {"gras": "bedrijf_biz"}}, "split_part_unknown"),
        ({"bank": {cell(): "bedrijf_biz"}}, "actor_unknown"),
    ],
)
def test_a_route_that_cannot_be_is_refused(routes, key):
    with pytest.raises(KansError) as error:
        FinancingSplit(title="x", routes=routes).check()
    assert key in [problem.key for problem in error.value.problems]


def test_who_builds_pays_for_what_new_build_asks():
    actors = Actors()
    shares = np.zeros((1, 2, len(LANDOWNERS), len(actors.ids)), dtype=int)
    for place, owner in enumerate(LANDOWNERS):
        shares[:, :, place, actors.place(LAND_PAYS[owner])] = WHOLE
    charged = charged_to_developer(shares, ["green_roof_extensive", "raised_floor"], actors)
    assert (charged[:, 0] == shares[:, 0]).all()
    private = charged[0, 1, 2:]
    assert (private[:, actors.place("ontwikkelaar")] == WHOLE).all()
    assert private.sum() == 3 * WHOLE
    assert (charged[0, 1, :2] == shares[0, 1, :2]).all()


def test_every_instrument_says_what_it_is_for_and_what_the_model_does():
    frame = instruments_frame("nl")
    assert len(frame) == len(table("instruments"))
    assert not frame.drop(columns="Jaren").eq("").any(axis=None)
    assert frame.set_index("Instrument")["Stand"]["Baatbelasting"] == "gesloten"
    assert set(table("legal_routes")["instrument"]) <= set(
        table("instruments").query("effect == 'route'").index
    )

"""A package as its levers bring it: a subsidy is a cost of the municipality and a relief of owners, once."""

from functools import cache

import numpy as np
import pytest

from kans_model.comparison.lever_years import LeverYears
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.policy import Policy
from kans_model.reports.lever_years_in_words import agenda_sentence, levy_sentence, payers_table, years_table
from tests.fixtures.packages import demo

ROOF = "green_roof_extensive"
SUBSIDY = Lever("s", "subsidy", 2028, 2035, measures=(ROOF,), subsidy_share=0.5)
CAMPAIGN = Lever("c", "campaign", 2028, 2030, budget_eur_per_year=20_000.0)
DISCOUNT = Lever("d", "levy_discount", 2028, measures=(ROOF,), discount_eur=2.0)
OWNERS = ("particulier", "woningcorporatie", "bedrijf")


@cache
def years(*levers, split="eigenaar"):
    lever_set = LeverSet("a", "Set 1", levers)
    study = demo().replaced(policy=Policy().with_set(lever_set))
    return LeverYears(study, study.portfolios[0], study.split(split))


def test_what_owners_save_the_municipality_pays_once_and_every_year_adds_up():
    own = years(SUBSIDY)
    moved = own.moved_eur
    paid = float(own.subsidies_eur.sum())
    assert paid > 100_000
    assert moved["gemeente_algemeen"] == pytest.approx(paid)
    assert sum(moved[name] for name in OWNERS) == pytest.approx(-paid)
    assert sum(moved.values()) == pytest.approx(0, abs=0.01)
    np.testing.assert_allclose(own.subsidies_eur.sum(axis=0), own.paid_eur)
    assert own.paid_eur.sum() == pytest.approx(own.effect.paid_band_eur(2050)[1])


def test_each_year_the_ledger_pays_what_the_levers_pay():
    own = years(SUBSIDY)
    ids, period = own.ledger.actors.ids, own.ledger.inputs.lines.years
    more = (own.ledger.net_eur - own.without_subsidies.net_eur)[ids.index("gemeente_algemeen")]
    by_year = dict(zip(period.tolist(), more, strict=True))
    for year, eur in zip(own.years.tolist(), own.paid_eur, strict=True):
        assert by_year[year] == pytest.approx(eur, abs=0.01)


@pytest.mark.parametrize("split", ["eigenaar", "baten", "gemeente"])
def test_a_campaign_relieves_nobody_and_a_discount_moves_to_the_levy(split):
    own = years(SUBSIDY, CAMPAIGN, DISCOUNT, split=split)
    assert sum(own.moved_eur.values()) == pytest.approx(60_000)
    none = years(split=split)
    assert own.levy_eur.max() > none.levy_eur.max()


def test_owners_build_in_the_years_in_which_they_join():
    own = years(SUBSIDY)
    share = np.median(own.effect.paths.of_measure(ROOF), axis=0)
    joins = np.diff(share, prepend=0.0) / share[-1]
    np.testing.assert_allclose(own.owners_eur / own.owners_eur.sum(), joins, atol=1e-9)
    row = own.study.baseline.room.place[ROOF]
    assert own.phasing.built[row].sum() == pytest.approx(1)


def test_without_levers_nothing_moves():
    own = years()
    assert not any(abs(eur) > 1e-6 for eur in own.moved_eur.values())
    assert own.paid_eur.sum() == 0


def test_in_words_it_says_per_payer_and_per_year():
    own, none = years(SUBSIDY, DISCOUNT), years()
    payers = payers_table(own)
    assert any("minder" in text for text in payers.iloc[:, 1])
    table = years_table(own)
    assert list(table.iloc[:, 0]) == [str(year) for year in range(2027, 2051)]
    assert "Subsidie" in table.columns
    assert "zonder hefbomen" in levy_sentence(own, none)
    assert "verandert niet" in levy_sentence(none, none)
    said = agenda_sentence(own, 2027, 2036)
    assert "Van 2027 tot en met 2036" in said


def test_what_waits_for_a_number_of_the_city_is_not_known():
    assert not years(Lever("n", "norm_new_build", 2030, measures=(ROOF,), norm_mm=60.0)).is_known

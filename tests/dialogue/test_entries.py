"""What is filled in at the dialogue: what follows from a field, and what the form makes."""

import pandas as pd
import pytest

from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.entries import BUURT, CITY, EACH, WIJK, CriterionEntry, DecisionEntry, PartnerEntry
from kans_model.dialogue.partners import Partner
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import MOMENTS
from kans_model.words.problems import KansError
from kans_model.words.texts import has_text

AREAS = pd.DataFrame({"wijk": ["Noord"]}, index=["BU01"])


@pytest.mark.parametrize("kind", [CriterionEntry, PartnerEntry, DecisionEntry])
def test_every_field_has_words_and_says_what_it_is(kind):
    for parameter in kind.parameters().values():
        assert has_text(parameter.label)
        assert parameter.doc


@pytest.mark.parametrize(
    ("place", "areas", "wijk", "each"),
    [
        (CITY, (), "", False),
        (EACH, (), "", True),
        (WIJK + "Noord", (), "Noord", False),
        (BUURT + "BU01", ("BU01",), "", False),
    ],
)
def test_a_place_is_the_city_every_buurt_a_wijk_or_one_buurt(place, areas, wijk, each):
    criterion = CriterionEntry(limit=5.0, place=place).criterion("a", "2026-11-29")
    assert (criterion.areas, criterion.wijk, criterion.each) == (areas, wijk, each)


def test_only_what_is_unacceptable_has_a_year():
    entry = CriterionEntry(limit=5.0, year=2035)
    assert entry.criterion("a", "").latest_year is None
    assert entry.but(acceptance="unacceptable").criterion("a", "").latest_year == 2035


@pytest.mark.parametrize("indicator", table("indicators").index)
def test_another_indicator_is_read_at_one_of_its_moments(indicator):
    entry = CriterionEntry().with_field("indicator", indicator)
    assert entry.moment in MOMENTS[table("indicators")["moment"][indicator]]


def test_bounds_of_the_form_are_those_of_a_limit():
    """A year at the end of the field's bounds is taken by the limit, one beyond is refused."""
    low, high = CriterionEntry.param.year.bounds
    for year, is_wrong in ((low, False), (high, False), (low - 1, True), (high + 1, True)):
        entry = CriterionEntry(limit=5.0, acceptance="unacceptable", year=year)
        problems = [problem.key for problem in entry.criterion("a", "").problems(AREAS, ())]
        assert problems == (["criterion_year_wrong"] if is_wrong else [])
    assert not CriterionEntry.param.limit.holds(-1.0)
    wrong = Criterion("a", "damage_heat", -1.0).problems(AREAS, ())
    assert [problem.key for problem in wrong] == ["criterion_limit_wrong"]


def test_a_limit_needs_a_number():
    with pytest.raises(KansError) as raised:
        CriterionEntry().criterion("a", "")
    assert [problem.key for problem in raised.value.problems] == ["criterion_without_limit"]


def test_a_partner_comes_back_from_the_form_and_keeps_what_it_does_not_show():
    partner = Partner("p", "Waterschap", role="beheerder", actors=("waterschap",), weights={"pluvial": 2.0})
    assert PartnerEntry.of(partner).partner(partner) == partner
    longer = PartnerEntry.of(partner).but(organisation="w" * 100).partner(partner)
    assert longer.name == "w" * PartnerEntry.param.organisation.longest

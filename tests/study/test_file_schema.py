"""Whatever stands in a study file, it is refused in words or it can be evaluated, saved and opened again."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.criteria import Criterion
from kans_model.optimum.question import Question
from kans_model.study.study import Study
from kans_model.words.json_text import json_object
from kans_model.words.problems import KansError
from tests.fixtures.full_study import GONE, RENAMED, changed, full_study, full_values
from tests.fixtures.small import corner

ODD = [
    None,
    True,
    0,
    1,
    -1,
    0.5,
    1e308,
    1e-320,
    2**53,
    "",
    "x",
    "\0",
    [],
    {},
    [None],
    {"x": 1},
    GONE,
    RENAMED,
]


def plain_values():
    """The full study without its correction, which only makes opening slower."""
    values = full_values()
    values["city"] |= {"corrections": {}, "content_hash": corner().city.content_hash}
    return values


def paths(value, start=()):
    yield start
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from paths(part, (*start, key))


PATHS = list(paths(full_values()))


def opened(values):
    """The study that the text of these values makes, after all that is done with one; None when refused."""
    try:
        study = Study.from_dict(json_object(json.dumps(values)), corner().city, "studie.json")
        for package in study.portfolios:
            study.evaluate(package)
        for split in study.splits:
            study.ledger(study.portfolios[-1], split)
    except KansError as error:
        said = [error.text(lang) for lang in ("nl", "en")]
    else:
        again = Study.from_dict(json.loads(json.dumps(study.to_dict())), corner().city)
        assert again.hash == study.hash
        return study
    assert all(text.strip() and "object has no" not in text for text in said)
    return None


def test_the_full_study_opens_as_it_was():
    assert opened(full_values()).hash == full_study().hash


@pytest.mark.parametrize("part", sorted({path[0] for path in PATHS if path}))
def test_something_odd_in_any_place_is_refused_or_harmless(part):
    values = plain_values()
    mine = [path for path in paths(values) if path and path[0] == part]
    refused = sum(
        opened(changed(values, path, odd)) is None for path in mine for odd in (*ODD, GONE, RENAMED)
    )
    assert refused > len(mine)


WORDS = st.text(st.characters(exclude_categories=()), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(WORDS, part, max_size=3),
    max_leaves=6,
)


@given(path=st.sampled_from(PATHS), odd=JSON)
def test_any_json_in_any_place_is_refused_or_harmless(path, odd):
    opened(changed(full_values(), path, odd))


@pytest.mark.parametrize(
    ("path", "odd", "said"),
    [
        (
            ("portfolios", 1, "explicit", "wadi"),
            {"BU99990001": -1},
            "BU99990001 is -1, moet ten minste 0",
        ),
        (("portfolios", 1, "explicit", "wadi"), {"BU99990001": "x"}, "is x, moet een getal zijn"),
        (("portfolios", 1, "explicit", "wadi"), {"BU99990009": 1}, "BU99990009, moet de code van een buurt"),
        (("portfolios", 1, "explicit"), {"maan": {}}, "explicit is maan, moet ook onder choices staan"),
        (("portfolios", 1, "choices", "wadi", "areas"), None, "areas is null, moet een lijst zijn"),
        (("ambition", "thresholds", 0, "hard"), 1, "hard is 1, moet true of false zijn"),
        (("portfolios", 1, "id"), "alles", "alles, moet anders heten dan een referentiepakket"),
        (("portfolios", 1, "id"), "eigen", "portfolios.id is eigen, moet één keer voorkomen"),
        (("portfolios", 1, "title"), "\ud800", "half teken"),
        (("portfolios", 0, "budget_eur"), 10**400, "geen getal waarmee te rekenen is"),
        (("portfolios", 0, "budget_eur"), float("nan"), "NaN"),
        (("seed",), 10**15, "seed is 1000000000000000, moet ten hoogste 4294967295 zijn"),
        (("city", "corrections"), {"BU99990002": {"soil": 3}}, "soil is 3, moet een tekst"),
        (("city", "corrections"), {"BU99990002": {"residents": "veel"}}, "residents is veel, moet een getal"),
        (("extra",), 1, "het onderdeel extra kent dit programma niet"),
    ],
)
def test_a_wrong_part_is_named_with_what_it_must_be(path, odd, said):
    values = full_values()
    values = values | {"extra": odd} if path == ("extra",) else changed(values, path, odd)
    with pytest.raises(KansError) as error:
        Study.from_dict(json_object(json.dumps(values)), corner().city)
    assert said in str(error.value)


def test_every_choice_that_is_saved_stands_in_the_schema():
    """So that no version writes what it cannot read."""
    asked = Question(exclusions=(("wadi", "street_tree"),), dependencies=(("wadi", "street_tree"),)).but(
        **{"goal": "npv", "horizon": "2100", "budget_eur": 1.0, "budget_eur_per_year": 1.0, "split": "raad"},
        **{"budget_of": "public", "pins": {"wadi": 0.1}, "caps": {"wadi": 0.2}, "bans": ("heat_plan",)},
        **{"areas": ("BU99990001",), "vulnerable": ("BU99990001",), "equity_share": 0.1, "whole": True},
        **{"weights": {"avoided": 2.0}, "thresholds": (Threshold("heat", 1.0, None, False),)},
        **{"least_project_eur": 1.0, "free_split": True, "expected": True, "least_reach_pct": 1.0},
        limits=(Criterion("l", "deaths", 4.0, "unacceptable", latest_year=2040, areas=("BU99990001",)),),
    )
    assert set(asked.to_dict()) == set(Question.parameters())
    study = full_study()
    package = study.portfolio("mijn").asked(asked.to_dict()).named("T", "D")
    again = opened(study.with_portfolio(package).to_dict())
    assert Question.from_dict(again.portfolio("mijn").question) == asked


def test_a_file_of_another_kind_gives_a_few_lines():
    values = full_values() | {"portfolios": [{"a": n} for n in range(400)]}
    with pytest.raises(KansError) as error:
        Study.from_dict(values, corner().city)
    assert len(error.value.problems) == 9
    assert "fouten" in str(error.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[" * 100_000 + "]" * 100_000, "json_deep"),
        ('{"a":' * 50 + "1" + "}" * 50, "json_deep"),
        ("{", "json_malformed"),
        ("", "json_malformed"),
        ("[]", "json_no_object"),
        ('{"a": 1, "a": 2}', "json_twice"),
        ('{"a": NaN}', "json_number"),
        ('{"a": -Infinity}', "json_number"),
        ('{"a": 1e999}', "json_number"),
        ('{"a": ' + "9" * 5000 + "}", "json_number"),
        ('{"a": 9007199254740992}', "json_number"),
        ('{"\\udfff": 1}', "json_half_character"),
        (b"\xff\xfe{\x00}\x00", "json_encoding"),
    ],
)
def test_json_that_cannot_be_counted_with_is_refused_by_what_it_is(text, key):
    with pytest.raises(KansError) as error:
        json_object(text)
    assert error.value.problems[0].key == key


@pytest.mark.parametrize(
    ("part", "many", "most"),
    [
        ("choices", {str(n): {} for n in range(60_000)}, 500),
        ("explicit", {"wadi": {str(n): "x" for n in range(60_000)}}, 20_000),
        ("question", {"areas": [0] * 60_000}, 20_000),
    ],
)
def test_more_parts_than_there_can_be_are_not_looked_at_one_by_one(part, many, most):
    with pytest.raises(KansError) as error:
        Study.from_dict(changed(full_values(), ("portfolios", 1, part), many), corner().city)
    [problem] = error.value.problems
    assert f"moet ten hoogste {most} lang zijn" in problem.text()


def test_a_file_in_which_thousands_of_parts_are_wrong_is_called_what_it_is():
    wrong = {str(n): {"uptake": 7, "areas": 0} for n in range(400)}
    packages = [{**full_values()["portfolios"][1], "id": str(n), "choices": wrong} for n in range(4)]
    with pytest.raises(KansError) as error:
        Study.from_dict(full_values() | {"portfolios": packages}, corner().city)
    assert [problem.key for problem in error.value.problems] == ["study_none"]

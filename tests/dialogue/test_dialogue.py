"""A dialogue as a whole: kept with the study, refused when it cannot be, and a log that only grows."""

import dataclasses
import json

import pytest

from kans_model.dialogue.ambition import Ambition, Threshold
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.decisions import Decision, Quote
from kans_model.dialogue.dialogue import Dialogue
from kans_model.dialogue.partners import Partner
from kans_model.study.fitting import carried_over
from kans_model.study.study import Study
from kans_model.words.problems import KansError
from tests.fixtures.packages import demo

CODE = demo().city.areas.index[3]
AGREED = Dialogue(
    criteria=(Criterion("h", "damage_heat", 4e6), Criterion("c", "pet", 40.0, moment="", areas=(CODE,))),
    partners=(
        Partner("a", "Gemeente", person="J. Jansen", weights={"heat": 1}),
        Partner("b", "Bewoners", weights={"pluvial": 2}),
    ),
    decisions=(
        Decision(
            "1",
            "2026-11-02",
            "Hitte eerst",
            "veel ouderen",
            ("a", "b"),
            "hash",
            (Quote("deaths", "2050", 4.8),),
        ),
    ),
)


def keys(dialogue):
    return [problem.key for problem in dialogue.problems(demo().city.areas, ["gemeente"])]


def test_it_comes_back_with_its_study():
    study = demo().replaced(dialogue=AGREED)
    again = Study.from_dict(json.loads(json.dumps(study.to_dict())), study.city)
    assert again.dialogue == AGREED
    assert again.hash == study.hash


def test_a_study_without_one_is_written_as_before():
    assert "dialogue" not in demo().to_dict()


def test_the_log_and_persons_change_no_hash_but_limits_do():
    study = demo().replaced(dialogue=AGREED)
    assert study.replaced(dialogue=dataclasses.replace(AGREED, decisions=())).hash == study.hash
    assert study.replaced(dialogue=AGREED.public).hash == study.hash
    assert study.replaced(dialogue=AGREED.without_criterion("h")).hash != study.hash


def test_made_public_it_names_no_person():
    assert "Jansen" not in json.dumps(AGREED.public.to_dict())
    assert AGREED.public.partner("a").name == "Gemeente"


def test_who_leaves_the_table_leaves_what_he_asked_for():
    asked = AGREED.with_criterion(Criterion("h", "damage_heat", 4e6, partners=("a", "b")))
    assert asked.without_partner("a").criterion("h").partners == ("b",)
    assert keys(asked.without_partner("a")) == []


def test_thresholds_of_an_older_study_are_criteria_as_well():
    ambition = Ambition(thresholds=(Threshold("heat", 7e6, hard=False), Threshold("pluvial", 5e4, CODE)))
    study = demo().replaced(ambition=ambition)
    assert study.thresholds("2050") == ambition.thresholds
    stricter = study.replaced(dialogue=Dialogue(criteria=(Criterion("x", "damage_heat", 3e6),)))
    assert [criterion.limit for criterion in stricter.criteria] == [3e6, 5e4]  # the dialogue's own goes first


@pytest.mark.parametrize(
    ("dialogue", "key"),
    [
        (AGREED.with_partner(Partner("c", "gemeente ", weights={"heat": 1})), "partner_twice"),
        (AGREED.with_criterion(Criterion("k", "damage_heat", 5e6)), "criterion_twice"),
        (AGREED.with_decision(Decision("1", "2026-11-03", "Nog eens")), "decision_twice"),
        (AGREED.with_decision(Decision("2", "2026-11-03", " ")), "decision_without_words"),
        (AGREED.with_decision(Decision("2", "2026-11-03", "Om", corrects="9")), "decision_corrects_nothing"),
    ],
)
def test_what_cannot_be_is_named(dialogue, key):
    assert key in keys(dialogue)


def test_a_correction_names_the_entry_before_it():
    assert keys(AGREED.with_decision(Decision("2", "2026-11-03", "Anders", corrects="1"))) == []


def test_a_file_with_a_wrong_limit_is_refused_in_words():
    values = demo().replaced(dialogue=AGREED).to_dict()
    values["dialogue"]["criteria"][0]["acceptance"] = "fine"
    with pytest.raises(KansError) as refused:
        Study.from_dict(values, demo().city)
    assert [problem.key for problem in refused.value.problems] == ["criterion_class_unknown"]


def test_on_another_import_limits_keep_the_buurten_that_are_there():
    values = demo().replaced(dialogue=AGREED).to_dict()
    values["dialogue"]["criteria"][1]["areas"] = [CODE, "BU00000000"]
    values["dialogue"]["criteria"].append(
        {"id": "gone", "indicator": "pet", "limit": 40.0, "moment": "", "areas": ["BU00000000"]}
    )
    carried = carried_over(values, demo().city)
    assert [criterion.id for criterion in carried.study.dialogue.criteria] == ["h", "c"]
    assert carried.study.dialogue.criterion("c").areas == (CODE,)
    assert carried.gone == ["BU00000000"]

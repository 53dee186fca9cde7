"""What says how well a number is founded."""

import numpy as np
import pytest

from kans_model.reports.evidence import (
    avoided_judged,
    balance_judged,
    capex_judged,
    damage_judged,
    effect_judged,
    evidence,
    grounds,
    judged_share,
)
from kans_model.tables.reading import table
from kans_model.words.amounts import percent
from kans_model.words.texts import LANGUAGES, t
from tests.fixtures.packages import demo


def test_a_glyph_without_its_word_keeps_it_as_a_name():
    assert 'aria-label="bron"' in evidence("cited", "nl", word=False)
    assert evidence(None, "nl") == ""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["cited", "derived", "expert"])
def test_what_evidence_means_is_said_on_hover_and_on_focus(kind, lang):
    told = t(f"evidence.{kind}.about", lang)
    assert f'title="{told}"' in evidence(kind, lang).unescape()
    assert 'tabindex="0"' in evidence(kind, lang, focus=True)
    assert "tabindex" not in evidence(kind, lang)


def test_the_part_of_a_headline_that_is_judged_by_hand():
    """10 judged, 20 founded and 20 half judged: (10 + 10) / 50."""
    assert judged_share([True, False, 0.5], [10, 20, 20]) == pytest.approx(0.4)
    assert np.isnan(judged_share([True], [0.0]))


def test_class_and_share_of_a_headline_say_the_same():
    assert grounds("derived", 0.4, "nl") == ("expert", f"voor {percent(0.4)}")
    assert grounds("expert", 0.04, "nl") == ("derived", f"{percent(0.04)} rust op een inschatting")
    assert grounds("cited", 0.0, "nl") == ("cited", "")
    assert grounds("derived", 1.0, "nl") == ("expert", "")  # all of it: the class says so
    assert grounds("derived", 1.0, "nl", 0.27) == ("expert", f"wat de maatregelen doen voor {percent(0.27)}")
    assert grounds("expert", float("nan"), "nl") == ("expert", "")
    assert grounds(None, 0.5, "nl") == (None, "")


def test_the_parts_are_those_of_the_result():
    study = demo()
    result = study.evaluate("eigen")
    prices = table("measures")["evidence"] == "expert"
    capex = result["capex_eur"].values
    assert capex_judged(result) == pytest.approx(capex[prices].sum() / capex.sum())
    lines = result["damage_before_eur"].sel(horizon="2050")
    assert damage_judged(lines, ["pluvial"]) == 1  # how soon water reaches buildings is a judgement
    assert 0 < effect_judged(result) < avoided_judged(result) <= 1
    assert 0 < balance_judged(result) <= 1

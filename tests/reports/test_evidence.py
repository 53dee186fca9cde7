"""What says how well a number is founded."""

import pytest

from kans_model.reports.evidence import evidence
from kans_model.words.texts import LANGUAGES, t


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

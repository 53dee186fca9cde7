"""What is told about a measure."""

import re

import pytest

from dashboards.parts.packages.fact_sheet import fact_sheet
from kans_model.tables.reading import table
from kans_model.words.texts import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", table("measures").index)
def test_every_measure_has_a_fact_sheet(measure, lang):
    sheet = fact_sheet(measure, lang)
    assert table("measures").loc[measure, f"what_{lang}"] in sheet.unescape()
    assert not re.search(r"\bnan\b|onbekend|unknown", sheet, re.IGNORECASE)

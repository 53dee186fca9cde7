"""Fields of a form follow from the class of its choices: one that is changed there changes here."""

import re

from dashboards.parts.live.entry_fields import entry_fields
from kans_model.dialogue.entries import CriterionEntry, PartnerEntry


def test_a_choice_a_number_and_a_line_of_text():
    options = {"acceptance": [("undesirable", "ongewenst")], "norm": [("n", "Norm")]}
    html = entry_fields(
        CriterionEntry,
        "c",
        "nl",
        names=["acceptance", "norm", "limit", "year", "reason"],
        options=options,
        optional=("norm",),
        units={"limit": "euro"},
    )
    assert re.findall(r'<label for="([\w-]+)">([^<]+)</label>', html) == [
        ("c-acceptance", "Wat erbuiten ligt is"),
        ("c-norm", "Volgens norm"),
        ("c-limit", "Grens, euro"),
        ("c-year", "Uiterlijk weg in"),
        ("c-reason", "Waarom"),
    ]
    assert html.count("–</option>") == 1
    assert f'maxlength="{CriterionEntry.param.reason.longest}"' in html
    low, high = CriterionEntry.param.year.bounds
    assert f'<p class="small" id="c-year-hint">Van {low} tot en met {high}.</p>' in html
    assert html.count('aria-describedby="c-year-hint"') == 1


def test_names_and_slots_of_a_row_begin_with_its_id():
    html = entry_fields(PartnerEntry, "p", "en", names=["role"], do="put", prefix="b")
    assert all(part in html for part in ('data-do="put"', 'data-name="b:role"', 'data-from="b_role"'))

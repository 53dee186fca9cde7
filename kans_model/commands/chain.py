"""`kans chain`: from a risk to a rule and back, and what rests on older figures."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say


@explained
def chain(
    city: City = "demo",
    study: StudyFile = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """What hangs on what in a study, which links are broken, and what rests on older figures."""
    from kans_model.reports.chain import chain_values
    from kans_model.reports.chain_in_words import chain_text

    chosen = chosen_study(city, study)
    if as_json:
        say(json.dumps(chain_values(chosen, lang), indent=2, ensure_ascii=False))
    else:
        say(chain_text(chosen, lang))

"""`kans national`: a city's damage beside national estimates."""

import json
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say
from kans_model.words.problems import KansError, Problem


@explained
def national(
    city: City = "demo",
    study: StudyFile = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """Damage per resident beside national estimates: on the city's own numbers, like for like."""
    from kans_model.reports.national_in_words import check_in_words, summarised

    chosen = chosen_study(city, study)
    if not chosen.city.areas["residents"].sum() > 0:
        raise KansError(Problem("city_without_residents", value=chosen.city.name))
    if as_json:
        say(json.dumps(summarised(chosen), indent=2, ensure_ascii=False))
    else:
        say(check_in_words(chosen, lang))

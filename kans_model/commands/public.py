"""`kans publish`: the stresstest as one file for residents and businesses."""

from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say, write_file
from kans_model.words.texts import t


@explained
def publish(
    output: Annotated[Path, typer.Option("--output", "-o")],
    city: City = "demo",
    study: StudyFile = None,
    lang: Lang = "nl",
) -> None:
    """What the weather of later means per neighbourhood, in plain words: one file without a server."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.reports.public_page import public_page

    refuse_inputs([output], [city, study])
    page = public_page(chosen_study(city, study), lang).encode("utf-8")
    write_file(output, page)
    say(t("cli.public", lang, file=output.name, n=round(len(page) / 1000)))

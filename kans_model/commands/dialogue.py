"""`kans dialogue`: what is acceptable, whether it holds, and what partners can agree on."""

import csv
import io
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say
from kans_model.commands.progress_lines import progress_shown


@explained
def dialogue(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: Annotated[
        str | None, typer.Option(help="Package that limits are read with; without it the first own one.")
    ] = None,
    budget_eur: Annotated[
        float | None, typer.Option(help="Investment that partners divide, in euro; without it none is.")
    ] = None,
    horizon: Annotated[str, typer.Option(help="now, 2050 or 2100.")] = "2050",
    partners: Annotated[
        Path | None, typer.Option(help="A CSV file of partners with their weights, instead of the study's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Limits with their verdicts, one a row.")] = False,
    lang: Lang = "nl",
) -> None:
    """What is acceptable and whether it holds, how partners weigh, and which packages they can live with."""
    from kans_model.exchange.partners_table import read_partners
    from kans_model.reports.dialogue import dialogue_values
    from kans_model.reports.dialogue_in_words import dialogue_text

    chosen = chosen_study(city, study)
    if partners is not None:
        told = chosen.dialogue
        for partner in read_partners(partners):
            told = told.with_partner(partner)
        told.check(chosen.city.areas, chosen.actors.known)
        chosen = chosen.replaced(dialogue=told)
    package_id = portfolio or next((own.id for own in chosen.portfolios), "niets_doen")
    with progress_shown("cli.dialogue", lang, budget_eur is not None) as progress:
        values = dialogue_values(chosen, package_id, budget_eur, horizon, progress)
    if as_json:
        say(json.dumps(values, indent=2, ensure_ascii=False))
    elif as_csv:
        say(_rows(values["criteria"]))
    else:
        say(dialogue_text(values, chosen.city.areas, lang))


def _rows(criteria: list[dict[str, Any]]) -> str:
    """Criteria with what became of them, as CSV: a row per moment, without and with the package."""
    from kans_model.words.cells import no_formula

    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    head = ("id", "indicator", "unit", "limit", "acceptance")
    what = ("verdict", "value", "areas", "areas_not_met", "areas_unknown", "chance_met")
    writer.writerow([*head, "moment", "when", *what])
    for row in criteria:
        known = [no_formula(row.get(name, "undesirable")) for name in head]
        for when in ("before", "after"):
            for moment, verdict in row[when].items():
                values = ("" if verdict[name] is None else verdict[name] for name in what)
                writer.writerow([*known, moment, when, *values])
    return lines.getvalue().rstrip("\n")

"""`kans dialogue`: what is acceptable, whether it holds, and what partners can agree on."""

import csv
import io
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kans_model.commands.app import (
    City,
    Lang,
    OtherPackage,
    StudyFile,
    chosen_study,
    explained,
    say,
    typed_budget,
)
from kans_model.commands.progress_lines import progress_shown


@explained
def dialogue(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: OtherPackage = None,
    budget_eur: Annotated[str | None, typer.Option("--budget", "--budget-eur")] = None,
    horizon: str = "2050",
    partners: Path | None = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    as_csv: Annotated[bool, typer.Option("--csv")] = False,
    lang: Lang = "nl",
) -> None:
    """What is acceptable and whether it holds, how partners weigh, and which packages they can live with."""
    from kans_model.exchange.partners_table import read_partners
    from kans_model.reports.dialogue import dialogue_values
    from kans_model.reports.dialogue_in_words import dialogue_text
    from kans_model.study.names import package_id

    chosen = chosen_study(city, study)
    if partners is not None:
        told = chosen.dialogue
        for partner in read_partners(partners):
            told = told.with_partner(partner)
        told.check(chosen.city.areas, chosen.actors.known)
        chosen = chosen.replaced(dialogue=told)
    package = portfolio or next((own.id for own in chosen.portfolios), "niets_doen")
    budget = typed_budget(budget_eur, lang)
    with progress_shown("cli.dialogue", lang, budget is not None) as progress:
        values = dialogue_values(chosen, package_id(chosen, package), budget, horizon, progress)
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

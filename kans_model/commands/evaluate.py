"""`kans evaluate`: cost, risk and synergy of packages."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, app, explained
from kans_model.exchange.city_file import open_city
from kans_model.exchange.study_file import read_study
from kans_model.reports.evaluation import summarised
from kans_model.study.references import REFERENCES
from kans_model.study.study import Study
from kans_model.tables.vocabulary import HAZARDS, HORIZONS
from kans_model.words.problems import KansError, Problem


@app.command()
@explained
def evaluate(
    city: City = "demo",
    study: Annotated[
        Path | None, typer.Option(help="A saved study; without it, the one screens start with.")
    ] = None,
    portfolio: Annotated[str | None, typer.Option(help="Only this package, beside the references.")] = None,
    horizon: Annotated[str, typer.Option(help="now, 2050 or 2100.")] = "2050",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row per package.")] = False,
    lang: Lang = "nl",
):
    """Cost, risk and synergy of packages: the same numbers and hash as the screen."""
    if horizon not in HORIZONS:
        raise KansError(Problem("horizon_unknown", value=horizon, known=", ".join(HORIZONS)))
    opened = open_city(city)
    chosen = Study.default(opened) if study is None else read_study(study, opened)
    ids = [portfolio] if portfolio else [own.id for own in chosen.portfolios]
    result = summarised(chosen, [*REFERENCES, *(one for one in ids if one not in REFERENCES)], horizon, lang)
    if as_csv and not as_json:
        _write_csv(result)
    else:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False))


def _write_csv(result):
    columns = ["capex_eur", "present_value_eur", "avoided_eur_per_year", "npv_eur", "bcr"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    damage = [f"{hazard}_{when}_eur_per_year" for hazard in HAZARDS for when in ("before", "after")]
    about = ["study_hash", "horizon", "price_year", "indicative"]
    writer.writerow([*about, "portfolio", "name", *columns, *damage])
    for key, row in result["portfolios"].items():
        ead = [row["ead_eur_per_year"][hazard][when] for hazard in HAZARDS for when in ("before", "after")]
        writer.writerow(
            [
                *(result[column] for column in about),
                key,
                row["name"],
                *(row[column] for column in columns),
                *ead,
            ]
        )

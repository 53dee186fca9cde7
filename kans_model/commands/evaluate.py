"""`kans evaluate`: cost, risk and synergy of packages."""

import csv
import json
import sys
from typing import Annotated, Any

import typer

from kans_model.commands.app import (
    City,
    Lang,
    OtherPackage,
    StudyFile,
    chosen_study,
    explained,
    package_ids,
    say,
)
from kans_model.words.problems import KansError, Problem


@explained
def evaluate(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: OtherPackage = None,
    horizon: str = "2050",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    as_csv: Annotated[bool, typer.Option("--csv")] = False,
    lang: Lang = "nl",
) -> None:
    """Cost, risk and synergy of packages: the same numbers and hash as the screen."""
    from kans_model.reports.evaluation import summarised
    from kans_model.tables.vocabulary import HORIZONS

    if horizon not in HORIZONS:
        raise KansError(Problem("horizon_unknown", value=horizon, known=", ".join(HORIZONS)))
    chosen = chosen_study(city, study)
    result = summarised(chosen, package_ids(chosen, portfolio), horizon, lang)
    if as_csv and not as_json:
        _write_csv(result)
    else:
        say(json.dumps(result, indent=2, ensure_ascii=False))


def _write_csv(result: dict[str, Any]) -> None:
    from kans_model.tables.vocabulary import HAZARDS
    from kans_model.words.cells import no_formula

    columns = ["capex_eur", "capex_public_eur", "capex_private_eur", "present_value_eur"]
    columns += ["avoided_eur_per_year", "npv_eur", "bcr", "npv_avoided_only_eur", "bcr_avoided_only"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    damage = [f"{hazard}_{when}_eur_per_year" for hazard in HAZARDS for when in ("before", "after")]
    about = ["study_hash", "horizon", "price_year", "indicative"]
    writer.writerow([*about, "portfolio", "name", *columns, *damage])
    for key, row in result["portfolios"].items():
        ead = [row["ead_eur_per_year"][hazard][when] for hazard in HAZARDS for when in ("before", "after")]
        writer.writerow(
            [
                *(result[column] for column in about),
                no_formula(key),
                no_formula(row["name"]),
                *(row[column] for column in columns),
                *ead,
            ]
        )

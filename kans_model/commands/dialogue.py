"""`kans dialogue`: what is acceptable, whether it holds, and what partners can agree on."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    write_file,
)
from kans_model.commands.progress_lines import progress_shown
from kans_model.words.texts import t

if TYPE_CHECKING:
    from kans_model.study.study import Study


@explained
def dialogue(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: OtherPackage = None,
    budget_eur: Annotated[str | None, typer.Option("--budget", "--budget-eur")] = None,
    horizon: str = "2050",
    partners: Path | None = None,
    limits: Path | None = None,
    save_partners: Annotated[Path | None, typer.Option("--save-partners")] = None,
    save_limits: Annotated[Path | None, typer.Option("--save-limits")] = None,
    save_log: Annotated[Path | None, typer.Option("--save-log")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    as_csv: Annotated[bool, typer.Option("--csv")] = False,
    lang: Lang = "nl",
) -> None:
    """What is acceptable and whether it holds, how partners weigh, and which packages they can live with."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.exchange.limits_table import read_limits
    from kans_model.exchange.partners_table import read_partners
    from kans_model.reports.dialogue import dialogue_values
    from kans_model.reports.dialogue_in_words import dialogue_text
    from kans_model.study.names import package_id

    written = [path for path in (save_partners, save_limits, save_log) if path]
    refuse_inputs(written, [city, study, partners, limits])
    chosen = chosen_study(city, study)
    told = chosen.dialogue
    if partners is not None:
        for partner in read_partners(partners, chosen.actors.known):
            told = told.with_partner(partner)
    if limits is not None:
        told = told.with_criteria(read_limits(limits, chosen.city.areas, told.partners))
    told.check(chosen.city.areas, chosen.actors.known)
    chosen = chosen.replaced(dialogue=told)
    _save_tables(chosen, save_partners, save_limits, lang)
    if save_log is not None:
        write_file(save_log, _log(chosen, save_log.suffix.lower(), lang))
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


def _save_tables(study: "Study", partners: Path | None, limits: Path | None, lang: str) -> None:
    """Partners and limits as tables: a workbook where the name of the file says so, else CSV."""
    from kans_model.exchange.limits_table import limits_csv, limits_workbook
    from kans_model.exchange.partners_table import partners_csv, partners_workbook

    own, areas, said = study.criteria, study.city.areas, study.dialogue.partners
    if partners is not None:
        as_table = partners_workbook if partners.suffix.lower() == ".xlsx" else partners_csv
        write_file(partners, as_table(said, lang))
    if limits is not None:
        write = limits_workbook if limits.suffix.lower() == ".xlsx" else limits_csv
        write_file(limits, write(own, areas, said, lang))


def _log(study: "Study", suffix: str, lang: str) -> bytes:
    """The decisions: a page to print, a workbook, or CSV, by how the name of the file ends."""
    from kans_model.exchange.small_table import as_csv, as_workbook
    from kans_model.reports.decision_log import log_page, log_table

    if suffix in (".html", ".htm"):
        return log_page(study, lang).encode("utf-8")
    rows = log_table(study, lang)
    return as_workbook(rows, t("dialogue.sheet_log", lang)) if suffix == ".xlsx" else as_csv(rows, lang)


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

"""`kans agenda`: projects in years, who pays, what goes along with works, as text or file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say, write_file
from kans_model.words.problems import KansError, Problem
from kans_model.words.terminal import printable
from kans_model.words.texts import t

if TYPE_CHECKING:
    from kans_model.study.study import Study

CSV_COLUMNS = ("id", "name", "owner", "start", "end", "status", "investment_eur", "saved_by_works_eur")
ENDINGS = (".xlsx", ".gpkg", ".ics")


@explained
def agenda(
    city: City = "demo",
    study: StudyFile = None,
    make: str | None = None,
    budget: Path | None = None,
    record: Path | None = None,
    works: Path | None = None,
    mapping: Path | None = None,
    split: str | None = None,
    schedule: Annotated[bool, typer.Option("--schedule")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    as_csv: Annotated[bool, typer.Option("--csv")] = False,
    output: Annotated[list[Path] | None, typer.Option("--output", "-o")] = None,
    lang: Lang = "nl",
) -> None:
    """The action programme of a study, made of a package and put in years if asked."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.reports.agenda import agenda_values
    from kans_model.reports.agenda_in_words import agenda_text
    from kans_model.study.names import split_id

    files = list(output or [])
    refuse_inputs(files, [city, study, budget, record, works, mapping])
    chosen = chosen_study(city, study)
    chosen = _with_works(chosen, works, mapping, lang)
    chosen = _with_projects(chosen, make, lang)
    chosen = _with_budgets(chosen, budget, lang)
    chosen = _with_record(chosen, record)
    paid_by = split_id(chosen, split) if split else _first_split(chosen)
    if schedule:
        chosen = _scheduled(chosen, paid_by)
    for path in files:
        write_file(path, _content(chosen, paid_by, path, lang))
        say(t("programme.written", lang, file=path.name))
    values = agenda_values(chosen, paid_by, lang)
    if as_json:
        say(json.dumps(values, indent=2, ensure_ascii=False))
    elif as_csv:
        say(_rows(values["projects"]))
    elif not files:
        say(agenda_text(values, lang))


def _first_split(study: Study) -> str:
    from kans_model.finance.split_terms import PRESETS

    return study.splits[0].id if study.splits else PRESETS[0]


def _with_projects(study: Study, package: str | None, lang: str) -> Study:
    """The study with projects: its own, or those of a package."""
    from kans_model.chain.records import made_on
    from kans_model.programme.package_projects import package_projects
    from kans_model.study.names import package_id

    if package is None:
        if not study.programme.projects:
            raise KansError(Problem("agenda_without_projects"))
        return study
    chosen = package_id(study, package)
    quantity = study.evaluate(chosen)["quantity"].to_numpy()
    made = package_projects(study.baseline, quantity, study.city.areas, lang)
    return study.replaced(programme=study.programme.made_of(chosen, made, made_on(study, chosen)))


def _with_works(study: Study, works: Path | None, mapping: Path | None, lang: str) -> Study:
    """The study beside the works of a file; what was read of it is said on the side."""
    from kans_model.exchange.works_calendar import read_works

    if works is None:
        if mapping is not None:
            raise KansError(Problem("works_mapping_alone", mapping.name))
        return study
    found, report = read_works(works, study.city, mapping, study.baseline.scalar)
    typer.echo(printable(report.text(lang)), err=True)
    return study.replaced(programme=study.programme.with_works(found))


def _with_budgets(study: Study, budget: Path | None, lang: str) -> Study:
    from kans_model.exchange.budget_table import payer_names, read_budgets

    if budget is None:
        return study
    payers = study.actors.in_role("pays")
    names = payer_names({payer: study.actors.name(payer, lang) for payer in payers}, payers)
    return study.replaced(programme=replace(study.programme, budgets=read_budgets(budget, names)))


def _with_record(study: Study, record: Path | None) -> Study:
    from kans_model.exchange.record_file import read_record

    if record is None:
        return study
    return study.replaced(programme=study.programme.with_record(read_record(record)))


def _scheduled(study: Study, split: str) -> Study:
    from kans_model.chain.records import years_noted
    from kans_model.programme.proposal import proposal_with_works

    study.programme.check(study.city.areas.index, study.actors.known)
    plan = study.plan()
    ledger = study.ledger(study.programme.package, split, planned=False)
    found = proposal_with_works(plan, study.works, lambda own: study.plan_limits(own, ledger))
    return years_noted(study.replaced(programme=found.taken_by(study.programme)))


def _content(study: Study, split: str, path: Path, lang: str) -> bytes:
    """The programme as the file that the ending asks for."""
    from kans_model.reports.agenda_calendar import agenda_calendar, agenda_shapes
    from kans_model.reports.agenda_workbook import agenda_workbook

    if path.suffix == ".xlsx":
        return agenda_workbook(study, split, lang)
    if path.suffix == ".ics":
        return agenda_calendar(study, lang)
    if path.suffix == ".gpkg":
        from kans_model.exchange.shapes_file import geopackage

        return geopackage(agenda_shapes(study, study.plan()), "projects")
    raise KansError(Problem("agenda_ending", value=path.name, known=", ".join(ENDINGS)))


def _rows(projects: list[dict[str, Any]]) -> str:
    """Projects as CSV, one a row."""
    from kans_model.words.cells import no_formula

    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for row in projects:
        writer.writerow(["" if row[name] is None else no_formula(row[name]) for name in CSV_COLUMNS])
    return lines.getvalue().rstrip("\n")

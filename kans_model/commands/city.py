"""`kans city import`, `kans city columns` and `kans check`."""

from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import Lang, explained, say
from kans_model.commands.value_words import argument_name
from kans_model.words.problems import KansError, Problem
from kans_model.words.terminal import printable

LONGEST_NAME = 200


@explained
def city_import(
    areas: Annotated[Path | None, typer.Argument()] = None,
    figures: Annotated[list[Path] | None, typer.Argument()] = None,
    *,
    name: str | None = None,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    soil: str | None = None,
    mapping: Path | None = None,
    background: Path | None = None,
    objects: Path | None = None,
    postcodes: Path | None = None,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    lang: Lang = "nl",
) -> None:
    """Make a city file of what the municipality has, and say what was recognised and filled in."""
    from kans_model.exchange.city_file import write_import
    from kans_model.exchange.city_import import import_city
    from kans_model.exchange.files import refuse_folder, refuse_inputs
    from kans_model.exchange.import_report import report_path

    if areas is None:
        raise KansError(Problem("option_missing", value=argument_name("areas", lang).upper()))
    if explain:
        explain_files([areas, *(figures or [])], mapping, name, lang)
        try_import(areas, figures or [], name or "", soil, mapping, (background, objects, postcodes), lang)
        return
    if name is None or output is None:
        raise KansError(Problem("option_missing", value="--name" if name is None else "--output"))
    if not name.strip() or len(name) > LONGEST_NAME or printable(name) != name or "\n" in name:
        raise KansError(Problem("city_name_argument", value=printable(name), must=LONGEST_NAME))
    refuse_folder(output)
    places = {"background": background, "objects": objects, "postcodes": postcodes}
    refuse_inputs([output, report_path(output)], [areas, *(figures or []), mapping, *places.values()])
    city, report = import_city(areas, figures or [], name, soil=soil, mapping=mapping, **places)
    write_import(city, report, output, lang)
    say(report.text(lang))


@explained
def city_columns(lang: Lang = "nl") -> None:
    """List the columns, units and words that an import recognises, as Markdown."""
    from kans_model.exchange.columns_page import columns_page

    typer.echo(columns_page(lang), nl=False)


def explain_files(files: list[Path], mapping: Path | None, name: str | None, lang: str) -> None:
    """Say how an import would read the columns of these files, each by itself."""
    from kans_model.exchange.file_explanation import explain_file
    from kans_model.exchange.synonyms import read_mapping

    renamed = read_mapping(mapping) if mapping else []
    say("\n\n".join(explain_file(path, renamed, name or "").text(lang) for path in files))


def try_import(
    areas: Path,
    figures: list[Path],
    name: str,
    soil: str | None,
    mapping: Path | None,
    places: tuple[Path | None, ...],
    lang: str,
) -> None:
    """Say what an import of these files together would refuse or remark; of a table alone there is none."""
    from kans_model.exchange.dry_import import dry_import, is_map

    if is_map(areas):
        say("\n" + dry_import(areas, figures, name, soil, mapping, *places).text(lang))


@explained
def check(city: Annotated[str, typer.Argument()], lang: Lang = "nl") -> None:
    """Validate a city file and explain what is in it. Exit code 1 when something is wrong in it."""
    from kans_model.exchange.city_file import check_city
    from kans_model.exchange.files import check_input

    if city != "demo":
        check_input(Path(city))
    report = check_city(city)
    say(report.text(lang))
    if report.city is not None:
        from kans_model.reports.plausibility_in_words import sentences
        from kans_model.study.study import Study

        say("\n".join(sentences(Study.default(report.city), lang)))
    if not report.ok:
        raise typer.Exit(1)

"""`kans finance`: who pays and who benefits."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, app, explained, write_file
from kans_model.exchange.city_file import open_city
from kans_model.exchange.grant_rules import read_rules
from kans_model.exchange.study_file import read_study
from kans_model.reports.financing import financed
from kans_model.reports.workbook import financing_workbook
from kans_model.study.study import Study


@app.command()
@explained
def finance(
    city: City = "demo",
    study: Annotated[
        Path | None, typer.Option(help="A saved study; without it, the one screens start with.")
    ] = None,
    portfolio: Annotated[str, typer.Option(help="Package, own or reference.")] = "meekoppelen",
    split: Annotated[
        str, typer.Option(help="Way to finance it: a preset, or an own one by id.")
    ] = "eigenaar",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    rules: Annotated[
        Path | None, typer.Option(help="Grant rules to try as well, in the columns of funding.csv.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook with live formulas here.")] = None,
    lang: Lang = "nl",
):
    """Who pays, when and from what, and who benefits: the same numbers and hash as the screen."""
    opened = open_city(city)
    chosen = Study.default(opened) if study is None else read_study(study, opened)
    if rules is not None:
        one = chosen.split(split)
        own = read_rules(rules, chosen.actors.ids)
        tried = [*(name for name in one.instruments if name not in own), *own]
        one = one.changed(chosen.actors, id=f"{one.id}-rules", rules={**one.rules, **own}, instruments=tried)
        chosen, split = chosen.with_split(one), one.id
    if xlsx is not None:
        write_file(xlsx, financing_workbook(chosen, portfolio, split, lang))
    if as_json or xlsx is None:
        typer.echo(json.dumps(financed(chosen, portfolio, split, lang), indent=2, ensure_ascii=False))

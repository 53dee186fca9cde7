"""`kans finance`: who pays and who benefits."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say, write_file


@explained
def finance(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: Annotated[str, typer.Option(help="Package, own or reference.")] = "meekoppelen",
    split: Annotated[
        str, typer.Option(help="Way to finance it: a preset, or an own one by id.")
    ] = "eigenaar",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    rules: Annotated[
        Path | None, typer.Option(help="Grant rules to try as well, in the columns of funding.csv.")
    ] = None,
    balance: Annotated[
        Path | None, typer.Option(help="The city's own balance: a CSV file with the columns post and eur.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write a workbook with live formulas here.")] = None,
    lang: Lang = "nl",
) -> None:
    """Who pays, when and from what, and who benefits: the same numbers and hash as the screen."""
    from kans_model.exchange.balance_file import read_balance
    from kans_model.exchange.files import refuse_inputs
    from kans_model.exchange.grant_rules import read_rules
    from kans_model.reports.financing import financed
    from kans_model.reports.financing_in_words import financing_text, nothing_financed, require_cost
    from kans_model.reports.workbook import financing_workbook

    refuse_inputs([xlsx] if xlsx else [], [city, study, rules, balance])
    chosen = chosen_study(city, study)
    if balance is not None:
        chosen = chosen.replaced(balance=read_balance(balance))
    if rules is not None:
        known = chosen.split(split)
        own = read_rules(rules, chosen.actors.known)
        tried = known.changed(
            chosen.actors,
            id=f"{known.id}-rules",
            rules={**known.rules, **own},
            instruments=[*(name for name in known.instruments if name not in own), *own],
        )
        chosen, split = chosen.with_split(tried), tried.id
    if not as_json:
        require_cost(chosen, portfolio, lang)
    elif problem := nothing_financed(chosen, portfolio, lang):  # to a program nothing is an answer as well
        typer.echo(problem.text(lang), err=True)
    if xlsx is not None:
        write_file(xlsx, financing_workbook(chosen, portfolio, split, lang))
    if as_json:
        say(json.dumps(financed(chosen, portfolio, split, lang), indent=2, ensure_ascii=False))
    elif xlsx is None:
        say(financing_text(chosen, portfolio, split, lang))

"""`kans finance`: who pays and who benefits."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, Package, StudyFile, chosen_study, explained, say, write_file


@explained
def finance(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: Package = "meekoppelen",
    split: str = "eigenaar",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    rules: Path | None = None,
    balance: Path | None = None,
    xlsx: Path | None = None,
    lang: Lang = "nl",
) -> None:
    """Who pays, when and from what, and who benefits: the same numbers and hash as the screen."""
    from kans_model.exchange.balance_file import read_balance
    from kans_model.exchange.files import refuse_inputs
    from kans_model.exchange.grant_rules import read_rules
    from kans_model.reports.financing import financed
    from kans_model.reports.financing_in_words import financing_text, nothing_financed, require_cost
    from kans_model.reports.workbook import financing_workbook
    from kans_model.study.names import package_id, split_id

    refuse_inputs([xlsx] if xlsx else [], [city, study, rules, balance])
    chosen = chosen_study(city, study)
    portfolio, split = package_id(chosen, portfolio), split_id(chosen, split)
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

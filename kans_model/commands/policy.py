"""`kans policy`: what sets of levers bring on private ground, what they cost, and what was seen elsewhere."""

import json
from pathlib import Path
from typing import Annotated

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
from kans_model.commands.rule_texts import blocks_of, write_rules


@explained
def policy(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: OtherPackage = None,
    split: str | None = None,
    docx: Path | None = None,
    text: Path | None = None,
    gml: Path | None = None,
    avoid_eur: Annotated[str | None, typer.Option("--avoid", "--avoid-eur")] = None,
    keep_limits: Annotated[bool, typer.Option("--keep-limits")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """What levers bring on private ground, what it costs and who pays."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.finance.split_terms import PRESETS
    from kans_model.reports.policy import cheapest_values, limits_values, policy_values
    from kans_model.reports.policy_in_words import policy_text
    from kans_model.study.names import package_id, split_id

    refuse_inputs([path for path in (docx, text, gml) if path], [city, study])
    chosen = chosen_study(city, study)
    package = portfolio or next((own.id for own in chosen.portfolios), "niets_doen")
    first = chosen.splits[0].id if chosen.splits else PRESETS[0]
    paid_by = split_id(chosen, split) if split else first
    told = package_id(chosen, package)
    if docx or text or gml:
        write_rules(blocks_of(chosen, package=told), docx, text, gml, lang)
        if not as_json:
            return
    values = policy_values(chosen, told, paid_by)
    if (least := typed_budget(avoid_eur, lang)) is not None:
        values["cheapest"] = cheapest_values(chosen, values["package"], least)
    if keep_limits:
        values["cheapest_for_limits"] = limits_values(chosen, values["package"])
    say(json.dumps(values, indent=2, ensure_ascii=False) if as_json else policy_text(values, lang))

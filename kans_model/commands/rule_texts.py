"""`kans rules`: text to start from for the levers of a study, as text, document or values, and its area."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kans_model.commands.app import (
    City,
    Lang,
    OtherPackage,
    StudyFile,
    chosen_study,
    explained,
    say,
    write_file,
)
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

if TYPE_CHECKING:
    from kans_model.reports.rule_blocks import RuleBlock
    from kans_model.study.study import Study


@explained
def rules(
    city: City = "demo",
    study: StudyFile = None,
    lever_set: Annotated[str | None, typer.Option("--set")] = None,
    lever: str | None = None,
    document: str | None = None,
    portfolio: OtherPackage = None,
    law_on: Annotated[str | None, typer.Option("--law-on")] = None,
    docx: Path | None = None,
    text: Path | None = None,
    gml: Path | None = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """Text to start from for the levers of a study: concept, with the origin of every number."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.reports.rule_export import rule_text, rule_values
    from kans_model.study.names import package_id

    refuse_inputs([path for path in (docx, text, gml) if path], [city, study])
    chosen = chosen_study(city, study)
    told = package_id(chosen, portfolio) if portfolio is not None else None
    blocks = blocks_of(chosen, lever_set, lever, document, told, _day(law_on))
    write_rules(blocks, docx, text, gml, lang)
    if as_json:
        say(json.dumps(rule_values(blocks, lang), indent=2, ensure_ascii=False))
    elif not (docx or text or gml):
        say(rule_text(blocks, lang).rstrip("\n"))


def _day(typed: str | None) -> date | None:
    """The day on which the law must be in force, as it was typed."""
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise KansError(Problem("rule_day", value=typed)) from None


def blocks_of(
    study: Study,
    set_id: str | None = None,
    lever_id: str | None = None,
    document: str | None = None,
    package: str | None = None,
    day: date | None = None,
) -> list[RuleBlock]:
    """The blocks that are asked for: of one lever or all of a set, in one document or all there are.

    Raises
    ------
    KansError
        Without levers, or for what `rule_block` refuses.
    """
    from kans_model.reports.rule_blocks import documents_of, rule_block
    from kans_model.reports.rule_figures import lever_of

    policy = study.policy
    chosen = policy.set(set_id) if set_id else policy.chosen_set
    if chosen is None or not chosen.levers:
        raise KansError(Problem("rule_lever_none"))
    levers = [lever_of(study, chosen.id, lever_id)] if lever_id else list(chosen.levers)
    return [
        rule_block(study, chosen.id, own.id, name, package, day)
        for own in levers
        for name in ((document,) if document else documents_of(own.kind))
    ]


def write_rules(
    blocks: list[RuleBlock], docx: Path | None, text: Path | None, gml: Path | None, lang: str
) -> None:
    """Write the files that are asked for; all are made before the first is written.

    Raises
    ------
    KansError
        For the area of more than one lever, or a disk that refuses.
    """
    for path, content in _files(blocks, docx, text, gml, lang):
        write_file(path, content)
        say(t("rule.written", lang, file=path.name))


def _files(
    blocks: list[RuleBlock], docx: Path | None, text: Path | None, gml: Path | None, lang: str
) -> list[tuple[Path, bytes]]:
    """What is asked for, made whole before anything is written."""
    from kans_model.exchange.area_gml import area_gml
    from kans_model.reports.rule_document import rule_document
    from kans_model.reports.rule_export import rule_text

    made = []
    if docx:
        made.append((docx, rule_document(blocks, lang)))
    if text:
        made.append((text, rule_text(blocks, lang).encode("utf-8")))
    if gml:
        levers = {block.lever.id for block in blocks}
        if len(levers) > 1:
            raise KansError(Problem("rule_gml_one_lever", value=gml.name, known=", ".join(sorted(levers))))
        made.append((gml, area_gml(blocks[0].areas, lever=blocks[0].lever.id, studie=blocks[0].hash)))
    return made

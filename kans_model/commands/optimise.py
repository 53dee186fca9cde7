"""`kans optimise`: the best package for a question."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.commands.app import (
    City,
    Lang,
    StudyFile,
    chosen_study,
    explained,
    say,
    typed_budget,
    write_file,
)
from kans_model.commands.progress_lines import progress_shown
from kans_model.words.amounts import number
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

if TYPE_CHECKING:
    from kans_model.dialogue.ambition import Threshold
    from kans_model.measures.portfolio import Portfolio
    from kans_model.optimum.question import Question
    from kans_model.study.study import Study


@explained
def optimise(
    budget_eur: Annotated[str | None, typer.Option("--budget", "--budget-eur")] = None,
    city: City = "demo",
    study: StudyFile = None,
    goal: str = "avoided",
    horizon: str = "2050",
    whole_projects: Annotated[bool, typer.Option("--whole-projects")] = False,
    pin: list[str] | None = None,
    cap: list[str] | None = None,
    budget_of: str = "all",
    ban: list[str] | None = None,
    threshold: list[str] | None = None,
    soft: Annotated[bool, typer.Option("--soft")] = False,
    split: str | None = None,
    front: int = 0,
    alternatives: float | None = None,
    save: Path | None = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """The best package for a budget or a goal, with the proof of how good it is."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.reports.limits_in_words import checked_lines
    from kans_model.reports.optimum import answer_in_words
    from kans_model.tables import table

    refuse_inputs([save] if save else [], [city, study])
    chosen = chosen_study(city, study)
    question = _question(
        chosen,
        threshold,
        not soft,
        goal=goal,
        horizon=horizon,
        budget_eur=typed_budget(budget_eur, lang),
        whole=whole_projects,
        pins=_pairs(pin, "pin"),
        caps=_pairs(cap, "cap"),
        budget_of=budget_of,
        bans=tuple(ban or ()),
        split=split,
    )
    if budget_eur is None and goal in ("avoided", "weighted") and not split:
        raise KansError(Problem("budget_missing", value=goal))
    values, best = _answer(chosen, question, front, alternatives, lang)
    if save is not None:
        _save(chosen, best, save, lang)
    if as_json:
        say(json.dumps(values, indent=2, ensure_ascii=False, default=float))
        return
    answer = answer_in_words(values, table("measures")[f"name_{lang}"], lang)
    say("\n".join([answer, *checked_lines(chosen, question, best, lang)]))


def _question(
    study: "Study", threshold: list[str] | None, hard: bool, horizon: str, split: str | None, **asked: Any
) -> "Question":
    """What is asked, with the limits of the study and those typed in the place of the same or beside them."""
    from kans_model.commands.limit_options import thresholds_and_limits
    from kans_model.optimum.question import Question, held_limits
    from kans_model.study.names import split_id

    typed, limits = thresholds_and_limits(_pairs(threshold, "threshold"), horizon, hard)
    return Question.of(
        study.ambition,
        horizon=horizon,
        thresholds=_in_place_of(study.thresholds(horizon), typed),
        limits=(*held_limits(study, horizon)[0], *limits),
        split=None if split is None else split_id(study, split),
        **asked,
    )


def _answer(
    study: "Study", question: "Question", front: int, alternatives: float | None, lang: str
) -> tuple[dict[str, Any], "Portfolio"]:
    """The results and the best package; a region too large to prove at once is taken city by city."""
    from kans_model.optimum import region
    from kans_model.reports.optimum import optimised
    from kans_model.reports.regional_answer import regional_answer

    n_areas = len(study.city.areas)
    is_region = n_areas > region.MOST_AT_ONCE
    with progress_shown("cli.optimise", lang, is_region) as progress:
        if is_region and region.knows_only_a_budget(question):
            return regional_answer(study, question, front, alternatives, progress)
        if is_region:
            typer.echo(t("cli.optimise_at_once", lang, n=number(n_areas, lang)), err=True)
        values, optimum = optimised(study, question, front, alternatives, progress)
        return values, optimum.portfolio


def _save(study: "Study", package: "Portfolio", path: Path, lang: str) -> None:
    """The study with this package in it, as a study file."""
    named = package.named(t("optimum.name", lang))
    content = json.dumps(study.with_portfolio(named).to_dict(), indent=2, ensure_ascii=False)
    write_file(path, content.encode("utf-8"))


def _in_place_of(ambition: Iterable["Threshold"], typed: Iterable["Threshold"]) -> tuple["Threshold", ...]:
    """Those of the study, and those asked for here in the place of the same or beside them."""
    kept = {threshold.name: threshold for threshold in (*ambition, *typed)}
    return tuple(kept.values())


def _pairs(texts: Iterable[str] | None, option: str) -> dict[str, float]:
    """NAME=NUMBER options as a dict."""
    pairs = {}
    for text in texts or ():
        name, _, value = text.partition("=")
        try:
            pairs[name] = float(value.replace(",", "."))
        except ValueError:
            raise KansError(Problem("option_pair", column=f"--{option}", value=text)) from None
    return pairs

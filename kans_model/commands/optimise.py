"""`kans optimise`: the best package for a question."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.commands.app import City, Lang, StudyFile, chosen_study, explained, say, write_file
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
    budget_eur: Annotated[float | None, typer.Option(help="Investment at most, in euro.")] = None,
    city: City = "demo",
    study: StudyFile = None,
    goal: Annotated[str, typer.Option(help="avoided, npv, weighted or cheapest.")] = "avoided",
    horizon: Annotated[str, typer.Option(help="now, 2050 or 2100.")] = "2050",
    whole_projects: Annotated[
        bool, typer.Option("--whole-projects", help="Each measure wholly or not in a neighbourhood.")
    ] = False,
    pin: Annotated[list[str] | None, typer.Option(help="Least uptake: MEASURE=0.2; repeat for more.")] = None,
    cap: Annotated[list[str] | None, typer.Option(help="Most uptake anywhere: MEASURE=0.5; repeat.")] = None,
    budget_of: Annotated[
        str,
        typer.Option(help="Whose investment the budget limits: all, or public (municipality, water board)."),
    ] = "all",
    ban: Annotated[list[str] | None, typer.Option(help="Measure that is not built; repeat for more.")] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(help="Damage that may remain: THEME=EUR_PER_YEAR or THEME@AREA=…; repeat for more."),
    ] = None,
    soft: Annotated[
        bool, typer.Option("--soft", help="Thresholds may be missed; what is missed counts.")
    ] = False,
    split: Annotated[str | None, typer.Option(help="Way to finance whose yearly ceilings must hold.")] = None,
    front: Annotated[int, typer.Option(help="Also this many points of the front.")] = 0,
    alternatives: Annotated[
        float | None, typer.Option(help="Also packages at most this share worse, such as 0.05.")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Write the study with the package here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    lang: Lang = "nl",
) -> None:
    """The best package for a budget or a goal, with the proof of how good it is."""
    from kans_model.exchange.files import refuse_inputs
    from kans_model.optimum.question import Question
    from kans_model.reports.optimum import told
    from kans_model.tables import table

    refuse_inputs([save] if save else [], [city, study])
    chosen = chosen_study(city, study)
    question = Question.of(
        chosen.ambition,
        goal=goal,
        horizon=horizon,
        budget_eur=budget_eur,
        whole=whole_projects,
        pins=_pairs(pin, "pin"),
        caps=_pairs(cap, "cap"),
        budget_of=budget_of,
        bans=tuple(ban or ()),
        thresholds=_thresholds(chosen.thresholds(horizon), _pairs(threshold, "threshold"), not soft),
        split=split,
    )
    if budget_eur is None and goal in ("avoided", "weighted") and not split:
        raise KansError(Problem("budget_missing", value=goal))
    values, best = _answer(chosen, question, front, alternatives, lang)
    if save is not None:
        _save(chosen, best, save, lang)
    if as_json:
        say(json.dumps(values, indent=2, ensure_ascii=False, default=float))
    else:
        say(told(values, table("measures")[f"name_{lang}"], lang))


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


def _thresholds(
    ambition: Iterable["Threshold"], most_eur: dict[str, float], hard: bool
) -> tuple["Threshold", ...]:
    """Those of the ambition, and those asked for here in the place of the same or beside them."""
    from kans_model.dialogue.ambition import Threshold

    kept = {threshold.name: threshold for threshold in ambition}
    for place, damage_eur in most_eur.items():
        hazard, _, area = place.partition("@")
        threshold = Threshold(hazard, damage_eur, area or None, hard)
        kept[threshold.name] = threshold
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

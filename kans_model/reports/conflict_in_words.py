"""Why there is no answer, with amounts and names as a reader knows them.

Sentences: `conflict_*` in `data/texts/problem.csv`, for the `limit_*` of `kans_model.optimum.conflicts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from kans_model.dialogue.criteria import Criterion
from kans_model.finance.actors import Actors
from kans_model.reports.dialogue_in_words import criterion_text
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, percent
from kans_model.words.problems import KansError, Phrase, Problem


def reworded(error: KansError, actors: Actors, areas: Mapping[str, str], lang: str) -> KansError:
    """The same problems, in the words of the page where it has better ones; `areas` are names by code."""
    alone = len(error.problems) == 2  # the sentence, and a single demand
    return KansError([_reworded(problem, actors, areas, lang, alone) for problem in error.problems])


def _reworded(problem: Problem, actors: Actors, areas: Mapping[str, str], lang: str, alone: bool) -> Problem:
    names, themes = table("measures")[f"name_{lang}"], table("hazards")[f"name_{lang}"]
    value, more = problem.value, problem.details
    if problem.key == "optimum_infeasible":
        return Problem("conflict_alone" if alone else "conflict_too_much")
    if problem.key == "pin_has_no_room":
        return Problem("pin_has_no_room", value=names[value])
    if problem.key == "limit_budget_enough":
        enough = money_short(more["enough"].eur, lang)
        return Problem("conflict_budget_enough", value=money_short(value, lang), enough=enough)
    if problem.key in ("limit_budget", "limit_budget_year"):
        return Problem(
            "conflict_budget" if problem.key == "limit_budget" else "conflict_budget_year",
            value=money_short(value, lang),
        )
    if problem.key == "limit_pin":
        return Problem("conflict_pin", value=percent(value, lang), name=names[problem.row])
    if problem.key == "limit_threshold":
        hazard = more["hazard"]
        theme = (
            themes[hazard.key.removeprefix("hazard.")].lower() if isinstance(hazard, Phrase) else str(hazard)
        )
        where = areas.get(more.get("area") or "", "")
        return Problem(
            "conflict_threshold_in" if where else "conflict_threshold",
            value=money_short(value, lang),
            theme=theme,
            where=where,
            least=money_short(more["least"].eur, lang),
        )
    if problem.key == "limit_indicator":
        return Problem("conflict_limit", value=_limit(more["criterion"], more["area"], areas, lang))
    if problem.key == "limit_areas":
        return Problem("limit_areas", value=", ".join(areas[code] for code in value.split(", ")))
    if problem.key == "limit_bans":
        return Problem("limit_bans", value=", ".join(names[measure] for measure in value.split(", ")))
    if problem.key == "limit_equity":
        return Problem("conflict_equity", value=percent(value, lang))
    if problem.key == "limit_reach":
        return Problem("conflict_reach", value=percent(value / 100, lang))
    if problem.key == "limit_party":
        name = actors.name(value, lang) if value in actors.ids else value
        return Problem("conflict_party", value=name, year=str(more.get("year", "")))
    return problem


def _limit(criterion: Criterion, code: str, areas: Mapping[str, str], lang: str) -> str:
    """A limit on an indicator in one line, of one buurt where it is that one which conflicts."""
    own = replace(criterion, areas=(code,), each=False, wijk="") if code else criterion
    return criterion_text(own, pd.DataFrame({"name": pd.Series(areas, dtype=object)}), lang)

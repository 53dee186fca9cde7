"""`kans ensemble`: how sure packages are."""

import json
from contextlib import ExitStack
from typing import Annotated

import typer

from kans_model.commands.app import (
    City,
    Lang,
    OtherPackage,
    StudyFile,
    chosen_study,
    explained,
    package_ids,
    say,
)
from kans_model.commands.progress_lines import progress_shown
from kans_model.uncertainty.draw_counts import MOST_DRAWS, N_DRAWS
from kans_model.words.problems import KansError, Problem

DRAWS_IN_ONE_PROCESS = 100_000
"""Up to here this process is done before others would have started."""


@explained
def ensemble(
    city: City = "demo",
    study: StudyFile = None,
    portfolio: OtherPackage = None,
    draws: int = N_DRAWS,
    seed: int | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """How sure packages are: mean and 5, 50 and 95 percent of every headline under the same draws."""
    from kans_model.computing import workers as cluster
    from kans_model.reports.ensemble import summarised as spread
    from kans_model.study.study import LARGEST_SEED
    from kans_model.uncertainty.ensemble import run

    if not 1 <= draws <= MOST_DRAWS:
        raise KansError(Problem("draws_out_of_bounds", value=draws, low=1, high=MOST_DRAWS))
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise KansError(Problem("seed_out_of_bounds", value=seed, low=0, high=LARGEST_SEED))
    chosen = chosen_study(city, study)
    chosen = chosen if seed is None else chosen.replaced(seed=seed)
    ids = package_ids(chosen, portfolio)
    with ExitStack() as stack:
        here = scheduler is None and workers is None and draws <= DRAWS_IN_ONE_PROCESS
        client = None if here else stack.enter_context(cluster.opened(scheduler, workers))
        is_long = draws > DRAWS_IN_ONE_PROCESS
        progress = stack.enter_context(progress_shown("cli.ensemble", lang, is_long))
        result = run(chosen, ids, draws, client=client, progress=progress)
    say(json.dumps(spread(chosen, result, lang), indent=2, ensure_ascii=False))

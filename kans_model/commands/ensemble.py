"""`kans ensemble`: how sure packages are."""

import json
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kans_model.commands.app import City, Lang, app, explained
from kans_model.computing import workers as cluster
from kans_model.exchange.city_file import open_city
from kans_model.exchange.study_file import read_study
from kans_model.reports.ensemble import summarised as spread
from kans_model.study.references import REFERENCES
from kans_model.study.study import LARGEST_SEED, Study
from kans_model.uncertainty.draws import N_DRAWS
from kans_model.uncertainty.ensemble import MOST_DRAWS, run
from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import t

DRAWS_IN_ONE_PROCESS = 100_000
"""Up to here this process is done before others would have started."""


@app.command()
@explained
def ensemble(
    city: City = "demo",
    study: Annotated[
        Path | None, typer.Option(help="A saved study; without it, the one screens start with.")
    ] = None,
    portfolio: Annotated[str | None, typer.Option(help="Only this package, beside the references.")] = None,
    draws: Annotated[int, typer.Option(help="How many draws.")] = N_DRAWS,
    seed: Annotated[int | None, typer.Option(help="Which draws; without it the study's own.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler to work on, such as tcp://10.0.0.5:8786.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes on this machine; without it as many as it takes.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    lang: Lang = "nl",
):
    """How sure packages are: mean and 5, 50 and 95 percent of every headline under the same draws."""
    if not 1 <= draws <= MOST_DRAWS:
        raise KansError(Problem("draws_out_of_bounds", value=draws, low=1, high=MOST_DRAWS))
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise KansError(Problem("seed_out_of_bounds", value=seed, low=0, high=LARGEST_SEED))
    opened = open_city(city)
    chosen = Study.default(opened) if study is None else read_study(study, opened)
    chosen = chosen if seed is None else chosen.replaced(seed=seed)
    ids = [portfolio] if portfolio else [own.id for own in chosen.portfolios]
    ids = [*REFERENCES, *(one for one in ids if one not in REFERENCES)]
    with ExitStack() as stack:
        here = scheduler is None and workers is None and draws <= DRAWS_IN_ONE_PROCESS
        client = None if here else stack.enter_context(cluster.opened(scheduler, workers))
        progress = None
        if sys.stderr.isatty():
            bar = stack.enter_context(
                typer.progressbar(length=draws, label=t("cli.ensemble", lang), file=sys.stderr)
            )
            progress = partial(_advance, bar)
        result = run(chosen, ids, draws, client=client, progress=progress)
    typer.echo(json.dumps(spread(chosen, result, lang), indent=2, ensure_ascii=False))


def _advance(bar, done, _):
    bar.update(done - bar.pos)

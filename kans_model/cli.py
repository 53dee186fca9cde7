"""The command line: import and check a city, evaluate a study, serve the pages."""

import csv
import importlib.util
import json
import os
import runpy
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial, wraps
from pathlib import Path
from typing import Annotated

import typer

from kans_model import cluster
from kans_model.ambition import Threshold
from kans_model.baseline import HAZARDS
from kans_model.ensemble import MOST_DRAWS, N_DRAWS, run
from kans_model.ensemble import summarised as spread
from kans_model.exchange.buurten import import_city
from kans_model.exchange.geopackage import check_city, open_city, write_city
from kans_model.financesummary import financed
from kans_model.instruments import read_rules
from kans_model.optimumsummary import optimised, told
from kans_model.problems import KansError, Problem
from kans_model.question import Question
from kans_model.reports.workbook import financing_workbook
from kans_model.scenario import HORIZONS
from kans_model.study import LARGEST_SEED, REFERENCES, Study
from kans_model.summary import summarised
from kans_model.tables import table
from kans_model.texts import LANGUAGES, t

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="KANS: ruimtelijke klimaatadaptatie per buurt."
)
city_app = typer.Typer(no_args_is_help=True, help="Import a city.")
app.add_typer(city_app, name="city")

City = Annotated[str, typer.Option("--city", help="A city file, or `demo`.")]
Lang = Annotated[str, typer.Option("--lang", help="nl or en.")]
SESSION_LIFETIME_MS, SESSION_CHECK_MS = 1_800_000, 60_000
DRAWS_IN_ONE_PROCESS = 100_000
"""Up to here this process is done before others would have started."""
MESSAGE_BYTES = 104_857_600


def _explained(command: Callable) -> Callable:
    """The command, with problems of its input on standard error in the user's language, and exit code 2."""

    @wraps(command)
    def run(*args, **options):
        lang = options.get("lang", LANGUAGES[0])
        try:
            if lang not in LANGUAGES:
                raise KansError(Problem("language_unknown", value=lang, known=", ".join(LANGUAGES)))
            return command(*args, **options)
        except KansError as error:
            typer.echo(error.text(lang if lang in LANGUAGES else LANGUAGES[0]), err=True)
            raise typer.Exit(2) from None

    return run


@city_app.command("import")
@_explained
def city_import(
    areas: Annotated[Path, typer.Argument(help="GeoPackage, GeoJSON or Shapefile with the buurten.")],
    figures: Annotated[list[Path] | None, typer.Argument(help="CSV or Excel tables, joined on code.")] = None,
    *,
    name: Annotated[str, typer.Option(help="Name of the city.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The city file to write.")],
    soil: Annotated[str | None, typer.Option(help="sand, clay or peat, where the files give none.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="Which column is which, as CSV or JSON.")] = None,
    lang: Lang = "nl",
):
    """Make a city file of what the municipality has, and say what was recognised and filled in."""
    city, report = import_city(areas, figures or [], name, soil=soil, mapping=mapping)
    write_city(city, output)
    report.write(output, lang)
    typer.echo(report.text(lang))


@app.command()
@_explained
def check(city: Annotated[str, typer.Argument(help="A city file.")], lang: Lang = "nl"):
    """Validate a city file and explain what is in it. Exit code 1 when something is wrong."""
    report = check_city(city)
    typer.echo(report.text(lang))
    if not report.ok:
        raise typer.Exit(1)


def read_study(path, city):
    """A study file on its city.

    Raises
    ------
    KansError
        When the file is missing, is no study, or belongs to another city.
    """
    try:
        values = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KansError(Problem("study_unreadable", file=Path(path).name)) from None
    if not isinstance(values, dict):
        raise KansError(Problem("study_unreadable", file=Path(path).name))
    return Study.from_dict(values, city)


@app.command()
@_explained
def evaluate(
    city: City = "demo",
    study: Annotated[
        Path | None, typer.Option(help="A saved study; without it, the one screens start with.")
    ] = None,
    portfolio: Annotated[str | None, typer.Option(help="Only this package, beside the references.")] = None,
    horizon: Annotated[str, typer.Option(help="now, 2050 or 2100.")] = "2050",
    as_json: Annotated[bool, typer.Option("--json", help="Machine-readable, everything.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="One row per package.")] = False,
    lang: Lang = "nl",
):
    """Cost, risk and synergy of packages: the same numbers and hash as the screen."""
    if horizon not in HORIZONS:
        raise KansError(Problem("horizon_unknown", value=horizon, known=", ".join(HORIZONS)))
    opened = open_city(city)
    chosen = Study.default(opened) if study is None else read_study(study, opened)
    ids = [portfolio] if portfolio else [own.id for own in chosen.portfolios]
    result = summarised(chosen, [*REFERENCES, *(one for one in ids if one not in REFERENCES)], horizon, lang)
    if as_csv and not as_json:
        _write_csv(result)
    else:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False))


@app.command()
@_explained
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


@app.command()
@_explained
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
        _write(xlsx, financing_workbook(chosen, portfolio, split, lang))
    if as_json or xlsx is None:
        typer.echo(json.dumps(financed(chosen, portfolio, split, lang), indent=2, ensure_ascii=False))


@app.command()
@_explained
def optimise(
    budget_eur: Annotated[float | None, typer.Option(help="Investment at most, in euro.")] = None,
    city: City = "demo",
    study: Annotated[
        Path | None, typer.Option(help="A saved study; without it, the one screens start with.")
    ] = None,
    goal: Annotated[str, typer.Option(help="avoided, npv, weighted or cheapest.")] = "avoided",
    horizon: Annotated[str, typer.Option(help="now, 2050 or 2100.")] = "2050",
    whole_projects: Annotated[
        bool, typer.Option("--whole-projects", help="Each measure wholly or not in a neighbourhood.")
    ] = False,
    pin: Annotated[list[str] | None, typer.Option(help="Least uptake: MEASURE=0.2; repeat for more.")] = None,
    cap: Annotated[list[str] | None, typer.Option(help="Most uptake anywhere: MEASURE=0.5; repeat.")] = None,
    private_most: Annotated[
        float, typer.Option(help="Most uptake of measures on private ground, from 0 to 1.")
    ] = 1.0,
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
):
    """The best package for a budget or a goal, with the proof of how good it is."""
    opened = open_city(city)
    chosen = Study.default(opened) if study is None else read_study(study, opened)
    question = Question.of(
        chosen.ambition,
        goal=goal,
        horizon=horizon,
        budget_eur=budget_eur,
        whole=whole_projects,
        pins=_pairs(pin, "pin"),
        caps=_pairs(cap, "cap"),
        private_most=private_most,
        bans=tuple(ban or ()),
        thresholds=_thresholds(chosen.ambition.thresholds, _pairs(threshold, "threshold"), not soft),
        split=split,
    )
    if budget_eur is None and goal in ("avoided", "weighted") and not split:
        raise KansError(Problem("budget_missing", value=goal))
    values, best = optimised(chosen, question, front, alternatives)
    if save is not None:
        named = best.portfolio.named(t("optimum.name", lang))
        content = json.dumps(chosen.with_portfolio(named).to_dict(), indent=2, ensure_ascii=False)
        _write(save, content.encode("utf-8"))
    if as_json:
        typer.echo(json.dumps(values, indent=2, ensure_ascii=False, default=float))
    else:
        typer.echo(told(values, table("measures")[f"name_{lang}"], lang))


def _thresholds(known, asked, hard):
    """Those of the ambition, and those asked for here in the place of the same or beside them."""
    kept = {one.name: one for one in known}
    for name, most_eur in asked.items():
        hazard, _, area = name.partition("@")
        one = Threshold(hazard, most_eur, area or None, hard)
        kept[one.name] = one
    return tuple(kept.values())


def _pairs(texts, option):
    """NAME=NUMBER options as a dict."""
    pairs = {}
    for text in texts or ():
        name, _, value = text.partition("=")
        try:
            pairs[name] = float(value.replace(",", "."))
        except ValueError:
            raise KansError(Problem("option_pair", column=f"--{option}", value=text)) from None
    return pairs


def _write(path, content):
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KansError(Problem("file_unwritable", file=str(path), value=error.strerror)) from None


def _advance(bar, done, _):
    bar.update(done - bar.pos)


def _write_csv(result):
    columns = ["capex_eur", "present_value_eur", "avoided_eur_per_year", "npv_eur", "bcr"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    damage = [f"{hazard}_{when}_eur_per_year" for hazard in HAZARDS for when in ("before", "after")]
    about = ["study_hash", "horizon", "price_year", "indicative"]
    writer.writerow([*about, "portfolio", "name", *columns, *damage])
    for key, row in result["portfolios"].items():
        ead = [row["ead_eur_per_year"][hazard][when] for hazard in HAZARDS for when in ("before", "after")]
        writer.writerow(
            [
                *(result[column] for column in about),
                key,
                row["name"],
                *(row[column] for column in columns),
                *ead,
            ]
        )


@app.command()
@_explained
def serve(
    city: City = "demo",
    port: Annotated[int, typer.Option(help="Where the pages are served.")] = 5006,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")
    ] = "localhost",
    lang: Lang = "nl",
):
    """Open the dashboards in a browser."""
    opened = open_city(city)
    if not _is_free(host, port):
        raise KansError(Problem("port_taken", value=port))
    source = importlib.util.find_spec("dashboards")
    if source is None or not source.submodule_search_locations:
        raise KansError(Problem("pages_missing"))
    folder = Path(next(iter(source.submodule_search_locations)))
    pages = sorted(str(path) for path in folder.glob("*.py"))
    command = [
        "panel",
        "serve",
        *pages,
        "--index",
        "app",
        "--warm",
        "--log-level",
        "error",
    ]
    command += ["--port", str(port), "--address", host, "--static-dirs", f"assets={folder / 'assets'}"]
    command += ["--unused-session-lifetime", str(SESSION_LIFETIME_MS)]
    command += ["--check-unused-sessions", str(SESSION_CHECK_MS)]
    command += ["--websocket-max-message-size", str(MESSAGE_BYTES)]
    for name in {host, "localhost", "127.0.0.1"}:
        command += ["--allow-websocket-origin", f"{name}:{port}"]
    typer.echo(t("cli.serving", lang, city=opened.name, url=f"http://localhost:{port}"))
    sys.stdout.flush()
    os.environ["KANS_CITY"] = city if city == "demo" else str(Path(city).resolve())
    os.environ["KANS_LANG"] = lang
    sys.path.insert(0, str(folder.parent))  # the pages are namespaces of the folder that holds `dashboards`
    # in this process: what is imported already need not be imported again
    sys.argv = command
    runpy.run_module("panel", run_name="__main__", alter_sys=True)


def _is_free(host, port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True

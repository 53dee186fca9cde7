"""The command line: import and check a city, evaluate a study, find the best package, serve the pages."""

from kans_model.commands.agenda import agenda
from kans_model.commands.app import app, city_app, study_app
from kans_model.commands.chain import chain
from kans_model.commands.city import check, city_columns, city_import
from kans_model.commands.dialogue import dialogue
from kans_model.commands.ensemble import ensemble
from kans_model.commands.evaluate import evaluate
from kans_model.commands.finance import finance
from kans_model.commands.language import Command
from kans_model.commands.national import national
from kans_model.commands.optimise import optimise
from kans_model.commands.policy import policy
from kans_model.commands.public import publish
from kans_model.commands.rule_texts import rules
from kans_model.commands.serve import serve
from kans_model.commands.study import study_diff, study_public, study_versions

__all__ = ["app"]

city_app.command("import", cls=Command)(city_import)
city_app.command("columns", cls=Command)(city_columns)
study_app.command("versions", cls=Command)(study_versions)
study_app.command("diff", cls=Command)(study_diff)
study_app.command("public", cls=Command)(study_public)
for command in (
    check,
    evaluate,
    ensemble,
    dialogue,
    finance,
    agenda,
    chain,
    policy,
    optimise,
    national,
    rules,
    publish,
    serve,
):  # as `kans --help` lists them
    app.command(cls=Command)(command)
app.add_typer(city_app, name="city")
app.add_typer(study_app, name="study")

"""The command line: import and check a city, evaluate a study, find the best package, serve the pages."""

from kans_model.commands.app import app, city_app
from kans_model.commands.city import check, city_columns, city_import
from kans_model.commands.dialogue import dialogue
from kans_model.commands.ensemble import ensemble
from kans_model.commands.evaluate import evaluate
from kans_model.commands.finance import finance
from kans_model.commands.national import national
from kans_model.commands.optimise import optimise
from kans_model.commands.serve import serve

__all__ = ["app"]

city_app.command("import")(city_import)
city_app.command("columns")(city_columns)
for command in (
    check,
    evaluate,
    ensemble,
    dialogue,
    finance,
    optimise,
    national,
    serve,
):  # as `kans --help` lists them
    app.command()(command)
app.add_typer(city_app, name="city")

"""The command line: import and check a city, evaluate a study, find the best package, serve the pages."""

from kans_model.commands.app import app, city_app

__all__ = ["app"]

app.add_typer(city_app, name="city")

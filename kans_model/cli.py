"""The command line: import and check a city, evaluate a study, find the best package, serve the pages."""

from kans_model.commands import city, ensemble, evaluate, finance, optimise, serve
from kans_model.commands.app import app, city_app

__all__ = ["COMMANDS", "app"]

app.add_typer(city_app, name="city")
COMMANDS = (city, evaluate, ensemble, finance, optimise, serve)
"""Modules whose import puts their commands in the app."""

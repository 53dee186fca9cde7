"""HTML from plain values, escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup


@cache
def template(beside: str, name: str) -> Template:
    """The template in the file `name` beside the module whose `__file__` is given.

    Values are escaped unless they are Markup; a value that is missing is a mistake. Other templates are named
    from the top of the package: `{% from "parts/live/fields.html" import choice %}`.
    """
    return _environment(Path(beside).resolve().parent).get_template(name)


@cache
def _environment(folder: Path) -> Environment:
    top = next(parent for parent in (folder, *folder.parents) if parent.name in ("dashboards", "kans_model"))
    return Environment(
        loader=FileSystemLoader([folder, top]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(beside: str, name: str, /, **values: Any) -> Markup:
    """The template beside a module, filled: `filled(__file__, "ranking.html", rows=rows)`."""
    return Markup(template(beside, name).render(**values))


class Macros:
    """The macros of a template, compiled when the first of them is called."""

    def __init__(self, beside: str, name: str) -> None:
        self._place = (beside, name)

    def __getattr__(self, macro: str) -> Any:
        found = getattr(template(*self._place).module, macro)
        setattr(self, macro, found)
        return found


def macros(beside: str, name: str) -> Macros:
    """The macros of the template beside a module, each to be called with values; what they give is Markup."""
    return Macros(beside, name)

"""The address of the page: what a reload, a link and the other language keep."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import panel as pn

from kans_model.words.texts import LANGUAGES

LANGUAGE_VARIABLE = "KANS_LANG"
KEPT_IN_ADDRESS = ("s", "lang", "page", "pkg", "ref", "split", "tab", "cmp", "base", "ask", "screen")


def asked_query() -> dict[str, str]:
    """What the address of the page that is being loaded now holds; unknown names are left out."""
    arguments = pn.state.session_args or {}
    query = {name: values[0].decode("utf-8", "replace") for name, values in arguments.items() if values}
    return {name: query[name] for name in KEPT_IN_ADDRESS if name in query}


def asked_language(query: Mapping[str, str]) -> str:
    """The language that the address names, else the one this server was started with."""
    default = os.environ.get(LANGUAGE_VARIABLE, LANGUAGES[0])
    return next((code for code in (query.get("lang"), default) if code in LANGUAGES), LANGUAGES[0])


def reader_language() -> str:
    """The language of the page that asks now."""
    return asked_language(asked_query())


def with_choices(query: Mapping[str, str], choices: Mapping[str, str]) -> dict[str, str]:
    """A query with these choices in it; '' takes one out."""
    return {name: value for name, value in {**query, **choices}.items() if value}


def show_in_address(**choices: str) -> None:
    """Write this in the address of the page that is open, texts as they are."""
    location = pn.state.location
    if location is not None:
        shown = dict(parse_qsl(location.search.removeprefix("?")))
        location.search = "?" + urlencode(with_choices(shown, choices))

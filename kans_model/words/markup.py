"""HTML from plain values, escaped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup


def html(text: str, /, *values: Any, **named: Any) -> Markup:
    """Fill the `{}` and `{name}` places of an HTML text; everything that is not Markup itself is escaped."""
    return Markup(text).format(*values, **named)


def options(pairs: Iterable[tuple[object, object]], chosen: object = None) -> Markup:
    """The options of a choice: value and name; with one that is chosen, where no slot says which."""
    return Markup("").join(
        html('<option value="{}"{}>{}</option>', value, Markup(" selected") if value == chosen else "", name)
        for value, name in pairs
    )

"""Pieces of `fields.html` for what is written into a slot on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from kans_model.words.markup import macros

_MACROS = macros(__file__, "fields.html")


def options(pairs: Iterable[tuple[object, object]], chosen: object = None) -> Markup:
    """The options of a choice: value and name; with one that is chosen, where no slot says which."""
    return Markup(_MACROS.options(list(pairs), chosen))


def notice(text: str | Markup, problem: bool = False) -> Markup:
    """Something to know, or with `problem` something to solve; nothing without a text."""
    return Markup(_MACROS.notice(text, problem)) if text else Markup("")


def notices(lines: Iterable[str | Markup]) -> Markup:
    """One notice per line."""
    return Markup("").join(notice(line) for line in lines)


def small(lines: Iterable[str | Markup]) -> Markup:
    """One quiet line per sentence."""
    return Markup("").join(Markup(_MACROS.small(line)) for line in lines)


def button(
    label: str,
    do: str,
    *,
    key: str = "",
    strong: bool = False,
    attributes: Mapping[str, object] | None = None,
) -> Markup:
    """A button that calls `do`."""
    return Markup(_MACROS.button(label, do, key=key, strong=strong, attributes=dict(attributes or {})))


def link_button(label: str, do: str, *, attributes: Mapping[str, object] | None = None) -> Markup:
    """A button that reads as a link within a sentence."""
    return Markup(_MACROS.link_button(label, do, attributes=dict(attributes or {})))


def hatched(word: str) -> Markup:
    """A word with the hatch that stands for what nobody knows."""
    return Markup(_MACROS.hatched(word))

"""What an argument is called and what an option takes, in words: *bestand* in place of a Python type."""

from __future__ import annotations

from typing import Any

from kans_model.words.texts import t

KINDS = (("bool", ""), ("Path", "file"), ("int", "number"), ("float", "number"), ("str", "text"))
"""What the name of a type holds, the first that fits, and the word for it; a flag takes nothing."""


def kind_of_value(param: Any) -> str:
    """What a parameter takes: `file`, `number`, `text`, or nothing for a flag."""
    known = vars(param)  # Typer keeps the type here; before 0.29 in a type of Click
    descriptor = known.get("type_descriptor")
    said = str(descriptor.annotation if descriptor is not None else known.get("type"))
    return next((kind for type_name, kind in KINDS if type_name in said), "text")


def argument_name(name: str, lang: str) -> str:
    """What an argument is called in a language."""
    return t(f"help.argument_{name}", lang)


def say_values(params: list[Any], lang: str) -> None:
    """Put the names of arguments, and what each parameter takes, in a language."""
    for param in params:
        kind = kind_of_value(param)
        word = f"<{t(f'help.value_{kind}', lang)}{_bounds(param)}>" if kind else ""
        param.display_type_rich = lambda ctx, word=word: word
        param._get_number_range_help_str = lambda: None  # Typer writes 1<=x<=64
        if param.param_type_name == "argument":
            param.metavar = argument_name(param.name, lang)


def _bounds(param: Any) -> str:
    """The least and the most of a number, where it has both."""
    low, high = vars(param).get("min"), vars(param).get("max")
    return "" if low is None or high is None else f" {low}–{high}"

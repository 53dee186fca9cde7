"""What is wrong with a command line, in the language of who typed it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import typer

from kans_model.words.problems import Phrase
from kans_model.words.terminal import printable
from kans_model.words.texts import t

UsageError: Any = typer.BadParameter.__base__
"""What a command line that cannot be read raises; Typer shows its message under how the command is called."""
NO_MISTAKE = "NoArgsIsHelpError"


def mistake(ctx: Any, lang: str, key: str, value: str = "", known: Iterable[str] = (), **more: object) -> Any:
    """The error with a sentence of the catalogue, and the word that may have been meant."""
    said = t(f"cli.{key}", lang, value=printable(value), **more)
    meant = get_close_matches(value, [*known], n=1, cutoff=0.7)
    return UsageError(f"{said} {t('cli.meant', lang, value=meant[0])}" if meant else said, ctx=ctx)


def reworded(error: Any, ctx: Any, lang: str) -> Any:
    """An error of reading a command line, as the catalogue says it; the help that Typer asks for stays."""
    kind = type(error).__name__
    if kind == NO_MISTAKE:
        return error
    if kind == "NoSuchOption":
        options = [option for param in ctx.command.get_params(ctx) for option in param.opts]
        return mistake(ctx, lang, "option_unknown", error.option_name, options)
    if kind == "BadOptionUsage":
        takes_none = "does not take" in error.message
        return mistake(ctx, lang, "value_needless" if takes_none else "value_missing", error.option_name)
    if kind == "MissingParameter":
        return mistake(ctx, lang, "argument_missing", _name(error.param))
    if kind == "BadParameter":
        return mistake(ctx, lang, "value_wrong", _name(error.param), must=_number(error.param, lang))
    return mistake(ctx, lang, "argument_extra", error.message.rpartition("(")[2].removesuffix(")"))


def _name(param: Any) -> str:
    return param.opts[-1] if param.param_type_name == "option" else (param.metavar or param.name).upper()


def _number(param: Any, lang: str) -> str:
    """What an option takes that is no text: a number, whole or not, within its bounds where it has any."""
    known = vars(param)  # Typer keeps the kind and the bounds here; before 0.29 in a type of Click
    kind = known.get("type_descriptor") or known["type"]
    bounds = known if "min" in known else vars(kind)
    low, high = bounds.get("min"), bounds.get("max")
    if "float" in str(kind).lower():
        return t("must.number", lang)
    if low is None or high is None:
        return t("must.whole", lang)
    return Phrase("must.whole_between", {"low": low, "high": high, "unit": ""}).text(lang)

"""The language of the command line: what is asked, else KANS_LANG, else that of the computer; Dutch first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from kans_model.commands.misuse import UsageError, mistake, reworded
from kans_model.commands.value_words import say_values
from kans_model.words.texts import LANGUAGES, has_text, t

LANGUAGE_VARIABLE = "KANS_LANG"
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which a computer itself looks at them."""
OPTION = "--lang"
PANELS = {
    "ARGUMENTS_PANEL_TITLE": "arguments",
    "OPTIONS_PANEL_TITLE": "options",
    "COMMANDS_PANEL_TITLE": "commands",
    "ERRORS_PANEL_TITLE": "error",
    "DEFAULT_STRING": "default",
    "REQUIRED_LONG_STRING": "required",
    "RICH_HELP": "try",
}
"""Words that stand around the help, and the texts they come from."""
FILLED_LATER = {name: f"{{{name}}}" for name in ("command_path", "help_option")} | {"value": "{}"}
"""What Typer fills in itself."""


def usual_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language of who asks for none.

    Examples
    --------
    >>> usual_language({}), usual_language({"LANG": "en_GB.UTF-8"}), usual_language({"LANG": "C.UTF-8"})
    ('nl', 'en', 'nl')
    >>> usual_language({"KANS_LANG": "nl", "LANG": "en_GB.UTF-8"})
    'nl'
    """
    named = environment.get(LANGUAGE_VARIABLE, "")
    if named in LANGUAGES:
        return named
    computer = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return computer[:2] if computer[:2] in LANGUAGES else LANGUAGES[0]


def asked_language(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, wherever it does; a mistake in it is said elsewhere.

    Examples
    --------
    >>> asked_language(["evaluate", "--lang", "en"]), asked_language(["--lang=en", "evaluate"])
    ('en', 'en')
    """
    for place, argument in enumerate(arguments):
        option, _, value = argument.partition("=")
        if option == OPTION:
            value = value or next(iter(arguments[place + 1 :]), "")
            if value in LANGUAGES:
                return value
    return usual_language()


class _InLanguage:
    """A command whose help stands in the catalogue: its own under its path, options under their name.

    Stands before one of Typer's two kinds of command, which share no base that a type checker knows: what it
    asks of them is not checked in the four lines that say so.
    """

    help: Any
    options_metavar: Any
    params: list[Any]
    subcommand_metavar: Any

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        lang = ctx.meta.setdefault("kans.lang", asked_language(args))
        for constant, key in PANELS.items():
            setattr(rich_utils, constant, t(f"help.{key}", lang, **FILLED_LATER))
        for param in self.params:
            if param.name == "lang" and param.default is not None:
                param.default = lang
        say_values(self.get_params(ctx), lang)  # type: ignore[attr-defined]
        self.options_metavar = t("help.usage_options", lang)
        self.subcommand_metavar = t("help.usage_command", lang)
        if ctx.help_option_names and ({*ctx.help_option_names} & {*args} or not args):
            self.say_help(ctx, lang)
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except UsageError as error:
            raise reworded(error, ctx, lang) from None

    def say_help(self, ctx: Any, lang: str) -> None:
        """Put the help of this command, its options and the commands under it in a language."""
        path = _path(ctx)
        self.help = t(f"help.command_{path}", lang)
        for param in self.get_params(ctx):  # type: ignore[attr-defined]
            param.help = t(option_key(path, param.name), lang)
        for name, command in getattr(self, "commands", {}).items():
            command.help = t(f"help.command_{path}_{name}" if ctx.parent else f"help.command_{name}", lang)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """How it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix=t("help.usage", ctx.meta["kans.lang"]) + " ")


class Command(_InLanguage, TyperCommand):
    """One command of `kans`."""


class Group(_InLanguage, TyperGroup):
    """`kans` itself, or commands under one word."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is asked; of one that is not there say what may have been meant."""
        if self.get_command(ctx, args[0]) is None:
            raise mistake(ctx, ctx.meta["kans.lang"], "command_unknown", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is asked; options alone ask for none."""
        if not self.invoke_without_command and not (getattr(ctx, "_protected_args", None) or ctx.args):
            raise mistake(ctx, ctx.meta["kans.lang"], "command_missing")
        return super().invoke(ctx)


def option_key(path: str, option: str) -> str:
    """The text of an option: of this command where it has one of its own, else of the option anywhere."""
    own = f"help.{path}_{option}"
    return own if has_text(own) else f"help.option_{option}"


def _path(ctx: Any) -> str:
    """The words after `kans`, joined; `kans` for the program itself."""
    return "_".join(reversed([*_names(ctx)])) or "kans"


def _names(ctx: Any) -> Iterator[str]:
    while ctx.parent is not None:
        yield ctx.info_name
        ctx = ctx.parent

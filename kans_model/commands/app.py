"""What every command shares: the app, its options, the study it is about, errors in the user's language.

What is heavy to load is imported inside the function that uses it, here and in every command: `kans --help`
must answer at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.commands.language import Group
from kans_model.commands.misuse import UsageError
from kans_model.words.entry import FEWEST_EUR, euros
from kans_model.words.problems import KansError, Problem
from kans_model.words.terminal import printable
from kans_model.words.texts import LANGUAGES, t

if TYPE_CHECKING:
    from kans_model.study.study import Study

app = typer.Typer(no_args_is_help=True, add_completion=False, cls=Group)
city_app = typer.Typer(no_args_is_help=True, cls=Group)
study_app = typer.Typer(no_args_is_help=True, cls=Group)

City = Annotated[str, typer.Option("--city")]
StudyFile = Annotated[Path | None, typer.Option("--study")]
Lang = Annotated[str, typer.Option("--lang")]
Package = Annotated[str, typer.Option("--package", "--portfolio")]
OtherPackage = Annotated[str | None, typer.Option("--package", "--portfolio")]
TRACEBACK_VARIABLE = "KANS_TRACEBACK"
"""Set it to see where an error arises, when working on the code."""


def chosen_study(city: str, study: Path | None) -> Study:
    """The study a command is about: a saved one on its city, or the one that screens start with.

    Raises
    ------
    KansError
        When the city or the study cannot be opened, or do not belong together.
    """
    from kans_model.exchange.city_file import open_city
    from kans_model.exchange.study_file import read_study
    from kans_model.study.study import Study

    opened = open_city(city)
    return Study.default(opened) if study is None else read_study(study, opened)


def package_ids(study: Study, package: str | None) -> list[str]:
    """Ids of the three reference packages and of the one that was asked for, else of all own ones."""
    from kans_model.study.names import package_id
    from kans_model.study.references import REFERENCES

    own = [package_id(study, package)] if package is not None else [known.id for known in study.portfolios]
    return [*REFERENCES, *(package_id for package_id in own if package_id not in REFERENCES)]


def typed_budget(text: str | None, lang: str) -> float | None:
    """A budget as a page reads it too; None for none. [EUR]

    Raises
    ------
    KansError
        For what is no amount.
    """
    return None if text is None else euros(text, lang, FEWEST_EUR)


@app.callback()
def kans(lang: Lang = "nl") -> None:
    """The language may be asked before the command as well as after it."""
    if lang not in LANGUAGES:
        raise UsageError(Problem("language_unknown", value=lang, known=", ".join(LANGUAGES)).text())


def explained(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with whatever stops it said on standard error in the user's language, and exit code 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        lang = options.get("lang", LANGUAGES[0])
        try:
            if lang not in LANGUAGES:
                raise KansError(Problem("language_unknown", value=lang, known=", ".join(LANGUAGES)))
            command(*args, **options)
            sys.stdout.flush()
        except KeyboardInterrupt:
            typer.echo(printable(t("cli.stopped", lang if lang in LANGUAGES else LANGUAGES[0])), err=True)
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort, UsageError, BrokenPipeError):
            raise
        except Exception as error:
            if TRACEBACK_VARIABLE in os.environ:
                raise
            stop = error if isinstance(error, KansError) else KansError(_problem_of(error))
            _leave_output(error)
            text = stop.text(lang if lang in LANGUAGES else LANGUAGES[0])
            typer.echo(printable(text), err=True)
            raise typer.Exit(2) from None

    return run


def say(text: str) -> None:
    """Write to standard output what any terminal can show."""
    typer.echo(printable(text))


def write_file(path: Path, content: bytes) -> None:
    """Write a file the user asked for: whole, or the old one stays.

    Raises
    ------
    KansError
        When the disk refuses.
    """
    from kans_model.exchange.files import reason, write_bytes

    try:
        write_bytes(path, content)
    except (OSError, ValueError) as error:
        raise KansError(Problem("file_unwritable", file=path.name, value=reason(error))) from None


def _problem_of(error: Exception) -> Problem:
    """What happened, for an error that no boundary of the input knows: its kind and place, no more."""
    from kans_model.exchange.files import reason

    if isinstance(error, MemoryError):
        return Problem("memory_short")
    if isinstance(error, OSError):
        return Problem("disk_refused", value=reason(error))
    *_, frame = traceback.walk_tb(error.__traceback__)
    place = f"{type(error).__name__}, {Path(frame[0].f_code.co_filename).stem}:{frame[1]}"
    return Problem("unexpected", value=place)


def _leave_output(error: Exception) -> None:
    """Standard output that refuses is let go, else it refuses once more when the process ends."""
    if isinstance(error, OSError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""What every command shares: the app, its options, the study it is about, errors in the user's language.

What is heavy to load is imported inside the function that uses it, here and in every command: `kans --help`
must answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES

if TYPE_CHECKING:
    from kans_model.study.study import Study

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="KANS: ruimtelijke klimaatadaptatie per buurt."
)
city_app = typer.Typer(no_args_is_help=True, help="Import a city.")

City = Annotated[str, typer.Option("--city", help="A city file, or `demo`.")]
StudyFile = Annotated[
    Path | None, typer.Option("--study", help="A saved study; without it, the one screens start with.")
]
Lang = Annotated[str, typer.Option("--lang", help="nl or en.")]


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


def package_ids(study: Study, portfolio: str | None) -> list[str]:
    """Ids of the three reference packages and of the one that was asked for, else of all own ones."""
    from kans_model.study.references import REFERENCES

    own = [portfolio] if portfolio else [package.id for package in study.portfolios]
    return [*REFERENCES, *(package_id for package_id in own if package_id not in REFERENCES)]


def explained(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with problems of its input on standard error in the user's language, and exit code 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        lang = options.get("lang", LANGUAGES[0])
        try:
            if lang not in LANGUAGES:
                raise KansError(Problem("language_unknown", value=lang, known=", ".join(LANGUAGES)))
            command(*args, **options)
        except KansError as error:
            typer.echo(error.text(lang if lang in LANGUAGES else LANGUAGES[0]), err=True)
            raise typer.Exit(2) from None

    return run


def write_file(path: Path, content: bytes) -> None:
    """Write a file the user asked for.

    Raises
    ------
    KansError
        When the disk refuses.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KansError(Problem("file_unwritable", file=str(path), value=error.strerror)) from None

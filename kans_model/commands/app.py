"""What every command shares: the app, its options, errors in the user's language."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated

import typer

from kans_model.words.problems import KansError, Problem
from kans_model.words.texts import LANGUAGES

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="KANS: ruimtelijke klimaatadaptatie per buurt."
)
city_app = typer.Typer(no_args_is_help=True, help="Import a city.")

City = Annotated[str, typer.Option("--city", help="A city file, or `demo`.")]
Lang = Annotated[str, typer.Option("--lang", help="nl or en.")]


def explained(command: Callable) -> Callable:
    """The command, with problems of its input on standard error in the user's language, and exit code 2."""

    @wraps(command)
    def run(*args, **options):
        lang = options.get("lang", LANGUAGES[0])
        try:
            if lang not in LANGUAGES:
                raise KansError(Problem("language_unknown", value=lang, known=", ".join(LANGUAGES)))
            return command(*args, **options)
        except KansError as error:
            typer.echo(error.text(lang if lang in LANGUAGES else LANGUAGES[0]), err=True)
            raise typer.Exit(2) from None

    return run


def write_file(path, content):
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KansError(Problem("file_unwritable", file=str(path), value=error.strerror)) from None

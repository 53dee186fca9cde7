"""Versions of a study that a planner kept on purpose: one JSON file each, beside the study itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import locket
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kans_model.exchange.files import bounded_bytes, reason, write_bytes
from kans_model.exchange.study_file import LARGEST_BYTES
from kans_model.store.study_files import ID, LOCK, LOCK_SECONDS, RETRY_SECONDS, folder, shown_id
from kans_model.words.json_text import json_object
from kans_model.words.problems import KansError, Problem

LONGEST_TEXT = 80
"""Of the name of a version and of who kept it. [characters]"""
MOST_VERSIONS = 500
"""Of one study: what a page lists and a disk holds is bounded."""


@dataclass(frozen=True)
class Version:
    """A study as it stood when somebody kept it on purpose.

    Attributes
    ----------
    number : int
        Counts the versions of a study from 1; stays the same.
    study : dict
        From `Study.to_dict`.
    hash : str
        Of that study: the reference that screens and reports show.
    saved : str
        When, in UTC, ISO 8601.
    name, author : str
        As the planner typed them; empty where he did not.
    own : bool
        Whether somebody asked for it; else it was kept before another version took its place.
    """

    number: int
    study: dict[str, Any] = field(repr=False)
    hash: str
    saved: str
    name: str = ""
    author: str = ""
    own: bool = True


class _VersionFile(BaseModel):
    """What a file must hold; the study itself is checked where it is opened."""

    model_config = ConfigDict(strict=True, extra="forbid")
    number: Annotated[int, Field(ge=1)]
    study: dict[str, Any]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    saved: str
    name: Annotated[str, Field(max_length=LONGEST_TEXT)]
    author: Annotated[str, Field(max_length=LONGEST_TEXT)]
    own: bool


def versions(study_id: str) -> list[Version]:
    """The versions of a study, newest first; a damaged file is left out, as the others still count.

    Raises
    ------
    KansError
        When the id is none.
    """
    found = []
    for path in _paths(study_id):
        try:
            found.append(_read(path))
        except KansError:
            continue
    return sorted(found, key=lambda version: -version.number)


def version(study_id: str, number: int) -> Version:
    """One version of a study.

    Raises
    ------
    KansError
        When there is none of this number, or its file is damaged.
    """
    path = _place(study_id) / _name(number)
    if not path.is_file():
        raise KansError(Problem("version_unknown", value=number))
    return _read(path)


def keep(
    study_id: str,
    study: dict[str, Any],
    study_hash: str,
    name: str = "",
    author: str = "",
    own: bool = True,
) -> Version:
    """Keep a study as a version, after those that are there.

    Raises
    ------
    KansError
        When there are too many, or the disk refuses.
    """
    try:
        with _alone(study_id) as place:
            numbers = [int(path.stem) for path in _paths(study_id)]
            if len(numbers) >= MOST_VERSIONS:
                raise KansError(Problem("versions_many", value=MOST_VERSIONS))
            new = Version(
                max(numbers, default=0) + 1,
                study,
                study_hash,
                datetime.now(UTC).isoformat(timespec="seconds"),
                name.strip()[:LONGEST_TEXT],
                author.strip()[:LONGEST_TEXT],
                own,
            )
            text = json.dumps(asdict(new), ensure_ascii=False, allow_nan=False)
            write_bytes(place / _name(new.number), text.encode("utf-8"))
    except OSError as error:
        raise KansError(Problem("store_refused", value=reason(error))) from error
    return new


def copy_to(study_id: str, copy_id: str) -> None:
    """Give a study that was kept as a copy the versions of the one it was copied from.

    Raises
    ------
    KansError
        When an id is none, or the disk refuses.
    """
    try:
        with _alone(copy_id) as place:
            for path in _paths(study_id):
                shutil.copyfile(path, place / path.name)
    except OSError as error:
        raise KansError(Problem("store_refused", value=reason(error))) from error


@contextmanager
def _alone(study_id: str) -> Iterator[Path]:
    """The folder of a study's versions, with nobody else writing in the store."""
    place = _place(study_id)
    place.mkdir(parents=True, exist_ok=True)
    try:
        with locket.lock_file(str(place.parent / LOCK), timeout=LOCK_SECONDS, retry_period=RETRY_SECONDS):
            yield place
    except locket.LockError:
        raise KansError(Problem("store_busy", value=LOCK_SECONDS)) from None


def _place(study_id: str) -> Path:
    if not ID.fullmatch(str(study_id)):
        raise KansError(Problem("store_unknown", value=shown_id(study_id)))
    return folder() / f"{study_id}.versions"


def _name(number: int) -> str:
    return f"{number:06d}.json"


def _paths(study_id: str) -> list[Path]:
    return [path for path in _place(study_id).glob("*.json") if path.stem.isdigit()]


def _read(path: Path) -> Version:
    values = json_object(bounded_bytes(path, LARGEST_BYTES), path.name)
    try:
        _VersionFile.model_validate(values)
        datetime.fromisoformat(values["saved"])
    except ValidationError as error:
        wrong = str(error.errors()[0]["loc"][0])
        raise KansError(Problem("version_damaged", column=wrong, value=path.stem)) from None
    except ValueError:
        raise KansError(Problem("version_damaged", column="saved", value=path.stem)) from None
    return Version(**values)

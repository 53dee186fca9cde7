"""Studies kept between visits: one JSON file each, in the user's data folder."""

import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import locket
import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kans_model.exchange.files import PART, bounded_bytes, reason, write_bytes
from kans_model.exchange.study_file import LARGEST_BYTES
from kans_model.words.json_text import json_object
from kans_model.words.problems import KansError, Problem

FOLDER_VARIABLE = "KANS_STORE"
ID = re.compile(r"[0-9a-f]{32}")
LOCK, LOCK_SECONDS = ".lock", 5
RETRY_SECONDS = 0.002
"""Between two looks whether the store is free: it is held for milliseconds, and readers wait meanwhile."""
LEFTOVER_SECONDS = 3600
"""A draft of that age belongs to no save that is under way."""


@dataclass(frozen=True)
class StudyRecord:
    """A study as it stands in the store.

    Attributes
    ----------
    id : str
        128 random bits, in hexadecimal: who has the address has the study.
    version : int
        Counts every save; a save on top of another version is refused.
    study : dict
        From `Study.to_dict`.
    milestone : dict or None
        The version the planner saved on purpose, to hold later changes against.
    saved : str
        When, in UTC, ISO 8601.
    """

    id: str
    version: int
    study: dict[str, Any]
    milestone: dict[str, Any] | None
    saved: str


class _RecordFile(BaseModel):
    """What a file of the store must hold; the study itself is checked where it is opened."""

    model_config = ConfigDict(strict=True, extra="forbid")
    id: str
    version: Annotated[int, Field(ge=1)]
    study: dict[str, Any]
    milestone: dict[str, Any] | None
    saved: str


def folder() -> Path:
    """Where studies are kept: `KANS_STORE`, else the user's data folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("kans") / "studies"


def save(
    study: dict[str, Any], kept: StudyRecord | None = None, milestone: dict[str, Any] | None = None
) -> StudyRecord:
    """Keep a study; the first time under a new id.

    Parameters
    ----------
    study : dict
        From `Study.to_dict`.
    kept : StudyRecord, optional
        What this study was opened from or last saved as.
    milestone : dict, optional
        As in `StudyRecord`.

    Returns
    -------
    StudyRecord

    Raises
    ------
    KansError
        When another tab or person saved another study under its id in the meantime, or the disk refuses.
    """
    study_id = secrets.token_hex(16) if kept is None else kept.id
    if not ID.fullmatch(study_id):
        raise KansError(Problem("store_unknown", value=shown_id(study_id)))
    path = folder() / f"{study_id}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # looking and writing are one step: of two processes that save on one version the second is refused
        with locket.lock_file(str(path.parent / LOCK), timeout=LOCK_SECONDS, retry_period=RETRY_SECONDS):
            if kept is not None and path.exists() and (other := load(study_id)).version != kept.version:
                if _holds(other, study, milestone):
                    return other
                raise KansError(Problem("store_clash"))
            new = StudyRecord(
                study_id,
                1 if kept is None else kept.version + 1,
                study,
                milestone,
                datetime.now(UTC).isoformat(timespec="seconds"),
            )
            write_bytes(path, json.dumps(new.__dict__, ensure_ascii=False, allow_nan=False).encode("utf-8"))
    except KansError:
        raise
    except locket.LockError:
        raise KansError(Problem("store_busy", value=LOCK_SECONDS)) from None
    except OSError as error:
        raise KansError(Problem("store_refused", value=reason(error))) from error
    except (TypeError, RecursionError, ValueError) as error:
        raise KansError(Problem("store_unwritable")) from error
    return new


def _holds(other: StudyRecord, study: dict[str, Any], milestone: dict[str, Any] | None) -> bool:
    """Whether what somebody else saved is the very same: a reload may save what the page before it did."""
    same = json.loads(json.dumps([study, milestone], allow_nan=False))
    return [other.study, other.milestone] == same


def check_folder() -> None:
    """Try to write in the store, and clear what saves that were cut off left there.

    Raises
    ------
    KansError
        Nothing can be kept there.
    """
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        probe = place / f".{os.getpid()}{PART}"
        write_bytes(probe, b"0")
        probe.unlink()
        for leftover in place.rglob(f"*{PART}"):  # those of versions stand a folder deeper
            if time.time() - leftover.stat().st_mtime > LEFTOVER_SECONDS:
                leftover.unlink(missing_ok=True)
    except OSError as error:
        raise KansError(Problem("store_closed", file=place.name, value=reason(error))) from error


def load(study_id: str) -> StudyRecord:
    """A study that was kept.

    Raises
    ------
    KansError
        When there is none under this id, or its file is damaged.
    """
    path = folder() / f"{study_id}.json"
    if not ID.fullmatch(str(study_id)) or not path.is_file():
        raise KansError(Problem("store_unknown", value=shown_id(study_id)))
    values = json_object(bounded_bytes(path, 2 * LARGEST_BYTES), path.name)  # the study and its milestone
    try:
        _RecordFile.model_validate(values)
        datetime.fromisoformat(values["saved"])
    except ValidationError as error:
        wrong = str(error.errors()[0]["loc"][0])
        raise KansError(Problem("store_damaged", column=wrong, value=study_id)) from None
    except ValueError:
        raise KansError(Problem("store_damaged", column="saved", value=study_id)) from None
    return StudyRecord(**{**values, "id": study_id})  # the id that was asked, whatever the file says


def shown_id(study_id: object) -> str:
    """As much of what was given for an id as fits in a sentence."""
    return str(study_id).encode("utf-8", "replace").decode()[:40]

"""Studies kept between visits: one JSON file each, in the user's data folder."""

import json
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from kans_model.exchange.study_file import read_values
from kans_model.words.problems import KansError, Problem

FOLDER_VARIABLE = "KANS_STORE"
ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
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


def folder() -> Path:
    """Where studies are kept: `KANS_STORE`, else the user's data folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("kans") / "studies"


def save(study: dict[str, Any], kept: Kept | None = None, milestone: dict[str, Any] | None = None) -> Kept:
    """Keep a study; the first time under a new id.

    Parameters
    ----------
    study : dict
        From `Study.to_dict`.
    kept : Kept, optional
        What this study was opened from or last saved as.
    milestone : dict, optional
        As in `Kept`.

    Returns
    -------
    Kept

    Raises
    ------
    KansError
        When another tab or person saved the study in the meantime, or the disk refuses.
    """
    study_id = secrets.token_hex(16) if kept is None else kept.id
    path = folder() / f"{study_id}.json"
    if kept is not None and path.exists() and load(study_id).version != kept.version:
        raise KansError(Problem("store_clash"))
    new = Kept(
        study_id,
        1 if kept is None else kept.version + 1,
        study,
        milestone,
        datetime.now(UTC).isoformat(timespec="seconds"),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # written beside and put in place at once: a killed server leaves the old file or the new one
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8"
        ) as file:
            json.dump(new.__dict__, file, ensure_ascii=False)
        os.replace(file.name, path)
    except OSError as error:
        raise KansError(Problem("store_refused", value=error.strerror or str(error))) from error
    return new


def load(study_id: str) -> Kept:
    """A study that was kept.

    Raises
    ------
    KansError
        When there is none under this id, or its file is damaged.
    """
    path = folder() / f"{study_id}.json"
    if not ID.fullmatch(str(study_id)) or not path.is_file():
        raise KansError(Problem("store_unknown", value=str(study_id)[:40]))
    try:
        return Kept(**read_values(path))
    except TypeError as error:
        raise KansError(Problem("study_unreadable", file=path.name)) from error

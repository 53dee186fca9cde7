"""A study from a file, wherever its text comes from: a path, an upload, the store."""

import json
from pathlib import Path
from typing import Any

from kans_model.city.city import City
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem


def read_study(path: str | Path, city: City) -> Study:
    """A study file on its city.

    Raises
    ------
    KansError
        When the file is missing, is no study, or belongs to another city.
    """
    return Study.from_dict(read_values(Path(path)), city)


def study_of(text: str, city: City) -> Study:
    """The text of a study file, such as a reader hands over, on its city.

    Raises
    ------
    KansError
        When it is no study, or belongs to another city.
    """
    return Study.from_dict(_values(text), city)


def read_values(path: Path) -> dict[str, Any]:
    """What a study file says, not yet held against anything.

    Raises
    ------
    KansError
        When the file is missing or holds no JSON object.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise KansError(Problem("study_unreadable", file=path.name)) from None
    return _values(text, path.name)


def _values(text: str, file: str | None = None) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise KansError(Problem("study_unreadable", file=file))
    return values

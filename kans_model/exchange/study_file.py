"""A study from a file, wherever its text comes from: a path, an upload, the store."""

from pathlib import Path
from typing import Any

from kans_model.city.city import City
from kans_model.exchange.files import bounded_bytes
from kans_model.study.study import Study
from kans_model.words.json_text import json_object
from kans_model.words.problems import KansError, Problem

LARGEST_BYTES, LARGEST_UPLOAD = 32_000_000, 8_000_000
"""With everything set by hand, a study of 500 buurten has less than two million; of the country, sixteen."""


def read_study(path: str | Path, city: City) -> Study:
    """A study file on its city.

    Raises
    ------
    KansError
        When the file is missing, is no study, or belongs to another city.
    """
    path = Path(path)
    return Study.from_dict(read_values(path), city, path.name)


def study_of(text: str, city: City) -> Study:
    """The text of a study file, such as a reader hands over, on its city.

    Raises
    ------
    KansError
        When it is no study, or belongs to another city.
    """
    if len(text) > LARGEST_UPLOAD:
        size, most = len(text) // 1_000_000, LARGEST_UPLOAD // 1_000_000
        raise KansError(Problem("file_too_large", value=size, must=most))
    return Study.from_dict(json_object(text), city)


def read_values(path: Path) -> dict[str, Any]:
    """What a study file says, not yet held against anything.

    Raises
    ------
    KansError
        When the file is missing or holds no JSON object.
    """
    return json_object(bounded_bytes(path, LARGEST_BYTES), path.name)

"""A study from a file."""

import json
from pathlib import Path

from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem


def read_study(path, city):
    """A study file on its city.

    Raises
    ------
    KansError
        When the file is missing, is no study, or belongs to another city.
    """
    try:
        values = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise KansError(Problem("study_unreadable", file=Path(path).name)) from None
    if not isinstance(values, dict):
        raise KansError(Problem("study_unreadable", file=Path(path).name))
    return Study.from_dict(values, city)

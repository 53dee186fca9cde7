"""Studies as they stood when something was decided: kept as versions, opened as a study of their own."""

from __future__ import annotations

from kans_model.store import study_files
from kans_model.store.versions import LONGEST_TEXT, Version, keep, versions
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem


def keep_decided(study_id: str, study: Study, name: str) -> Version:
    """Keep a study that something is decided on, once for all decisions on it.

    Parameters
    ----------
    study_id : str
        Of the study in the store.
    study : Study
        As it stands before the decision is written.
    name : str
        What was decided.

    Raises
    ------
    KansError
        As `versions.keep`.
    """
    known = _of_hash(study_id, study.hash)
    return known or keep(study_id, study.to_dict(), study.hash, name=name[:LONGEST_TEXT])


def decided(study_id: str, study_hash: str) -> Version:
    """The study of a decision.

    Raises
    ------
    KansError
        When it was not kept, or is gone.
    """
    found = _of_hash(study_id, study_hash)
    if found is None:
        raise KansError(Problem("decision_study_gone", value=study_hash[:12]))
    return found


def open_decided(study_id: str, study_hash: str) -> str:
    """Put the study of a decision in the store as one of its own, and give its id: nothing else changes.

    Raises
    ------
    KansError
        When it was not kept or is gone, or the disk refuses.
    """
    return study_files.save(decided(study_id, study_hash).study).id


def _of_hash(study_id: str, study_hash: str) -> Version | None:
    return next((version for version in versions(study_id) if version.hash == study_hash), None)

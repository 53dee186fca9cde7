"""A change of the study by a control: put in place, or refused in words beside it."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.parts.frame.session import Session
from dashboards.parts.live.live import LiveHtml
from kans_model.study.study import Study
from kans_model.words.problems import KansError, Problem


def changed(session: Session, view: LiveHtml, make: Callable[[], Study], moving: str = "") -> bool:
    """Go on with the study that `make` gives; what cannot be is said beside the control, and nothing changes.

    Parameters
    ----------
    view : LiveHtml
        The piece whose control was used.
    moving : str
        The control that is still in motion: its moves are one step back.
    """
    try:
        session.replace(make(), moving)
    except KansError as error:
        view.refuse("\n".join(_without_row(problem).text(session.lang) for problem in error.problems))
        return False
    return True


def _without_row(problem: Problem) -> Problem:
    """The same without a name or an id in front: it stands beside the control that says it already."""
    return Problem(problem.key, column=problem.column, value=problem.value, **problem.details)

"""The split that the reader looks at."""

from __future__ import annotations

from dashboards.parts.frame.session import Session
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS


def split_in_view(session: Session) -> FinancingSplit:
    """That of the address, else the first that every study offers."""
    asked = session.query.get("split", "")
    known = {own.id for own in session.study.splits} | set(PRESETS)
    return session.study.split(asked if asked in known else PRESETS[0])

"""What every result in figures begins with: which study it is of."""

from typing import Any

from kans_model.study.study import Study


def study_head(study: Study) -> dict[str, Any]:
    """The hash that lets anyone redo the figures, and the city they are about."""
    return {"study_hash": study.hash, "city": study.city.name, "fictional": study.city.fictional}

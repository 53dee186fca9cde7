"""Caps of a grant rule: per household, dwelling, unit or project, as far as these can be counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kans_model.finance.eligible_cost import EligibleCost


def of_projects_eur(scheme: Mapping[str, Any]) -> float | None:
    """What a cap per project leaves in a year, where the rule says how many projects there are. [EUR/yr]

    Examples
    --------
    >>> of_projects_eur({"cap_eur": 500.0, "cap_per": "project", "projects_per_year": 20.0})
    10000.0
    """
    if scheme["cap_per"] != "project" or scheme["cap_eur"] is None or scheme["projects_per_year"] is None:
        return None
    return float(scheme["cap_eur"] * scheme["projects_per_year"])


def no_count_of_cap(scheme: Mapping[str, Any]) -> bool:
    """Whether a rule has a cap of which nobody can say to how many it applies."""
    counted = ("household", "dwelling", "unit")
    return (
        scheme["cap_eur"] is not None and scheme["cap_per"] not in counted and of_projects_eur(scheme) is None
    )


def most_of_cap_eur(cost: EligibleCost, scheme: Mapping[str, Any]) -> np.ndarray:
    """What the cap of a rule leaves each line, shape (measure, landowner, year). [EUR]

    A cap per household or dwelling counts the dwellings that take part in a measure: each asks once per
    measure. Unknown where nobody can say how many there are, as of projects unless the rule says so.
    """
    if scheme["cap_eur"] is None or of_projects_eur(scheme) is not None:
        return np.full(cost.cost_eur.shape, np.inf)
    if scheme["cap_per"] == "unit":
        return scheme["cap_eur"] * cost.quantity
    if scheme["cap_per"] in ("household", "dwelling") and cost.households is not None:
        return scheme["cap_eur"] * cost.households
    return np.full(cost.cost_eur.shape, np.nan)

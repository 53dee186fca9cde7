"""How long before a tipping year one must decide: preparation, and the building of what takes longest."""

from __future__ import annotations

import numpy as np

from kans_model.programme.plan import Plan


def lead_time_years(plan: Plan, areas: np.ndarray) -> tuple[float, int]:
    """Preparation and building of the project that takes longest in these areas. [yr]

    Parameters
    ----------
    plan : Plan
    areas : array of bool, shape (area,)
        What a limit is about; without a project there, the longest of all.
    """
    lines, duration = plan.values.lines, plan.values.duration
    here = np.unique(lines.project[areas[lines.area]])
    counted = duration[here] if len(here) else duration
    return float(plan.values.base.scalar["project_lead_years"]), int(counted.max(initial=0))

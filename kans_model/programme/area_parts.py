"""What each measure avoids in each area: a package's avoided damage, given to what brings it about."""

import numpy as np

from kans_model.evaluation.baseline import Baseline


def avoided_by_area_eur(base: Baseline, quantity: np.ndarray) -> np.ndarray:
    """Avoided damage of a whole package, shape (measure, area, hazard, horizon). [EUR/yr]

    As `evaluate` gives it to measures, area by area: the parts add up to the whole. Damage falls less with
    every next measure in an area, so what stands there first avoids more than its part; a schedule counts
    parts, and the risk path evaluates every year anew.

    Parameters
    ----------
    base : Baseline
    quantity : array, shape (measure, area)
        After fitting. [unit of the measure]
    """
    treatment = base.protection.treatment(quantity, base.n_areas)  # every area is a city of its own
    parts = [hazard.outcome(treatment).damage.by_measure_eur for hazard in base.hazards]
    return np.concatenate(parts, axis=-2).transpose(1, 0, 2, 3)

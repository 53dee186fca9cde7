"""Share of what is exposed that a set of measures protects together."""

import numpy as np


def protected_share(treated_share: np.ndarray, effect_share: np.ndarray, axis: int = 0) -> np.ndarray:
    """Share of what is exposed that a set of measures protects together. [-]

    ``φ = 1 − Π (1 − u_m · p_m)``: of what is exposed the share u has a measure that avoids p there, and who
    has one measure is as likely as anyone to have another.

    Parameters
    ----------
    treated_share : array_like, shape (measure, ...)
        Share of the stock at risk that has the measure; above 1 counts as 1. [-]
    effect_share : array_like, shape (measure,) or broadcastable
        Damage avoided where the measure stands, 0 to 1. [-]

    Examples
    --------
    Half the dwellings with a barrier that stops 80 %, all with one that stops 10 %; a quarter of the
    foundations repaired:

    >>> round(float(protected_share([0.5, 1.0], [0.8, 0.1])), 4)
    0.46
    >>> float(protected_share([0.25], [1.0]))
    0.25
    """
    u = np.minimum(np.asarray(treated_share, dtype=float), 1.0)
    p = np.asarray(effect_share, dtype=float)
    p = p.reshape(p.shape + (1,) * (u.ndim - p.ndim))
    return 1 - np.prod(1 - u * p, axis=axis)

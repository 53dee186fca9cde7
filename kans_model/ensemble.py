"""How sure: packages under the same draws, block after block, on one machine or many."""

from kans_model.draws import (
    FACTORS,
    N_DRAWS,
    PROTECTED,
    Dimension,
    Draws,
    dimensions,
    draws,
    draws_at,
    pert,
)
from kans_model.ranges import QUANTILES, cost_per_measure, summary

__all__ = [
    "FACTORS",
    "N_DRAWS",
    "PROTECTED",
    "QUANTILES",
    "Dimension",
    "Draws",
    "cost_per_measure",
    "dimensions",
    "draws",
    "draws_at",
    "pert",
    "summary",
]

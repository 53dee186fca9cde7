"""What a package does to a hazard: the damage it leaves, what each measure avoids of it, what shows it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kans_model.evaluation.damage_lines import COMPONENTS, channels
from kans_model.hazards.joint_protection import protected_share

SMALLEST = 1e-100
"""Below this a sum cannot be divided by."""

Part = tuple[str | tuple[str, ...], Any]
"""Dimensions and values of one result."""


@dataclass(frozen=True, eq=False)
class Treatment:
    """A package on what is at risk: how much stands, and the share it treats. Arrays are (measure, area).

    Attributes
    ----------
    quantity, share : array
        In the unit of the measure, and of the stock at risk, as far as it is well placed. [-]
    used : array of bool, shape (measure,)
        Measures that stand anywhere; `rows` says where these are.
    measure : dict of array, shape (measure,)
        Columns of the measures by name.
    places : int, optional
        How many times the city stands in the areas, once per place of a slider; once without.
    """

    quantity: np.ndarray
    share: np.ndarray
    used: np.ndarray
    rows: np.ndarray
    measure: dict[str, np.ndarray]
    places: int | None = None


@dataclass(frozen=True, eq=False)
class Damage:
    """What a package leaves of the damage of one or more hazards, and what its measures avoid.

    Attributes
    ----------
    after_eur : array, shape (line, area, horizon)
        [EUR/yr]
    by_measure_eur : array, shape (measure, hazard, horizon), or (place, measure, hazard, horizon)
        The parts add up to what is avoided. [EUR/yr]
    unprotected : dict of array, shape (area,)
        Share left of each line that measures protect against. [-]
    """

    after_eur: np.ndarray
    by_measure_eur: np.ndarray
    unprotected: dict[str, np.ndarray]

    def unprotected_share(self, line: str) -> np.ndarray:
        """Share left of a line, shape (area,). [-]"""
        return self.unprotected.get(line, np.ones(self.after_eur.shape[1]))


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one hazard gives back to an evaluation: its damage, and results by name."""

    damage: Damage
    indicators: dict[str, Part]


def attributed_eur(
    contribution: np.ndarray, avoided_eur: np.ndarray, places: int | None = None
) -> np.ndarray:
    """What each measure avoids: an area's avoided damage in proportion to what each contributes there.

    Parameters
    ----------
    contribution : array, shape (measure, area)
    avoided_eur : array, shape (area, horizon)
        Unknown counts as none. [EUR/yr]
    places : int, optional
        How many times the city stands in the areas.

    Returns
    -------
    numpy.ndarray, shape (measure, horizon), or (place, measure, horizon)

    Examples
    --------
    One measure holds three times as much as the other where 100 is avoided:

    >>> attributed_eur(np.array([[3.0], [1.0]]), np.array([[100.0]])).tolist()
    [[75.0], [25.0]]
    """
    total = contribution.sum(axis=0)
    per_part = np.divide(1.0, total, out=np.zeros_like(total), where=total > SMALLEST)
    each = np.where(np.isfinite(avoided_eur), avoided_eur, 0.0) * per_part[:, None]
    if places is None:
        return contribution @ each
    by_place = contribution.reshape(len(contribution), places, -1).transpose(1, 0, 2)
    return by_place @ each.reshape(places, -1, each.shape[1])


def damage_left(
    lines: tuple[str, ...],
    before_eur: np.ndarray,
    shifted_eur: np.ndarray,
    treatment: Treatment,
    contribution: np.ndarray | None = None,
) -> Damage:
    """Damage after what measures shift and protect, and what each avoids.

    Shifting is given to measures by what each contributes, protection by the logarithm of
    what each leaves, so that the parts
    add up to the whole.

    Parameters
    ----------
    lines : tuple of str
        Lines of damage of one hazard or more.
    before_eur, shifted_eur : array, shape (line, area, horizon)
        Without the package, and with what it shifts before it protects. [EUR/yr]
    contribution : array, shape (measure used, area), optional
        To the shift of the first hazard's damage; nothing shifts without it.
    """
    hazards = list(dict.fromkeys(COMPONENTS[line][0] for line in lines))
    after, unprotected = shifted_eur.copy(), {}
    places, cities = treatment.places, () if treatment.places is None else (treatment.places,)
    by_measure = np.zeros((*cities, len(treatment.used), len(hazards), before_eur.shape[-1]))
    if contribution is not None:
        avoided = (before_eur - shifted_eur).sum(axis=0)
        by_measure[..., treatment.rows, 0, :] = attributed_eur(contribution, avoided, places)
    for place, line in enumerate(lines):
        if line not in channels():
            continue
        column, protects = channels()[line]
        rows = treatment.rows[protects[treatment.rows]]
        if not len(rows):
            continue
        effect, share = treatment.measure[column][rows], treatment.share[rows]
        unprotected[line] = 1 - protected_share(share, effect)
        after[place] *= unprotected[line][:, None]
        leaves = np.maximum(1 - share * effect[:, None], SMALLEST)
        parts = attributed_eur(-np.log(leaves), shifted_eur[place] - after[place], places)
        by_measure[..., rows, hazards.index(COMPONENTS[line][0]), :] += parts
    return Damage(after, by_measure, unprotected)

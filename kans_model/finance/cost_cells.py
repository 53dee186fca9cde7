"""Parts of the cost whose bearer is chosen: measure group × landowner × kind, and who bears each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

import numpy as np

from kans_model.finance.actors import Actors
from kans_model.finance.cost_part import ANY, cell
from kans_model.finance.shares import whole_shares
from kans_model.finance.split import FinancingSplit, even
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, COST_KINDS, LANDOWNERS, PUBLIC_OWNERS, WHOLE

LAND_PAYS = {
    "gemeente": "gemeente_rioolheffing",
    "waterschap": "waterschap",
    "woningcorporatie": "woningcorporatie",
    "particulier": "particulier",
    "bedrijf": "bedrijf",
}
"""Who pays for his own ground; the municipality from the sewer levy as far as that may bear it."""
PRIVATE_OWNERS = LANDOWNERS[len(PUBLIC_OWNERS) :]
DEVELOPER, BUILDING_RULE = "ontwikkelaar", "building_rule"
"""Who bears what new build asks, and the instrument that says so."""
AXES = {"kind": COST_KINDS, "group": CATEGORIES, "landowner": LANDOWNERS}
"""What a part of the cost is chosen by, in the order of the axes of `cell_shares`."""


@dataclass(frozen=True)
class CostCell:
    """A part of the cost: a measure group, a landowner and a kind, each one or any."""

    group: str = ANY
    landowner: str = ANY
    kind: str = ANY

    @property
    def name(self) -> str:
        """Its name in `FinancingSplit.own`."""
        return cell(self.group, self.landowner, self.kind)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the cost."""
        return self == CostCell()

    def chosen(self, axis: str, value: str) -> CostCell:
        """The part with another choice along one axis; what is no choice changes nothing."""
        known = value == ANY or value in AXES.get(axis, ())
        return replace(self, **{axis: value}) if axis in AXES and known else self

    def mask(self) -> np.ndarray:
        """1 inside this part and 0 outside, shape (kind, group, landowner). [-]

        Examples
        --------
        >>> float(CostCell(kind="onderhoud").mask().sum()) == len(CATEGORIES) * len(LANDOWNERS)
        True
        """
        mask = np.ones((len(COST_KINDS), len(CATEGORIES), len(LANDOWNERS)))
        for place, (axis, names) in enumerate(AXES.items()):
            wanted = getattr(self, axis)
            if wanted != ANY:
                inside = np.array([name == wanted for name in names])
                mask *= inside.reshape([-1 if place == other else 1 for other in range(len(AXES))])
        return mask


def cell_shares(split: FinancingSplit, actors: Actors, group_benefit_eur: np.ndarray) -> np.ndarray:
    """Who bears each part of the cost, exact, shape (kind, group, landowner, actor). [ten-thousandths]

    Parameters
    ----------
    group_benefit_eur : array, shape (group, actor of the table)
        Who enjoys what each group of measures brings, for shares by benefit.
    """
    shares = np.zeros((len(COST_KINDS), len(CATEGORIES), len(LANDOWNERS), len(actors.ids)), dtype=int)
    if split.preset == "eigenaar":
        _owners_pay(shares, actors)
    elif split.preset == "gemeente":
        shares[..., actors.place("gemeente_rioolheffing")] = WHOLE
    elif split.preset == "gelijk":
        for actor, part in even(actors, actors.role("equal_part")).items():
            shares[..., actors.place(actor)] = part
    else:
        benefit = np.maximum(0, actors.gathered(group_benefit_eur)) * actors.role("pays")
        for group, weights in enumerate(benefit):
            if weights.sum() > 0:
                shares[:, group] = whole_shares(weights)
            else:  # nothing to go by
                _owners_pay(shares[:, group], actors)
    if split.own:
        _put_own(shares, split, actors)
    return shares


def _owners_pay(shares: np.ndarray, actors: Actors) -> None:
    """The owner of the ground bears all, in an array (…, landowner, actor)."""
    for place, owner in enumerate(LANDOWNERS):
        shares[..., place, actors.place(LAND_PAYS[owner])] = WHOLE


def _put_own(shares: np.ndarray, split: FinancingSplit, actors: Actors) -> None:
    for g, group in enumerate(CATEGORIES):
        for o, owner in enumerate(LANDOWNERS):
            for k, kind in enumerate(COST_KINDS):
                own = split.shares(group, owner, kind)
                if own is not None:
                    shares[k, g, o] = 0
                    for actor, part in own.items():
                        shares[k, g, o, actors.place(actor)] += part


@cache
def asked_of_new_build() -> frozenset[str]:
    """Measures that rules for new build ask."""
    rows = table("legal_routes")
    return frozenset(";".join(rows["measures"][rows["instrument"] == BUILDING_RULE]).split(";"))


def charged_to_developer(shares: np.ndarray, measures: list[str], actors: Actors) -> np.ndarray:
    """Shares per measure with what new build asks charged to who builds, not to existing owners.

    Parameters
    ----------
    shares : array, shape (kind, measure, landowner, actor)
    measures : list of str
    actors : Actors
        None of them joined.
    """
    built = [place for place, measure in enumerate(measures) if measure in asked_of_new_build()]
    if not built:
        return shares
    charged = shares.copy()
    builder = actors.place(DEVELOPER)
    for owner in PRIVATE_OWNERS:
        place = actors.place(LAND_PAYS[owner])
        asked = charged[:, built, len(PUBLIC_OWNERS) :, place]
        charged[:, built, len(PUBLIC_OWNERS) :, builder] += asked
        charged[:, built, len(PUBLIC_OWNERS) :, place] = 0
    return charged


def preset_shares(split: FinancingSplit, actors: Actors, group_benefit_eur: np.ndarray) -> np.ndarray:
    """The same where nothing is set apart."""
    return cell_shares(split.set_apart(cell(), {}), actors, group_benefit_eur)


def owner_shares(actors: Actors) -> np.ndarray:
    """The same where the owner of the ground bears all."""
    return cell_shares(FinancingSplit.of("eigenaar"), actors, np.zeros(0))


def with_cells(
    split: FinancingSplit,
    part: CostCell,
    shares: np.ndarray,
    actors: Actors,
    group_benefit_eur: np.ndarray,
) -> FinancingSplit:
    """The split that asks these shares of the cells of a part, in as few own shares as say it.

    Parameters
    ----------
    shares : array of int, shape (kind, group, landowner, actor)
        For every cell; those outside the part are as the split has them.
    """
    free = [axis for axis in ("landowner", "group", "kind") if getattr(part, axis) == ANY]
    without = split.set_apart(part.name, {})
    if (cell_shares(without, actors, group_benefit_eur) == shares).all():
        return without
    for n_axes in range(len(free) + 1):
        for axes in combinations(free, n_axes):
            own = _own_by(part, axes, shares, actors)
            if own is not None:
                made = split.set_apart(part.name, own)
                if (cell_shares(made, actors, group_benefit_eur) == shares).all():
                    return made
    return split  # not reached: a share for every single cell always says it


def _own_by(
    part: CostCell, axes: tuple[str, ...], shares: np.ndarray, actors: Actors
) -> dict[str, dict[str, int]] | None:
    """Own shares of a part per value of some axes; None where cells differ along another."""
    own = {}
    for values in product(*(AXES[axis] for axis in axes)):
        inside = replace(part, **dict(zip(axes, values, strict=True)))
        rows = shares[inside.mask() > 0]
        if (rows != rows[0]).any():
            return None
        own[inside.name] = {actor: int(part) for actor, part in zip(actors.ids, rows[0], strict=True) if part}
    return own

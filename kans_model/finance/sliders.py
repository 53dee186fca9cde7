"""Where the sliders of a split stand: what each party is asked of a part of the cost, and what it bears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.finance.actors import GEMEENTE, Actors
from kans_model.finance.cost_cells import (
    AXES,
    CostCell,
    charged_to_developer,
    owner_shares,
    preset_shares,
    with_cells,
)
from kans_model.finance.cost_lines import LINES_OF, by_cost_kind
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import moved, whole_shares
from kans_model.finance.split import FinancingSplit
from kans_model.tables.vocabulary import WHOLE

APART_SHARE = 0.005
"""From here what a party bears and what its slider asks are told apart: levy limit, grants, VAT. [-]"""


@dataclass(frozen=True)
class SliderPlace:
    """The slider of one party.

    Attributes
    ----------
    asked : int
        Where it stands. [ten-thousandths]
    borne_eur : float
        Present value of what the party bears. [EUR]
    borne_share : float
        The same as part of what all parties bear. [-]
    apart_by : str
        What may set what is borne apart from what is asked: levy, grant, new_build or vat.
    """

    asked: int
    borne_eur: float
    borne_share: float
    apart_by: str = "vat"

    @property
    def asked_share(self) -> float:
        """Where it stands. [-]"""
        return self.asked / WHOLE

    @property
    def asked_percent(self) -> float:
        """The same as the slider counts. [%]"""
        return 100 * self.asked_share

    @property
    def is_apart(self) -> bool:
        """Whether the party bears something else than its slider asks."""
        return abs(self.borne_share - self.asked_share) >= APART_SHARE


def asked_shares(shares: np.ndarray, cost_eur: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Shares of a part of the cost: the mean of its cells, weighted by what they cost, shape (actor,). [-]

    Parameters
    ----------
    shares : array, shape (kind, group, landowner, actor)
        Who is asked what of each cell. [any unit]
    cost_eur, inside : arrays, shape (kind, group, landowner)
        What each cell costs, and 1 for the cells that count; all weigh alike where none of them costs.

    Examples
    --------
    A cell of 30 euro that the first party pays, one of 10 that the other pays, and one that does not count.

    >>> shares = np.array([[[[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]]])
    >>> asked_shares(shares, np.array([[[30.0, 10.0, 99.0]]]), np.array([[[1.0, 1.0, 0.0]]])).tolist()
    [0.75, 0.25]
    """
    weight = cost_eur * inside
    weight = weight if weight.sum() > 0 else inside
    return np.tensordot(weight, shares, axes=weight.ndim) / weight.sum()


def cell_costs_eur(ledger: Ledger) -> np.ndarray:
    """Present value of each cell, residual value left out, shape (kind, group, landowner). [EUR]"""
    lines = ledger.inputs.lines
    worth = lines.eur @ lines.discount  # kind of line, measure, landowner
    cost = np.zeros([len(names) for names in AXES.values()])
    for kind, of_lines in enumerate(LINES_OF.values()):
        np.add.at(cost[kind], ledger.inputs.groups[lines.used], worth[of_lines[0]])
    return cost


def cell_cost_eur(ledger: Ledger, cell: CostCell) -> float:
    """Present value of a part of the cost, residual value included. [EUR]"""
    lines = ledger.inputs.lines
    inside = cell.mask()[:, ledger.inputs.groups[lines.used]]  # kind, measure, landowner
    worth = lines.eur @ lines.discount
    by_kind = by_cost_kind(worth)
    return float((by_kind * inside).sum())


def shown_shares(ledger: Ledger, cell: CostCell) -> dict[str, int]:
    """What the payers are asked of a part of the cost: party → ten-thousandths that make a whole."""
    mean = asked_shares(ledger.cells, cell_costs_eur(ledger), cell.mask())
    payers = ledger.actors.in_role("pays")
    parts = whole_shares(mean[[ledger.actors.place(actor) for actor in payers]])
    return dict(zip(payers, map(int, parts), strict=True))


def slider_places(ledger: Ledger, cell: CostCell) -> dict[str, SliderPlace]:
    """Where the slider of every payer stands.

    Of the whole cost a party bears what the ledger says, with levy limit, grants and VAT; of a part of it
    what its slider asks.
    """
    asked = shown_shares(ledger, cell)
    if cell.is_whole:
        value = ledger.present_value_eur
        eur = {actor: float(value[ledger.actors.place(actor)]) for actor in asked}
    else:
        cost = cell_cost_eur(ledger, cell)
        eur = {actor: share / WHOLE * cost for actor, share in asked.items()}
    whole = sum(eur.values())
    return {
        actor: SliderPlace(
            share, eur[actor], eur[actor] / whole if whole else share / WHOLE, _apart_by(ledger, actor)
        )
        for actor, share in asked.items()
    }


def _charges(ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
    """What each party by itself is asked, and is charged as far as who builds pays. [EUR, present value]"""
    lines, each = ledger.inputs.lines, ledger.actors.each
    asked = ledger.each_cells[:, ledger.inputs.groups[lines.used]] / WHOLE  # kind, measure, landowner, party
    worth = lines.eur @ lines.discount
    by_kind = by_cost_kind(worth)
    charged = charged_to_developer(asked, lines.measures, each)
    return np.tensordot(by_kind, asked, axes=3), np.tensordot(by_kind, charged, axes=3)


def _apart_by(ledger: Ledger, actor: str) -> str:
    """What sets what a party bears apart from what it is asked, the most telling first."""
    place = ledger.actors.place(actor)
    if ledger.actors.is_gemeente(actor) and ledger.levy_excess:
        return "levy"
    asked, borne = (ledger.actors.together.T @ charge for charge in _charges(ledger))
    if abs(asked[place] - borne[place]) >= 1:
        return "new_build"
    return "grant" if ledger.received_eur[place].any() or ledger.paid_eur[place].any() else "vat"


def moved_split(ledger: Ledger, cell: CostCell, who: str, value: int) -> FinancingSplit:
    """The split after the slider of a party moved: every cell of the part scales by itself.

    Where a party steps back from what it bore alone, those of the preset bear it, else the owner of the
    ground, else general funds.

    Parameters
    ----------
    ledger : Ledger
        Under the split that changes.
    value : int
        Where to. [ten-thousandths]
    """
    split, actors, benefit = ledger.split, ledger.actors, ledger.inputs.group_benefit
    inside, each = cell.mask() > 0, actors.each
    instead = (preset_shares(split, actors, benefit), owner_shares(actors))
    general = np.eye(len(actors.ids))[actors.place(GEMEENTE[0])]
    rows = moved(
        ledger.cells[inside],
        cell_costs_eur(ledger)[inside],
        actors.place(who),
        value,
        [place for place, actor in enumerate(actors.ids) if actor in split.locked]
        + np.flatnonzero(~actors.role("pays")).tolist(),
        [*(shares[inside] for shares in instead), np.tile(general, (inside.sum(), 1))],
    )
    shares = ledger.each_cells.copy()
    shares[inside] = _apart(rows, shares[inside], actors)
    return with_cells(split, cell, shares, each, benefit)


def _apart(rows: np.ndarray, before: np.ndarray, actors: Actors) -> np.ndarray:
    """Shares of cells over every party by itself; parties that count as one keep their proportion.

    Parameters
    ----------
    rows : array, shape (cell, party)
    before : array, shape (cell, party by itself)
    """
    apart = np.zeros_like(before)
    for place, actor in enumerate(actors.ids):
        members = np.flatnonzero(actors.together[:, place])
        weights = before[:, members].astype(float)
        alone = weights.sum(axis=1) == 0
        weights[alone] = members == actors.each.ids.index(actor)
        apart[:, members] = whole_shares(weights, rows[:, place, None])
    return apart

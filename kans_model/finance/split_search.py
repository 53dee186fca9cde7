"""Splits worked out: the least for the municipality within limits, and the nearest to who benefits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.cost_cells import LAND_PAYS, charged_to_developer
from kans_model.finance.cost_part import cell
from kans_model.finance.ledger import Ledger
from kans_model.finance.shares import whole_shares
from kans_model.finance.vat import unrecovered_share
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, WHOLE
from kans_model.words.problems import KansError, Problem

INFEASIBLE = 2
"""Status of the solver when no split keeps the limits."""
GOALS = ("least_gemeente", "nearest_benefit")
ZERO = 1e-9
"""What is less than this of the whole cost counts as nothing. [-]"""
LEEWAY = 1e-4
"""What the goal may give way, as part of the whole cost, for a split nearer to who pays by law. [-]"""


@dataclass(frozen=True)
class Proposal:
    """What a search came to, beside the split there is.

    Attributes
    ----------
    goal : str
    own : dict
        For `FinancingSplit.own`; those of the present split where that is as good already.
    binding : list of str
        Parties whose limit holds the result back.
    is_better : bool
        Whether the worked-out split comes nearer to the goal than the present one.
    gemeente_eur, present_gemeente_eur : float
        What the municipality bears under the worked-out and the present split, grants and VAT included. [EUR]
    above_benefit : list of str
        Who bears more than he enjoys under the split that `own` stands for, the municipality left out.
    """

    goal: str
    own: dict[str, dict[str, int]]
    binding: list[str]
    is_better: bool
    gemeente_eur: float
    present_gemeente_eur: float
    above_benefit: list[str]


class _Burdens:
    """What a party bears of a cell that another is asked for, VAT included.

    The limit of the sewer levy counts, and that who builds pays what new build asks of owners.

    Attributes
    ----------
    of_cell : array, shape (payer, cell, payer asked)
        Present value, as part of the whole cost without VAT. [-]
    cash_eur : array, shape (year, payer, cell, payer asked)
        [EUR/yr]
    """

    def __init__(self, ledger: Ledger):
        lines, actors = ledger.inputs.lines, ledger.actors
        self.payers = actors.in_role("pays")
        places = [actors.place(actor) for actor in self.payers]
        rate = float(ledger.inputs.base.scalar["vat_rate"])
        taxed = rate * unrecovered_share(actors, lines.let_share)[..., places]  # measure, landowner, payer
        groups = ledger.inputs.groups[lines.used]
        member = np.zeros((len(CATEGORIES), len(groups)))
        member[groups, np.arange(len(groups))] = 1
        general, riool = (self.payers.index(purse) for purse in GEMEENTE)
        each = actors.each
        asked = np.eye(len(each.ids))[[each.ids.index(actor) for actor in self.payers]][:, None, None]
        asked = asked * np.ones((1, len(groups), len(LANDOWNERS), 1))  # asked, measure, landowner, bears
        bears = (charged_to_developer(asked, lines.measures, each) @ actors.together)[..., places]
        bears[riool, ..., riool] = ledger.riool_share[:, None]
        bears[riool, ..., general] = 1 - ledger.riool_share[:, None]

        def borne(cost: np.ndarray, vat_base: np.ndarray) -> np.ndarray:
            """Cost (measure, landowner) as (payer, group, landowner, asked)."""
            of_bearer = cost[..., None] + taxed * vat_base[..., None]
            return np.einsum("gm,amob,mob->bgoa", member, bears, of_bearer, optimize=True)

        worth = lines.eur @ lines.discount
        value = borne(worth.sum(axis=0), worth[[0, 1, 3]].sum(axis=0))
        self.whole_eur = float(worth.sum())
        if self.whole_eur <= 0:
            raise KansError(Problem("search_nothing"))
        n = len(self.payers)
        value = value.reshape(n, -1, n)
        self.cells = np.flatnonzero(value.sum(axis=(0, 2)) > ZERO * self.whole_eur)
        self.of_cell = value[:, self.cells] / self.whole_eur
        self.names = [
            cell(CATEGORIES[place // len(LANDOWNERS)], LANDOWNERS[place % len(LANDOWNERS)])
            for place in self.cells
        ]
        self.owners = [LANDOWNERS[place % len(LANDOWNERS)] for place in self.cells]
        cash = lines.eur[[0, 1, 3]].sum(axis=0)  # measure, landowner, year
        self._cash = lambda year: borne(cash[..., year], cash[..., year]).reshape(n, -1, n)[:, self.cells]
        self.years = np.unique(cash.sum(axis=(0, 1)).round(6), return_index=True)[1]

    @property
    def size(self) -> int:
        """Number of shares to choose."""
        return len(self.cells) * len(self.payers)

    def weights(self) -> np.ndarray:
        """What each payer bears per share, shape (payer, cell × payer asked). [-]"""
        return self.of_cell.reshape(len(self.payers), -1)

    def cash_eur(self, year: int) -> np.ndarray:
        """The same in cash of a year. [EUR/yr]"""
        return self._cash(year).reshape(len(self.payers), -1)

    def dislike(self) -> np.ndarray:
        """How far a payer is from who pays by law, per share: owner, else the municipality, else others. [-]

        On the municipality's ground the sewer levy comes first: what it may not bear goes to general funds.
        """
        liked = {GEMEENTE[1]: 1.0, GEMEENTE[0]: 1.5}
        rank = np.array(
            [
                [0.0 if LAND_PAYS[owner] == actor else liked.get(actor, 4.0) for actor in self.payers]
                for owner in self.owners
            ]
        )
        dislike = self.of_cell.sum(axis=0) * rank
        general, riool = (self.payers.index(purse) for purse in GEMEENTE)
        dislike[:, riool] += self.of_cell[general, :, riool]
        return dislike.ravel()


def searched(
    ledger: Ledger, goal: str, most_share: Mapping[str, float] | None = None, most_net: bool = True
) -> tuple[dict[str, dict[str, int]], list[str]]:
    """A split per measure group and landowner by linear programming, VAT of who bears it included.

    Among equally good splits the one nearest to who pays by law: the owner of the ground, of public ground
    the sewer levy as far as it may, then general funds.

    Parameters
    ----------
    ledger : Ledger
        Of the package, under any split: its cost lines and benefits count, its shares do not.
    goal : {"least_gemeente", "nearest_benefit"}
        The least present value for the municipality; or the smallest sum of distances to the share of each
        party in the benefits.
    most_share : dict, optional
        Party → most it may bear, as share of the whole cost with VAT. [-]
    most_net : bool
        Nobody but the municipality bears more than he enjoys. The split's yearly ceilings hold in any case,
        before grants.

    Returns
    -------
    own : dict
        For `FinancingSplit.own`, per measure group and landowner.
    binding : list of str
        Parties that could bear something, and whose limit holds the result back.

    Raises
    ------
    KansError
        Where no split keeps the limits, with the limits that are in each other's way.
    """
    burdens = _Burdens(ledger)
    payers, n, size = burdens.payers, len(burdens.payers), burdens.size
    weight = np.hstack([burdens.weights(), np.zeros((n, n))])  # shares, then distances to the aim
    benefit = ledger.benefit_eur[[ledger.actors.place(actor) for actor in payers]]
    limits = list(_limits(burdens, ledger, weight, benefit, most_share or {}, most_net))
    rows, at_most = [row for row, _, _ in limits], [most for _, most, _ in limits]
    names = [actor for _, _, actor in limits]
    objective = np.zeros(size + n)
    if goal == "least_gemeente":
        objective += sum(weight[payers.index(purse)] for purse in GEMEENTE)
    else:
        objective[size:] = 1.0
        distances = _distances(weight, _aim(benefit))
        rows, at_most = [*rows, *distances], [*at_most, *[0.0] * len(distances)]
    best = _solved(burdens, objective, rows, at_most)
    if best.status == INFEASIBLE:
        raise KansError(Problem("search_infeasible", value=", ".join(dict.fromkeys(names))))
    if best.status != 0:
        raise KansError(Problem("split_unsolved"))
    dislike = np.concatenate([burdens.dislike(), np.zeros(n)])
    legal = _solved(burdens, dislike, [*rows, objective], [*at_most, best.fun + LEEWAY])
    answer = legal if legal.status == 0 else best
    shares = answer.x[:size].reshape(-1, n)
    own = {
        name: {actor: int(part) for actor, part in zip(payers, parts, strict=True) if part}
        for name, parts in zip(burdens.names, _rounded(shares, payers, most_net), strict=True)
    }
    return own, _binding(best, names, at_most)


def _distances(weight: np.ndarray, aim: np.ndarray) -> list[np.ndarray]:
    """Rows that keep each distance at least as large as a payer's part is from the aim, both ways."""
    n = len(aim)
    apart = weight - aim[:, None] * weight.sum(axis=0)
    distance = np.eye(weight.shape[1])[-n:]
    return [*(apart - distance), *(-apart - distance)]


def _solved(
    burdens: _Burdens, cost: np.ndarray, rows: Sequence[np.ndarray], at_most: Sequence[float]
) -> scipy.optimize.OptimizeResult:
    """The cheapest shares, whole in each cell, and distances, within these rows."""
    n, n_cells = len(burdens.payers), len(burdens.cells)
    whole = np.hstack([np.kron(np.eye(n_cells), np.ones(n)), np.zeros((n_cells, n))])
    return scipy.optimize.linprog(
        cost,
        A_ub=np.array(rows) if rows else None,
        b_ub=at_most or None,
        A_eq=whole,
        b_eq=np.ones(n_cells),
        bounds=[(0, 1)] * burdens.size + [(0, None)] * n,
        method="highs",
    )


def _binding(
    best: scipy.optimize.OptimizeResult, names: Sequence[str], at_most: Sequence[float]
) -> list[str]:
    """Parties whose limit has a price, the limits of those that can bear nothing left out."""
    if not at_most:
        return []
    price = best.ineqlin.marginals[: len(names)]
    limits = zip(names, price, at_most[: len(names)], strict=True)
    return list(dict.fromkeys(name for name, of_limit, most in limits if of_limit < -ZERO and most > ZERO))


def proposal(ledger: Ledger, goal: str) -> Proposal:
    """The split worked out for a goal beside the present one; the better of the two."""
    own, binding = searched(ledger, goal, most_net=goal == "least_gemeente")
    found = Ledger(ledger.inputs, ledger.split.changed(ledger.actors, own=own), ledger.actors)
    is_better = _badness(found, goal) < _badness(ledger, goal) - ZERO
    return Proposal(
        goal=goal,
        own=own if is_better else ledger.split.own,
        binding=binding,
        is_better=is_better,
        gemeente_eur=found.gemeente_eur,
        present_gemeente_eur=ledger.gemeente_eur,
        above_benefit=above_benefit(found if is_better else ledger),
    )


def above_benefit(ledger: Ledger) -> list[str]:
    """Parties other than the municipality that bear more than they enjoy, by a euro or more."""
    return [
        actor
        for actor, net in zip(ledger.actors.ids, ledger.net_benefit_eur, strict=True)
        if net <= -1 and actor not in GEMEENTE
    ]


def _badness(ledger: Ledger, goal: str) -> float:
    """How far a split is from the goal, as part of the cost. [-]"""
    if goal == "least_gemeente":
        return ledger.gemeente_eur / ledger.inputs.lines.present_value_eur
    places = [ledger.actors.place(actor) for actor in ledger.actors.in_role("pays")]
    return float(np.abs(ledger.share[places] - _aim(ledger.benefit_eur[places])).sum())


def _aim(benefit_eur: np.ndarray) -> np.ndarray:
    """Share of each payer in what payers enjoy; alike where nobody enjoys anything. [-]"""
    enjoyed = np.maximum(benefit_eur, 0)
    return enjoyed / enjoyed.sum() if enjoyed.sum() > 0 else np.full(len(enjoyed), 1 / len(enjoyed))


def _rounded(shares: np.ndarray, payers: list[str], most_net: bool) -> np.ndarray:
    """Shares in ten-thousandths; where nobody may bear more than he enjoys the municipality rounds up.

    Examples
    --------
    >>> _rounded(np.array([[0.30005, 0.69995]]), ["gemeente_algemeen", "particulier"], True).tolist()
    [[3001, 6999]]
    """
    if not most_net:
        return whole_shares(shares)
    down = np.floor(shares * WHOLE + 1e-6).astype(int)
    purses = [payers.index(purse) for purse in GEMEENTE if purse in payers]
    missing = WHOLE - down.sum(axis=1)
    best = np.array(purses)[np.argmax(shares[:, purses], axis=1)]
    down[np.arange(len(down)), best] += missing
    return down


def _limits(
    burdens: _Burdens,
    ledger: Ledger,
    weight: np.ndarray,
    benefit_eur: np.ndarray,
    most_share: Mapping[str, float],
    most_net: bool,
) -> Iterator[tuple[np.ndarray, float, str]]:
    """What limits a payer: coefficients, limit, party."""
    whole = weight.sum(axis=0)
    for place, actor in enumerate(burdens.payers):
        if actor in most_share:
            yield weight[place] - most_share[actor] * whole, 0.0, actor
        if most_net and actor not in GEMEENTE:
            yield weight[place], max(0.0, float(benefit_eur[place])) / burdens.whole_eur, actor
    n = len(burdens.payers)
    for actor, left in ledger.free_ceilings_eur.items():
        if actor not in burdens.payers:
            continue
        place = burdens.payers.index(actor)
        for year in burdens.years:
            row = burdens.cash_eur(int(year))[place]
            if row.sum() > left:
                row = np.concatenate([row, np.zeros(n)]) / max(left, 1.0)
                yield row, 1.0 if left >= 1 else 0.0, actor

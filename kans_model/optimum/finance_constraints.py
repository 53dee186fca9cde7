"""Yearly ceilings of a way to finance, as rows of an optimum: one constraint, one function."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.cost_cells import LAND_PAYS
from kans_model.finance.shares import whole_shares
from kans_model.optimum.finance_costs import PartyCosts
from kans_model.optimum.grant_constraints import MOST_GRANT_EUR, Grant, grant_rules
from kans_model.optimum.linear_program import LinearProgram
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS

# --- under the shares of a split -------------------------------------------------------------


def party_ceilings(program: LinearProgram, costs: PartyCosts, budget_eur: float | None) -> None:
    """No party pays more in a year than it can bear, after the grants of the split. [mln EUR/yr]

    A least grant (`min_eur`) is not in the program: check the ledger of the result.
    """
    grants = grant_rules(program, costs, budget_eur)
    for actor in costs.ceilings_eur:
        every = np.arange(len(costs.variables))
        yearly_ceiling(program, costs, actor, costs.borne_eur(actor), every, grants)


def yearly_ceiling(
    program: LinearProgram,
    costs: PartyCosts,
    actor: str,
    burden_eur: np.ndarray,
    index: np.ndarray,
    grants: Sequence[Grant] = (),
) -> None:
    """What a party pays in a year, less the grants it receives, stays within its ceiling. [mln EUR/yr]

    Parameters
    ----------
    burden_eur : array, shape (column, year)
        What it bears of each column of `index` before grants. [EUR/yr]
    """
    place = costs.actors.place(actor)
    for year in dearest_years(burden_eur):
        value, at = burden_eur[:, year] / 1e6, index
        for grant in grants:
            if grant.in_time[year]:
                paid = grant.paid[:, place] - grant.received[:, place]
                at = np.concatenate([at, grant.first + np.arange(len(paid))])
                value = np.concatenate([value, paid / grant.in_time.sum()])
        used = value != 0
        name = ("party", actor, int(costs.years[year]))
        program.limit(name, at[used], value[used], high=costs.ceilings_eur[actor] / 1e6)


def dearest_years(burden_eur: np.ndarray) -> list[int]:
    """Years in which some column, shape (column, year), costs more than in every other year.

    Examples
    --------
    In the last year everything is as cheap as in the second:

    >>> import numpy as np
    >>> dearest_years(np.array([[3.0, 1.0, 1.0], [0.0, 2.0, 2.0]]))
    [0, 1]
    """
    kept: list[int] = []
    columns = burden_eur.T
    for year in np.argsort(-columns.sum(axis=1), kind="stable"):
        if columns[year].max(initial=0.0) > 0 and not any(
            (columns[other] >= columns[year] - 1e-9).all() for other in kept
        ):
            kept.append(int(year))
    return kept


# --- shares chosen along with the package ----------------------------------------------------


@dataclass(frozen=True, eq=False)
class ChosenShares:
    """Columns of who bears the full price of each measure. [mln EUR]

    Attributes
    ----------
    first : int
        Column of the first measure and payer.
    measures : array of int
        Places of the measures.
    payers : list of str
        Parties with a ceiling, then owners without one.
    """

    first: int
    measures: np.ndarray
    payers: list[str]

    def columns(self, payer: int) -> np.ndarray:
        """Those of one payer, shape (measure,)."""
        return self.first + np.arange(len(self.measures)) * len(self.payers) + payer

    def of(self, answer: np.ndarray) -> dict[str, dict[str, int]]:
        """Shares per measure group, for `FinancingSplit.own`: cell → party → ten-thousandths."""
        borne = answer[self.first : self.first + len(self.measures) * len(self.payers)]
        borne = borne.reshape(len(self.measures), len(self.payers))
        groups = table("measures")["category"].iloc[self.measures].to_numpy()
        own = {}
        for group in CATEGORIES:
            total = borne[groups == group].sum(axis=0)
            if total.sum() > 1e-9:
                parts = whole_shares(total)
                own[f"{group}:*:*"] = {
                    actor: int(part) for actor, part in zip(self.payers, parts, strict=True) if part
                }
        return own


def chosen_shares(program: LinearProgram, costs: PartyCosts) -> ChosenShares:
    """Each measure's cost over the parties with a ceiling, and its owners for their own ground.

    Shares count on the price without planned works, so that upkeep and renewal follow them: the ceilings
    hold on the safe side.
    """
    purses = list(costs.ceilings_eur)
    private = _private(purses)
    measures = np.unique(costs.variables.measure)
    n, k = len(measures), len(purses) + len(private)
    first = program.extra(np.zeros(n * k), np.full(n * k, MOST_GRANT_EUR / 1e6))
    chosen = ChosenShares(first, measures, [*purses, *private])
    for place, measure in enumerate(measures):
        own = [first + place * k + payer for payer in range(k)]
        whole_price(program, costs, int(measure), own)
        for payer, owners in enumerate(private.values()):
            own_ground(program, costs, int(measure), payer, owners, own[len(purses) + payer])
    for actor in purses:
        yearly_ceiling(program, costs, actor, *_chosen_burden(costs, chosen, actor, purses))
    return chosen


def whole_price(program: LinearProgram, costs: PartyCosts, measure: int, columns: list[int]) -> None:
    """The payers of a measure bear the price of what is built of it, together. [mln EUR]"""
    mine = np.flatnonzero(costs.variables.measure == measure)
    value = [1.0] * len(columns) + list(-costs.full_eur[mine] / 1e6)
    program.limit(("borne", measure), [*columns, *mine], value, low=0.0, high=0.0)


def own_ground(
    program: LinearProgram, costs: PartyCosts, measure: int, payer: int, owners: list[int], column: int
) -> None:
    """An owner without a ceiling pays for its own ground at most. [mln EUR]"""
    mine = np.flatnonzero(costs.variables.measure == measure)
    ground = costs.full_eur[mine] / 1e6 * costs.owner[mine][:, owners].sum(axis=1)
    program.limit(("ground", measure, payer), [column, *mine], [1.0, *-ground], high=0.0)


def _chosen_burden(
    costs: PartyCosts, chosen: ChosenShares, actor: str, purses: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """What a party bears a year of the columns of its shares, shape (column, year), and those columns.

    The levy bears what it may; general funds bear the rest.
    """
    profile = np.stack([costs.per_full_price(int(measure)) for measure in chosen.measures]) * 1e6
    levy = costs.levy_share[chosen.measures][:, None]
    general, riool = GEMEENTE
    index = chosen.columns(purses.index(actor))
    taxed = profile * costs.taxing[chosen.measures, costs.actors.place(actor)][:, None]
    burden = taxed
    if actor == riool:
        burden = burden * levy
    if actor == general and riool in purses:
        index = np.concatenate([index, chosen.columns(purses.index(riool))])
        burden = np.concatenate([burden, taxed * (1 - levy)])
    return burden, index


def _private(purses: list[str]) -> dict[str, list[int]]:
    """Owners without a ceiling → the landowners they are; the municipality has its purses."""
    private: dict[str, list[int]] = {}
    for owner, actor in LAND_PAYS.items():
        if actor not in purses and owner != "gemeente":
            private.setdefault(actor, []).append(LANDOWNERS.index(owner))
    return private

"""What grants can give to what is built, as rows of an optimum: one constraint, one function."""

from dataclasses import dataclass

import numpy as np

from kans_model.finance.eligible_cost import levy_room, paying, receiving, with_vat
from kans_model.finance.grant_caps import no_count_of_cap, of_projects_eur
from kans_model.finance.grant_scheme import GIVES_NOTHING, rule
from kans_model.finance.levies import price_index
from kans_model.optimum.finance_costs import BUILD, PartyCosts
from kans_model.optimum.linear_program import LinearProgram
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import LANDOWNERS

MOST_GRANT_EUR = 1e12
"""More than any grant; columns need an end."""


@dataclass(frozen=True, eq=False)
class Grant:
    """What one rule gives, per measure and landowner.

    Attributes
    ----------
    first : int
        Column of the first of its cells. [mln EUR]
    received : array, shape (cell, actor)
        Who receives it. [-]
    paid : array, shape (cell, actor)
        Who pays it. [-]
    in_time : array of bool, shape (year,)
        Years of building in which it can be had.
    """

    first: int
    received: np.ndarray
    paid: np.ndarray
    in_time: np.ndarray


def grant_rules(program: LinearProgram, costs: PartyCosts, budget_eur: float | None) -> list[Grant]:
    """Columns and rows of what each rule of the split can give."""
    grants: list[Grant] = []
    stacked: dict[tuple[int, int], list[int]] = {}
    for name in costs.split.instruments:
        terms = rule(name, costs.split.rules)
        terms["payer"] = costs.actors.joined.get(terms["payer"], terms["payer"])
        in_time = _in_time(costs, terms)
        if terms["status"] in GIVES_NOTHING or terms["payer"] not in costs.actors.ids or not in_time.any():
            continue
        if terms["share"] is None and terms["amount_eur"] is None:
            continue
        cells = _cells(costs, terms)
        if no_count_of_cap(terms):
            continue
        if cells and not _may_run_out(costs, terms, budget_eur):
            grants.append(_grant(program, costs, name, terms, cells, in_time, stacked))
    return grants


def _grant(
    program: LinearProgram,
    costs: PartyCosts,
    name: str,
    terms: dict,
    cells: list[tuple[int, int]],
    in_time: np.ndarray,
    stacked: dict[tuple[int, int], list[int]],
) -> Grant:
    """One rule, on top of those that came `stacked` before it: measure and landowner → their columns."""
    actors = costs.actors.ids
    first = program.extra(np.zeros(len(cells)), np.full(len(cells), MOST_GRANT_EUR / 1e6))
    part = in_time.sum() / max((costs.built > 0).sum(), 1)
    received, paid = np.zeros((2, len(cells), len(actors)))
    euro = euro_worth(costs, terms)[in_time]  # what a euro of the rule is in those of the study
    for place, (measure, owner) in enumerate(cells):
        cell, column = (name, measure, owner), first + place
        mine = np.flatnonzero(costs.variables.measure == measure)
        on_ground = costs.owner[mine, owner]
        cost = costs.variables.capex_eur[mine] * on_ground / 1e6 * part
        vat_rate, taxed = float(costs.base.scalar["vat_rate"]), costs.taxed_shares[BUILD, measure, owner]
        bearers = with_vat(costs.shares[BUILD, measure, owner], taxed, vat_rate, terms["vat_base"])
        room = levy_room(bearers, actors, costs.levy_share[measure])
        share = receiving(bearers, actors, terms["payer"], room)
        others = share.sum()
        if terms["share"] is not None:
            gives = terms["share"] * cost * others
        else:
            gives = costs.variables.most[mine] * on_ground * terms["amount_eur"] * euro.mean() / 1e6 * part
        grant_of_cost(program, cell, column, mine, gives)
        before = stacked.setdefault((measure, owner), [])
        most = min(terms["stacking_limit"] or 1.0, 1 - (terms["own_share_min"] or 0.0))
        ceiling = most * np.minimum(cost * bearers.sum(), cost * max(others, 0))
        grants_together(program, cell, [column, *before], mine, ceiling)
        before.append(column)
        received[place] = share / share.sum() if share.sum() > 0 else 0.0
        payers = paying(actors, terms["payer"], costs.levy_share[[measure]])[0]
        paid[place] = received[place] @ payers
        if terms["cap_eur"] is not None and terms["cap_per"] != "project":
            counted = costs.households[mine, owner] if terms["cap_per"] != "unit" else None
            count = costs.variables.most[mine] * on_ground if counted is None else counted
            capped = np.nan_to_num(count) * terms["cap_eur"] * euro.mean() / 1e6 * part
            grant_of_cost(program, (f"{name} cap", measure, owner), column, mine, capped)
    of_projects = of_projects_eur(terms)
    if of_projects is not None:
        fund_per_year(program, f"{name} cap", first, len(cells), of_projects * euro.sum())
    if terms["yearly_ceiling_eur"] is not None:
        fund_per_year(program, name, first, len(cells), terms["yearly_ceiling_eur"] * euro.sum())
    return Grant(first, received, paid, in_time)


def grant_of_cost(
    program: LinearProgram, cell: tuple[str, int, int], column: int, mine: np.ndarray, gives: np.ndarray
) -> None:
    """A grant is no more than its rule gives for what is built. [mln EUR]

    Parameters
    ----------
    cell : tuple
        Rule, measure and landowner.
    column : int
        Of the grant.
    mine : array of int
        Variables of the measure.
    gives : array, shape (variable of the measure,)
        For all that fits of each. [mln EUR]
    """
    program.limit(("grant", *cell), [column, *mine], [1.0, *-gives], high=0.0)


def grants_together(
    program: LinearProgram,
    cell: tuple[str, int, int],
    columns: list[int],
    mine: np.ndarray,
    ceiling: np.ndarray,
) -> None:
    """A grant and those before it leave the receiver its own part of the cost. [mln EUR]"""
    value = [1.0] * len(columns) + list(-ceiling)
    program.limit(("stack", *cell), [*columns, *mine], value, high=0.0)


def fund_per_year(program: LinearProgram, name: str, first: int, n_cells: int, most_eur: float) -> None:
    """A fund gives no more than its yearly ceilings over the years it can be had. [mln EUR]"""
    program.limit(("fund_year", name), first + np.arange(n_cells), np.ones(n_cells), high=most_eur / 1e6)


def _may_run_out(costs: PartyCosts, terms: dict, budget_eur: float | None) -> bool:
    """Whether a fund may be empty before the last year, first come, first served."""
    if terms["total_ceiling_eur"] is None:
        return False
    cost = float(costs.variables.capex_eur.sum())
    spent = cost if budget_eur is None else min(budget_eur, cost)
    return terms["share"] is None or terms["share"] * spent > terms["total_ceiling_eur"]


def euro_worth(costs: PartyCosts, terms: dict) -> np.ndarray:
    """Euro of the study in a euro of a rule, at its price level or of each year, shape (year,). [-]"""
    level = terms["price_year"]
    years = costs.years if level is None else np.full(len(costs.years), level)
    return 1 / price_index(years, costs.split.rate("inflation"))


def _in_time(costs: PartyCosts, terms: dict) -> np.ndarray:
    """Years of building in which a rule holds, mask (year,)."""
    in_time = costs.built > 0
    if terms["from_year"] is not None:
        in_time = in_time & (costs.years >= terms["from_year"])
    if terms["to_year"] is not None:
        in_time = in_time & (costs.years <= terms["to_year"])
    return in_time


def _cells(costs: PartyCosts, terms: dict) -> list[tuple[int, int]]:
    """Measures and landowners that a rule looks at and that can be built."""
    rows, measures = table("measures"), costs.variables.measure
    cells = []
    for measure in np.unique(measures):
        row = rows.iloc[measure]
        if terms["measures"]:
            fits = row.name in terms["measures"]
        else:
            fits = not terms["themes"] or bool(set(row["themes"].split(";")) & set(terms["themes"]))
        if terms["share"] is None:
            fits = fits and row["unit"] == terms["unit"]
        if not fits:
            continue
        mine = measures == measure
        cells += [
            (int(measure), place)
            for place, owner in enumerate(LANDOWNERS)
            if (not terms["owners"] or owner in terms["owners"]) and costs.owner[mine, place].any()
        ]
    return cells

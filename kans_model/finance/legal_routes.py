"""By which legal route each party pays: the instrument behind every euro, and what has none (geen titel)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np

from kans_model.finance.cost_cells import CostCell
from kans_model.finance.cost_lines import by_cost_kind
from kans_model.finance.ledger import Ledger
from kans_model.finance.route_choice import is_open, routes_of
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import COST_KINDS, LANDOWNERS

SMALL_EUR = 1.0
"""Less than a euro is not told."""


@dataclass(frozen=True)
class Title:
    """What a party pays on the ground of one owner by one route.

    Attributes
    ----------
    payer, landowner : str
    route : str or None
        Row of `legal_routes`; None where there is no title.
    eur : float
        Present value with VAT, before grants. [EUR]
    """

    payer: str
    landowner: str
    route: str | None
    eur: float

    @property
    def instrument(self) -> str | None:
        """Row of `instruments`."""
        return None if self.route is None else str(table("legal_routes")["instrument"][self.route])


def paid_eur(ledger: Ledger) -> np.ndarray:
    """Present value with VAT, before grants, shape (kind of cost, measure, landowner, actor). [EUR]"""
    lines = ledger.inputs.lines
    worth = (lines.eur @ lines.discount)[..., None] * ledger.kind_shares
    paid = by_cost_kind(worth)
    taxed = (lines.eur[[0, 1, 3]] @ lines.discount)[..., None] * ledger.taxed_shares
    return paid + float(ledger.inputs.base.scalar["vat_rate"]) * taxed


def titles(ledger: Ledger) -> list[Title]:
    """Every euro by payer, landowner and route; what has no title last of each.

    A route of the table that applies by itself comes first, in the order of the table; then one that the
    split names. Together they make what the parties bear before grants.
    """
    return _titles_of(ledger, paid_eur(ledger))


def _titles_of(ledger: Ledger, paid: np.ndarray) -> list[Title]:
    """The same for amounts of shape (kind of cost, measure, landowner, actor). [EUR]"""
    found = []
    for place, payer in enumerate(ledger.actors.ids):
        if np.abs(paid[..., place]).sum() < SMALL_EUR:
            continue
        left = paid[..., place].copy()
        for route, mask in _routes_of(ledger)[payer]:
            found += _titles(payer, route, left * mask)
            left = np.where(mask, 0.0, left)
        found += _titles(payer, None, left)
    return found


def untitled_eur(ledger: Ledger) -> np.ndarray:
    """What each party bears without a title after grants received, shape (actor,). [EUR, present value]

    A grant for a measure lowers what its receiver invests in it alike on all ground.
    """
    if ledger not in _untitled:
        _untitled[ledger] = _without_title(ledger)
    return _untitled[ledger]


_untitled: WeakKeyDictionary[Ledger, np.ndarray] = WeakKeyDictionary()
"""What has no title under each ledger, worked out once: a page asks for it many times."""


def _without_title(ledger: Ledger) -> np.ndarray:
    untitled, paid = np.zeros(len(ledger.actors.ids)), paid_eur(ledger)
    received = ledger.given_eur.sum(axis=0) @ ledger.inputs.lines.discount[ledger.built]  # actor, measure
    invested = paid[0].sum(axis=1)  # measure, actor
    part = np.divide(received.T, invested, out=np.zeros_like(invested), where=invested >= SMALL_EUR)
    paid[0] *= 1 - np.clip(part, 0, 1)[:, None]
    for title in _titles_of(ledger, paid):
        if title.route is None:
            untitled[ledger.actors.place(title.payer)] += title.eur
    return untitled


def uncovered_eur(ledger: Ledger) -> float:
    """What nobody covers: above the ceilings, or borne without a title. [EUR, present value]

    Of a party that has both only the larger counts: no euro is short twice.
    """
    gap = ledger.gap_eur @ ledger.inputs.lines.discount
    return float(np.maximum(gap, untitled_eur(ledger)).sum())


def uncovered_draws_eur(ledger: Ledger, gaps_eur: np.ndarray, present_value_eur: np.ndarray) -> np.ndarray:
    """The same under every draw: what has no title moves as all that its payer bears, shape (draw,). [EUR]

    Parameters
    ----------
    gaps_eur : array, shape (draw, actor)
        Above the ceilings.
    present_value_eur : array, shape (draw, actor)
    """
    whole = ledger.present_value_eur
    part = np.divide(untitled_eur(ledger), whole, out=np.zeros_like(whole), where=np.abs(whole) >= SMALL_EUR)
    return np.maximum(gaps_eur, present_value_eur * part).sum(axis=-1)


def _titles(payer: str, route: str | None, eur: np.ndarray) -> list[Title]:
    by_owner = eur.sum(axis=(0, 1))
    return [
        Title(payer, owner, route, float(amount))
        for owner, amount in zip(LANDOWNERS, by_owner, strict=True)
        if abs(amount) >= SMALL_EUR
    ]


_routed: WeakKeyDictionary[Ledger, dict[str, list[tuple[str, np.ndarray]]]] = WeakKeyDictionary()
"""Routes of every payer under each ledger, worked out once."""


def _routes_of(ledger: Ledger) -> dict[str, list[tuple[str, np.ndarray]]]:
    if ledger not in _routed:
        _routed[ledger] = {payer: list(_routes(ledger, payer)) for payer in ledger.actors.ids}
    return _routed[ledger]


def _routes(ledger: Ledger, payer: str) -> Iterator[tuple[str, np.ndarray]]:
    """Routes of a payer and where each holds, shape (kind, measure, landowner), bool.

    Who is counted with another pays by his own routes.
    """
    actors, measures = ledger.actors, tuple(ledger.inputs.lines.measures)
    members = [payer, *(actor for actor, into in actors.joined.items() if into == payer)]
    for member in members:
        for route in map(str, routes_of(actors.like(member), "self").index):
            if is_open(route, ledger.split.reference_year):
                yield route, _mask(route, measures)
    groups = ledger.inputs.groups[ledger.inputs.lines.used]
    for member in members:
        for where, route in ledger.split.routes.get(member, {}).items():
            part = CostCell(**dict(zip(("group", "landowner", "kind"), where.split(":"), strict=True)))
            yield route, _mask(route, measures) & (part.mask()[:, groups] > 0)


@lru_cache(maxsize=256)
def _mask(route: str, of_measures: tuple[str, ...]) -> np.ndarray:
    """Where a row of `legal_routes` holds, shape (kind, measure, landowner), bool."""
    row = table("legal_routes").loc[route]
    kinds, measures, owners = (
        np.array([not row[column] or name in row[column].split(";") for name in names], dtype=bool)
        for column, names in (("kinds", COST_KINDS), ("measures", of_measures), ("owners", LANDOWNERS))
    )
    return kinds[:, None, None] & measures[None, :, None] & owners[None, None, :]

"""What a party that capitalises builds, keeps and grants, as assets on its books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np

from kans_model.finance.actors import GEMEENTE, Actors
from kans_model.finance.ledger_inputs import Inputs
from kans_model.finance.levies import LevyCosts, Reserves, Works
from kans_model.finance.split import FinancingSplit
from kans_model.tables.reading import cells

AT_ONCE_CLASS = "none"
"""Class of what is too small to be capitalised."""
GRANT_CLASS = "grant"
"""Class of contributions to assets of others that are capitalised (BBV 61)."""


class GrantFlow(NamedTuple):
    """What a party receives or pays under a rule.

    Attributes
    ----------
    place : int
        Of the rule among those of the split.
    name : str
    eur : array, shape (measure, year)
        [EUR, real]
    follows : {"cost", "prices", "euro"}
        What it moves with: the cost; prices, as far as it is fixed at a price level; or nothing, in euro of
        the day.
    """

    place: int
    name: str
    eur: np.ndarray
    follows: str


class Books(Protocol):
    """What a ledger tells of its parties: who bears, receives and grants what, as in `ledger.Ledger`."""

    inputs: Inputs
    split: FinancingSplit
    actors: Actors
    by_measure: np.ndarray
    vat_by_kind: np.ndarray

    @property
    def price(self) -> np.ndarray:
        """Nominal over real prices, shape (year,). [-]"""

    def received_flows(self, place: int) -> Iterable[GrantFlow]:
        """What a party receives under each rule."""

    def paid_flows(self, place: int) -> Iterable[GrantFlow]:
        """What a party pays under each rule."""


@dataclass(frozen=True)
class Moves:
    """How draws move the works of a purse; the middle where nothing is given.

    Attributes
    ----------
    cost, upkeep : array, shape (draw, measure)
        Factors on investment with renewal, and on upkeep. [-]
    borne : array, shape (draw, measure)
        Factor on what of a measure the purse bears. [-]
    price : array, shape (draw, year)
        Nominal over real prices. [-]
    terms_years : dict
        Asset class → term in each draw, shape (draw,). [yr]
    grants : array, shape (draw, rule)
        Factor on what each rule gives. [-]
    """

    cost: np.ndarray
    upkeep: np.ndarray
    borne: np.ndarray
    price: np.ndarray
    terms_years: Mapping[str, np.ndarray]
    grants: np.ndarray

    def with_borne(self, borne: np.ndarray) -> Moves:
        """The same with another factor on what the purse bears."""
        return replace(self, borne=borne)


@dataclass(frozen=True)
class Asset:
    """Measures that share an asset class and the life that ends their term.

    Attributes
    ----------
    asset_class : str
    life_years : int
        What is replaced is off the books: a term is never longer. [yr]
    measures : array of int
        Places in the cost lines.
    """

    asset_class: str
    life_years: int
    measures: np.ndarray


def assets(ledger: Books) -> list[Asset]:
    """The assets of a package, by class and life."""
    inputs, split = ledger.inputs, ledger.split
    highest = cells("asset_classes", "depreciation_years_high", split.reference_year)
    keys = [
        (name, int(min(life, max(highest[name], split.term_years(name)))))
        for name, life in zip(inputs.asset_class, inputs.life_years, strict=True)
    ]
    return [
        Asset(*key, np.array([place for place, other in enumerate(keys) if other == key]))
        for key in sorted(set(keys))
    ]


def term_years(term: Any, life_years: int) -> Any:
    """Term of depreciation of an asset: that of its class, no longer than its life. [yr]

    Examples
    --------
    Crates last 30 years, whatever the term of drainage is:

    >>> term_years(60, 30), term_years(20, 30), term_years(0, 5)
    (30, 20, 0)
    """
    return np.minimum(term, life_years) if np.ndim(term) else min(int(term), life_years)


class _AssetFlows:
    """Flows per measure summed over assets, as draws move them.

    Parameters
    ----------
    groups : list of Asset
    moves : Moves, optional
        The middle where none is given.
    """

    def __init__(self, groups: list[Asset], moves: Moves | None):
        self.groups, self.moves = groups, moves
        self.draws = () if moves is None else moves.cost.shape[:1]

    def flow(self, flow_eur: np.ndarray, factor: str) -> np.ndarray:
        """A flow per measure as its factor moves it, '' for none, shape (..., asset, year)."""
        moves = self.moves
        summed = np.zeros((*self.draws, len(self.groups), flow_eur.shape[-1]))
        for at, asset in enumerate(self.groups):
            of_asset = flow_eur[asset.measures]
            if moves is None:
                summed[at] = of_asset.sum(axis=0)
            else:
                moved = moves.borne * getattr(moves, factor) if factor else moves.borne
                summed[:, at] = moved[:, asset.measures] @ of_asset
        return summed

    def grant(self, given: GrantFlow, part: np.ndarray, price: np.ndarray) -> np.ndarray:
        """A part of what a rule gives, shape (..., asset, year); nominal euro lose worth as prices rise.

        Parameters
        ----------
        part : array, shape (measure, year) or what spreads to it
            [-]
        price : array, shape (year,)
            Nominal over real prices in the middle. [-]
        """
        flow = self.flow(given.eur * part, "cost" if given.follows == "cost" else "")
        if self.moves is None:
            return flow
        if given.follows == "euro":
            flow = flow * (price / self.moves.price)[:, None, :]
        return flow * self.moves.grants[:, given.place, None, None]

    def total(self, flow_eur: np.ndarray, factor: str) -> np.ndarray:
        """The same over all assets, shape (..., year)."""
        return self.flow(flow_eur, factor).sum(axis=-2)

    def terms(self, split: FinancingSplit) -> list[np.ndarray]:
        """Term of depreciation of each asset, shape (...). [yr]"""
        of_class = split.term_years if self.moves is None else self.moves.terms_years.__getitem__
        terms = (term_years(of_class(asset.asset_class), asset.life_years) for asset in self.groups)
        return [np.broadcast_to(np.asarray(term), self.draws) for term in terms]


def works(ledger: Books, actor: str, part: np.ndarray, moves: Moves | None = None) -> Works:
    """The works of a party, as far as a part of each measure counts.

    Parameters
    ----------
    part : array, shape (measure,)
        [-]
    """
    place = ledger.actors.place(actor)
    drawn = _AssetFlows(assets(ledger), moves)
    price = ledger.price if moves is None else moves.price
    rate = float(ledger.inputs.base.scalar["vat_rate"])
    build, renew, _, keep = ledger.by_measure[place] * part[:, None]
    vat = ledger.vat_by_kind[place] * part[:, None]
    levied = ledger.split.rate("levy_vat_share") if ledger.actors.like(actor) == GEMEENTE[1] else 0.0
    levied_vat = [levied * (rate * flow - of_flow) for flow, of_flow in ((build, vat[0]), (renew, vat[1]))]
    got = list(ledger.received_flows(place))

    def received(where: np.ndarray) -> np.ndarray:
        """Grants for these works, per asset."""
        of_rules = (drawn.grant(flow, where * part[:, None], ledger.price) for flow in got)
        return sum(of_rules, np.zeros((*drawn.draws, len(drawn.groups), len(ledger.price))))

    least = ledger.split.capitalisation_threshold_eur
    small = [(flow * ledger.price < least) & (flow > 0) for flow in (build + vat[0], renew + vat[1])]
    kept = [~below for below in small]
    at_once = drawn.flow(small[0] * (build + vat[0]), "cost") - received(small[0])
    at_once = (at_once + drawn.flow(small[1] * (renew + vat[1]), "cost")).sum(axis=-2)
    vat_at_once = drawn.total(small[0] * levied_vat[0] + small[1] * levied_vat[1], "cost")
    vat_kept = drawn.flow(kept[0] * levied_vat[0] + kept[1] * levied_vat[1], "cost")
    paid, granted = _grants_paid(ledger, place, part, drawn)
    own = [(0, at_once), *granted] if at_once.any() or vat_at_once.any() else granted
    built = drawn.flow(kept[0] * (build + vat[0]), "cost")
    none = np.zeros((*drawn.draws, len(own), built.shape[-1]))
    vat_of_own = none.copy()
    if vat_at_once.any():  # what is paid at once stands first
        vat_of_own[..., 0, :] = vat_at_once

    def nominal(flow: np.ndarray, *of_own: np.ndarray) -> np.ndarray:
        return np.concatenate([flow, *of_own], axis=-2) * price[..., None, :]

    terms = [*drawn.terms(ledger.split), *(np.broadcast_to(np.asarray(term), drawn.draws) for term, _ in own)]
    return Works(
        classes=[
            *(asset.asset_class for asset in drawn.groups),
            *(GRANT_CLASS if term else AT_ONCE_CLASS for term, _ in own),
        ],
        built_eur=nominal(built, *(flow[..., None, :] for _, flow in own)),
        renewed_eur=nominal(drawn.flow(kept[1] * (renew + vat[1]), "cost"), none),
        received_eur=nominal(received(kept[0]), none),
        terms_years=np.stack(terms, axis=-1).astype(int) if terms else np.zeros((*drawn.draws, 0), dtype=int),
        vat_eur=nominal(vat_kept, vat_of_own),
        upkeep_eur=drawn.total(keep + vat[2], "upkeep") * price,
        upkeep_vat_eur=drawn.total(levied * (rate * keep - vat[2]), "upkeep") * price,
        grants_eur=paid * price,
    )


def _grants_paid(
    ledger: Books, place: int, part: np.ndarray, drawn: _AssetFlows
) -> tuple[np.ndarray, list[tuple[int, np.ndarray]]]:
    """What a party grants: from the exploitation, and capitalised as (term, flow), shape (..., year). [EUR]

    The works paid for are gone after their life, and the grant with them.
    """
    paid: np.ndarray = np.zeros((*drawn.draws, len(ledger.inputs.lines.years)))
    granted = []
    for flow in ledger.paid_flows(place):
        terms = np.minimum(ledger.split.grant_years(flow.name), ledger.inputs.life_years).astype(int)
        for term in np.unique(terms):
            of_measures = (part * (terms == term))[:, None]
            of_term = drawn.grant(flow, of_measures, ledger.price).sum(axis=-2)
            if term and (flow.eur * of_measures).any():
                granted.append((int(term), of_term))
            else:
                paid = paid + of_term
    return paid, granted


def reserves(ledger: Books, actor: str) -> Reserves:
    """What a party has set aside."""
    split = ledger.split
    return Reserves(
        renewal_eur=split.renewal_provisions.get(actor, 0.0),
        capital_eur=split.reserves.get(actor, 0.0),
        levelling_eur=split.levelling_provisions.get(actor, 0.0) if ledger.actors.has_tariff(actor) else 0.0,
    )


def levy_costs(ledger: Books, actor: str) -> LevyCosts:
    """What the sewer levy bears beside the works, as the city filled it in; other purses bear none of it."""
    return LevyCosts(**ledger.split.levy_costs) if ledger.actors.like(actor) == GEMEENTE[1] else LevyCosts()


def relief_eur(credit: Mapping[str, np.ndarray]) -> np.ndarray:
    """What the sewer levy bears that general funds paid before: VAT, overhead and sweeping. [EUR/yr, nominal]

    Parameters
    ----------
    credit : of the sewer levy, as from `levies.credit_eur`.
    """
    return np.asarray(credit["vat"] + credit["overhead"] + credit["sweeping"])

"""Who bears the cost of a package: divided over parties, after grants, before anybody finances it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kans_model.finance.actors import GEMEENTE, Actors
from kans_model.finance.bridge import Bridge, bridge
from kans_model.finance.cost_cells import cell_shares, charged_to_developer
from kans_model.finance.cost_lines import KINDS
from kans_model.finance.eligible_cost import EligibleCost
from kans_model.finance.grant_scheme import rule
from kans_model.finance.grants import Line, grants
from kans_model.finance.ledger_inputs import Inputs
from kans_model.finance.purses import GrantFlow
from kans_model.finance.split import FinancingSplit, free_ceilings_eur
from kans_model.finance.vat import unrecovered_share
from kans_model.tables.vocabulary import CATEGORIES, WHOLE

ALL_KINDS = (*KINDS, "btw")
CASH_KINDS = ("investering", "vervanging", "onderhoud", "btw")
SHARED_AS = {"investering": 0, "vervanging": 1, "restwaarde": 1, "onderhoud": 2}


@dataclass(frozen=True)
class LevyExcess:
    """Cost that the sewer levy may not bear and that general funds bear instead. [EUR, present value]"""

    measure: str
    eur: float


class Burden:
    """What each party bears of one package under one split (bekostiging), in real prices.

    Parameters
    ----------
    inputs : Inputs
    split : FinancingSplit
    actors : Actors

    Attributes
    ----------
    burden_eur : array, shape (actor, kind, year)
        Who bears each kind of cost before grants; kinds as in `ALL_KINDS`. [EUR, real]
    received_eur, paid_eur : array, shape (actor, year)
        Grants. [EUR, real]
    taxed_shares : array, shape (kind, measure, landowner, actor)
        Who bears each kind of `SHARED_AS` whose VAT is not recovered. [-]
    wished_shares, wished_taxed : array, shape (kind, measure, landowner, actor)
        Who was to bear each kind, before what the sewer levy may not bear went to general funds. [-]
    vat_by_kind : array, shape (actor, kind, measure, year)
        VAT on investment, renewal and upkeep. [EUR, real]
    given_eur, granted_eur : array, shape (rule, actor, measure, building year)
        What each receives and pays under every rule of the split. [EUR, real]
    fits : array of bool, shape (rule, measure, landowner, building year)
        The cost each rule is for.
    lines : list of Line
        The audit.
    """

    def __init__(self, inputs: Inputs, split: FinancingSplit, actors: Actors):
        self.inputs, self.split, self.actors = inputs, split, actors
        lines = inputs.lines
        shares, taxed_shares = self._measure_shares()  # kind, measure, landowner, actor
        at = np.array([SHARED_AS[kind] for kind in KINDS])
        self.kind_shares = shares[at]
        # over landowners; then actor, kind, measure, year
        borne = np.matmul(self.kind_shares.transpose(0, 1, 3, 2), lines.eur)
        borne = borne.transpose(2, 0, 1, 3)
        self.by_measure = borne
        self.taxed_shares = taxed_shares
        of_kinds = lines.eur[[KINDS.index(kind) for kind in CASH_KINDS[:-1]]]
        taxed = np.matmul(taxed_shares.transpose(0, 1, 3, 2), of_kinds)  # kind, measure, actor, year
        self.vat_by_kind = float(inputs.base.scalar["vat_rate"]) * taxed.transpose(2, 0, 1, 3)
        vat = self.vat_by_measure = self.vat_by_kind.sum(axis=1)
        self.burden_eur = np.concatenate([borne.sum(axis=2), vat.sum(axis=1)[:, None]], axis=1)
        self._grant(shares[0], taxed_shares[0])

    # --- who bears what ----------------------------------------------------------------------

    def _measure_shares(self) -> tuple[np.ndarray, np.ndarray]:
        """The same per measure, after what the sewer levy may not bear went to general funds. [-]

        Beside it the part of these whose VAT is not recovered: parties that are joined keep their own VAT.
        """
        actors, each = self.actors, self.actors.each
        cells = cell_shares(self.split, each, self.inputs.group_benefit)  # ten-thousandths
        self.each_cells, self.cells = cells, cells @ actors.together
        groups = self.inputs.groups[self.inputs.lines.used]
        asked = charged_to_developer(cells[:, groups], self.inputs.lines.measures, each)
        shares = asked @ actors.together / WHOLE  # kind, measure, landowner, actor
        unrecovered = unrecovered_share(each, self.inputs.lines.let_share)  # measure, landowner, party
        taxed = (asked * unrecovered) @ actors.together / WHOLE
        self.wished_shares, self.wished_taxed = shares.copy(), taxed.copy()
        general, riool = self._gemeente
        above = (1 - self.riool_share)[None, :, None]
        self._refused = shares[..., riool] * above
        for of_measures in (shares, taxed):
            refused = of_measures[..., riool] * above
            of_measures[..., riool] -= refused
            of_measures[..., general] += refused
        return shares, taxed

    @cached_property
    def riool_share(self) -> np.ndarray:
        """Share of each measure that the sewer levy may bear: own values, else the table's. [-]"""
        share = self.inputs.riool_share.copy()
        for measure, own in self.split.levy_shares.items():
            if measure in self.inputs.lines.measures:
                share[self.inputs.lines.measures.index(measure)] = own["rioolheffing_share"]
        return share

    @cached_property
    def levy_excess(self) -> list[LevyExcess]:
        """What the sewer levy may not bear, per measure."""
        lines = self.inputs.lines
        at = np.array([SHARED_AS[kind] for kind in KINDS])
        per_measure = ((lines.eur @ lines.discount) * self._refused[at]).sum(axis=(0, 2))
        return [
            LevyExcess(measure, float(eur))
            for measure, eur in zip(lines.measures, per_measure, strict=True)
            if eur >= 1
        ]

    # --- grants ------------------------------------------------------------------------------

    def _grant(self, shares: np.ndarray, taxed_shares: np.ndarray) -> None:
        """Grants: rule × measure × landowner × year, over the bearers in proportion, from their payers."""
        lines, split, ids = self.inputs.lines, self.split, self.actors.ids
        n_years = len(lines.years)
        self.received_eur, self.paid_eur = np.zeros((2, len(ids), n_years))
        self.grants_eur = np.zeros((len(split.instruments), n_years))
        self.held = np.zeros(len(split.instruments), dtype=bool)
        self.lines: list[Line] = []
        built = np.flatnonzero(lines.built)
        self.built = built
        payers = [self.rule(name)["payer"] for name in split.instruments]
        self.payers = [self.actors.joined.get(payer, payer) for payer in payers]
        shape = (len(split.instruments), len(ids), len(lines.measures), len(built))
        self.given_eur, self.granted_eur = np.zeros((2, *shape))
        n_owners = lines.quantity.shape[1]
        self.fits = np.zeros((len(split.instruments), len(lines.measures), n_owners, len(built)), dtype=bool)
        if not split.instruments or not lines.measures:
            return
        cost = EligibleCost(
            cost_eur=lines.eur[0][..., built],
            quantity=lines.quantity[..., None] * lines.phases[:, None, built],
            measures=lines.measures,
            years=lines.years[built],
            shares=shares.transpose(2, 0, 1),
            actors=ids,
            levy_share=self.riool_share,
            households=lines.households[..., None] * lines.phases[:, None, built],
            joined=self.actors.joined,
            vat_shares=taxed_shares.transpose(2, 0, 1),
            vat_rate=float(self.inputs.base.scalar["vat_rate"]),
            inflation=self.split.rate("inflation"),
        )
        given = grants(cost, split.instruments, split.rules)
        self.held, self.lines, self.fits = given.held, given.lines, given.fits
        self.given_eur, self.granted_eur = given.received_eur, given.paid_eur
        self.received_eur[:, built] = self.given_eur.sum(axis=(0, 2))
        self.paid_eur[:, built] = self.granted_eur.sum(axis=(0, 2))
        self.grants_eur[:, built] = given.given_eur.sum(axis=(1, 2))

    def rule(self, name: str) -> dict[str, Any]:
        """A rule of the split as plain values."""
        return rule(name, self.split.rules)

    def follows(self, place: int) -> str:
        """What a rule's grant follows: the cost where it is a share that nothing cut, prices, or nothing."""
        scheme = self.rule(self.split.instruments[place])
        if not self.held[place] and scheme["share"] is not None:
            return "cost"
        return "euro" if scheme["price_year"] is None else "prices"

    def _over_years(self, flow: np.ndarray) -> np.ndarray:
        """A flow over the building years, over all years."""
        whole = np.zeros((*flow.shape[:-1], len(self.inputs.lines.years)))
        whole[..., self.built] = flow
        return whole

    def received_flows(self, place: int) -> Iterator[GrantFlow]:
        """What a party receives under each rule."""
        return self._flows(self.given_eur[:, place])

    def paid_flows(self, place: int) -> Iterator[GrantFlow]:
        """What a party pays under each rule."""
        return self._flows(self.granted_eur[:, place])

    def _flows(self, eur: np.ndarray) -> Iterator[GrantFlow]:
        for place, name in enumerate(self.split.instruments):
            if eur[place].any():
                yield GrantFlow(place, name, self._over_years(eur[place]), self.follows(place))

    # --- bekostiging -------------------------------------------------------------------------

    @cached_property
    def net_eur(self) -> np.ndarray:
        """Burden after grants, residual value included, shape (actor, year). [EUR, real]"""
        return self.burden_eur.sum(axis=1) - self.received_eur + self.paid_eur

    @cached_property
    def cash_real_eur(self) -> np.ndarray:
        """The same without the residual value, which is no cash, shape (actor, year). [EUR, real]"""
        return self.net_eur - self.burden_eur[:, ALL_KINDS.index("restwaarde")]

    @cached_property
    def present_value_eur(self) -> np.ndarray:
        """What each party bears, shape (actor,). [EUR]"""
        return self.net_eur @ self.inputs.lines.discount

    @property
    def total_eur(self) -> float:
        """Present value of all that is borne: cost and the VAT that payers cannot recover. [EUR]"""
        return float(self.present_value_eur.sum())

    @cached_property
    def bridge(self) -> Bridge:
        """From investment to the total, part by part."""
        lines = self.inputs.lines
        public = self.inputs.base.costs.is_public[lines.used]
        return bridge(lines.eur.sum(axis=2), public, lines.discount, self.total_eur)

    @cached_property
    def share(self) -> np.ndarray:
        """Share of each party in the total, shape (actor,). [-]"""
        total = self.total_eur
        return self.present_value_eur / total if total else np.zeros_like(self.present_value_eur)

    @property
    def gemeente_eur(self) -> float:
        """Present value of what the municipality bears, both purses. [EUR]"""
        return float(self.present_value_eur[self._gemeente].sum())

    @property
    def gemeente_share(self) -> float:
        """Share of the municipality in the total, both purses. [-]"""
        return self.gemeente_eur / self.total_eur if self.total_eur else 0.0

    @cached_property
    def _gemeente(self) -> list[int]:
        return [self.actors.place(purse) for purse in GEMEENTE]

    @cached_property
    def gap_eur(self) -> np.ndarray:
        """What is above a party's yearly ceiling, less what it promised before, shape (actor, year). [EUR]"""
        gap = np.zeros_like(self.net_eur)
        for actor, left in self.free_ceilings_eur.items():
            place = self.actors.place(actor)
            gap[place] = np.maximum(0, self.cash_real_eur[place] - left)
        return gap

    @property
    def free_ceilings_eur(self) -> dict[str, float]:
        """Free ceilings of the parties that stand apart; those of who counts with them added. [EUR/yr]"""
        return free_ceilings_eur(self.split, self.actors)

    @property
    def covered_eur(self) -> np.ndarray:
        """Cash of each party that stays below its ceiling, shape (actor, year). [EUR, real]"""
        return self.cash_real_eur - self.gap_eur

    @property
    def gap_year(self) -> int:
        """The year in which most is not covered; the first where all is."""
        return int(self.inputs.lines.years[int(self.gap_eur.sum(axis=0).argmax())])

    def peak_year(self, n_years: int) -> int | None:
        """The dearest of the first years, all parties together; None where nothing is paid in them."""
        total = self.cash_real_eur.sum(axis=0)[:n_years]
        return int(self.inputs.lines.years[int(total.argmax())]) if total.any() else None

    @property
    def gap_total_eur(self) -> float:
        """Present value of what is not covered (dekkingstekort). [EUR]"""
        return float((self.gap_eur @ self.inputs.lines.discount).sum())

    @cached_property
    def group_eur(self) -> np.ndarray:
        """Present value by party and measure group, grants and VAT included, shape (actor, group). [EUR]"""
        lines = self.inputs.lines
        value = (self.by_measure.sum(axis=1) + self.vat_by_measure) @ lines.discount  # actor, measure
        value = value + self._granted_by_measure
        groups = self.inputs.groups[lines.used]
        summed = np.zeros((len(self.actors.ids), len(CATEGORIES)))
        np.add.at(summed.T, groups, value.T)
        return summed

    @cached_property
    def _granted_by_measure(self) -> np.ndarray:
        """What grants take from or add to each party per measure, present value, shape (actor, measure)."""
        return (self.granted_eur - self.given_eur).sum(axis=0) @ self.inputs.lines.discount[self.built]

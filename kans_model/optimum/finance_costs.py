"""What every variable of an optimum costs its parties, year by year."""

from dataclasses import dataclass

import numpy as np

from kans_model.evaluation.baseline import Baseline
from kans_model.finance.actors import Actors
from kans_model.finance.burden import SHARED_AS
from kans_model.finance.cost_lines import KINDS, households, ownership, renewal_profile
from kans_model.finance.split import FinancingSplit
from kans_model.finance.vat import unrecovered_share
from kans_model.measures.portfolio import Portfolio, new_choice
from kans_model.optimum.variables import Variables
from kans_model.study.study import Study
from kans_model.tables.vocabulary import LANDOWNERS

BUILD, RENEW, KEEP = (KINDS.index(kind) for kind in ("investering", "vervanging", "onderhoud"))
"""Kinds of cost that a ceiling is about: what remains of worth is no cash."""


@dataclass(frozen=True, eq=False)
class PartyCosts:
    """Cost per variable and year, and who bears it under a split.

    Cost is before inflation and interest, with the VAT of who cannot recover it, as in the ledger.

    Attributes
    ----------
    base : Baseline
    split : FinancingSplit
    actors : Actors
    variables : Variables
    ceilings_eur : dict
        Party → what it can still bear each year. [EUR/yr]
    shares : array, shape (kind, measure, landowner, actor)
        Who bears what before grants. [-]
    owner : array, shape (variable, landowner)
        Whose ground it stands on. [-]
    households : array, shape (variable, landowner)
        Dwellings whose owner takes part in all that fits; NaN where nobody knows. [-]
    years : array of int, shape (year,)
    built : array, shape (year,)
        Part that is built in each year. [-]
    full_eur : array, shape (variable,)
        Price of all that fits, without planned works. [EUR]
    taxed_shares : array, shape (kind, measure, landowner, actor)
        Of these the part on which VAT is not recovered. [-]
    taxing : array, shape (measure, actor)
        What a euro of cost is to a party at most, with VAT where it cannot recover it on some ground. [-]
    levy_share : array, shape (measure,)
        What the sewer levy may bear. [-]
    flows_eur : dict
        Kind of cost → what it is each year, shape (variable, year). [EUR/yr]
    """

    base: Baseline
    split: FinancingSplit
    actors: Actors
    variables: Variables
    ceilings_eur: dict[str, float]
    shares: np.ndarray
    taxed_shares: np.ndarray
    taxing: np.ndarray
    levy_share: np.ndarray
    owner: np.ndarray
    households: np.ndarray
    years: np.ndarray
    built: np.ndarray
    full_eur: np.ndarray
    flows_eur: dict[int, np.ndarray]

    def borne_eur(self, actor: str) -> np.ndarray:
        """What a party bears of every variable before grants, shape (variable, year). [EUR/yr]"""
        place, measure = self.actors.place(actor), self.variables.measure
        vat = float(self.base.scalar["vat_rate"])
        borne = self.shares[..., place] + vat * self.taxed_shares[..., place]
        return sum(
            flow * (self.owner * borne[kind, measure]).sum(axis=1)[:, None]
            for kind, flow in self.flows_eur.items()
        )

    def per_full_price(self, measure: int) -> np.ndarray:
        """Cost per year of a euro of full price of a measure, shape (year,). [1/yr]"""
        variables = self.variables
        mine = np.flatnonzero((variables.measure == measure) & ~variables.joint)[:1]
        if not len(mine) or not self.full_eur[mine[0]]:
            return np.zeros(len(self.years))
        later = self.flows_eur[RENEW][mine[0]] + self.flows_eur[KEEP][mine[0]]
        return self.built + later / self.full_eur[mine[0]]


def party_costs(study: Study, split: FinancingSplit, variables: Variables) -> PartyCosts:
    """The cost of all that can be built, for the parties of a split."""
    base = study.baseline
    # a line of cost for each of them, also for what *alles wat past* has no place for
    names = base.room.measures[np.unique(variables.measure)]
    each = Portfolio(id="each", choices={str(name): new_choice(1.0) for name in names})
    ledger = study.ledger(each, split)
    lines = ledger.inputs.lines
    shares = np.zeros((len(KINDS), len(base.room.measures), len(LANDOWNERS), len(ledger.actors.ids)))
    shares[:, lines.used] = ledger.kind_shares
    taxed_shares, taxing = np.zeros_like(shares), np.ones((shares.shape[1], shares.shape[-1]))
    for kind, name in enumerate(KINDS):
        if name != "restwaarde":
            taxed_shares[kind, lines.used] = ledger.taxed_shares[SHARED_AS[name]]
    unrecovered = unrecovered_share(ledger.actors, lines.let_share) * (lines.quantity > 0)[..., None]
    taxing[lines.used] += float(base.scalar["vat_rate"]) * unrecovered.max(axis=1)
    levy_share = np.zeros(shares.shape[1])
    levy_share[lines.used] = ledger.riool_share
    measure, most = variables.measure, variables.most
    in_place = np.concatenate([[0.0], np.cumsum(lines.built)[:-1]])
    full = base.costs.unit_price_eur[measure] * most
    works = base.costs.works_price_eur[measure] * most
    upkeep = (base.costs.building_price_eur * base.measure["opex_share_per_year"])[measure] * most
    renewal = renewal_profile(base, base.measure["lifetime_years"])[:, 0]  # measure, year
    return PartyCosts(
        base=base,
        split=split,
        actors=ledger.actors,
        variables=variables,
        ceilings_eur=ledger.free_ceilings_eur,
        shares=shares,
        taxed_shares=taxed_shares,
        taxing=taxing,
        levy_share=levy_share,
        owner=ownership(base)[measure, variables.area],
        households=households(base, variables.measure, variables.area, most),
        years=lines.years,
        built=lines.built,
        full_eur=full,
        flows_eur={
            BUILD: variables.capex_eur[:, None] * lines.built,
            RENEW: works[:, None] * renewal[measure],
            KEEP: upkeep[:, None] * in_place,
        },
    )

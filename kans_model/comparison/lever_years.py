"""A package as its levers bring it, year by year: what owners build, what that costs whom, and the levy."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from kans_model.finance.cost_lines import CostLines
from kans_model.finance.ledger import Ledger
from kans_model.finance.ledger_inputs import Inputs
from kans_model.finance.levies import levy_per_household_eur
from kans_model.finance.phasing import Phasing
from kans_model.finance.split import FinancingSplit
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.effect import SetEffect, private_of
from kans_model.policy.levers import LeverSet
from kans_model.policy.parameters import drawn
from kans_model.policy.private_ground import PrivateGround
from kans_model.policy.subsidy_rules import PAYER, paid_by
from kans_model.study.study import Study
from kans_model.tables.vocabulary import LANDOWNERS, PRIVATE_OWNERS

LEVY = "gemeente_rioolheffing"


class LeverYears:
    """A package in which owners build what a set of levers brings, in the years in which it does.

    Public measures stay as they are, in the years of the programme where it has them. Everything is the
    middle of the draws. Unknown where a lever waits for a number of the city's own.

    Parameters
    ----------
    study : Study
    package : Portfolio
    split : FinancingSplit
        By which cost is borne before the subsidies.
    lever_set : LeverSet, optional
        The one that counts without; none where none does.
    effect : SetEffect, optional
        Of that set on that package under the draws of the study, where it is worked out already.
    """

    def __init__(
        self,
        study: Study,
        package: Portfolio,
        split: FinancingSplit,
        lever_set: LeverSet | None = None,
        effect: SetEffect | None = None,
    ):
        self.study, self.package, self.split = study, package, split
        self.lever_set = lever_set or study.policy.chosen_set or LeverSet("", "")
        base, policy = study.baseline, study.policy
        self.effect = effect or SetEffect(
            base, PrivateGround.of(base), policy, self.lever_set, package, drawn(study.seed)
        )

    @property
    def years(self) -> np.ndarray:
        """Of the policy, shape (year,)."""
        return np.array(self.study.policy.years)

    @property
    def is_known(self) -> bool:
        return self.effect.is_known

    # --- what the municipality pays -------------------------------------------------------------

    @cached_property
    def subsidies_eur(self) -> np.ndarray:
        """What each subsidy pays in each year, shape (subsidy, year). [EUR]"""
        return np.median(self.effect.paths.subsidy_eur, axis=1)

    @cached_property
    def discount_eur(self) -> np.ndarray:
        """Levy that owners do not pay, shape (year,). [EUR/yr]"""
        return np.median(self.effect.paths.discounts_eur, axis=0)

    @cached_property
    def campaign_eur(self) -> np.ndarray:
        """Campaigns, advisers and examples, shape (year,). [EUR/yr]"""
        return np.median(self.effect.paths.campaigns_eur, axis=0)

    @property
    def paid_eur(self) -> np.ndarray:
        """All of it, shape (year,). [EUR/yr]"""
        return self.effect.yearly_paid_eur

    # --- what owners build ----------------------------------------------------------------------

    @cached_property
    def built(self) -> Portfolio:
        """The package with what the levers bring until the last year."""
        return self.effect.package_at(self.study.policy.last_year)

    @cached_property
    def phasing(self) -> Phasing:
        """The years of each measure: of owners as they join, of others as the programme or evenly."""
        study, policy = self.study, self.study.policy
        base = study.baseline
        usual = study.ledger(self.package, self.split).inputs.lines
        built = np.tile(usual.built, (len(base.room.measures), 1)).astype(float)
        spared = np.zeros_like(built)
        if study.is_planned(self.package.id):
            planned = study.plan(self.package).phasing
            built, spared = planned.built.copy(), planned.spared.copy()
        period = usual.years
        for measure in private_of(self.package):
            row = base.room.place[measure]
            share = np.median(self.effect.paths.of_measure(measure), axis=0)
            spared[row] = 0.0
            if share[-1] > 0:
                built[row] = 0.0
                inside = np.isin(period, policy.years)
                joins = np.diff(share, prepend=0.0) / share[-1]
                built[row, inside] = joins[np.isin(policy.years, period)]
        return Phasing(built, spared)

    @cached_property
    def _inputs(self) -> Inputs:
        base, result = self.study.baseline, self.study.evaluate(self.built)
        return Inputs(base, self.built, result, self.phasing)

    @cached_property
    def without_subsidies(self) -> Ledger:
        """Who pays what and when if owners built the same without a subsidy."""
        return Ledger(self._inputs, self.split, self.study.actors)

    @cached_property
    def ledger(self) -> Ledger:
        """Who pays what and when: the municipality pays what owners save, once."""
        split = paid_by(self.split, self.lever_set, self.study.policy.years, self.subsidies_eur)
        return Ledger(self._inputs, split, self.study.actors)

    @cached_property
    def owners_eur(self) -> np.ndarray:
        """What owners invest in each year of the policy, before subsidy and VAT, shape (year,). [EUR]"""
        return self._of_owners(self._inputs.lines)

    @cached_property
    def asked_eur(self) -> np.ndarray:
        """What the package asks of them, in the years of the programme or evenly, shape (year,). [EUR]"""
        return self._of_owners(self.study.ledger(self.package, self.split).inputs.lines)

    def _of_owners(self, lines: CostLines) -> np.ndarray:
        mine = [lines.measures.index(name) for name in private_of(self.package) if name in lines.measures]
        owners = [LANDOWNERS.index(owner) for owner in PRIVATE_OWNERS]
        invested = lines.eur[0][mine][:, owners].sum(axis=(0, 1))
        return np.array([invested[lines.years == year].sum() for year in self.years])

    # --- who bears it ---------------------------------------------------------------------------

    @cached_property
    def moved_eur(self) -> dict[str, float]:
        """What the levers move between payers over the years, per payer; below zero is relief. [EUR]

        Subsidies and discounts together come to nothing; campaigns are a cost that relieves nobody.
        """
        ids = self.ledger.actors.ids
        moved = (self.ledger.net_eur - self.without_subsidies.net_eur).sum(axis=1)
        by_payer = dict(zip(ids, map(float, moved), strict=True))
        by_payer[PAYER] = by_payer.get(PAYER, 0.0) + float(self.campaign_eur.sum())
        by_payer[LEVY] = by_payer.get(LEVY, 0.0) + float(self.discount_eur.sum())
        for owner, eur in self._discounts_by_owner.items():
            by_payer[owner] = by_payer.get(owner, 0.0) - eur
        return by_payer

    @cached_property
    def _discounts_by_owner(self) -> dict[str, float]:
        """Levy that each kind of owner does not pay over the years. [EUR]"""
        paths = self.effect.paths
        eur = np.median(paths.discounts_by_cell_eur, axis=0)  # cell
        total, whole = float(self.discount_eur.sum()), float(eur.sum())
        part = total / whole if whole > 0 else 0.0
        return {
            owner: part * float(eur[paths.cells.owner == place].sum())
            for place, owner in enumerate(PRIVATE_OWNERS)
        }

    @cached_property
    def levy_eur(self) -> np.ndarray:
        """Sewer levy per household more than today, discounts on others' bills included, per year of the
        policy, in prices of today, shape (year,). [EUR/yr]"""
        ledger = self.ledger
        period = ledger.inputs.lines.years
        discount = np.zeros(len(period))
        inside = np.isin(self.years, period)
        discount[np.isin(period, self.years)] = self.discount_eur[inside]
        share = self.split.rate("levy_household_share")
        more = levy_per_household_eur(discount * ledger.price, share, ledger.price, ledger.levy_households)
        return (ledger.levy_eur + more)[np.isin(period, self.years)]

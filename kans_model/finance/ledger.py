"""Who pays what and when: the cost of a package divided over parties, financed, and held against benefits."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kans_model.finance.capital import capital_charges, loan_service
from kans_model.finance.cost_lines import KINDS
from kans_model.finance.grants import Eligible, Line, grants, rule
from kans_model.finance.shares import whole_shares
from kans_model.finance.split import KINDS as SHARED_KINDS
from kans_model.finance.split import even
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS, WHOLE

ALL_KINDS = (*KINDS, "btw")
CASH_KINDS = ("investering", "vervanging", "onderhoud", "btw")
SHARED_AS = {"investering": 0, "vervanging": 1, "restwaarde": 1, "onderhoud": 2}
LAND_PAYS = {
    "gemeente": "gemeente_rioolheffing",
    "waterschap": "waterschap",
    "woningcorporatie": "woningcorporatie",
    "particulier": "particulier",
    "bedrijf": "bedrijf",
}
"""Who pays for his own ground; the municipality from the sewer levy as far as that may bear it."""
LEVY_YEARS = 10


@dataclass(frozen=True)
class Moved:
    """Cost that the sewer levy may not bear and that general funds bear instead. [EUR, present value]"""

    measure: str
    eur: float


class Ledger:
    """One package under one split.

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
    lines : list of Line
        The audit.
    """

    def __init__(self, inputs, split, actors):
        self.inputs, self.split, self.actors = inputs, split, actors
        lines = inputs.lines
        shares = self._measure_shares()  # kind, measure, landowner, actor
        at = np.array([SHARED_AS[kind] for kind in KINDS])
        self.kind_shares = shares[at]
        # over landowners; then actor, kind, measure, year
        borne = np.matmul(self.kind_shares.transpose(0, 1, 3, 2), lines.eur)
        borne = borne.transpose(2, 0, 1, 3)
        self.by_measure = borne
        rate = float(inputs.base.scalar["vat_rate"])
        taxed = borne[:, [KINDS.index(kind) for kind in CASH_KINDS[:-1]]].sum(axis=1)
        vat = np.where(actors.role("vat_recovery")[:, None, None], 0.0, rate * taxed)
        self.vat_by_measure = vat
        self.burden_eur = np.concatenate([borne.sum(axis=2), vat.sum(axis=1)[:, None]], axis=1)
        self._grant(shares[0])

    # --- who bears what ----------------------------------------------------------------------

    def _cell_shares(self):
        """Shares per kind, measure group, landowner and party, exact. [ten-thousandths]"""
        actors, split = self.actors, self.split
        n = (len(SHARED_KINDS), len(CATEGORIES), len(LANDOWNERS), len(actors.ids))
        whole = np.zeros(n, dtype=int)
        if split.preset == "eigenaar":
            for place, owner in enumerate(LANDOWNERS):
                whole[:, :, place, actors.place(LAND_PAYS[owner])] = WHOLE
        elif split.preset == "gemeente":
            whole[..., actors.place("gemeente_rioolheffing")] = WHOLE
        elif split.preset == "gelijk":
            for actor, part in even(actors, actors.role("equal_part")).items():
                whole[..., actors.place(actor)] = part
        else:
            benefit = np.maximum(0, actors.gathered(self.inputs.group_benefit)) * actors.role("pays")
            for group, weights in enumerate(benefit):
                if weights.sum() > 0:
                    whole[:, group] = whole_shares(weights)
                else:  # nothing to go by: the owner pays
                    for place, owner in enumerate(LANDOWNERS):
                        whole[:, group, place, actors.place(LAND_PAYS[owner])] = WHOLE
        if split.own:
            self._put_own(whole)
        return whole

    def _put_own(self, whole):
        for g, group in enumerate(CATEGORIES):
            for o, owner in enumerate(LANDOWNERS):
                for k, kind in enumerate(SHARED_KINDS):
                    own = self.split.shares(group, owner, kind)
                    if own is not None:
                        whole[k, g, o] = 0
                        for actor, part in own.items():
                            whole[k, g, o, self.actors.place(actor)] += part

    def _measure_shares(self):
        """The same per measure, after what the sewer levy may not bear went to general funds. [-]"""
        self.cells = self._cell_shares()
        groups = self.inputs.groups[self.inputs.lines.used]
        shares = self.cells[:, groups] / WHOLE  # kind, measure, landowner, actor
        riool, general = (self.actors.place(f"gemeente_{purse}") for purse in ("rioolheffing", "algemeen"))
        refused = shares[..., riool] * (1 - self.riool_share)[None, :, None]
        shares[..., riool] -= refused
        shares[..., general] += refused
        self._refused = refused
        return shares

    @cached_property
    def riool_share(self):
        """Share of each measure that the sewer levy may bear: own values, else the table's. [-]"""
        share = self.inputs.riool_share.copy()
        for measure, own in self.split.levy_shares.items():
            if measure in self.inputs.lines.measures:
                share[self.inputs.lines.measures.index(measure)] = own["rioolheffing_share"]
        return share

    @cached_property
    def moved(self):
        """What the sewer levy may not bear, per measure."""
        lines = self.inputs.lines
        at = np.array([SHARED_AS[kind] for kind in KINDS])
        per_measure = ((lines.eur @ lines.discount) * self._refused[at]).sum(axis=(0, 2))
        return [
            Moved(measure, float(eur))
            for measure, eur in zip(lines.measures, per_measure, strict=True)
            if eur >= 1
        ]

    # --- grants ------------------------------------------------------------------------------

    def _grant(self, shares):
        """Grants: rule × measure × landowner × year, over the bearers in proportion, from their payers."""
        lines, split, ids = self.inputs.lines, self.split, self.actors.ids
        n_years = len(lines.years)
        self.received_eur, self.paid_eur = np.zeros((2, len(ids), n_years))
        self.grants_eur = np.zeros((len(split.instruments), n_years))
        self.held = np.zeros(len(split.instruments), dtype=bool)
        self.lines: list[Line] = []
        built = np.flatnonzero(lines.built)
        self.built = built
        self.received_by_measure = np.zeros((len(split.instruments), len(ids), len(lines.measures)))
        if not split.instruments or not lines.measures:
            return
        cost = Eligible(
            cost_eur=lines.eur[0][..., built],
            quantity=lines.quantity[..., None] * lines.built[built],
            measures=lines.measures,
            years=lines.years[built],
            shares=shares.transpose(2, 0, 1),
            actors=ids,
        )
        given, self.held, self.lines = grants(cost, split.instruments, split.rules)
        payers = []
        for place, name in enumerate(split.instruments):
            payer = self.rule(name)["payer"]
            payers.append(payer)
            if not given[place].any():
                continue
            others = shares.copy()
            others[..., ids.index(payer)] = 0.0
            total = others.sum(axis=-1, keepdims=True)
            others = np.divide(others, total, out=np.zeros_like(others), where=total > 0)
            received = np.matmul(others.transpose(0, 2, 1), given[place]).transpose(1, 0, 2)
            self.received_by_measure[place] = received.sum(axis=2)
            self.received_eur[:, built] += received.sum(axis=1)
            self.paid_eur[ids.index(payer), built] += given[place].sum(axis=(0, 1))
            self.grants_eur[place, built] = given[place].sum(axis=(0, 1))
        self.payers = payers

    # --- bekostiging -------------------------------------------------------------------------

    @cached_property
    def net_eur(self):
        """Burden after grants, residual value included, shape (actor, year). [EUR, real]"""
        return self.burden_eur.sum(axis=1) - self.received_eur + self.paid_eur

    @cached_property
    def cash_real_eur(self):
        """The same without the residual value, which is no cash, shape (actor, year). [EUR, real]"""
        return self.net_eur - self.burden_eur[:, ALL_KINDS.index("restwaarde")]

    @cached_property
    def present_value_eur(self):
        """What each party bears, shape (actor,). [EUR]"""
        return self.net_eur @ self.inputs.lines.discount

    @property
    def total_eur(self):
        """Present value of all that is borne: cost and the VAT that payers cannot recover. [EUR]"""
        return float(self.present_value_eur.sum())

    @cached_property
    def share(self):
        """Share of each party in the total, shape (actor,). [-]"""
        total = self.total_eur
        return self.present_value_eur / total if total else np.zeros_like(self.present_value_eur)

    @property
    def gemeente_eur(self):
        """Present value of what the municipality bears, both purses. [EUR]"""
        return float(self.present_value_eur[self._gemeente].sum())

    @cached_property
    def _gemeente(self):
        return [self.actors.place(f"gemeente_{purse}") for purse in ("algemeen", "rioolheffing")]

    @cached_property
    def gap_eur(self):
        """What is above a party's yearly ceiling, less what it promised before, shape (actor, year). [EUR]"""
        gap = np.zeros_like(self.net_eur)
        for actor, one in self.split.ceilings.items():
            place = self.actors.place(actor)
            left = one["ceiling_eur"] - one.get("committed_eur", 0)
            gap[place] = np.maximum(0, self.cash_real_eur[place] - left)
        return gap

    @property
    def gap_total_eur(self):
        """Present value of what is not covered (dekkingstekort). [EUR]"""
        return float((self.gap_eur @ self.inputs.lines.discount).sum())

    @cached_property
    def group_eur(self):
        """Present value by party and measure group, grants and VAT included, shape (actor, group). [EUR]"""
        lines = self.inputs.lines
        value = (self.by_measure.sum(axis=1) + self.vat_by_measure) @ lines.discount  # actor, measure
        value = value + self._granted_by_measure
        groups = self.inputs.groups[lines.used]
        summed = np.zeros((len(self.actors.ids), len(CATEGORIES)))
        np.add.at(summed.T, groups, value.T)
        return summed

    @cached_property
    def _granted_by_measure(self):
        """What grants take from or add to each party per measure, present value, shape (actor, measure)."""
        mean_discount = self.inputs.lines.discount[self.built]
        total = np.zeros(self.received_by_measure.shape[1:])
        for place in range(len(self.split.instruments)):
            per_year = self.grants_eur[place, self.built]
            if not per_year.any():
                continue
            weight = per_year @ mean_discount / per_year.sum()
            received = self.received_by_measure[place] * weight
            total -= received
            total[self.actors.ids.index(self.payers[place])] += received.sum(axis=0)
        return total

    # --- benefits ----------------------------------------------------------------------------

    @cached_property
    def benefit_eur(self):
        """Present value of what each party enjoys first, shape (actor,). [EUR]"""
        return self.actors.gathered(self.inputs.streams_eur @ self.inputs.benefit_parts)

    @cached_property
    def stream_benefit_eur(self):
        """The same by stream, shape (stream, actor). [EUR]"""
        return self.actors.gathered(self.inputs.streams_eur[:, None] * self.inputs.benefit_parts)

    @cached_property
    def net_benefit_eur(self):
        """Benefit less burden of each party, shape (actor,). [EUR]"""
        return self.benefit_eur - self.present_value_eur

    def final(self, amounts_eur):
        """Amounts per party, with levies and premiums gone back to households and companies. [EUR]"""
        ids, names = self.actors.ids, list(table("actors").index)
        own = np.array([amounts_eur[ids.index(one)] if one in ids else 0.0 for one in names])
        passed = self.actors.gathered(own @ self.inputs.final)
        for one in self.actors.added:
            passed[ids.index(one)] += amounts_eur[ids.index(one)]
        return passed

    # --- financiering ------------------------------------------------------------------------

    @cached_property
    def price(self):
        """Nominal over real prices at the end of each year, shape (year,). [-]"""
        return (1 + self.split.rate("inflation")) ** np.arange(1.0, len(self.inputs.lines.years) + 1)

    @cached_property
    def loans_eur(self):
        """Project loans, nominal: drawdown, interest, repayment, each of shape (actor, year). [EUR]"""
        shape = self.net_eur.shape
        drawn, interest, repaid = np.zeros((3, *shape))
        investment = ALL_KINDS.index("investering")
        for actor, loan in self.split.loans.items():
            place = self.actors.place(actor)
            if not self.actors.role("borrows")[place]:
                continue
            own = np.maximum(0, self.burden_eur[place, investment] - self.received_eur[place])
            drawn[place] = loan.get("share", 1.0) * own * self.price
            interest[place], repaid[place] = loan_service(
                drawn[place], loan["rate"], loan["years"], loan.get("kind", "annuity")
            )
        return drawn, interest, repaid

    @cached_property
    def cash_nominal_eur(self):
        """What each party pays in cash: burden − drawdown + debt service, shape (actor, year). [EUR]"""
        drawn, interest, repaid = self.loans_eur
        return self.cash_real_eur * self.price - drawn + interest + repaid

    def rule(self, name):
        """A rule of the split as plain values."""
        return rule(name, self.split.rules)

    def _by_class(self, place, part):
        """Investment and renewal of a party per asset class, nominal, shape (class, year), and the terms."""
        borne = self.by_measure[place] * part[:, None]
        spent = borne[[0, 1]].sum(axis=0)
        spent = spent + self.vat_by_measure[place] * _ratio(spent, self.by_measure[place][[0, 1, 3]].sum(0))
        classes = sorted(set(self.inputs.asset_class))
        member = self.inputs.asset_class[None, :] == np.array(classes)[:, None]
        gross = member @ spent * self.price
        total = gross.sum(axis=0)
        received = self.received_eur[place] * self.price
        net = gross - np.where(total > 0, gross / np.where(total > 0, total, 1), 0.0) * np.minimum(
            received, total
        )
        years = [
            int(self.split.depreciation_years.get(one, table("asset_classes")["depreciation_years"][one]))
            for one in classes
        ]
        return gross.sum(axis=0), net, years

    def credit(self, actor, part=1.0):
        """Investeringskrediet, kapitaallasten and upkeep of a party that capitalises. [EUR/yr, nominal]

        Parameters
        ----------
        actor : str
        part : array_like, shape (measure,), optional
            Count only this part of each measure. [-]

        Returns
        -------
        dict of numpy.ndarray, shape (year,)
            gross, net (of contributions and of what a reserve or provision pays), depreciation, interest,
            capital, upkeep, book_value.
        """
        place = self.actors.place(actor)
        part = np.broadcast_to(np.asarray(part, dtype=float), len(self.inputs.lines.measures))
        gross, net, years = self._by_class(place, part)
        if self.split.reserves.get(actor):  # used up first, whatever is built
            total = net.sum(axis=0)
            used = np.diff(np.minimum(np.cumsum(total), self.split.reserves[actor]), prepend=0.0)
            net = net * np.where(total > 0, 1 - used / np.where(total > 0, total, 1), 1.0)
        rate = self.split.rate("omslagrente")
        charges = np.zeros((3, len(self.inputs.lines.years)))
        for flow, term in zip(net, years, strict=True):  # half a dozen asset classes
            charges += capital_charges(flow, term, rate)
        upkeep = (self.by_measure[place][3] * part[:, None]).sum(axis=0) * self.price
        if not self.actors.role("vat_recovery")[place]:
            upkeep = upkeep * (1 + float(self.inputs.base.scalar["vat_rate"]))
        return {
            "gross": gross,
            "net": net.sum(axis=0),
            "depreciation": charges[0],
            "interest": charges[1],
            "capital": charges[0] + charges[1],
            "upkeep": upkeep,
            "book_value": charges[2],
        }

    @cached_property
    def levy_eur(self):
        """Rioolheffing per household more than today, in prices of today, shape (year,). [EUR/yr]

        The change of kapitaallasten and upkeep that the levy bears, as far as households pay it, over the
        households that pay.
        """
        credit = self.credit("gemeente_rioolheffing")
        units = self.split.levy_units or self.inputs.households
        borne = self.split.rate("levy_household_share") * (credit["capital"] + credit["upkeep"]) / self.price
        return borne / units if units else np.full_like(borne, np.nan)

    @cached_property
    def water_levy_eur(self):
        """Watersysteemheffing per household more than today, in prices of today, shape (year,). [EUR/yr]

        Of what the water board bears, only the part of each measure that serves the water system; divided
        over the same households.
        """
        credit = self.credit("waterschap", self.inputs.water_share)
        units = self.split.levy_units or self.inputs.households
        borne = self.split.rate("levy_household_share") * (credit["capital"] + credit["upkeep"]) / self.price
        return borne / units if units else np.full_like(borne, np.nan)

    @cached_property
    def debt_eur(self):
        """What is still owed on project loans at the end of each year, shape (actor, year). [EUR, nominal]"""
        drawn, _, repaid = self.loans_eur
        return np.cumsum(drawn - repaid, axis=1)

    @property
    def levy(self):
        """Peak of the levy, its year, and the levy after ten years. [EUR/yr per household]"""
        path, years = self.levy_eur, self.inputs.lines.years
        peak = int(np.argmax(path))
        return {
            "peak": float(path[peak]),
            "peak_year": int(years[peak]),
            "after_ten_years": float(path[min(LEVY_YEARS, len(path) - 1)]),
        }


def _ratio(part, whole):
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole != 0)

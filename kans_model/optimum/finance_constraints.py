"""Yearly ceilings and grants of a way to finance, as limits of an optimum."""

import numpy as np

from kans_model.finance.actors import GEMEENTE
from kans_model.finance.cost_cells import LAND_PAYS
from kans_model.finance.cost_lines import ownership, renewal_profile
from kans_model.finance.grants import rule
from kans_model.finance.shares import whole_shares
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import CATEGORIES, LANDOWNERS

MOST_GRANT_EUR = 1e12
"""More than any grant; columns need an end."""


class FinanceLimits:
    """What parties can bear each year, for the columns of a task.

    With shares as the split has them, or (`free`) with who bears what chosen along with the package. Cost is
    before inflation and interest, with the VAT of who cannot recover it, as in the ledger. A least grant
    (`min_eur`) is not in the program: check the ledger of the result.

    Parameters
    ----------
    task : Task
    split : FinancingSplit
    free : bool
    """

    def __init__(self, task, split, free=False):
        self.task, self.split = task, split
        study, base, col = task.study, task.base, task.col
        self.ledger = study.ledger("alles", split)
        self.actors = self.ledger.actors
        self.ceilings = split.free_ceilings_eur
        lines = self.ledger.inputs.lines
        place = {int(m): i for i, m in enumerate(lines.used)}
        self.row_of = np.array([place.get(int(m), -1) for m in col.measure])
        n = len(base.room.measures)
        self.shares = np.zeros((4, n, len(LANDOWNERS), len(self.actors.ids)))
        self.shares[:, lines.used] = self.ledger.kind_shares
        self.owner = ownership(base)[col.measure, col.area]  # column, landowner
        self.built = lines.built
        years = len(lines.years)
        in_place = np.concatenate([[0.0], np.cumsum(self.built)[:-1]])
        full = base.costs.unit_price_eur[col.measure] * col.most
        upkeep = (base.costs.building_price_eur * base.measure["opex_share_per_year"])[col.measure] * col.most
        renewal = renewal_profile(base, base.measure["lifetime_years"])[:, 0]  # measure, year
        self.flows = {
            0: col.capex_eur[:, None] * self.built,
            1: full[:, None] * renewal[col.measure],
            3: upkeep[:, None] * in_place,
        }  # kind → (column, year)
        self.years = np.arange(years)
        if free:
            self._free(full)
        else:
            self._fixed()

    def _taxed(self, actor):
        vat = float(self.task.base.scalar["vat_rate"])
        return 1.0 if self.actors.role("vat_recovery")[self.actors.place(actor)] else 1 + vat

    # --- shares as they are ------------------------------------------------------------------

    def _fixed(self):
        grants = self._grants()
        for actor, left in self.ceilings.items():
            place, col = self.actors.place(actor), self.task.col
            burden = sum(
                flow * (self.owner * self.shares[kind, col.measure, :, place]).sum(axis=1)[:, None]
                for kind, flow in self.flows.items()
            )
            self._limit(actor, left, burden * self._taxed(actor), np.arange(len(col)), grants, place)

    def _limit(self, actor, left, burden, index, grants=(), place=None):
        """A row for every year that no other year exceeds in all columns."""
        for year in _not_dominated(burden):
            value, at = burden[:, year] / 1e6, index
            for first, received, payer, in_time in grants:
                if in_time[year]:
                    extra = (float(place == payer) - received[:, place]) / in_time.sum()
                    at = np.concatenate([at, first + np.arange(len(extra))])
                    value = np.concatenate([value, extra])
            kept = value != 0
            self.task.program.limit(
                ("party", actor, int(self.ledger.inputs.lines.years[year])),
                at[kept],
                value[kept],
                high=left / 1e6,
            )

    def _grants(self):
        """Columns of what each rule gives per measure and landowner [mln EUR], and how it is received."""
        task, found = self.task, []
        col, x = task.col, np.arange(len(task.col))
        stacked: list[np.ndarray] = []
        for name in self.split.instruments:
            one = rule(name, self.split.rules)
            in_time = self._in_time(one)
            if one["status"] == "closed" or one["payer"] not in self.actors.ids or not in_time.any():
                continue
            if one["share"] is None and one["amount_eur"] is None:
                continue
            payer = self.actors.ids.index(one["payer"])
            cells = self._cells(one)
            if not cells or self._runs_out(one):
                continue
            first = task.program.extra(np.zeros(len(cells)), np.full(len(cells), MOST_GRANT_EUR / 1e6))
            part = in_time.sum() / max((self.built > 0).sum(), 1)
            received = np.zeros((len(cells), len(self.actors.ids)))
            for place, (measure, owner) in enumerate(cells):
                mine = x[col.measure == measure]
                cost = col.capex_eur[mine] * self.owner[mine, owner] / 1e6 * part
                others = 1 - self.shares[0, measure, owner, payer]
                gives = (
                    one["share"] * cost * others
                    if one["share"] is not None
                    else col.most[mine] * self.owner[mine, owner] * one["amount_eur"] / 1e6 * part
                )
                task.program.limit(
                    ("grant", name, measure, owner), [first + place, *mine], [1.0, *-gives], high=0.0
                )
                most = min(one["stacking_limit"] or 1.0, 1 - (one["own_share_min"] or 0.0))
                before = [at for at in stacked if tuple(at[:2]) == (measure, owner)]
                index = [first + place, *(int(at[2]) for at in before), *mine]
                value = [1.0] * (1 + len(before)) + list(-most * np.minimum(cost, cost * max(others, 0)))
                task.program.limit(("stack", name, measure, owner), index, value, high=0.0)
                stacked.append(np.array([measure, owner, first + place]))
                share = self.shares[0, measure, owner].copy()
                share[payer] = 0.0
                received[place] = share / share.sum() if share.sum() > 0 else 0.0
            every = first + np.arange(len(cells))
            if one["yearly_ceiling_eur"] is not None:
                high = one["yearly_ceiling_eur"] * in_time.sum() / 1e6
                task.program.limit(("fund_year", name), every, np.ones(len(cells)), high=high)
            found.append((first, received, payer, in_time))
        return found

    def _runs_out(self, one):
        """Whether a fund may be empty before the last year, first come, first served."""
        if one["total_ceiling_eur"] is None:
            return False
        budget, cost = self.task.question.budget_eur, float(self.task.col.capex_eur.sum())
        spent = cost if budget is None else min(budget, cost)
        return one["share"] is None or one["share"] * spent > one["total_ceiling_eur"]

    def _in_time(self, one):
        years = self.ledger.inputs.lines.years
        in_time = self.built > 0
        if one["from_year"] is not None:
            in_time = in_time & (years >= one["from_year"])
        if one["to_year"] is not None:
            in_time = in_time & (years <= one["to_year"])
        return in_time

    def _cells(self, one):
        """Measures and landowners that a rule looks at and the task can build."""
        rows, col = table("measures"), self.task.col
        cells = []
        for measure in np.unique(col.measure):
            row = rows.iloc[measure]
            fits = (
                row.name in one["measures"]
                if one["measures"]
                else bool(set(row["themes"].split(";")) & set(one["themes"]))
            )
            if one["share"] is None:
                fits = fits and row["unit"] == one["unit"]
            if not fits:
                continue
            mine = col.measure == measure
            cells += [
                (int(measure), place)
                for place, owner in enumerate(LANDOWNERS)
                if (not one["owners"] or owner in one["owners"]) and self.owner[mine, place].any()
            ]
        return cells

    # --- shares chosen along with the package ------------------------------------------------

    def _free(self, full):
        """Each measure's cost over the parties with a ceiling, and its owners for their own ground.

        Shares count on the price without planned works, so that upkeep and renewal follow them: the ceilings
        hold on the safe side.
        """
        task, col = self.task, self.task.col
        self.measures = np.unique(col.measure)
        purses = list(self.ceilings)
        private = self._private(purses)
        self.payers = [*purses, *private]
        n, k = len(self.measures), len(self.payers)
        self.first = task.program.extra(np.zeros(n * k), np.full(n * k, MOST_GRANT_EUR / 1e6))
        for place, measure in enumerate(self.measures):
            mine = np.flatnonzero(col.measure == measure)
            own = [self.first + place * k + payer for payer in range(k)]
            cost = full[mine] / 1e6
            task.program.limit(
                ("borne", int(measure)), [*own, *mine], [1.0] * k + list(-cost), low=0.0, high=0.0
            )
            for payer, owner in enumerate(private.values()):
                ground = cost * self.owner[mine][:, owner].sum(axis=1)
                task.program.limit(
                    ("ground", int(measure), payer),
                    [own[len(purses) + payer], *mine],
                    [1.0, *-ground],
                    high=0.0,
                )
        profile = np.stack([self._profile(int(measure), full) for measure in self.measures]) * 1e6
        levy = table("levy_shares")["rioolheffing_share"]
        levy = levy.loc[task.base.room.measures[self.measures]].to_numpy(dtype=float)[:, None]
        general, riool = GEMEENTE
        for payer, actor in enumerate(purses):
            index = self.first + np.arange(n) * k + payer
            burden = profile * self._taxed(actor)
            if actor == riool:  # the levy bears what it may; general funds bear the rest
                burden = burden * levy
            if actor == general and riool in purses:
                moved = self.first + np.arange(n) * k + purses.index(riool)
                index = np.concatenate([index, moved])
                burden = np.concatenate([burden, profile * self._taxed(actor) * (1 - levy)])
            self._limit(actor, self.ceilings[actor], burden, index)

    def _private(self, purses):
        """Owners without a ceiling → the landowners they are; the municipality has its purses."""
        private: dict[str, list[int]] = {}
        for owner, actor in LAND_PAYS.items():
            if actor not in purses and owner != "gemeente":
                private.setdefault(actor, []).append(LANDOWNERS.index(owner))
        return private

    def _profile(self, measure, full):
        """Cost per year of a euro of full price of a measure, shape (year,). [-]"""
        mine = np.flatnonzero((self.task.col.measure == measure) & ~self.task.col.joint)[:1]
        if not len(mine) or not full[mine[0]]:
            return np.zeros(len(self.years))
        later = (self.flows[1][mine[0]] + self.flows[3][mine[0]]) / full[mine[0]]
        return self.built + later

    def own_shares(self, answer):
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


def _not_dominated(burden):
    """Years in which some column costs more than in every other year."""
    kept: list[int] = []
    columns = burden.T
    for year in np.argsort(-columns.sum(axis=1), kind="stable"):
        if columns[year].max(initial=0.0) > 0 and not any(
            (columns[other] >= columns[year] - 1e-9).all() for other in kept
        ):
            kept.append(int(year))
    return kept

"""Who bears the cost and how it is paid over time: one way to finance a package (kostenverdeling)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import numpy as np

from kans_model.finance.actors import Actors
from kans_model.finance.cost_part import ANY
from kans_model.finance.grant_scheme import rule_problems, set_aside
from kans_model.finance.route_choice import route_problems
from kans_model.finance.shares import whole_shares
from kans_model.finance.split_checks import (
    amount_problems,
    ceiling_problems,
    grant_term_problems,
    instrument_problems,
    is_number,
    levy_cost_problems,
    levy_payer_problems,
    levy_share_problems,
    levy_today_problems,
    loan_problems,
    rate_problems,
    room_problems,
    share_problems,
    term_problems,
)
from kans_model.finance.split_terms import SplitTerms
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import REFERENCE_YEAR, YEARS
from kans_model.words.problems import KansError, Problem

ROLE_NEEDED = (
    ("loans", "borrows", "split_no_borrower"),
    *(
        (name, "capitalises", "split_no_reserve")
        for name in ("reserves", "renewal_provisions", "levelling_provisions")
    ),
)
"""Choices per party, the role it needs for them, and what is said to one without."""


class FinancingSplit(SplitTerms):
    """One way to share out the cost of a package and to pay for it.

    Bekostiging (`preset`, `own`, `instruments`, `rules`) says who bears each cost line, in real prices and
    before interest. Financiering (`loans`, `reserves`, `ceilings`, rates) says when and how it is paid.
    """

    @classmethod
    def of(cls, preset: str) -> FinancingSplit:
        """The preset that every study offers, under its own name as id."""
        return cls(id=preset, title=preset, preset=preset)

    def _with(self, **values: Any) -> FinancingSplit:
        for units in (values.get("levy_units"), values.get("water_levy_units")):
            if units is not None and (not is_number(units) or units < 1):
                raise KansError(Problem("split_units", value=units))
        least = values.get("capitalisation_threshold_eur", 0.0)
        if not is_number(least) or least < 0:
            raise KansError(Problem("split_amount", column="capitalisation_threshold_eur", value=least))
        return type(self)(**{**{k: v for k, v in self.param.values().items() if k != "name"}, **values})

    def copied(self, title: str) -> FinancingSplit:
        """The same under another id and name."""
        return self._with(id=uuid.uuid4().hex, title=title)

    def changed(self, actors: Actors | None = None, **values: Any) -> FinancingSplit:
        """The split with some of its choices replaced, checked.

        Raises
        ------
        KansError
            When a choice cannot be; nothing is changed then.
        """
        new = self._with(**values)
        new.check(actors)
        new.check_entry(self, actors)
        return new

    def check_entry(self, before: FinancingSplit, actors: Actors | None = None) -> None:
        """Refuse a loan or money set aside that was not there before and that the party cannot have.

        A study of before that holds one still opens: it never counted.

        Raises
        ------
        KansError
        """
        parties, problems = actors or Actors(), []
        for name, column, key in ROLE_NEEDED:
            for actor in {*getattr(self, name)} - {*getattr(before, name)}:
                if actor in parties.known and not parties.has_role(actor, column):
                    problems.append(Problem(key, row=actor))
        for actor in {*self.levelling_provisions} - {*before.levelling_provisions}:
            if parties.has_role(actor, "capitalises") and not parties.has_tariff(actor):
                problems.append(Problem("split_no_tariff", row=actor))
        if problems:
            raise KansError(problems)

    # --- with another choice; check it before it is used -------------------------------------

    def with_ceiling(self, actor: str, ceiling_eur: float | None) -> FinancingSplit:
        """Another yearly ceiling for a party, what it promised before stays; None takes it away. [EUR/yr]"""
        own = None if ceiling_eur is None else {**self.ceilings.get(actor, {}), "ceiling_eur": ceiling_eur}
        return self._with(ceilings=_put(self.ceilings, actor, own))

    def with_committed(self, actor: str, committed_eur: float | None) -> FinancingSplit:
        """What a party with a ceiling promised before, of each year; None for nothing. [EUR/yr]"""
        limit = _put(self.ceilings.get(actor, {}), "committed_eur", committed_eur)
        return self._with(ceilings=_put(self.ceilings, actor, limit or None))

    def with_room(self, actor: str, room_eur: float | None) -> FinancingSplit:
        """Another structural room in the exploitation of a purse; None takes it away. [EUR/yr]"""
        return self._with(rooms=_put(self.rooms, actor, room_eur))

    def with_reserve(self, actor: str, reserve_eur: float | None) -> FinancingSplit:
        """Another bestemmingsreserve kapitaallasten for a party; None takes it away. [EUR]"""
        return self._with(reserves=_put(self.reserves, actor, reserve_eur))

    def with_provision(self, actor: str, provision_eur: float | None) -> FinancingSplit:
        """Another voorziening for renewals for a party; None takes it away. [EUR]"""
        return self._with(renewal_provisions=_put(self.renewal_provisions, actor, provision_eur))

    def with_levelling(self, actor: str, provision_eur: float | None) -> FinancingSplit:
        """Another egalisatievoorziening for a levy; None takes it away. [EUR]"""
        return self._with(levelling_provisions=_put(self.levelling_provisions, actor, provision_eur))

    def with_grant_years(self, rule: str, years: float | None) -> FinancingSplit:
        """Another term of what a purse grants under a rule, or all; None goes back to the usual. [yr]"""
        name = rule if rule in self.rules or rule in table("funding").index else ANY
        term = int(years) if years is not None and float(years).is_integer() else years
        return self._with(grant_treatment=_put(self.grant_treatment, name, term))

    def with_rate(self, key: str, rate: float | None) -> FinancingSplit:
        """Another rate; None goes back to the default. [1/yr], or [-] for a share"""
        return self._with(rates=_put(self.rates, key, rate))

    def with_term(self, asset_class: str, years: float | None) -> FinancingSplit:
        """Another term of depreciation; None goes back to the table's. [yr]"""
        term = int(years) if years is not None and float(years).is_integer() else years
        return self._with(depreciation_years=_put(self.depreciation_years, asset_class, term))

    def with_levy_payers(self, key: str, value: float | None) -> FinancingSplit:
        """Another figure of who pays the sewer levy; None takes it away."""
        return self._with(levy_payers=_put(self.levy_payers, key, value))

    def with_levy_cost(self, key: str, value: float | None) -> FinancingSplit:
        """Another cost beside the works that the sewer levy bears; None: unknown again."""
        return self._with(levy_costs=_put(self.levy_costs, key, value))

    def with_levy_today(self, key: str, eur: float | None) -> FinancingSplit:
        """Another cost or yield of the whole sewer levy today; None: unknown again. [EUR/yr]"""
        return self._with(levy_today=_put(self.levy_today, key, eur))

    def with_threshold(self, threshold_eur: float | None) -> FinancingSplit:
        """Another threshold below which a measure is paid at once; None for none. [EUR]"""
        return self._with(capitalisation_threshold_eur=threshold_eur or 0.0)

    def with_reference_year(self, year: float | None) -> FinancingSplit:
        """Another year whose dated rows hold; None goes back to the usual."""
        chosen = REFERENCE_YEAR if year is None else year
        if not is_number(chosen) or chosen != int(chosen) or not YEARS[0] <= chosen <= YEARS[1]:
            raise KansError(Problem("split_year", value=chosen, least=YEARS[0], most=YEARS[1]))
        return self._with(reference_year=int(chosen))

    def with_levy_share(self, measure: str, share: float | None) -> FinancingSplit:
        """Another share of a measure that the sewer levy may bear; None goes back to the table's. [-]"""
        own = None if share is None else {"rioolheffing_share": share, "reason": ""}
        return self._with(levy_shares=_put(self.levy_shares, measure, own))

    def with_loan(self, actor: str, **terms: Any) -> FinancingSplit:
        """A loan for a party with these terms (kind, rate, years; None: as usual), others as they were."""
        usual = self.without_loan(actor).loan(actor)
        loan = self.loan(actor) | {key: usual[key] if term is None else term for key, term in terms.items()}
        if float(loan["years"]).is_integer():
            loan["years"] = int(loan["years"])
        return self._with(loans={**self.loans, actor: loan})

    def without_loan(self, actor: str) -> FinancingSplit:
        """No loan for a party."""
        return self._with(loans=_put(self.loans, actor, None))

    def with_route(self, actor: str, where: str, route: str | None) -> FinancingSplit:
        """The legal route by which a party pays a part of the cost; None takes it away."""
        own = _put(self.routes.get(actor, {}), where, route)
        return self._with(routes=_put(self.routes, actor, own or None))

    def with_lock(self, actor: str, locked: bool) -> FinancingSplit:
        """The slider of a party held in place, or let go."""
        others = [other for other in self.locked if other != actor]
        return self._with(locked=[*others, actor] if locked else others)

    def set_apart(self, where: str, own: Mapping[str, dict[str, int]]) -> FinancingSplit:
        """The split with other own shares inside a part of the cost, in place of those set there before.

        Parameters
        ----------
        where : str
            From `cell`.
        own : dict
            Names of parts inside it → party → ten-thousandths.
        """
        wanted = where.split(":")
        kept = {
            name: shares
            for name, shares in self.own.items()
            if not all(ask in (ANY, part) for ask, part in zip(wanted, name.split(":"), strict=True))
        }
        return self._with(own={**kept, **own})

    def check(self, actors: Actors | None = None) -> None:
        """All that is wrong with the choices, at once.

        Raises
        ------
        KansError
            Shares that do not sum, negative amounts, unknown parties or measures, a term of no years,
            a ceiling below what was promised, rules that cannot be.
        """
        parties = actors or Actors()
        named = {
            *(actor for shares in self.own.values() for actor in shares),
            *self.ceilings,
            *self.loans,
            *self.reserves,
            *self.renewal_provisions,
            *self.levelling_provisions,
            *self.locked,
            *self.routes,
            *self.rooms,
        }
        problems = [
            Problem("actor_unknown", value=actor, known=", ".join(parties.ids))
            for actor in named
            if actor not in parties.known
        ]
        for where, shares in self.own.items():
            problems += share_problems(where, shares)
        for actor, limit in self.ceilings.items():
            problems += ceiling_problems(actor, limit)
        for actor, loan in self.loans.items():
            problems += loan_problems(actor, loan)
        for column, reserves in (
            ("reserve_eur", self.reserves),
            ("renewal_provision_eur", self.renewal_provisions),
            ("levelling_provision_eur", self.levelling_provisions),
        ):
            problems += amount_problems(column, reserves)
        problems += grant_term_problems(self.grant_treatment)
        problems += rate_problems(self.rates, parties.capitalising)
        problems += levy_share_problems(self.levy_shares)
        problems += levy_payer_problems(self.levy_payers)
        problems += levy_cost_problems(self.levy_costs)
        problems += levy_today_problems(self.levy_today)
        problems += term_problems(self.depreciation_years)
        problems += instrument_problems(self.instruments, self.rules)
        problems += room_problems(self.rooms, parties)
        for actor, named_routes in self.routes.items():
            problems += route_problems(parties.like(actor), named_routes, self.reference_year)
        problems += rule_problems(self.rules, parties.known)
        if problems:
            raise KansError(problems)

    def to_dict(self) -> dict[str, Any]:
        """Every choice, defaults written out."""
        values = {name: value for name, value in self.param.values().items() if name != "name"}
        return {name: values[name] for name in sorted(values)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], actors: Actors | None = None) -> FinancingSplit:
        """The split that `to_dict` wrote; what it did not know yet has its default.

        A rule of its own that says two things, or half of one, is set aside and says so: no study of before
        stays closed.

        Raises
        ------
        KansError
            When it holds what cannot be.
        """
        split = cls(**{**values, "rules": set_aside(values.get("rules", {}))})
        split.check(actors)
        return split


def free_ceilings_eur(split: FinancingSplit, actors: Actors) -> dict[str, float]:
    """Free ceilings of the parties that stand apart; those of who counts with them added. [EUR/yr]"""
    free: dict[str, float] = {}
    for actor, eur in split.free_ceilings_eur.items():
        apart = actors.ids[actors.place(actor)]
        free[apart] = free.get(apart, 0.0) + eur
    return free


def even(actors: Actors, among: np.ndarray) -> dict[str, int]:
    """Equal parts over some parties: party → ten-thousandths."""
    ids = [actor for actor, wanted in zip(actors.ids, among, strict=True) if wanted]
    return dict(zip(ids, map(int, whole_shares([1] * len(ids))), strict=True))


def _put(choices: dict[str, Any], key: str, value: object) -> dict[str, Any]:
    """The choices with one replaced, or taken out with None."""
    others = {name: choice for name, choice in choices.items() if name != key}
    return others if value is None else {**others, key: value}

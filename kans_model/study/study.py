"""A study: one city, its outlook, assumptions, ambition and packages. What is saved, shared and hashed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import param
import xarray as xr

from kans_model.city.city import City
from kans_model.computing.cache import MEGABYTE, Cache
from kans_model.dialogue.ambition import Ambition, Threshold
from kans_model.dialogue.criteria import Criterion
from kans_model.dialogue.dialogue import Dialogue
from kans_model.evaluation import evaluate as evaluation
from kans_model.evaluation.baseline import Baseline
from kans_model.finance.actors import Actors
from kans_model.finance.city_balance import CityBalance
from kans_model.finance.ledger import Ledger
from kans_model.finance.ledger_inputs import Inputs
from kans_model.finance.split import FinancingSplit
from kans_model.finance.split_terms import PRESETS
from kans_model.measures.portfolio import Portfolio
from kans_model.outlook.assumptions import Assumptions
from kans_model.outlook.scenario import Scenario
from kans_model.policy.policy import Policy
from kans_model.programme.basis import NOT_NOTED
from kans_model.programme.limits import Limits
from kans_model.programme.plan import Plan, start_values
from kans_model.programme.programme import Programme
from kans_model.programme.reductions import reductions
from kans_model.programme.works import Work, city_works
from kans_model.study.file_parts import SCHEMA
from kans_model.study.file_schema import check_parts, check_places, few
from kans_model.study.hashing import digest, hashed, rounded
from kans_model.study.references import first_package, reference_packages
from kans_model.tables import reading
from kans_model.words.problems import KansError, Problem

MODEL_VERSION = "3"
"""Raised when the same inputs give other numbers."""
SEED = 2027
"""Of the draws, for a study that names none."""
LARGEST_SEED = 2**32 - 1
# For sixty buurten a result takes 0.1 to 0.4 MB and a baseline 0.6 MB; for the country 200 times that.
_baselines = Cache(512 * MEGABYTE, others=(City,), grows=True)
_results = Cache(512 * MEGABYTE)
_values = Cache(128 * MEGABYTE, others=(City, Baseline))
_inputs = Cache(128 * MEGABYTE, others=(City, Baseline))


class Study(param.Parameterized):
    """One municipality's areas and everything it has chosen so far."""

    city = param.ClassSelector(class_=City, doc="The buurten.")
    scenario = param.ClassSelector(class_=Scenario, default=Scenario(), instantiate=True)
    assumptions = param.ClassSelector(class_=Assumptions, default=Assumptions(), instantiate=True)
    ambition = param.ClassSelector(class_=Ambition, default=Ambition(), doc="What is acceptable.")
    dialogue = param.ClassSelector(
        class_=Dialogue, default=Dialogue(), doc="What partners agreed on, how they weigh, and their log."
    )
    portfolios = param.List(default=[], item_type=Portfolio, doc="Own packages.")
    splits = param.List(default=[], item_type=FinancingSplit, doc="Own ways to finance a package.")
    actors = param.ClassSelector(class_=Actors, default=Actors(), doc="Who pays and who benefits.")
    balance = param.ClassSelector(
        class_=CityBalance, default=CityBalance(), doc="The city's own balance, for the ratios of the BBV."
    )
    programme = param.ClassSelector(
        class_=Programme, default=Programme(), doc="Projects in years, beside the works of others."
    )
    policy = param.ClassSelector(class_=Policy, default=Policy(), doc="Levers on private ground, in sets.")
    seed = param.Integer(SEED, bounds=(0, LARGEST_SEED), doc="Which draws the ranges come from.")

    @classmethod
    def default(cls, city: City) -> Study:
        """What screen, command line and notebook start from: the sample package."""
        return cls(city=city, portfolios=[first_package()])

    # --- packages ----------------------------------------------------------------------------

    def references(self) -> dict[str, Portfolio]:
        """The three packages every city can be held against, by id."""
        return dict(reference_packages())

    def portfolio(self, portfolio_id: str) -> Portfolio:
        """An own or reference package by id.

        Raises
        ------
        KansError
            When there is none.
        """
        packages = reference_packages() | {portfolio.id: portfolio for portfolio in self.portfolios}
        if portfolio_id not in packages:
            raise KansError([Problem("portfolio_unknown", value=portfolio_id, known=", ".join(packages))])
        return packages[portfolio_id]

    def with_portfolio(self, portfolio: Portfolio) -> Study:
        """The study with a package added, or put in the place of the one with the same id."""
        ids = [own.id for own in self.portfolios]
        kept = [portfolio if own.id == portfolio.id else own for own in self.portfolios]
        return self.replaced(portfolios=kept if portfolio.id in ids else [*kept, portfolio])

    def without_portfolio(self, portfolio_id: str) -> Study:
        """The study without one of its own packages."""
        return self.replaced(portfolios=[own for own in self.portfolios if own.id != portfolio_id])

    # --- dialogue ----------------------------------------------------------------------------

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What is acceptable: by the dialogue, and by thresholds of damage from before there was one."""
        earlier = (Criterion.of_threshold(threshold) for threshold in self.ambition.thresholds)
        own = {(criterion.indicator, criterion.place) for criterion in self.dialogue.criteria}
        kept = (criterion for criterion in earlier if (criterion.indicator, criterion.place) not in own)
        return (*self.dialogue.criteria, *kept)

    @property
    def public(self) -> Study:
        """The same without any person's name: who speaks for a partner is not for everybody."""
        return self.replaced(dialogue=self.dialogue.public)

    def thresholds(self, horizon: str) -> tuple[Threshold, ...]:
        """What a question to the optimiser starts from: criteria of damage in euro at a horizon."""
        return tuple(limit for criterion in self.criteria for limit in criterion.thresholds(horizon))

    # --- financing ---------------------------------------------------------------------------

    def split(self, split_id: str) -> FinancingSplit:
        """A way to finance: one of its own, or a preset, by id.

        Raises
        ------
        KansError
            When there is none.
        """
        known = dict.fromkeys(PRESETS) | {own.id: own for own in self.splits}
        if split_id not in known:
            raise KansError(Problem("split_unknown", value=split_id, known=", ".join(known)))
        return known[split_id] or FinancingSplit.of(split_id)

    def with_split(self, split: FinancingSplit) -> Study:
        """The study with a split added, or put in the place of the one with the same id.

        Raises
        ------
        KansError
            When the split cannot be; the study stays as it was.
        """
        split.check(self.actors)
        ids = [own.id for own in self.splits]
        kept = [split if own.id == split.id else own for own in self.splits]
        return self.replaced(splits=kept if split.id in ids else [*kept, split])

    def without_split(self, split_id: str) -> Study:
        """The study without one of its own splits."""
        return self.replaced(splits=[own for own in self.splits if own.id != split_id])

    def ledger(self, portfolio: Portfolio | str, split: FinancingSplit | str, planned: bool = True) -> Ledger:
        """Who pays what and when: a package under a split, each a thing or an id.

        Parameters
        ----------
        planned : bool
            False: built evenly, also where a programme says when.

        Returns
        -------
        Ledger
        """
        portfolio = self.portfolio(portfolio) if isinstance(portfolio, str) else portfolio
        split = self.split(split) if isinstance(split, str) else split
        years = self._years_key(portfolio) if planned else ""
        return Ledger(self._inputs(portfolio, years), split, self.actors)

    def _inputs(self, portfolio: Portfolio, years: str) -> Inputs:
        """What all splits of a package share: in the years of the programme, or evenly without a key."""
        outlook, package = self.outlook_key, digest(hashed(portfolio.to_dict()))

        def made() -> Inputs:
            phasing = self.plan(portfolio).phasing if years else None
            return Inputs(self._baseline(outlook), portfolio, self.evaluate(portfolio), phasing)

        return _inputs.get((outlook, package, years), made)

    def _years_key(self, portfolio: Portfolio) -> str:
        """What tells the years in which a package is built; empty where it is built evenly."""
        return digest(hashed(self.programme.to_dict())) if self.is_planned(portfolio.id) else ""

    def is_planned(self, portfolio_id: str) -> bool:
        """Whether a package is built in the years of the programme, and not evenly."""
        return self.programme.is_planned and self.programme.package == portfolio_id

    # --- programme ---------------------------------------------------------------------------

    @property
    def works(self) -> tuple[Work, ...]:
        """Works that happen anyway: the calendar of the programme, else what the columns of the city say."""
        return self.programme.works or city_works(self.city.areas)

    def plan_limits(self, plan: Plan, ledger: Ledger) -> Limits:
        """What the years of a plan must keep to: budgets, capacity, order, latest years of the dialogue."""
        return plan.limits(ledger, reductions(plan.values, self.criteria, self.city.areas))

    def plan(self, portfolio: Portfolio | str | None = None) -> Plan:
        """The programme in the city: what its projects are worth, cost and come to.

        Parameters
        ----------
        portfolio : Portfolio or str, optional
            The package whose quantities are the whole; that of the programme without.
        """
        chosen = self.programme.package if portfolio is None else portfolio
        portfolio = self.portfolio(chosen) if isinstance(chosen, str) else chosen
        timeless = replace(
            self.programme,
            budgets={},
            projects=tuple(own.at(None, False) for own in self.programme.projects),
            made_on=NOT_NOTED,
            planned_on=NOT_NOTED,
        )
        outlook, works = self.outlook_key, self.works
        values = _values.get(
            (outlook, digest(timeless.to_dict())),
            lambda: start_values(self._baseline(outlook), timeless, works),
        )
        return Plan(self.programme, values, self.evaluate(portfolio)["quantity"].to_numpy())

    def replaced(self, **values: Any) -> Study:
        """The study with some of its parts replaced, such as city, scenario, assumptions or portfolios."""
        return type(self)(**{**{k: v for k, v in self.param.values().items() if k != "name"}, **values})

    # --- results -----------------------------------------------------------------------------

    @property
    def outlook_key(self) -> str:
        """What decides a result apart from the package."""
        return digest(
            {
                "city": self.city.content_hash,
                "tables": reading.content_hash(),
                "scenario": self.scenario.to_dict(),
                "assumptions": hashed(self.assumptions.to_dict()),
                "model": MODEL_VERSION,
            }
        )

    @property
    def baseline(self) -> Baseline:
        """What the city faces without any package."""
        return self._baseline(self.outlook_key)

    def _baseline(self, outlook: str) -> Baseline:
        return _baselines.get(outlook, lambda: Baseline(self.city, self.scenario, self.assumptions))

    def evaluate(self, portfolio: Portfolio | str, draws: Any = None) -> xr.Dataset:
        """What a package does, as one labelled result.

        Parameters
        ----------
        portfolio : Portfolio or str
            A package, or the id of one.
        draws : Draws, optional
            From `draws.draws`; gives ranges instead of mid values, of the city and not of each area.

        Returns
        -------
        xarray.Dataset
            As `evaluation.evaluate`, or as `Draws.evaluate`.
        """
        portfolio = self.portfolio(portfolio) if isinstance(portfolio, str) else portfolio
        outlook, package = self.outlook_key, digest(hashed(portfolio.to_dict()))

        def mid() -> xr.Dataset:
            return _results.get(
                (outlook, package), lambda: evaluation.evaluate(self._baseline(outlook), portfolio)
            )

        if draws is None:
            return mid()
        return _results.get(
            (outlook, package, draws.key),
            lambda: draws.evaluate(self._baseline(outlook), portfolio, mid(), areas=False),
        )

    # --- saving ------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The only serialisation: schema number, ids apart from names, defaults written out."""
        return rounded(
            {
                "schema": SCHEMA,
                "model": MODEL_VERSION,
                "city": {
                    "name": self.city.name,
                    "content_hash": self.city.content_hash,
                    "corrections": {
                        code: dict(self.city.corrections[code]) for code in sorted(self.city.corrections)
                    },
                },
                "tables": reading.content_hash(),
                "scenario": self.scenario.to_dict(),
                "assumptions": self.assumptions.to_dict(),
                "ambition": self.ambition.to_dict(),
                "portfolios": [portfolio.to_dict() for portfolio in self.portfolios],
                "splits": [split.to_dict() for split in self.splits],
                "actors": self.actors.to_dict(),
                # only where one is filled in: the reference of a study of before stays as it was
                **({"balance": self.balance.to_dict()} if self.balance.known else {}),
                **({"dialogue": self.dialogue.to_dict()} if self.dialogue.started else {}),
                **({"programme": self.programme.to_dict()} if self.programme.started else {}),
                **({"policy": self.policy.to_dict()} if self.policy.started else {}),
                "seed": self.seed,
            }
        )

    @property
    def hash(self) -> str:
        """SHA-256 of everything that decides the numbers: names and descriptions apart. [hex]"""
        return digest(hashed(self.to_dict()))

    @classmethod
    def from_dict(cls, values: Any, city: City, file: str | None = None) -> Study:
        """The study that `to_dict` wrote, on its city; `file` is named in the errors.

        Raises
        ------
        KansError
            For an unknown schema, another city, or parts that are wrong.
        """
        if isinstance(values, dict) and values.get("schema", SCHEMA) != SCHEMA:
            shown = str(values["schema"])[:20]
            raise KansError([Problem("study_schema_unknown", file=file, value=shown, must=SCHEMA)])
        check_parts(values, file)
        try:
            for code, corrected in values["city"].get("corrections", {}).items():
                city = city.with_values(code, **corrected)
            if values["city"]["content_hash"] != city.content_hash:
                raise KansError([Problem("study_other_city", value=values["city"]["name"], known=city.name)])
            check_places(values, city, file)
            actors = Actors.from_dict(values.get("actors", {}))
            ambition = Ambition.from_dict(values.get("ambition", {}))
            ambition.check(city.areas.index)
            dialogue = Dialogue.from_dict(values.get("dialogue", {}))
            dialogue.check(city.areas, actors.known)
            programme = Programme.from_dict(values.get("programme", {}))
            programme.check(city.areas.index, actors.known)
            policy = Policy.from_dict(values.get("policy", {}))
            policy.check(city.areas.index)
            return cls(
                city=city,
                actors=actors,
                dialogue=dialogue,
                programme=programme,
                policy=policy,
                ambition=ambition,
                balance=CityBalance.from_dict(values.get("balance", {})),
                splits=[FinancingSplit.from_dict(split, actors) for split in values.get("splits", [])],
                scenario=Scenario.from_dict(values["scenario"]),
                assumptions=Assumptions.from_dict(values["assumptions"]),
                portfolios=[Portfolio.from_dict(portfolio) for portfolio in values["portfolios"]],
                seed=values.get("seed", SEED),
            )
        except KansError as error:
            raise KansError(few(error.problems, file)) from None
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # what no part shows by itself
            raise KansError([Problem("study_part_wrong", file=file)]) from error

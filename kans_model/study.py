"""A study: one city, its outlook, assumptions, ambition and packages. What is saved, shared and hashed."""

import hashlib
import threading
from collections import OrderedDict
from functools import cache

import param
import rfc8785

from kans_model import evaluation, tables
from kans_model.actors import Actors
from kans_model.ambition import Ambition
from kans_model.assumptions import Assumptions
from kans_model.baseline import Baseline
from kans_model.city import City
from kans_model.financing import PRESETS, FinancingSplit
from kans_model.ledger import Inputs, Ledger
from kans_model.portfolio import Portfolio, new_choice
from kans_model.problems import KansError, Problem
from kans_model.room import WORKS_STOCKS
from kans_model.scenario import Scenario
from kans_model.tables import table

SCHEMA = 1
MODEL_VERSION = "2"
"""Raised when the same inputs give other numbers."""
REFERENCES = ("niets_doen", "meekoppelen", "alles")
NOT_IN_ALL = ("foundation_repair",)
"""Repair of a foundation is itself the damage that drought counts, so no package of everything holds it."""
UNHASHED = ("title", "description", "budget_eur", "names", "locked", "question")
SEED = 2027
"""Of the draws, for a study that names none."""
LARGEST_SEED = 2**32 - 1
CACHED_BASELINES, CACHED_RESULTS, CACHED_INPUTS = 16, 256, 64


class _Cache:
    """Results by key, the longest unused dropped first; shared by all sessions of a process."""

    def __init__(self, size):
        self._size, self._values, self._lock = size, OrderedDict(), threading.Lock()

    def get(self, key, compute):
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value


@cache
def _references():
    measures = table("measures")
    everything = [name for name in measures.index if name not in NOT_IN_ALL]
    joint = measures.index[
        measures["stock"].isin(WORKS_STOCKS)
        & ((measures["joint_works_discount"] > 0) | (measures["cost_basis"] == "on_top_of_works"))
    ]
    packages = {
        "niets_doen": {},
        "meekoppelen": {name: new_choice(1.0, "works") for name in joint if name in everything},
        "alles": {name: new_choice(1.0) for name in everything},
    }
    return {
        name: Portfolio(id=name, title=name, choices=choices, best_first=True)
        for name, choices in packages.items()
    }


def first_package():
    """The sample that a new study starts with: six measures."""
    first = Portfolio(id="eigen", title="Eigen pakket")
    start = {
        "street_tree": (0.3, "worst_first"),
        "wadi": (0.4, "worst_first"),
        "depave_public": (0.25, "everywhere"),
        "disconnect_street": (0.3, "everywhere"),
        "green_roof_extensive": (0.1, "everywhere"),
        "heat_plan": (1.0, "everywhere"),
    }
    for measure, (uptake, targeting) in start.items():
        first = first.with_uptake(measure, uptake, targeting)
    return first


def is_untouched_sample(portfolio):
    """Whether a package is still the sample, so none of the planner's making."""
    return portfolio.to_dict() == first_package().to_dict()


_baselines, _results = _Cache(CACHED_BASELINES), _Cache(CACHED_RESULTS)
_inputs = _Cache(CACHED_INPUTS)


def rounded(value):
    """The same structure with floats to 12 significant digits."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(item) for item in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def digest(value):
    """SHA-256 of a structure in canonical JSON (RFC 8785). [hex]"""
    return hashlib.sha256(rfc8785.dumps(rounded(value))).hexdigest()


class Study(param.Parameterized):
    """One municipality's areas and everything it has chosen so far."""

    city = param.ClassSelector(class_=City, doc="The buurten.")
    scenario = param.ClassSelector(class_=Scenario, default=Scenario(), instantiate=True)
    assumptions = param.ClassSelector(class_=Assumptions, default=Assumptions(), instantiate=True)
    ambition = param.ClassSelector(class_=Ambition, default=Ambition(), doc="What is acceptable.")
    portfolios = param.List(default=[], item_type=Portfolio, doc="Own packages.")
    splits = param.List(default=[], item_type=FinancingSplit, doc="Own ways to finance a package.")
    actors = param.ClassSelector(class_=Actors, default=Actors(), doc="Who pays and who benefits.")
    seed = param.Integer(SEED, bounds=(0, LARGEST_SEED), doc="Which draws the ranges come from.")

    @classmethod
    def default(cls, city):
        """What screen, command line and notebook start from: the sample package."""
        return cls(city=city, portfolios=[first_package()])

    # --- packages ----------------------------------------------------------------------------

    def references(self):
        """The three packages every city can be held against, by id."""
        return dict(_references())

    def portfolio(self, portfolio_id):
        """An own or reference package by id.

        Raises
        ------
        KansError
            When there is none.
        """
        packages = _references() | {portfolio.id: portfolio for portfolio in self.portfolios}
        if portfolio_id not in packages:
            raise KansError([Problem("portfolio_unknown", value=portfolio_id, known=", ".join(packages))])
        return packages[portfolio_id]

    def with_portfolio(self, portfolio):
        """The study with a package added, or put in the place of the one with the same id."""
        ids = [own.id for own in self.portfolios]
        kept = [portfolio if own.id == portfolio.id else own for own in self.portfolios]
        return self.replaced(portfolios=kept if portfolio.id in ids else [*kept, portfolio])

    def without_portfolio(self, portfolio_id):
        """The study without one of its own packages."""
        return self.replaced(portfolios=[own for own in self.portfolios if own.id != portfolio_id])

    # --- financing ---------------------------------------------------------------------------

    def split(self, split_id):
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

    def with_split(self, split):
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

    def without_split(self, split_id):
        """The study without one of its own splits."""
        return self.replaced(splits=[own for own in self.splits if own.id != split_id])

    def ledger(self, portfolio, split):
        """Who pays what and when: a package under a split, each a thing or an id.

        Returns
        -------
        Ledger
        """
        portfolio = self.portfolio(portfolio) if isinstance(portfolio, str) else portfolio
        split = self.split(split) if isinstance(split, str) else split
        outlook, package = self.outlook_key, digest(hashed(portfolio.to_dict()))
        inputs = _inputs.get(
            (outlook, package),
            lambda: Inputs(self._baseline(outlook), portfolio, self.evaluate(portfolio)),
        )
        return Ledger(inputs, split, self.actors)

    def replaced(self, **values):
        """The study with some of its parts replaced, such as city, scenario, assumptions or portfolios."""
        return type(self)(**{**{k: v for k, v in self.param.values().items() if k != "name"}, **values})

    # --- results -----------------------------------------------------------------------------

    @property
    def outlook_key(self):
        """What decides a result apart from the package."""
        return digest(
            {
                "city": self.city.content_hash,
                "tables": tables.content_hash(),
                "scenario": self.scenario.to_dict(),
                "assumptions": hashed(self.assumptions.to_dict()),
                "model": MODEL_VERSION,
            }
        )

    @property
    def baseline(self):
        """What the city faces without any package."""
        return self._baseline(self.outlook_key)

    def _baseline(self, outlook):
        return _baselines.get(outlook, lambda: Baseline(self.city, self.scenario, self.assumptions))

    def evaluate(self, portfolio, draws=None):
        """What a package does, as one labelled result.

        Parameters
        ----------
        portfolio : Portfolio or str
            A package, or the id of one.
        draws : Draws, optional
            From `draws.draws`; gives ranges instead of mid values.

        Returns
        -------
        xarray.Dataset
            As `evaluation.evaluate`, or as `Draws.evaluate`.
        """
        portfolio = self.portfolio(portfolio) if isinstance(portfolio, str) else portfolio
        outlook, package = self.outlook_key, digest(hashed(portfolio.to_dict()))

        def mid():
            return _results.get(
                (outlook, package), lambda: evaluation.evaluate(self._baseline(outlook), portfolio)
            )

        if draws is None:
            return mid()
        return _results.get(
            (outlook, package, draws.key), lambda: draws.evaluate(self._baseline(outlook), portfolio, mid())
        )

    # --- saving ------------------------------------------------------------------------------

    def to_dict(self):
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
                "tables": tables.content_hash(),
                "scenario": self.scenario.to_dict(),
                "assumptions": self.assumptions.to_dict(),
                "ambition": self.ambition.to_dict(),
                "portfolios": [portfolio.to_dict() for portfolio in self.portfolios],
                "splits": [split.to_dict() for split in self.splits],
                "actors": self.actors.to_dict(),
                "seed": self.seed,
            }
        )

    @property
    def hash(self):
        """SHA-256 of everything that decides the numbers: names and descriptions apart. [hex]"""
        return digest(hashed(self.to_dict()))

    @classmethod
    def from_dict(cls, values, city):
        """The study that `to_dict` wrote, on its city.

        Raises
        ------
        KansError
            For an unknown schema, another city, or parts that are wrong.
        """
        if values.get("schema") != SCHEMA:
            raise KansError([Problem("study_schema_unknown", value=values.get("schema"), must=SCHEMA)])
        try:
            for code, corrected in values["city"].get("corrections", {}).items():
                city = city.with_values(code, **corrected)
            if values["city"]["content_hash"] != city.content_hash:
                raise KansError([Problem("study_other_city", value=values["city"]["name"], known=city.name)])
            portfolios = [Portfolio.from_dict(portfolio) for portfolio in values["portfolios"]]
            if not portfolios:
                raise ValueError("portfolios: []")
            actors = Actors.from_dict(values.get("actors", {}))
            ambition = Ambition.from_dict(values.get("ambition", {}))
            ambition.check(city.areas.index)
            return cls(
                city=city,
                actors=actors,
                ambition=ambition,
                splits=[FinancingSplit.from_dict(split, actors) for split in values.get("splits", [])],
                scenario=Scenario.from_dict(values["scenario"]),
                assumptions=Assumptions.from_dict(values["assumptions"]),
                portfolios=portfolios,
                seed=values.get("seed", SEED),
            )
        except KansError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise KansError([Problem("study_part_wrong", value=str(error))]) from error


def hashed(values):
    """The part of a serialisation that decides numbers: no names, descriptions or reasons."""
    if isinstance(values, dict):
        if "content_hash" in values:
            return values["content_hash"]
        return {key: hashed(item) for key, item in values.items() if key not in (*UNHASHED, "reason", "id")}
    return [hashed(item) for item in values] if isinstance(values, list) else values

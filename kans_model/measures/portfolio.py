"""A package of measures: what, how much of what fits, and where first."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import param
from numpy.typing import ArrayLike

from kans_model.measures.quantities import Amount
from kans_model.measures.room import Room
from kans_model.measures.worst_first import filled_worst_first
from kans_model.tables.reading import table
from kans_model.words.problems import KansError, Problem

TARGETINGS = ("everywhere", "worst_first", "works", "chosen")
WORKED_OUT = "worked_out"
"""Targeting of a measure whose place an optimum worked out: its `pattern` says how much goes where."""
FIT_TOLERANCE = 1e-6
FIRST_UPTAKE = 0.25
"""What a measure that is added starts with, if that much fits. [-]"""
LARGEST_BUDGET_EUR = 1e12


def new_choice(
    uptake: float = 0.0,
    targeting: str = "everywhere",
    areas: Iterable[str] = (),
    pattern: dict[str, float] | None = None,
) -> dict[str, Any]:
    """One measure's place in a package: uptake as share of what fits, targeting, chosen areas.

    With a pattern (area code → share of what fits there per share of uptake) a measure can stand as an
    optimum placed it, and still follow its slider.
    """
    choice = {"uptake": float(uptake), "targeting": targeting, "areas": sorted(areas)}
    return choice if not pattern else {**choice, "pattern": dict(sorted(pattern.items()))}


class Portfolio(param.Parameterized):
    """A maatregelenpakket. Change it with the `with_…` methods: they return a new one."""

    id = param.String(doc="Stays the same when the name changes.")
    title = param.String(doc="Name people see.")
    description = param.String(doc="What it is for.")
    choices = param.Dict(default={}, doc="measure → {uptake [-], targeting, areas}.")
    explicit = param.Dict(default={}, doc="measure → {area code → quantity}, in place of the rule.")
    budget_eur = param.Number(
        None,
        bounds=(0, None),
        softbounds=(0, LARGEST_BUDGET_EUR),
        allow_None=True,
        doc="What may be invested. [EUR]",
    )
    question = param.Dict(default={}, doc="What an optimiser was asked when it made this package.")
    best_first = param.Boolean(
        False, doc="Give a shared surface to the measure that avoids most damage per m², and none to another."
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"id": uuid.uuid4().hex, **values})

    def _with(self, **values: Any) -> Self:
        return type(self)(**{**self.param.values(), **values})

    def with_uptake(
        self, measure: str, uptake: float, targeting: str | None = None, areas: Iterable[str] | None = None
    ) -> Self:
        """The package with a measure's uptake set; a new measure is added.

        Raises
        ------
        KansError
            For an unknown measure or targeting, or an uptake outside 0–1.
        """
        old = self.choices.get(measure, new_choice())
        choice = new_choice(
            uptake,
            old["targeting"] if targeting is None else targeting,
            old["areas"] if areas is None else areas,
            old.get("pattern"),
        )
        changed = self._with(choices={**self.choices, measure: choice})
        changed.check()
        return changed

    def named(self, title: str | None = None, description: str | None = None) -> Self:
        """The package under another name or description."""
        return self._with(
            title=self.title if title is None else title,
            description=self.description if description is None else description,
        )

    def with_budget(self, budget_eur: float | None) -> Self:
        """The package with what may be invested; None for no limit."""
        return self._with(budget_eur=budget_eur)

    def left_eur(self, capex_eur: float) -> float | None:
        """What an investment leaves of the budget, below zero what it lacks; None without a budget. [EUR]"""
        return None if self.budget_eur is None else self.budget_eur - capex_eur

    def asked(self, question: dict[str, Any]) -> Self:
        """The package with what an optimiser was asked, as plain values, so that it can be asked again."""
        return self._with(question=question)

    def copied(self, title: str) -> Self:
        """The same package under a new id."""
        return self._with(id=uuid.uuid4().hex, title=title)

    def without(self, *measures: str) -> "Portfolio":
        """The package with measures taken out."""
        return self._with(
            choices={key: choice for key, choice in self.choices.items() if key not in measures},
            explicit={key: value for key, value in self.explicit.items() if key not in measures},
        )

    def with_measure(self, measure: str, share_that_fits: float) -> "Portfolio":
        """The package with a measure added everywhere, at a quarter of what fits or at what is left. [-]"""
        return self.with_uptake(measure, min(FIRST_UPTAKE, share_that_fits), "everywhere")

    def with_target(self, measure: str, targeting: str, code: str = "") -> "Portfolio":
        """The package with another place for a measure; the first single buurt is the one given."""
        areas = self.choices[measure]["areas"]
        if targeting == "chosen" and not areas and code:
            areas = [code]
        return self.with_uptake(measure, self.choices[measure]["uptake"], targeting, areas)

    def with_area(self, measure: str, code: str, wanted: bool) -> "Portfolio":
        """The package with a buurt counted in, or out, for a measure that goes to single buurten."""
        areas = (
            {*self.choices[measure]["areas"], code} if wanted else {*self.choices[measure]["areas"]} - {code}
        )
        return self.with_uptake(measure, self.choices[measure]["uptake"], "chosen", areas)

    def uptake_pct(self, measure: str) -> float:
        """How much of what fits of a measure is built. [%]"""
        return 100 * self.choices[measure]["uptake"]

    def targetings(self, measure: str, has_works: bool) -> list[str]:
        """Where a measure of the package can go: along with works where any are known, and as it was placed.

        Parameters
        ----------
        has_works : bool
            Whether the city knows of any planned works.
        """
        choice = self.choices[measure]
        places = [place for place in TARGETINGS if place != "works" or has_works]
        if choice.get("pattern"):
            places.append(WORKED_OUT)
        return places if choice["targeting"] in places else [*places, choice["targeting"]]

    def with_quantity(self, measure: str, code: str, quantity: float | None) -> Self:
        """The package with one area's quantity set by hand; None gives it back to the rule."""
        mine = {key: value for key, value in self.explicit.get(measure, {}).items() if key != code}
        if quantity is not None:
            mine[code] = float(quantity)
        choices = self.choices if measure in self.choices else {**self.choices, measure: new_choice()}
        return self._with(choices=choices, explicit={**self.explicit, measure: mine})

    def check(self) -> None:
        """Raise `KansError` with everything that is no package."""
        problems = []
        for measure, choice in self.choices.items():
            if measure not in table("measures").index:
                problems.append(Problem("measure_unknown", value=measure))
            placed = choice["targeting"] == WORKED_OUT and choice.get("pattern")
            if choice["targeting"] not in TARGETINGS and not placed:
                problems.append(Problem("targeting_unknown", row=measure, value=choice["targeting"]))
            wrong = [share for share in choice.get("pattern", {}).values() if not 0 <= share < np.inf]
            problems += [Problem("pattern_wrong", row=measure, value=share) for share in wrong]
            if not 0 <= choice["uptake"] <= 1:
                problems.append(Problem("uptake_out_of_range", row=measure, value=choice["uptake"]))
        if problems:
            raise KansError(problems)

    def rule_quantities(self, room: Room, need: np.ndarray) -> np.ndarray:
        """What the rules ask for, before shared surfaces are divided, shape (measure, area).

        Parameters
        ----------
        room : Room
        need : array_like, shape (measure, area)
            Damage per hectare that each measure acts on: the highest comes first under `worst_first`,
            equal ones alike.
        """
        asked = np.zeros_like(room.potential)
        for measure in self.choices:  # as many as the planner chose, not the library
            asked[room.place[measure]] = self.rule_quantity(room, need, measure)
        return asked

    def rule_quantity(
        self, room: Room, need: np.ndarray, measure: str, uptake: ArrayLike | None = None
    ) -> np.ndarray:
        """What the rule asks for of one measure, shape (…, area).

        Parameters
        ----------
        need : array_like, shape (measure, area)
            As in `rule_quantities`.
        uptake : array_like, optional
            In place of its own; its shape stands in front. [-]
        """
        index, choice = room.place[measure], self.choices[measure]
        potential = room.potential[index]
        share = np.asarray(choice["uptake"] if uptake is None else uptake, dtype=float)[..., None]
        if choice["targeting"] == "everywhere":
            return share * potential
        if choice["targeting"] == "works":
            return share * potential * room.works_share
        if choice["targeting"] == WORKED_OUT:
            given = choice["pattern"]
            pattern = np.array([given.get(code, 0.0) for code in room.areas])
            return np.minimum(1, share * pattern) * potential
        if choice["targeting"] == "chosen":
            return share * np.where(room.areas.isin(choice["areas"]), potential, 0.0)
        return filled_worst_first(potential, need[index], share[..., 0] * potential.sum())

    def quantities(self, room: Room, need: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Quantity of each measure in each area, after fitting. [unit of the measure]

        Raises
        ------
        KansError
            When a quantity set by hand does not fit, with how much would.
        """
        asked = self.rule_quantities(room, need)
        if not any(self.explicit.values()):
            return room.best_first(asked, value) if self.best_first else room.fitted(asked)
        by_hand = np.full_like(asked, np.nan)
        for measure, areas in self.explicit.items():
            for code, quantity in areas.items():
                by_hand[room.place[measure], room.areas.get_loc(code)] = quantity
        set_by_hand = ~np.isnan(by_hand)
        self._refuse_what_does_not_fit(room, np.where(set_by_hand, by_hand, 0.0))
        return room.fitted_around(np.where(set_by_hand, by_hand, 0.0), np.where(set_by_hand, 0.0, asked))

    def most_by_hand(self, room: Room, code: str) -> np.ndarray:
        """How much of each measure fits in one area beside what else is set there by hand, shape (measure,).

        What rules ask for gives way to it. [unit of the measure]
        """
        by_hand = np.zeros(len(room.measures))
        for measure, areas in self.explicit.items():
            by_hand[room.place[measure]] = areas.get(code, 0.0)
        return most_by_hand(room, by_hand, room.areas.get_loc(code))

    def _refuse_what_does_not_fit(self, room: Room, by_hand: np.ndarray) -> None:
        pool, space = room.pools
        over = room.claimed(by_hand) > space * (1 + FIT_TOLERANCE) + FIT_TOLERANCE
        too_much = (by_hand > room.potential * (1 + FIT_TOLERANCE) + FIT_TOLERANCE) | (by_hand < 0)
        too_much |= (pool[:, None] >= 0) & over[pool] & (by_hand > 0)
        too_drained = room.drained_m2(by_hand) > room.paving_m2 * (1 + FIT_TOLERANCE) + FIT_TOLERANCE
        drains = too_drained & (room.catchment_m2_per_unit[:, None] > 0) & (by_hand > 0) & ~too_much
        problems = [
            Problem(
                "catchment_does_not_fit" if drains[measure, area] else "quantity_does_not_fit",
                row=str(room.area_names[area]),
                column=str(room.measures[measure]),
                value=float(by_hand[measure, area]),
                most=Amount(
                    str(room.measures[measure]), {"n": most_by_hand(room, by_hand[:, area], area)[measure]}
                ),
            )
            for measure, area in np.argwhere(too_much | drains)
        ]
        if problems:
            raise KansError(problems)

    def to_dict(self) -> dict[str, Any]:
        """Everything that decides the numbers, the names, and the planner's order of the measures."""
        asked = {"question": dict(self.question)} if self.question else {}
        return {
            **asked,
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "best_first": self.best_first,
            "budget_eur": self.budget_eur,
            "choices": {key: dict(choice) for key, choice in self.choices.items()},
            "explicit": {key: dict(areas) for key, areas in self.explicit.items()},
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The package that `to_dict` wrote, checked."""
        portfolio = cls(**values)
        portfolio.check()
        return portfolio


def most_by_hand(room: Room, by_hand: np.ndarray, area: int) -> np.ndarray:
    """How much of each measure fits in an area beside the others' quantities, shape (measure,).

    Parameters
    ----------
    room : Room
    by_hand : array_like, shape (measure,)
        Set in this area.
    area : int
        Its place.
    """
    pool, space = room.pools
    claim = np.asarray(by_hand) * room.stock_per_unit
    others = (room.membership @ claim)[pool] - claim
    left = np.maximum(0, space[pool, area] - others) / room.stock_per_unit
    catchment = room.catchment_m2_per_unit
    drained = catchment * np.asarray(by_hand)
    undrained = np.maximum(0, room.paving_m2[area] - (drained.sum() - drained))
    fed = np.divide(undrained, catchment, out=np.full(len(catchment), np.inf), where=catchment > 0)
    return np.minimum(room.potential[:, area], np.minimum(np.where(pool >= 0, left, np.inf), fed))

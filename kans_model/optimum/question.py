"""What an optimum is asked for: the goal, the money, and what must hold."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np
import param

from kans_model.city.city import City
from kans_model.dialogue.ambition import WEIGHTS, Ambition, Threshold
from kans_model.dialogue.choices import FIXED, Choices, Option, Quantity, is_number
from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.indicators import reading
from kans_model.finance.split import FinancingSplit
from kans_model.study.references import NOT_IN_ALL
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from kans_model.words.entry import FEWEST_EUR
from kans_model.words.problems import KansError, Phrase, Problem

GOALS = ("avoided", "npv", "weighted", "cheapest")
BUDGETS_OF = ("all", "public")
"""Whose investment a budget limits: of all parties, or of municipality and water board."""
DAMAGE_READINGS = ("damage", "damage_per_ha")
CURVED_READINGS = ("entered", "wet", "deaths", "people_reached", "foundations")
STRAIGHT_READINGS = ("pet", "shade", "green", "recharge")
HELD_READINGS = (*DAMAGE_READINGS, *CURVED_READINGS, *STRAIGHT_READINGS)
"""Readings of indicators whose limits a linear program can hold; the others no measure changes."""
FIRST_PIN_PCT = 10
"""Uptake that a required measure starts with. [%]"""
LOW_INCOME_SHARE = 0.4
"""Residents who count as vulnerable where the city knows incomes: the poorest two fifths."""


class Question(Choices):
    """A question to the optimiser; everything that is not asked is free.

    Any value can be given: `check` refuses what cannot be, all of it at once.
    """

    goal: str = Option(
        default=GOALS[0],
        objects=list(GOALS),
        label="question.goal",
        doc="`avoided` damage per year at the horizon; `npv`, the balance for society; `weighted`, a sum of "
        "scores (see `weights`); `cheapest`, the least investment that meets the thresholds.",
        **FIXED,
    )
    horizon: str = Option(
        default="2050",
        objects=list(HORIZONS),
        label="question.horizon",
        doc="Year of the damage. [-]",
        **FIXED,
    )
    budget_eur: float | None = Quantity(
        None,
        bounds=(0, None),
        inclusive_bounds=(False, True),
        softbounds=(FEWEST_EUR, None),
        label="question.budget",
        doc="Investment in all. [EUR]",
        **FIXED,
    )
    budget_eur_per_year: float | None = Quantity(
        None,
        bounds=(0, None),
        inclusive_bounds=(False, True),
        softbounds=(FEWEST_EUR, None),
        label="question.yearly",
        doc="Investment in the dearest year of building. [EUR/yr]",
        **FIXED,
    )
    budget_of: str = Option(
        default=BUDGETS_OF[0],
        objects=list(BUDGETS_OF),
        label="question.budget_of",
        doc="Whose investment those limit: of `all` parties together, or only the `public` one of "
        "municipality and water board on their own ground; what owners pay on theirs is then limited by who "
        "takes part.",
        **FIXED,
    )
    weights: dict[str, float] = param.Parameter(
        Ambition.param.weights.default,
        instantiate=True,
        label="question.weights",
        doc=Ambition.param.weights.doc,
        **FIXED,
    )
    pins: dict[str, float] = param.Parameter(
        {},
        instantiate=True,
        label="question.pins",
        doc="Measure → least uptake, as share of what fits. [-]",
        **FIXED,
    )
    bans: tuple[str, ...] = param.Parameter(
        (), label="question.bans", doc="Measures that are not built.", **FIXED
    )
    caps: dict[str, float] = param.Parameter(
        {},
        instantiate=True,
        doc="Measure → most uptake in any area, as share of what fits and takes part. [-]",
        **FIXED,
    )
    areas: tuple[str, ...] = param.Parameter(
        (), label="question.areas", doc="Only build in these; empty for everywhere.", **FIXED
    )
    thresholds: tuple[Threshold, ...] = param.Parameter(
        (), label="question.local", doc=Ambition.param.thresholds.doc, **FIXED
    )
    limits: tuple[Criterion, ...] = param.Parameter(
        (),
        label="question.limits",
        doc="Limits of the risk dialogue that must hold, on any indicator that measures change.",
        **FIXED,
    )
    vulnerable: tuple[str, ...] = param.Parameter((), doc=Ambition.param.vulnerable.doc, **FIXED)
    equity_share: float = Quantity(
        0.0,
        bounds=Ambition.param.equity_share.bounds,
        label="question.equity",
        doc=Ambition.param.equity_share.doc,
        **FIXED,
    )
    least_project_eur: float = Quantity(
        0.0,
        softbounds=(0, None),
        label="question.least",
        doc="A measure in an area is built for at least this much, or not. [EUR]",
        **FIXED,
    )
    exclusions: tuple[tuple[str, str], ...] = param.Parameter(
        (), label="question.apart", doc="Pairs of measures that do not stand both in one area.", **FIXED
    )
    dependencies: tuple[tuple[str, str], ...] = param.Parameter(
        (), label="question.needs", doc="Pairs of measures: the first only as far as the second.", **FIXED
    )
    whole: bool = param.Parameter(
        False,
        label="question.whole",
        doc="Every measure is built wholly or not in an area.",
        **FIXED,
    )
    split: str | FinancingSplit | None = param.Parameter(
        None,
        label="question.split",
        doc="Way to finance whose yearly ceilings and grants must hold.",
        **FIXED,
    )
    free_split: bool = param.Parameter(
        False,
        label="question.free",
        doc="Who bears what is chosen together with the package, within the ceilings of the split.",
        **FIXED,
    )
    expected: bool = param.Parameter(
        False,
        label="question.expected",
        doc="Maximise the mean over the draws of the assumptions instead of the mid values.",
        **FIXED,
    )
    least_reach_pct: float | None = Quantity(
        None, softbounds=(0, 100), label="question.reach", doc="Mean reach over the opgaven. [%]", **FIXED
    )

    @property
    def discrete(self) -> bool:
        """Whether choices are whole numbers somewhere."""
        return bool(self.whole or self.least_project_eur or self.exclusions)

    def weight(self, name: str) -> float:
        """Weight of a part of a weighted goal; 0 for another goal. [-]"""
        return self.weights.get(name, 0.0) if self.goal == "weighted" else 0.0

    def check(self, study: Study) -> None:
        """Refuse a question that cannot be.

        Raises
        ------
        KansError
            Everything that is wrong with it, at once.
        """
        problems = [*self._aim_problems(), *self._measure_problems(), *self._place_problems(study)]
        if problems:
            raise KansError(problems)

    def _aim_problems(self) -> Iterator[Problem]:
        """What is wrong with the goal and the money."""
        parameters = self.parameters()
        for name in ("goal", "budget_of", "horizon"):
            if not parameters[name].holds(getattr(self, name)):
                known = ", ".join(parameters[name].objects)
                yield Problem(f"{name}_unknown", value=getattr(self, name), known=known)
        for name in ("budget_eur", "budget_eur_per_year"):
            value = getattr(self, name)
            if value is not None and not parameters[name].holds(value):
                yield Problem("budget_not_positive", column=name, value=value)
        hard = [threshold for threshold in self.thresholds if threshold.hard]
        least = hard or self.limits or self.equity_share or self.least_reach_pct or self._pinned()
        if self.goal == "cheapest" and not least:
            yield Problem("cheapest_without_threshold")

    def _measure_problems(self) -> Iterator[Problem]:
        """What is wrong with what must, may or may not be built."""
        named = {*self.pins, *self.caps, *self.bans, *(name for pair in self._pairs() for name in pair)}
        for name in sorted(named - set(table("measures").index)):
            yield Problem("measure_unknown", value=name)
        for measure, share in self.pins.items():
            if not (is_number(share) and 0 <= share <= 1):
                yield Problem("uptake_out_of_range", row=measure, value=share)
            elif share > 0 and measure in self.bans:
                yield Problem("pinned_and_banned", value=measure)
        for measure, share in self.caps.items():
            if not (is_number(share) and 0 <= share <= 1):
                yield Problem("uptake_out_of_range", row=measure, value=share)
        for measure, most in self.caps.items():
            pinned = self.pins.get(measure)
            if is_number(pinned) and pinned > most:
                yield Problem("pin_above_cap", value=measure, share=pinned, most=most)
        for first, second in self.exclusions:
            if {first, second} <= {*self._pinned()}:
                yield Problem("pinned_excluded", value=first, other=second)

    def _place_problems(self, study: Study) -> Iterator[Problem]:
        """What is wrong with where it is built, what may remain there, and how that is weighed."""
        codes = set(study.city.areas.index)
        if len(study.city.unknown_use) == len(codes):
            yield Problem("optimum_nothing_known")
        for code in sorted(set(self.areas) - codes):
            yield Problem("area_unknown", value=code)
        yield from self.ambition.problems(codes)
        included = study.baseline.hazards_included
        for threshold in self.thresholds:
            if threshold.hazard in table("hazards").index and threshold.hazard not in included:
                yield Problem("threshold_on_unknown", value=Phrase(f"hazard.{threshold.hazard}"))
        ids = [criterion.id for criterion in self.limits]
        yield from (Problem("limit_twice", value=name) for name in sorted(set(ids)) if ids.count(name) > 1)
        for criterion in self.limits:
            wrong = list(criterion.problems(study.city.areas, ()))
            yield from wrong
            if not wrong and (why := why_not_held(criterion, study)):
                yield Problem(f"limit_not_held_{why}", value=criterion.indicator)
        if self.goal == "weighted" and not any(self.weights.values()):
            yield Problem("weights_wrong", value=str(self.weights), known=", ".join(WEIGHTS))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All that is limited, thresholds of damage too, as limits of a dialogue."""
        of_damage = (Criterion.of_threshold(threshold, self.horizon) for threshold in self.thresholds)
        return (*self.limits, *of_damage)

    def _pinned(self) -> list[str]:
        """Measures of which some must be built."""
        return [measure for measure, share in self.pins.items() if is_number(share) and share > 0]

    @property
    def ambition(self) -> Ambition:
        """The part of it that a city sets once: what is acceptable, and what weighs how much."""
        return Ambition(**{name: getattr(self, name) for name in Ambition.parameters()})

    @classmethod
    def of(cls, ambition: Ambition, **asked: Any) -> "Question":
        """A question that starts from what the city finds acceptable.

        Examples
        --------
        >>> Question.of(Ambition(thresholds=(Threshold("heat", 5e4),)), budget_eur=1e6).thresholds[0].hazard
        'heat'
        """
        return cls(**ambition.values() | asked)

    def in_any_part(self, **changes: Any) -> "Question":
        """The same for the most avoided damage, where a measure may be built for any amount.

        What packages of the front, and one for every climate, are an answer to.
        """
        return self.but(goal="avoided", whole=False, least_project_eur=0.0, **changes)

    def to_dict(self) -> dict[str, Any]:
        """What was asked beyond the defaults, as plain values that a study file can hold.

        Examples
        --------
        >>> Question(budget_eur=1e6, thresholds=(Threshold("heat", 5e4),)).to_dict()
        {'budget_eur': 1000000.0, 'thresholds': [{'hazard': 'heat', 'most_eur_per_year': 50000.0}]}
        """
        chosen, usual = self.values(), self.parameters()
        return {name: _plain(value) for name, value in chosen.items() if value != usual[name].default}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Question":
        """The question that `to_dict` wrote."""
        # until participation was part of what fits, a question held it as `private_most`
        plain = {name: _frozen(value) for name, value in values.items() if name != "private_most"}
        if "thresholds" in values:
            plain["thresholds"] = tuple(Threshold(**threshold) for threshold in values["thresholds"])
        if "limits" in values:
            plain["limits"] = tuple(Criterion.from_dict(limit) for limit in values["limits"])
        return cls(**plain)

    def _pairs(self) -> tuple[tuple[str, str], ...]:
        return (*self.exclusions, *self.dependencies)

    def most(self, base: Baseline) -> np.ndarray:
        """Most uptake per measure in any area, shape (measure,). [-]"""
        most = np.ones(len(base.room.measures))
        for measure, share in self.caps.items():
            most[base.room.place[measure]] = share
        return most

    def candidates(self, base: Baseline) -> np.ndarray:
        """Where each measure may be built, mask (measure, area)."""
        room = base.room
        allowed = np.ones(room.potential.shape, dtype=bool)
        for name in (*NOT_IN_ALL, *self.bans):
            if name not in self.pins or name in self.bans:
                allowed[room.place[name]] = False
        if self.areas:
            allowed &= room.areas.isin(self.areas)[None, :]
        return allowed

    def vulnerable_areas(self, city: City) -> np.ndarray:
        """The areas that equity protects, mask (area,)."""
        areas = city.areas
        if self.vulnerable:
            return areas.index.isin(self.vulnerable)
        residents = areas["residents"].fillna(0.0).to_numpy(dtype=float)
        if areas["income_eur"].notna().any():
            rank = areas["income_eur"].to_numpy(dtype=float)
        else:
            rank = -areas["share_75plus"].to_numpy(dtype=float)
        order = np.argsort(np.where(np.isfinite(rank), rank, np.inf), kind="stable")
        before = np.cumsum(residents[order]) - residents[order]
        chosen = np.zeros(len(areas), dtype=bool)
        chosen[order] = before < LOW_INCOME_SHARE * residents.sum()
        return chosen & (residents > 0) & np.isfinite(rank)


def why_not_held(criterion: Criterion, study: Study) -> str:
    """Why a search cannot hold a limit: `fixed`, `soft`, `unknown`; "" where it can.

    No measure changes what is `fixed`; what may be missed (`soft`) has no price beside another unit than
    euro; and of what nobody knows (`unknown`) no package can be said to keep it.
    """
    if table("indicators")["reading"][criterion.indicator] not in HELD_READINGS:
        return "fixed"
    if criterion.acceptance != "unacceptable":
        return "soft"
    value = reading(study.baseline, study.evaluate("niets_doen"), criterion.indicator, "before")
    known = np.isfinite(value.at(criterion.moment)[criterion.mask(study.city.areas)])
    return "" if known.any() else "unknown"


def held_limits(study: Study, horizon: str) -> tuple[tuple[Criterion, ...], dict[str, str]]:
    """Limits of a dialogue that a question can hold beside its thresholds of damage, and why others not.

    Returns
    -------
    limits : tuple of Criterion
        As a question holds them: without who asked for them, and why.
    others : dict
        Id of a limit that is neither among them nor a threshold of damage at this horizon → why, as
        `why_not_held` says it. What is acceptable asks nothing, and is in neither.
    """
    held, others = [], {}
    for criterion in study.criteria:
        if criterion.acceptance == "acceptable" or criterion.thresholds(horizon):
            continue
        why = why_not_held(criterion, study)
        if why:
            others[criterion.id] = why
        else:
            held.append(replace(criterion, partners=(), reason="", since="", norm=""))
    return tuple(held), others


def _plain(value: Any) -> Any:
    """A value as JSON knows it; a way to finance by its id."""
    if isinstance(value, Criterion):
        return value.to_dict()
    if isinstance(value, Threshold):
        usual = {choice.name: choice.default for choice in fields(value)}
        return {name: part for name, part in asdict(value).items() if part != usual[name]}
    if isinstance(value, FinancingSplit):
        return value.id
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value

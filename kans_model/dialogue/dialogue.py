"""The risk dialogue of a study: what is acceptable, who says so, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from kans_model.dialogue.ambition import Threshold
from kans_model.dialogue.criteria import Criterion, contradictions
from kans_model.dialogue.decisions import Decision, log_problems
from kans_model.dialogue.partners import Partner
from kans_model.words.problems import KansError, Problem


@dataclass(frozen=True)
class Dialogue:
    """What partners agreed on, and how they weigh.

    Attributes
    ----------
    criteria : tuple of Criterion
    partners : tuple of Partner
    decisions : tuple of Decision
        In the order in which they were taken; none ever leaves.
    """

    criteria: tuple[Criterion, ...] = ()
    partners: tuple[Partner, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def started(self) -> bool:
        return bool(self.criteria or self.partners or self.decisions)

    def criterion(self, criterion_id: str) -> Criterion:
        """A criterion by its id.

        Raises
        ------
        KansError
            When there is none.
        """
        return _by_id(self.criteria, criterion_id, "criterion_unknown")

    def partner(self, partner_id: str) -> Partner:
        """A partner by its id.

        Raises
        ------
        KansError
            When there is none.
        """
        return _by_id(self.partners, partner_id, "partner_unknown")

    def with_criterion(self, criterion: Criterion) -> Dialogue:
        """The dialogue with a criterion added, or put in the place of the one with the same id."""
        return replace(self, criteria=_with(self.criteria, criterion))

    def with_criteria(self, criteria: Iterable[Criterion]) -> Dialogue:
        """The dialogue with these as well; one about the same, of the same class, takes the other's place.

        Its id stays, for decisions and works refer to it.
        """
        found = self
        for criterion in criteria:
            same = [own.id for own in found.criteria if _about(own) == _about(criterion)]
            found = found.with_criterion(replace(criterion, id=same[0]) if same else criterion)
        return found

    def without_criterion(self, criterion_id: str) -> Dialogue:
        return replace(self, criteria=tuple(own for own in self.criteria if own.id != criterion_id))

    def with_partner(self, partner: Partner) -> Dialogue:
        """The dialogue with a partner added, or put in the place of the one with the same id."""
        return replace(self, partners=_with(self.partners, partner))

    def without_partner(self, partner_id: str) -> Dialogue:
        """The dialogue without a partner, whose name leaves what it asked for; what it decided stands."""
        criteria = tuple(
            replace(own, partners=tuple(name for name in own.partners if name != partner_id))
            for own in self.criteria
        )
        partners = tuple(own for own in self.partners if own.id != partner_id)
        return replace(self, criteria=criteria, partners=partners)

    def with_decision(self, decision: Decision) -> Dialogue:
        """The dialogue with one more decision."""
        return replace(self, decisions=(*self.decisions, decision))

    def thresholds(self, horizon: str) -> tuple[Threshold, ...]:
        """What its criteria ask of a question to the optimiser, as far as that is damage in euro."""
        return tuple(limit for own in self.criteria for limit in own.thresholds(horizon))

    @property
    def public(self) -> Dialogue:
        """The same without any person's name."""
        return replace(self, partners=tuple(partner.anonymous for partner in self.partners))

    def problems(self, areas: pd.DataFrame, actors: Collection[str]) -> Iterator[Problem]:
        """What cannot be, for a city of these areas and these parties of the financing."""
        partners = [partner.id for partner in self.partners]
        names = Counter(partner.name.strip().casefold() for partner in self.partners)
        for partner in self.partners:
            yield from partner.problems(actors)
            if names[partner.name.strip().casefold()] > 1 or partners.count(partner.id) > 1:
                yield Problem("partner_twice", row=partner.name, value=partner.name)
        wrong = [problem for own in self.criteria for problem in own.problems(areas, partners)]
        yield from wrong
        if not wrong:
            yield from contradictions(self.criteria)
        ids = Counter(own.id for own in self.criteria)
        yield from (Problem("criterion_id_twice", value=name) for name, n in ids.items() if n > 1)
        yield from log_problems(self.decisions)

    def check(self, areas: pd.DataFrame, actors: Collection[str]) -> None:
        """Refuse a dialogue that cannot be.

        Raises
        ------
        KansError
            Everything that is wrong with it, at once.
        """
        problems = list(self.problems(areas, actors))
        if problems:
            raise KansError(problems)

    def to_dict(self) -> dict[str, Any]:
        """As plain values that a study file can hold."""
        return {
            "criteria": [criterion.to_dict() for criterion in self.criteria],
            "partners": [partner.to_dict() for partner in self.partners],
            "decisions": [decision.to_dict() for decision in self.decisions],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Dialogue:
        """The dialogue that `to_dict` wrote; what is not there is empty."""
        return cls(
            tuple(Criterion.from_dict(row) for row in values.get("criteria", ())),
            tuple(Partner.from_dict(row) for row in values.get("partners", ())),
            tuple(Decision.from_dict(row) for row in values.get("decisions", ())),
        )


def _about(criterion: Criterion) -> tuple[Any, ...]:
    """What no two limits of a dialogue share."""
    return criterion.indicator, criterion.moment, criterion.place, criterion.acceptance


def _by_id(rows: tuple[Any, ...], row_id: str, problem: str) -> Any:
    for row in rows:
        if row.id == row_id:
            return row
    raise KansError(Problem(problem, value=row_id, known=", ".join(row.id for row in rows)))


def _with(rows: tuple[Any, ...], row: Any) -> tuple[Any, ...]:
    ids = [own.id for own in rows]
    if row.id not in ids:
        return (*rows, row)
    return tuple(row if own.id == row.id else own for own in rows)

"""Limits of the risk dialogue inside a linear program: every indicator that measures change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kans_model.dialogue.criteria import Criterion
from kans_model.evaluation.baseline import Baseline
from kans_model.evaluation.evaluate import evaluate
from kans_model.evaluation.indicators import M2_PER_HA, Reading, reading
from kans_model.optimum.answer import package
from kans_model.optimum.benefit import Benefit
from kans_model.optimum.damage_limits import KEPT
from kans_model.optimum.linear_gains import gain_per_unit
from kans_model.optimum.linear_program import LinearProgram
from kans_model.optimum.question import DAMAGE_READINGS, STRAIGHT_READINGS, Question
from kans_model.optimum.reduction import Reduction
from kans_model.optimum.tangents import Block
from kans_model.study.study import Study
from kans_model.tables.reading import cells

ROW_UNITS = 1_000.0
"""Units of the program in what a straight row may leave or must bring."""


@dataclass(frozen=True, eq=False)
class LimitRow:
    """One limit in one place.

    Attributes
    ----------
    criterion : Criterion
    name : tuple
        ``("limit", id of the criterion, code or "")``: a code where every buurt has to keep it.
    weight : array, shape (area,)
        Of each buurt in the value that is limited. [-]
    before, need : float
        That value without measures, and how far it has to get better. [unit of the indicator]
    unit : float
        What makes one unit of the program. [unit of the indicator]
    """

    criterion: Criterion
    name: tuple[str, str, str]
    weight: np.ndarray
    before: float
    need: float
    unit: float

    @property
    def clearance(self) -> float:
        """How far a row stays clear of its limit, so that nearly kept is kept. [unit of the program]"""
        return 2 * KEPT * max(abs(self.need / self.unit), 1.0)


def benefits_of(base: Baseline, question: Question, known: Sequence[Benefit]) -> dict[Hashable, Benefit]:
    """What the limits of a question need of blocks, by `block_key`; those that are known already are used.

    Parameters
    ----------
    known : sequence of Benefit
        Of damage in a year, which limits on damage at the same horizon share.
    """
    shared = {("damage", benefit.horizon): benefit for benefit in known if benefit.draws is None}
    found: dict[Hashable, Benefit] = {}
    for criterion in question.limits:
        key = block_key(criterion)
        if key is None or key in found:
            continue
        if key in shared:
            found[key] = shared[key]
        elif key[0] == "damage":
            found[key] = Benefit(base, criterion.moment)
        else:
            found[key] = Reduction(base, criterion.indicator, criterion.moment)
    return found


def block_key(criterion: Criterion) -> tuple[str, str] | None:
    """Which block of a program a limit stands on; None where a straight row is enough."""
    how = str(cells("indicators", "reading")[criterion.indicator])
    if how in STRAIGHT_READINGS:
        return None
    hazard = cells("indicators", "hazard")[criterion.indicator]
    if how in DAMAGE_READINGS:
        return ("damage_flood" if hazard == "flood" else "damage"), criterion.moment
    return criterion.indicator, criterion.moment


class IndicatorLimits:
    """The limits of a question as rows, and what is lacking of them by the exact model.

    Parameters
    ----------
    program : LinearProgram
    study : Study
    question : Question
    blocks : dict
        From `benefits_of`, each with its block.
    """

    def __init__(
        self, program: LinearProgram, study: Study, question: Question, blocks: dict[Hashable, Block]
    ) -> None:
        self.study, self.base, self.limits, self.blocks = study, study.baseline, question.limits, blocks
        self.rows = [row for criterion in self.limits for row in self._rows_of(criterion)]
        self._asked: tuple[bytes, dict[Hashable, float]] = b"", {}
        for row in self.rows:
            index, value = self._row(row, program)
            program.limit(row.name, index, value, low=row.need / row.unit + row.clearance)

    def missed(self, quantity: np.ndarray) -> dict[Hashable, float]:
        """What is lacking of each limit, by the exact model. [unit of the program]"""
        asked = quantity.tobytes()
        if asked != self._asked[0]:
            result = evaluate(self.base, package(self.base, np.asarray(quantity)))
            read: dict[str, Reading] = {}
            lacks: dict[Hashable, float] = {}
            for row in self.rows:
                criterion = row.criterion
                if criterion.indicator not in read:
                    read[criterion.indicator] = reading(self.base, result, criterion.indicator)
                value = float(np.nan_to_num(read[criterion.indicator].at(criterion.moment)) @ row.weight)
                over = value - criterion.limit if criterion.lower_is_better else criterion.limit - value
                lacks[row.name] = max(0.0, over / row.unit + row.clearance)
            self._asked = asked, lacks
        return self._asked[1]

    def _rows_of(self, criterion: Criterion) -> Iterator[LimitRow]:
        """A row for all its buurten as one, or for each; what is known only, and what is met stays out."""
        areas = self.study.city.areas
        read = reading(self.base, self.study.evaluate("niets_doen"), criterion.indicator, "before")
        value = read.at(criterion.moment)
        for code, weight in _weights(criterion, read, value, areas):
            before = float(np.nan_to_num(value) @ weight)
            better = -1 if criterion.lower_is_better else 1
            need = better * (criterion.limit - before)
            if need <= 0 and block_key(criterion) is not None:
                continue
            key = block_key(criterion)
            unit = (
                max(abs(before), criterion.limit, 1e-9) / ROW_UNITS if key is None else self.blocks[key].scale
            )
            yield LimitRow(criterion, ("limit", criterion.id, code), weight, before, need, unit)

    def _row(self, row: LimitRow, program: LinearProgram) -> tuple[np.ndarray, np.ndarray]:
        """Columns of a row, and what each brings. [unit of the program]"""
        key = block_key(row.criterion)
        how = str(cells("indicators", "reading")[row.criterion.indicator])
        if key is None:
            variables = program.variables
            gain = gain_per_unit(self.base, how) * row.weight
            value = gain[variables.measure, variables.area] * variables.most / row.unit
            index = np.flatnonzero(value)
            return index, value[index]
        weight = row.weight
        if how == "damage_per_ha":
            weight = weight / (self.base.area["area_m2"] / M2_PER_HA)
        hazard = str(cells("indicators", "hazard")[row.criterion.indicator])
        index, value = self.blocks[key].expression(weight, hazard)
        return index[value != 0], value[value != 0]


def useful(base: Baseline, limits: Sequence[Criterion], benefits: dict[Hashable, Benefit]) -> np.ndarray:
    """What can bring one of these limits nearer, mask (measure, area)."""
    found = np.zeros(base.room.potential.shape, dtype=bool)
    for criterion in limits:
        key = block_key(criterion)
        if key is None:
            found |= gain_per_unit(base, str(cells("indicators", "reading")[criterion.indicator])) > 0
        else:
            found |= benefits[key].avoided_eur(np.zeros_like(base.room.potential))[1] > 0
    return found


def _weights(
    criterion: Criterion, read: Reading, value: np.ndarray, areas: pd.DataFrame
) -> Iterator[tuple[str, np.ndarray]]:
    """Code, "" for all as one, and the weight of every buurt in what is limited, shape (area,)."""
    known = criterion.mask(areas) & np.isfinite(value)
    if criterion.each:
        for place in np.flatnonzero(known):
            alone = np.zeros(len(areas))
            alone[place] = 1.0
            yield str(areas.index[place]), alone
    elif known.any():
        weight = np.where(known, read.weight if read.together_by == "mean" else 1.0, 0.0)
        yield "", weight / weight.sum() if read.together_by == "mean" else weight

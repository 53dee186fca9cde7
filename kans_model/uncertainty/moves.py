"""Headlines when one uncertain number is moved and the others are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kans_model.comparison.headline import headline
from kans_model.computing.progress import Cancelled, Progress
from kans_model.evaluation import evaluate
from kans_model.evaluation.baseline import Baseline
from kans_model.outlook.assumptions import Assumptions
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import PROTECTED_COLUMNS
from kans_model.uncertainty.draw_counts import BLOCK_DRAWS
from kans_model.uncertainty.draws import REACH, SEWER, Draws, dimensions, draws_at, low_mid_high
from kans_model.uncertainty.inputs import Input, is_drawn, span
from kans_model.uncertainty.sampling import headlines_of

Moves = Sequence[tuple[Input, float]]
"""Which input, and its position from −1 (low) to 1 (high)."""


def draws_of_moves(study: Study, moves: Moves, key: str) -> Draws:
    """Draws in which one input at a time leaves its middle.

    Parameters
    ----------
    study : Study
    moves : sequence of (Input, float)
        Which input, and its position from −1 (low) to 1 (high); a draw each.
    key : str
        Names the moves.
    """
    base, measures, shape = study.baseline, table("measures").index, (len(moves), len(table("measures")))
    middle = draws_at(study, np.full((1, len(dimensions())), 0.5), "middle")
    per_measure = {column: np.ones(shape) for column in middle.measure}
    per_measure |= {column: np.tile(base.measure[column], (len(moves), 1)) for column in PROTECTED_COLUMNS}
    alone = {name: np.ones(len(moves)) for name in middle.scalar}
    alone |= {SEWER: np.zeros(len(moves)), REACH: np.ones(len(moves))}
    for row, (factor, position) in enumerate(moves):
        for member in factor.members:
            value = Input(member, (member,), *low_mid_high(member)).value(position)
            measure, _, column = member.partition(":")
            if column:
                per_measure[column][row, measures.get_loc(measure)] = value
            else:
                alone[member][row] = value
    return Draws(key, alone, per_measure, alone.pop(SEWER), alone.pop(REACH), middle.rungs)


def drawn_headlines(
    study: Study,
    ids: Sequence[str],
    moves: Moves,
    name: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> np.ndarray:
    """Headlines under moves, looked up under draws, shape (package, move)."""
    parts = range(0, len(moves), BLOCK_DRAWS)

    def blocks() -> Iterator[Draws]:
        for start in parts:
            part = moves[start : start + BLOCK_DRAWS]
            named = repr([(factor.key, factor.members, float(position)) for factor, position in part])
            yield draws_of_moves(study, part, f"moved {named} {study.outlook_key}")

    return headlines_of(study, ids, blocks(), len(moves), name, progress, cancelled)


def exact_headlines(
    study: Study, ids: Sequence[str], factor: Input, position: float, name: str
) -> np.ndarray:
    """Headlines with one input at a position, worked out anew, shape (package,)."""
    own = dict(study.assumptions.own)
    for member in factor.members:
        single = Input(member, (member,), *span(study, member))
        own[member] = {"value": float(single.value(position)), "reason": ""}
    base = Baseline(study.city, study.scenario, Assumptions(own=own))
    return np.array([headline(evaluate.evaluate(base, study.portfolio(package)), name) for package in ids])


def headlines_along(
    study: Study, ids: Sequence[str], factor: Input, positions: Iterable[float], name: str
) -> np.ndarray:
    """Headlines at positions of one input, shape (package, position)."""
    if is_drawn(study, factor):
        return drawn_headlines(study, ids, [(factor, position) for position in positions], name)
    return np.stack([exact_headlines(study, ids, factor, position, name) for position in positions], axis=1)

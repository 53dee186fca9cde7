"""From a search to its best answer, the most any package could be worth, and who bears what."""

from dataclasses import dataclass

from kans_model.finance.split import FinancingSplit
from kans_model.optimum.answer import Answer
from kans_model.optimum.bound import Leaf, bound_by_areas
from kans_model.optimum.search import CLOSE_WIDTH, GOOD_GAP, NoPackageError, Search, better
from kans_model.optimum.whole_search import best_discrete, best_whole

PROOFS, WORTH_ANOTHER = (4, 4, 2), 1e-3
"""Splits of each area whenever a bound is sought at the latest prices, while the gap is larger than this."""
NEARER = 2e-4
"""What looking close around the best package brings at most: by more than that, better prices come first."""
ROUGHLY = 3e-4
"""With products in boxes, a tangent that brings the bound down by less is the last: splits do more."""
PROVEN_GAP = 5e-4
"""A proof is sought until the gap is no larger."""


@dataclass(frozen=True, eq=False)
class Solution:
    """The best answer to a question, and the most any could be worth.

    Attributes
    ----------
    search : Search
        That it is the answer of.
    answer : Answer
    bound : float
        [unit of the program]
    split : FinancingSplit or None
        The way to finance it holds under, chosen along where that was asked.
    """

    search: Search
    answer: Answer
    bound: float
    split: FinancingSplit | None


def solution(search: Search) -> Solution:
    """The best answer, under shares of groups of measures where who bears what is chosen along with it.

    A split knows shares per group, the program per measure: with the group's shares the package is sought
    once more, so that every ceiling holds; the bound of the freer program stands.

    Raises
    ------
    NoPackageError
        When nothing meets the limits.
    """
    formulation = search.formulation
    answer, bound = best_answer(search)
    if formulation.shares is None or formulation.split is None:
        return Solution(search, answer, bound, formulation.split)
    own = formulation.shares.of(answer.columns)
    split = formulation.split.changed(formulation.study.actors, own=own)
    again = search.again(formulation.question.but(split=split, free_split=False))
    answer, proven = best_answer(again)
    return Solution(again, answer, max(bound, proven), split)


def best_answer(search: Search) -> tuple[Answer, float]:
    """The best answer, and the most any could be worth. [unit of the program]

    Raises
    ------
    NoPackageError
        When nothing meets the limits.
    """
    program, question = search.program, search.formulation.question
    program.add_tangents_at_nothing()
    if search.formulation.block.products and not question.whole:
        search.stalled = max(search.stalled, ROUGHLY)
    first = search.attempt()
    if first is None:
        raise NoPackageError(search)
    if question.whole:
        return best_whole(search, first)
    best, bound = first, first.bound
    if search.formulation.block.products:
        best, bound = _proven(search, first)
    if question.discrete:
        return best_discrete(search, best, bound)
    return best, bound


def _proven(search: Search, best: Answer) -> tuple[Answer, float]:
    """Better answers and lower bounds in turn, until they meet or no longer move."""
    program, bound = search.program, best.bound
    leaves: list[Leaf] = []
    for turn, rounds in enumerate(PROOFS):
        enough = best.value + PROVEN_GAP * abs(best.value)
        if bound <= enough:
            break
        proven, boxes, leaves = bound_by_areas(program, best.prices, enough, search.waiting, rounds, leaves)
        closed = bound - proven
        bound = min(bound, proven)
        best = better(best, search.within(boxes)) or best
        last = turn == len(PROOFS) - 1 or closed <= 0
        if not last and bound - best.value > (WORTH_ANOTHER + NEARER) * abs(bound):
            continue
        if bound - best.value > GOOD_GAP * abs(bound):
            near = search.closer(program.quantity(best.columns), CLOSE_WIDTH)
            best = better(best, near) or best
        if last or bound - best.value <= WORTH_ANOTHER * abs(bound):
            break
    return best, bound

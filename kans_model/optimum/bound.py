"""How good an optimum can be at most: the limits priced, and every area's best searched by itself."""

import numpy as np

ROUNDS = 6
OFF_END = 0.15
"""A box is split at the answer, but at least this part of it from an end."""
SMALL = 1e-7


def bound_by_areas(task, prices, enough, rounds=ROUNDS):
    """The most any package can be worth, when limits that tie areas together are paid for at these prices.

    With the limits priced the areas stand apart, so all of them are searched at once: each area keeps a list
    of boxes for its products of shift and protection, the box with the highest bound is split in two, and one
    linear program solves a box of every area together. The highest bound of each area, added up, is the
    Lagrangian bound [1]_ of a spatial branch-and-bound [2]_.

    Parameters
    ----------
    task : Task
    prices : dict
        Limit → price.
    enough : float
        Stop as soon as the bound is no higher. [unit of the program]
    rounds : int
        Splits of each area at most.

    Returns
    -------
    bound : float
        [unit of the program]
    boxes : list of array
        Per block, the box of each area that holds its highest bound: where the best package is to be sought.

    References
    ----------
    .. [1] Geoffrion 1974, "Lagrangean relaxation for integer programming".
    .. [2] McCormick 1976, "Computability of global solutions to factorable nonconvex programs".
    """
    program, blocks = task.program, task.program.blocks
    priced = task.objective.copy()
    paid = 0.0
    for name, price in prices.items():
        limit = program.limits[name]
        np.subtract.at(priced, limit.index, price * limit.value)
        end = limit.high if price > 0 else limit.low
        if price:
            paid += price * end
    area = program.area
    own = area >= 0
    loose = np.flatnonzero(~own)
    if len(loose):  # columns of no area are worth most at an end
        paid += float(np.maximum(*(priced[loose] * end for end in program.extra_ends)).sum())
    n = program.shape[1]
    wide = [block.widest() for block in blocks]
    program.release(*prices)
    program.aim(np.where(own, priced, 0.0))
    try:
        bound, boxes = _searched(task, priced * own, area, n, wide, enough - paid, rounds)
        return paid + bound, boxes
    finally:
        for block, boxes in zip(blocks, wide, strict=True):
            block.narrow(program.solver, boxes)
        program.restore(*prices)
        program.aim(task.objective)


def _searched(task, priced, area, n, wide, enough, rounds):
    """Sum over areas of the highest bound among its boxes, and those boxes."""

    def solved(boxes, passes=1):
        return _solved(task, priced, area, n, boxes, passes)

    value, gaps, places = solved(wide)
    leaf_value = [value]
    leaf_box = [wide]
    leaf_gap, leaf_place = [gaps], [places]
    for turn in range(rounds):
        task.tell(task.share)
        highest = np.argmax(np.stack(leaf_value), axis=0)
        total = np.take_along_axis(np.stack(leaf_value), highest[None], axis=0).sum()
        gap = _of_leaf(leaf_gap, highest)  # (product, area)
        if total <= enough or gap.max(initial=0.0) < SMALL * max(abs(total), 1.0):
            break
        boxes = [_of_leaf([leaf[b] for leaf in leaf_box], highest) for b in range(len(wide))]
        spots = [_of_leaf([leaf[b] for leaf in leaf_place], highest) for b in range(len(wide))]
        low, high = _split(boxes, spots, gap)
        split = gap.max(axis=0) > SMALL * max(abs(total), 1.0) / n
        leaf_value.append(np.full(n, -np.inf))
        for one in (leaf_box, leaf_gap, leaf_place):
            one.append(_copied(one[0]))
        parent = np.take_along_axis(np.stack(leaf_value), highest[None], axis=0)[0]
        new = len(leaf_value) - 1
        for child, leaves in ((low, range(new)), (high, [new])):  # the lower half takes its parent's place
            value, gaps, places = solved(child, 1 + (turn % 2 == 0))
            for at in leaves:
                mine = split if at == new else split & (highest == at)
                leaf_value[at][mine] = np.minimum(value, parent)[mine]  # a half holds no more than the whole
                for b in range(len(wide)):
                    leaf_box[at][b][..., mine] = child[b][..., mine]
                    leaf_place[at][b][..., mine] = places[b][..., mine]
                leaf_gap[at][:, mine] = gaps[:, mine]
    highest = np.argmax(np.stack(leaf_value), axis=0)
    boxes = [_of_leaf([leaf[b] for leaf in leaf_box], highest) for b in range(len(wide))]
    return float(np.max(np.stack(leaf_value), axis=0).sum()), boxes


def _copied(leaf):
    return leaf.copy() if isinstance(leaf, np.ndarray) else [one.copy() for one in leaf]


def _of_leaf(leaves, which):
    """Of each area the values of one of its leaves."""
    stacked = np.stack(leaves)  # leaf, …, area
    index = which.reshape((1,) * (stacked.ndim - 1) + (-1,))
    return np.take_along_axis(stacked, np.broadcast_to(index, (1, *stacked.shape[1:])), axis=0)[0]


def _split(boxes, spots, gap):
    """Two halves of each area's box, along the wider side of its worst product."""
    low, high = [box.copy() for box in boxes], [box.copy() for box in boxes]
    worst = gap.argmax(axis=0)
    first = 0
    for b, box in enumerate(boxes):
        for product in range(len(box)):
            mine = worst == first + product
            wide = np.stack([box[product, 1] - box[product, 0], box[product, 3] - box[product, 2]])
            along = wide.argmax(axis=0)
            for side in (0, 1):
                here = mine & (along == side)
                start, end = box[product, 2 * side], box[product, 2 * side + 1]
                margin = OFF_END * (end - start)
                at = np.clip(spots[b][product, side], start + margin, end - margin)
                low[b][product, 2 * side + 1] = np.where(here, at, end)
                high[b][product, 2 * side] = np.where(here, at, start)
        first += len(box)
    return low, high


def _solved(task, priced, area, n, boxes, passes):
    """Value per area of the program in these boxes, how much its products promise too much, and where."""
    program = task.program
    for block, one in zip(program.blocks, boxes, strict=True):
        block.narrow(program.solver, one)
    answer = program.run()
    for _ in range(passes - 1):
        if answer is None or not program.cut(program.quantity(answer), answer):
            break
        answer = program.run()
    value = np.bincount(area[area >= 0], (priced * answer)[area >= 0], minlength=n)
    gaps = [block.promised(answer) for block in program.blocks]
    value -= np.bincount(area[: len(program.penalty)], program.penalty * answer[: len(program.penalty)], n)
    return value, np.concatenate(gaps), [np.stack(block.places(answer)) for block in program.blocks]

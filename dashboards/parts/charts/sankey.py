"""From source to who pays to what it costs to who benefits: flows whose width is money, as one drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup

from dashboards.parts.look import theme
from kans_model.reports.money_columns import Streams
from kans_model.words.markup import filled

WIDTH, HEIGHT, NODE, GAP, LOW_PX, FIRST = 1180, 500, 12, 24, 8, 44
"""Between nodes there is room for the words above each. [px of the drawing]"""
COLUMNS = (210, 430, 690, 930)
"""Where the nodes of sources, payers, measure groups and beneficiaries stand. [px of the drawing]"""
Node = tuple[float, float, float, str]
Label = tuple[float, float, str, str, str, str]


def sankey(
    streams: Streams, colours: Mapping[int, str], benefit_colour: str, lang: str, heads: Sequence[str]
) -> Markup:
    """Source → payer → measure group → who enjoys.

    Parameters
    ----------
    colours : party → colour of its flows.
    heads : words above the four columns.
    """
    sizes = streams.sizes
    if not any(column.sum() for column in sizes):
        return Markup("")
    most = max(len(column) for column in sizes)
    scale = (HEIGHT - FIRST - 12 - GAP * (most - 1)) / max(column.sum() for column in sizes)
    tops = [_stack(column * scale) for column in sizes]
    bottom = max(_end(top, column, scale) for top, column in zip(tops, sizes, strict=True))
    nodes, labels = _nodes(streams, tops, scale, benefit_colour, lang)
    return filled(
        __file__,
        "sankey.html",
        width=WIDTH,
        height=round(bottom + 12),
        node_width=NODE,
        heads=list(zip(COLUMNS, ("end", "middle", "middle", "start"), heads, strict=True)),
        flows=_flows(streams, tops, scale, colours, benefit_colour),
        nodes=nodes,
        labels=labels,
    )


def _flows(
    streams: Streams, tops: list[np.ndarray], scale: float, colours: Mapping[int, str], benefit_colour: str
) -> list[tuple[str, str]]:
    """Every flow from one column to the next, each under the one before at both of its ends."""
    source_x, payer_x, group_x, enjoyer_x = COLUMNS
    source_of, payer_of = (
        {party: streams.called(part).index(streams.origins[party][part]) for party in streams.parties}
        for part in (0, 1)
    )
    by_party = streams.paid.sum(axis=1)
    from_sources = [
        (source_of[party], payer_of[party], by_party[party], colours[party]) for party in streams.parties
    ]
    from_payers = [
        (payer_of[party], column, streams.paid[party, group], colours[party])
        for party in streams.parties
        for column, group in enumerate(streams.used)
    ]
    from_groups = [
        (row, column, streams.enjoyed[party, group], benefit_colour)
        for row, group in enumerate(streams.used)
        for column, party in enumerate(streams.enjoyers)
    ]
    flows = []
    for place, (left, right, links) in enumerate(
        (
            (source_x + NODE, payer_x - NODE, from_sources),
            (payer_x + NODE, group_x - NODE, from_payers),
            (group_x + NODE, enjoyer_x - NODE, from_groups),
        )
    ):
        out, into = tops[place].copy(), tops[place + 1].copy()
        for start, end, amount, colour in links:
            if amount > 0:
                flows.append(_flow(left, out[start], right, into[end], amount * scale, colour))
                out[start] += amount * scale
                into[end] += amount * scale
    return flows


def _nodes(
    streams: Streams, tops: list[np.ndarray], scale: float, benefit_colour: str, lang: str
) -> tuple[list[Node], list[Label]]:
    """Every node with its words: beside it at the ends, above it within."""
    source_x, payer_x, group_x, enjoyer_x = COLUMNS
    sizes, (sources, payers, groups, enjoyers) = streams.sizes, streams.node_texts(lang)
    nodes: list[Node] = []
    labels: list[Label] = []
    for told, top, size in zip(sources, tops[0], sizes[0] * scale, strict=True):
        nodes.append(_node(source_x, top, size, theme.SECOND))
        labels.append(_label(source_x - 8, top + size / 2, "end", told))
    for told, top, size in zip(payers, tops[1], sizes[1] * scale, strict=True):
        nodes += [_node(x, top, size, theme.SECOND) for x in (payer_x - NODE, payer_x)]
        labels.append(_label(payer_x, top - 10, "middle", told))
    for told, group, top in zip(groups, streams.used, tops[2], strict=True):
        cost, benefit = streams.paid[:, group].sum(), streams.enjoyed[:, group].sum()
        nodes.append(_node(group_x - NODE, top, cost * scale, theme.SECOND))
        nodes.append(_node(group_x, top, benefit * scale, benefit_colour))
        labels.append(_label(group_x, top - 10, "middle", told))
    for told, top, size in zip(enjoyers, tops[3], sizes[3] * scale, strict=True):
        nodes.append(_node(enjoyer_x - NODE, top, size, benefit_colour))
        labels.append(_label(enjoyer_x + 8, top + size / 2, "start", told))
    return nodes, labels


def _stack(sizes: np.ndarray) -> np.ndarray:
    """Where each node begins, one under the other; small ones leave room for their words."""
    room = np.maximum(sizes, LOW_PX)
    return FIRST + np.concatenate([[0], np.cumsum(room + GAP)[:-1]]) if len(sizes) else np.zeros(0)


def _end(tops: np.ndarray, sizes: np.ndarray, scale: float) -> float:
    return float(tops[-1] + max(sizes[-1] * scale, LOW_PX)) if len(tops) else 0.0


def _flow(x0: float, y0: float, x1: float, y1: float, size: float, colour: str) -> tuple[str, str]:
    """Path and colour of a flow from one node to another."""
    bend = (x0 + x1) / 2
    path = (
        f"M{x0:.0f} {y0:.1f}C{bend:.0f} {y0:.1f} {bend:.0f} {y1:.1f} {x1:.0f} {y1:.1f}v{size:.1f}"
        f"C{bend:.0f} {y1 + size:.1f} {bend:.0f} {y0 + size:.1f} {x0:.0f} {y0 + size:.1f}z"
    )
    return path, colour


def _node(x: float, y: float, size: float, colour: str) -> Node:
    """Left, top, height and colour of a node."""
    return round(x), round(y, 1), round(max(size, 1), 1), colour


def _label(x: float, y: float, anchor: str, told: tuple[str, str]) -> Label:
    """Where a name stands, how it is aligned and drawn, what it says and the amount behind it."""
    return round(x), round(y + 4), anchor, "beside", *told

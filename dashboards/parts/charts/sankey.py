"""From source to who pays to what it costs to who benefits: flows whose width is money, as one drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup

from dashboards.parts.look import theme
from kans_model.words.amounts import number
from kans_model.words.markup import filled

WIDTH, HEIGHT, NODE, GAP, LOW_PX, FIRST = 1180, 500, 12, 24, 8, 44
"""Between nodes there is room for the words above each. [px of the drawing]"""
COLUMNS = (210, 430, 690, 930)
"""Where the nodes of sources, payers, measure groups and beneficiaries stand. [px of the drawing]"""


def sankey(
    paid: np.ndarray,
    enjoyed: np.ndarray,
    names: Sequence[str],
    groups: Sequence[str],
    colours: Mapping[int, str],
    benefit_colour: str,
    lang: str,
    heads: Sequence[str],
    origins: Sequence[tuple[str, str]],
) -> Markup:
    """Source → payer → measure group → who enjoys.

    Parameters
    ----------
    paid, enjoyed : arrays, shape (party, group)
        In millions; who has less than a thousandth of the whole is left out, every amount in words is the
        whole of its row or column. Cost and benefit have one scale, and a step between them: a euro of cost
        is not the euro of benefit.
    names : who enjoys, per party.
    colours : party → colour of its flows.
    heads : words above the four columns.
    origins : per party where its money comes from, and what it is called as payer; parties with the same
        payer stand together.
    """
    of_party, had, of_group, yields = (
        paid.sum(axis=1),
        enjoyed.sum(axis=1),
        paid.sum(axis=0),
        enjoyed.sum(axis=0),
    )
    paid, enjoyed = np.maximum(0, paid), np.maximum(0, enjoyed)
    whole = max(paid.sum(), enjoyed.sum())
    if whole <= 0:
        return Markup("")
    paid, enjoyed = (
        np.where(money.sum(axis=1, keepdims=True) >= whole / 1000, money, 0) for money in (paid, enjoyed)
    )
    parties = np.flatnonzero(paid.sum(axis=1)).tolist()
    sources = list(dict.fromkeys(origins[party][0] for party in parties))
    payers = list(dict.fromkeys(origins[party][1] for party in parties))
    enjoyers = np.flatnonzero(enjoyed.sum(axis=1)).tolist()
    shown = np.flatnonzero(paid.sum(axis=0) + enjoyed.sum(axis=0)).tolist()
    by_party = paid.sum(axis=1)
    sizes = (
        np.array([sum(by_party[p] for p in parties if origins[p][0] == source) for source in sources]),
        np.array([sum(by_party[p] for p in parties if origins[p][1] == payer) for payer in payers]),
        np.maximum(paid.sum(axis=0), enjoyed.sum(axis=0))[shown],
        enjoyed.sum(axis=1)[enjoyers],
    )
    most = max(len(column) for column in sizes)
    scale = (HEIGHT - FIRST - 12 - GAP * (most - 1)) / max(column.sum() for column in sizes)
    tops = [_stack(column * scale) for column in sizes]
    source_x, payer_x, group_x, enjoyer_x = COLUMNS
    flows, nodes, labels = [], [], []
    out, into = tops[0].copy(), tops[1].copy()
    for party in parties:  # a dozen at most
        size = by_party[party] * scale
        source, payer = sources.index(origins[party][0]), payers.index(origins[party][1])
        flows.append(_flow(source_x + NODE, out[source], payer_x - NODE, into[payer], size, colours[party]))
        out[source] += size
        into[payer] += size
    out, into = tops[1].copy(), tops[2].copy()
    for party in parties:
        payer = payers.index(origins[party][1])
        for column, group in enumerate(shown):
            size = paid[party, group] * scale
            if size > 0:
                flows.append(
                    _flow(payer_x + NODE, out[payer], group_x - NODE, into[column], size, colours[party])
                )
                out[payer] += size
                into[column] += size
    out, into = tops[2].copy(), tops[3].copy()
    for row, group in enumerate(shown):
        for column, party in enumerate(enjoyers):
            size = enjoyed[party, group] * scale
            if size > 0:
                flows.append(
                    _flow(group_x + NODE, out[row], enjoyer_x - NODE, into[column], size, benefit_colour)
                )
                out[row] += size
                into[column] += size
    amounts = [
        [sum(of_party[p] for p in range(len(names)) if origins[p][part] == name) for name in shown_names]
        for part, shown_names in enumerate((sources, payers))
    ]
    for name, top, size, amount in zip(sources, tops[0], sizes[0], amounts[0], strict=True):
        nodes.append(_node(source_x, top, size * scale, theme.SECOND))
        labels.append(_label(source_x - 8, top + size * scale / 2, "end", name, amount, lang))
    for name, top, size, amount in zip(payers, tops[1], sizes[1], amounts[1], strict=True):
        nodes.append(_node(payer_x - NODE, top, size * scale, theme.SECOND))
        nodes.append(_node(payer_x, top, size * scale, theme.SECOND))
        labels.append(_label(payer_x, top - 10, "middle", name, amount, lang))
    for group, top in zip(shown, tops[2], strict=True):
        cost, benefit = paid[:, group].sum(), enjoyed[:, group].sum()
        nodes.append(_node(group_x - NODE, top, cost * scale, theme.SECOND))
        nodes.append(_node(group_x, top, benefit * scale, benefit_colour))
        words = f"{groups[group]} {number(of_group[group], lang, 1)} → {number(yields[group], lang, 1)}"
        labels.append((group_x, round(top - 6), "middle", "beside", words, ""))
    for party, top, size in zip(enjoyers, tops[3], sizes[3], strict=True):
        nodes.append(_node(enjoyer_x - NODE, top, size * scale, benefit_colour))
        labels.append(_label(enjoyer_x + 8, top + size * scale / 2, "start", names[party], had[party], lang))
    bottom = max(_end(top, column, scale) for top, column in zip(tops, sizes, strict=True))
    return filled(
        __file__,
        "sankey.html",
        width=WIDTH,
        height=round(bottom + 12),
        node_width=NODE,
        heads=list(zip(COLUMNS, ("end", "middle", "middle", "start"), heads, strict=True)),
        flows=flows,
        nodes=nodes,
        labels=labels,
    )


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


def _node(x: float, y: float, size: float, colour: str) -> tuple[float, float, float, str]:
    """Left, top, height and colour of a node."""
    return round(x), round(y, 1), round(max(size, 1), 1), colour


def _label(
    x: float, y: float, anchor: str, name: str, size: float, lang: str
) -> tuple[float, float, str, str, str, str]:
    """Where a name stands, how it is aligned and drawn, what it says and the amount behind it."""
    return round(x), round(y + 4), anchor, "beside", name, number(size, lang, 1)

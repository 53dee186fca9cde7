"""From source to who pays to what it costs to who benefits: flows whose width is money, as one drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from markupsafe import Markup

from dashboards.parts.look import theme
from kans_model.words.amounts import number
from kans_model.words.markup import html

WIDTH, HEIGHT, NODE, GAP, LOW_PX = 1180, 440, 12, 14, 16
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
        In millions; what is below a thousandth of the whole is left out. Cost and benefit have one scale,
        and a step between them: a euro of cost is not the euro of benefit.
    names : who enjoys, per party.
    colours : party → colour of its flows.
    heads : words above the four columns.
    origins : per party where its money comes from, and what it is called as payer; parties with the same
        payer stand together.
    """
    paid, enjoyed = np.maximum(0, paid), np.maximum(0, enjoyed)
    whole = max(paid.sum(), enjoyed.sum())
    if whole <= 0:
        return Markup("")
    paid, enjoyed = (np.where(one >= whole / 1000, one, 0) for one in (paid, enjoyed))
    parties = np.flatnonzero(paid.sum(axis=1))
    sources = list(dict.fromkeys(origins[party][0] for party in parties))
    payers = list(dict.fromkeys(origins[party][1] for party in parties))
    enjoyers = np.flatnonzero(enjoyed.sum(axis=1))
    shown = np.flatnonzero(paid.sum(axis=0) + enjoyed.sum(axis=0))
    by_party = paid.sum(axis=1)
    sizes = (
        np.array([sum(by_party[p] for p in parties if origins[p][0] == one) for one in sources]),
        np.array([sum(by_party[p] for p in parties if origins[p][1] == one) for one in payers]),
        np.maximum(paid.sum(axis=0), enjoyed.sum(axis=0))[shown],
        enjoyed.sum(axis=1)[enjoyers],
    )
    most = max(len(one) for one in sizes)
    scale = (HEIGHT - 40 - GAP * (most - 1)) / max(one.sum() for one in sizes)
    tops = [_stack(one * scale) for one in sizes]
    source_x, payer_x, group_x, enjoyer_x = COLUMNS
    parts = [
        html('<text x="{}" y="14" class="head" text-anchor="{}">{}</text>', x, anchor, head)
        for x, anchor, head in zip(COLUMNS, ("end", "middle", "middle", "start"), heads, strict=True)
    ]
    out, into = tops[0].copy(), tops[1].copy()
    for party in parties:  # a dozen at most
        size = by_party[party] * scale
        source, payer = sources.index(origins[party][0]), payers.index(origins[party][1])
        parts.append(_flow(source_x + NODE, out[source], payer_x - NODE, into[payer], size, colours[party]))
        out[source] += size
        into[payer] += size
    out, into = tops[1].copy(), tops[2].copy()
    for party in parties:
        payer = payers.index(origins[party][1])
        for column, group in enumerate(shown):
            size = paid[party, group] * scale
            if size > 0:
                parts.append(
                    _flow(payer_x + NODE, out[payer], group_x - NODE, into[column], size, colours[party])
                )
                out[payer] += size
                into[column] += size
    out, into = tops[2].copy(), tops[3].copy()
    for row, group in enumerate(shown):
        for column, party in enumerate(enjoyers):
            size = enjoyed[party, group] * scale
            if size > 0:
                parts.append(
                    _flow(group_x + NODE, out[row], enjoyer_x - NODE, into[column], size, benefit_colour)
                )
                out[row] += size
                into[column] += size
    for name, top, size in zip(sources, tops[0], sizes[0], strict=True):
        parts.append(_node(source_x, top, size * scale, theme.SECOND))
        parts.append(_label(source_x - 8, top + size * scale / 2, "end", name, size, lang))
    for name, top, size in zip(payers, tops[1], sizes[1], strict=True):
        parts.append(_node(payer_x - NODE, top, size * scale, theme.SECOND))
        parts.append(_node(payer_x, top, size * scale, theme.SECOND))
        parts.append(_label(payer_x, top + size * scale / 2, "middle", name, size, lang, on=True))
    for group, top in zip(shown, tops[2], strict=True):
        cost, benefit = paid[:, group].sum(), enjoyed[:, group].sum()
        parts.append(_node(group_x - NODE, top, cost * scale, theme.SECOND))
        parts.append(_node(group_x, top, benefit * scale, benefit_colour))
        words = f"{groups[group]} {number(cost, lang, 1)} → {number(benefit, lang, 1)}"
        y = top + max(cost, benefit) * scale / 2
        parts.append(
            html(
                '<text x="{}" y="{}" class="on" text-anchor="middle">{}</text>', group_x, round(y + 4), words
            )
        )
    for party, top, size in zip(enjoyers, tops[3], sizes[3], strict=True):
        parts.append(_node(enjoyer_x - NODE, top, size * scale, benefit_colour))
        parts.append(_label(enjoyer_x + 8, top + size * scale / 2, "start", names[party], size, lang))
    bottom = max(_end(top, one, scale) for top, one in zip(tops, sizes, strict=True))
    return html(
        '<svg class="sankey" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        WIDTH,
        round(bottom + 12),
        Markup("").join(parts),
    )


def _stack(sizes: np.ndarray) -> np.ndarray:
    """Where each node begins, one under the other; small ones leave room for their words."""
    room = np.maximum(sizes, LOW_PX)
    return 28 + np.concatenate([[0], np.cumsum(room + GAP)[:-1]]) if len(sizes) else np.zeros(0)


def _end(tops: np.ndarray, sizes: np.ndarray, scale: float) -> float:
    return float(tops[-1] + max(sizes[-1] * scale, LOW_PX)) if len(tops) else 0.0


def _flow(x0: float, y0: float, x1: float, y1: float, size: float, colour: str) -> Markup:
    bend = (x0 + x1) / 2
    path = (
        f"M{x0:.0f} {y0:.1f}C{bend:.0f} {y0:.1f} {bend:.0f} {y1:.1f} {x1:.0f} {y1:.1f}v{size:.1f}"
        f"C{bend:.0f} {y1 + size:.1f} {bend:.0f} {y0 + size:.1f} {x0:.0f} {y0 + size:.1f}z"
    )
    return html('<path d="{}" fill="{}" fill-opacity=".4"/>', path, colour)


def _node(x: float, y: float, size: float, colour: str) -> Markup:
    return html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        round(x), round(y, 1), NODE, round(max(size, 1), 1), colour,
    )  # fmt: skip


def _label(x: float, y: float, anchor: str, name: str, size: float, lang: str, on: bool = False) -> Markup:
    return html(
        '<text x="{}" y="{}" text-anchor="{}" class="{}">{} <tspan class="amount">{}</tspan></text>',
        round(x), round(y + 4), anchor, "on" if on else "beside", name, number(size, lang, 1),
    )  # fmt: skip

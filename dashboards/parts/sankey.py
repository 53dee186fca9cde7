"""From who pays to who benefits: flows whose width is money, as one drawing with words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dashboards.parts import theme
from dashboards.parts.live import Markup, html
from kans_model.numbers import number

WIDTH, HEIGHT, NODE, GAP = 1080, 440, 12, 14
LEFT, MIDDLE, RIGHT = 270, 545, 820


def sankey(
    paid: np.ndarray,
    enjoyed: np.ndarray,
    names: Sequence[str],
    groups: Sequence[str],
    colours: Mapping[int, str],
    benefit_colour: str,
    lang: str,
    heads: Sequence[str],
) -> Markup:
    """Party → measure group → party.

    Parameters
    ----------
    paid, enjoyed : arrays, shape (party, group)
        In millions; what is below a thousandth of the whole is left out. Cost and benefit have one scale,
        and a step between them: a euro of cost is not the euro of benefit.
    colours : party → colour of its flows.
    heads : words above the three columns.
    """
    paid, enjoyed = np.maximum(0, paid), np.maximum(0, enjoyed)
    whole = max(paid.sum(), enjoyed.sum())
    if whole <= 0:
        return Markup("")
    paid, enjoyed = (np.where(one >= whole / 1000, one, 0) for one in (paid, enjoyed))
    payers, enjoyers = np.flatnonzero(paid.sum(axis=1)), np.flatnonzero(enjoyed.sum(axis=1))
    shown = np.flatnonzero(paid.sum(axis=0) + enjoyed.sum(axis=0))
    most = max(len(payers), len(enjoyers), len(shown))
    room = HEIGHT - 40 - GAP * (most - 1)
    sides = (paid.sum(), np.maximum(paid.sum(axis=0), enjoyed.sum(axis=0)).sum(), enjoyed.sum())
    scale = room / max(sides)
    left = _stack(paid.sum(axis=1)[payers] * scale)
    right = _stack(enjoyed.sum(axis=1)[enjoyers] * scale)
    middle = _stack(np.maximum(paid.sum(axis=0), enjoyed.sum(axis=0))[shown] * scale)
    parts = [
        html('<text x="{}" y="14" class="head" text-anchor="{}">{}</text>', x, anchor, head)
        for x, anchor, head in zip((LEFT, MIDDLE, RIGHT), ("end", "middle", "start"), heads, strict=True)
    ]
    out = left.copy()
    into = middle.copy()
    for row, party in enumerate(payers):
        for column, group in enumerate(shown):
            size = paid[party, group] * scale
            if size > 0:
                parts.append(_flow(LEFT + NODE, out[row], MIDDLE - NODE, into[column], size, colours[party]))
                out[row] += size
                into[column] += size
    out, into = middle.copy(), right.copy()
    for row, group in enumerate(shown):
        for column, party in enumerate(enjoyers):
            size = enjoyed[party, group] * scale
            if size > 0:
                parts.append(_flow(MIDDLE + NODE, out[row], RIGHT - NODE, into[column], size, benefit_colour))
                out[row] += size
                into[column] += size
    for party, top in zip(payers, left, strict=True):
        size = paid[party].sum()
        parts.append(_node(LEFT, top, size * scale, colours[party]))
        parts.append(_label(LEFT - 8, top + size * scale / 2, "end", names[party], size, lang))
    for group, top in zip(shown, middle, strict=True):
        cost, benefit = paid[:, group].sum(), enjoyed[:, group].sum()
        parts.append(_node(MIDDLE - NODE, top, cost * scale, theme.SECOND))
        parts.append(_node(MIDDLE, top, benefit * scale, benefit_colour))
        words = f"{groups[group]} {number(cost, lang, 1)} → {number(benefit, lang, 1)}"
        y = top + max(cost, benefit) * scale / 2
        parts.append(
            html('<text x="{}" y="{}" class="on" text-anchor="middle">{}</text>', MIDDLE, round(y + 4), words)
        )
    for party, top in zip(enjoyers, right, strict=True):
        size = enjoyed[party].sum()
        parts.append(_node(RIGHT - NODE, top, size * scale, benefit_colour))
        parts.append(_label(RIGHT + 8, top + size * scale / 2, "start", names[party], size, lang))
    bottom = max(
        _end(left, paid.sum(axis=1)[payers], scale), _end(right, enjoyed.sum(axis=1)[enjoyers], scale)
    )
    bottom = max(
        bottom, middle[-1] + max(paid.sum(axis=0)[shown][-1], enjoyed.sum(axis=0)[shown][-1]) * scale
    )
    return html(
        '<svg class="sankey" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        WIDTH,
        round(bottom + 12),
        Markup("").join(parts),
    )


def _stack(sizes: np.ndarray) -> np.ndarray:
    """Where each node begins, one under the other; small ones leave room for their words."""
    room = np.maximum(sizes, 16)
    return 28 + np.concatenate([[0], np.cumsum(room + GAP)[:-1]]) if len(sizes) else np.zeros(0)


def _end(tops: np.ndarray, sizes: np.ndarray, scale: float) -> float:
    return float(tops[-1] + max(sizes[-1] * scale, 16)) if len(tops) else 0.0


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


def _label(x: float, y: float, anchor: str, name: str, size: float, lang: str) -> Markup:
    return html(
        '<text x="{}" y="{}" text-anchor="{}">{} <tspan class="amount">{}</tspan></text>',
        round(x), round(y + 4), anchor, name, number(size, lang, 1),
    )  # fmt: skip

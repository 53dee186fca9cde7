"""A slider's whole travel, sent when it is touched: its moves are painted without asking the server.

How a page uses it:

1. A number that moves is written as `moving("own.capex", "capex_meur", text)`: its key, its quantity in
   `kans_model.words.notation`, and the text as it stands now; of a row, `row=` says which. What is not exact
   until the server has confirmed it (bands, sentences, titles) carries `waits=True`, or `data-waits` in a
   template, and is shown muted until then.
2. A row chart that is given `key="themes"` moves its marks with the columns `themes.mark.<name>`.
3. A map whose source is named moves with the columns `<name>.color` and `<name>.value`.
4. A slider sends `touch` when it is touched; the page answers with `Travel.offer(control, key, columns)`: for
   every key an array (place, row), or (place, row, 3) of middle, low and high. At rest the slider sends its
   place, the server takes it and, when the bands are there too, calls `settle()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import param
from markupsafe import Markup

from dashboards.parts.live.live import Script
from kans_model.words.markup import macros

_MOVING = macros(__file__, "moving.html")


def moving(
    key: str,
    name: str,
    text: str | Markup,
    *,
    row: int = 0,
    waits: bool = False,
    tone: float | None = None,
    parts: bool = False,
) -> Markup:
    """A number that moves with a slider.

    Parameters
    ----------
    key : of its column in the travel.
    name : its quantity, as `kans_model.words.notation` declares it.
    text : as it stands now.
    waits : it is not exact until the server has confirmed it.
    tone : size from which it is in the colour of better or worse.
    parts : its unit is written small.
    """
    return Markup(_MOVING.number(key, name, text, row, waits, tone, parts))


def in_rows(band: tuple[np.ndarray, np.ndarray, np.ndarray]) -> np.ndarray:
    """Low, middle and high at every place, shape (place,) or (place, row), as a column of a travel."""
    low, middle, high = (np.asarray(end, float) for end in band)
    column = np.stack([middle, low, high], axis=-1)
    return column if column.ndim == 3 else column[:, None]


KINDS = (np.float64, np.float32)
"""Numbers that are written, and places on an axis or a map, which are drawn."""


def packed(columns: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Columns as two rows of numbers: each array by itself would be two messages of its own.

    Examples
    --------
    >>> sent = packed({"a": np.array([[1.0], [2.0]]), "b": np.zeros((2, 3), np.float32)})
    >>> sent["places"], sent["sizes"], [part.size for part in sent["numbers"]]
    (2, {'a': [1, 1, 0], 'b': [3, 1, 1]}, [2, 6])
    """
    kinds = {name: int(column.dtype == np.float32) for name, column in columns.items()}
    sizes = {name: [*[*column.shape[1:], 1][:2], kinds[name]] for name, column in columns.items()}
    numbers = [
        np.concatenate([np.zeros(0, kind), *(columns[name].ravel() for name in columns if kinds[name] == at)])
        for at, kind in enumerate(KINDS)
    ]
    return {"places": len(next(iter(columns.values()))), "sizes": sizes, "numbers": numbers}


class Travel(Script):
    """What a page's slider comes to at each of its places; nothing to see itself."""

    settled = param.Integer(default=0, doc="How often everything on screen was what the server holds.")

    _bundle = "travel.js"

    def __init__(self, **params: Any):
        super().__init__(width=0, height=0, margin=0, sizing_mode="fixed", **params)
        self._sent: tuple[object, ...] | None = None

    def offer(self, control: str, key: tuple[object, ...], columns: Mapping[str, np.ndarray]) -> None:
        """Send a travel, unless the browser has it.

        Parameters
        ----------
        control : which slider it is of.
        key : what it rests on.
        columns : key → array (place, row), or (place, row, 3) of middle, low and high.
        """
        if self._sent == (control, *key):
            return
        self._sent = (control, *key)
        self._send_msg({"control": control, **packed(columns)})

    def has(self, control: str, key: tuple[object, ...]) -> bool:
        """Whether the browser has this travel."""
        return self._sent == (control, *key)

    def drop(self) -> None:
        """What was sent holds no more."""
        if self._sent is not None:
            self._sent = None
            self._send_msg({"control": ""})

    def settle(self) -> None:
        """Everything on screen is what the server holds."""
        self.settled += 1

    def act(self, message: dict[str, Any]) -> None:
        """It asks nothing."""

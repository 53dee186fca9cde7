"""A row of tabs, as buttons that call back with `tab`."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from kans_model.words.markup import filled


def tab_list(names: Mapping[str, str], chosen: str, label: str) -> Markup:
    """The tabs by id and name, one of them chosen; the label says what they are tabs of."""
    return filled(__file__, "tabs.html", names=names, chosen=chosen, label=label)

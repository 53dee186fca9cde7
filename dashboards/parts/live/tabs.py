"""A row of tabs, as buttons that call back with `tab`."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from kans_model.words.markup import html

TAB = """<button role="tab" id="tab-{id}" aria-selected="{chosen}" data-do="tab" data-name="{id}"
 data-key="tab-{id}">{name}</button>"""


def tab_list(names: Mapping[str, str], chosen: str, label: str) -> Markup:
    """The tabs by id and name, one of them chosen; the label says what they are tabs of."""
    buttons = Markup("").join(
        html(TAB, id=one, name=name, chosen="true" if one == chosen else "false")
        for one, name in names.items()
    )
    return html('<div class="tabs" role="tablist" aria-label="{}">{}</div>', label, buttons)

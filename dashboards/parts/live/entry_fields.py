"""Fields of a form, from the class of the choices it makes: its words, options, bounds and lengths."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from kans_model.dialogue.choices import Choices, Option, Quantity, Words
from kans_model.words.markup import macros
from kans_model.words.texts import has_text, t

_MACROS = macros(__file__, "fields.html")
NONE = "–"
"""The name of no choice, where there need not be one."""


def entry_fields(
    kind: type[Choices],
    key: str,
    lang: str,
    *,
    names: Sequence[str],
    options: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    optional: Collection[str] = (),
    units: Mapping[str, str] | None = None,
    wide: bool = False,
    do: str = "entry",
    prefix: str = "",
) -> Markup:
    """One field per name: a choice, a number or a line of text, whichever its parameter is.

    Parameters
    ----------
    key : what the ids begin with.
    names : which parameters, in this order.
    options : name → values and their names, of what is chosen from.
    optional : of those, what one need not choose.
    units : name → what stands behind the words of a number.
    wide : lines of text take all the width.
    prefix : what the names begin with that the browser sends back, and the slots as `prefix_name`.
    """
    fields = Markup("")
    for name in names:
        parameter = kind.parameters()[name]
        words, field = t(parameter.label, lang), f"{key}-{name}"
        sent = {
            "do": do,
            "name": f"{prefix}:{name}" if prefix else name,
            "source": f"{prefix}_{name}" if prefix else name,
            "hint": _hint(parameter, lang),
        }
        if isinstance(parameter, Option):
            empty = NONE if name in optional else None
            fields += _MACROS.choice(field, words, list((options or {})[name]), empty=empty, **sent)
        elif isinstance(parameter, Quantity):
            unit = (units or {}).get(name, "")
            fields += _MACROS.number_field(field, f"{words}, {unit}" if unit else words, **sent)
        elif isinstance(parameter, Words):
            longest = parameter.longest
            fields += _MACROS.text_field(field, words, maxlength=longest, wide=wide, when="change", **sent)
    return fields


def _hint(parameter: Option | Quantity | Words, lang: str) -> str:
    """What its words have to add, bounds filled in; nothing for most."""
    hint = f"{parameter.label}_hint"
    if not has_text(hint):
        return ""
    low, high = getattr(parameter, "bounds", None) or (None, None)
    return t(hint, lang, low=_plain(low), high=_plain(high))


def _plain(bound: float | None) -> str:
    return "" if bound is None else f"{bound:g}"

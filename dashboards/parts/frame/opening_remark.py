"""What a reader must know of the study he opened: what came along, what was cut, whose figures changed."""

from collections.abc import Sequence

import pandas as pd

from dashboards.parts.frame.alert import NO_ALERT, Alert
from kans_model.study.fitting import Carryover, Cut
from kans_model.tables.reading import table
from kans_model.words.amounts import number
from kans_model.words.texts import t

MOST_SAID = 5
"""Cuts, or areas that are gone, that a remark names."""


def remark(
    names: pd.Series, lang: str, cuts: Sequence[Cut], other: bool, carried: Carryover | None = None
) -> Alert:
    """What came along or not, quantities that were cut, other figures; none where there is nothing.

    Parameters
    ----------
    names : of the areas, by code.
    other : whether the figures of the tables are others than when it was saved.
    """
    measures = table("measures")[f"name_{lang}"]
    lines = []
    if carried is not None:
        lines.append(t("page.carried", lang))
        if carried.gone:
            lines.append(t("page.gone", lang, codes=_first(carried.gone, ", ", lang)))
    cut_texts = [
        t(
            "page.cut",
            lang,
            package=cut.package,
            area=names[cut.area],
            measure=measures[cut.measure],
            asked=number(cut.asked, lang, 0),
            fits=number(cut.fits, lang, 0),
        )
        for cut in cuts
    ]
    if cut_texts:
        lines.append(_first(cut_texts, " ", lang))
    if other:
        lines.append(t("page.other_figures", lang))
    return Alert("remark", " ".join(lines)) if lines else NO_ALERT


def _first(texts: Sequence[str], between: str, lang: str) -> str:
    """The first few texts, and how many more there are: a banner leaves room for the page."""
    more = len(texts) - MOST_SAID
    rest = [t("page.and_more", lang, n=more)] if more > 0 else []
    return between.join([*texts[:MOST_SAID], *rest])

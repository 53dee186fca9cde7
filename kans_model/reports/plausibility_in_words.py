"""What of a city lies outside the usual, in words."""

from kans_model.comparison.plausibility import Plausibility, outside
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money, number
from kans_model.words.texts import t

SMALL = 2.0
"""Below this a figure has two decimals. [unit of the figure]"""


def sentence(figure: Plausibility, lang: str = "nl") -> str:
    """One figure, its usual range, on which side it lies, and why."""
    row = table("plausible_ranges").loc[figure.indicator]
    decimals = 2 if figure.high <= SMALL else 0
    words = {
        "name": row[f"name_{lang}"],
        "value": _amount(figure.value, row["unit"], decimals, lang),
        "low": _amount(figure.low, row["unit"], decimals, lang),
        "high": _amount(figure.high, row["unit"], decimals, lang),
        "cause": " ".join(cause.text(lang) for cause in figure.causes),
    }
    return t(f"plausible.{figure.side}", lang, **words)


def sentences(study: Study, lang: str = "nl") -> list[str]:
    """Those outside their range, one sentence each; one that says so where none is."""
    return [sentence(figure, lang) for figure in outside(study)] or [t("plausible.all_within", lang)]


def _amount(value: float, unit: str, decimals: int, lang: str) -> str:
    return money(round(value, decimals), lang) if unit == "EUR" else number(value, lang, decimals)

"""Options of a switch in words."""

from __future__ import annotations

from kans_model.tables.reading import table
from kans_model.words.texts import t


def option_name(switch: str, option: object, lang: str) -> str:
    """What an option of a switch is called."""
    if switch == "climate":
        return t(f"climate.{option}", lang)
    if switch == "discount":
        return str(table("discount_rates")[f"name_{lang}"][option])
    if switch == "period_years":
        return t("assumptions.n_years", lang, n=option)
    if switch == "duration_min":
        return t("certain.minutes", lang, n=option)
    return t(f"assumptions.{switch}.{option}", lang)

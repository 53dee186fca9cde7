"""What a package does, in the one sentence that a whole room reads."""

from __future__ import annotations

from kans_model.comparison.what_if_without import HORIZON, WithoutSome
from kans_model.reports.theme_in_words import horizon_name
from kans_model.words.amounts import money_short
from kans_model.words.texts import t


def room_sentence(trial: WithoutSome, lang: str = "nl") -> str:
    """How much damage is left, and how many limits are met."""
    before, after = trial.total_eur("before"), trial.total_eur()
    words = {
        "n": trial.n_on,
        "all": len(trial.measures),
        "year": horizon_name(HORIZON, lang),
        "before": money_short(before, lang),
        "after": money_short(after, lang),
        "cost": money_short(float(trial.result["capex_eur"].sum()), lang),
    }
    first = t("dialogue.room_measures" if trial.n_on else "dialogue.room_nothing", lang, **words)
    met, unknown, counted = trial.n_met()
    if not counted:
        return first
    key = "dialogue.room_limits_unknown" if unknown else "dialogue.room_limits"
    return f"{first} {t(key, lang, n=met, all=counted, unknown=unknown)}"

"""A city beside the country, as plain values and in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from kans_model.comparison.national_check import by_theme_eur, national_check, scaled_share, unknown_themes
from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.reports.study_head import study_head
from kans_model.reports.theme_in_words import horizon_name, theme_name
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS
from kans_model.words.amounts import number, percent
from kans_model.words.texts import t


def summarised(study: Study) -> dict[str, Any]:
    """The national check as plain values, None where unknown: what `kans national --json` prints."""
    share = scaled_share(study)
    return {
        **study_head(study),
        "indicative": study.city.indicative,
        "price_year": PRICE_YEAR,
        "eur_per_resident_per_year": {
            theme: {
                horizon: float(value) if np.isfinite(value) else None
                for horizon, value in zip(HORIZONS, eur, strict=True)
            }
            for theme, eur in by_theme_eur(study).items()
        },
        "share_scaled_to_a_national_total": share if np.isfinite(share) else None,
        "estimates": {
            estimate.key: {
                "national_eur": estimate.national_eur,
                "city_eur": estimate.city_eur,
                "ratio": estimate.ratio,
                "source": table("assumptions")["source"][estimate.key],
            }
            for estimate in national_check(study)
        },
    }


def check_in_words(study: Study, lang: str) -> str:
    """The national check in sentences."""
    themes = [
        t(
            "national.theme",
            lang,
            theme=theme_name(theme, lang),
            amounts="; ".join(
                f"{horizon_name(horizon, lang)} {number(eur[place], lang, 0)}"
                for place, horizon in enumerate(HORIZONS)
            )
            if np.isfinite(eur).any()
            else t("unknown", lang),
        )
        for theme, eur in by_theme_eur(study).items()
    ]
    estimates = [
        "\n".join(
            [
                t(f"national.{estimate.key}", lang),
                t(
                    "national.beside",
                    lang,
                    national=number(estimate.national_eur, lang, 0),
                    city=number(estimate.city_eur, lang, 0),
                    ratio=number(estimate.ratio, lang, 2),
                ),
                t(f"national.{estimate.key}.outside", lang),
            ]
        )
        for estimate in national_check(study)
    ]
    head = t("national.head", lang, city=study.city.name, year=PRICE_YEAR)
    missing = ", ".join(theme_name(theme, lang) for theme in unknown_themes(study))
    lower = [t("national.lower", lang, themes=missing)] if missing else []
    scaled = t("national.scaled", lang, share=percent(scaled_share(study), lang))
    return "\n\n".join(["\n".join([head, *themes, *lower]), *estimates, scaled])

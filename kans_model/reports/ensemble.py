"""An ensemble as plain values: statistics per headline."""

from typing import Any

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.reports.study_head import study_head
from kans_model.study.names import portfolio_name
from kans_model.study.study import Study
from kans_model.uncertainty.city_totals import TOTALS
from kans_model.uncertainty.ensemble import Ensemble

STATISTICS = ("mean", "p05", "p50", "p95")


def summarised(study: Study, ensemble: Ensemble, lang: str = "nl") -> dict[str, Any]:
    """An ensemble as plain values, None where unknown: what `kans ensemble --json` prints.

    Parameters
    ----------
    study : Study
        The one it was run on.
    ensemble : Ensemble
    """
    statistics, better = ensemble.statistics(), ensemble.chance_better()
    return {
        **study_head(study),
        "indicative": study.city.indicative,
        "scenario": study.scenario.to_dict(),
        "horizon": "2050",
        "price_year": PRICE_YEAR,
        "draws": len(ensemble),
        "seed": ensemble.seed,
        "seconds": round(ensemble.seconds, 3),
        "portfolios": {
            package: {
                "name": portfolio_name(study.portfolio(package), lang),
                **{
                    headline: {name: _known(statistics[i, place, h]) for i, name in enumerate(STATISTICS)}
                    for h, headline in enumerate(TOTALS)
                },
            }
            for place, package in enumerate(ensemble.ids)
        },
        "chance_npv_higher": {
            package: {other: _known(better[a, b]) for b, other in enumerate(ensemble.ids) if b != a}
            for a, package in enumerate(ensemble.ids)
        },
    }


def _known(value: float) -> float | None:
    """A float of as many digits as draws are kept with, or None where it is not known."""
    return float(f"{value:.7g}") if np.isfinite(value) else None

"""An ensemble as plain values: statistics per headline."""

import numpy as np

from kans_model.evaluation.prices import PRICE_YEAR
from kans_model.study.names import portfolio_name
from kans_model.uncertainty.city_totals import TOTALS

STATISTICS = ("mean", "p05", "p50", "p95")


def summarised(study, ensemble, lang="nl"):
    """An ensemble as plain values, None where unknown: what `kans ensemble --json` prints.

    Parameters
    ----------
    study : Study
        The one it was run on.
    ensemble : Ensemble
    """
    statistics, better = ensemble.statistics(), ensemble.chance_better()
    return {
        "study_hash": study.hash,
        "city": study.city.name,
        "fictional": study.city.fictional,
        "indicative": study.city.indicative,
        "scenario": study.scenario.to_dict(),
        "horizon": "2050",
        "price_year": PRICE_YEAR,
        "draws": len(ensemble),
        "seed": ensemble.seed,
        "seconds": round(ensemble.seconds, 3),
        "portfolios": {
            one: {
                "name": portfolio_name(study.portfolio(one), lang),
                **{
                    headline: {name: _known(statistics[i, place, h]) for i, name in enumerate(STATISTICS)}
                    for h, headline in enumerate(TOTALS)
                },
            }
            for place, one in enumerate(ensemble.ids)
        },
        "chance_npv_higher": {
            one: {other: _known(better[a, b]) for b, other in enumerate(ensemble.ids) if b != a}
            for a, one in enumerate(ensemble.ids)
        },
    }


def _known(value):
    """A float of as many digits as draws are kept with, or None where it is not known."""
    return float(f"{value:.7g}") if np.isfinite(value) else None

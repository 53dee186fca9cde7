"""How long a choice of levers waits: six sets side by side, and the cheapest of twelve levers."""

import time
from collections.abc import Iterator

from benchmarks.measurement import Measurement
from kans_model.city.city import City
from kans_model.policy.cheapest import MOST_LEVERS, cheapest
from kans_model.policy.comparison import compare
from kans_model.policy.effect import SetEffect
from kans_model.policy.levers import Lever, LeverSet
from kans_model.policy.parameters import N_DRAWS, drawn, middle
from kans_model.policy.policy import Policy
from kans_model.policy.private_ground import PrivateGround
from kans_model.study.study import Study

N_SETS, YEAR = 6, 2050
ROOF, GARDEN = "green_roof_extensive", "depave_private"


def lever_set(n: int) -> LeverSet:
    """A subsidy that grows with the number of the set, a campaign and a duty."""
    levers = (
        Lever("s", "subsidy", 2028, 2040, (ROOF,), subsidy_share=0.1 * n, budget_eur_per_year=1e5 * n),
        Lever("c", "campaign", 2027, 2030, (GARDEN,)),
        Lever("d", "obligation", 2035, measures=(GARDEN,)),
    )
    return LeverSet(str(n), str(n), levers)


def measurements() -> Iterator[Measurement]:
    """Yield them one by one."""
    study = Study.default(City.demo())
    base, parameters = study.baseline, drawn(study.seed)
    package = study.portfolio("eigen").with_uptake(GARDEN, 0.4)
    sets = [lever_set(n + 1) for n in range(N_SETS)]
    compare(base, Policy(), package, parameters, sets[:1], YEAR).avoided_eur.sum()  # tables are read once
    began = time.perf_counter()
    beside = compare(base, Policy(), package, parameters, sets, YEAR)
    beside.paid_eur.sum()
    beside.chance_best.sum()
    taken = 1000 * (time.perf_counter() - began)
    yield Measurement(f"{N_SETS} sets of levers under {N_DRAWS} draws", taken, "ms", 200)
    offered = [
        Lever(f"s{n}", "subsidy", 2028, measures=(ROOF,), subsidy_share=0.05 * n, budget_eur_per_year=1e5)
        for n in range(MOST_LEVERS)
    ]
    own = SetEffect(base, PrivateGround.of(base), Policy(), LeverSet("", ""), package, middle())
    least = -1.01 * float(own.avoided_band_eur(YEAR)[1])
    began = time.perf_counter()
    cheapest(own, offered, YEAR, lambda effect: -float(effect.avoided_band_eur(YEAR)[1]), least)
    yield Measurement(
        f"cheapest of {2**MOST_LEVERS} selections of levers", time.perf_counter() - began, "s", 10
    )

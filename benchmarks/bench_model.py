"""How long the model needs: one package, six packages, a thousand draws, the whole country."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.bench_machine import copy_bandwidth_gb_s
from benchmarks.measurement import Measurement, median_ms
from kans_model.city.city import City
from kans_model.evaluation import evaluate
from kans_model.study.study import Study
from kans_model.uncertainty import ensemble

N_COUNTRY = 14_500
N_DRAWS = 1_024


def country(n: int) -> City:
    """A synthetic city of n areas: the demo city's buurten over and over, without their shapes."""
    demo = City.demo()
    rows = demo.areas.iloc[np.arange(n) % len(demo.areas)]
    return City(
        "n areas", rows.set_axis([f"{place:05d}" for place in range(n)]), pd.DataFrame(demo.filled), True
    )


def measurements() -> Iterator[Measurement]:
    """Yield times on the demo city and on the synthetic country, and the kernel beside copying memory."""
    study = Study.default(City.demo())
    base, package = study.baseline, study.portfolio("eigen")
    yield Measurement(
        "one package, labelled result", median_ms(lambda: evaluate.evaluate(base, package), 60), "ms", 2
    )
    six = [package.with_uptake("wadi", share / 6) for share in range(1, 7)]
    yield Measurement(
        "six packages", median_ms(lambda: [evaluate.evaluate(base, package) for package in six], 20), "ms", 12
    )
    draws, mid = ensemble.draws(study, N_DRAWS), evaluate.evaluate(base, package)
    yield Measurement(
        "the same with 1,024 draws", median_ms(lambda: draws.evaluate(base, package, mid)), "ms", 40
    )
    moved_mb = 2 * 8 * base.water.event_runoff_mm[0].size / 1e6
    kernel_ms = median_ms(lambda: base.water.reached_by_discharge(np.zeros((1, 1, 1)), np.zeros(1)), 100)
    copied = copy_bandwidth_gb_s()
    yield Measurement("kernel's bytes per second over copying memory", moved_mb / kernel_ms / copied, "-")
    whole = Study.default(country(N_COUNTRY))
    yield Measurement(
        f"{N_COUNTRY:,} areas, one package",
        median_ms(lambda: evaluate.evaluate(whole.baseline, whole.portfolio("eigen")), 7),
        "ms",
        50,
    )

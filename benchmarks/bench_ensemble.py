"""How long ranges need: a thousand, ten thousand and a million draws, and a peer's exact runs."""

import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator

from benchmarks.measurement import Measurement, median_ms
from kans_model.city.city import City
from kans_model.evaluation import evaluate
from kans_model.evaluation.baseline import Baseline
from kans_model.outlook.assumptions import Assumptions
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.uncertainty import draws, ensemble

PACKAGE = "eigen"
THOUSAND, TEN_THOUSAND, MILLION = 1_024, 10_000, 1_000_000
RUNS_AT_ONCE, REPEATS = 100, 3
KIB_PER_MIB = 1_024


def measurements() -> Iterator[Measurement]:
    """Yield times and memory on the demo city, and a run through EMA workbench over one of our draws."""
    study = Study.default(City.demo())
    drawn, mid, package = draws.draws(study), study.evaluate(PACKAGE), study.portfolio(PACKAGE)
    bands_ms = median_ms(lambda: drawn.evaluate(study.baseline, package, mid))
    yield Measurement("1,024 draws, with ranges per neighbourhood and measure", bands_ms, "ms", 40)
    totals_ms = median_ms(lambda: ensemble.run(study, [PACKAGE], THOUSAND))
    yield Measurement("1,024 draws, city totals, drawing included", totals_ms, "ms", 40)
    ten_ms = median_ms(lambda: ensemble.run(study, [PACKAGE], TEN_THOUSAND), 5)
    yield Measurement("10,000 draws", ten_ms / 1000, "s", 0.5)
    seconds, peak_mib = _in_a_process_of_its_own(MILLION)
    yield Measurement("1,000,000 draws in one process", seconds, "s", 45)
    yield Measurement("its peak memory", peak_mib, "MiB", 1_024)
    exact_ms = _ema_ms_per_run(study)
    yield Measurement("EMA workbench on the exact model, per run", exact_ms, "ms")
    yield Measurement("that over ours per draw", exact_ms / (totals_ms / THOUSAND), "x", 100, at_least=True)


def _in_a_process_of_its_own(n: int) -> tuple[float, float]:
    """Seconds of a run and the peak memory of the process that does it. [s], [MiB]"""
    code = f"from benchmarks.bench_ensemble import alone; alone({n})"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, peak_mib = said.stdout.split()
    return float(seconds), float(peak_mib)


def alone(n: int) -> None:
    """Print the seconds of a run and the peak memory of this process in MiB."""
    result = ensemble.run(Study.default(City.demo()), [PACKAGE], n)
    result.statistics()
    print(result.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB)


def _ema_ms_per_run(study: Study) -> float:
    """Time of one run of the exact model at drawn assumptions, through EMA workbench. [ms]"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # which of its ways to run in parallel are not installed
        from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

    rows = table("assumptions")
    rows = rows[(rows["drawn"] == 1) & (rows["high"] > rows["low"])]
    package = study.portfolio(PACKAGE)

    def exact(**values: float) -> dict[str, float]:
        own = {name: {"value": value, "reason": ""} for name, value in values.items()}
        base = Baseline(study.city, study.scenario, Assumptions(own=own))
        return {"npv_eur": float(evaluate.evaluate(base, package)["npv_eur"])}

    model = Model("kans", function=exact)
    model.uncertainties = [RealParameter(name, row["low"], row["high"]) for name, row in rows.iterrows()]
    model.outcomes = [ScalarOutcome("npv_eur")]
    times_s = []
    with SequentialEvaluator(model) as evaluator:
        for _ in range(REPEATS):
            started = time.perf_counter()
            evaluator.perform_experiments(scenarios=RUNS_AT_ONCE, log_progress=True)
            times_s.append(time.perf_counter() - started)
    return 1000 * statistics.median(times_s) / RUNS_AT_ONCE

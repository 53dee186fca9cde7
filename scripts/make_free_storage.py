"""How much storage is free when heavy rain begins, from a long hourly record.

    python scripts/make_free_storage.py FOLDER [FILE.csv]

FOLDER holds `stations30_hourly_2011_2025.parquet`: one column per KNMI station, rain per hour in 0.1 mm, and
`makkink260_um`, reference evapotranspiration of De Bilt in 0.001 mm per hour. Needs numpy, pandas, pyarrow.

A bucket that holds a depth over its inflow area empties at a constant rate ("steady") or as the weather
evaporates ("evaporation"): every hour `s = max(s + P - q, 0)`, and what is above the depth runs over. Just
before each of the 20 heaviest hours of every station, a day apart, it is noted which part is free. These
parts, sorted, fall in three groups of equal size; each group is written as the one part that lets as much
rain through as the group does on average where heavy rain is exponential: `v =
-(beta/d)·ln(mean(exp(-v·d/beta)))`. Three numbers then do what six hundred do. Ranges are a bootstrap over
years (stations share their weather).

`record_factor` is counted in the record itself, and only checks the rest: how many times longer it takes
until more than once-in-two-years rain runs over than until it falls.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

TABLE = Path(__file__).resolve().parents[1] / "data" / "tables" / "free_storage.csv"
RECORD = "stations30_hourly_2011_2025.parquet"
EVAPORATION = "makkink260_um"
FIRST_YEAR, LAST_YEAR = 2011, 2024
DEPTHS_MM = (1, 2, 5, 10, 15, 20, 30, 40, 60, 100)
EMPTYING_H = (0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1440, 2880)
PATTERNS = ("steady", "evaporation")
NODES = ("wet", "middle", "dry")
HEAVIEST, APART_H, BASE_YEARS, SEED, SAMPLES = 20, 24, 2.0, 1, 200
RANGE = (0.05, 0.95)


def heaviest_hours(rain_mm: np.ndarray) -> np.ndarray:
    """The heaviest hours of each station, a day apart, shape (station, hour)."""
    found = []
    for column in rain_mm.T:
        mine: list[int] = []
        for hour in np.argsort(-column, kind="stable"):
            if all(abs(hour - other) > APART_H for other in mine):
                mine.append(int(hour))
            if len(mine) == HEAVIEST:
                break
        found.append(mine)
    return np.array(found)


def peaks(hours: np.ndarray, year: np.ndarray, n_years: int) -> np.ndarray:
    """Independent peaks per year, from the hours above a threshold at one station."""
    if not len(hours):
        return np.zeros(n_years)
    first = np.append(True, np.diff(hours) > APART_H)
    return np.bincount(year[hours[first]], minlength=n_years)


def threshold_mm(rain_mm: np.ndarray, year: np.ndarray, n_years: int, years: float) -> float:
    """Rain in an hour that is exceeded once in so many years at a station. [mm]"""
    low, high = 0.0, 200.0
    for _ in range(40):
        middle = (low + high) / 2
        n = sum(peaks(np.flatnonzero(column > middle), year, n_years).sum() for column in rain_mm.T)
        low, high = (middle, high) if n > n_years * rain_mm.shape[1] / years else (low, middle)
    return high


def run(
    rain_mm: np.ndarray, evaporation_mm: np.ndarray, heavy: np.ndarray, threshold: float
) -> tuple[np.ndarray, dict[tuple[int, int], np.ndarray]]:
    """Free part before every heavy hour, shape (station, hour, bucket), and what runs over in rare hours."""
    depth, hours = (grid.ravel() for grid in np.meshgrid(DEPTHS_MM, EMPTYING_H, indexing="ij"))
    depth, rate = np.tile(depth.astype(float), 2), np.tile(depth / hours, 2)
    evaporates = np.repeat([False, True], len(hours))
    weather = evaporation_mm / evaporation_mm.mean()
    free = np.empty((*heavy.shape, len(depth)))
    places = {}
    for station, mine in enumerate(heavy):
        for order, hour in enumerate(mine):
            places.setdefault(hour, []).append((station, order))
    over, stored = {}, np.zeros((rain_mm.shape[1], len(depth)))
    for hour, fallen in enumerate(rain_mm):
        for station, order in places.get(hour, ()):
            free[station, order] = 1 - stored[station] / depth
        stored += fallen[:, None] - rate * np.where(evaporates, weather[hour], 1.0)
        np.maximum(stored, 0, out=stored)
        for station in np.flatnonzero(fallen > threshold):
            over[hour, int(station)] = stored[station] - depth > threshold
        np.minimum(stored, depth, out=stored)
    return free, over


def in_groups(free: np.ndarray, depth_mm: np.ndarray, beta_mm: float) -> np.ndarray:
    """One free part per group of equal size, the wettest first, shape (group, bucket). [-]"""
    ranked = np.sort(free, axis=0)
    groups = np.array_split(ranked, len(NODES))
    lets_through = np.stack([np.exp(-group * depth_mm / beta_mm).mean(axis=0) for group in groups])
    return -beta_mm / depth_mm * np.log(lets_through)


def make(folder: Path) -> pd.DataFrame:
    """The table."""
    record = pd.read_parquet(folder / RECORD)
    record = record[(record.index.year >= FIRST_YEAR) & (record.index.year <= LAST_YEAR)]
    evaporation = record.pop(EVAPORATION).to_numpy() / 1000
    rain = record.to_numpy() / 10
    year = record.index.year.to_numpy() - FIRST_YEAR
    n_years = LAST_YEAR - FIRST_YEAR + 1
    at_base = threshold_mm(rain, year, n_years, BASE_YEARS)
    beta = (threshold_mm(rain, year, n_years, 10 * BASE_YEARS) - at_base) / np.log(10)
    print(f"once in 2 years {at_base:.1f} mm, beta {beta:.2f} mm, evaporation {evaporation.mean():.4f} mm/h")
    heavy = heaviest_hours(rain)
    free, over = run(rain, evaporation, heavy, at_base)

    stations, n_buckets = rain.shape[1], free.shape[2]
    depth = np.tile(np.repeat(np.array(DEPTHS_MM, dtype=float), len(EMPTYING_H)), 2)
    fell, ran_over = np.zeros(n_years), np.zeros((n_years, n_buckets))
    for station in range(stations):
        rare = np.array(sorted(hour for hour, where in over if where == station))
        fell += peaks(rare, year, n_years)
        above = np.stack([over[hour, station] for hour in rare])
        for bucket in range(n_buckets):
            ran_over[:, bucket] += peaks(rare[above[:, bucket]], year, n_years)

    when, flat = year[heavy].ravel(), free.reshape(-1, n_buckets)
    middle = in_groups(flat, depth, beta)
    factor = fell.sum() / np.maximum(ran_over.sum(axis=0), 0.5)
    rng = np.random.default_rng(SEED)
    groups, factors = [], []
    by_year = [flat[when == year] for year in range(n_years)]
    for _ in range(SAMPLES):
        drawn = rng.integers(0, n_years, n_years)
        groups.append(in_groups(np.concatenate([by_year[year] for year in drawn]), depth, beta))
        factors.append(fell[drawn].sum() / np.maximum(ran_over[drawn].sum(axis=0), 0.5))
    frame = nodes_table(middle, *np.quantile(groups, RANGE, axis=0))
    factor_low, factor_high = np.quantile(factors, RANGE, axis=0)
    frame["record_factor"] = factor
    frame["record_factor_low"] = np.minimum(factor_low, factor)
    frame["record_factor_high"] = np.maximum(factor_high, factor)
    frame = frame.clip(lower=0).round(4) + 0.0  # no minus zero
    frame["overflows"] = ran_over.sum(axis=0).astype(int)
    frame["source"], frame["evidence"] = "knmi_hourly_rain", "derived"
    return frame


def nodes_table(middle: np.ndarray, low: np.ndarray, high: np.ndarray) -> pd.DataFrame:
    """The free parts of each group of rain with their range, arrays of shape (group, bucket). [-]"""
    levels = [PATTERNS, DEPTHS_MM, EMPTYING_H]
    frame = pd.DataFrame(
        index=pd.MultiIndex.from_product(levels, names=["pattern", "depth_mm", "emptying_h"])
    )
    for place, node in enumerate(NODES):
        frame[f"{node}_free"] = middle[place]
        frame[f"{node}_free_low"] = np.minimum(low[place], middle[place])
        frame[f"{node}_free_high"] = np.maximum(high[place], middle[place])
    return frame


def main() -> None:
    """Write the table from the record in the folder that is named."""
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    to = Path(sys.argv[2]) if len(sys.argv) > 2 else TABLE
    make(Path(sys.argv[1])).to_csv(to, float_format="%g")


if __name__ == "__main__":
    main()

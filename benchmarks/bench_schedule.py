"""Years for projects: how near the best, and how soon, on made programmes of hard sizes."""

from collections.abc import Iterator

import numpy as np

from benchmarks.measurement import Measurement
from kans_model.programme.limits import Limits
from kans_model.programme.rule_of_thumb import by_benefit_per_euro
from kans_model.programme.schedule import scheduled
from kans_model.tables.vocabulary import LANDOWNERS

YEARS = np.arange(2027, 2042)
SECONDS, GAP_PCT = 5.0, 0.5
HORIZON_YEARS = 40
EUR_PER_YEAR = 3e6
"""What is built of one project in a year at most."""


def made(projects: int = 200, payers: int = 5, tightness: float = 12.0, spread: float = 1.0):
    """A made programme: worth (project, start year), its limits and prices; the same every time.

    Prices are lognormal around 2 million euro, a project takes a year for every 3 million, each is divided
    among payers by a Dirichlet draw in which one or two pay most, brings 2 to 20 % of its price a year from
    when it stands, and meets works that save 15 % in one year of twenty. Every payer has a yearly budget of
    what the whole costs it over `tightness`.
    """
    draw, n_years = np.random.default_rng(7), len(YEARS)
    year = np.arange(n_years)
    cost = draw.lognormal(14.5, spread, projects)
    share = draw.dirichlet(np.full(payers, 0.5), projects)
    duration = np.clip(np.ceil(cost / EUR_PER_YEAR), 1, 10).astype(int)
    yearly = cost * draw.uniform(0.02, 0.2, projects)
    saved = np.where(draw.random((projects, n_years)) < 0.05, 0.15 * cost[:, None], 0.0)
    since = year[None, None, :] - year[None, :, None]
    ready = year[None, :] + duration[:, None] <= n_years
    building = (since >= 0) & (since < duration[:, None, None]) & ready[..., None]
    building = building / duration[:, None, None]
    years_of = np.cumsum(1.02 ** -np.arange(HORIZON_YEARS)[::-1])[::-1]
    stands = np.minimum(year[None, :] + duration[:, None], HORIZON_YEARS - 1)
    worth = yearly[:, None] * years_of[stands] + np.einsum("psy,py->ps", building, saved)
    paid = cost[:, None] - saved
    no_end = np.full(len(LANDOWNERS), np.inf)
    none = np.zeros((0, 2), dtype=int)
    limits = Limits(
        can_start=ready,
        spend_eur=building * paid[:, None, :],
        bill_eur=paid[..., None] * share[:, None, :],
        payers=tuple(f"payer {place}" for place in range(payers)),
        budget_eur=np.repeat((cost[:, None] * share).sum(axis=0)[:, None] / tightness, n_years, axis=1),
        owner=np.zeros(projects, dtype=int),
        capacity_eur=no_end,
        capacity_projects=no_end,
        building=building,
        duration=duration,
        after=none,
        excludes=none,
    )
    return worth, limits, cost


def measurements() -> Iterator[Measurement]:
    """Yield the gap that is proven within the time, and what the rule of thumb leaves behind."""
    for name, programme in (("200 projects, 15 years, 5 payers", made()), ("40, one payer", made(40, 1))):
        worth, limits, cost = programme
        found = scheduled(worth, limits, YEARS, GAP_PCT / 100, SECONDS)
        thumb = by_benefit_per_euro(worth, cost, limits)
        built = np.flatnonzero(thumb >= 0)
        lost = 1 - worth[built, thumb[built]].sum() / found.worth_eur
        yield Measurement(f"{name}: seconds of the schedule", found.seconds, "s", SECONDS)
        yield Measurement(f"{name}: its proven gap", 100 * found.gap, "%", GAP_PCT)
        yield Measurement(f"{name}: left behind by the rule of thumb", 100 * lost, "%")

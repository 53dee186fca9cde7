"""The packages every study has: references, and the sample it starts with."""

from functools import cache

from kans_model.measures.portfolio import Portfolio, new_choice
from kans_model.measures.room import WORKS_STOCKS
from kans_model.tables.reading import table

REFERENCES = ("niets_doen", "meekoppelen", "alles")
SAMPLE, OWN_TITLE = "eigen", "Eigen pakket"
"""Id of the sample, and its title in files as long as the planner gives it none."""
NOT_IN_ALL = ("foundation_repair",)
"""Repair of a foundation is itself the damage that drought counts, so no package of everything holds it."""


@cache
def reference_packages() -> dict[str, Portfolio]:
    """The three packages every city can be held against, by id."""
    measures = table("measures")
    everything = [name for name in measures.index if name not in NOT_IN_ALL]
    joint = measures.index[
        measures["stock"].isin(WORKS_STOCKS)
        & ((measures["joint_works_discount"] > 0) | (measures["cost_basis"] == "on_top_of_works"))
    ]
    packages = {
        "niets_doen": {},
        "meekoppelen": {name: new_choice(1.0, "works") for name in joint if name in everything},
        "alles": {name: new_choice(1.0) for name in everything},
    }
    return {
        name: Portfolio(id=name, title=name, choices=choices, best_first=True)
        for name, choices in packages.items()
    }


def first_package() -> Portfolio:
    """The sample that a new study starts with: six measures."""
    first = Portfolio(id=SAMPLE, title=OWN_TITLE)
    start = {
        "street_tree": (0.3, "worst_first"),
        "wadi": (0.4, "worst_first"),
        "depave_public": (0.25, "everywhere"),
        "disconnect_street": (0.3, "everywhere"),
        "green_roof_extensive": (0.1, "everywhere"),
        "heat_plan": (1.0, "everywhere"),
    }
    for measure, (uptake, targeting) in start.items():
        first = first.with_uptake(measure, uptake, targeting)
    return first


@cache
def _sample() -> dict[str, object]:
    return first_package().to_dict()


def is_untouched_sample(portfolio: Portfolio) -> bool:
    """Whether a package is still the sample, so none of the planner's making."""
    return portfolio.to_dict() == _sample()

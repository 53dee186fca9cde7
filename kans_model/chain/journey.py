"""Where a study stands: five steps from stress test to policy, what each lacks, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from kans_model.chain.staleness import Stale, stale
from kans_model.comparison.verdicts import Verdict, verdicts
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.levers import private_measures
from kans_model.programme.readiness import Lack, gaps
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS

STEPS = ("stresstest", "risicodialoog", "maatregelen", "uitvoeringsagenda", "beleid")
"""Pages of the five steps, in their order."""
STATES = ("open", "begun", "done")
AT_2050 = HORIZONS.index("2050")


@dataclass(frozen=True)
class Step:
    """One of the five steps.

    Attributes
    ----------
    page : str
        Of `STEPS`.
    state : str
        Of `STATES`.
    figures : dict
        What its sentence tells; NaN where unknown. [unit in the name, else a count]
    lacks : tuple of Lack
        What stands in its way, the first first.
    """

    page: str
    state: str
    figures: Mapping[str, float] = field(default_factory=dict, hash=False)
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, eq=False)
class Standing:
    """The five steps of a study with one package.

    Attributes
    ----------
    study : Study
    package : Portfolio
    steps : tuple of Step
    stale : tuple of Stale
    """

    study: Study
    package: Portfolio
    steps: tuple[Step, ...]
    stale: tuple[Stale, ...]

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None where all are."""
        return next((step for step in self.steps if step.state != "done"), None)


def standing(study: Study, package: Portfolio) -> Standing:
    """Where a study stands with a package."""
    found = stale(study)
    read = verdicts(study.baseline, study.evaluate(package), study.criteria, study.city.areas)
    met = [own for own in read if own.when == "after" and own.moment == own.criterion.moment]
    look: tuple[Callable[..., Step], ...] = (_stress_test, _dialogue, _measures, _agenda, _policy)
    steps = tuple(of_step(study, package, met, found) for of_step in look)
    return Standing(study, package, steps, found)


def _state(any_of_it: bool, all_of_it: bool) -> str:
    return "done" if all_of_it else "begun" if any_of_it else "open"


def _lacks(*found: Lack | None) -> tuple[Lack, ...]:
    return tuple(lack for lack in found if lack is not None)


def _stress_test(study: Study, package: Portfolio, _met: list[Verdict], _stale: tuple[Stale, ...]) -> Step:
    """What weather costs a year in 2050, and what nobody knows of it."""
    base, hazards = study.baseline, table("hazards")
    damage = study.evaluate(package)["ead_before_eur"].to_numpy()[:, :, AT_2050][base.counted]
    wanted = [name for name in hazards.index if hazards["in_totals"][name] == 1]
    unknown = [name for name in wanted if name not in base.hazards_included]
    nowhere = ~np.isfinite(base.ead_before_eur).any(axis=(1, 2))  # also of what is told apart from the total
    filled = len(study.city.filled)
    return Step(
        "stresstest",
        _state(bool(base.hazards_included), bool(base.hazards_included) and not unknown),
        {
            "eur_per_year": float(np.nansum(damage)) if np.isfinite(damage).any() else float("nan"),
            "n_hazards": len(base.hazards_included),
        },
        _lacks(
            Lack("hazards", "stresstest", int(nowhere.sum())) if unknown else None,
            Lack("filled", "stresstest", filled) if filled else None,
        ),
    )


def _dialogue(study: Study, _package: Portfolio, met: list[Verdict], old: tuple[Stale, ...]) -> Step:
    """Limits, who asked for them, and what was decided."""
    dialogue, n_limits = study.dialogue, len(met)
    n_stale = len({own.key for own in old if own.choice == "decision"})
    lacks = _lacks(
        Lack("limits", "risicodialoog") if not n_limits else None,
        Lack("partners", "risicodialoog") if not dialogue.partners else None,
        Lack("decisions", "risicodialoog") if not dialogue.decisions else None,
        Lack("stale_decisions", "risicodialoog", n_stale) if n_stale else None,
    )
    figures = {
        "n_limits": n_limits,
        "n_partners": len(dialogue.partners),
        "n_decisions": len(dialogue.decisions),
    }
    return Step("risicodialoog", _state(any(figures.values()), not lacks), figures, lacks)


def _measures(study: Study, package: Portfolio, met: list[Verdict], _stale: tuple[Stale, ...]) -> Step:
    """What a package costs, and how many limits are kept with it."""
    result = study.evaluate(package)
    n_measures = int((result["quantity"].sum("area").to_numpy() > 0).sum())
    n_met = sum(own.verdict == "met" for own in met)
    n_missed, n_unknown = (sum(own.verdict == key for own in met) for key in ("not_met", "unknown"))
    lacks = _lacks(
        Lack("measures", "maatregelen") if not n_measures else None,
        Lack("limits_missed", "maatregelen", n_missed) if n_missed else None,
        Lack("limits_unknown", "risicodialoog", n_unknown) if n_unknown else None,
    )
    figures = {
        "n_measures": n_measures,
        "capex_eur": float(result["capex_eur"].sum()),
        "n_met": n_met,
        "n_limits": len(met),
    }
    return Step(
        "maatregelen", _state(n_measures > 0, n_measures > 0 and bool(met) and not lacks), figures, lacks
    )


def _agenda(study: Study, _package: Portfolio, _met: list[Verdict], old: tuple[Stale, ...]) -> Step:
    """Projects, and how many of them have a year."""
    projects = study.programme.projects
    n_stale = sum(own.choice in ("projects", "years") for own in old)
    if not projects:
        return Step(
            "uitvoeringsagenda", "open", {"n_projects": 0, "n_planned": 0}, (Lack("projects", STEPS[3]),)
        )
    plan = study.plan(_made_of(study))
    found = gaps(plan, len(study.works), len(study.criteria))
    lacks = _lacks(
        Lack("stale_agenda", STEPS[3], n_stale) if n_stale else None,
        *(lack for lack in found if lack.key != "limits"),
    )
    n_planned = int((plan.start >= 0).sum())
    ready = n_planned == len(projects) and not n_stale
    return Step(STEPS[3], _state(True, ready), {"n_projects": len(projects), "n_planned": n_planned}, lacks)


def _made_of(study: Study) -> Portfolio:
    own = {portfolio.id: portfolio for portfolio in study.portfolios} | study.references()
    return own.get(study.programme.package, study.portfolios[0])


def _policy(study: Study, package: Portfolio, _met: list[Verdict], old: tuple[Stale, ...]) -> Step:
    """What of the package stands on private ground, and whether any lever moves it."""
    result, chosen = study.evaluate(package), study.policy.chosen_set
    quantity = result["quantity"].sum("area").to_series()
    private = [measure for measure in private_measures() if quantity.get(measure, 0) > 0]
    levers = chosen.levers if chosen is not None else ()
    moved = {measure for lever in levers for measure in lever.moves}
    left = [measure for measure in private if measure not in moved]
    lacks = _lacks(
        Lack("levers", "beleid") if not levers else None,
        Lack("stale_levers", "beleid") if any(own.choice == "levers" for own in old) else None,
        Lack("unmoved", "beleid", len(left)) if levers and left else None,
    )
    figures = {
        "n_levers": len(levers),
        "n_private": len(private),
        "private_eur": float(result["capex_private_eur"].sum()),
    }
    return Step("beleid", _state(bool(levers), bool(levers) and not lacks), figures, lacks)

"""What the chosen set of levers rests on, noted when it is chosen, and what it brings now."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from kans_model.chain.records import quantity_digest
from kans_model.computing.cache import Cache
from kans_model.measures.portfolio import Portfolio
from kans_model.policy.effect import SetEffect
from kans_model.policy.lever_basis import NO_BASIS, LeverBasis
from kans_model.policy.levers import LeverSet
from kans_model.policy.parameters import band, drawn
from kans_model.policy.private_ground import PrivateGround
from kans_model.study.hashing import digest
from kans_model.study.study import Study

_known = Cache(1_000_000)
"""Figures of sets that were looked at: a page asks after every change of the study."""


def levers_noted(study: Study, package: Portfolio) -> Study:
    """The study with what its chosen set rests on now, held against a package; nothing where none counts."""
    basis, chosen = NO_BASIS, study.policy.chosen_set
    if chosen is not None and chosen.levers:
        figures = {name: value if isfinite(value) else None for name, value in brings(study, package).items()}
        basis = LeverBasis(package.id, package_digest(study, package), study.outlook_key, **figures)
    return study.replaced(policy=replace(study.policy, chosen_on=basis))


def package_digest(study: Study, package: Portfolio) -> str:
    """What tells the quantities of a package apart from others. [hex]"""
    return quantity_digest(study.evaluate(package)["quantity"].to_numpy())


def brings(study: Study, package: Portfolio) -> dict[str, float]:
    """What the chosen set comes to with a package, middle, by the names of `LeverBasis.figures`."""
    policy = study.policy
    chosen = policy.chosen_set or LeverSet("", "")
    key = digest(
        [
            study.outlook_key,
            package_digest(study, package),
            {**policy.to_dict(), "sets": [chosen.to_dict()], "chosen_on": {}},
            study.seed,
        ]
    )

    def worked_out() -> dict[str, float]:
        year, ground = policy.told_years[-1], PrivateGround.of(study.baseline)
        effect = SetEffect(study.baseline, ground, policy, chosen, package, drawn(study.seed))
        return {
            "brings_share": float(band(effect.brought(year))[1]),
            "avoids_eur": float(effect.avoided_band_eur(year)[1]),
            "costs_eur": float(effect.paid_band_eur(year)[1]),
        }

    return _known.get(key, worked_out)

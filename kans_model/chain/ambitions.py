"""The seven ambitions of the Deltaplan Ruimtelijke Adaptatie: how far a study fills in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kans_model.chain.journey import Standing

CALAMITY_MEASURE = "heat_plan"
HELPING = ("subsidy", "discount", "speed")
"""Ways in which a lever helps owners; the others bind them."""


@dataclass(frozen=True)
class Ambition:
    """One ambition.

    Attributes
    ----------
    key : str
        Its name is the text `chain.ambition_<key>`.
    page : str
        Where it is worked on.
    has : tuple of (str, bool)
        What it asks for that the study can tell, each with whether it is there; its name is the text
        `chain.has_<name>`.
    """

    key: str
    page: str
    has: tuple[tuple[str, bool], ...]

    @property
    def state(self) -> str:
        """`open`, `begun` or `done`, by what is there."""
        there = [found for _, found in self.has]
        return "done" if all(there) else "begun" if any(there) else "open"


def ambitions(standing: Standing) -> tuple[Ambition, ...]:
    """The seven, in the order of the plan."""
    study, steps = standing.study, {step.page: step for step in standing.steps}
    test, dialogue, agenda = (steps[page] for page in ("stresstest", "risicodialoog", "uitvoeringsagenda"))
    chosen = study.policy.chosen_set
    ways = {lever.mechanism for lever in (chosen.levers if chosen else ())} - {"none"}
    result = study.evaluate(standing.package)["quantity"]
    heat_plan = bool(np.any(result.sel(measure=CALAMITY_MEASURE).to_numpy() > 0))
    return (
        Ambition("vulnerability", "stresstest", (("hazards", test.state == "done"),)),
        Ambition(
            "dialogue",
            "risicodialoog",
            (
                ("partners", dialogue.figures["n_partners"] > 0),
                ("limits", dialogue.figures["n_limits"] > 0),
                ("decisions", dialogue.figures["n_decisions"] > 0),
            ),
        ),
        Ambition(
            "agenda",
            "uitvoeringsagenda",
            (
                ("projects", agenda.figures["n_projects"] > 0),
                ("years", 0 < agenda.figures["n_projects"] == agenda.figures["n_planned"]),
            ),
        ),
        Ambition(
            "synergy",
            "uitvoeringsagenda",
            (("works", bool(study.works)), ("projects", agenda.figures["n_projects"] > 0)),
        ),
        Ambition("stimulate", "beleid", (("helping", bool(ways & set(HELPING))),)),
        Ambition("regulate", "beleid", (("binding", bool(ways - set(HELPING))),)),
        Ambition(
            "calamities",
            "maatregelen",
            (
                ("heat_plan", heat_plan),
                ("objects", len(study.city.objects) > 0),
                ("contacts", any(partner.person for partner in study.dialogue.partners)),
            ),
        ),
    )

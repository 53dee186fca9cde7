"""A programme in figures for other programs: what `kans agenda` prints and its files hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kans_model.finance.ledger import Ledger
from kans_model.programme.forecast import Forecast, levels
from kans_model.programme.limits import Limits
from kans_model.programme.opportunities import Opportunity, missed_opportunities
from kans_model.programme.plan import Plan, budget_period
from kans_model.programme.reference_class import reference_class
from kans_model.programme.risk_path import RiskPath
from kans_model.reports.agenda_in_words import SHOWN_YEAR, conclusion
from kans_model.reports.forecast_in_words import forecast_conclusion
from kans_model.reports.study_head import study_head
from kans_model.study.study import Study
from kans_model.tables.reading import cells

GEMEENTE = ("gemeente_algemeen", "gemeente_rioolheffing")
"""Parties of the municipal budget."""


def agenda_values(study: Study, split_id: str, lang: str = "nl") -> dict[str, Any]:
    """The programme of a study: projects by year, who pays, what is missed, and how far it comes.

    Parameters
    ----------
    study : Study
        With a programme.
    split_id : str
        Who pays.
    """
    plan, ledger = study.plan(), study.ledger(study.programme.package, split_id, planned=False)
    limits = study.plan_limits(plan, ledger)
    missed = missed_opportunities(plan, study.works)
    spent, years = limits.spent_eur(plan.start), [int(year) for year in plan.values.years]
    return {
        **study_head(study),
        "package": study.programme.package,
        "split": split_id,
        "conclusion": conclusion(plan, missed, lang),
        "projects": project_rows(plan),
        "payers_eur": {
            payer: dict(zip(map(str, years), spent[place].round(2).tolist(), strict=True))
            for place, payer in enumerate(limits.payers)
            if spent[place].any()
        },
        "breaches": [
            {"kind": own.kind, "who": own.who, "year": own.year, "over": round(own.over, 2)}
            for own in plan.breaches(limits)
        ],
        "missed": [missed_row(own) for own in missed],
        f"avoided_share_{SHOWN_YEAR}": RiskPath(plan).avoided_share(SHOWN_YEAR),
        **_forecast(study, plan, limits, lang),
    }


def _forecast(study: Study, plan: Plan, limits: Limits, lang: str) -> dict[str, Any]:
    """What is spent if programmes slip as they did here: only where the city brings years of its own."""
    record = study.programme.record
    if not record or not (plan.start >= 0).any():
        return {}
    drawn = Forecast(plan, limits.bill_eur.sum(axis=2), reference_class(record), study.seed)
    first, last = budget_period(plan.programme)
    during = np.isfinite(limits.budget_eur) & ((plan.values.years >= first) & (plan.values.years <= last))
    budget = float(limits.budget_eur[during].sum()) if during.any() else None
    ends = levels(drawn.spend_eur).round(2)
    return {
        "forecast": forecast_conclusion(drawn, budget, lang),
        "forecast_spending_eur": {
            str(int(year)): dict(zip(("p10", "p50", "p90"), ends[:, place].tolist(), strict=True))
            for place, year in enumerate(drawn.years)
        },
    }


def project_rows(plan: Plan) -> list[dict[str, Any]]:
    """Projects one by one, those without a year last."""
    values, spend = plan.values, plan.spend_eur.sum(axis=1)
    rows = [
        {
            "id": project.id,
            "name": project.name,
            "owner": project.owner,
            "start": project.start if plan.start[place] >= 0 else None,
            "end": project.end if plan.start[place] >= 0 else None,
            "status": project.status,
            "pinned": project.pinned,
            "investment_eur": float(spend[place] if plan.start[place] >= 0 else values.capex_eur[place]),
            "saved_by_works_eur": float(values.capex_eur[place] - spend[place])
            if plan.start[place] >= 0
            else 0.0,
            "avoided_2050_eur_per_year": float(values.avoided_eur[place, 1]),
            "measures": {name: sum(amounts.values()) for name, amounts in project.quantities.items()},
            "areas": sorted({code for amounts in project.quantities.values() for code in amounts}),
        }
        for place, project in enumerate(plan.programme.projects)
    ]
    return sorted(rows, key=lambda row: (row["start"] is None, row["start"] or 0, row["name"]))


def missed_row(own: Opportunity) -> dict[str, Any]:
    """An opportunity that is passed by."""
    return {
        "work": own.work.name,
        "kind": own.work.kind,
        "year": own.work.start,
        "areas": sorted(own.work.shares),
        "projects": list(own.projects),
        "saving_eur": own.saving_eur,
        "lost_present_value_eur": own.lost_eur,
        "join_before": own.join_before,
    }


def yearly_budget(ledger: Ledger, years: int = 15) -> pd.DataFrame:
    """The budget as a municipality writes it: gross, contributions, net and capital charges per year.

    Parameters
    ----------
    ledger : Ledger
        In the years of the programme.
    years : int
        How many from the first.

    Returns
    -------
    DataFrame
        Index the year; columns `gross_eur`, `contributions_eur`, `net_eur` in prices of the study, and
        `charges_eur` nominal. Of the municipality alone.
    """
    rows = [ledger.actors.ids.index(actor) for actor in GEMEENTE if actor in ledger.actors.ids]
    gross = ledger.burden_eur[rows, 0].sum(axis=0) + ledger.vat_by_kind[rows, 0].sum(axis=(0, 1))
    given = ledger.received_eur[rows].sum(axis=0)
    charges = np.zeros_like(gross)
    for place in rows:
        credit = ledger.credit(ledger.actors.ids[place])
        charges += credit["depreciation"] + credit["interest"]
    frame = pd.DataFrame(
        {
            "gross_eur": gross,
            "contributions_eur": given,
            "net_eur": gross - given,
            "charges_eur": charges,
        },
        index=pd.Index(ledger.inputs.lines.years, name="year"),
    )
    return frame.iloc[:years]


def measure_names(names: dict[str, float], lang: str) -> str:
    """Measures of a project in words."""
    called = cells("measures", f"name_{lang}")
    return ", ".join(str(called[name]) for name in names)

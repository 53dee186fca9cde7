"""What a split of the cost holds, and the terms in force in it: own values, else those of the tables."""

from __future__ import annotations

import uuid
from typing import Any

import param

from kans_model.finance.capital import LOAN_KINDS
from kans_model.finance.cost_part import ANY, cell
from kans_model.tables.reading import cells
from kans_model.tables.vocabulary import REFERENCE_YEAR, YEARS

PRESETS = ("eigenaar", "baten", "gemeente", "gelijk")
STANDARD_RULES = ("impulsregeling",)
"""Rules a new split tries: the closed national scheme, as example of a rule that does not apply."""


def default(key: str, year: int = REFERENCE_YEAR) -> float:
    """The value of a row of `finance_defaults` in a year."""
    return float(cells("finance_defaults", "value", year)[key])


class SplitTerms(param.Parameterized):
    """Choices of who bears the cost and of how it is paid, and what holds where nothing is chosen."""

    id = param.String(doc="Fixed id, apart from the title.")
    title = param.String(doc="What people call it.")
    description = param.String("")
    preset = param.Selector(default=PRESETS[0], objects=list(PRESETS), doc="Who bears what is not set apart.")
    own = param.Dict(default={}, doc="Own shares: group:landowner:kind (or *) → party → ten-thousandths.")
    locked = param.List(default=[], item_type=str, doc="Parties whose slider does not follow.")
    instruments = param.List(
        default=list(STANDARD_RULES), item_type=str, doc="Rows of `funding`, in the order they are tried."
    )
    rules = param.Dict(default={}, doc="Own rules: id → the fields of `funding`.")
    ceilings = param.Dict(default={}, doc="Party → {ceiling_eur, committed_eur} per year. [EUR/yr]")
    loans = param.Dict(default={}, doc="Party → {kind, rate, years, share}.")
    reserves = param.Dict(default={}, doc="Party → bestemmingsreserve kapitaallasten, gross on books. [EUR]")
    renewal_provisions = param.Dict(default={}, doc="Party → voorziening for renewals (BBV 44.1.d). [EUR]")
    levelling_provisions = param.Dict(default={}, doc="Levy → egalisatievoorziening (BBV 44.2). [EUR]")
    grant_treatment = param.Dict(
        default={}, doc="Rule, or * for all → term of what a purse grants; 0: paid in the year. [yr]"
    )
    rates = param.Dict(default={}, doc="Own values of inflation, omslagrente, levy_household_share.")
    capitalisation_threshold_eur = param.Number(
        0.0, bounds=(0, None), doc="What costs less of a measure in a year is paid at once. [EUR]"
    )
    levy_units = param.Number(None, allow_None=True, bounds=(1, None), doc="Households that pay the levy.")
    water_levy_units = param.Number(
        None, allow_None=True, bounds=(1, None), doc="Households of the whole water board that pay its levy."
    )
    reference_year = param.Integer(
        REFERENCE_YEAR, bounds=YEARS, doc="Year whose rates, terms and legal routes hold. [-]"
    )
    levy_tariff_eur = param.Number(
        None, allow_None=True, bounds=(0, None), doc="Today's sewer levy per household. [EUR/yr]"
    )
    levy_payers = param.Dict(
        default={}, doc="City's own: one_person_share [-], one_person_weight [-], businesses that pay."
    )
    levy_costs = param.Dict(
        default={},
        doc="City's own: overhead_share, remission_share [-], sweeping_eur [EUR/yr]; else unknown.",
    )
    levy_today = param.Dict(
        default={},
        doc="City's own: whole_costs_eur and whole_yield_eur of the sewer levy [EUR/yr]; else unknown.",
    )
    levy_shares = param.Dict(
        default={}, doc="Measure → {rioolheffing_share, reason} in place of the table's."
    )
    rooms = param.Dict(
        default={}, doc="Purse that capitalises → structural room in its exploitation a year. [EUR/yr]"
    )
    routes = param.Dict(
        default={}, doc="Party → part of the cost → row of `legal_routes` by which it pays there."
    )
    depreciation_years = param.Dict(default={}, doc="Asset class → term in place of the table's. [yr]")

    def __init__(self, **values: Any):
        values.setdefault("id", uuid.uuid4().hex)
        super().__init__(**values)

    def rate(self, key: str) -> float:
        """A rate in force. [1/yr], or [-] for a share"""
        return float(self.rates.get(key, default(key, self.reference_year)))

    def term_years(self, asset_class: str) -> int:
        """Term of depreciation in force. [yr]"""
        of_table = cells("asset_classes", "depreciation_years", self.reference_year)
        return int(self.depreciation_years.get(asset_class, of_table[asset_class]))

    def purse_rate(self, actor: str) -> float:
        """Internal rate (omslagrente) of a purse: its own, else that of all. [1/yr]"""
        return float(self.rates.get(f"omslagrente:{actor}", self.rate("omslagrente")))

    def grant_years(self, rule: str) -> int:
        """Term over which who pays a rule capitalises it; 0 where it is paid from the exploitation. [yr]"""
        usual = self.grant_treatment.get(ANY, default("grant_years", self.reference_year))
        return int(self.grant_treatment.get(rule, usual))

    def loan(self, actor: str) -> dict[str, Any]:
        """The terms of a party's loan: kind, rate [1/yr] and years, as set or as a new loan would have."""
        rate, years = (default(key, self.reference_year) for key in ("loan_rate", "loan_years"))
        usual = {"kind": LOAN_KINDS[0], "rate": rate, "years": int(years)}
        return usual | self.loans.get(actor, {})

    @property
    def free_ceilings_eur(self) -> dict[str, float]:
        """What each party with a ceiling can bear in a year, less what it promised before. [EUR/yr]"""
        return {
            actor: limit["ceiling_eur"] - limit.get("committed_eur", 0)
            for actor, limit in self.ceilings.items()
        }

    def shares(self, group: str, landowner: str, kind: str) -> dict[str, int] | None:
        """Own shares of a part of the cost, the most particular first; None where the preset decides."""
        chosen = self.own
        for name in (
            cell(group, landowner, kind),
            cell(group, landowner),
            cell(group, ANY, kind),
            cell(group),
            cell(ANY, landowner, kind),
            cell(ANY, landowner),
            cell(ANY, ANY, kind),
            cell(),
        ):
            if name in chosen:
                return chosen[name]
        return None

"""The outlook a study is made under: climate, event, period and what is valued how."""

from collections.abc import Mapping
from typing import Any, Self

import pandas as pd
import param

from kans_model.outlook.benefit_groups import CoBenefits
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HORIZONS

CLIMATES = ("Hd", "M", "Ln", "nu")
RAIN_REGIMES = ("reference", "low", "high")
HEAT_VALUES = ("voly", "vsl")
DISCOUNT_RATES = ("standard_2021", "sunk_2021", "nonlinear_2021", "standard_2016", "physical_2016")
CO_BENEFITS = (
    *("property_single_task", "property_whole_buurt", "tree_benefit_the_hague_each", "health_per_pct_green"),
    *("tree_benefit_each", "water_treatment_avoided", "sewer_enlargement_avoided", "recreation_visit"),
    *("air_green", "tree_co2_young", "drinking_water_saved"),
)
"""Co-benefits that are worked out: rows of `co_benefits`."""
SWITCHES: Mapping[str, tuple[Any, ...]] = {
    "climate": CLIMATES,
    "discount": DISCOUNT_RATES,
    "period_years": (30, 50, 100),
    "heat_value": HEAT_VALUES,
    "rain_regime": RAIN_REGIMES,
    "duration_min": (60, 120),
}
"""What is never drawn, and the options that stand side by side: a form offers just what a page compares."""


class Scenario(param.Parameterized):
    """Choices that are switched, never drawn: results under two of them stand side by side."""

    climate = param.Selector(default="Hd", objects=list(CLIMATES), doc="KNMI'23 scenario, or no change. [-]")
    rain_regime = param.Selector(
        default="reference", objects=list(RAIN_REGIMES), doc="Regional regime of heavy rain. [-]"
    )
    duration_min = param.Integer(60, bounds=(10, 720), doc="Duration of the cloudburst. [min]")
    heat_value = param.Selector(
        default="voly",
        objects=list(HEAT_VALUES),
        doc="Life years lost, or a statistical life, per death. [-]",
    )
    base_year = param.Integer(2027, bounds=(2020, 2060), doc="First year of the period. [-]")
    discount = param.Selector(
        default=DISCOUNT_RATES[0], objects=list(DISCOUNT_RATES), doc="Row of `discount_rates`. [-]"
    )
    period_years = param.Integer(50, bounds=(10, 100), doc="Years over which cost and benefit count. [yr]")
    build_years = param.Integer(10, bounds=(1, 40), doc="Years over which measures are built, evenly. [yr]")
    co_benefits = CoBenefits(
        default=[
            "property_single_task",
            "health_per_pct_green",
            "tree_benefit_each",
            "water_treatment_avoided",
            "drinking_water_saved",
        ],
        objects=list(CO_BENEFITS),
        doc="Co-benefits counted in the balance beside avoided damage. [-]",
    )

    def to_dict(self) -> dict[str, Any]:
        """Every choice, defaults written out."""
        return {name: self.param[name].serialize(getattr(self, name)) for name in sorted(self._choices())}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The scenario that `to_dict` wrote; what it did not know yet has its default."""
        return cls(**values)

    @classmethod
    def _choices(cls) -> list[str]:
        return [name for name in cls.param if name != "name"]

    def options(self, name: str) -> tuple:
        """What stands side by side for one of `SWITCHES`: the usual, and the choice in force if another.

        Examples
        --------
        >>> Scenario(period_years=40).options("period_years"), Scenario().options("duration_min")
        ((30, 40, 50, 100), (60, 120))
        """
        usual, now = SWITCHES[name], getattr(self, name)
        return usual if now in usual else tuple(sorted([*usual, now]))

    @classmethod
    def option(cls, name: str, text: str) -> object | None:
        """The option of a switch that reads so in a form; None when there is none such.

        Examples
        --------
        >>> Scenario.option("period_years", "30"), Scenario.option("climate", "warm")
        (30, None)
        """
        return {str(option): option for option in SWITCHES.get(name, ())}.get(text)

    def climate_rows(self) -> pd.DataFrame:
        """The rows of `climate_scenarios` of this climate, one per horizon in order."""
        rows = table("climate_scenarios")
        return rows.loc[[(self.climate, horizon) for horizon in HORIZONS]]

"""Tables of weather and what it does: climate scenarios, rain, storage free when rain comes, damage."""

from kans_model.tables.column_kinds import (
    NOTE,
    PRICE_YEAR,
    SCALED,
    checked_table,
    name_columns,
    number,
    source_columns,
    text,
    uncertain,
    whole,
)
from kans_model.tables.rules import fewer_hotter_days, rises_with_x
from kans_model.tables.vocabulary import YEARS

CLIMATE_TABLES = {
    "climate_scenarios": checked_table(
        {
            "year": whole(*YEARS),
            "global_warming_degc": number("degC", 0, 10),
            **{f"hot_days_ge{degrees}": number("days/yr", 0, 366) for degrees in (20, 25, 30, 35)},
            **uncertain("tmax_minus_tmean_degc", "degC", 0, 20),
            "cooling_degree_days": number("degC day/yr", 0, 5000),
            "deficit_mm": number("mm", 0, 2000),
            **uncertain("foundation_repair_share", "-", 0, 1),
            "foundation_repair_years": number("yr", 1, 200),
            **NOTE,
            **source_columns(),
        },
        fewer_hotter_days,
        scenario=str,
        horizon=str,
    ),
    "rainfall_statistics": checked_table(
        {"depth_mm": number("mm", 0, 1000), **source_columns()},
        publication=str,
        horizon=str,
        scenario=str,
        duration_min=float,
        return_period_yr=float,
    ),
    "stress_events": checked_table(
        {
            "duration_min": whole(10, 14_400),
            "depth_mm": number("mm", 0, 1000, known=False),
            "published_years": number("yr", 1, 10_000, known=False),
            **name_columns("name"),
            **NOTE,
            **source_columns(),
        },
        event=str,
    ),
    "free_storage": checked_table(
        {
            **{
                name: column
                for node in ("wet", "middle", "dry")
                for name, column in uncertain(f"{node}_free", "-", 0, 1).items()
            },
            **uncertain("record_factor", "-", 1),
            "overflows": whole(0, 10_000),
            **source_columns(),
        },
        pattern=str,
        depth_mm=float,
        emptying_h=float,
    ),
    "rainfall_parameters": checked_table(
        {"what": text(), "expression": text(), **NOTE, **source_columns()}, key=str
    ),
    "damage_functions": checked_table(
        {
            "unit_x": text(),
            "value": number("", 0, uncertain=True),
            "low": number("", 0, known=False),
            "high": number("", 0, known=False),
            "unit": text(),
            **PRICE_YEAR,
            **NOTE,
            **SCALED,
            **source_columns(),
        },
        rises_with_x,
        function=str,
        x=float,
    ),
}

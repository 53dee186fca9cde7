"""Tables of what stands where: types of buurt, soils, foundations, words and ranges to read cities by."""

from kans_model.tables.column_kinds import (
    NOTE,
    SCALED,
    checked_table,
    choice,
    key,
    name_columns,
    number,
    source_columns,
    text,
    uncertain,
    whole,
)
from kans_model.tables.rules import surfaces_fill_the_area, weights_sum_to_one
from kans_model.tables.vocabulary import BUILD_STATES, STOCKS, SURFACES

_TYPOLOGIES = {
    **name_columns("name"),
    **{f"{surface}_share": number("-", 0, 1) for surface in SURFACES},
    "tree_canopy_share": number("-", 0, 1),
    "dwellings_per_ha": number("1/ha", 0, 1000),
    "residents_per_ha": number("1/ha", 0, 2000),
    "household_size": number("-", 1, 6, known=False),
    "woz_keur": number("1000 EUR", 10, 5000, known=False),
    "sewer_storage_mm": number("mm", 0, 100),
    **uncertain("sewer_discharge_mm_h", "mm/h", 0, 100),
    **uncertain("sky_view_factor", "-", 0, 1),
    **uncertain("wind_1p2m", "m/s", 0, 20),
    **uncertain("building_shade", "-", 0, 1),
    "share_65plus": number("-", 0, 1),
    **uncertain("share_75plus", "-", 0, 1),
    **uncertain("nonresidential_share", "-", 0, 1),
    **uncertain("share_reached_factor", "-", 0, 10),
    "built_up": whole(0, 1),
    "national_population_weight": number("-", 0, 1),
    "note": text(required=False),
    **source_columns(),
}

PLACE_TABLES = {
    "typologies": checked_table(
        _TYPOLOGIES, surfaces_fill_the_area, weights_sum_to_one("national_population_weight"), typology=str
    ),
    "use_signs": checked_table(
        {
            "business_from": number("", 0),
            "open_below": number("", 0),
            "unit": text(),
            **NOTE,
            **source_columns(),
        },
        sign=str,
    ),
    "border": checked_table(
        {
            "longitude_deg": number("°", -180, 180),
            "latitude_deg": number("°", -90, 90),
            **NOTE,
            **source_columns(),
        },
        corner=str,
    ),
    "municipalities": checked_table(
        {
            "name": text(),
            "other_name": text(required=False),
            "longitude_deg": number("°", -180, 180),
            "latitude_deg": number("°", -90, 90),
            **NOTE,
            **source_columns(),
        },
        municipality=str,
    ),
    "use_words": checked_table(
        {
            "typology": key("typologies"),
            "match": choice(("part", "whole")),
            **NOTE,
            **source_columns(),
        },
        word=str,
    ),
    "background_words": checked_table(
        {
            "kind": choice(("water", "road", "rail", "district", "centre")),
            "match": choice(("part", "whole")),
            **NOTE,
            **source_columns(),
        },
        word=str,
    ),
    "work_kinds": checked_table(
        {
            "opens": text(list_of=STOCKS),
            "words": text(),
            **NOTE,
            **source_columns(),
        },
        work_kind=str,
    ),
    "work_words": checked_table(
        {"value": choice(("", *BUILD_STATES)), **source_columns()}, column=str, word=str
    ),
    "plausible_ranges": checked_table(
        {
            **name_columns("name"),
            "low": number("", 0),
            "value": number("", 0),
            "high": number("", 0),
            "unit": text(),
            **NOTE,
            **source_columns(),
        },
        indicator=str,
    ),
    "usual_values": checked_table(
        {
            "least": number("", 0),
            "most": number("", 0),
            "unit": text(),
            **NOTE,
            **source_columns(),
        },
        column=str,
        per=str,
    ),
    "shares_of_a_whole": checked_table(
        {"part": text(), "whole": choice(("all", "residents")), "required": whole(0, 1), **source_columns()},
        group=str,
        synonym=str,
    ),
    "soils": checked_table(
        {
            **name_columns("name"),
            **uncertain("infiltration_mm_h", "mm/h", 0, 1000),
            **uncertain("groundwater_depth_m", "m", 0, 50),
            **uncertain("recharge_infiltrated_share", "-", 0, 1),
            "national_soil_weight": number("-", 0, 1),
            **NOTE,
            **source_columns(),
        },
        weights_sum_to_one("national_soil_weight"),
        soil=str,
    ),
    "foundations": checked_table(
        {**uncertain("threatened_foundation_share", "-", 0, 1), **NOTE, **SCALED, **source_columns()},
        key_into={"typology": "typologies", "soil": "soils"},
        typology=str,
        soil=str,
    ),
}

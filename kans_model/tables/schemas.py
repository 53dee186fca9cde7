"""What each table holds: columns, units, ranges, and the rules across columns; those that all read, here."""

from kans_model.tables.climate_tables import CLIMATE_TABLES
from kans_model.tables.column_kinds import (
    NOTE,
    PRICE_YEAR,
    SCALED,
    VALUE,
    checked_table,
    choice,
    keys,
    name_columns,
    number,
    source_columns,
    text,
    whole,
)
from kans_model.tables.finance_tables import FINANCE_TABLES
from kans_model.tables.measure_tables import MEASURE_TABLES
from kans_model.tables.norm_tables import NORM_TABLES
from kans_model.tables.place_tables import PLACE_TABLES
from kans_model.tables.policy_tables import POLICY_TABLES
from kans_model.tables.rule_tables import RULE_TABLES
from kans_model.tables.rules import drawn_in_one_group, exclusion_is_mutual
from kans_model.tables.vocabulary import CATEGORIES, CITY_WIDE, DRAWN_COLUMNS, GROUPS, PROTECTED_COLUMNS

TABLES = {
    "sources": checked_table(
        {
            "title": text(),
            "url": text(required=False),
            "year": number("", 1900, 2100, known=False),
            **NOTE,
            "kind": text(),
        },
        source=str,
    ),
    "hazards": checked_table(
        {**name_columns("name", "what"), "order": whole(1, 9), "in_totals": whole(0, 1), **source_columns()},
        hazard=str,
    ),
    **MEASURE_TABLES,
    "assumptions": checked_table(
        {
            "value": number("", -1e12),
            "low": number("", -1e12, known=False),
            "high": number("", -1e12, known=False),
            "unit": text(),
            "group": choice(GROUPS),
            **name_columns("name"),
            "drawn": whole(0, 1),
            **PRICE_YEAR,
            **NOTE,
            **SCALED,
            **source_columns(),
        },
        assumption=str,
    ),
    "correlation_groups": checked_table(
        {
            **name_columns("name"),
            "columns": text(required=False, list_of=(*DRAWN_COLUMNS, *PROTECTED_COLUMNS, *CITY_WIDE)),
            "categories": text(required=False, list_of=CATEGORIES),
            "assumptions": keys("assumptions"),
            **NOTE,
            **source_columns(),
        },
        drawn_in_one_group,
        group=str,
    ),
    **PLACE_TABLES,
    **CLIMATE_TABLES,
    "co_benefits": checked_table(
        {
            **name_columns("name"),
            **VALUE,
            "unit": text(),
            **PRICE_YEAR,
            "role": choice(("default", "alternative", "check", "pm")),
            **NOTE,
            **source_columns(),
        },
        benefit=str,
    ),
    "benefit_groups": checked_table(
        {"group": text(), "excludes": text(required=False), **NOTE, **source_columns()},
        exclusion_is_mutual,
        benefit=str,
    ),
    "price_index": checked_table(
        {"factor": number("-", 0.1, 10), **NOTE, **source_columns()}, index=str, year=int
    ),
    "actors": checked_table(
        {
            **name_columns("name", "role"),
            "pays": whole(0, 1),
            "benefits": whole(0, 1),
            "vat_recovery": whole(0, 1),
            "vat_recovery_private": whole(0, 1),
            "capitalises": whole(0, 1),
            "borrows": whole(0, 1),
            "equal_part": whole(0, 1),
            "order": whole(1, 99),
            **source_columns(),
        },
        actor=str,
    ),
    **NORM_TABLES,
    **FINANCE_TABLES,
    **POLICY_TABLES,
    **RULE_TABLES,
    "synonyms": checked_table(
        {
            "value": text(required=False),
            "unit_factor": number("", 0, known=False),
            "plain_above": number("", 0, known=False),
            "origin": text(),
            **source_columns(),
        },
        column=str,
        synonym=str,
    ),
}
"""Every table by the name of its file."""

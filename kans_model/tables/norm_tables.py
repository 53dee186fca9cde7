"""Tables of the dialogue: indicators, the norms that limit them, and how choices are read."""

from kans_model.tables.column_kinds import (
    NOTE,
    VALUE,
    checked_table,
    choice,
    keys,
    name_columns,
    number,
    source_columns,
    text,
)
from kans_model.tables.vocabulary import HAZARDS, INDICATOR_UNITS, YEARS

NORM_TABLES = {
    "indicators": checked_table(
        {
            **name_columns("name", "what"),
            "unit": choice(INDICATOR_UNITS),
            "better": choice(("lower", "higher")),
            "hazard": choice(HAZARDS),
            "moment": choice(("horizon", "event", "none")),
            "place": choice(("sum", "mean", "max")),
            "reading": text(),
            **source_columns(),
        },
        indicator=str,
    ),
    "indicator_inputs": checked_table({"columns": text(), **source_columns()}, indicator=str),
    "urgency_borders": checked_table(
        {
            "undesirable_eur_per_ha_yr": number("EUR/ha/yr", 0),
            "unacceptable_eur_per_ha_yr": number("EUR/ha/yr", 0),
            **NOTE,
            **source_columns(),
        },
        hazard=str,
    ),
    "norms": checked_table(
        {
            "kind": choice(("rule", "guideline", "design", "method", "benchmark")),
            "scope": text(),
            "organisation": text(),
            "theme": choice((*HAZARDS, "green", "all")),
            "applies": choice(("new_build", "existing", "both")),
            "indicator": keys("indicators"),
            **name_columns("name"),
            "value": number("", 0),
            "unit": text(),
            "year": number("", *YEARS, known=False),
            **NOTE,
            **source_columns(),
        },
        norm=str,
    ),
    "dialogue_defaults": checked_table(
        {**VALUE, "unit": text(), **name_columns("name"), **NOTE, **source_columns()},
        key=str,
    ),
}

"""Tables of policy: levers, what law they rest on, how owners take part, and what uptake was seen where."""

from kans_model.tables.column_kinds import (
    NOTE,
    VALUE,
    checked_table,
    choice,
    key,
    keys,
    name_columns,
    number,
    source_columns,
    text,
    whole,
)
from kans_model.tables.vocabulary import (
    LAW_INSTRUMENTS,
    LEVER_AUTHORITIES,
    LEVER_MECHANISMS,
    PRIVATE_OWNERS,
    YEARS,
)

POLICY_TABLES = {
    "legal_bases": checked_table(
        {
            "article": text(),
            "law": text(),
            **name_columns("what"),
            "holds_from": text(),
            "holds_to": text(required=False),
            **NOTE,
            **source_columns(),
        },
        legal_basis=str,
    ),
    "uptake_parameters": checked_table(
        {**VALUE, "unit": text(), **name_columns("name"), **NOTE, **source_columns()},
        parameter=str,
    ),
    "levers": checked_table(
        {
            **name_columns("name", "what"),
            "mechanism": choice(LEVER_MECHANISMS),
            "speed": keys("uptake_parameters"),
            "addresses_owners": whole(0, 1),
            "measures": keys("measures"),
            "owners": text(list_of=PRIVATE_OWNERS),
            "authority": choice(LEVER_AUTHORITIES),
            "instrument": choice(LAW_INSTRUMENTS),
            "legal_bases": keys("legal_bases"),
            "excludes": text(required=False),
            **NOTE,
            **source_columns(),
        },
        lever=str,
    ),
    "uptake_seen": checked_table(
        {
            "lever": choice(("none", "subsidy", "campaign", "adviser")),
            "place": text(),
            "from_year": number("", *YEARS),
            "years": number("yr"),
            "measure": key("measures"),
            "seen": number("", known=False),
            "unit": choice(("m2", "owner", "share", "budget_eur")),
            "base": number("", known=False),
            "base_note": text(required=False),
            "subsidy_eur": number("EUR", known=False),
            "subsidy_share": number("-", 0, 1, known=False),
            "ceiling_eur": number("EUR", known=False),
            "price_eur": number("EUR"),
            "budget_eur": number("EUR", known=False),
            "earlier_years": number("yr"),
            "kept_out": whole(0, 1),
            **NOTE,
            **source_columns(),
        },
        row=str,
    ),
}

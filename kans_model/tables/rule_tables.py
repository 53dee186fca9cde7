"""Tables of texts to start from: in which document a rule stands, and the words of each."""

from kans_model.tables.column_kinds import (
    NOTE,
    checked_table,
    choice,
    key,
    keys,
    name_columns,
    source_columns,
    text,
)
from kans_model.tables.vocabulary import LAW_INSTRUMENTS, LEVER_AUTHORITIES

RULE_FORMS = ("title", "head", "article", "member", "text")
"""Of a paragraph: an article is numbered, and so are its members."""

RULE_TABLES = {
    "rule_documents": checked_table(
        {
            **name_columns("name"),
            "instrument": choice(("", *LAW_INSTRUMENTS)),
            "authority": choice(("", *LEVER_AUTHORITIES)),
            "legal_bases": keys("legal_bases"),
            **NOTE,
            **source_columns(),
        },
        rule_document=str,
    ),
    "rule_blocks": checked_table(
        {
            "levers": keys("levers"),
            "document": key("rule_documents"),
            "form": choice(RULE_FORMS),
            "needs": text(required=False),
            "text_nl": text(),
            "text_en": text(required=False),
            **source_columns(),
        },
        rule_block=str,
    ),
}

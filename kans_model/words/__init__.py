"""How things are said, and what people type: texts, amounts, problems, markup."""

"""The tables of `data/tables`: what they hold, the rules they keep, and reading them."""

from kans_model.tables.reading import table

__all__ = ["table"]

"""The rows of one asset on the sheet of a purse."""

from __future__ import annotations

from typing import NamedTuple

BLOCK = ("built", "renewed", "received", "provision", "net", "depreciation", "book_value", "interest")


class Block(NamedTuple):
    """Rows of one asset.

    Attributes
    ----------
    asset_class, name : str
    row : dict
        Each of `BLOCK`, and vat, vat_depreciation and vat_book where the levy may bear VAT.
    """

    asset_class: str
    name: str
    row: dict[str, int]

    @property
    def term(self) -> str:
        """Where its term of depreciation stands."""
        return f"$C${self.row['depreciation']}"

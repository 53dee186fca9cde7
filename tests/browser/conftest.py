"""The reader is there for every browser test."""

from tests.browser.reader import reader

__all__ = ["reader"]

"""The reader is there for every browser test."""

from tests.browser.reader import desk, reader

__all__ = ["desk", "reader"]

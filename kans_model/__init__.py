"""KANS: what measures for climate adaptation cost, avoid and bring, buurt by buurt."""

from importlib.metadata import version

__version__ = version("kans-model")

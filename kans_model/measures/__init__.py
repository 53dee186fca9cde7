"""Measures: what fits where, what a package holds, what it does, which other tasks it serves."""

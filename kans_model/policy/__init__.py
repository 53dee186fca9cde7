"""Levers on private ground: what makes owners take part, and what a set of levers brings."""

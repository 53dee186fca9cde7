"""Packages held against each other, against other climates and against the country."""

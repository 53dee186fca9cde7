"""Edges: files that come in and go out."""

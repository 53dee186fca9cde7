"""KANS: what climate adaptation costs a Dutch city, and what it brings."""

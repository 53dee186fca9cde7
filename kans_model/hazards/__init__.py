"""The four hazards: how intense, and what it does. None imports another."""

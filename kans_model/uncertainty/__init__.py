"""How sure: draws, bands, what matters most, what knowing more is worth."""

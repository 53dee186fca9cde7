"""How many draws there are when nobody says how many, and at most. No library is loaded to know it."""

N_DRAWS = BLOCK_DRAWS = 1_024
"""Draws are made in blocks, each by itself; a power of two keeps their points balanced."""
MOST_DRAWS = 4 * 2**20
"""Four million: beyond it means stand still, and what is kept of every draw would fill the memory."""

"""How far slow work is and how it stops, results kept, work shared among processes."""

"""Linear programs as the solver takes them."""

"""A study: what is saved, shared and hashed."""

"""Results as files and in words."""

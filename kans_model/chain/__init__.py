"""From a risk to a rule and back: what hangs on what, what went stale, where a study stands."""

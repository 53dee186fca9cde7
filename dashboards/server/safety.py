"""Everything that keeps the server up and its readers apart, switched on once per process."""

from __future__ import annotations

from functools import cache

from dashboards.server import components, fairness, headers, hosts, load, replies


@cache
def secure() -> None:
    """Close what is not served, send the headers, check names, limit and share the load, hide errors."""
    components.close()
    headers.send()
    hosts.check()
    load.limit()
    fairness.share()
    replies.shorten()

"""Everything that keeps the server up and its readers apart, switched on once per process."""

from __future__ import annotations

from functools import cache

from dashboards.server import components, headers, hosts, load, replies


@cache
def secure() -> None:
    """Close what is not served, send the headers, check names, limit the load, and keep errors inside."""
    components.close()
    headers.send()
    hosts.check()
    load.limit()
    replies.shorten()

"""Links out of the graph: only http and https become links, everything else stays text."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(address: str | None) -> str | None:
    """The address if a browser may follow it, else None (`javascript:`, `data:`, `file:` ...)."""
    if not address or any(ord(sign) < 33 for sign in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None

"""Addresses to go on to after signing in: these pages' own, and no others."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

START = "/"


def own_address() -> str:
    """The address asked for, without the host."""
    return request.full_path.rstrip("?")


def own_path(given: str | None) -> str:
    """A path of these pages; the start page for anything that a browser might take elsewhere."""
    text = given or ""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    if not plain or not text.startswith("/") or text.startswith("//"):
        return START
    parts = urlsplit(text)
    return START if parts.scheme or parts.netloc else text

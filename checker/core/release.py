"""Which release of Lovgraf, or of a package that it uses, is installed."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release(package: str = "lovgraf") -> str:
    """The version of an installed package; `unknown` where it was not installed as one."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"

"""The verdicts that a check tells as findings unless others are asked for; help reads it alone."""

from __future__ import annotations

from collections.abc import Collection

DEFAULT_FAIL_ON = frozenset({"breached", "unattainable"})


def named(given: str | Collection[str]) -> frozenset[str] | None:
    """The names in a list, or in a text with commas: of `none`, which stands alone, no name. None
    where it does not stand alone."""
    words = given.split(",") if isinstance(given, str) else given
    names = frozenset(word.strip() for word in words if word.strip())
    if "none" not in names:
        return names
    return None if len(names) > 1 else frozenset()

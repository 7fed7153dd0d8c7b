"""The kinds of gap: one file each, named as its code, found by itself.

A file holds the class of one kind: what is looked for, and the changes that may close it. To add
one, add its file, its words in `ontology/gap.ttl` and its page in `docs/gaps/`; CONTRIBUTING shows
how.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from lovgraf.proposals.gap_kind import GapKind

_UNKNOWN = GapKind()


@cache
def gap_kinds() -> dict[str, GapKind]:
    """The kinds of gap by code."""
    found: dict[str, GapKind] = {}
    for file in sorted(iter_modules(__path__), key=lambda file: file.name):
        module = import_module(f"{__name__}.{file.name}")
        for kind in vars(module).values():
            own = isinstance(kind, type) and kind.__module__ == module.__name__
            if own and issubclass(kind, GapKind):
                found[kind.code] = kind()
    return found


def gap_kind(code: str) -> GapKind:
    """The kind of a code; one that looks for nothing where the code is unknown."""
    return gap_kinds().get(code, _UNKNOWN)


gap_kinds()  # at once: a process that is forked later may open no files

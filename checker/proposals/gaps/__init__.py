"""The kinds of gap: one file each, named as its code, found by itself.

A file holds the class of one kind: what is looked for, and the changes that may close it. To add
one, add its file, its words in `ontology/gap.ttl` and its page in `docs/gaps/`; CONTRIBUTING shows
how.
"""

from __future__ import annotations

from functools import cache

from lovgraf.core.one_a_file import one_of_each
from lovgraf.proposals.gap_kind import GapKind

_UNKNOWN = GapKind()


@cache
def gap_kinds() -> dict[str, GapKind]:
    """The kinds of gap by code."""
    return {one.code: one for one in one_of_each(__name__, __path__, GapKind)}


def gap_kind(code: str) -> GapKind:
    """The kind of a code; one that looks for nothing where the code is unknown."""
    return gap_kinds().get(code, _UNKNOWN)


gap_kinds()  # at once: a process that is forked later may open no files

"""How much memory there is: of the machine, and of this process by its own limit."""

from __future__ import annotations

import os
import resource


def of_machine() -> int:
    """The bytes of memory of the machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def own_limit() -> int | None:
    """The bytes that this process may have of its own (`RLIMIT_DATA`); None where that is not
    limited."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else limit

"""How much memory there is: of the machine, and of this process by its own limit."""

from __future__ import annotations

import os
import resource
from pathlib import Path


def of_machine() -> int:
    """The bytes of memory of the machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def held() -> int:
    """The bytes of data that this process has taken so far, as `RLIMIT_DATA` counts them: also what
    was only set aside, such as the stacks of threads; 0 where the system does not tell."""
    try:
        said = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return int(said[5]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def left() -> int | None:
    """The bytes that this process may still take by its own limit (`RLIMIT_DATA`); None where that
    is not limited."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else max(limit - held(), 0)

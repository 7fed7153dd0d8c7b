"""Whether this process is a run of the command line, or somebody else's program."""

from __future__ import annotations

import os

_own: list[bool] = []
_LIBRARIES = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "NUMPY_MADVISE_HUGEPAGE": "0",
    "OPENBLAS_NUM_THREADS": "1",
}
"""How libraries take memory and threads: they ask the environment when they are loaded. A check
makes and drops arrays of some megabytes: huge pages are cleared whole each time, and other pools
than the system's give memory back and fetch it anew. Nothing here multiplies matrices."""


def begin() -> None:
    """This process is a run of the command line from now on; before libraries are loaded."""
    _own.append(True)
    for name, value in _LIBRARIES.items():
        os.environ.setdefault(name, value)


def is_own() -> bool:
    """Whether nobody but this program uses the process."""
    return bool(_own)

"""Whether this process is a run of the command line, or somebody else's program."""

from __future__ import annotations

_own: list[bool] = []


def begin() -> None:
    """This process is a run of the command line from now on."""
    _own.append(True)


def is_own() -> bool:
    """Whether nobody but this program uses the process."""
    return bool(_own)

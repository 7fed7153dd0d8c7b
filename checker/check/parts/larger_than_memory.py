"""Files that are checked in parts unasked: too much memory would be kept of their rows at once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lovgraf.core.memory import left, of_machine

TEXT = frozenset({".csv", ".tsv", ".txt"})
"""The endings of files of lines."""
_ROW = 100
"""Bytes that are kept of a row, at most, while a file is checked at once (ids of usual length)."""
_SHARE = 2
"""What part of the memory a check takes, at most, before it goes on in parts."""
_MOST = 750 << 20
"""Bytes that it takes for rows in any case, at most: eight million rows. From there on the peak of
memory does not grow."""
_SMALL = 64 << 20
"""Bytes up to which no file has rows enough to fill a memory."""
_LOOK = 1 << 20
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def exceeds_memory(path: Path) -> bool:
    """Whether the rows of a file are too many to be checked at once, here or anywhere.

    What cannot be read is not: the check says what is wrong with it.
    """
    if path.suffix.lower() not in {*TEXT, ".parquet"}:
        return False
    try:
        size = path.stat().st_size if path.is_file() else 0
        return size > _SMALL and rows_in(path, size) * _ROW > _room()
    except OSError:
        return False


def rows_of_a_part() -> int:
    """How many rows a part has at most that is made as large as memory allows."""
    return _room() // (2 * _ROW)


def _room() -> int:
    """The bytes that a check takes for rows, at most."""
    return min(memory() // _SHARE, _MOST)


def memory() -> int:
    """The bytes of memory that this process may take: of the machine, of its control group, or by
    its own limit."""
    found = [of_machine()]
    if (limit := left()) is not None:
        found.append(limit)
    for name in _LIMITS:
        with suppress(OSError, ValueError):  # "max": no limit
            found.append(int(Path(name).read_text(encoding="ascii")))
    return min(found)


def rows_in(path: Path, size: int) -> int:
    """About how many rows a table has: as Parquet says itself, or by its first lines."""
    if path.suffix.lower() == ".parquet":
        import pyarrow as pa
        from pyarrow import parquet

        try:
            return int(parquet.read_metadata(path).num_rows)
        except pa.ArrowException:
            return 0
    with path.open("rb") as stream:
        look = stream.read(_LOOK)
    return size * look.count(b"\n") // len(look)

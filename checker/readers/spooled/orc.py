"""ORC files, a stripe at a time."""

from __future__ import annotations

from pathlib import Path

from lovgraf.readers.spooled.arrow import plain
from lovgraf.readers.spooled.spool import Batches


def open_orc(path: Path, _name: str) -> Batches:
    """The stripes of a file."""
    from pyarrow import orc

    file = orc.ORCFile(path)
    return plain(file.schema, (file.read_stripe(number) for number in range(file.nstripes)))

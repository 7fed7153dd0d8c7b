"""The program as one file that Spark gives to its workers.

So all run the same version; what it is built on (DuckDB, numpy, pyarrow, rdflib) they must have.
"""

from __future__ import annotations

import zipfile
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
_MODIFIED = bytes(4)
"""The mark of a compiled module that was made of a file of a time and size, which follow it."""
_AS_IT_IS = (1).to_bytes(4, "little")
"""That of one of a source with a hash, which follows it, and is not looked at."""


def packed(target: Path) -> Path:
    """Write the program's modules, and its data in Turtle, into a zip file; the same give the same
    bytes.

    Modules that are compiled here go along so: else each worker would compile all that it imports,
    which takes longer than the rest of its start. One with another Python compiles them.
    """
    files = (path for ending in ("*.py", "*.ttl") for path in PACKAGE.rglob(ending))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            name = path.relative_to(PACKAGE.parent).as_posix()
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED, 1)
            if (code := compiled(path)) is not None:
                archive.writestr(zipfile.ZipInfo(f"{name}c"), code, zipfile.ZIP_DEFLATED, 1)
    return target


def compiled(path: Path) -> bytes | None:
    """A module as Python has compiled it, to be imported without a look at its source's time; None
    where it has not, or of another source."""
    if path.suffix != ".py":
        return None
    with suppress(OSError):
        made, status = Path(cache_from_source(str(path))).read_bytes(), path.stat()
        numbers = (int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)
        of_it = b"".join(number.to_bytes(4, "little") for number in numbers)
        if made[:16] == MAGIC_NUMBER + _MODIFIED + of_it:
            return MAGIC_NUMBER + _AS_IT_IS + source_hash(path.read_bytes()) + made[16:]
    return None

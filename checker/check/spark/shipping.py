"""The program as one file that Spark gives to its workers.

So all run the same version; what it is built on (DuckDB, numpy, pyarrow, rdflib) they must have.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parents[2]


def packed(target: Path) -> Path:
    """Write the program's modules, and its data in Turtle, into a zip file; the same give the same
    bytes."""
    files = (path for ending in ("*.py", "*.ttl") for path in PACKAGE.rglob(ending))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            name = path.relative_to(PACKAGE.parent).as_posix()
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return target

"""Rewrite archives of sources so that their bytes tell their content alone, and no time, owner or
order of the machine that packed them: `SOURCE_DATE_EPOCH=N python .ci/same_bytes.py FILE.tar.gz`.

setuptools heeds `SOURCE_DATE_EPOCH` in wheels only.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
from pathlib import Path


def rewrite(path: Path, moment: int) -> None:
    """Pack an archive anew, as of a moment, its members by name."""
    packed = io.BytesIO()
    with (
        tarfile.open(path) as old,
        gzip.GzipFile("", "wb", mtime=moment, fileobj=packed) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda each: each.name):
            found = tarfile.TarInfo(member.name)
            found.type, found.linkname, found.size = member.type, member.linkname, member.size
            found.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            found.mtime = moment
            new.addfile(found, old.extractfile(member) if member.isfile() else None)
    path.write_bytes(packed.getvalue())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name), int(os.environ["SOURCE_DATE_EPOCH"]))

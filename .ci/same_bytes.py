"""Rewrite archives of sources and wheels so that their bytes tell their content alone, and no time,
owner, order or umask of the machine that packed them:
`SOURCE_DATE_EPOCH=N python .ci/same_bytes.py FILE.tar.gz FILE.whl`.

setuptools heeds `SOURCE_DATE_EPOCH` in wheels only, and takes the modes of files as they are.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import tarfile
import time
import zipfile
from pathlib import Path


def mode(found: int) -> int:
    """What all may read, and run where its owner may."""
    return 0o755 if found & 0o100 else 0o644


def rewrite(path: Path, moment: int) -> None:
    """Pack an archive anew, as of a moment."""
    (rewrite_wheel if path.suffix == ".whl" else rewrite_sources)(path, moment)


def rewrite_wheel(path: Path, moment: int) -> None:
    """The members in the order of their names but for those of the metadata, which come last, as
    the format of wheels asks."""
    packed, day = io.BytesIO(), time.gmtime(max(moment, 315532800))[:6]  # a ZIP begins in 1980
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda name: (".dist-info/" in name, name)):
            found = zipfile.ZipInfo(name, day)
            found.create_system, found.compress_type = 3, zipfile.ZIP_DEFLATED  # of Unix
            own = mode(old.getinfo(name).external_attr >> 16)
            found.external_attr = (stat.S_IFREG | own) << 16
            new.writestr(found, old.read(name))
    path.write_bytes(packed.getvalue())


def rewrite_sources(path: Path, moment: int) -> None:
    """The members by name."""
    packed = io.BytesIO()
    with (
        tarfile.open(path) as old,
        gzip.GzipFile("", "wb", mtime=moment, fileobj=packed) as stream,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda each: each.name):
            found = tarfile.TarInfo(member.name)
            found.type, found.linkname, found.size = member.type, member.linkname, member.size
            found.mode = 0o755 if member.isdir() else mode(member.mode)
            found.mtime = moment
            new.addfile(found, old.extractfile(member) if member.isfile() else None)
    path.write_bytes(packed.getvalue())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name), int(os.environ["SOURCE_DATE_EPOCH"]))

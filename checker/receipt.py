"""The receipt of a run: what was checked with what, without clock, path or command line."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from checker.law.view import Law

_PACKAGES = ("lovgraf", "duckdb", "rdflib")


class Digest:
    """The SHA-256 of a file, worked out while other work goes on (hashing lets go of the GIL).

    The thread is a daemon: an interrupted run does not wait for it.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._found = path, ""
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            self._found = file_digest(self._path)
        except OSError as error:
            self._error = error

    def result(self) -> str:
        """The digest, once it is there; raises `OSError` where the file could not be read."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found


def receipt(
    law: Law, as_of: date, dataset: Digest | str, mapping: Path | None, engine: str
) -> dict[str, str]:
    """Versions, the as-of date and the SHA-256 of law, input (`dataset`) and mapping."""
    found = {"as_of": as_of.isoformat(), "engine": engine}
    for package in _PACKAGES:
        found[f"version_{package}"] = _version(package)
    found["law_sha256"] = law.source.digest
    found["input_sha256"] = dataset if isinstance(dataset, str) else dataset.result()
    if mapping is not None:
        found["mapping_sha256"] = file_digest(mapping)
    return found


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, or of a folder's files in order of name."""
    if path.is_dir():
        return _joined(file_digest(p) for p in sorted(path.rglob("*")) if p.is_file())
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _joined(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()

"""The receipt of a run: what was checked with what, without clock, path or command line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.core.release import release
from lovgraf.law.view import Law

_PACKAGES = ("lovgraf", "duckdb", "rdflib")


def receipt(
    law: Law, as_of: date, dataset: str, mapping: Path | None, engine: str
) -> dict[str, str]:
    """Versions, the as-of date and the SHA-256 of law, input (`dataset`) and mapping."""
    found = {"as_of": as_of.isoformat(), "engine": engine}
    for package in _PACKAGES:
        found[f"version_{package}"] = release(package)
    found["law_sha256"] = law.source.digest
    found["input_sha256"] = dataset
    if law.profile.presumptions:
        found["presumptions"] = law.profile.name
        found["presumptions_sha256"] = law.profile.digest
    if mapping is not None:
        found["mapping_sha256"] = file_digest(mapping)
    return found


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, or of a folder's files in order of name."""
    if path.is_dir():
        return _joined(file_digest(p) for p in sorted(path.rglob("*")) if p.is_file())
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def changed(name: str) -> InputError:
    """The error that a file changed while it was checked."""
    return InputError(
        "Filen blev ændret, mens den blev kontrolleret; kør igen, når den er færdig.",
        "The file changed while it was checked; run again when it is complete.",
        name,
    )


def _joined(digests: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()

"""The shipped law with further files beside it, for tests that give commands the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lovgraf.law import Law, load_law

_laws: dict[tuple[bytes, ...], Law] = {}


def load_once(extra: Sequence[Path] = ()) -> Law:
    """What `load_law` gives, once a process for files with the same content in whatever folder:
    with further files, the whole law is read anew."""
    key = tuple(Path(path).read_bytes() for path in extra)
    if key not in _laws:
        _laws[key] = load_law(extra)
    return _laws[key]

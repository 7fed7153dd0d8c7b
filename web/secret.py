"""The key that signs cookies: the same for all workers, and after a restart."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from lovgraf.core.errors import InputError

NAME, VARIABLE = "secret-key", "LOVGRAF_SECRET_KEY"
_SHORTEST = 32


def secret_key(folder: Path) -> str:
    """The key of the environment; else that of a file in the folder, made once, private.

    Raises `InputError` for a key that is too short, and for a file that others may read.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return _long_enough(given, VARIABLE)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / NAME
    _make(path)
    found = path.lstat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise InputError(
            f"Andre kan læse nøglen {path}; slet den, så laves en ny.",
            f"Others may read the key {path}; delete it, and a new one is made.",
        )
    return _long_enough(path.read_text("utf-8").strip(), str(path))


def _make(path: Path) -> None:
    """Write a new key where there is none; whole, so that no other worker reads half of it."""
    if path.exists():
        return
    new = path.with_name(f".{NAME}.{secrets.token_hex(8)}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_hex(32))
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _long_enough(key: str, where: str) -> str:
    if len(key) < _SHORTEST:
        raise InputError(
            f"{where} skal være mindst {_SHORTEST} tilfældige tegn.",
            f"{where} must be at least {_SHORTEST} random characters.",
        )
    return key

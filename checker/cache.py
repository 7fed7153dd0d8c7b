"""Texts that are costly to make, kept between runs in the user's cache, keyed by content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path


def cached_text(kind: str, parts: Iterable[str], make: Callable[[], str]) -> str:
    """The text that `make` gives, from the cache where the same parts gave it before.

    The program's own files belong to the key, so a new version never reads an old text. Without a
    writable cache (or with `LOVGRAF_CACHE=off`) the text is made each time.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    digest = hashlib.sha256(program_digest().encode())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    path = folder / f"{kind}-{digest.hexdigest()[:40]}"
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text("utf-8")
    text = make()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(path)
    return text


def cache_folder() -> Path | None:
    """Where the cache lies (`XDG_CACHE_HOME`, else `~/.cache`); None where it is switched off."""
    if os.environ.get("LOVGRAF_CACHE") == "off":
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):
        return (Path(base) if base else Path.home() / ".cache") / "lovgraf"
    return None


def stable_text(value: object) -> str:
    """A text that is the same for equal values in every process (sets are sorted)."""
    if is_dataclass(value) and not isinstance(value, type):
        shown = [stable_text(getattr(value, f.name)) for f in fields(value) if f.compare]
        return f"{type(value).__name__}({','.join(shown)})"
    if isinstance(value, frozenset | set):
        return "{" + ",".join(sorted(map(stable_text, value))) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(map(stable_text, value)) + "]"
    return repr(value)


@cache
def program_digest() -> str:
    """A hash of the modules that turn conditions into SQL."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for folder in ("cells", "conditions", "records"):
        for path in sorted((root / folder).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()

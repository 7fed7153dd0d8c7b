"""Where the results of single files lie until all of them are one report: a private folder.

A file's result is kept under a hash of all that it follows from: the file's bytes and name, the
law, the date, the options and the program itself. It is written under another name and moved, so
that what is there is whole.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_SECRET = "secret"


@dataclass(frozen=True)
class Work:
    """A folder of finished parts, with the secret that their hashes are keyed with."""

    folder: Path
    secret: str

    @classmethod
    def begin(cls, folder: Path) -> Work:
        """Take up the work in a folder, or begin it. Raises `OSError` where that is impossible."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = folder / _SECRET
        if not kept.exists():
            temporary = folder / f"{_SECRET}.tmp"
            temporary.write_text(secrets.token_hex(16), encoding="ascii")
            temporary.replace(kept)
        return cls(folder, kept.read_text(encoding="ascii"))

    def finished(self, key: str) -> bool:
        """Whether the part with this key is there."""
        return (self.folder / key).is_dir()

    def part(self, key: str, make: Callable[[Path], None]) -> Path:
        """The folder of a finished part; what is not there is made."""
        place = self.folder / key
        if not place.is_dir():
            temporary = Path(tempfile.mkdtemp(dir=self.folder, prefix="unfinished-"))
            try:
                make(temporary)
                temporary.replace(place)
            except BaseException:
                shutil.rmtree(temporary, ignore_errors=True)
                raise
        return place

    def forget_others(self, keys: set[str]) -> None:
        """Remove what does not belong to these parts: old ones, and what a crash left."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in keys:
                shutil.rmtree(path, ignore_errors=True)

    def remove(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

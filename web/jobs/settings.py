"""The limits and kinds of jobs: written by the application, read by the keeper."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lovgraf.core import limits

NAME = "settings.json"


@dataclass(frozen=True)
class Settings:
    """Limits of jobs; times in seconds, sizes in bytes.

    `at_once` run at a time and the rest wait; `seconds` is how long one may take, `memory` how much
    it may have, `keep` how long its folder stays after it ended, `grace` how long the keeper waits
    for another where there are none. One owner may have `each` jobs
    that wait or run and `kept` in all, and start `a_minute`; all together may have `all` jobs and
    `disk` bytes, of which one upload takes `upload` at most. `kinds` names a function
    (`module:name`) for each kind of job, `caches` how long what lies in folders of that name,
    beside the jobs, is kept.
    """

    at_once: int = 2
    seconds: float = limits.SECONDS
    memory: int = field(default_factory=lambda: limits.memory())
    keep: float = 3600.0
    grace: float = 3.0
    each: int = 3
    kept: int = 10
    a_minute: int = 20
    all: int = 200
    upload: int = 4 << 30
    disk: int = 40 << 30
    kinds: Mapping[str, str] = field(default_factory=dict)
    caches: Mapping[str, float] = field(default_factory=dict)

    def write(self, root: Path) -> None:
        """Write the settings into the jobs' folder, whole or not at all."""
        replace(root / NAME, json.dumps(asdict(self)))

    @staticmethod
    def read(root: Path) -> Settings:
        """The settings of a jobs' folder."""
        return Settings(**json.loads((root / NAME).read_text("utf-8")))


def replace(path: Path, text: str) -> None:
    """Write a private file beside its place and move it there."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(path)

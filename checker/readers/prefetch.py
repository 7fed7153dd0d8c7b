"""A file worked on before anyone has said how it is to be read.

A check spends a second on one core before it reads its file: the program, the law, the law
compiled. Meanwhile a thread does what needs none of that, outside the interpreter's lock: it
decodes the first row groups of a Parquet file, and works out the SHA-256 of any file.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sysconfig
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from lovgraf.core.memory import of_machine
from lovgraf.readers.decoded import Decoded

_WORTH = 4 << 20
"""Bytes from which a file is worth a thread before it is its turn."""
_BLOCK = 8 << 20
"""Bytes that are hashed at once: few enough to stop soon, many enough that the thread seldom waits
for the interpreter."""
_SPARE = 4
"""Cores from which the threads that read a file leave one over."""


_PATIENCE = 1.0
"""Seconds that an interrupted run waits for the work to end."""


class Prefetch:
    """Works on a file; a context that ends the work.

    What goes wrong with `decoded` is not told: whoever reads the file meets it again, in its turn.
    Without `decode` only the digest is worked out.
    """

    def __init__(self, path: Path, decode: bool = True) -> None:
        self.decoded = Decoded()
        self._path, self._decode, self._seen = path, decode, identity(path)
        self._stopped, self._free = threading.Event(), threading.Event()
        self._free.set()
        self._digest: Future[str] = Future()
        # Two threads must not fill these at once: one would find no zone of time (CPython 3.11).
        sysconfig.get_config_vars()
        # The thread is a daemon: a program that ends does not wait for it.
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    @classmethod
    def begin(cls, path: Path) -> Prefetch | None:
        """Begin with a file, if it is one that is worth it."""
        seen = identity(path)
        return None if seen is None or seen[0] < _WORTH else cls(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._free.set()
        if not isinstance(error, KeyboardInterrupt):
            self.decoded.remember()
        self.decoded.drop()
        # Who stops a run does not wait for a thread that is at work in a library.
        stopping = isinstance(error, KeyboardInterrupt | SystemExit)
        self._thread.join(_PATIENCE if stopping else None)

    def of(self, path: Path) -> bool:
        """Whether this is about a file as it is now."""
        return self._seen is not None and self._seen == identity(path)

    def about(self, path: Path) -> bool:
        """Whether this is about the file of a path, whatever it is now."""
        return self._seen is not None and path == self._path

    def digest(self) -> str:
        """The SHA-256 of the file's bytes, once it is there.

        Raises `OSError` where the file could not be read.
        """
        self._free.set()
        return self._digest.result()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the file is read, which takes all of few cores, the digest waits."""
        if _cores() < _SPARE and self._fits():
            self._free.clear()
        try:
            yield
        finally:
            self._free.set()

    def _fits(self) -> bool:
        """Whether the system probably keeps the file in memory until it is hashed."""
        size = self._seen[0] if self._seen else 0
        return size < of_machine() // 2

    def _work(self) -> None:
        try:
            if self._decode:
                with suppress(Exception):
                    self.decoded.fill(self._path)
            self._digest.set_result(self._sha256())
        except BaseException as error:
            self._digest.set_exception(error)
        if self._decode and not self._stopped.is_set():
            with suppress(ImportError):
                # The readers need these; now they are loaded while the data engine has its turn.
                import pyarrow.compute
                import pyarrow.csv  # noqa: F401

    def _sha256(self) -> str:
        digest, block = hashlib.sha256(), memoryview(bytearray(_BLOCK))
        with self._path.open("rb", buffering=0) as stream:
            while size := stream.readinto(block):
                digest.update(block[:size])
                self._free.wait()
                if self._stopped.is_set():
                    raise CancelledError
        return digest.hexdigest()


def alone(ahead: Prefetch | None) -> AbstractContextManager[None]:
    """While a file is read by several threads: what goes on beside it waits (see `reading`)."""
    return nullcontext() if ahead is None else ahead.reading()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def identity(path: Path) -> tuple[int, ...] | None:
    """The size of a file and what tells it from another of its name; None for all but files."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_dev, found.st_ino, found.st_mtime_ns

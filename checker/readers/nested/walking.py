"""What walks through JSON and XML share: a stream that ends where a record grows too large, the
values of a record, and the errors."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from msgspec import Struct

from lovgraf.core.errors import InputError

LARGEST = 32 << 20
"""Bytes of a record at most, with what stands between it and the one before."""
DIGITS = 4000
"""Digits of a number in JSON at most: Python reads no more, and the parser ends the process there
(ijson 3.6 with yajl)."""
DEEPEST = 100
"""Levels of elements or objects."""


_LONG = re.compile(rb"[0-9]{%d}" % (DIGITS + 1))


class Bounded:
    """A file that is read forwards; `go_on` says that a record has ended. In JSON numbers (and
    texts of digits alone) have no more than `DIGITS`."""

    def __init__(self, path: Path, name: str, json: bool) -> None:
        self._stream, self._name, self._read = path.open("rb"), name, 0
        self._json, self._last = json, b""
        if self._stream.read(3) != BOM_UTF8:
            self._stream.seek(0)

    def __enter__(self) -> Bounded:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._stream.close()

    def read(self, size: int = -1) -> bytes:
        """Some bytes. Raises `InputError` where no record ended among the last `LARGEST`, or a
        number goes on and on."""
        found = self._stream.read(size if size >= 0 else 1 << 16)
        if self._json and _LONG.search(self._last + found):
            raise _too_many_digits(self._name)
        self._last = (self._last + found)[-DIGITS:]
        self._read += len(found)
        if self._read > LARGEST:
            raise InputError(
                f"En registrering fylder mere end {LARGEST >> 20} MB, eller stien til "
                "registreringerne (lovgraf:records) fører ingen steder hen.",
                f"A record takes more than {LARGEST >> 20} MB, or the path of the records "
                "(lovgraf:records) leads nowhere.",
                self._name,
            )
        return found

    def go_on(self) -> None:
        """Count anew."""
        self._read = 0


class Found(Struct, frozen=True):
    """What stands at the path of the records: the values of each column (None: the path leads
    nowhere), or the reason that it is no record."""

    values: Sequence[Sequence[str | None] | None] = ()
    reason: str | None = None


class NotOneValue(Exception):
    """A path leads to something that has parts of its own."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


def _too_many_digits(name: str) -> InputError:
    return InputError(
        f"Filen har et tal med mere end {DIGITS} cifre og læses ikke; ret det.",
        f"The file has a number of more than {DIGITS} digits and is not read; correct it.",
        name,
    )


def too_deep(name: str) -> InputError:
    """The error that levels go on and on."""
    return InputError(
        f"Filen har mere end {DEEPEST} niveauer i hinanden og læses ikke.",
        f"The file has more than {DEEPEST} levels in each other and is not read.",
        name,
    )

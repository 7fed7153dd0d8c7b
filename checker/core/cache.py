"""The user's cache: values that are costly to make, kept between runs by what they rest on."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

if TYPE_CHECKING:  # the cache is there before what texts need
    from lovgraf.core.terms import Text

T = TypeVar("T")
_kept: dict[tuple[str, ...], Any] = {}
"""What `LOVGRAF_CACHE=memory` keeps, as long as the process lives."""
_unkept: list[OSError] = []
"""Why files could not be kept, until it is told."""
_DAY, _LONG = 86_400, 30 * 86_400
"""Seconds: how exactly it is known when a file was last read, and how long one stays unread."""
_CLEARED = "cleared"
_digesting = Lock()
_MARK = 16
"""Bytes before the content of a file that tell whether it is whole."""
_PLAIN = frozenset(
    {
        ("datetime", "date"),
        ("datetime", "timedelta"),
        ("decimal", "Decimal"),
        ("builtins", "frozenset"),
        ("builtins", "set"),
    }
)


def cached_text(kind: str, parts: Iterable[str], make: Callable[[], str]) -> str:
    """The text that `make` gives, from the cache where the same parts gave it before.

    The program's own files and the packages beside it belong to the key (`program_digest`), so a
    new version never reads an old text. Without a
    writable cache (or with `LOVGRAF_CACHE=off`) the text is made each time.
    """
    if _in_memory():
        return _remembered(kind, parts, make)
    path = _path(kind, parts)
    if path is None:
        return make()
    with suppress(OSError, UnicodeDecodeError):
        return _read(path).decode()
    text = make()
    _keep(path, text.encode())
    return text


def cached_value(kind: str, parts: Iterable[str], make: Callable[[], T]) -> T:
    """The value that `make` gives, kept as `cached_text` keeps texts.

    The value is made of the program's own data classes and plain values; what reads it back makes
    nothing else, so that a file in the cache cannot run anything.
    """
    if _in_memory():
        return _remembered(kind, parts, make)
    path = _path(kind, parts)
    if path is None:
        return make()
    with suppress(OSError, EOFError, ValueError, TypeError, AttributeError, pickle.PickleError):
        found: T = _made_of(_read(path))
        return found
    value = make()
    _keep(path, pickle.dumps(value, protocol=5))
    return value


class Answers:
    """Answers by key (a digest) that come one by one: those of earlier runs, and those found since.

    They are plain values. No more is kept than `most` bytes, as far as the answers tell their size.
    """

    def __init__(self, kind: str, parts: Iterable[str], most: int = 8 << 20) -> None:
        self._path = None if _in_memory() else _path(kind, parts)
        self._most, self._size, self._found = most, 0, dict[bytes, Any]()
        self._new = False
        if self._path is not None:
            with suppress(OSError, EOFError, ValueError, TypeError, pickle.PickleError):
                content = _read(self._path)
                found = _made_of(content)
                if isinstance(found, dict):
                    self._found, self._size = found, len(content)

    @property
    def lasting(self) -> bool:
        """Whether answers that are added are kept at all."""
        return self._path is not None

    def get(self, key: bytes) -> Any:
        """An answer, or None."""
        return self._found.get(key)

    def add(self, key: bytes, answer: Any, size: int) -> None:
        """Keep an answer of about so many bytes, where there is room."""
        self._size += size
        if self._path is not None and self._size <= self._most:
            self._found[key] = answer
            self._new = True

    def replace(self, key: bytes, answer: Any, size: int) -> None:
        """Keep the only answer that there is, at once, instead of the one before."""
        self._found.clear()
        self._size = 0
        self.add(key, answer, size)
        self.keep()

    def keep(self) -> None:
        """Write what was found since for later runs; where two runs end at once, one of them."""
        if self._new and self._path is not None:
            self._new = False
            _keep(self._path, pickle.dumps(self._found, protocol=5))


def _made_of(content: bytes) -> Any:
    """The value that a file of the cache holds. Raises what `pickle` raises."""
    return _Reader(io.BytesIO(content)).load()


class _Reader(pickle.Unpickler):
    """Reads data classes of the program and plain values; refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN or module.startswith("lovgraf."):
            found = super().find_class(module, name)
            if (module, name) in _PLAIN or _is_data_class(found, module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_data_class(found: object, module: str) -> bool:
    """Whether it is a data class that a module has itself, not one that it imports."""
    if not isinstance(found, type) or found.__module__ != module:
        return False
    return issubclass(found, Struct) or is_dataclass(found)


def _path(kind: str, parts: Iterable[str]) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    digest = hashlib.sha256(program_digest().encode())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return folder / f"{kind}-{digest.hexdigest()[:40]}"


def _read(path: Path) -> bytes:
    """What is kept in a file, which is in use as of today. Raises `OSError`, also where the file
    is not what was kept under its name: it is made anew then."""
    with open(path, "rb", buffering=0) as stream:  # no copy of megabytes without their mark
        mark, content = stream.read(_MARK) or b"", stream.readall()
    if mark != _mark(path.name, content):
        raise OSError(f"damaged: {path.name}")
    if time.time() - path.stat().st_mtime > _DAY:
        with suppress(OSError):
            os.utime(path)
    return content


def _mark(name: str, content: bytes) -> bytes:
    """What tells whether a file holds what was kept under its name; no guard against anybody.
    (Of megabytes, SHA-256 takes less than half of what BLAKE2 does where processors help.)"""
    digest = hashlib.sha256(name.encode())
    digest.update(content)
    return digest.digest()[:_MARK]


def _keep(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_mark(path.name, content) + content)
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        _unkept.append(error)
        return
    with suppress(OSError):
        _clear(path.parent)


def not_kept() -> Text | None:
    """That this process could not write to the cache, and why; None where it could, and after it
    was told."""
    if not _unkept:
        return None
    from lovgraf.core.output import reason_of
    from lovgraf.core.terms import Text

    reason, folder = reason_of(_unkept[0]), cache_folder()
    _unkept.clear()
    return Text(
        f"Mellemlageret {folder} kan ikke skrives: {reason.da}. Resultatet er helt uden, men "
        "næste kørsel tager lige så længe. Frigør plads, angiv en anden mappe i XDG_CACHE_HOME, "
        "eller undvær det med LOVGRAF_CACHE=off.",
        f"The cache {folder} cannot be written: {reason.en}. The result is whole without it, but "
        "the next run takes as long. Free some room, name another folder in XDG_CACHE_HOME, or "
        "do without by LOVGRAF_CACHE=off.",
    )


def _clear(folder: Path) -> None:
    """Once a day, remove what nobody has read for long: other dates, other versions.

    Raises `OSError`.
    """
    now, marker = time.time(), folder / _CLEARED
    if marker.exists() and now - marker.stat().st_mtime < _DAY:
        return
    marker.touch(mode=0o600)
    with os.scandir(folder) as entries:
        for entry in entries:
            if now - entry.stat(follow_symlinks=False).st_mtime > _LONG and entry.is_file():
                with suppress(OSError):
                    os.unlink(entry)


def _in_memory() -> bool:
    return os.environ.get("LOVGRAF_CACHE") == "memory"


def _remembered(kind: str, parts: Iterable[str], make: Callable[[], T]) -> T:
    key = (kind, *parts)
    if key not in _kept:
        _kept[key] = make()
    found: T = _kept[key]
    return found


def cache_folder() -> Path | None:
    """Where the cache lies (`XDG_CACHE_HOME`, else `~/.cache`); None where it is switched off."""
    if os.environ.get("LOVGRAF_CACHE") in ("off", "memory"):
        return None
    base = os.environ.get("XDG_CACHE_HOME")
    with suppress(RuntimeError):
        return (Path(base) if base else Path.home() / ".cache") / "lovgraf"
    return None


_SHOWN = frozenset({str, bool, int, type(None)})
"""Types of values that `repr` tells apart, most of all by far."""


Texts = dict[int, tuple[object, str]]
"""Objects with their texts, by `id`, which stays theirs as long as they are kept here."""


def stable_text(value: object, known: Texts | None = None) -> str:
    """A text that is the same for equal values in every process (sets are sorted); `known` is
    added to."""
    return _stable_text(value, {} if known is None else known)


def stable_texts(values: Sequence[object]) -> list[str]:
    """Such a text of each of some values; what they have in common is put into words once."""
    known: Texts = {}
    return [_stable_text(value, known) for value in values]


def _stable_text(value: object, known: Texts) -> str:
    kind = type(value)
    if kind in _SHOWN:
        return repr(value)
    names = _compared(kind)  # type: ignore[arg-type]  # mypy takes no type for hashable
    if names is not None:
        found = known.get(id(value))
        if found is None:
            shown = _each_text([getattr(value, name) for name in names], known)
            found = known[id(value)] = value, f"{kind.__name__}({','.join(shown)})"
        return found[1]
    if isinstance(value, frozenset | set):
        return "{" + ",".join(sorted(_each_text(value, known))) + "}"
    if isinstance(value, tuple | list):
        return "[" + ",".join(_each_text(value, known)) + "]"
    return repr(value)


def _each_text(values: Iterable[object], known: Texts) -> list[str]:
    return [repr(v) if type(v) in _SHOWN else _stable_text(v, known) for v in values]


@cache
def _compared(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields of a data class that tell its values apart; None for other types."""
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    if not is_dataclass(kind):
        return None
    return tuple([field.name for field in fields(kind) if field.compare])


def program_digest() -> str:
    """A hash of all that decides beside the law and the data: the whole program, its data, the
    Python that runs it, and the versions of the packages beside it (holidays and countries come
    from packages). It is worked out once, whichever threads ask."""
    with _digesting:
        return _program_digest()


@cache
def _program_digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    root = str(Path(__file__).parents[1])
    for path in sorted(_files(root)):
        with open(path, "rb", buffering=0) as stream:  # a `Path` takes as long again
            content = stream.read()
        digest.update(f"{path[len(root) :]}:{len(content)}:".encode())
        digest.update(content)
    digest.update("\n".join(sorted(_packages())).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """The files of the program, but for what Python makes of them."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry.path


def _packages() -> Iterator[str]:
    """The packages that can be imported, with their versions, as the names of the folders that
    describe them; read one by one, those descriptions would take longer than all else."""
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            yield from (e.name for e in entries if e.name.endswith((".dist-info", ".egg-info")))

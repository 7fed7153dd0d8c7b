"""Write a result to a file or to standard output so that nothing half-written remains."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from lovgraf.core import stopping
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text

_REASONS = {
    errno.ENOSPC: Text("der er ikke mere plads på disken", "the disk is full"),
    errno.EDQUOT: Text("diskkvoten er brugt op", "the disk quota is used up"),
    errno.EFBIG: Text("filen bliver for stor", "the file grows too large"),
    errno.EACCES: Text("du har ikke lov til at skrive her", "you may not write here"),
    errno.EPERM: Text("du har ikke lov til at skrive her", "you may not write here"),
    errno.EROFS: Text("disken kan kun læses", "the disk is read-only"),
    errno.ENOENT: Text("mappen findes ikke", "the folder does not exist"),
    errno.ENOTDIR: Text("mappen findes ikke", "the folder does not exist"),
    errno.EISDIR: Text("der er en mappe med det navn", "there is a folder of that name"),
    errno.ENAMETOOLONG: Text("navnet er for langt", "the name is too long"),
}


_OWN = 0o600
_STREAM = re.compile(r"/dev/(std(out|err)|fd/\d+)|/proc/self/fd/\d+")
Pieces = Iterable[str] | Iterable[bytes]


def write_output(pieces: Pieces, target: Path | None, private: bool = False) -> None:
    """Write text as UTF-8, or bytes as they are, to a file, or to standard output where there is no
    target.

    What is `private` holds somebody's values: the file is for this user alone, and no link leads to
    it. Raises `InputError` where the target cannot be written. A reader of standard output that
    goes away ends the writing without a word.
    """
    write_outputs([(pieces, target)], private)


def write_outputs(outputs: Iterable[tuple[Pieces, Path | None]], private: bool = False) -> None:
    """Write several outputs as `write_output` does; files appear once all are written."""
    stopping.raise_if_stopped()
    with contextlib.ExitStack() as held:
        written = []
        for pieces, target in outputs:
            if target is None:
                _to_stdout(pieces)
                continue
            if private:
                _refuse_link(target)
            if _is_device(target):
                _to_device(pieces, target, private)
            else:
                real = target.absolute() if private else Path(os.path.realpath(target))
                beside = _beside(pieces, real, target, private)
                written.append((held.enter_context(beside), real, target))
        for temporary, real, target in written:
            try:
                temporary.replace(real)
            except OSError as error:
                raise _failure(error, target) from None


def _refuse_link(target: Path) -> None:
    """Raise `InputError` for a link, which may lead what is private to where others read it; not
    for a name of the system's own for a stream of this process."""
    if os.path.islink(target) and not (_STREAM.fullmatch(str(target)) and _is_device(target)):
        raise InputError(
            "Rapporten viser værdier og skrives ikke gennem en henvisning (symbolsk link); angiv "
            "selve filen med --output.",
            "The report shows values and is not written through a symbolic link; name the file "
            "itself with --output.",
            str(target),
        )


def _is_device(target: Path) -> bool:
    """Whether the target is there and is no regular file."""
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except OSError:
        return False


@contextlib.contextmanager
def _beside(pieces: Pieces, real: Path, named: Path, private: bool) -> Iterator[Path]:
    """A file beside the target that holds the pieces, with the target's permissions or, where it
    is `private`, for this user alone. It is removed where it was not moved."""
    try:
        handle_number, name = tempfile.mkstemp(
            dir=real.parent, prefix=f".{real.name[:100]}.", suffix=".tmp"
        )
    except OSError as error:
        raise _failure(error, named) from None
    temporary = Path(name)
    handle = os.fdopen(handle_number, "wb")
    try:
        _copy(pieces, handle, named)
        _close(handle, named)
        try:
            temporary.chmod(_OWN if private else _mode(real))
        except OSError as error:
            raise _failure(error, named) from None
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            handle.close()
        with contextlib.suppress(OSError):
            temporary.unlink()


def _to_device(pieces: Pieces, target: Path, private: bool) -> None:
    """Write straight to what is not a regular file: a pipe or a device is not to be replaced."""
    try:
        buffering = 0 if stat.S_ISFIFO(target.stat().st_mode) else -1
        handle = open(target, "wb", buffering, opener=_not_linked if private else None)  # noqa: SIM115
    except OSError as error:
        raise _failure(error, target) from None
    try:
        _copy(pieces, handle, target)
        _close(handle, target)
    finally:
        with contextlib.suppress(OSError):
            handle.close()


def _not_linked(path: str, flags: int) -> int:
    """Open no link but one of the system's own (see `_refuse_link`)."""
    follows = 0 if _STREAM.fullmatch(path) else getattr(os, "O_NOFOLLOW", 0)
    return os.open(path, flags | follows)


def _to_stdout(pieces: Pieces) -> None:
    handle: IO[bytes] | None = getattr(sys.stdout, "buffer", None)
    try:
        if handle is None:
            sys.stdout.writelines(p if isinstance(p, str) else p.decode() for p in pieces)
            return
        sys.stdout.flush()
        _copy(pieces, handle, None)
        handle.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        raise _failure(error, None) from None


def silence_stdout() -> None:
    """Send what is still buffered for a reader that went away to nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _copy(pieces: Pieces, handle: IO[bytes], named: Path | None) -> None:
    """Encode and write each piece; an error of the pieces' own source passes through."""
    for piece in pieces:
        content = piece.encode("utf-8", errors="replace") if isinstance(piece, str) else piece
        try:
            handle.write(content)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _failure(error, named) from None


def _close(handle: IO[bytes], named: Path) -> None:
    """Close at once, since a full disk may only tell now."""
    try:
        handle.flush()
        if stat.S_ISREG(os.fstat(handle.fileno()).st_mode):
            os.fsync(handle.fileno())  # else a machine that stops may leave the name with nothing
        handle.close()
    except OSError as error:
        raise _failure(error, named) from None


def _mode(real: Path) -> int:
    """The permissions of the file that is replaced, else those of a new file."""
    if real.exists():
        return stat.S_IMODE(real.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def reason_of(error: OSError) -> Text:
    """Why something cannot be written, as part of a sentence."""
    code = error.errno or 0
    return _REASONS.get(code, Text(f"fejl {code} fra systemet", f"error {code} of the system"))


def _failure(error: OSError, target: Path | None) -> InputError:
    reason = reason_of(error)
    where = str(target) if target else None
    subject = Text("Resultatet", "The result") if target else Text("Svaret", "The answer")
    return InputError(
        f"{subject.da} kan ikke skrives: {reason.da}. Vælg et andet sted med --output.",
        f"{subject.en} cannot be written: {reason.en}. Choose another place with --output.",
        where,
    )

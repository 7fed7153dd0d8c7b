"""Work that may not end, or may take its process along, in a forked child that can be killed.

The child has no files, no network, no core dump, and limits of time and memory. It starts from the
memory of its parent, so that nothing is read again, and whatever becomes of it ends with it. What
it needs must be imported before the fork. Works on Linux and macOS (there without the limit of
memory).
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from lovgraf.core.errors import InputError

DONE, _REFUSED, _MEMORY, _FAULT = b"D", b"R", b"M", b"F"
_PIECE = 1 << 16


class Limits(Struct, frozen=True):
    """Wall time in seconds; bytes of memory beyond the parent's; bytes of the answer."""

    seconds: float = 10.0
    memory: int = 1 << 30
    output: int = 64 << 20


class SandboxError(Exception):
    """A child that gave no answer."""


class TimedOut(SandboxError):
    """The child was killed at its time limit."""


class TooMuch(SandboxError):
    """The child used up its memory, or its answer grew too long."""


class Crashed(SandboxError):
    """The child ended without an answer: a fault in a library, too deep a recursion."""


class Displaced(SandboxError):
    """The child took long while too many others did, and was killed."""


class Unready(SandboxError):
    """What is asked about is being worked out, and not yet there."""


def run(work: Callable[[], bytes], limits: Limits) -> bytes:
    """What `work` returns, computed in a child.

    Raises the `InputError` that the work raised, or a `SandboxError`.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _child(work, limits, writing)
        finally:
            os._exit(70)
    os.close(writing)
    try:
        answer = _collect(reading, limits)
    finally:
        os.close(reading)
        status = _end(pid)
    return understood(answer, status)


def _child(work: Callable[[], bytes], limits: Limits, writing: int) -> None:
    """Shut everything, do the work, write the answer; never returns to the caller's code."""
    gc.disable()
    confine(limits, writing)
    view = memoryview(outcome(work))
    while view:
        view = view[os.write(writing, view) :]
    os._exit(0)


def outcome(work: Callable[[], bytes]) -> bytes:
    """What becomes of some work in a child: what `understood` understands."""
    try:
        return DONE + work()
    except InputError as error:
        return _REFUSED + _packed(error)
    except MemoryError:
        return _MEMORY
    except BaseException as error:
        return _FAULT + type(error).__name__.encode()


def confine(limits: Limits, descriptor: int) -> None:
    """Leave this child nothing but one descriptor, and limit what it may use."""
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    close_all(descriptor)
    _limit(limits)


def close_all(but: int) -> None:
    """Close what was inherited, the clients' sockets among it; say nothing on the terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    top = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)
    os.closerange(3, but)
    os.closerange(but + 1, max(top, but + 1))


def renew(limits: Limits) -> None:
    """Give a child its processor time again, for another piece of work."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 1, hard=False)


def _limit(limits: Limits) -> None:
    renew(limits)
    for kind in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        _set(kind, 0)
    _set(resource.RLIMIT_AS, _address_space() + limits.memory)
    _set(resource.RLIMIT_NOFILE, 0)


def _set(kind: int, value: int, hard: bool = True) -> None:
    """Set a limit, for good if `hard`."""
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value if hard else resource.getrlimit(kind)[1]))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell, which sets no useful
    limit."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 40


def _collect(reading: int, limits: Limits) -> bytes:
    """Read until the child closes its end; raises where a limit is met first."""
    end = time.monotonic() + limits.seconds
    pieces: list[bytes] = []
    size = 0
    poll = select.poll()
    poll.register(reading, select.POLLIN | select.POLLHUP)
    while True:
        if not poll.poll(max(0.0, (end - time.monotonic()) * 1000)):
            if time.monotonic() < end:
                continue
            raise TimedOut
        piece = os.read(reading, _PIECE)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > limits.output:
            raise TooMuch


def _end(pid: int) -> int:
    """Kill the child if it is still there and take leave of it; its status."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def understood(answer: bytes, status: int) -> bytes:
    """What a child gave, by its answer and the status it ended with (0: it goes on).

    Raises the `InputError` that the work raised, or a `SandboxError`.
    """
    kind, rest = answer[:1], answer[1:]
    if kind == DONE:
        return rest
    if kind == _REFUSED:
        raise _unpacked(rest)
    if kind == _MEMORY or status == -signal.SIGABRT:
        raise TooMuch
    if status == -signal.SIGXCPU:
        raise TimedOut
    raise Crashed(rest.decode("utf-8", "replace"))


def _packed(error: InputError) -> bytes:
    found = [error.message.da, error.message.en, error.file, error.line, error.column]
    return json.dumps(found).encode()


def _unpacked(content: bytes) -> InputError:
    return InputError(*json.loads(content))

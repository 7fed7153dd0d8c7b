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
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass

from checker.errors import InputError

_DONE, _REFUSED, _MEMORY, _FAULT = b"D", b"R", b"M", b"F"
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
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


Overtime = Callable[[int], bool]
"""Called once with the child's process id when its patience is over; False ends the child."""


def run(
    work: Callable[[], bytes],
    limits: Limits,
    patience: float | None = None,
    overtime: Overtime | None = None,
    forking: AbstractContextManager[object] | None = None,
) -> bytes:
    """What `work` returns, computed in a child.

    After `patience` seconds `overtime` says whether the child may go on. `forking` is held while
    the child is made: a lock under which no other thread changes what the child will read. Raises
    the `InputError` that the work raised, or a `SandboxError`.
    """
    with forking or nullcontext():
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                _child(work, limits, reading, writing)
            finally:
                os._exit(70)
        os.close(writing)
    try:
        answer = _collect(reading, pid, limits, patience, overtime)
    finally:
        os.close(reading)
        status = _end(pid)
    return _understood(answer, status)


def _child(work: Callable[[], bytes], limits: Limits, reading: int, writing: int) -> None:
    """Shut everything, do the work, write the answer; never returns to the caller's code."""
    gc.disable()
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shut(reading, writing)
    _limit(limits)
    try:
        kind, answer = _DONE, work()
    except InputError as error:
        kind, answer = _REFUSED, _packed(error)
    except MemoryError:
        kind, answer = _MEMORY, b""
    except BaseException as error:
        kind, answer = _FAULT, type(error).__name__.encode()
    view = memoryview(kind + answer)
    while view:
        view = view[os.write(writing, view) :]
    os._exit(0)


def _shut(reading: int, writing: int) -> None:
    """Close what was inherited, the clients' sockets among it; say nothing on the terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(reading)
    top = min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)
    os.closerange(3, writing)
    os.closerange(writing + 1, max(top, writing + 1))


def _limit(limits: Limits) -> None:
    seconds = int(limits.seconds) + 1
    wanted = [
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_AS, _address_space() + limits.memory),
        (resource.RLIMIT_NOFILE, 0),
    ]
    for kind, value in wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell, which sets no useful
    limit."""
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 40


def _collect(
    reading: int, pid: int, limits: Limits, patience: float | None, overtime: Overtime | None
) -> bytes:
    """Read until the child closes its end; raises where a limit is met first."""
    now = time.monotonic()
    end = now + limits.seconds
    late = now + patience if patience is not None and overtime is not None else None
    pieces: list[bytes] = []
    size = 0
    poll = select.poll()
    poll.register(reading, select.POLLIN | select.POLLHUP)
    while True:
        until = end if late is None else min(end, late)
        if not poll.poll(max(0.0, (until - time.monotonic()) * 1000)):
            if time.monotonic() < until:
                continue
            if until == end or late is None or overtime is None:
                raise TimedOut
            late = None
            if not overtime(pid):
                raise Displaced
            continue
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


def _understood(answer: bytes, status: int) -> bytes:
    kind, rest = answer[:1], answer[1:]
    if kind == _DONE:
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

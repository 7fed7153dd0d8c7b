"""A process of the fork server, as seen by the program that made it."""

from __future__ import annotations

import math
import os
import pickle
import re
import select
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lovgraf.core.fork_server.link import PIECE, length_of, receive, send
from lovgraf.core.sandbox import Crashed, Displaced, Limits, TimedOut, TooMuch, understood

Overtime = Callable[[int, float], float | None]
"""Called when the patience with an answer is over, with the child's process id and the seconds of
processor time spent on it. Gives the seconds until it is called again; None ends the child."""

_START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from lovgraf.core.fork_server.child import main; main(int(sys.argv[1]))"
)
_TUNABLES = "GLIBC_TUNABLES"
_NEEDED = re.compile(r"PYTHON\w+|PATH|HOME|LANG|LC_\w+|TZ|(LD|DYLD)_LIBRARY_PATH|" + _TUNABLES)
_PAGES = "glibc.malloc.hugetlb=1"


def seed() -> Process:
    """A new process that has nothing in memory but its interpreter.

    Of the environment it gets only what an interpreter needs. It asks for large pages of memory,
    which make its forks several times faster; a system that has none ignores that. Raises
    `Crashed` where it cannot be started.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.set_inheritable(True)
        try:
            pid = os.posix_spawn(
                sys.executable,
                [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path],
                _environment(),
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)
                ],
            )
        except OSError as error:
            raise Crashed(type(error).__name__) from None
        return Process(socket.socket(fileno=ours.detach()), pid)


def _environment() -> dict[str, str]:
    """What an interpreter needs; not the program's own settings, secrets among them."""
    found = {name: value for name, value in os.environ.items() if _NEEDED.fullmatch(name)}
    found[_TUNABLES] = ":".join(filter(None, (found.get(_TUNABLES), _PAGES)))
    return found


class Process:
    """One process; its commands may come from several threads, one at a time.

    It ends when this is closed or forgotten, and its children with it.
    """

    def __init__(self, link: socket.socket, pid: int, maker: Process | None = None) -> None:
        self.pid = pid
        self._link = link
        self._maker = maker
        self._lock = threading.Lock()
        self._owed = 0

    def __del__(self) -> None:
        """Let the process end."""
        self._link.close()

    def do(self, work: Callable[..., Any], *given: object) -> bytes:
        """Call `work(kept, *given)` there, a function of a module, and wait as long as it takes.

        What it returns is kept there in place of what was, unless it is bytes: those come back.
        Raises the `InputError` that it raised, or a `SandboxError`.
        """
        return self._commanded("do", (work, given))

    def tell(self, work: Callable[..., Any], *given: object) -> None:
        """As `do`, without waiting: what it raised is raised by the next command."""
        with self._lock:
            self._owed += self._sent("do", (work, given))

    def fork(self, limits: Limits | None = None) -> Process:
        """A copy of the process, with limits if it is to run what may not end. Raises `Crashed`."""
        ours, theirs = socket.socketpair()
        try:
            pid = int(self._commanded("fork", limits, theirs.fileno()))
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        return Process(ours, pid, self)

    def ask(
        self,
        limits: Limits,
        patience: float | None,
        overtime: Overtime | None,
        work: Callable[..., bytes],
        *given: object,
    ) -> bytes:
        """What `work(kept, *given)` gives within limits of time and output.

        After `patience` seconds `overtime` says how long it may go on. Raises as `do`; after a
        `SandboxError` the process is of no more use and is to be ended.
        """
        spent = self.processor() if overtime is not None else 0.0
        try:
            send(self._link, pickle.dumps(("do", (work, given))))
            answer = self._collected(limits, patience, overtime, spent)
        except OSError:
            answer = b""
        return understood(answer, 0 if answer else self.end())

    def end(self) -> int:
        """Kill the process now, if it still runs; the status of its end, 0 if that is long past."""
        self._link.close()
        if self._maker is None:
            return 0
        return int(self._maker._commanded("end", self.pid))

    def processor(self) -> float:
        """Seconds of processor time it has used; infinite where the system does not tell."""
        try:
            said = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError, IndexError):
            return math.inf

    def _commanded(self, command: str, content: object, descriptor: int | None = None) -> bytes:
        with self._lock:
            for _ in range(self._owed):
                self._owed -= 1
                self._received()
            self._sent(command, content, descriptor)
            return self._received()

    def _sent(self, command: str, content: object, descriptor: int | None = None) -> int:
        """How many answers that makes: one."""
        try:
            send(self._link, pickle.dumps((command, content), protocol=5), descriptor)
        except OSError:
            raise Crashed from None
        return 1

    def _received(self) -> bytes:
        try:
            answer = receive(self._link)
        except OSError:
            answer = None
        return understood(answer[0] if answer else b"", 0)

    def _collected(
        self, limits: Limits, patience: float | None, overtime: Overtime | None, spent: float
    ) -> bytes:
        """The message that comes in time; raises where a limit is met first."""
        end = time.monotonic() + limits.seconds
        late = end if patience is None or overtime is None else time.monotonic() + patience
        found = bytearray()
        poll = select.poll()
        poll.register(self._link, select.POLLIN | select.POLLHUP)
        while True:
            if not poll.poll(max(0.0, (min(end, late) - time.monotonic()) * 1000)):
                now = time.monotonic()
                if now >= end:
                    raise TimedOut
                if overtime is not None and now >= late:
                    more = overtime(self.pid, self.processor() - spent)
                    if more is None:
                        raise Displaced
                    late = now + more
                continue
            piece = self._link.recv(PIECE)
            if not piece:
                return b""
            found += piece
            size, rest = length_of(found)
            if size is not None and size > limits.output + 1:
                raise TooMuch
            if size == rest:
                return bytes(found[-rest:])

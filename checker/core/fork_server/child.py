"""A process of the fork server from within: it obeys whoever made it, until that one is gone."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
from contextlib import suppress
from typing import Any, NoReturn

from lovgraf.core.fork_server.link import receive, send
from lovgraf.core.sandbox import DONE, Limits, close_all, confine, outcome, renew


def main(descriptor: int) -> NoReturn:
    """Obey over a socket that was inherited."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _Obedience(socket.socket(fileno=descriptor)).obey()


class _Obedience:
    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._kept: Any = None
        self._limits: Limits | None = None
        self._children: dict[int, bool] = {}

    def obey(self) -> NoReturn:
        """One command after another: keep, fork, end."""
        try:
            while (message := receive(self._link)) is not None:
                command, content = pickle.loads(message[0])
                match command:
                    case "fork":
                        answer = self._fork(content, message[1])
                    case "end":
                        answer = DONE + str(self._end(content)).encode()
                    case _:
                        answer = self._do(*content)
                if answer:
                    send(self._link, answer)
                self._bury()
        finally:
            for pid in self._children:
                self._killed(pid)
            os._exit(0)

    def _do(self, work: Any, given: tuple[Any, ...]) -> bytes:
        """What the work gives for what is kept. What it keeps from now on it puts there."""
        if self._limits is not None:
            renew(self._limits)
        return outcome(lambda: self._done(work, given))

    def _done(self, work: Any, given: tuple[Any, ...]) -> bytes:
        found = work(self._kept, *given)
        if isinstance(found, bytes):
            return found
        self._kept = found
        gc.collect()
        gc.freeze()
        return b""

    def _fork(self, limits: Limits | None, descriptor: int | None) -> bytes:
        """What to say of the copy of this process; nothing in the copy itself."""
        try:
            pid = os.fork()
        except OSError:
            pid = -1
        if pid and descriptor is not None:
            os.close(descriptor)
        if pid < 0:
            return outcome(_no_process)
        if pid:
            self._children[pid] = limits is not None
            return DONE + str(pid).encode()
        self._link.detach()
        self._link = socket.socket(fileno=descriptor)
        self._children = {}
        self._limits = limits
        if limits is None:
            close_all(self._link.fileno())
        else:
            confine(limits, self._link.fileno())
        return b""

    def _end(self, pid: int) -> int:
        """End a child; its status as `subprocess` has it. Until then its number is not given
        to another process."""
        if self._children.pop(pid, None) is None:
            return 0
        return self._killed(pid)

    def _killed(self, pid: int) -> int:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _bury(self) -> None:
        """Take leave of children that ended by themselves; not of those that will be ended."""
        for pid in [pid for pid, limited in self._children.items() if not limited]:
            if os.waitpid(pid, os.WNOHANG)[0]:
                del self._children[pid]


def _no_process() -> bytes:
    raise BlockingIOError

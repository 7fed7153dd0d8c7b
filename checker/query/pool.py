"""Children that answer queries: each with limits, kept as long as it answers quickly and well.

A child that was slow or gave no answer is ended, and so is one that has answered many. For each set
of dates a process holds the store with the law in force on them, and the children are its forks. It
ends when the law of other dates was asked for since: an emptied store gives no memory back.
"""

from __future__ import annotations

import math
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache

from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.fork_server import Overtime, Process, seed
from lovgraf.core.sandbox import Limits, SandboxError
from lovgraf.query.contents import Contents
from lovgraf.query.holding import QueryRequest, add_days, add_relations, answer, get_ready, hold

KEPT = 4
"""For how many sets of dates the law is held."""
IDLE = max(2, os.cpu_count() or 1)
"""How many children wait for a query at most."""
ANSWERS = 500
"""After how many answers a child is ended; what it forgot to give back goes with it."""

Days = tuple[date, ...]


class _Child(Struct, eq=False):
    process: Process
    limits: Limits
    answers: int = 0


class _Holder(Struct, eq=False):
    """The process that holds the law of some dates, and its children that wait. It ends when
    nothing refers to it any more: see `Process`."""

    days: Days
    related: bool = False
    making: threading.Lock = field(default_factory=threading.Lock)
    process: Process | None = None
    idle: list[_Child] = field(default_factory=list)


@cache
def _seed(_program: int) -> Process:
    found = seed()
    found.tell(get_ready)
    return found


def sprout() -> None:
    """Start the process that the others are forks of, where there is none.

    It takes its time to import what it needs, while this one goes on. Raises `Crashed`.
    """
    _seed(os.getpid())


class Pool:
    """The processes over one law, made when they are needed. Threads may share it."""

    def __init__(
        self,
        contents: Callable[[], Contents],
        proposals: Mapping[str, bytes],
        relations: Callable[[date], bytes],
    ) -> None:
        self._given = contents, proposals
        self._relations = relations
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self._holders: OrderedDict[tuple[Days, bool], _Holder] = OrderedDict()
        self._base: Process | None = None
        self._program = os.getpid()
        self._busy = 0

    def prepare(self, contents: Contents | None = None) -> Process:
        """The process that has the law of no date yet; it may still be busy with reading it.

        Raises `SandboxError`.
        """
        with self._making:
            if self._base is None:
                again, proposals = self._given
                base = _seed(os.getpid()).fork()
                base.tell(hold, contents or again(), proposals)
                self._base = base
            return self._base

    def ask(
        self,
        asked: QueryRequest,
        limits: Limits,
        patience: float | None = None,
        overtime: Overtime | None = None,
    ) -> bytes:
        """What `answer` gives.

        After `patience` seconds `overtime` says how long it may go on; a child that has worked for
        half of them is slow. Raises `InputError` or a `SandboxError`.
        """
        slow = False

        def over(pid: int, spent: float) -> float | None:
            nonlocal slow
            slow = slow or patience is None or spent >= patience / 2
            return overtime(pid, spent) if overtime is not None else math.inf

        holder = self._holder(asked.days, asked.related)
        child = self._child(holder, limits)
        well = False
        self._counted(1)
        try:
            found = child.process.ask(limits, patience, over, answer, asked)
            well = True
        except InputError:
            well = True
            raise
        finally:
            self._counted(-1)
            child.answers += 1
            if well and not slow and child.answers < ANSWERS:
                self._keep(holder, child)
            else:
                _end(child)
        return found

    def held(self) -> list[Days]:
        """For which dates the law is held, those asked for last at the end."""
        with self._lock:
            return [days for days, _ in self._holders]

    def counts(self) -> tuple[int, int, int]:
        """How many children wait, how many answer, and for how many sets of dates law is held."""
        with self._lock:
            waiting = sum(len(holder.idle) for holder in self._holders.values())
            return waiting, self._busy, len(self._holders)

    def _counted(self, more: int) -> None:
        with self._lock:
            self._busy += more

    def _holder(self, days: Days, related: bool = False) -> _Holder:
        days = tuple(sorted(days))
        with self._lock:
            if self._program != os.getpid():  # a fork of the program that made the processes
                self._program, self._base, self._busy = os.getpid(), None, 0
                self._holders.clear()
            key = days, related
            holder = self._holders.setdefault(key, _Holder(days, related))
            self._holders.move_to_end(key)
            while len(self._holders) > KEPT:
                self._holders.popitem(last=False)
            return holder

    def _child(self, holder: _Holder, limits: Limits) -> _Child:
        """One that waits, the one used last; else a new one. Raises `Unready` where the relations
        that it needs are."""
        with self._lock:
            for child in reversed(holder.idle):
                if child.limits == limits:
                    holder.idle.remove(child)
                    return child
        relations = {}
        if holder.related and holder.process is None:
            relations = {day: self._relations(day) for day in holder.days}
        try:
            return _Child(self._made(holder, relations).fork(limits), limits)
        except SandboxError:
            self._forget(holder)
            raise

    def _made(self, holder: _Holder, relations: Mapping[date, bytes]) -> Process:
        """The process of a holder; one with relations is a fork of that without them."""
        with holder.making:
            if holder.process is None:
                if holder.related:
                    process = self._made(self._holder(holder.days), {}).fork()
                    process.do(add_relations, relations)
                else:
                    process = self.prepare().fork()
                    process.do(add_days, holder.days)
                holder.process = process
            return holder.process

    def _keep(self, holder: _Holder, child: _Child) -> None:
        """Let a child wait for the next query, and end the one that waited longest if many do."""
        surplus = None
        with self._lock:
            holder.idle.append(child)
            if sum(len(one.idle) for one in self._holders.values()) > IDLE:
                longest = next(one for one in self._holders.values() if one.idle)
                surplus = longest.idle.pop(0)
        if surplus is not None:
            _end(surplus)

    def _forget(self, holder: _Holder) -> None:
        """Make everything anew for the next query: a process may be gone."""
        with self._lock:
            key = holder.days, holder.related
            if self._holders.get(key) is holder:
                del self._holders[key]
            self._base = None
            _seed.cache_clear()


def _end(child: _Child) -> None:
    with suppress(SandboxError):
        child.process.end()

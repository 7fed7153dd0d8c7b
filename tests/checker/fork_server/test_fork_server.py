"""A process that keeps something and forks children: what they share, and what ends them."""

from __future__ import annotations

import math
import os
import signal
import socket
import time
from collections.abc import Iterator

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.fork_server import Process, seed
from lovgraf.core.sandbox import Crashed, Displaced, Limits, SandboxError, TimedOut, TooMuch
from tests.checker.fork_server import work
from tests.processes import runs, soon

LONG = Limits(seconds=120, memory=256 << 20, output=1 << 20)
SHORT = Limits(seconds=0.25, memory=256 << 20, output=1 << 20)


@pytest.fixture(scope="module")
def root() -> Process:
    """A process that keeps one value."""
    found = seed()
    found.do(work.keep, b"kept")
    return found


@pytest.fixture
def child(root: Process) -> Iterator[Process]:
    """A child with limits, which does not go on beside other tests with what it was asked."""
    found = root.fork(LONG)
    yield found
    found.end()


def _ask(child: Process, function: object, *given: object, limits: Limits = LONG) -> bytes:
    return child.ask(limits, None, None, function, *given)  # type: ignore[arg-type]


def test_forks_start_with_what_their_maker_kept(root: Process) -> None:
    middle = root.fork()
    middle.do(work.add, b"more")
    child = middle.fork(LONG)
    assert _ask(child, work.told) == b"kept more"
    assert root.do(work.told) == b"kept"
    _ask(child, work.change)
    assert _ask(child, work.told) == b"kept more changed"
    assert _ask(middle.fork(LONG), work.told) == b"kept more"


def test_an_answer_comes_back_whole(child: Process) -> None:
    for size in (0, 7, 8, 300_000):
        assert _ask(child, work.long_answer, size) == b"x" * size


def test_a_long_message_arrives_whole(root: Process) -> None:
    middle = root.fork()
    for size in ((1 << 20) - 100, 1 << 20, 5_000_000):
        middle.do(work.keep, b"y" * size)
        assert middle.do(work.told) == b"y" * size


@pytest.mark.slow
def test_what_was_told_is_done_before_the_next_command(root: Process) -> None:
    middle = root.fork()
    start = time.monotonic()
    middle.tell(work.sleep, 0.5)
    assert time.monotonic() - start < 0.4
    middle.tell(work.add, b"told")
    assert middle.do(work.told) == b"kept told"
    middle.tell(work.fault)
    with pytest.raises(Crashed):
        middle.do(work.told)
    assert middle.do(work.told) == b"kept told"


def test_a_refusal_comes_back_with_its_place_and_the_child_goes_on(child: Process) -> None:
    with pytest.raises(InputError) as caught:
        _ask(child, work.refuse)
    assert caught.value.message.da == "Nej: æøå"
    assert (caught.value.file, caught.value.line, caught.value.column) == ("file", 3, 4)
    assert _ask(child, work.told) == b"kept"


@pytest.mark.slow
def test_what_does_not_end_is_ended(root: Process) -> None:
    for function in (work.sleep, work.spin):
        child = root.fork(SHORT)
        start = time.monotonic()
        with pytest.raises(TimedOut):
            _ask(child, function, 60, limits=SHORT)
        child.end()
        assert time.monotonic() - start < 15
        assert not runs(child.pid)


@pytest.mark.slow
def test_processor_time_is_limited_by_the_answer_not_by_the_child(root: Process) -> None:
    limits = Limits(seconds=0.5, memory=256 << 20)
    child = root.fork(limits)
    for _ in range(2):
        assert _ask(child, work.spin, 0.3, limits=LONG) == b"spun"
    with pytest.raises(TimedOut):
        _ask(child, work.spin, 10, limits=LONG)
    child.end()


def test_too_much_is_refused(root: Process) -> None:
    with pytest.raises(TooMuch):
        _ask(root.fork(LONG), work.long_answer, 2 << 20)
    if os.path.exists("/proc/self/statm"):
        with pytest.raises(TooMuch):
            _ask(root.fork(LONG), work.long_answer, 1 << 30)


def test_a_crash_stays_in_the_child(root: Process) -> None:
    for function in (work.die, work.fault):
        with pytest.raises(Crashed) as caught:
            _ask(root.fork(LONG), function)
        assert "610190" not in str(caught.value)
    with pytest.raises(TooMuch):  # how a program ends that gets no more memory
        _ask(root.fork(LONG), work.die, signal.SIGABRT)
    assert _ask(root.fork(LONG), work.told) == b"kept"


def test_no_file_no_network_no_process(root: Process) -> None:
    reading, writing = os.pipe()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        for function, given in (
            (work.read, ()), (work.call, (port,)), (work.write, (writing,)), (work.write, (3,)),
            (work.write, (4,)),
        ):  # fmt: skip
            with pytest.raises(SandboxError):
                _ask(root.fork(LONG), function, *given)
        with pytest.raises(TimeoutError):
            listener.accept()
    os.close(writing)
    assert os.read(reading, 10) == b""
    os.close(reading)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may fork without limit")
def test_no_process(root: Process) -> None:
    with pytest.raises(SandboxError):
        _ask(root.fork(LONG), work.fork)


def test_secrets_of_the_environment_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOVGRAF_OIDC_SECRET", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://hush")
    found = set(seed().do(work.environment).decode().split())
    assert "PATH" in found
    assert not {"LOVGRAF_OIDC_SECRET", "DATABASE_URL"} & found


@pytest.mark.slow
def test_patience_is_asked_for_more_and_may_end_the_child(child: Process) -> None:
    asked: list[tuple[int, float]] = []

    def more(pid: int, spent: float) -> float | None:
        asked.append((pid, spent))
        return (0.1, math.inf, None)[len(asked) - 1]

    _ask(child, work.spin, 0.3)
    assert child.ask(LONG, 5.0, more, work.told) == b"kept"
    assert asked == []
    assert child.ask(LONG, 0.1, more, work.sleep, 0.4) == b"slept"
    assert [pid for pid, _ in asked] == [child.pid] * 2
    assert all(spent < 0.2 for _, spent in asked)  # of this answer, not of those before
    with pytest.raises(Displaced):
        child.ask(LONG, 0.5, more, work.spin, 60)
    assert asked[-1][1] > 0


@pytest.mark.slow
def test_a_process_ends_when_it_is_forgotten_and_its_children_with_it(root: Process) -> None:
    middle = root.fork()
    child = middle.fork(LONG)
    child.tell(work.sleep, 60)
    pids = [middle.pid, child.pid]
    assert all(map(runs, pids))
    del middle, child
    assert soon(lambda: not any(map(runs, pids)))


def test_a_process_that_was_killed_is_said_to_be_gone(root: Process) -> None:
    middle = root.fork()
    os.kill(middle.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(Crashed):
            middle.fork(LONG)
    assert _ask(root.fork(LONG), work.told) == b"kept"

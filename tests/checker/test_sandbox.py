"""The sandbox: answers, limits, and what a child cannot do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import Crashed, Limits, SandboxError, TimedOut, TooMuch, run
from tests.examples import WHOLE
from tests.processes import children

SHORT = Limits(seconds=0.5, memory=256 << 20, output=1 << 20)
LONG = Limits(seconds=120, memory=256 << 20, output=1 << 20)


def _forever() -> bytes:
    while True:
        pass


def _sleep(seconds: float) -> bytes:
    time.sleep(seconds)
    return b"slow"


def test_an_answer_comes_back_whole() -> None:
    assert run(lambda: b"a" * 500_000, LONG) == b"a" * 500_000
    assert run(lambda: b"", LONG) == b""


def test_a_refusal_comes_back_with_its_place() -> None:
    def refuse() -> bytes:
        raise InputError("Nej: æøå", "No", "file", 3, 4)

    with pytest.raises(InputError) as caught:
        run(refuse, LONG)
    assert caught.value.message.da == "Nej: æøå"
    assert (caught.value.file, caught.value.line, caught.value.column) == ("file", 3, 4)


@pytest.mark.slow
def test_what_does_not_end_is_ended() -> None:
    start = time.monotonic()
    with pytest.raises(TimedOut):
        run(_forever, SHORT)
    assert time.monotonic() - start < 15
    with pytest.raises(TimedOut):
        run(lambda: _sleep(60), SHORT)


def test_a_child_that_hangs_while_it_writes_is_ended() -> None:
    with pytest.raises(TooMuch):
        run(lambda: b"x" * (2 << 20), LONG)


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="no limit of memory here")
def test_memory_ends() -> None:
    with pytest.raises(TooMuch):
        run(lambda: b"x" * (1 << 30), LONG)


@pytest.mark.slow
def test_a_crash_stays_in_the_child() -> None:
    def crash() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    def fault() -> bytes:
        raise ValueError("610190-1234")

    for work in (crash, fault):
        with pytest.raises(Crashed) as caught:
            run(work, LONG)
        assert "610190" not in str(caught.value)
    assert run(lambda: b"alive", LONG) == b"alive"


@pytest.mark.slow
def test_no_file_no_network_no_process() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.settimeout(0.2)

    def read() -> bytes:
        with open(__file__, "rb") as stream:
            return stream.read()

    def call() -> bytes:
        socket.create_connection(("127.0.0.1", port), 2)
        return b"connected"

    with listener:
        for work in (read, call):
            with pytest.raises(SandboxError):
                run(work, LONG)
        with pytest.raises(TimeoutError):
            listener.accept()
    reading, writing = os.pipe()
    with pytest.raises(SandboxError):
        run(lambda: str(os.write(writing, b"leak")).encode(), LONG)
    os.close(writing)
    assert os.read(reading, 10) == b""
    os.close(reading)


@pytest.mark.slow
def test_children_are_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    fork = os.fork

    def noted() -> int:
        made.append(fork())
        return made[-1]

    monkeypatch.setattr(os, "fork", noted)
    for work in (_forever, lambda: b"x"):
        with contextlib.suppress(TimedOut):
            run(work, SHORT)
    assert len(made) == 2
    assert not children() & set(made)


@pytest.mark.slow
def test_threads_may_share_it() -> None:
    found: list[bytes] = []
    many = 8 if WHOLE else 3
    threads = [
        threading.Thread(
            target=lambda n=n: found.append(run(lambda: str(n).encode(), LONG)), daemon=True
        )
        for n in range(many)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(found) == [str(n).encode() for n in range(many)]

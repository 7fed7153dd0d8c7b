"""What takes long is made beside the pages: nobody waits for it, and everybody gets it."""

from __future__ import annotations

import threading

import pytest

from lovgraf.core.errors import InputError
from lovgraf_web.prepared import NotMade, Prepared
from tests.processes import no_thread


def test_whoever_asks_early_is_told_and_gets_it_later() -> None:
    prepared, gate, made = Prepared(), threading.Event(), []

    def make() -> str:
        gate.wait(10)
        made.append(1)
        return "done"

    assert prepared.get("a", make, 0) is None
    gate.set()
    assert prepared.get("a", make, 10) == "done"
    assert prepared.get("a", make, 0) == "done"
    assert made == [1]


def test_a_fault_is_told_to_each_who_asks() -> None:
    prepared = Prepared()

    def make() -> str:
        raise InputError("Nej.", "No.")

    for _ in range(2):
        with pytest.raises(InputError):
            prepared.get("a", make, 10)


def test_what_could_not_be_made_is_tried_again() -> None:
    prepared, tries = Prepared(), []

    def make() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise NotMade
        return len(tries)

    assert [prepared.get("a", make, 10) for _ in range(3)] == [None, 2, 2]


def test_it_does_not_hold_up_the_end_of_the_process() -> None:
    prepared = Prepared()
    assert prepared.get("a", threading.Event().wait, 0) is None
    assert all(t.daemon for t in threading.enumerate() if "_work" in t.name)


def test_no_thread_waits_for_work_that_does_not_come() -> None:
    """Each that waits takes the memory of a stack."""
    prepared = Prepared()
    for number in range(2):
        own = prepared.get(str(number), threading.current_thread, 10)
        assert own is not None
        own.join(10)
        assert not own.is_alive()


def test_where_no_thread_can_be_started_the_next_who_asks_tries_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a page would say for ever that it is being prepared."""
    prepared = Prepared()
    with monkeypatch.context() as short_of_memory:
        short_of_memory.setattr(threading.Thread, "start", no_thread)
        assert prepared.get("a", lambda: 1, 0) is None
    assert prepared.get("a", lambda: 2, 10) == 1
    assert prepared.get("b", lambda: 3, 10) == 3

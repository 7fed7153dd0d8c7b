"""The queue as a file that several processes make and share."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from lovgraf_web.jobs import keeper
from lovgraf_web.jobs.store import Store


def test_whatever_is_written_leaves_another_mark_and_what_is_read_none(tmp_path: Path) -> None:
    """While others have the queue open, and when nobody has."""
    store, marks = Store(tmp_path), set[tuple[int, ...]]()
    marks.add(store.mark())
    assert store.get("a") is None
    assert store.mark() in marks
    with store.open() as base:
        for number in range(2):
            base.execute("INSERT INTO starts VALUES (?, ?)", [f"{number}", number])
            marks.add(store.mark())
            assert len(marks) == number + 2
            assert store.get("a") is None
            assert store.mark() in marks


def test_the_keeper_rests_until_something_is_written_down(tmp_path: Path) -> None:
    store, done = Store(tmp_path), threading.Event()

    def rested() -> None:
        keeper._rest(store, mark)
        done.set()

    mark = store.mark()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeper, "_IDLE", 60.0)
        begun = threading.Thread(target=rested, daemon=True)
        begun.start()
        assert not done.wait(0.1)
        with store.open() as base:
            base.execute("INSERT INTO starts VALUES ('a', 1)")
        assert done.wait(30)
        begun.join()

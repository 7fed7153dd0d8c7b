"""Files of SQLite that several processes make and share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from lovgraf.core.locks import in_turn
from lovgraf_web.jobs.folders import STORE
from lovgraf_web.jobs.store import Store
from lovgraf_web.login import sessions, tokens


@pytest.mark.parametrize(
    ("make", "name", "private"),
    [
        (Store, STORE, False),
        (tokens.Tokens, tokens.NAME, True),
        (lambda folder: sessions.Sessions(folder, 1), sessions.NAME, True),
    ],
    ids=["jobs", "tokens", "sessions"],
)
def test_it_is_made_by_one_at_a_time(
    make: Callable[[Path], object], name: str, private: bool, tmp_path: Path
) -> None:
    """Two that make it at once would lock each other out, and the second worker not start. What
    others must not read is there before, with nothing in it."""
    maker = threading.Thread(target=make, args=(tmp_path,))
    path = tmp_path / name
    with in_turn(tmp_path):
        maker.start()
        maker.join(0.3)
        assert maker.is_alive()
        assert path.exists() is private
        assert not private or not path.stat().st_size
    maker.join(60)
    assert path.stat().st_size

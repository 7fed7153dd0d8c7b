"""The queue as a file that several processes make and share."""

from __future__ import annotations

import threading
from pathlib import Path

from lovgraf.core.locks import in_turn
from lovgraf_web.jobs.folders import STORE
from lovgraf_web.jobs.store import Store


def test_the_queue_is_made_by_one_at_a_time(tmp_path: Path) -> None:
    maker = threading.Thread(target=Store, args=(tmp_path,))
    with in_turn(tmp_path):
        maker.start()
        maker.join(0.3)
        assert maker.is_alive()
        assert not (tmp_path / STORE).exists()
    maker.join(60)
    assert (tmp_path / STORE).exists()

"""Connections to the data engine leave nothing behind."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from lovgraf.readers.connection import connect


@pytest.mark.slow
def test_what_does_not_fit_goes_to_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    monkeypatch.chdir(tmp_path)
    connection = connect("30MB")
    connection.execute("SET threads = 1")
    connection.execute("CREATE TABLE t AS SELECT md5(range::VARCHAR) AS v FROM range(1200000)")
    assert connection.execute("SELECT count(*) FROM t").fetchall() == [(1_200_000,)]
    (folder,) = (tmp_path / "own").iterdir()
    assert any(path.is_file() for path in folder.rglob("*"))
    assert folder.stat().st_mode & 0o077 == 0
    assert os.listdir(tmp_path) == ["own"]
    del connection
    gc.collect()
    assert not folder.exists()


def test_without_room_for_a_folder_nothing_goes_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with connect() as connection:
        found = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    assert found == [("",)]

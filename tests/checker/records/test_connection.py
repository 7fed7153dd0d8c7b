"""Connections to the data engine leave nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from lovgraf.readers.connection import (
    add_function,
    beside,
    connect,
    made_ahead,
    spill_to,
)


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
    assert not folder.exists()


def test_without_room_for_a_folder_nothing_goes_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with connect() as connection:
        found = connection.execute("SELECT current_setting('temp_directory')").fetchall()
    assert found == [("",)]


def test_a_database_that_went_to_the_disk_is_not_used_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, again in ((tmp_path / "none", True), (tmp_path, False)):
        monkeypatch.setattr("lovgraf.readers.connection._idle", idle := list[object]())
        connection = connect()
        spill_to(connection, str(place))
        del connection
        assert bool(idle) == again


def test_a_connection_finds_nothing_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its database is used again, for as long as nothing of it went to the disk."""
    connection = connect()
    settings = everything_set(connection)
    connection.execute("CREATE TABLE t AS SELECT 1 AS v; CREATE VIEW w AS FROM t")
    connection.execute("CREATE MACRO m() AS 1; CREATE TYPE mood AS ENUM ('a'); CREATE SCHEMA s")
    connection.execute("SET threads = 1; SET disabled_optimizers = 'in_clause'")
    connection.execute("SET preserve_insertion_order = false; PRAGMA disable_optimizer")
    add_function(connection, "lovgraf_added", str.upper, ["VARCHAR"], "VARCHAR")
    other = beside(connection)
    assert other.execute("SELECT lovgraf_added('a'), v FROM w").fetchall() == [("A", 1)]
    del connection
    assert other.execute("SELECT lovgraf_added('b'), v FROM t").fetchall() == [("B", 1)]
    del other
    monkeypatch.setattr("duckdb.connect", None)
    again = connect()
    assert everything_set(again) == settings
    for table in ("tables", "views", "types", "schemas"):
        asked = f"SELECT count(*) FROM duckdb_{table}() WHERE NOT internal"
        assert again.execute(asked).fetchone() == (0,), table
    for name in ("m()", "lovgraf_added('a')"):
        with pytest.raises(duckdb.CatalogException):
            again.execute(f"SELECT {name}")


def everything_set(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The settings of a connection, but for the folder that is its own."""
    found = connection.execute("SELECT name, value FROM duckdb_settings() ORDER BY name").fetchall()
    own = ("temp_directory", "search_path", "schema")
    return [(name, value) for name, value in found if name not in own]


def test_a_database_that_was_made_ahead_is_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.readers.connection._idle", list[object]())
    with made_ahead():
        pass
    monkeypatch.setattr("duckdb.connect", None)
    assert connect().execute("SELECT 1").fetchall() == [(1,)]


def test_a_fork_has_no_database_that_was_made_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.readers.connection._idle", idle := list[object]())
    with made_ahead():
        if not (child := os.fork()):
            os._exit(len(idle))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == len(idle) == 0


def test_whoever_connects_meets_what_went_wrong_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.readers.connection._idle", list[object]())
    monkeypatch.setattr("duckdb.connect", refused)
    with made_ahead(), pytest.raises(duckdb.OutOfMemoryException):
        connect()


def refused(**_: object) -> duckdb.DuckDBPyConnection:
    raise duckdb.OutOfMemoryException("no more")

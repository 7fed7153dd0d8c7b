"""Addresses of databases: what is meant, and that a password is never shown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.databases.address import find_address


@pytest.mark.parametrize(
    ("url", "kind", "target", "database", "table"),
    [
        ("sqlite:///a/b.db", "sqlite", "a/b.db", "b.db", None),
        ("sqlite:////srv/b%20c.db?table=p", "sqlite", "/srv/b c.db", "b c.db", "p"),
        ("duckdb:///r.duckdb?table=main.p", "duckdb", "r.duckdb", "r.duckdb", "main.p"),
        ("postgres://u@h:5433/d?table=p", "postgresql", "postgresql://u@h:5433/d", "d", "p"),
        (
            "postgresql://u@/d?host=/run/x&table=p",
            "postgresql", "postgresql://u@/d?host=/run/x", "d", "p",
        ),
    ],
)  # fmt: skip
def test_a_url_names_a_database(
    url: str, kind: str, target: str, database: str, table: str | None
) -> None:
    found = find_address(url, None, None)
    assert found is not None
    assert (found.kind, found.target, found.database, found.table) == (
        kind, target, database, table,
    )  # fmt: skip


def test_a_password_is_not_in_what_is_shown() -> None:
    found = find_address("postgresql://u:hemmelig@h/d?password=hemmelig", "t", None)
    assert found is not None
    assert "hemmelig" in found.target
    assert "hemmelig" not in repr(found) + found.database


@pytest.mark.parametrize(
    "url",
    ["db2://u:hemmelig@h/d", "postgresql://u:hemmelig@h:port/d", "postgresql://[u:hemmelig"],
)
def test_a_url_that_cannot_be_used_is_not_repeated(url: str) -> None:
    with pytest.raises(InputError) as error:
        find_address(url, None, None)
    assert "hemmelig" not in str(error.value) + error.value.message.da


def test_the_file_of_a_database_is_known_by_what_it_holds(tmp_path: Path) -> None:
    import duckdb

    for name in ("a.db", "b.db"):
        path = tmp_path / name
        if name == "a.db":
            sqlite3.connect(path).execute("CREATE TABLE t (x)").connection.close()
        else:
            duckdb.connect(str(path)).close()
    kinds = [find_address(str(tmp_path / name), "t", None) for name in ("a.db", "b.db")]
    assert [found.kind for found in kinds if found] == ["sqlite", "duckdb"]
    csv = tmp_path / "c.csv"
    csv.write_text("id\n1\n")
    assert find_address(str(csv), None, None) is None
    assert find_address(str(tmp_path / "gone.csv"), None, None) is None
    with pytest.raises(InputError, match="for databases only"):
        find_address(str(csv), "t", None)
    with pytest.raises(InputError, match="either --table or --query"):
        find_address("sqlite:///x", "t", "SELECT 1")

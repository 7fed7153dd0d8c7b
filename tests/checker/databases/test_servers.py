"""Servers by drivers of the DB-API: MariaDB where it is installed, and drivers that are played, for
SQL Server and Oracle, of which no server can run here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.parquet as pq
import pytest

from lovgraf.core.errors import InputError
from lovgraf.readers.databases.address import find_address
from lovgraf.readers.databases.spool import read_database
from tests.checker.databases.mysql_server import PASSWORD, MySQLServer, server_program, serving
from tests.checker.records.vocabulary import FACTS

TABLE = "per`son; DROP TABLE x--"


def rows(url: str, folder: Path, table: str | None = None, query: str | None = None) -> Any:
    """What is read of a database, by column."""
    folder.mkdir(exist_ok=True)
    address = find_address(url, table, query)
    assert address is not None
    return pq.read_table(read_database(address, FACTS, folder)[0]).to_pydict()


@pytest.fixture(scope="module")
def mysql() -> Iterator[MySQLServer]:
    pytest.importorskip("pymysql")
    program = server_program()
    if program is None:
        pytest.skip("MariaDB is not installed here (Debian: apt install mariadb-server-core)")
    with serving(program) as server:
        quoted = f"`{TABLE.replace('`', '``')}`"
        server.run(
            f"CREATE TABLE {quoted} (id varchar(9) PRIMARY KEY, cpr_number char(10), birth_date "
            "date, left_on datetime, passport bool, bit_ bit(1), months bigint, fee decimal(9,3), "
            "name text, photo blob)",
            f"INSERT INTO {quoted} VALUES ('007', '0102901234', '1990-02-01', '2014-12-01', true, "
            "b'1', 5, 1.234, 'Søren 😀', x'00ff'), ('002', NULL, NULL, '2014-12-01 12:30', false, "
            "b'0', NULL, 1234.5, '', NULL)",
            "CREATE TABLE x (name text)",
        )
        yield server


EXPECTED = {
    "id": ["002", "007"],
    "cpr_number": [None, "0102901234"],
    "birth_date": [None, "1990-02-01"],
    "left_on": ["2014-12-01 12:30:00", "2014-12-01"],
    "passport": ["0", "1"],
    "bit_": ["0", "1"],
    "months": [None, "5"],
    "fee": ["1234.5000", "1.2340"],
    "name": ["", "Søren 😀"],
}


@pytest.mark.slow
def test_a_table_of_mariadb_keeps_what_its_values_say(mysql: MySQLServer, tmp_path: Path) -> None:
    url = mysql.url(PASSWORD)
    assert rows(url, tmp_path / "t", TABLE) == EXPECTED
    query = f"SELECT * FROM `{TABLE.replace('`', '``')}` ORDER BY id -- all;"
    assert rows(url, tmp_path / "q", query=query) == EXPECTED
    with pytest.raises(InputError, match="fee is of the type binary"):
        rows(url, tmp_path / "b", query="SELECT x'00' AS fee")


@pytest.mark.slow
def test_what_mariadb_refuses_is_one_line_without_the_password(
    mysql: MySQLServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases: list[tuple[str, str | None, str | None, str]] = [
        (mysql.url(PASSWORD), None, None, "choose one with --table"),
        (mysql.url(PASSWORD), "nobody", None, "There is no such table"),
        (mysql.url(PASSWORD), "x", None, "The file is empty"),
        (mysql.url("wrong-8"), "x", None, "the user or the password; give it in MYSQL_PWD"),
        (mysql.url(), "x", None, "the user or the password"),
        (mysql.url(PASSWORD, "nowhere"), "x", None, "does not know the database"),
        ("mysql://u:wrong-8@127.0.0.1:1/d", "x", None, "no connection to the server"),
        (mysql.url(PASSWORD) + "?password=wrong-8", "x", None, "password=, which is not used"),
    ]
    statements = ("DELETE FROM x", "SELEC 1", "SELECT 1; SELECT 2", "DROP TABLE x",
                  "SELECT 1) a; DROP TABLE x -- ", "INSERT INTO x VALUES ('a')")  # fmt: skip
    cases += [(mysql.url(PASSWORD), None, sql, "refuses the query") for sql in statements]
    for url, table, query, said in cases:
        with pytest.raises(InputError, match=said) as refused:
            rows(url, tmp_path / "r", table, query)
        assert not {"wrong-8", PASSWORD} & set(str(refused.value).split())
    monkeypatch.setenv("MYSQL_PWD", PASSWORD)
    assert rows(mysql.url(), tmp_path / "e", query="SELECT count(*) AS months FROM x") == {
        "months": ["0"]
    }


class Played:
    """A driver that gives these rows for the table, and writes down what it was asked."""

    BINARY = 2

    def __init__(self, rows_: list[tuple[Any, ...]], kinds: dict[str, Any]) -> None:
        self.rows, self.kinds, self.said = rows_, kinds, list[str]()
        self.asked: dict[str, Any] = {}
        self.error: Exception | None = None

    def connect(self, **asked: Any) -> Any:
        if self.error is not None:
            raise self.error
        self.asked = asked
        return SimpleNamespace(cursor=lambda: PlayedCursor(self), close=lambda: None)


class PlayedCursor:
    """A cursor of it."""

    def __init__(self, driver: Played) -> None:
        self._driver, self._left = driver, list[tuple[Any, ...]]()
        self.description = [(name, kind) for name, kind in driver.kinds.items()]

    def execute(self, sql: str, values: tuple[str, ...] = ()) -> None:
        self._driver.said.append(sql)
        low = sql.lower()
        if "constraint" in low:
            assert values == ("DBO", "PERSONS")
            self._left = [("ID",)]
        elif "schema_name()" in low or "sys_context" in low:
            self._left = [("DBO",)]
        elif "tables" in low:
            self._left = [("DBO", "PERSONS"), ("DBO", "OTHER")]
        elif "1 = 0" in sql or low.startswith("set "):
            self._left = []
        else:
            self._left = list(self._driver.rows)

    def fetchall(self) -> list[tuple[Any, ...]]:
        found, self._left = self._left, []
        return found

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        found, self._left = self._left[:1], self._left[1:]
        return found

    def close(self) -> None:
        return


ROWS: list[tuple[Any, ...]] = [
    ("007", datetime(2014, 12, 1), True, Decimal("1.234"), 0.5),
    ("8", datetime(2014, 12, 1, 9), None, Decimal(7), None),
    ("9", date(1990, 2, 1), False, None, 2),
    ("10", datetime(2014, 11, 30, 23, tzinfo=UTC), False, None, 2),
]
KINDS = {"ID": 1, "LEFT_ON": 4, "PASSPORT": 3, "FEE": 5, "MONTHS": 3}
READ = {
    "ID": ["007", "8", "9", "10"],
    "LEFT_ON": ["2014-12-01", "2014-12-01 09:00:00", "1990-02-01", "2014-12-01"],
    "PASSPORT": ["true", None, "false", "false"],
    "FEE": ["1.2340", "7", None, None],
    "MONTHS": ["0.5", None, "2", "2"],
}


def oracle_names() -> dict[str, object]:
    names = ("NUMBER", "CLOB", "NCLOB", "BLOB", "RAW", "LONG_RAW", "BFILE", "VARCHAR", "LONG")
    return {f"DB_TYPE_{name}": f"type {name}" for name in names}


@pytest.mark.parametrize(
    ("scheme", "module", "table", "asked"),
    [
        ("mssql", "pymssql", "PERSONS", "SELECT [ID], [LEFT_ON], [PASSPORT], [FEE], [MONTHS] FROM "
         "[DBO].[PERSONS] ORDER BY [ID]"),
        ("oracle", "oracledb", "persons", 'SELECT "ID", "LEFT_ON", "PASSPORT", "FEE", "MONTHS" '
         'FROM "DBO"."PERSONS" ORDER BY "ID"'),
    ],
)  # fmt: skip
def test_another_server_is_asked_in_its_own_way(
    scheme: str, module: str, table: str, asked: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    driver = Played(ROWS, KINDS)
    for name, value in oracle_names().items():
        setattr(driver, name, value)
    monkeypatch.setitem(sys.modules, module, driver)
    url = f"{scheme}://clerk:p%40ss@db.example:77/reg"
    assert rows(url, tmp_path, table) == READ
    assert driver.said[-1] == asked
    told = [str(value) for value in driver.asked.values()]
    assert {"clerk", "p@ss", "db.example", "77", "reg"} <= set(told)
    with pytest.raises(InputError, match="choose one with --table"):
        rows(url, tmp_path)


@pytest.mark.parametrize(
    ("scheme", "module", "code", "said"),
    [
        ("mssql", "pymssql", 18456, "give it in SQLCMDPASSWORD"),
        ("mssql", "pymssql", 4060, "does not know the database"),
        ("mssql", "pymssql", 20009, "no connection to the server"),
        ("oracle", "oracledb", "ORA-01017", "give it in ORACLE_PASSWORD"),
        ("oracle", "oracledb", "ORA-12514", "does not know the database"),
    ],
)
def test_an_error_of_a_driver_is_told_without_its_text(
    scheme: str, module: str, code: Any, said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    driver = Played([], {})
    first = SimpleNamespace(full_code=code) if isinstance(code, str) else code
    driver.error = RuntimeError(first, "login of clerk with hemmelig failed")
    for name, value in oracle_names().items():
        setattr(driver, name, value)
    monkeypatch.setitem(sys.modules, module, driver)
    with pytest.raises(InputError, match=said) as refused:
        rows(f"{scheme}://clerk:hemmelig@h/d", tmp_path, "t")
    assert "hemmelig" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("scheme", "module", "extra"),
    [("mysql", "pymysql", "mysql"), ("mariadb+pymysql", "pymysql", "mysql"),
     ("sqlserver", "pymssql", "mssql"), ("oracle+oracledb", "oracledb", "oracle")],
)  # fmt: skip
def test_a_missing_driver_names_its_extra(
    scheme: str, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=rf"lovgraf\[{extra}\]") as refused:
        rows(f"{scheme}://clerk:hemmelig@h/d", tmp_path, "t")
    assert "hemmelig" not in str(refused.value)

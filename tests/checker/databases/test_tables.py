"""Tables of DuckDB, SQLite and PostgreSQL give what the same rows in a CSV file give."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.law import Law
from lovgraf.readers.databases.address import find_address
from lovgraf.readers.databases.spool import read_database
from lovgraf.readers.inputs import InputFile
from tests.checker.databases.postgresql_server import PASSWORD, Server
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import one_in

DAY = date(2014, 12, 1)
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
TABLE = 'per"son; DROP TABLE x--'
"""A name that is an attack where it is not quoted."""
COLUMNS = ("id", "birth_date", "home_in_denmark", "digital_post", "exemption_ground", "paid", "æ")
ROWS = [
    (f"p{n:03}", f"19{50 + n % 45}-0{1 + n % 9}-11", n % 3 > 0, n % 2 == 0, n % 5 // 4, n / 4, "ø")
    for n in range(18)
]
NO_QUERIES = (
    "DELETE FROM x", "SELEC 1", "SELECT 1; SELECT 2", "SELECT 1) FROM x; DROP TABLE x--",
)  # fmt: skip
Make = Callable[[Path], str]
Capture = pytest.CaptureFixture[str]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def create(types: tuple[str, ...]) -> str:
    columns = ", ".join(f"{quoted(c)} {t}" for c, t in zip(COLUMNS, types, strict=True))
    return f"CREATE TABLE {quoted(TABLE)} ({columns}, photo {types[-1]})"


def values(row: tuple[object, ...]) -> str:
    written = [str(v).lower() if isinstance(v, bool) else repr(v) for v in row]
    return f"({', '.join(written)}, NULL)"


def statements(*types: str) -> list[str]:
    rows = ", ".join(map(values, ROWS))
    return [create(types), f"INSERT INTO {quoted(TABLE)} VALUES {rows}"]


def duckdb_file(folder: Path) -> str:
    path = folder / "a b.duckdb"
    with duckdb.connect(str(path)) as connection:
        for sql in statements(
            "VARCHAR", "DATE", "BOOLEAN", "BOOLEAN", "INTEGER", "DECIMAL(9,2)", "VARCHAR"
        ):
            connection.execute(sql)
        connection.execute("CREATE TABLE x (id INTEGER)")
    return f"duckdb:///{path}"


def sqlite_file(folder: Path) -> str:
    path = folder / "år.db"
    with sqlite3.connect(path) as connection:
        for sql in statements("TEXT", "DATE", "BOOLEAN", "", "INTEGER", "REAL", "TEXT"):
            connection.execute(sql)
        connection.execute("CREATE TABLE x (id INTEGER)")
    connection.close()
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def postgresql(server: Server) -> str:
    server.run(
        *statements("text", "date", "boolean", "boolean", "smallint", "numeric(9,2)", "text"),
        f"ALTER TABLE {quoted(TABLE)} ADD PRIMARY KEY (id)",
        "CREATE TABLE x (id integer)",
    )
    return server.by_socket


def spooled(url: str, law: Law, folder: Path, **more: str | None) -> tuple[Path, str]:
    """What is checked of a database, as a file."""
    folder.mkdir(exist_ok=True)
    address = find_address(url, more.get("table"), more.get("query"))
    assert address is not None
    return read_database(address, law.facts, folder)


def rows(url: str, law: Law, folder: Path, **more: str | None) -> pa.Table:
    """The rows of a database as they are checked."""
    found = pq.read_table(spooled(url, law, folder, **more)[0])
    assert found.num_rows == len(ROWS)
    return found


def asked(law: Law) -> CheckRequest:
    """One in twelve of the norms and one that many breach: what is told of a table does not hang on
    which."""
    norms = {*one_in(12, [norm.iri for norm in law.at(DAY).judged("person")]), CONNECTION}
    return CheckRequest(DAY, law, about=tuple(sorted(norms)))


def verdicts(url: str, law: Law, folder: Path, **more: str | None) -> object:
    path, name = spooled(url, law, folder, **more)
    result = check_dataset(InputFile(path, name=name), asked(law))
    assert not [q for q in result.quality if q.code in ("unreadable-value", "no-id")]
    return result.records, result.norms, result.causes, [(f.row, f.id) for f in result.findings]


@pytest.fixture(scope="module")
def expected(law: Law, tmp_path_factory: pytest.TempPathFactory) -> object:
    """What a CSV file with the same rows gives."""
    path = tmp_path_factory.mktemp("csv") / "rows.csv"
    lines = [",".join(str(v).lower() if isinstance(v, bool) else str(v) for v in r) for r in ROWS]
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    result = check_dataset(path, asked(law))
    assert len(result.findings) > 5
    return result.records, result.norms, result.causes, [(f.row, f.id) for f in result.findings]


@pytest.mark.slow
@pytest.mark.parametrize("make", [duckdb_file, sqlite_file])
def test_a_table_of_a_file_is_checked_as_text_is(
    make: Make, tmp_path: Path, law: Law, expected: object
) -> None:
    url = make(tmp_path)
    assert verdicts(url, law, tmp_path / "t", table=TABLE) == expected
    query = f"SELECT * FROM {quoted(TABLE)} -- all of it"
    assert rows(url, law, tmp_path / "q", query=query) == rows(url, law, tmp_path, table=TABLE)


@pytest.mark.slow
def test_a_table_of_a_server_is_checked_as_text_is(
    postgresql: str, tmp_path: Path, law: Law, expected: object
) -> None:
    assert verdicts(postgresql, law, tmp_path / "t", table=TABLE) == expected
    query = f"SELECT * FROM {quoted(TABLE)} ORDER BY id;"
    said = rows(postgresql, law, tmp_path / "q", query=query)
    assert said == rows(postgresql, law, tmp_path, table=TABLE)


@pytest.mark.slow
@pytest.mark.parametrize("make", [duckdb_file, sqlite_file])
def test_what_cannot_be_used_is_one_line(make: Make, tmp_path: Path, capsys: Capture) -> None:
    url = make(tmp_path)
    refused(capsys, [url], "choose one with --table")
    refused(capsys, [url, "--table", "nobody"], "There is no such table")
    refused(capsys, [url, "--table", "x"], "The file is empty")
    for sql in NO_QUERIES:
        refused(capsys, [url, "--query", sql], "refuses the query")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + bytes(200))
    refused(capsys, [f"{url.split(':')[0]}:///{broken}", "--table", "x"], "The file is no")
    refused(capsys, [f"{url}.gone", "--table", "x"], "There is no such file")


@pytest.mark.slow
def test_a_server_that_cannot_be_used_is_one_line(
    postgresql: str, server: Server, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(capsys, [postgresql], "choose one with --table")
    refused(capsys, [postgresql, "--table", "nobody"], "There is no such table")
    refused(capsys, [postgresql, "--table", "x"], "The file is empty")
    for sql in NO_QUERIES:
        refused(capsys, [postgresql, "--query", sql], "refuses the query")
    refused(capsys, [server.by_tcp(password="wrong-8"), "--table", "x"], "the user or the password")
    refused(capsys, [server.by_tcp(), "--table", "x"], "the user or the password")
    gone = server.by_tcp().replace("/register", "/nowhere")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    refused(capsys, [gone, "--table", "x"], "does not know the database")
    refused(capsys, [server.by_tcp(), "--table", "x"], "The file is empty")
    nobody = "postgresql://u:wrong-8@127.0.0.1:1/d"
    refused(capsys, [nobody, "--table", "x"], "no connection to the server")


@pytest.mark.slow
def test_a_server_is_only_read(postgresql: str, server: Server, capsys: Capture) -> None:
    server.run(
        "CREATE SEQUENCE s",
        "CREATE FUNCTION sly() RETURNS integer LANGUAGE sql "
        "AS 'INSERT INTO x VALUES (1) RETURNING 1'",
    )
    for sql in ("SELECT nextval('s') AS birth_date", "SELECT sly() AS birth_date"):
        refused(capsys, [postgresql, "--query", sql], "refuses the query|stopped answering")


@pytest.mark.slow
def test_a_server_that_goes_away_in_the_middle_is_one_line(
    server: Server, tmp_path: Path, law: Law
) -> None:
    """The connection is cut once some rows have come."""
    server.run(
        "CREATE TABLE long AS SELECT n AS id, repeat('x', 900) AS name, true AS digital_post "
        "FROM generate_series(1, 60000) n"
    )
    address = find_address(server.by_socket, "long", None)
    assert address is not None
    cut: list[Text] = []

    def tell(_fraction: float | None, text: Text) -> None:
        if not cut:
            server.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'lovgraf' AND pid <> pg_backend_pid()"
            )
        cut.append(text)

    with pytest.raises(InputError, match="stopped answering"):
        read_database(address, law.facts, tmp_path, tell)
    assert cut
    server.run("DROP TABLE long")


@pytest.mark.slow
def test_a_password_is_in_no_report(
    postgresql: str, server: Server, tmp_path: Path, capsys: Capture
) -> None:
    report = tmp_path / "report.json"
    url = server.by_tcp(password=PASSWORD)
    asked = ["--table", TABLE, "--as-of", "2014-12-01", "--about", "law/2012/528"]
    assert run(["check", url, *asked, "-o", str(report)]) == 1
    written = report.read_text(encoding="utf-8")
    assert PASSWORD not in written + "".join(capsys.readouterr())
    assert json.loads(written)["dataset"] == f"register/{TABLE}"


@pytest.mark.slow
def test_types_of_a_server_that_no_file_has(server: Server, tmp_path: Path, law: Law) -> None:
    server.run(
        "CREATE TYPE ground AS ENUM ('0', '1')",
        "CREATE TABLE odd (id uuid, birth_date timestamptz, exemption_ground ground, "
        "digital_post text[], cpr_number char(12), photo bytea, place point)",
        "INSERT INTO odd VALUES (gen_random_uuid(), '1990-01-02 00:00', '1', ARRAY['ja'], "
        "'0162900001  ', 'x', '(1,2)')",
    )
    address = find_address(server.by_socket, "odd", None)
    assert address is not None
    path, name = read_database(address, law.facts, tmp_path)
    result = check_dataset(InputFile(path, name=name), asked(law))
    unread = [q.column for q in result.quality if q.code == "unreadable-value"]
    assert unread == ["digital_post"]
    assert result.records == 1


@pytest.mark.slow
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_moment_of_a_server_is_its_day_in_denmark(
    server: Server, tmp_path: Path, zone: str
) -> None:
    """Whatever the time zone in which the server shows it."""
    url = server.by_socket
    url += f"{'&' if '?' in url else '?'}options=-c%20timezone%3D{zone.replace('/', '%2F')}"
    moments = "(VALUES ('2001-12-01 23:00+00'::timestamptz), ('1999-07-01 00:00+02')) AS t(m)"
    address = find_address(url, None, f"SELECT m AS birth_date FROM {moments}")
    assert address is not None
    found = Opened(read_database(address, FACTS, tmp_path)[0])
    assert found["birth_date"] == [date(2001, 12, 2), date(1999, 7, 1)]


@pytest.mark.slow
def test_a_column_without_readable_values_is_an_error_where_it_counts(
    postgresql: str, server: Server, tmp_path: Path, capsys: Capture
) -> None:
    server.run("CREATE TABLE bytes (id text, birth_date bytea)")
    refused(capsys, [server.by_socket, "--table", "bytes"], "birth_date is of the type bytea")
    path = tmp_path / "b.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (id INTEGER, birth_date BLOB)")
    refused(capsys, [str(path)], "birth_date is of the type BLOB")
    with sqlite3.connect(tmp_path / "b.db") as old:
        old.execute("CREATE TABLE t (id INTEGER, birth_date BLOB)")
    refused(capsys, [str(tmp_path / "b.db")], "birth_date is of the type BLOB")


@pytest.mark.slow
def test_bytes_in_a_column_of_text_are_values_that_cannot_be_read(tmp_path: Path, law: Law) -> None:
    with sqlite3.connect(tmp_path / "b.db") as connection:
        connection.execute("CREATE TABLE t (id, birth_date)")
        connection.execute("INSERT INTO t VALUES (1, x'00ff'), (2, '1990-01-01')")
    address = find_address(str(tmp_path / "b.db"), None, None)
    assert address is not None
    path, name = read_database(address, law.facts, tmp_path)
    result = check_dataset(InputFile(path, name=name), asked(law))
    assert [(q.column, q.examples) for q in result.quality if q.code == "unreadable-value"] == [
        ("birth_date", (1,))
    ]


@pytest.mark.slow
def test_a_database_that_is_open_elsewhere_is_told(tmp_path: Path, capsys: Capture) -> None:
    url = duckdb_file(tmp_path)
    hold = f"""
import duckdb, sys
held = duckdb.connect({url[10:]!r})
print(1, flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        status = run(["check", url, "--table", "x", "--lang", "en"])
        other.kill()
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert "open in another program" in said.err


@pytest.mark.slow
def test_without_the_driver_the_message_says_what_to_install(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    refused(capsys, ["postgresql://u@127.0.0.1/d", "--table", "x"], r"lovgraf\[database\]")


def refused(capsys: Capture, arguments: list[str], reason: str) -> None:
    """The command ends with status 2 and one line with a reason and without any secret."""
    assert run(["check", *arguments, "--as-of", "2014-12-01", "--lang", "en"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert re.search(reason, told.err), told.err
    assert "wrong-8" not in told.err
    assert PASSWORD not in told.err


@pytest.mark.slow
def test_a_view_of_columns_without_a_type(tmp_path: Path, law: Law, expected: object) -> None:
    url = sqlite_file(tmp_path)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(f"CREATE VIEW v AS SELECT * FROM {quoted(TABLE)} ORDER BY rowid")
    connection.close()
    assert verdicts(url, law, tmp_path / "work", table="v") == expected

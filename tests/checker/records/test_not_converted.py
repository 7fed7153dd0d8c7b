"""A value that the data engine cannot convert: told with its line and column, and never itself."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lovgraf.readers.connection import add_function, connect
from lovgraf.readers.source import translated

SECRET = "Xsecretx"


def failure(sql: str) -> duckdb.Error:
    """What the data engine says of a statement."""
    with pytest.raises(duckdb.Error) as raised:
        duckdb.connect().execute(sql).fetchall()
    assert isinstance(raised.value, duckdb.ConversionException | duckdb.OutOfRangeException)
    return raised.value


@pytest.mark.parametrize(
    ("text", "sql", "told"),
    [
        (
            f"id,paid\n1,2\n2,{SECRET}\n",
            "SELECT * FROM read_csv('{}', columns={{'id': 'INT', 'paid': 'INT'}})",
            ['Line 3, the column "paid" holds', "Linje 3, kolonnen »paid« holder"],
        ),
        (
            "",
            f"SELECT CAST(paid AS DATE) FROM (VALUES ('{SECRET}')) v(paid)",
            ['The column "paid" holds', "Kolonnen »paid« holder"],
        ),
        ("", "SELECT make_date(2020, 13, 45)", ["The file holds", "Filen holder"]),
    ],
)
def test_what_the_engine_tells_is_told(
    tmp_path: Path, text: str, sql: str, told: list[str]
) -> None:
    path = tmp_path / "paid.csv"
    path.write_text(text)
    found = translated(failure(sql.format(path)), "paid.csv")
    assert found.message.en.startswith(told[0])
    assert found.message.da.startswith(told[1])
    assert SECRET not in f"{found.message.da}{found.message.en}"
    assert str(tmp_path) not in f"{found.message.da}{found.message.en}"
    assert found.file == "paid.csv"


def test_what_tells_of_no_file_is_a_fault_of_the_program() -> None:
    error = failure("SELECT CAST([x] AS INTEGER[]) FROM (VALUES ('ab')) v(x)")
    with pytest.raises(duckdb.ConversionException):
        translated(error, "paid.csv")


def test_what_fails_in_a_function_of_ours_is_a_fault_of_the_program() -> None:
    """It was told as a damaged file, with the advice to save it again."""
    connection = connect()

    def fails(text: str) -> str:
        return text.nothing  # type: ignore[attr-defined,no-any-return]

    add_function(connection, "fails", fails, ["VARCHAR"], "VARCHAR")
    with pytest.raises(duckdb.InvalidInputException) as caught:
        connection.execute("SELECT fails('a')").fetchall()
    with pytest.raises(duckdb.InvalidInputException):
        translated(caught.value, "paid.csv")

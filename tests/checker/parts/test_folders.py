"""A dataset of several files: the same verdicts as one file of all rows, told by file and row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.cli.language import LANGUAGES
from lovgraf.core.errors import InputError
from lovgraf.core.intake import Intake, NotRead, TableRead
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.readers.inputs import find_inputs, why_not_read
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.reports.read import read_lines
from tests.checker.records import other_formats as formats
from tests.checker.reports.example import as_text
from tests.checker.small_law import AS_OF, ships_command, write_ships
from tests.examples import cells, whole

DAY = date(2014, 12, 1)
CONNECTION = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
"""The norm that is asked about where all that is asked is how files are read."""
Capture = pytest.CaptureFixture[str]


def split(lines: Sequence[str], folder: Path) -> list[tuple[str, int]]:
    """Write the rows into three files; the file and row of each row of the whole."""
    head, rows = lines[0], lines[1:]
    places: list[tuple[str, int]] = []
    for name, part in (
        ("2014/a ø.csv", rows[:90]),
        ("2014/b.csv", rows[90:91]),
        ("c.csv", rows[91:]),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + "".join(part), encoding="utf-8")
        places += [(name, row) for row in range(1, len(part) + 1)]
    return places


def ships(folder: Path, count: int) -> list[str]:
    """The lines of a file of ships, the header first."""
    write_ships(folder / "all.csv", count)
    return (folder / "all.csv").read_text("utf-8").splitlines(keepends=True)


def parts(folder: Path, law: Law, work: Path, **more: Any) -> CheckResult:
    asked = CheckRequest(law=law, **({"as_of": DAY} | more))
    return check_parts(find_inputs(str(folder)), asked, Work.begin(work))


SHIPS: dict[str, Any] = {"as_of": AS_OF, "record_type": "ship"}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, ship_law: Law) -> CheckResult:
    """150 ships in three files, checked."""
    folder = tmp_path_factory.mktemp("many")
    split(ships(folder, 150), folder / "in")
    return parts(folder / "in", ship_law, folder / "work", **SHIPS)


@pytest.mark.slow
def test_files_are_checked_as_one_file_of_all_rows_is(
    tmp_path: Path, ship_law: Law, many: CheckResult
) -> None:
    places = split(ships(tmp_path, 150), tmp_path / "in")
    one = check_dataset(tmp_path / "all.csv", CheckRequest(law=ship_law, **SHIPS))
    assert one.findings
    assert one.quality
    assert many.norms == one.norms
    assert many.causes == one.causes
    assert many.records == one.records == len(places)
    assert [(f.file, f.row, f.cause) for f in many.findings] == [
        (*places[f.row - 1], f.cause) for f in one.findings
    ]
    flaws = {(q.code, q.column): q for q in one.quality}
    assert {(q.code, q.column): q.count for q in many.quality} == {
        key: q.count for key, q in flaws.items()
    }
    for flaw in many.quality:
        rows = flaws[flaw.code, flaw.column].examples
        found = list(zip(flaw.example_files, flaw.examples, strict=True))
        assert found == [places[row - 1] for row in rows]
    assert many.files == (("2014/a ø.csv", 90), ("2014/b.csv", 1), ("c.csv", len(places) - 91))
    assert many.receipt["law_sha256"] == one.receipt["law_sha256"]


@pytest.mark.slow
def test_a_number_in_two_files_is_found(tmp_path: Path, law: Law) -> None:
    for name, number in (("a", "0160900001"), ("b", "0160900010"), ("c", "0160900001")):
        (tmp_path / f"{name}.csv").write_text(f"id,cpr_number\n{name},{number}\n{name}2,\n")
    result = parts(tmp_path, law, tmp_path / "work", about=(CONNECTION,))
    twice = [q for q in result.quality if q.code == "not-unique"]
    assert [(q.column, q.count, q.example_files, q.examples) for q in twice] == [
        ("cpr_number", 2, ("a.csv", "c.csv"), (1, 1))
    ]
    kept = [path.read_bytes() for path in (tmp_path / "work").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"0160900001" in content for content in kept)
    assert (tmp_path / "work").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_files_may_differ_in_columns_delimiter_encoding_and_format(
    tmp_path: Path, law: Law
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_text(
        "id,birth_date,home_in_denmark,digital_post\na,1990-01-01,true,false\n"
    )
    (folder / "b.csv").write_bytes(
        "id;født;bopæl i Danmark;Blåbær\nb;01-01-1990;ja;nej\n".encode("cp1252")
    )
    (folder / "c.csv").write_text("id,birth_date,digital_post\n")
    columns = {"id": ["d", "e"], "birth_date": ["1980-01-01", None], "digital_post": [True, False]}
    pq.write_table(pa.table(columns), folder / "d.parquet")
    result = parts(folder, law, tmp_path / "work", about=(CONNECTION,))
    assert result.records == 4
    notes = " ".join(note.en for note in result.notes)
    assert "1 of 4 files hold no records: c.csv." in notes
    assert "1 of 3 files lack digital_post, which other files have" in notes
    assert "b.csv" in notes
    assert any(q.code == "unknown-column" and q.count == 1 for q in result.quality)


@pytest.mark.slow
def test_the_name_of_a_partition_is_a_column(tmp_path: Path, only_ships: Law) -> None:
    for value in ("true", "false"):
        path = tmp_path / f"in/inspected={value}/part-0.csv"
        path.parent.mkdir(parents=True)
        path.write_text("id,built_on,sails\n1,1990-01-01,true\n")
    result = parts(tmp_path / "in", only_ships, tmp_path / "work", **SHIPS)
    assert result.norms[0].verdicts["fulfilled"] == 1
    assert {f.file for f in result.findings} == {"inspected=false/part-0.csv"}
    bad = tmp_path / "in/inspected=perhaps/part-0.csv"
    bad.parent.mkdir()
    bad.write_text("id\n1\n")
    assert run(ships_command(tmp_path / "in")) == 2


@pytest.mark.slow
def test_every_format_names_the_file(many: CheckResult) -> None:
    result = many
    for name, lang in cells(FORMATS, LANGUAGES):
        report = as_text(name, result, ReportOptions(lang, all=True))
        assert "a ø.csv" in report or "a%20%C3%B8.csv" in report, name
    written = json.loads("".join(FORMATS["json"].write(result, ReportOptions())))
    assert len(written["findings"]) == len(result.findings)
    assert Counter(f["file"] for f in written["findings"]) == Counter(
        f.file for f in result.findings
    )
    assert [f["file"] for f in written["files"]] == ["2014/a ø.csv", "2014/b.csv", "c.csv"]


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_what_cannot_be_used_is_one_line_with_the_name_of_the_file(
    tmp_path: Path, capsys: Capture
) -> None:
    split(ships(tmp_path, 100), tmp_path / "in")
    (tmp_path / "in/2014/b.csv").write_text("colour,size\nred,3\n")
    report = tmp_path / "report.json"
    command = ships_command(tmp_path / "in", "--lang", "en")
    assert run([*command, "--output", str(report)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("lovgraf: 2014/b.csv: There is nothing to check")
    assert told.err.count("\n") == 1
    assert not report.exists()


@pytest.mark.slow
@whole("test_files_are_checked_as_one_file_of_all_rows_is")
@pytest.mark.usefixtures("only_ships")
def test_a_folder_is_checked_from_the_command_line(tmp_path: Path, capsys: Capture) -> None:
    split(ships(tmp_path, 100), tmp_path / "in")
    command = ships_command(tmp_path / "in" / "**" / "*.csv")
    written = []
    for name in ("one.json", "two.json"):
        assert run([*command, "--output", str(tmp_path / name)]) == 1
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert capsys.readouterr() == ("", "")
    assert run([*command, "--output", str(tmp_path / "in/c.csv"), "--format", "csv"]) == 2


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_all_of_a_folder_is_accounted_for(tmp_path: Path, capsys: Capture) -> None:
    for name in ("day=1/a.csv", "sails=ja/b.csv", "inspected=ja/c.csv"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        rows = "id,built_on,sails\nA,1980-01-01,true\n"
        (tmp_path / "in" / name).write_text(rows)
    others = ("README.md", "c.dbf", ".hidden.csv", "~$c.xlsx", "day=1/_tmp/x.csv")
    for name in others:
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text("x")
    report = tmp_path / "r.json"
    command = ships_command(tmp_path / "in", "--lang", "en")
    assert run([*command, "--output", str(report)]) in (0, 1)
    intake = json.loads(report.read_text())["intake"]
    told = {other["file"]: other["reason"]["en"] for other in intake["not_read"]}
    assert set(told) == {"README.md", "c.dbf", ".hidden.csv", "~$c.xlsx", "day=1/_tmp/"}
    assert "ending" in told["c.dbf"]
    assert "dot" in told[".hidden.csv"]
    of_folders = {
        column["header"]: (column["column"], (column["reason"] or {}).get("code"))
        for table in intake["tables"]
        for column in table["columns"]
        if column.get("of_folder")
    }
    assert of_folders == {
        "day": (None, "unknown"),
        "sails": (None, "of-file"),
        "inspected": ("inspected", None),
    }
    capsys.readouterr()
    run(command)
    text = " ".join(capsys.readouterr().out.split())
    assert "'day=' (the header is not known)" in text
    assert "c.dbf was not read: its ending is not that of a table" in text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("b.json", "notes and settings"), ("f.txt", "notes and settings"), ("x.xml.gz", "notes"),
        ("c.zip", "an archive"), ("c.tar.gz", "an archive"), ("d.md", "not that of a table"),
        (".b.json", "begins with a dot"),
    ],
)  # fmt: skip
def test_why_a_file_of_a_folder_is_not_read(name: str, why: str) -> None:
    assert why in why_not_read(name).en


@pytest.mark.parametrize("name", ["ships_delta", "ships_iceberg"])
def test_a_table_with_a_log_in_a_folder_is_read_by_itself(tmp_path: Path, name: str) -> None:
    formats.WRITERS[name](tmp_path / "in" / name)
    with pytest.raises(InputError, match="Name the table's own folder by itself"):
        find_inputs(str(tmp_path / "in"))


def test_many_files_that_are_not_read_are_named_before_those_that_were(tmp_path: Path) -> None:
    others = tuple(NotRead(f"n{n}.md", None, why_not_read("n.md")) for n in range(7))
    tables = (TableRead("a.csv", "csv", records=1), TableRead("b.csv", "csv", records=1))
    first, second, third, *_ = (line.en for line in read_lines(Intake(tables, not_read=others)))
    assert first.startswith("a.csv")
    assert second == "7 files or sheets were not read: n0.md, n1.md, n2.md, n3.md, n4.md …."
    assert third.startswith("b.csv")

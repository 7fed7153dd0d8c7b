"""Files as Danish agencies export them: what is read, what is no record, what is lost."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from msgspec import structs
from openpyxl import Workbook, load_workbook
from pyarrow import parquet

import lovgraf.readers.delimited
import lovgraf.readers.pieces
from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts.sheets import with_sheet
from lovgraf.check.request import CheckRequest
from lovgraf.cli.main import run as main
from lovgraf.core import intake
from lovgraf.core.errors import InputError
from lovgraf.core.intake import LeftOut
from lovgraf.facts.vocabulary import FactsOfDay
from lovgraf.law import Law
from lovgraf.law.presumptions import profile_of
from lovgraf.readers.inputs import find_inputs
from lovgraf.readers.lost import refuse_lost
from lovgraf.readers.preview import preview
from lovgraf.reports.read import read_lines
from tests.checker.asked_about import POST
from tests.checker.records.vocabulary import FACTS, Opened
from tests.examples import WHOLE, one_in

HEAD = "Løbenummer;CPR-nummer;Fødselsdato;Har pas;Måneder;Status"
ROWS = (
    "A1;720580-0836;12-05-1980;ja;3;01",
    "A2;630255-2097;03-02-1955;nej;4;01",
    "A3;870891-3500;27-08-1991;ja;5;03",
)
EMPTY = ";" * HEAD.count(";")


def opened(folder: Path, *lines: str, encoding: str = "utf-8", end: str = "\r\n") -> Opened:
    path = folder / "t.csv"
    path.write_bytes(end.join((*lines, "")).encode(encoding))
    return Opened(path)


def reasons(found: Opened) -> list[str | None]:
    """Why columns are not read."""
    (table,) = found.table.intake.tables
    return [column.reason for column in table.columns if column.name is None]


def left_out(found: Opened) -> list[LeftOut]:
    (table,) = found.table.intake.tables
    return list(table.left_out)


TITLES = ("Udtræk af borgere pr. 01-12-2014", "Bestilt af: Økonomiforvaltningen", "")
NO_RECORDS: dict[str, tuple[tuple[str, ...], list[LeftOut]]] = {
    "titles": ((*TITLES, HEAD, *ROWS), [LeftOut("title", 2)]),
    "padded title": ((f"Udtræk{EMPTY}", EMPTY, HEAD, *ROWS), [LeftOut("title", 1)]),
    "comments": (("# dataejer: X", HEAD, *ROWS), [LeftOut("title", 1)]),
    "group headings": (("Person;;;;Andet;", HEAD, *ROWS), [LeftOut("title", 1)]),
    "empty rows": ((HEAD, *ROWS, EMPTY, EMPTY), [LeftOut("empty", 2, (4, 5))]),
    "total": ((HEAD, *ROWS, "I alt;;;;12;"), [LeftOut("total", 1, (4,))]),
    "total in the second column": ((HEAD, *ROWS, ";I alt: 3 personer;;;;"),
                                   [LeftOut("total", 1, (4,))]),
    "sums": ((HEAD, ROWS[0], "Subtotal Vejle;;;;3;", *ROWS[1:], "Total;;;;12;"),
             [LeftOut("total", 2, (2, 5))]),
    "headers again": ((HEAD, ROWS[0], HEAD, *ROWS[1:]), [LeftOut("repeated-header", 1, (2,))]),
    "headers again in other words": (
        (HEAD, ROWS[0], "id;CPR nr.;birth_date;Passport;months;STATUS", *ROWS[1:]),
        [LeftOut("repeated-header", 1, (2,))]),
    "headers again with a mark of their encoding": (
        ("\ufeff" + HEAD, ROWS[0], "\ufeff" + HEAD, *ROWS[1:]),
        [LeftOut("repeated-header", 1, (2,))]),
    "rules": ((HEAD, ";".join(["------"] * 6), *ROWS), [LeftOut("ruler", 1, (1,))]),
    "units": ((HEAD, "nr;ddmmåå-nnnn;dd-mm-åååå;ja/nej;antal;kode", *ROWS),
              [LeftOut("units", 1, (1,))]),
    "a note": ((HEAD, *ROWS, "", "Udtrukket af MBK den 01-12-2014"), [LeftOut("note", 1, (4,))]),
    "a padded note": ((HEAD, *ROWS, EMPTY, f"Kilde: et register{EMPTY}"),
                      [LeftOut("note", 1, (5,)), LeftOut("empty", 1, (4,))]),
    "a note that a spreadsheet filled up": (
        (HEAD, *ROWS, "Antal: 3;;;;;", "Udtrukket 01-12-2014;;;;;"),
        [LeftOut("total", 1, (4,)), LeftOut("note", 1, (5,))]),
    "control z": ((HEAD, *ROWS, "\x1a"), [LeftOut("empty", 1, (4,))]),
    "how many there are": ((HEAD, *ROWS, "3;;;;;"), [LeftOut("total", 1, (4,))]),
    "how many there are below a blank": (
        (HEAD, *ROWS[:1], HEAD, *ROWS[1:], EMPTY, '"3";;;;;', "Udtrukket af MBK;;;;;"),
        [LeftOut("repeated-header", 1, (2,)), LeftOut("note", 1, (7,)), LeftOut("total", 1, (6,)),
         LeftOut("empty", 1, (5,))]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(3, NO_RECORDS))
def test_what_is_no_record_is_left_out_and_told(tmp_path: Path, name: str) -> None:
    lines, told = NO_RECORDS[name]
    encoding = "utf-8" if "\ufeff" in lines[0] else "cp1252"
    found = opened(tmp_path, *lines, encoding=encoding)
    assert found["id"] == ["A1", "A2", "A3"]
    assert left_out(found) == told


RECORDS = {
    "a person called Total": "Total;630255-2097;03-02-1955;ja;1;01",
    "a row with an id alone": "A9;;;;;",
    "a number that is not how many there are": "4;;;;;",
    "how many there are with a fact": "3;;;ja;;",
    "a row with an id of two words alone": "A 9;;;;;",
    "a row without an id": ";630255-2097;03-02-1955;ja;1;01",
    "a name that begins as a sum": "Sum Ting;;03-02-1955;;;",
    "a row of blanks but one fact": ";;;ja;;",
    "words of headings": "A4;630255-2097;03-02-1955;ja;1;Status",
    "a sum without a word": ";;;7;12;",  # months can be read
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_row_that_gives_a_fact_stays_a_record(tmp_path: Path, name: str) -> None:
    rows = [row.replace("A", "A ", 1) for row in ROWS] if "two words" in name else ROWS
    found = opened(tmp_path, HEAD, *rows, RECORDS[name])
    assert len(found["id"]) == 4
    assert left_out(found) == []


def test_the_last_of_rows_numbered_from_nought_stays_a_record(tmp_path: Path) -> None:
    rows = [f"{n};{row.split(';', 1)[1]}" for n, row in enumerate(ROWS)]
    assert opened(tmp_path, HEAD, *rows, "3;;;;;")["id"] == ["0", "1", "2", "3"]


@pytest.mark.slow
def test_rows_keep_their_numbers(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "t.csv"
    lines = ("id;birth_date;home_in_denmark;digital_post", "A;1980-01-01;ja;ja", ";;;",
             "B;1980-01-99;ja;nej", "I alt;;;2")  # fmt: skip
    path.write_text("\n".join(lines))
    result = check_dataset(path, CheckRequest(date(2014, 12, 1), law, about=POST))
    assert result.records == 2
    (flaw,) = [flaw for flaw in result.quality if flaw.code == "unreadable-value"]
    assert flaw.examples == (3,)
    (table,) = result.intake.tables
    assert (table.records, table.header) == (2, 1)
    assert intake.restored(json.loads(json.dumps(intake.kept(result.intake)))) == result.intake


TWO_LINES: dict[str, tuple[str, str, dict[str | None, str]]] = {
    "over two columns": ("Løbenummer;CPR-nummer;Fødselsdato;Pas;;Status", ";;;Kode;Har;",
                         {"passport": "Har Pas", None: "Pas Kode"}),
    "the last over two": ("Løbenummer;CPR-nummer;Status;Fødselsdato;Pas", ";;;;Kode;Har",
                          {"passport": "Har Pas", None: "Pas Kode"}),
    "in words that are known": ("Løbenummer;CPR-nummer;Fødselsdato;Pas;;Status",
                                ";;;Nr.;Har pas;", {"passport": "Har pas", None: "Pas Nr."}),
    "of somebody else": ("Løbenummer;CPR-nummer;Fødselsdato;Ægtefælle;;Status",
                         ";;;Navn;Har pas;", {None: "Ægtefælle Navn"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TWO_LINES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_headings_in_two_lines_are_read_as_one(tmp_path: Path, name: str, kind: str) -> None:
    over, under, meant = TWO_LINES[name]
    row = ROWS[0].rsplit(";", 3)[0] + (";01;7;ja" if name == "the last over two" else ";7;ja;01")
    if name == "the last over two":
        row = "A1;720580-0836;01;12-05-1980;7;ja"
    lines = ["Udtræk af pas", over, under, row, row.replace("A1", "A2")]
    path = tmp_path / f"t.{kind}"
    if kind == "csv":
        path.write_text("\n".join(lines))
    else:
        book = Workbook()
        for line in lines:
            book.active.append([cell or None for cell in line.split(";")])
        at = over.split(";").index("Ægtefælle" if "Ægtefælle" in over else "Pas") + 1
        book.active.merge_cells(start_row=2, end_row=2, start_column=at, end_column=at + 1)
        book.active.merge_cells(start_row=2, end_row=3, start_column=1, end_column=1)
        book.save(path)
    found = Opened(path)
    assert found["id"] == ["A1", "A2"]
    (table,) = found.table.intake.tables
    assert table.header == 3
    read: dict[str | None, str] = {column.name: column.header for column in table.columns}
    read[None] = next(column.header for column in table.columns if column.name is None)
    assert {column: read[column] for column in meant} == meant
    if "passport" in meant:
        assert found["passport"] == [True, True]


def test_a_first_record_is_no_second_line_of_headings(tmp_path: Path) -> None:
    """A column without a heading may have values."""
    for first in ("A1;ja;nej;x", ";ja;nej;", "A1;;12-05-1980;ja", ";Hansen;ja;Vej", "Anna;ja;x;y"):
        found = opened(tmp_path, "id;Navn;Har pas;", first, "A2;Hansen;ja;ja", "A3;Jensen;ja;ja")
        assert len(found["id"]) == 3, first


def test_headings_in_two_lines_with_forms_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="stand in two lines"):
        opened(tmp_path, "Løbenummer;Fødselsdato;Har pas;;Status", "nr.;dato;Brev;Har;kode",
               "A1;12-05-1980;ja;nej;01", "A2;12-05-1980;ja;nej;01")  # fmt: skip


@pytest.mark.slow
def test_a_type_that_one_heading_tells_is_told(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Sagsnr;Fødselsdato;Dato;Godkendt\nS1;12-05-1980;01-02-2014;ja\n")
    notes = check_dataset(path, CheckRequest(date(2024, 12, 1), law)).notes
    (told,) = [note.en for note in notes if "were read as" in note.en]
    assert "read as customer by the header of" in told
    assert "give --type" in told
    stated = CheckRequest(date(2024, 12, 1), law, record_type="customer")
    assert not [one for one in check_dataset(path, stated).notes if "were read as" in one.en]


NOTES = ("Udtrukket den 1. dec. 2014", "Kilde: et register", "Kun til brug i denne kommune",
         "* foreløbige tal", "Fortroligt udtræk.")  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_a_note_in_a_column_that_is_not_read_is_no_record(tmp_path: Path, note: str) -> None:
    """Texts of that column may have several words."""
    found = opened(tmp_path, "Navn på sagen;Fødselsdato;Har pas", "En sag;12-05-1980;ja",
                   "En anden sag;12-05-1980;nej", f"{note};;")  # fmt: skip
    assert len(found["birth_date"]) == 2
    assert left_out(found) == [LeftOut("note", 1, (3,))]


@pytest.mark.parametrize("name", ["Anna Hansen", "Anna Bo Hansen", "Anna"])
def test_whoever_has_only_a_name_stays_a_record(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, "Hvem;Fødselsdato;Har pas", "Bo Vej;12-05-1980;ja",
                   "Bo Ås;12-05-1980;nej", f"{name};;")  # fmt: skip
    assert len(found["birth_date"]) == 3


def test_another_table_below_the_first_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"another begins .*row 4"):
        opened(tmp_path, HEAD, *ROWS, "", "Kommune;Antal", "Aalborg;2")


OTHER_HEADS = {
    "another order": "Løbenummer;CPR-nummer;Fødselsdato;Status;Måneder;Har pas",
    "another order, in English": "Identifier;Date of birth;CPR number;Passport;months;Status",
    "other columns": "Løbenummer;CPR-nummer;Fødselsdato;Rejst den;Land;",
    "a column that is not known": "Sag;CPR-nummer;Har pas;Fødselsdato;Måneder;Status",
    "a column of names first": "Navn;Adresse;CPR-nummer;Fødselsdato;Har pas;Status",
    "a mark of its encoding": "\ufeffFødselsdato;Løbenummer;CPR-nummer;Har pas;Måneder;Status",
}


@pytest.mark.parametrize("name", OTHER_HEADS)
@pytest.mark.parametrize("between", [(), ("",), (EMPTY,), ("Fraflyttede",)])
def test_another_table_with_headings_of_these_columns_is_refused(
    tmp_path: Path, name: str, between: tuple[str, ...]
) -> None:
    row = r"row \d"
    with pytest.raises(InputError, match=rf"another begins .*{row}"):
        opened(tmp_path, HEAD, *ROWS[:2], *between, OTHER_HEADS[name], *ROWS)
    with pytest.raises(InputError, match=rf"another begins .*{row}"):
        opened(tmp_path, HEAD, *between, OTHER_HEADS[name], *ROWS)


def test_another_table_in_a_sheet_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    for line in (HEAD, *ROWS, OTHER_HEADS["another order"], *ROWS):
        book.active.append(line.split(";"))
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match=r"another begins .*row 4"):
        Opened(tmp_path / "t.xlsx")


LARGE = 64_000 if WHOLE else 8_000
"""Rows of a file that is read in pieces: of their own size where the whole is asked for."""


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files of so many rows in pieces."""
    if not WHOLE:
        monkeypatch.setattr(lovgraf.readers.delimited, "_SMALL", 0)
        monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 1 << 16)
        monkeypatch.setattr(lovgraf.readers.pieces, "_BLOCK", 1 << 14)


@pytest.mark.slow
@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("name", one_in(len(OTHER_HEADS), OTHER_HEADS))
def test_another_table_in_a_large_file_is_refused(tmp_path: Path, name: str) -> None:
    many = [f"B{n};{ROWS[0].split(';', 1)[1]}" for n in range(LARGE)]
    with pytest.raises(InputError, match=rf"another begins .*row {LARGE // 2 + 1}"):
        opened(tmp_path, HEAD, *many[: LARGE // 2], OTHER_HEADS[name], *many[LARGE // 2 :])
    lines = (line.split(";") for line in (*many, OTHER_HEADS[name].replace("\ufeff", ""), *ROWS))
    columns = dict(zip(HEAD.split(";"), zip(*lines, strict=True), strict=True))
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({head: list(cells) for head, cells in columns.items()}), path)
    with pytest.raises(InputError, match=rf"another begins .*row {LARGE + 1}"):
        Opened(path)


@pytest.mark.slow
@pytest.mark.usefixtures("in_pieces")
def test_rows_that_are_no_records_are_found_in_a_large_file_and_in_parquet(tmp_path: Path) -> None:
    many = [f"B{n};{ROWS[0].split(';', 1)[1]}" for n in range(LARGE)]
    found = opened(tmp_path, HEAD, *many[: LARGE // 2], HEAD, *many[LARGE // 2 :], "I alt;;;;9;")
    assert left_out(found) == [
        LeftOut("repeated-header", 1, (LARGE // 2 + 1,)), LeftOut("total", 1, (LARGE + 2,))
    ]  # fmt: skip
    assert opened(tmp_path, HEAD, *many).table.pieces is not None
    assert left_out(opened(tmp_path, HEAD, *many, f"{LARGE};;;;;")) == [
        LeftOut("total", 1, (LARGE + 1,))
    ]
    ids = [*(f"B{n}" for n in range(LARGE)), "Total", None]
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"id": ids, "passport": [*[True] * LARGE, None, None]}), path)
    assert {rows.reason for rows in left_out(Opened(path))} == {"total", "empty"}


def test_a_workbook_is_read_whatever_its_name(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Løbenummer", "Har pas"])
    sheet.append(["A1", "ja"])
    path = tmp_path / "t.csv"
    book.save(path)
    assert Opened(path)["passport"] == [True]


@pytest.mark.parametrize(
    ("header", "meant"), [("Fødslesdato", "Fødselsdato"), ("Date of brith", "Date of birth")]
)
def test_what_a_lost_header_may_mean_is_told_in_its_own_language(
    tmp_path: Path, header: str, meant: str
) -> None:
    found = opened(tmp_path, f"Løbenummer;Har pas;{header}", "A1;ja;12-05-1980")
    (lost,) = found.table.lost
    assert f"Did you mean {meant!r}?" in lost.why.en
    assert f"Mente du {meant!r}?" in lost.why.da
    assert "(birth_date)" in lost.why.en


def test_an_error_of_a_lost_column_has_its_full_stops(tmp_path: Path) -> None:
    found = opened(tmp_path, "Løbenummer;Har pas;Fødselsdato", *["A1;ja;x"] * 5)
    with pytest.raises(InputError) as caught:
        refuse_lost(found.table.lost, {"birth_date"}, "t.csv")
    assert ". Correct the file, or" in caught.value.message.en  # no mapping makes x a date
    assert ". Ret filen, eller" in caught.value.message.da
    assert "write into it" not in caught.value.message.en  # what it is, is known


def test_what_a_mapping_leaves_undecided_is_named_before_and_after(tmp_path: Path) -> None:
    """The advice was followed to the letter, and the mapping left out the column asked about."""
    lines = ("Løbenummer;Har pas;Fødslesdato;Måneder", "A1;ja;12-05-1980;3")
    lost = opened(tmp_path, *lines).table.lost
    with pytest.raises(InputError) as caught:
        refuse_lost(lost, {"birth_date"}, "t.csv")
    assert "say what it is, with --column 'Fødslesdato=birth_date' (or" in caught.value.message.en
    assert (
        "sig, hvad den er, med --column 'Fødslesdato=birth_date' (eller" in caught.value.message.da
    )
    left = {"Fødslesdato", "Måneder"}
    columns = [{"titles": h, "suppressOutput": h in left} for h in lines[0].split(";")]
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps({"tableSchema": {"columns": columns}}), "utf-8")
    read = Opened(tmp_path / "t.csv", mapping=mapping).table.intake
    assert intake.restored(intake.kept(read)) == read
    (undecided,) = read.undecided
    assert (undecided.header, undecided.may_be) == ("Fødslesdato", ("birth_date",))
    told = " ".join(line.en for line in read_lines(read))
    assert "'Fødslesdato' (left out, as the mapping or --column says; may be birth_date)" in told
    assert "'Måneder' (left out, as the mapping or --column says)" in told
    assert not read.of_choice().undecided


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman", "cp1252", "utf-16", "utf-8-sig"])
def test_older_encodings_are_known_by_their_headers(tmp_path: Path, encoding: str) -> None:
    found = opened(tmp_path, HEAD, *ROWS, encoding=encoding)
    assert {"id", "birth_date", "months"} <= set(found.table.values)


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = f"{HEAD};Navn\n{ROWS[0]};Bjørn\n".encode() + f"{ROWS[1]};Søren\n".encode("cp1252")
    path.write_bytes(text)
    with pytest.raises(InputError, match=r"t\.csv:3: The line is not in UTF-8"):
        Opened(path)


@pytest.mark.parametrize(
    ("sound", "others", "refused"), [(5, 12, True), (1, 10, True), (1, 11, False)]
)
def test_a_file_mostly_in_another_encoding_is_in_two(
    tmp_path: Path, sound: int, others: int, refused: bool
) -> None:
    """By chance hardly any line in another encoding is UTF-8: headings of a file may be ASCII."""
    path = tmp_path / "t.csv"
    lines = [f"{ROWS[0]};Bjørn\n".encode()] * sound + [
        f"{ROWS[1]};Søren\n".encode("cp1252")
    ] * others
    head = HEAD.encode("ascii", "ignore")
    path.write_bytes(b"".join([head + b";Navn\n", *lines]))
    if not refused:
        assert Opened(path).table.intake.tables[0].encoding == "windows-1252"
        return
    with pytest.raises(InputError, match=rf"t\.csv:{sound + 2}: The line is not in UTF-8"):
        Opened(path)


NO_TABLE = {
    "no headers": (ROWS, "no headers.*999999-9999"),
    "no rows": ((HEAD,), "no rows"),
    "fixed widths": (("Løbenr CPR-nr     Født", "A1 720580-0836 12-05-1980"), "fixed widths"),
    "whole lines quoted": (tuple(f'"{line}"' for line in (HEAD, *ROWS)), "quotation marks"),
}


@pytest.mark.parametrize("name", NO_TABLE)
def test_what_is_no_table_is_refused_in_true_words(tmp_path: Path, name: str) -> None:
    lines, word = NO_TABLE[name]
    with pytest.raises(InputError, match=word) as caught:
        opened(tmp_path, *lines)
    assert "0836" not in str(caught.value)


LOST = {
    "Fødselsdtao": ("birth_date", "resembles Date of birth"),
    "F?dselsdato": ("birth_date", "resembles Date of birth"),
    "Fødselsdato".encode().decode("cp1252"): ("birth_date", "read in utf-8"),
    "Har et pas": ("passport", "resembles"),
}


@pytest.mark.parametrize("header", LOST)
def test_a_lost_column_is_told_with_what_it_resembles(tmp_path: Path, header: str) -> None:
    name, word = LOST[header]
    old = {"birth_date": "Fødselsdato", "passport": "Har pas"}[name]
    found = opened(tmp_path, HEAD.replace(old, header), *ROWS)
    (lost,) = found.table.lost
    assert lost.near[0] == name
    assert word in lost.why.en
    path = tmp_path / "t.csv"
    assert Opened(path, accept_unread=[header]).table.lost == ()


@pytest.mark.parametrize(
    ("header", "word"),
    [("Ikke tilmeldt Digital Post", '"ja": "false"'), ("Uden Digital Post", '"nej": "true"'),
     ("Tilmelt Digital Post", "Did you mean")],
)  # fmt: skip
def test_a_heading_that_denies_is_told_how_to_be_read(
    tmp_path: Path, law: Law, header: str, word: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id;birth_date;{header}\n1;01-02-1980;ja\n2;01-02-1980;nej\n")
    request = CheckRequest(date(2024, 6, 3), law)
    with pytest.raises(InputError, match="digital_post") as caught:
        check_dataset(find_inputs(str(path)).files[0], request)
    told = caught.value.in_language("en")
    assert word in told
    assert ("Did you mean" in told) == (word == "Did you mean")
    assert not any(c.denies for c in preview(path, law.facts).columns if "Did" in word)


def test_columns_that_resemble_nothing_are_only_told(tmp_path: Path) -> None:
    found = opened(tmp_path, f"{HEAD};Bemærkning;Sagsbeh.;Oprettet", *(f"{r};x;y;z" for r in ROWS))
    assert found.table.lost == ()
    (table,) = found.table.intake.tables
    assert [c.reason for c in table.columns if c.name is None] == ["unknown"] * 3


def test_a_column_given_twice_is_lost_where_the_values_differ(tmp_path: Path) -> None:
    same = opened(tmp_path, f"{HEAD};Født", *(f"{row};{row.split(';')[2]}" for row in ROWS))
    assert same.table.lost == ()
    assert reasons(same) == ["doubled"]
    other = opened(tmp_path, f"{HEAD};Født", *(f"{row};01-01-1900" for row in ROWS))
    assert [lost.near for lost in other.table.lost] == [("birth_date",)]


def test_a_column_that_is_passed_over_is_not_said_to_give_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read is the first column, and the second has other values: the report says so."""
    path = tmp_path / "d.csv"
    head = "id;birth_date;home_in_denmark;digital_post;exemption_ground;digital_post;digital_post"
    path.write_text(f"{head}\n1;1980-01-01;ja;nej;0;ja;nej\n", "utf-8")
    command = ["check", str(path), "--as-of", "2016-12-01", "--lang", "en"]
    assert main(command) == 2
    assert "with other values than the first" in capsys.readouterr().err
    assert main([*command, "--accept-unread", "digital_post"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert (
        "Not read: 'digital_post' (an earlier column was read instead, and it has other values); "
        "'digital_post' (an earlier column gives the same)." in told
    )


def test_days_as_excel_counts_them_and_values_that_nobody_can_read_are_lost(tmp_path: Path) -> None:
    serial = opened(tmp_path, HEAD, "A1;;29353;ja;3;01", "A2;;20123;nej;4;01")
    assert ["Excel counts days" in lost.why.en for lost in serial.table.lost] == [True]
    words = opened(tmp_path, HEAD, *(f"A{n};;{n}. maj 1980;ja;3;01" for n in range(1, 5)))
    (lost,) = words.table.lost
    assert "'9. xxx 9999'" in lost.why.en
    assert "maj" not in lost.why.en


@pytest.mark.parametrize("kind", ["csv", "BIGINT", "DOUBLE"])
def test_numbers_that_are_codes_of_yes_and_no_are_lost(tmp_path: Path, kind: str) -> None:
    """Where 1 is no and 2 yes, 1 must not be taken for yes."""
    path = tmp_path / f"t.{'csv' if kind == 'csv' else 'parquet'}"

    def read(*numbers: int, codes: dict[str, str] | None = None) -> Opened:
        texts = [f"{n}.0" if kind == "DOUBLE" else f"{n}" for n in numbers]
        if kind == "csv":
            path.write_text("\n".join(("id;Har pas", *(f"A{t};{t}" for t in texts))))
        else:
            typed = pa.array(numbers, pa.int64() if kind == "BIGINT" else pa.float64())
            parquet.write_table(pa.table({"id": texts, "Har pas": typed}), path)
        mapping = tmp_path / "m.json"
        coded = codes or {}
        told = {t: code for t, n in zip(texts, numbers, strict=True) if (code := coded.get(str(n)))}
        described = [
            {"titles": "id", "name": "id"},
            {"titles": "Har pas", "name": "passport", **({"lovgraf:codes": told} if told else {})},
        ]
        mapping.write_text(json.dumps({"tableSchema": {"columns": described}}))
        return Opened(path, mapping=mapping)

    found = read(1, 2, 1)
    (lost,) = found.table.lost
    assert "other numbers than 0 and 1" in lost.why.en
    assert found["passport"] == [None] * 3
    assert found.unreadable("passport") == [1, 2, 3]
    assert read(1, 2, 1, codes={"1": "false", "2": "true"})["passport"] == [False, True, False]
    assert read(1, 2, codes={"2": "true"})["passport"] == [None, True]
    assert read(1, 0, 1)["passport"] == [True, False, True]
    assert read(0, -1, 0)["passport"] == [False, True, False]
    assert read(1, -1)["passport"] == [None, None]


@pytest.mark.parametrize("mark", [",", "."])
def test_numbers_that_may_be_thousands_or_decimals_are_lost(tmp_path: Path, mark: str) -> None:
    lines = ("id;Gebyr", *(f"A{n};1{n}{mark}000" for n in range(3)))
    (lost,) = opened(tmp_path, *lines).table.lost
    assert lost.near == ("fee",)
    assert "may be thousands or decimals" in lost.why.en
    mapping = tmp_path / "m.json"
    for decimal in (",", "."):
        form = {"base": "decimal", "format": {"decimalChar": decimal}}
        described = [
            {"titles": "id", "name": "id"},
            {"titles": "Gebyr", "name": "fee", "datatype": form},
        ]
        mapping.write_text(json.dumps({"tableSchema": {"columns": described}}))
        found = Opened(tmp_path / "t.csv", mapping=mapping)
        assert not found.table.lost
        assert found["fee"] == ([10.0, 11.0, 12.0] if mark == decimal else [10e3, 11e3, 12e3])


def test_of_a_heading_that_may_be_a_value_the_place_is_told(tmp_path: Path) -> None:
    found = opened(tmp_path, "Kaj Ost;Born 1;Fødselsdag;Fee;Kai;Bo", "x;1;12-05-1980;2;x;x")
    with pytest.raises(InputError, match=r"no\. 3 \('Xxxxxxxxxx'\) resembles") as caught:
        refuse_lost(found.table.lost, ["birth_date"], "t.csv")
    assert "--accept-unread 'birth_date'" in caught.value.message.en
    assert "M.json, write into it what is under no. 3 (" in caught.value.message.en
    assert "--column" not in caught.value.message.en


@pytest.mark.parametrize(("days", "advised"), [("1. maj 80", False), ("1-2-1980 14:30", True)])
def test_all_columns_to_be_passed_over_are_named(
    law: Law, tmp_path: Path, days: str, advised: bool
) -> None:
    ours = [one for one in law.facts.columns.values() if "person" in one.record_types]
    asked = [one.name for one in ours if one.datatype == "date"][:9]
    path = tmp_path / "t.csv"
    path.write_text(f"id;{';'.join(asked)}\n" + f"1;{';'.join([days] * 9)}\n" * 3)
    lost = Opened(path, FactsOfDay(law.facts)).table.lost
    with pytest.raises(InputError) as caught:
        refuse_lost(lost, [one.near[0] for one in lost], "t.csv")
    assert len(lost) > 6
    for said in (caught.value.message.da, caught.value.message.en):
        assert said.count("--accept-unread") == len(lost)
        assert ("lovgraf map" in said) is advised


@pytest.mark.slow
def test_a_lost_column_that_the_law_asks_for_stops_the_check(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;birth_daet;home_in_denmark;Sag\nA;1980-01-01;ja;x\n")
    request = CheckRequest(date(2014, 12, 1), law, about=POST)
    with pytest.raises(InputError, match="Did you mean 'birth_date'.*--accept-unread"):
        check_dataset(path, request)
    result = check_dataset(path, structs.replace(request, accept_unread=("birth_daet",)))
    assert result.records == 1
    assert "birth_date" not in result.columns


@pytest.mark.slow
def test_a_lost_column_without_which_a_norm_is_not_asked_stops_it_too(
    tmp_path: Path, law: Law
) -> None:
    """A table is asked of what it has columns for; what it would be asked of is not forgotten."""
    path = tmp_path / "t.csv"
    path.write_text(
        "id;birth_date;home_in_denmark;cpr_status;digital_post;has_nemkont;receives_public_payment\n"
        "A;1980-01-01;ja;01;ja;nej;ja\n"
    )
    filled = replace(law, profile=profile_of(law.graph, law.facts, "register"))
    request = CheckRequest(date(2014, 12, 1), filled)
    with pytest.raises(InputError, match="Did you mean 'has_nemkonto'"):
        check_dataset(path, request)
    found = check_dataset(path, structs.replace(request, accept_unread=("has_nemkont",)))
    assert any("has_nemkonto" in one.needs for one in found.not_asked)


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


TABLE = [HEAD.split(";"), *(row.split(";") for row in ROWS)]


def test_several_sheets_of_records_are_named_or_all_read(tmp_path: Path) -> None:
    notes = [["Vejledning"], ["Udfyld alle felter"]]
    path = workbook(tmp_path / "t.xlsx", Noter=notes, Aalborg=TABLE, Vejle=TABLE)
    with pytest.raises(InputError, match=r"Aalborg, Vejle\..*--sheet all"):
        Opened(path)
    assert Opened(path, sheet="Vejle")["id"] == ["A1", "A2", "A3"]
    with pytest.raises(InputError, match="no sheet Odense"):
        Opened(path, sheet="Odense")
    found = with_sheet(find_inputs(str(path)), "all", FACTS)
    assert [(f.name, f.sheet) for f in found.files] == [
        ("t.xlsx [Aalborg]", "Aalborg"), ("t.xlsx [Vejle]", "Vejle")
    ]  # fmt: skip
    assert not found.single
    both = intake.together(
        Opened(path, sheet=part.sheet, name=part.name).table.intake for part in found.files
    )
    assert [table.sheet for table in both.tables] == ["Aalborg", "Vejle"]
    assert [(other.file, other.sheet) for other in both.not_read] == [("t.xlsx", "Noter")]


def test_sheets_that_are_not_read_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", Noter=[["Sådan"]], Data=TABLE, Tom=[])
    told = {other.sheet: other.reason.en for other in Opened(path).table.intake.not_read}
    assert told == {
        "Noter": "the sheet has no known headers", "Tom": "the sheet is empty"
    }  # fmt: skip


def test_a_sheet_keeps_the_numbers_of_its_rows(tmp_path: Path) -> None:
    total = ["I alt", None, None, None, "=SUM(E4:E7)"]
    rows: list[list[Any]] = [["Titel"], [], *TABLE[:2], [], *TABLE[2:], total]
    found = Opened(workbook(tmp_path / "t.xlsx", Data=rows))
    assert found["id"] == ["A1", "A2", "A3"]
    (table,) = found.table.intake.tables
    assert (table.header, table.sheet) == (3, "Data")
    assert {rows.reason: rows.rows for rows in table.left_out} == {
        "title": (), "total": (5,), "empty": (2,)
    }  # fmt: skip


def test_formulas_without_values_are_no_blanks(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        TABLE[0],
        *([*row[:2], "=DATE(1980,5,12)", *row[3:]] for row in TABLE[1:]),
    ]
    with pytest.raises(InputError, match="'Fødselsdato'.*formulas without.*save it again"):
        Opened(workbook(tmp_path / "t.xlsx", Data=rows))
    unread = [[*TABLE[0], "Alder"], *([*row, "=2014-1980"] for row in TABLE[1:])]
    assert len(Opened(workbook(tmp_path / "u.xlsx", Data=unread))["id"]) == 3


MERGED = {
    "a value for two": ("C3:C4", "'Fødselsdato'.*merged cells, first in row 3"),
    "two columns": ("B2:C4", "merged cells, first in row 2"),
    "a column that is not read": ("G2:G4", None),
    "a heading of two rows": ("C1:C2", None),
    "one row": ("C2:D2", None),
}


@pytest.mark.parametrize("kind", MERGED)
def test_a_value_that_spans_rows_is_refused(tmp_path: Path, kind: str) -> None:
    ref, told = MERGED[kind]
    path = workbook(
        tmp_path / "t.xlsx", Data=[[*TABLE[0], "Noter"], *([*r, "x"] for r in TABLE[1:])]
    )
    book = load_workbook(path)
    book["Data"].merge_cells(ref)
    book.save(path)
    if told is None:
        assert len(Opened(path)["id"]) == 3
        return
    with pytest.raises(InputError, match=told):
        Opened(path)


def test_what_a_workbook_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", Data=TABLE)
    found = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:F4"', b'ref="A1:B2"'))
    path.write_bytes(found.getvalue())
    assert Opened(path)["status"] == ["01", "01", "03"]


HUGE = "x" * (50 << 20)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", one_in(5, ["a value", "a cell", "the last value", "a quoted value", "a header"])
)
def test_a_value_of_fifty_megabytes_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "t.csv"
    if kind == "a cell":
        path = workbook(tmp_path / "t.xlsx", Data=[*TABLE, ["A4", "MARK"]])
        found = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(found, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b"MARK", HUGE.encode()))
        path.write_bytes(found.getvalue())
    else:
        lines = {
            "a value": f"{HEAD}\nA1;{HUGE};;;;\n",
            "a quoted value": f'{HEAD}\nA1;"{HUGE}";;;;\n',
            "the last value": f"{HEAD}\n{ROWS[0]}\nA9;{HUGE};;;;\n",
            "a header": f"{HEAD};{HUGE}\n{ROWS[0]};\n",
        }
        path.write_text(lines[kind], "utf-8")
    with pytest.raises(InputError) as caught:
        _ = Opened(path)["id"]
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("place", range(0, 6000, 1500))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, place: int) -> None:
    """Also where the archive sends its reader to places that no file has (`OSError`)."""
    path = workbook(tmp_path / "t.xlsx", Data=TABLE)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 0xFF
    central = data.rfind(b"PK\x01\x02")
    data[central + 42 : central + 46] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    with pytest.raises(InputError):
        Opened(path)


@pytest.mark.parametrize("listed", [False, True])
def test_a_column_whose_values_have_fields_is_refused_and_not_sent_to_a_mapping(
    tmp_path: Path, listed: bool
) -> None:
    path, values = tmp_path / "d.parquet", [{"kode": "DK"}, {"kode": "SE"}, {"kode": "US"}]
    held = [[value] for value in values] if listed else values
    parquet.write_table(pa.table({"id": ["1", "2", "3"], "Land": held}), path)
    (lost,) = Opened(path).table.lost
    assert lost.near == ("country",)
    assert not lost.mappable
    assert "a column for each field" in lost.why.en

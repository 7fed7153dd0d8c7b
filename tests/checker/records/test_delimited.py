"""CSV files as agencies export them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lovgraf.readers.encodings
import lovgraf.readers.tally
from lovgraf.readers.odd_lines import Odd
from lovgraf.readers.tally import Tally, tally
from lovgraf.readers.totals import TOTAL_STARTS, TOTALS
from tests.checker.records.vocabulary import Opened
from tests.examples import WHOLE, cells, examples

# The characters of a CSV counted in bulk are those that a plain reading finds.

TEXTS = st.text('ab;"\n\r\0', max_size=200)


def plainly(text: str) -> Tally:
    """The same counts, a character at a time."""
    found, inside, parted = Tally(), False, 0
    for at, character in enumerate(text):
        before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
        if character == '"':
            found.quotes += 1
            inside = not inside
            found.tidy &= (before if inside else after) in ';\n\r"'
        found.breaks += character == "\n"
        found.returns += character == "\r"
        found.null |= character == "\0"
        parted += character == ";" and not inside
        found.quoted_breaks += inside and character == "\n"
        found.quoted_returns += inside and character == "\r"
        found.quoted_delimiters += inside and character == ";"
        if character == "\n" and not inside:
            found.uneven, parted = found.uneven + (parted != 1), 0
    found.uneven += text[-1:] not in ("", "\n") and parted != 1
    found.pairs = text.count("\r\n")
    found.lines = found.breaks + (text[-1:] not in ("", "\n"))
    return found


@pytest.mark.slow
@examples(35, whole=100)
@given(text=TEXTS, size=st.sampled_from([3, 7, 64, 100, 1 << 20]), halves=st.booleans())
def test_counts(
    tmp_path_factory: pytest.TempPathFactory, text: str, size: int, halves: bool
) -> None:
    path = tmp_path_factory.mktemp("tally") / "t.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
        patch.setattr(lovgraf.readers.tally, "_LARGE", 2 if halves else 1 << 20)
        patch.setattr(lovgraf.readers.tally, "_BLOCK", 3)
        assert tally(path, ";", 1) == plainly(text)


def test_a_byte_order_mark_is_no_value(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeff"id";"name"\n'.encode())
    assert tally(path, ";", 1).tidy


@pytest.mark.parametrize("size", [2, 3, 5, 1 << 20])
@pytest.mark.parametrize(
    "line",
    [
        "I alt;;3",
        ";;",
        "TOTAL;1",
        '"Sum";1',
        "----;----",
        "Løbenr;x",
        ";Total",
        '"";"";""',
        ";;TOTAL;1",
    ],
)
def test_lines_that_may_be_no_records_are_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, line: str
) -> None:
    monkeypatch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
    path = tmp_path / "t.csv"
    for before in range(4):
        path.write_text(f"Løbenr;x\n{'9' * before};2\n{line}\n9;1\n", "utf-8")
        assert tally(path, ";", 1, Odd.of({"to", "i ", "su", "Lø"}, (), ";")).odd


def test_the_headers_are_not_odd_but_where_they_come_again(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for text, odd in (('"id";"x"\n"P1";2\n', False), ('"id";"x"\n"P1";2\n"id";"x"\n', True)):
        path.write_text(text)
        assert tally(path, ";", 1, Odd.of({"id"}, (), ";")).odd is odd


@pytest.mark.parametrize("size", [2, 3, 5, 7, 1 << 20])
def test_lines_that_begin_with_blanks_are_odd_for_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """A first column may be blank in many rows; a sum below all rows has no word and no id."""
    monkeypatch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
    path = tmp_path / "t.csv"
    for before in range(4):
        lines = f"x;id;name\n{'9' * before};2;A\n;3;B\n;;Nt\n"
        for last, odd in ((";4;C\n", False), (";;7\n", True), ("5;;7\n", False)):
            path.write_text(lines + last)
            assert tally(path, ";", 2, Odd.of({"to", "i ", "su", "na"}, (), ";")).odd is odd


@pytest.mark.parametrize(("said", "size"), cells(
    [("Date of birth;x", True), ('"Date OF birth";x', True), (";id;x", True), ("id", True),
     ("date of;x", False), ("date of births;x", False), ("Idun;x", False), ("1;id", False),
     ("FØDT;2", True), ("født;2", True), ("fødte;2", False), ("\ufefffødt;2", True)],
    [2, 3, 5, 7, 1 << 20],
))  # fmt: skip
def test_lines_that_begin_with_a_heading_are_odd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: tuple[str, bool], size: int
) -> None:
    line, odd = said
    monkeypatch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
    heads = frozenset({"date of birth", "id", "født", "fØdt"})
    path = tmp_path / "t.csv"
    for before in range(4):
        path.write_text(f"Løbenr;x\n{'9' * before};2\n{line}\n9;1\n", "utf-8")
        assert tally(path, ";", 1, Odd.of((), {head.encode() for head in heads}, ";")).odd is odd


@pytest.mark.parametrize(("said", "size"), cells(
    [("Sag;Date of birth;id", True), ('"Sag";"DATE OF birth";"id"', True), ("Sag;født;;;id", True),
     ("Sag 1;Født;x;;id", True), ("Sag;x;id", False), ("Sag;id;x;y;z;w;FØDT", False),
     ("Sag;iden;Date of birthday;født her", False)],
    [2, 3, 5, 7, 64, 1 << 20],
))  # fmt: skip
def test_lines_of_headings_are_odd_whatever_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: tuple[str, bool], size: int
) -> None:
    line, odd = said
    monkeypatch.setattr(lovgraf.readers.encodings, "_CHUNK", size)
    heads = frozenset({"date of birth", "id", "født", "fØdt"})
    path = tmp_path / "t.csv"
    for before, after in ((1, 1), (2, 0), (3, 3), (4, 2)):
        rows = "x9;1990-02-01;ja\n"
        path.write_text(f"Løbenr;x;y\n{rows * before}{line}\n{rows * after}", "utf-8")
        assert tally(path, ";", 2, Odd.of((), {head.encode() for head in heads}, ";")).odd is odd
        path.write_text(f"Løbenr;x;y\n{rows * before}{line}", "utf-8")
        assert tally(path, ";", 2, Odd.of((), {head.encode() for head in heads}, ";")).odd is odd


def test_lines_of_records_are_not_odd(tmp_path: Path) -> None:
    """Not even where names and streets begin as a total does."""
    path = tmp_path / "t.csv"
    path.write_text('id;name\nA1;Total\n"B2";I alt\n12;;\n;Hovedgaden 3\nAnton;1\nSumatra;2\n')
    assert not tally(path, ";", 1, Odd.of({"Ⅼ1"}, (), ";")).odd


@given(
    st.from_regex(re.compile(TOTALS, re.ASCII), fullmatch=True), st.sampled_from([str.upper, str])
)
def test_totals_are_odd(
    tmp_path_factory: pytest.TempPathFactory, total: str, case: Callable[[str], str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "totals.csv"
    path.write_text(f"id;x\nA;2\n;{case(total)}\nB;1\n")
    assert total[:3] in TOTAL_STARTS
    assert tally(path, ";", 1, Odd.of((), (), ";")).odd


DAY = date(1990, 2, 1)


def written(folder: Path, text: str | bytes, encoding: str = "utf-8", name: str = "t.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32"])
@pytest.mark.parametrize("name", ["Åse Øst", "Åse – “Øst” €"])
def test_encodings(tmp_path: Path, encoding: str, name: str) -> None:
    text = f"Løbenummer;Fødselsdato;Navn\nå1;01-02-1990;{name}\n"
    opened = Opened(written(tmp_path, text, encoding))
    assert (opened["id"], opened["birth_date"], opened["name"]) == (["å1"], [DAY], [name])


def test_utf_16_without_a_mark(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;birth_date\n1;1990-02-01\n", "utf-16-le"))
    assert opened["birth_date"] == [DAY]


@pytest.mark.slow
def test_a_late_letter_decides_the_encoding(tmp_path: Path) -> None:
    """In the second piece of the file that is looked through."""
    row = f"1;{'navn' * 25}\n"
    rows = row * (lovgraf.readers.encodings._CHUNK // len(row) + 1) + "x;Søren\n"
    opened = Opened(written(tmp_path, "id;name\n" + rows, "cp1252"))
    assert opened["name"][-1] == "Søren"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, line_end: str) -> None:
    lines = [["id", "Født", "Gebyr"], ["1", "01.02.1990", "5"], ["2", "", ""]]
    text = line_end.join(delimiter.join(line) for line in lines)
    opened = Opened(written(tmp_path, text))
    assert opened["birth_date"] == [DAY, None]
    assert opened["fee"] == [5.0, None]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_return_within_a_value_is_part_of_it(tmp_path: Path, line_end: str) -> None:
    lines = ["id;birth_date;name", '1;1990-02-01;"Åse\rØst"', "2;1990-02-01;Ib"]
    opened = Opened(written(tmp_path, line_end.join(lines) + line_end))
    assert opened["name"] == ["Åse\rØst", "Ib"]
    assert opened["birth_date"] == [DAY, DAY]


@pytest.mark.parametrize(
    "header",
    [
        "Fødselsdato",
        "FOEDSELSDATO",
        "fodselsdato",
        "birth-date",
        "Birth Date",
        "date_of birth",
        "født",
    ],
)
def test_headers(tmp_path: Path, header: str) -> None:
    assert Opened(written(tmp_path, f"id;{header}\n1;1990-02-01\n"))["birth_date"] == [DAY]


def test_a_line_that_states_the_delimiter(tmp_path: Path) -> None:
    text = "sep=;\r\nid;birth_date\r\n1;01-02-1990\r\n"
    opened = Opened(written(tmp_path, text))
    assert opened["birth_date"] == [DAY]
    assert opened.left_out("too-short") == []


def test_blank_lines_before_the_header(tmp_path: Path) -> None:
    assert Opened(written(tmp_path, "\n\nid;fee\n1;2\n"))["fee"] == [2.0]


def test_a_short_row_among_quotes_with_delimiters(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, 'id;name;fee\n1;"a;b";5\n2;c\n3;"d";7\n'))
    assert opened["fee"] == [5.0, 7.0]
    assert opened.left_out("too-short") == [2]


def test_marks_inside_a_value_do_not_hide_a_short_row(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, 'id;name;fee\n1;5" rør;6" rør\n2;c\n'))
    assert opened.left_out("too-short") == [2]


def test_quotes_with_breaks_and_delimiters(tmp_path: Path) -> None:
    text = 'id;name;fee\n1;"a;""b""\nc";5\n2;"";7\n3;d;9\n'
    opened = Opened(written(tmp_path, text))
    assert opened["name"] == ['a;"b"\nc', None, "d"]
    assert opened["fee"] == [5, 7, 9]
    assert opened.left_out("too-short") == []


def test_a_header_with_a_break(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, '"Føds-\nelsdato";id\n01-02-1990;1\n01-02-1990;2\n'))
    assert opened["id"] == ["1", "2"]
    assert opened["birth_date"] == [DAY, DAY]


def test_ragged_rows_are_left_out_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "id;birth_date;fee\n1;01-02-1990;5\n2;01-02-1990\n3;01-02-1990;7;8;9\n4;;\n5;;6\n"
    opened = Opened(written(tmp_path, text))
    assert opened["id"] == ["1", "4", "5"]
    assert opened["fee"] == [5, None, 6]
    assert opened.left_out("too-long") == [3]
    assert opened.left_out("too-short") == [2]


def test_long_and_short_rows_are_left_out_where_the_count_happens_to_agree(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;name;fee\n1;a;5;6\n2;b\n3;c;7\n"))
    assert opened.left_out("too-long") == [1]
    assert opened.left_out("too-short") == [2]
    assert opened["id"] == ["3"]


def test_delimiters_at_the_end_of_rows_are_no_flaw(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;fee\n1;5;\n2;6;\n"))
    assert opened["fee"] == [5, 6]
    assert opened.left_out("too-long") == []


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(tmp_path: Path) -> None:
    text = 'id;name;fee\n1;a;5\n2;"b;6\n3;c;7\n4;"d\ne";8\n'
    opened = Opened(written(tmp_path, text))
    assert opened["fee"] == [5, 6, 7, 8]
    assert opened["name"] == ["a", "b", "c", "d\ne"]
    assert "stray-quote" in opened.found
    assert opened.table.quality[0].examples == (2,)


def test_an_inch_mark_within_a_text(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, 'id;name;fee\n1;5" rør;5\n2;6" rør;6\n'))
    assert opened["fee"] == [5, 6]


def test_nul_bytes_are_unreadable_values(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, b"id;name;months\n1;a\0b;6\n2;c;\0\n3;d;7\n"))
    assert opened["name"] == [None, "c", "d"]
    assert opened.unreadable("name") == [1]
    assert opened.unreadable("months") == [2]


def test_unknown_doubled_nameless_and_foreign_columns(tmp_path: Path) -> None:
    text = "id;birth_date;Født;;skostørrelse;paid_on\n1;1990-02-01;2000-01-01;x;42;2020-01-01\n"
    opened = Opened(written(tmp_path, text), record_type="person")
    assert opened["birth_date"] == [DAY]
    assert opened.found == {
        "unknown-column": "skostørrelse",
        "doubled-column": "Født",
        "nameless-column": None,
        "column-of-another-type": "paid_on",
    }
    assert "paid_on" not in opened.table.values


def test_without_id_the_row_number_stands_in(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "fee;name\n5;a\n"))
    assert "id" not in opened.table.values
    assert opened.found == {"no-id": "id"}


def test_the_type_of_record_follows_from_the_columns(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;paid_on;fee\n1;1990-02-01;5\n"))
    assert opened.table.record_type == "payment"
    assert "inferred-type" in opened.found


def test_a_type_column_gives_the_type_of_each_row(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;type;birth_date\n1;Borger;1990-02-01\n2;payment;\n"))
    assert opened.table.record_type is None
    assert opened["type"] == ["person", "payment"]


def test_lost_zeros_and_words_for_nothing_are_warned_of(tmp_path: Path) -> None:
    text = "id;cpr_number;status;passport\n1;101585000;1;ja\n2;610190-1234;01;NULL\n3;;90;nej\n"
    opened = Opened(written(tmp_path, text))
    assert opened["cpr_number"] == ["0101585000", "6101901234", None]
    codes = {(code, column) for code, column, _, _ in opened.table.warnings}
    assert ("leading-zero", "cpr_number") in codes
    assert ("leading-zero", "status") in codes
    assert opened.warned("leading-zero") == [1]
    assert opened.warned("null-word") == [2]
    assert opened.unreadable("passport") == []


def test_month_first_is_found_out(tmp_path: Path) -> None:
    opened = Opened(written(tmp_path, "id;birth_date\n1;12/24/1990\n2;03/04/1990\n3;05/05/1990\n"))
    assert opened["birth_date"] == [None, None, date(1990, 5, 5)]
    assert opened.found["ambiguous-dates"] == "birth_date"
    assert opened.unreadable("birth_date") == [1, 2]


@pytest.mark.slow
def test_mixed_dates_after_the_sample_are_read_right(tmp_path: Path) -> None:
    number = 60_000 if WHOLE else 20_000
    rows = "".join(f"{n};{n % 28 + 1:02d}-02-1990\n" for n in range(number))
    late = "a;1990-02-01\nb;1.2.1990\nc;01-02-90\nd;31-12-9999\ne;NULL\nf; \n"
    opened = Opened(written(tmp_path, "id;birth_date\n" + rows + late + rows))
    assert opened["birth_date"][number : number + 6] == [
        DAY, DAY, None, date(9999, 12, 31), None, None,
    ]  # fmt: skip
    assert opened.unreadable("birth_date") == [number + 3]


@pytest.mark.slow
def test_rows_keep_their_order(tmp_path: Path) -> None:
    many = 400_000 if WHOLE else 150_000  # more than the engine holds together
    rows = "".join(f"{n};{n % 7}\n" for n in range(many))
    opened = Opened(written(tmp_path, "id;months\n" + rows))
    assert opened["id"] == [str(n) for n in range(many)]


@pytest.mark.parametrize("name", ["a*b.csv", "a?[x].csv", "it's.csv", "æ ø.csv", "{a}.csv"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    written(tmp_path, "id;fee\n1;9\n", name="axb.csv")
    assert Opened(written(tmp_path, "id;fee\n1;5\n", name=name))["fee"] == [5]


def test_complete_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "id;left_on\n1;\n")
    assert Opened(path, complete=["left_on"]).table.complete == {"left_on"}

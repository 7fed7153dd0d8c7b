"""Samples are the same for a seed, in proportion, whole or absent, and say what is known."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet
import pytest

from lovgraf.authoring.sample import write as writing
from lovgraf.authoring.sample import write_sample
from lovgraf.authoring.sample.draw import CprNumbers, Days, Drawer
from lovgraf.authoring.sample.profiles import read_profiles
from lovgraf.core.errors import InputError
from tests.examples import WHOLE

# Replacement personal numbers: nobody's, unique, and showing the date of birth.

EPOCH = date(1970, 1, 1)


def days(*dates: date) -> Days:
    return np.array([(day - EPOCH).days for day in dates], np.int32)


def shown(number: int) -> date:
    """The date a replacement number shows, by the century table read case by case."""
    text = f"{number:010}"
    day, month, year = int(text[:2]) - 60, int(text[2:4]), int(text[4:6])
    seventh = int(text[6])
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    return date(century + year, month, day)


@pytest.mark.parametrize(
    "born",
    [
        date(1858, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(1936, 12, 31),
        date(1937, 1, 1), date(1999, 12, 31), date(2000, 2, 29), date(2036, 12, 31),
        date(2037, 1, 1), date(2057, 12, 31),
    ],
)  # fmt: skip
def test_each_century_shows_the_date(born: date) -> None:
    for number in CprNumbers().take(days(*[born] * 200)):
        assert shown(int(number)) == born


def test_every_day_of_two_centuries_shows_its_date() -> None:
    dates = [date(1858, 1, 1) + timedelta(n) for n in range(0, 73_000, 7)]
    for number, born in zip(CprNumbers().take(days(*dates)), dates, strict=True):
        assert shown(int(number)) == born


def test_no_number_comes_twice_within_or_between_calls() -> None:
    numbers = CprNumbers()
    taken = [numbers.take(days(*[date(1950, 5, 7), date(1950, 5, 8)] * 500)) for _ in range(4)]
    assert len(np.unique(np.concatenate(taken))) == 4000


def test_a_day_has_as_many_numbers_as_its_serials() -> None:
    numbers = CprNumbers()
    assert len(np.unique(numbers.take(days(*[date(1930, 1, 1)] * 4000)))) == 4000
    with pytest.raises(InputError, match="not enough numbers"):
        numbers.take(days(date(1930, 1, 1)))


def rows(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa_parquet.read_table(path).to_pylist()
    return found


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_seed_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}{suffix}" for name in "abc"]
    answers = [tmp_path / f"{name}-known{suffix}" for name in "abc"]
    for file, answer, seed in zip(files, answers, (5, 5, 6), strict=True):
        write_sample(3000, file, seed, faults=0.05, expected=answer)
    assert files[0].read_bytes() == files[1].read_bytes() != files[2].read_bytes()
    assert answers[0].read_bytes() == answers[1].read_bytes() != answers[2].read_bytes()


def test_chunks_join_without_gap_or_repeated_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "CHUNK", 700)
    file, answer = tmp_path / "a.parquet", tmp_path / "known.parquet"
    write_sample(3000, file, expected=answer)
    found = rows(file)
    assert [row["id"] for row in found] == [f"P{n:09}" for n in range(1, 3001)]
    numbers = [row["cpr_number"] for row in found if row["cpr_number"]]
    assert len(set(numbers)) == len(numbers)
    assert {row["id"] for row in rows(answer)} == {row["id"] for row in found}


@pytest.mark.slow
def test_profiles_come_in_proportion_and_interleaved(tmp_path: Path) -> None:
    rows_of = 60_000 if WHOLE else 10_000
    summary = write_sample(rows_of, tmp_path / "a.parquet", 3)
    book = read_profiles()
    total = sum(profile.weight for profile in book.profiles)
    for profile in book.profiles:
        wanted = rows_of * profile.weight / total
        assert abs(summary.profiles[profile.name] - wanted) < 5 * wanted**0.5
    children = [row["eid"] == "none" for row in rows(tmp_path / "a.parquet")[:2000]]
    assert 200 < sum(children[:1000]) < 500
    assert 200 < sum(children[1000:]) < 500


def test_every_number_is_a_replacement_that_shows_the_date_of_birth(tmp_path: Path) -> None:
    write_sample(20_000 if WHOLE else 6_000, tmp_path / "a.parquet", 4)
    for row in rows(tmp_path / "a.parquet"):
        if number := row["cpr_number"]:
            born = row["birth_date"]
            assert number[:6] == f"{born.day + 60}{born:%m%y}"


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    write_sample(500, tmp_path / "a.csv", 8)
    write_sample(500, tmp_path / "a.parquet", 8)
    typed = pa_parquet.read_table(tmp_path / "a.parquet")
    options = pa_csv.ConvertOptions(
        column_types=typed.schema, null_values=[""], strings_can_be_null=True
    )
    assert pa_csv.read_csv(tmp_path / "a.csv", convert_options=options).equals(typed)


@pytest.mark.slow
def test_faulty_records_are_named_and_their_verdicts_are_not(tmp_path: Path) -> None:
    file, answer = tmp_path / "a.parquet", tmp_path / "known.parquet"
    rows_of = 20_000 if WHOLE else 6_000
    summary = write_sample(rows_of, file, 9, faults=0.1, expected=answer)
    known = rows(answer)
    faulty = {row["id"]: row for row in known if row["fault"]}
    assert sum(summary.faults.values()) == len(faulty)
    assert 0.05 < len(faulty) / rows_of < 0.1
    assert set(summary.faults) == {row["fault"] for row in faulty.values()}
    assert all((row["verdict"] is None) == (row["id"] in faulty) for row in known)
    texts = {"31-02-1985", "1/5", "99", "1", "maybe"}
    written = {value for row in rows(file) for value in row.values()} & texts
    assert written == texts


def test_clean_samples_have_no_fault(tmp_path: Path) -> None:
    summary = write_sample(1000, tmp_path / "a.csv", expected=tmp_path / "known.csv")
    assert set(summary.faults.values()) == {0}
    assert summary.as_of == "2014-12-01"
    header = (tmp_path / "known.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == '"id","provision","norm","verdict","fault","finds"'


@pytest.mark.parametrize(
    ("count", "name", "faults"),
    [(0, "a.csv", 0.0), (5, "a.xls", 0.0), (5, "a.csv", 1.5), (5, "no/a.csv", 0.0)],
)
def test_what_cannot_be_written_is_refused(
    tmp_path: Path, count: int, name: str, faults: float
) -> None:
    with pytest.raises(InputError):
        write_sample(count, tmp_path / name, faults=faults)
    assert list(tmp_path.iterdir()) == []


def test_a_file_appears_only_when_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("cut off")

    (tmp_path / "a.csv").write_text("as before", encoding="utf-8")
    monkeypatch.setattr(Drawer, "chunk", fail)
    with pytest.raises(RuntimeError, match="cut off"):
        write_sample(10, tmp_path / "a.csv", expected=tmp_path / "known.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "as before"

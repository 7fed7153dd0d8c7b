"""What is done with a file before its turn changes nothing but the time."""

from __future__ import annotations

import hashlib
import sysconfig
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lovgraf.law
import lovgraf.readers.assemble
import lovgraf.readers.decoded
import lovgraf.readers.prefetch
from lovgraf.check import dataset
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.readers.decoded import Decoded, row_groups
from lovgraf.readers.pieces import ParquetPieces, Typed
from lovgraf.readers.prefetch import Prefetch
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.some_persons import write_some
from tests.examples import one_in

DAY = date(2014, 12, 1)
ACT = "law/2012/528"
"""An act that asks for columns of each kind: what is read counts here, not what all acts make of
it."""
WORDS = Typed(frozenset(), (), (), frozenset())


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of this size are worth it."""
    monkeypatch.setattr(lovgraf.readers.prefetch, "_WORTH", 1)
    monkeypatch.setattr(lovgraf.readers.decoded, "ROWS", 500)
    monkeypatch.setattr(dataset, "MANY", 100)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Persons by format; of the Parquet file every 300 are a row group."""
    folder = tmp_path_factory.mktemp("samples")
    found = {suffix: folder / f"persons.{suffix}" for suffix in ("csv", "parquet")}
    for path in found.values():
        write_some(2000, path, seed=5, different=12)
    pq.write_table(pq.read_table(found["parquet"]), found["parquet"], row_group_size=300)
    return found


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Fills with whether each piece that was asked for was there."""
    found: list[bool] = []
    take = Decoded.take

    def watched(*arguments: Any) -> Any:
        table = take(*arguments)
        found.append(table is not None)
        return table

    monkeypatch.setattr(Decoded, "take", watched)
    return found


def filled(path: Path) -> Decoded:
    """What is decoded of a file."""
    found = Decoded()
    found.fill(path)
    return found


def report(path: Path, law: Law, ahead: Prefetch | None) -> str:
    """The whole report of a check."""
    result = check_dataset(path, CheckRequest(DAY, law, about=(f"{BASE}{ACT}",)), ahead=ahead)
    options = ReportOptions("en", frozenset({"breached"}))
    return "".join(map(str, FORMATS["json"].write(result, options)))


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Fills with the samples that were asked for; samples of 200 rows are taken."""
    found: list[Any] = []
    ask = Decoded.first

    def watched(*arguments: Any) -> Any:
        found.append(ask(*arguments))
        return found[-1]

    monkeypatch.setattr(Decoded, "first", watched)
    monkeypatch.setattr(lovgraf.readers.assemble, "SAMPLE_ROWS", 200)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("suffix", one_in(2, ["parquet", "csv"]))
def test_the_report_is_the_same(
    samples: dict[str, Path], suffix: str, law: Law, taken: list[bool], first: list[Any]
) -> None:
    """Also where the sample of a Parquet file is taken from what is decoded of it."""
    path = samples[suffix]
    plain = report(path, law, None)
    assert not any(taken)
    assert first == [None]
    taken.clear()
    with Prefetch(path) as ahead:
        ahead.digest()
        assert report(path, law, ahead) == plain
    assert taken == ([True] * 6 if suffix == "parquet" else [])
    sample = first[1]
    assert (sample is not None) == (suffix == "parquet")
    if sample is not None:
        assert sample.num_rows == 200
        whole = pq.read_table(path, columns=["cpr_number"]).column(0).to_pylist()
        assert sample.column("cpr_number").to_pylist() == whole[:200]


@pytest.mark.slow
def test_only_what_an_earlier_check_read_is_decoded(
    samples: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    law: Law,
    taken: list[bool],
) -> None:
    """And where another check reads other columns, it reads them itself, and the next time they
    are decoded."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    path, table = tmp_path / "persons.parquet", pq.read_table(samples["parquet"])
    for name in ("hobby", "remarks"):
        table = table.append_column(name, pa.array(["x"] * len(table)))
    pq.write_table(table, path, row_group_size=300)
    plain, every = report(path, law, None), {*table.column_names}

    def decoded() -> set[str]:
        taken.clear()
        with Prefetch(path) as ahead:
            ahead.digest()
            (first, *_) = ahead.decoded._groups.values()
            assert report(path, law, ahead) == plain
            return {*first.result().column_names}

    assert decoded() == every
    assert taken == [True] * 6
    few = decoded()
    assert {"hobby", "remarks"} <= every - few
    assert taken == [True] * 6
    with Prefetch(path) as ahead:
        ahead.digest()
        chosen, after = list(ahead.decoded._groups)[:2]
        assert ahead.decoded.take(chosen, ["hobby"], ()) is None
        assert ahead.decoded.take(after, ["eid"], ()) is not None
    assert {"hobby", "eid"} <= decoded()


@pytest.mark.parametrize("coded", [{"citizenship", "eid"}, {"cpr_number"}])
def test_columns_come_as_they_are_asked_for(samples: dict[str, Path], coded: set[str]) -> None:
    path, names = samples["parquet"], ["eid", "cpr_number", "birth_date", "citizenship"]
    pieces = ParquetPieces(path, {name: name for name in names})
    read = [piece() for piece in pieces.read(names, frozenset(coded), WORDS)]
    found = filled(path)
    for (chosen, _), table in zip(row_groups(pq.read_metadata(path)), read, strict=True):
        ahead = found.take(chosen, names, coded)
        assert ahead is not None
        assert ahead.schema.equals(table.schema)
        assert ahead.equals(table)
        assert found.take(chosen, names, coded) is None


def test_columns_that_are_not_there(samples: dict[str, Path]) -> None:
    assert filled(samples["parquet"]).take((0,), ["no_such_column"], ()) is None


def test_no_more_is_kept_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "persons.parquet"
    write_some(2000, path, seed=5)
    pq.write_table(pq.read_table(path), path, row_group_size=300)
    metadata = pq.read_metadata(path)
    most = 3 * lovgraf.readers.decoded._weight(metadata.row_group(0))
    monkeypatch.setattr(lovgraf.readers.decoded, "_MOST", most)
    found = filled(path)
    chosen = [chosen for chosen, _ in row_groups(metadata)]
    tables = [found.take(each, metadata.schema.names, ()) for each in chosen]
    kept = [table for table in tables if table is not None]
    assert 3 <= len(kept) < len(chosen)
    assert tables[: len(kept)] == kept
    assert sum(table.nbytes for table in kept) <= most


def test_nothing_is_decoded_once_rows_are_taken(samples: dict[str, Path]) -> None:
    found = Decoded()
    assert found.take((0,), ["eid"], ()) is None
    found.fill(samples["parquet"])
    assert found.take((0,), ["eid"], ()) is None


@pytest.mark.slow
def test_rows_that_nobody_will_ask_for_are_dropped(
    samples: dict[str, Path], tmp_path: Path, law: Law, taken: list[bool]
) -> None:
    table = pq.read_table(samples["parquet"])
    path = tmp_path / "odd.parquet"
    twice = table.append_column("nemkonto", table.column("nemkonto"))  # read by the engine
    pq.write_table(twice, path, row_group_size=300)
    with Prefetch(path) as ahead:
        ahead.digest()
        assert ahead.decoded._groups
        report(path, law, ahead)
        assert not ahead.decoded._groups
    assert not taken


def test_the_digest_is_that_of_the_file(samples: dict[str, Path]) -> None:
    path = samples["csv"]
    with Prefetch(path) as ahead:
        assert ahead.digest() == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.slow
def test_a_file_that_changes_is_read_anew(
    samples: dict[str, Path], tmp_path: Path, law: Law, taken: list[bool]
) -> None:
    path, other = tmp_path / "persons.parquet", tmp_path / "other.parquet"
    path.write_bytes(samples["parquet"].read_bytes())
    write_some(1500, other, seed=6, different=12)
    with Prefetch(path) as ahead:
        ahead.digest()
        assert ahead.of(path)
        other.replace(path)
        assert not ahead.of(path)
        assert report(path, law, ahead) == report(path, law, None)
    assert not any(taken)


def test_small_files_folders_and_what_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lovgraf.readers.prefetch, "_WORTH", 100)
    path = tmp_path / "few.csv"
    path.write_bytes(b"id\n1\n")
    for each in (path, tmp_path, tmp_path / "none.csv", Path("\0")):
        assert Prefetch.begin(each) is None


def test_the_thread_ends_with_its_context(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(8 << 30)  # longer than a minute's hashing on a busy machine
    before = set(threading.enumerate())
    with Prefetch(path) as ahead:
        (thread,) = set(threading.enumerate()) - before
    assert not thread.is_alive()
    with pytest.raises(CancelledError):
        ahead.digest()


@pytest.mark.parametrize(("cores", "waits"), [(2, True), (8, False)])
def test_the_digest_waits_for_the_readers_of_few_cores(
    samples: dict[str, Path], monkeypatch: pytest.MonkeyPatch, cores: int, waits: bool
) -> None:
    monkeypatch.setattr(lovgraf.readers.prefetch, "_cores", lambda: cores)
    with Prefetch(samples["csv"]) as ahead:
        with ahead.reading():
            assert ahead._free.is_set() is not waits
            assert ahead.digest()  # who asks for it does not wait for ever
        assert ahead._free.is_set()


def torn(content: bytes) -> bytes:
    """Without its end."""
    return content[: len(content) // 2]


def spoilt(content: bytes) -> bytes:
    """With other bytes in the middle; the end, which says what is where, is whole."""
    middle = len(content) // 2
    return content[:middle] + b"\xff\x00" * 2000 + content[middle + 4000 :]


def late(content: bytes) -> bytes:
    """With a byte that is no text in one of the last rows."""
    place = content.rindex(b"\n", 0, len(content) * 9 // 10)
    return content[: place + 2] + b"\xff\x00" + content[place + 4 :]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "change"),
    one_in(2, [("parquet", torn), ("csv", late), ("csv", None), ("parquet", spoilt)]),
)
def test_broken_files_are_told_of_as_ever(
    samples: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    suffix: str,
    change: Callable[[bytes], bytes] | None,
) -> None:
    path = tmp_path / f"persons.{suffix}"
    if change is not None:
        path.write_bytes(change(samples[suffix].read_bytes()))
    said = []
    for worth in (1 << 60, 1):
        monkeypatch.setattr(lovgraf.readers.prefetch, "_WORTH", worth)
        command = ["check", str(path), "--as-of", DAY.isoformat(), "--about", ACT, "--lang", "en"]
        status = run(command)
        said.append((status, capsys.readouterr()))
    assert said[0] == said[1]
    assert said[0][0] == 2 or change is late


@pytest.fixture
def threads() -> Iterator[set[threading.Thread]]:
    """The threads there are at the start; no more may be left of a run."""
    before = set(threading.enumerate())
    yield before
    assert {t for t in threading.enumerate() if t.is_alive()} <= before


@pytest.mark.parametrize(
    ("error", "status"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143), (None, 2)]
)
def test_a_start_that_fails_leaves_no_thread(
    samples: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    threads: set[threading.Thread],
    error: BaseException | None,
    status: int,
) -> None:
    def fail(*_: object) -> None:
        assert error is not None
        raise error

    begun: list[Prefetch | None] = []
    begin = Prefetch.begin

    def watched(path: Path) -> Prefetch | None:
        begun.append(begin(path))
        return begun[-1]

    monkeypatch.setattr(Prefetch, "begin", watched)
    arguments = ["check", str(samples["parquet"])]
    if error is None:
        arguments += ["--as-of", "yesterday"]
    else:
        monkeypatch.setattr(lovgraf.law, "load_law", fail)
    try:
        found = run(arguments)
    except SystemExit as exit_:
        found = int(str(exit_.code))
    assert found == status
    assert begun[0] is not None
    assert not begun[0].decoded._groups


def test_a_sample_is_of_texts_and_of_as_many_rows_as_are_asked_for(
    samples: dict[str, Path],
) -> None:
    found = filled(samples["parquet"])
    texts = found.first(200, ["cpr_status", "id"])
    assert texts is not None
    assert [str(field.type) for field in texts.schema] == ["string", "string"]
    assert texts.num_rows == 200
    assert found.first(200, ["cpr_status", "birth_date"]) is None, "a day is no text"
    assert found.first(301, ["id"]) is None, "another row group would be needed"
    assert found.first(200, ["id", "absent"]) is None
    assert Decoded().first(1, ["id"]) is None
    found.drop()
    assert found.first(200, ["id"]) is None


def test_texts_that_are_not_sound_are_left_to_the_data_engine(
    tmp_path: Path, law: Law, first: list[Any]
) -> None:
    broken = pa.array([b"0611701234", b"\xff\xfe"] * 200).view(pa.string())
    path = tmp_path / "broken.parquet"
    pq.write_table(pa.table({"cpr_number": broken}), path)
    said = []
    for ahead in (None, Prefetch(path)):
        if ahead is not None:
            ahead.digest()
        with pytest.raises(InputError) as error:
            report(path, law, ahead)
        said.append(error.value.message)
    assert said[0] == said[1]
    assert first == []


def test_what_the_interpreter_was_built_with_is_known_before_the_thread_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads that fill it at once leave one without the folders of time zones."""
    monkeypatch.setattr(sysconfig, "_CONFIG_VARS", None)
    known: list[bool] = []
    start = threading.Thread.start

    def begin(self: threading.Thread) -> None:
        known.append("TZPATH" in (sysconfig._CONFIG_VARS or {}))  # type: ignore[attr-defined]
        start(self)

    monkeypatch.setattr(threading.Thread, "start", begin)
    path = tmp_path / "table.csv"
    path.write_text("id\n1\n", "utf-8")
    with Prefetch(path):
        pass
    assert known
    assert all(known)

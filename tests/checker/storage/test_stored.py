"""Files in an object store, by a server of S3 on this machine."""

from __future__ import annotations

import glob
import logging
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest
from pyarrow.fs import LocalFileSystem, S3FileSystem

from lovgraf.check.spark.looking import Dataset, Given, look_at
from lovgraf.check.spark.opening import Opened
from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.readers.csvw import NO_MAPPING
from lovgraf.readers.inputs import find_inputs
from lovgraf.readers.stores import files
from lovgraf.readers.stores.address import is_stored, opened, unreachable
from lovgraf.readers.stores.files import find_stored
from tests.checker.small_law import SHIP_HEAD, ships_command, write_ships

Capture = pytest.CaptureFixture[str]
KEY = "AKIAEXAMPLEEXAMPLE42"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()[1]
    finally:
        server.stop()


@pytest.fixture(autouse=True)
def _ships(only_ships: Law) -> Law:
    """Commands check by the law about ships."""
    return only_ships


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden-from-reports")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))


def _write(path: Path, seed: int) -> None:
    """A file of forty ships, by its ending."""
    text = path.with_suffix(".csv")
    write_ships(text, 40, seed)
    if path != text:
        strings = pc.ConvertOptions(column_types=dict.fromkeys(SHIP_HEAD.split(","), pa.string()))
        pq.write_table(pc.read_csv(text, convert_options=strings), path)
        text.unlink()


def url(port: int, path: str) -> str:
    return f"s3://{path}?region=eu-north-1&scheme=http&endpoint_override=127.0.0.1:{port}"


@pytest.fixture(scope="module")
def register(port: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that lies in the store as well, with what is none of the register."""
    folder = tmp_path_factory.mktemp("register")
    for number, name in enumerate(("sails=true/a.csv", "sails=false/b.parquet", "c.csv")):
        (folder / name).parent.mkdir(exist_ok=True)
        _write(folder / name, number)
    (folder / "_SUCCESS").write_text("x")
    store = S3FileSystem(
        access_key=KEY, secret_key="x", region="eu-north-1", scheme="http",
        endpoint_override=f"127.0.0.1:{port}", allow_bucket_creation=True,
    )  # fmt: skip
    store.create_dir("agency-data")
    for path in folder.rglob("*"):
        if path.is_file():
            with store.open_output_stream(
                f"agency-data/register/{path.relative_to(folder)}"
            ) as out:
                out.write(path.read_bytes())
    return folder


def report(dataset: str, folder: Path, *more: str) -> str:
    target = folder / "report.json"
    command = ships_command(dataset, "-o", target, *more)
    assert run(command) == 1
    assert list((folder / "temporary").iterdir()) == []
    return target.read_text()


@pytest.mark.slow
def test_a_folder_says_what_it_says_on_a_disk(register: Path, port: int, tmp_path: Path) -> None:
    expected = report(str(register), tmp_path).replace(register.name, "register")
    assert report(url(port, "agency-data/register"), tmp_path) == expected


@pytest.mark.slow
def test_one_file_and_patterns(register: Path, port: int, tmp_path: Path) -> None:
    one = report(url(port, "agency-data/register/c.csv"), tmp_path)
    assert one == report(str(register / "c.csv"), tmp_path)
    for pattern, names in {
        "*.csv": ["c.csv"], "**/*.csv": ["c.csv", "sails=true/a.csv"],
        "sails=f*/*": ["sails=false/b.parquet"],
    }.items():  # fmt: skip
        found = find_stored(url(port, f"agency-data/register/{pattern}"))
        assert [file.name for file in found.files] == names
        assert [f.name for f in find_inputs(f"{register}/{pattern}").files] == names


def test_patterns_are_those_of_a_shell(tmp_path: Path) -> None:
    names = ("a.csv", "B.csv", "d/a.csv", "d/e/a.csv", "d/e/x[1].csv", ".hidden.csv", "d/.e/a.csv",
             "d(s:)/a.csv", "a.*.csv/b", "d/e.csv/f")  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    for pattern in ("*", "*.csv", "**", "**/*.csv", "d/**", "d/**/a.csv", "*/*", "**/e/*", "?*.csv",
                    "[ab]*", "[!a]*.csv", "d/e/x[[]*", ".*", "**/.*", "d(s:)/*", "a.[*]*/*",
                    "**/**/a.csv", "*/**", "d*/**/*.csv/*"):  # fmt: skip
        found = [Path(name) for name in glob.glob(f"{tmp_path}/{pattern}", recursive=True)]
        expected = sorted({str(path) for path in found if path.is_file()})
        given = files._matching(LocalFileSystem(), f"{tmp_path}/{pattern}", "x")
        assert sorted(one.path for one in given) == expected, pattern
        assert expected, pattern


@pytest.mark.slow
def test_an_empty_file_of_a_store_is_no_register(
    register: Path, port: int, tmp_path: Path, capsys: Capture
) -> None:
    store, _ = opened(url(port, "agency-data"))
    with store.open_output_stream("agency-data/empty/part-1.csv"):
        pass
    with store.open_output_stream("agency-data/empty/part-2.csv") as out:
        out.write((register / "c.csv").read_bytes())
    assert run(ships_command(url(port, "agency-data/empty"), "-o", tmp_path / "r.json")) == 2
    assert "part-1.csv: The file is empty" in capsys.readouterr().err


@pytest.mark.slow
def test_a_worker_reads_the_file_itself(register: Path, port: int, ship_law: Law) -> None:
    """What the workers of a cluster do with an address, in this process."""
    inputs = find_stored(url(port, "agency-data/register"))
    given = tuple(Given(file, None) for file in inputs.files)  # type: ignore[arg-type]
    dataset = Dataset(given, False, ship_law.facts, NO_MAPPING, None, frozenset(), 1 << 20)
    for number, file in enumerate(inputs.files):
        look = look_at(dataset, number)
        assert look.layout is None
        opened_file = Opened(dataset, number, look)
        rows = opened_file.connection.execute(
            f"SELECT count(*), any_value({opened_file.table.values['sails']}) "
            f"FROM {opened_file.table.source}"
        ).fetchone()
        assert rows[0] == 40
        assert file.url is not None
        assert KEY not in repr(file)
        opened_file.place.clear()


@pytest.mark.parametrize(
    ("path", "said"),
    [("agency-data/none", "no file or folder"), ("no-such-bucket/x", "no file or folder"),
     ("agency-data/register/*.xlsx", "matches no file")],
)  # fmt: skip
def test_what_is_not_there(
    register: Path, port: int, tmp_path: Path, path: str, said: str, capsys: Capture
) -> None:
    target = tmp_path / "r.json"
    assert run(ships_command(url(port, path), "-o", target)) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert str(port) not in error
    assert not target.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"s3://{KEY}:topsecret@bucket/x", "must not hold a key"),
        (f"s3://{KEY}@bucket/x", "must not hold a key"),
        ("s3://bucket/x?secret_key=topsecret", "keys belong in the environment"),
        ("s3://", "cannot be read"),
        ("s3:///x", "cannot be read"),
        ("hdfs://host:8020/x", "libhdfs"),
    ],
)
def test_what_is_refused(address: str, said: str) -> None:
    assert is_stored(address)
    with pytest.raises(InputError) as caught:
        opened(address)
    line = caught.value.in_language("en")
    assert said in line
    assert KEY not in line
    assert "topsecret" not in line


def test_what_a_store_says_is_not_repeated() -> None:
    for text, said in {
        f"AWS Error NETWORK_CONNECTION: curlCode: 7 http://{KEY}@host": "does not answer",
        f"AWS Error ACCESS_DENIED for {KEY}": "does not let this user in",
    }.items():
        line = unreachable(OSError(text), "x").in_language("en")
        assert said in line
        assert KEY not in line

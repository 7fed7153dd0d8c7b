"""Data that comes through a pipe is read once, and leaves nothing behind."""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.readers.temporary import keep
from tests.checker.small_law import ships_command, write_ships
from tests.examples import one_in

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.usefixtures("only_ships")


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    write_ships(tmp_path / "a.csv", 50)
    return (tmp_path / "a.csv").read_bytes()


def report(dataset: str, folder: Path) -> str:
    target = folder / "report.csv"
    assert run(ships_command(Path(dataset), "-o", target)) == 1
    assert list((folder / "temporary").iterdir()) == []
    return target.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("pack", one_in(2, [bytes, gzip.compress, lzma.compress, bz2.compress]))
def test_a_pipe_says_what_the_file_says(
    tmp_path: Path, sample: bytes, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = report(str(tmp_path / "a.csv"), tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack(sample))))
    assert report("-", tmp_path) == expected
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(pack(sample)), daemon=True)
    writer.start()
    assert report(str(pipe), tmp_path) == expected
    writer.join(60)
    assert not writer.is_alive()


@pytest.mark.slow
def test_what_is_no_pipe_or_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO()))
    assert run(ships_command(Path("-"))) == 2
    assert run(ships_command(Path("/dev/null"))) == 2
    assert run(ships_command(tmp_path / "pipe.csv", "--table", "t")) == 2
    assert run(["validate", str(tmp_path / "pipe.csv"), str(tmp_path / "pipe.csv")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4
    assert "through a pipe" in said[0]
    assert "empty" in said[1]
    assert "for databases only" in said[2]
    assert "a pipe or a device" in said[3]


def test_it_is_told_apart_what_cannot_be_read_and_what_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    with (tmp_path / "some").open("wb") as unreadable:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(unreadable))
        assert run(["check", "-"]) == 2
    assert "stdin: What comes through the pipe cannot be read" in capsys.readouterr().err
    for error, said in {
        errno.ENOSPC: "no room on the disk", errno.EFBIG: "no room on the disk",
        errno.EIO: "cannot be written to", errno.EROFS: "cannot be written to",
    }.items():  # fmt: skip

        def fail(number: int = error) -> Iterator[bytes]:
            yield b"some"
            raise OSError(number, "said by the system")

        with pytest.raises(InputError) as caught:
            keep(fail(), tmp_path / "kept", "stdin")
        assert said in caught.value.in_language("en")


class Endless(io.RawIOBase):
    """Rows that never end."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        buffer[:] = b"1;2\n" * (len(buffer) // 4) + b"1" * (len(buffer) % 4)
        return len(buffer)


@pytest.mark.slow
def test_what_never_ends_is_not_kept_until_the_disk_is_full(
    sample: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LOVGRAF_PIPED", "0.004")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert run(["check", "-"]) == 2
    monkeypatch.setenv("LOVGRAF_PIPED", "-1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sample)))
    assert run(["check", "-"]) == 2
    assert run(["check", "/dev/zero"]) == 2
    with open("/dev/zero", encoding="ascii") as device:
        monkeypatch.setattr(sys, "stdin", device)
        assert run(["check", "-"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4
    assert "More than 0.004 GB come" in said[0]
    assert "LOVGRAF_PIPED" in said[0]
    assert "LOVGRAF_PIPED must be a number" in said[1]
    assert all("a device, which has no end" in line for line in said[2:])
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_small_disk_is_blamed_not_the_pipe(
    sample: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sample)))
    assert run(["check", "-"]) == 2
    said = capsys.readouterr().err
    assert "no room on the disk" in said
    assert "TMPDIR" in said
    assert "never ends" not in said
    assert list((tmp_path / "temporary").iterdir()) == []


def test_no_temporary_folder_at_all_is_told(
    sample: bytes, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sample)))
    assert run(["check", "-"]) == 2
    assert "No temporary folder can be written to" in capsys.readouterr().err

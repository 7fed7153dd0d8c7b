"""Nothing half-written remains, whatever goes wrong while writing."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.output import write_output, write_outputs


def pieces_then(error: BaseException) -> Iterator[str]:
    yield "a" * 100_000
    raise error


def test_a_file_holds_exactly_the_pieces(tmp_path: Path) -> None:
    target = tmp_path / "æøå.csv"
    write_output(["\ufeffå\r\n", "\udcff"], target)
    assert target.read_bytes() == b"\xef\xbb\xbf\xc3\xa5\r\n?"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError(), SystemExit(143)])
def test_an_interruption_leaves_the_old_file_alone(tmp_path: Path, error: BaseException) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old")
    with pytest.raises(type(error)):
        write_output(pieces_then(error), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_told_in_one_line() -> None:
    with pytest.raises(InputError) as caught:
        write_output(["a" * 100_000], Path("/dev/full"))
    assert caught.value.in_language("da").startswith("/dev/full: Resultatet kan ikke skrives")
    assert Path("/dev/full").is_char_device()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.txt"
    real = os.fdopen

    def full(number: int, mode: str) -> object:
        os.close(number)
        return real(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(InputError, match="disk is full"):
        write_output(["a" * 10], target)
    assert list(tmp_path.iterdir()) == []


def test_of_several_files_none_appears_where_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(InputError):
        write_outputs([(["new"], tmp_path / "a"), (["new"], tmp_path / "none" / "b")])
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    write_outputs([(["new"], tmp_path / "a"), ([b"more"], tmp_path / "b")])
    assert [(tmp_path / name).read_text() for name in "ab"] == ["new", "more"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_missing_folder_and_a_folder_as_target_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder does not exist"):
        write_output(["a"], tmp_path / "none" / "report.txt")
    with pytest.raises(InputError, match="folder of that name"):
        write_output(["a"], tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        write_output(["a"], tmp_path / ("a" * 300))


def test_a_folder_without_permission_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_options: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(InputError, match="may not write"):
        write_output(["a"], tmp_path / "report.txt")


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_output(["new"], link)
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "new.txt"
    old = os.umask(0o027)
    try:
        write_output(["new"], target)
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_output(["one", "two"], pipe)
    reader.join(10)
    assert read == ["onetwo"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


CODE = """
from lovgraf.core.output import write_output
write_output(("line\\n" for _ in range(200_000)), None)
"""


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CODE], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_standard_output_on_a_full_disk_is_an_input_error() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", CODE],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
    assert "InputError: The answer cannot be written: the disk is full" in done.stderr


def test_what_shows_values_is_for_this_user_alone(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")
    target.chmod(0o644)
    write_outputs([(["new"], target), ([b"more"], tmp_path / "other")], private=True)
    assert target.read_text() == "new"
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("there", [True, False])
def test_what_shows_values_is_not_written_through_a_link(tmp_path: Path, there: bool) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    if there:
        real.write_text("old")
    link.symlink_to(real)
    with pytest.raises(InputError, match="symbolic link"):
        write_output(["new"], link, private=True)
    assert real.exists() == there
    assert {path.name for path in tmp_path.iterdir()} == {"link", "real"} - {"real" * (not there)}
    write_output(["new"], link)
    assert real.read_text() == "new"


def test_a_link_that_appears_while_it_is_written_is_replaced_and_not_followed(
    tmp_path: Path,
) -> None:
    target, others = tmp_path / "report", tmp_path / "others"
    others.write_text("old")

    def pieces() -> Iterator[str]:
        target.symlink_to(others)
        yield "new"

    write_output(pieces(), target, private=True)
    assert (others.read_text(), target.read_text()) == ("old", "new")
    assert not target.is_symlink()


def test_a_link_to_a_pipe_is_refused_and_the_system_s_own_streams_are_not(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    with pytest.raises(InputError, match="symbolic link"):
        write_output(["new"], tmp_path / "link", private=True)
    wrote = "from lovgraf.core.output import write_output; from pathlib import Path\n"
    wrote += "write_output(['told'], Path('/dev/stdout'), private=True)"
    found = subprocess.run(
        [sys.executable, "-c", wrote], stdout=subprocess.PIPE, check=True, text=True, timeout=120
    )
    assert found.stdout == "told"

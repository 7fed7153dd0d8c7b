"""Which files a folder or a pattern names, in which order, and what is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.core.errors import InputError
from lovgraf.readers.inputs import find_inputs, local_path


def write(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("id\n1\n", encoding="utf-8")


def names(dataset: object) -> list[str]:
    return [file.name for file in find_inputs(str(dataset)).files]


def test_a_folder_is_searched_and_its_files_come_in_the_order_of_people(tmp_path: Path) -> None:
    write(*(tmp_path / "in" / name for name in ("p-10.csv", "p-9.csv", "år 2015/ø.csv", "a/z.nt")))
    write(tmp_path / "in/_SUCCESS.csv", tmp_path / "in/.hidden.csv", tmp_path / "in/_tmp/x.csv")
    write(tmp_path / "in/readme.txt", tmp_path / "in/p-8.csv.gz", tmp_path / "in/scan.pdf")
    inputs = find_inputs(str(tmp_path / "in"))
    found = [file.name for file in inputs.files]
    assert found == ["a/z.nt", "p-8.csv.gz", "p-9.csv", "p-10.csv", "år 2015/ø.csv"]
    assert not inputs.single
    passed = {other.file: other.reason.en for other in inputs.not_read}
    assert list(passed) == [".hidden.csv", "_SUCCESS.csv", "_tmp/", "readme.txt", "scan.pdf"]
    assert "a dot, an underscore" in passed["_tmp/"]
    assert "ending" in passed["scan.pdf"]


def test_a_pattern_names_what_it_matches_whatever_the_ending(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", tmp_path / "in/b.csv", tmp_path / "in/deep/c.csv")
    assert names(tmp_path / "in" / "*") == ["a.txt", "b.csv"]
    assert names(tmp_path / "in" / "**" / "*.csv") == ["b.csv", "deep/c.csv"]
    assert names(tmp_path / "*" / "b.csv") == ["in/b.csv"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path: Path) -> None:
    write(tmp_path / "a[1].csv", tmp_path / "a1.csv")
    inputs = find_inputs(str(tmp_path / "a[1].csv"))
    assert inputs.single
    assert [file.path.name for file in inputs.files] == ["a[1].csv"]


def test_the_names_of_partitions_give_values(tmp_path: Path) -> None:
    write(tmp_path / "year=2014/eid=mit%20id/a.csv")
    write(tmp_path / "year=__HIVE_DEFAULT_PARTITION__/b.csv")
    first, second = find_inputs(str(tmp_path)).files
    assert first.keys == {"year": "2014", "eid": "mit id"}
    assert second.keys == {"year": ""}


@pytest.mark.parametrize("dataset", ["", "*.parquet", "nothing/**/*.csv"])
def test_nothing_to_read_is_an_error(tmp_path: Path, dataset: str) -> None:
    write(tmp_path / "notes.txt")
    with pytest.raises(InputError, match=r"holds no files|matches no file"):
        find_inputs(str(tmp_path / dataset))


def test_a_file_that_cannot_be_read_is_found_before_the_work_begins(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", tmp_path / "sub/b.csv", tmp_path / "c.csv")
    (tmp_path / "sub/b.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"^sub/b\.csv: The file is empty"):
        find_inputs(str(tmp_path))
    (tmp_path / "sub/b.csv").unlink()
    (tmp_path / "sub/b.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(InputError, match=r"^sub/b\.csv: There is no such file"):
        find_inputs(str(tmp_path))


def test_a_link_that_leads_back_does_not_run_for_ever(tmp_path: Path) -> None:
    write(tmp_path / "in/a.csv")
    os.symlink(tmp_path / "in", tmp_path / "in/again", target_is_directory=True)
    assert names(tmp_path / "in") == ["a.csv"]


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "å b.csv"
    assert local_path(path.as_uri()) == str(path)
    assert local_path(path.as_uri().replace("file://", "file://localhost")) == str(path)
    assert local_path("in/*.csv") == "in/*.csv"
    with pytest.raises(InputError, match="another machine"):
        local_path("file://server/share/a.csv")


@pytest.mark.parametrize("url", ["ftp://host/a.parquet", "https://host/a.csv"])
def test_an_address_elsewhere_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", url, "--lang", "en"]) == 2
    assert "must be fetched or mounted" in capsys.readouterr().err

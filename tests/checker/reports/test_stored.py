"""A result that is stored and read again is the same result, without personal values."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from lovgraf.check.parts.merge import merged
from lovgraf.check.stored import KeptFindings, store, stored
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.reports.example import EXAMPLE, FINDINGS, Many, as_text


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_the_same_after_it_was_stored(tmp_path: Path, name: str) -> None:
    store(EXAMPLE, tmp_path, show_values=True)
    for options in (ReportOptions(), ReportOptions("en", show_values=True)):
        direct = as_text(name, EXAMPLE, options)
        assert as_text(name, stored(tmp_path), options) == direct


def test_nothing_personal_is_stored_unless_asked_for(tmp_path: Path) -> None:
    store(EXAMPLE, tmp_path)
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert FINDINGS[0].id.encode() not in content
    assert b"31-02-1990" not in content
    assert b"digital signatur" not in content
    assert b"99-99-9999" in content
    written = "".join(FORMATS["json"].write(stored(tmp_path), ReportOptions(show_values=True)))
    assert FINDINGS[0].id not in written


@pytest.mark.slow
def test_findings_come_page_by_page(tmp_path: Path) -> None:
    many = replace(EXAMPLE, findings=Many(120_000, "b1"))
    store(many, tmp_path)
    kept = stored(tmp_path).findings
    assert isinstance(kept, KeptFindings)
    assert len(kept) == 120_000
    assert [f.row for f in kept.page(["b1"], 99_998, 3)] == [99_999, 100_000, 100_001]
    assert kept.page(["u1"], 0, 3) == []
    assert kept.page([], 0, 3) == []
    assert sum(1 for _ in kept) == 120_000
    assert kept.records({"b1"}) == 120_000
    assert kept.records({"u1"}) == 0


def test_a_file_that_is_written_anew_is_read_anew_by_any_thread(tmp_path: Path) -> None:
    """What looks into findings is started once a process."""
    for count in (10, 30):
        store(replace(EXAMPLE, findings=Many(count, "b1")), tmp_path)
        for path in tmp_path.iterdir():
            os.utime(path, (1, 1))
        kept = stored(tmp_path).findings
        assert isinstance(kept, KeptFindings)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(partial(kept.page, ["b1"], count=100), range(40)))
        assert [len(page) for page in found] == [max(count - start, 0) for start in range(40)]
        assert kept.records({"b1"}) == count


@pytest.mark.parametrize("shown", [False, True])
def test_findings_of_several_files_tell_their_file(tmp_path: Path, shown: bool) -> None:
    parts = [replace(EXAMPLE, dataset="a.csv"), replace(EXAMPLE, dataset="b.csv")]
    several = merged("register", parts)
    store(several, tmp_path, shown)
    options = ReportOptions("en", show_values=shown)
    kept = stored(tmp_path)
    assert kept.files == several.files
    assert {finding.file for finding in kept.findings} == {"a.csv", "b.csv"}
    causes = {cause.id for cause in EXAMPLE.causes}
    assert kept.findings.records(causes) == several.findings.records(causes) == 2 * len(FINDINGS)
    for name in ("json", "csv"):
        written = [as_text(name, one, options) for one in (kept, several)]
        assert written[0] == written[1]

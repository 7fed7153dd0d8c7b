"""Two runs compared: what is new, gone and still there; without any personal value."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.cli import run
from lovgraf.runs.compare import as_text, compare_runs
from lovgraf.runs.saved import _run
from tests.examples import examples

NORM = "https://example.org/norm"
Capture = pytest.CaptureFixture[str]
VERDICT = {"a": "breached", "b": "unattainable", "c": "undetermined"}


def report(
    found: Sequence[tuple[str, str | None]], digest: str = "1", undetermined: int = 0
) -> dict[str, Any]:
    """A report whose findings are (cause, id), on rows 1, 2 and so on."""
    counts = {cause: sum(1 for c, _ in found if c == cause) for cause in "ab"}
    counts["c"] = undetermined
    both = {"da": "tekst", "en": "text"}
    return {
        "as_of": "2014-12-01",
        "records": 10,
        "norms": [{"norm": NORM, "title": both}],
        "causes": [
            {"cause": c, "norm": NORM, "provision": "p", "verdict": VERDICT[c], "message": both,
             "count": n}
            for c, n in counts.items() if n
        ],
        "findings": [
            {"row": n, "id": i, "cause": c} for n, (c, i) in enumerate(found, start=1)
        ],
        "receipt": {"input_sha256": digest, "law_sha256": "x"},
    }  # fmt: skip


def changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    """Appeared, gone and still by cause."""
    found = compare_runs(_run("old", old), _run("new", new))
    return {c.cause.id: (c.appeared, c.gone, c.still) for c in found.changes}


def test_records_that_were_not_judged_are_told() -> None:
    """Findings that are gone may be those of records whose type cannot be read now."""
    flaw = {"code": "unreadable-value", "column": "type", "count": 7}
    old, new = report([("a", "1")]), report([], "2") | {"record_quality": [flaw]}
    found = compare_runs(_run("old", old), _run("new", new))
    assert any("7 records were not judged" in note.en for note in found.notes)
    one = report([], "2") | {"record_quality": [flaw | {"count": 1}]}
    notes = compare_runs(_run("old", old), _run("new", one)).notes
    assert any("1 registrering blev ikke bedømt" in note.da for note in notes)
    back = compare_runs(_run("old", new), _run("new", old))
    assert not any("not judged" in note.en for note in back.notes)


def test_records_are_matched_by_id() -> None:
    """One stays, one goes, two come; one changes its cause."""
    old = report([("a", "1"), ("a", "2"), ("b", "3")])
    new = report([("a", "2"), ("a", "3"), ("a", "4")], "2", undetermined=5)
    assert changed(old, new) == {"a": (2, 1, 1), "b": (0, 1, 0), "c": (5, 0, 0)}


def test_without_ids_records_are_counted() -> None:
    """As few as possible are new, and a note says so."""
    old, new = report([("a", None)] * 3), report([("a", None)] * 5, "2")
    assert changed(old, new) == {"a": (2, 0, 3)}
    found = compare_runs(_run("old", old), _run("new", new))
    assert not found.changes[0].told_apart
    assert "--show-values" in found.notes[0].en


def test_the_same_file_is_matched_by_row() -> None:
    """Another day or law on the same bytes."""
    old = report([("a", None), ("a", None)])
    new = copy.deepcopy(report([("a", None), ("a", None)]))
    new["findings"][0]["row"] = 9
    assert changed(old, new) == {"a": (1, 1, 1)}


findings = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12345")), max_size=12)


@examples(30, whole=100)
@given(findings, findings)
def test_nothing_is_lost(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """Old is gone and still, new is appeared and still; with itself nothing changes."""
    for cause, (appeared, gone, still) in changed(report(old), report(new, "2")).items():
        assert gone + still == sum(1 for c, _ in old if c == cause)
        assert appeared + still == sum(1 for c, _ in new if c == cause)
    for appeared, gone, _ in changed(report(old), report(old, "2")).values():
        assert (appeared, gone) == (0, 0)


def test_the_command(tmp_path: Path, capsys: Capture) -> None:
    """Exit status 1 where something breached is new, 0 where not; no id is shown."""
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(report([("a", "1212701234")])), encoding="utf-8")
    new.write_text(json.dumps(report([("a", "1212701234"), ("a", "7")], "2")), encoding="utf-8")
    assert run(["compare", str(old), str(new)]) == 1
    out = capsys.readouterr().out
    assert "Findings: 1 new, 0 gone, 1 still there" in out
    assert "1212701234" not in out
    assert run(["compare", str(new), str(old), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["gone"] == 1


def with_open(digest: str, ids: Sequence[str | None], listed: bool = True) -> dict[str, Any]:
    """A report of which some verdicts are left open, whose records it lists or only counts."""
    lines = [{"row": n, "id": i, "cause": "c"} for n, i in enumerate(ids, start=1)]
    return report([], digest, undetermined=len(ids)) | {"open_findings": lines if listed else []}


def said(old: dict[str, Any], new: dict[str, Any]) -> tuple[str, str, list[str]]:
    """The first line, that of the change and the notes of a comparison, in English."""
    found = compare_runs(_run("old", old), _run("new", new))
    lines = "".join(as_text(found, "en")).splitlines()
    (line,) = (line for line in lines if "->" in line)
    return lines[0], line, [note.en for note in found.notes]


def test_records_whose_verdict_is_open_are_followed_by_id() -> None:
    old, new = with_open("1", ["1", "2", "3"]), with_open("2", ["3", "4", "5"])
    assert changed(old, new) == {"c": (2, 2, 1)}
    first, line, notes = said(old, new)
    assert first.endswith("Findings: 2 new, 2 gone, 1 still there.")
    assert "(2 new, 2 gone, 1 still there)" in line
    assert not notes


def test_open_verdicts_are_followed_by_row_in_the_same_file() -> None:
    assert changed(with_open("1", [None, None]), with_open("1", [None])) == {"c": (0, 1, 1)}


def test_what_is_only_counted_is_told_in_the_first_line_and_a_note() -> None:
    """A cause of too many open verdicts is listed by no report."""
    first, line, notes = said(with_open("1", "12", listed=False), with_open("2", "345"))
    assert first.endswith("Findings: at least 1 new, 0 gone, 2 still there.")
    assert "(at least 1 new, 0 gone, 2 still there)" in line
    assert len(notes) == 1
    assert "does not list each of them" in notes[0]


def test_ids_that_are_left_out_of_open_verdicts_are_told() -> None:
    first, _, notes = said(with_open("1", [None, None]), with_open("2", [None] * 3))
    assert "at least 1 new" in first
    assert len(notes) == 1
    assert "the reports hold no ids" in notes[0]


def test_where_one_run_has_none_the_numbers_are_exact() -> None:
    first, line, _ = said(with_open("1", [None, None]), with_open("2", [None] * 3) | {"causes": []})
    assert "Findings: 0 new, 2 gone, 0 still there." in first
    assert "at least" not in line


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"causes": 1}', "not json", '{"records": 1, "records": 2}']
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: str, capsys: Capture) -> None:
    """Exit status 2 and one line."""
    file = tmp_path / "x.json"
    file.write_text(content, encoding="utf-8")
    assert run(["compare", str(file), str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_undetermined_alone_is_no_reason_to_fail(tmp_path: Path) -> None:
    """More that cannot be decided is reported, but no breach."""
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(report([])), encoding="utf-8")
    new.write_text(json.dumps(report([], "2", undetermined=3)), encoding="utf-8")
    assert run(["compare", str(old), str(new)]) == 0


def test_the_same_row_of_another_file_is_another_finding() -> None:
    old, new = report([("a", None), ("a", None)]), report([("a", None), ("a", None)])
    for found, names in ((old, ("x.csv", "y.csv")), (new, ("y.csv", "y.csv"))):
        for finding, name in zip(found["findings"], names, strict=True):
            finding.update(row=1, file=name)
    assert changed(old, new)["a"] == (1, 1, 1)

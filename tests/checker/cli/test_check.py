"""`lovgraf check`: what it asks the checker, its exit status and where the report goes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from lovgraf.cli import run
from lovgraf.core.result import NoFindings
from lovgraf.reports.formats import FORMATS
from tests.checker.cli.said import Capture, one_line
from tests.checker.reports.example import EXAMPLE, FINDINGS


def test_findings_give_status_one_and_their_absence_zero(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "personer.csv", "--as-of", "2014-11-01"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("The law as it stood on 1 November 2014\nCheck of personer.csv. 1,236")
    assert run(["check", "personer.csv", "--fail-on", "none"]) == 0
    assert "Nothing found" in capsys.readouterr().out
    assert run(["check", "personer.csv", "--fail-on", "pending, undetermined"]) == 1


def test_the_checker_is_asked_what_was_typed(checked: Any, capsys: Capture) -> None:
    asked = checked(EXAMPLE)
    words = "d.csv --type filing --mapping m.json --as-of 2014-11-01 --complete left_on"
    more = "--complete eid --fail-on pending --show-values --format json"
    run(["check", *words.split(), *more.split()])
    assert asked.asked["path"] == Path("d.csv")
    assert asked.asked["as_of"] == date(2014, 11, 1)
    assert asked.asked["record_type"] == "filing"
    assert asked.asked["mapping"] == Path("m.json")
    assert list(asked.asked["complete"]) == ["left_on", "eid"]
    assert asked.asked["fail_on"] == {"pending"}
    assert asked.asked["show_values"] is True
    assert asked.asked["progress"] is None
    report = json.loads(capsys.readouterr().out)
    assert report["findings"][0]["id"] == FINDINGS[0].id


def test_another_engine_is_passed_on(checked: Any) -> None:
    asked = checked(EXAMPLE)
    assert run(["check", "d.csv", "--engine", "reference"]) == 1
    assert asked.asked["engine"] == "reference"


def test_ids_stay_hidden_unless_asked_for(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    for form in sorted(name for name, form in FORMATS.items() if not form.binary):
        run(["check", "d.csv", "--format", form])
        captured = capsys.readouterr()
        assert FINDINGS[0].id not in captured.out + captured.err


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.json", "{"), ("a.csv", "\ufeff"), ("a.html", "<!doctype"), ("a.sarif", "{"),
        ("a.xml", "<?xml"), ("a.ttl", "@prefix"), ("a.txt", "The law"), ("a", "The law"),
    ],
)  # fmt: skip
def test_the_file_ending_chooses_the_format(
    checked: Any, tmp_path: Path, name: str, start: str
) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--output", str(tmp_path / name)]) == 1
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert os.listdir(tmp_path) == [name]


def test_csv_tells_beside_it_what_it_leaves_out(checked: Any, capsys: Capture) -> None:
    checked(replace(EXAMPLE, open_findings=NoFindings()))
    run(["check", "d.csv", "--format", "csv", "--lang", "da"])
    captured = capsys.readouterr()
    assert captured.out.startswith("\ufeffRække;")
    assert "kun tælles" in captured.err


@pytest.mark.parametrize("verdicts", [{}, {"breached": 0}])
def test_nothing_checked_is_no_pass(
    checked: Any, capsys: Capture, tmp_path: Path, verdicts: dict[str, int]
) -> None:
    norms = tuple(replace(norm, verdicts=verdicts) for norm in EXAMPLE.norms)
    checked(replace(EXAMPLE, norms=norms))
    report = tmp_path / "r.json"
    assert run(["check", "d.csv", "--output", str(report)]) == 2
    assert "Nothing was checked" in one_line(capsys)
    assert not report.exists()


def test_the_input_is_never_written_over(checked: Any, capsys: Capture, tmp_path: Path) -> None:
    asked = checked(EXAMPLE)
    data = tmp_path / "d.csv"
    data.write_text("id\n1\n")
    assert run(["check", str(data), "--output", str(tmp_path / "." / "d.csv")]) == 2
    assert "overwrite a file that is read" in one_line(capsys)
    assert not asked.asked
    assert data.read_text() == "id\n1\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--output", "/dev/full", "--format", "json"]) == 2
    assert "the disk is full" in one_line(capsys)


@pytest.mark.slow
def test_the_shipped_example_is_checked_end_to_end(tmp_path: Path, capsys: Capture) -> None:
    example = Path(__file__).resolve().parents[3] / "examples" / "persons.csv"
    command = ["check", str(example), "--as-of", "2014-12-01"]
    written = []
    for name in ("one.json", "two.json"):
        assert run([*command, "--output", str(tmp_path / name)]) == 1
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    report = json.loads(written[0])
    assert report["as_of"] == "2014-12-01"
    counts = {norm["norm"]: norm["verdicts"] for norm in report["norms"]}
    causes = {cause["cause"]: cause for cause in report["causes"]}
    listed = [causes[finding["cause"]] for finding in report["findings"]]
    assert {cause["verdict"] for cause in listed} <= {"breached", "unattainable"}
    assert len(listed) == sum(
        n.get("breached", 0) + n.get("unattainable", 0) for n in counts.values()
    )
    assert str(example.parent) not in written[0].decode()
    capsys.readouterr()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_summary_says_in_few_lines_what_the_file_says(
    checked: Any, capsys: Capture, tmp_path: Path, lang: str
) -> None:
    checked(EXAMPLE)
    out = tmp_path / "r.html"
    assert run(["--lang", lang, "check", "d.csv", "-o", str(out), "--summary"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) <= 8
    assert said[-1].endswith(str(out))
    assert "{" not in "".join(said)
    assert FINDINGS[0].id not in "".join(said)
    shown = [cause for cause in EXAMPLE.causes if cause.verdict in ("breached", "unattainable")]
    most = max(shown, key=lambda cause: cause.count)
    assert most.message[lang] in said[said.index("Det vigtigste:" if lang == "da" else
                                                 "What matters most:") + 1]  # fmt: skip


def test_a_summary_goes_with_a_file(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--summary"]) == 2
    assert "--output" in capsys.readouterr().err


def test_a_summary_that_found_nothing_says_what_was_looked_for_in_words(
    checked: Any, capsys: Capture, tmp_path: Path
) -> None:
    sound = ("not-addressed", "exempt", "fulfilled")
    norms = tuple(
        replace(norm, verdicts={v: n for v, n in norm.verdicts.items() if v in sound})
        for norm in EXAMPLE.norms
    )
    checked(replace(EXAMPLE, norms=norms))
    arguments = ["check", "d.csv", "-o", str(tmp_path / "r.txt"), "--summary"]
    assert run(["--lang", "da", *arguments]) == 0
    assert "(ikke overholdt, uopfyldelig)" in capsys.readouterr().out


def test_the_list_of_letters_is_csv_and_no_other_format(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "personer.csv", "--letters", "list.xlsx", "--lang", "en"]) == 2
    assert "--letters writes CSV" in one_line(capsys)
    assert not Path("list.xlsx").exists()

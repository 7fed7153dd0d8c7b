"""Daily extracts: each is judged by the law of its day, which is compiled once a version."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from msgspec import structs

from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.cli.main import run
from lovgraf.core.errors import InputError
from lovgraf.core.result import CheckResult, NoFindings, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text
from lovgraf.law import Law
from lovgraf.law.view import LawView
from lovgraf.readers.inputs import InputFile, find_inputs
from lovgraf.reports.history import lines
from lovgraf.runs.history import Laws, check_days, days_of
from lovgraf.verdicts import program
from tests.checker.proposals import small
from tests.checker.small_law import NORM, law_of, old_ships, write_ships
from tests.places import ROOT

LATER = f"""
<{NORM}/later> a core:Obligation ; core:provision <law/2029/1/par/2> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/old> ;
  core:duty <duty/inspected> ; core:inForceFrom "2030-06-02"^^xsd:date ;
  rdfs:label "Syn igen"@da, "Inspection again"@en .
"""
LAW = law_of(old_ships(), LATER)
HEAD = "id,built_on,sails,inspected\n"
DAYS = ("2030-06-01", "2030-06-02")


def history(folder: Path) -> Path:
    """Three days of two ships; the one is twenty years old from the third day on."""
    for day in (1, 2, 3):
        place = folder / f"day=2030-06-0{day}"
        place.mkdir(parents=True)
        (place / "ships.csv").write_text(f"{HEAD}a,2000-01-01,true,false\nb,2010-06-03,true,\n")
    return folder


def asked(law: Law = LAW) -> CheckRequest:
    """A check of ships."""
    return CheckRequest(date(2030, 1, 1), law, record_type="ship")


def test_each_day_is_judged_by_the_law_of_its_day(tmp_path: Path) -> None:
    days = days_of(find_inputs(str(history(tmp_path / "in"))), "day", LAW.first_day)
    results = list(check_days(days, asked(), Laws(LAW), Work.begin(tmp_path / "work")))
    assert [result.as_of.day for result in results] == [1, 2, 3]
    assert [len(result.norms) for result in results] == [1, 2, 2]
    assert [result.norms[0].verdicts for result in results] == [
        {"not-addressed": 1, "breached": 1},
        {"not-addressed": 1, "breached": 1},
        {"breached": 1, "undetermined": 1},
    ]
    assert [finding.file for finding in results[2].findings] == ["day=2030-06-03/ships.csv"] * 2


def test_the_law_is_compiled_once_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: Counter[tuple[date, str]] = Counter()
    compile_norm = program.compile_norm

    def counted(view: LawView, norm: Any) -> program.Program:
        compiled[view.since, norm.iri] += 1
        return compile_norm(view, norm)

    monkeypatch.setattr(program, "compile_norm", counted)
    days = days_of(find_inputs(str(history(tmp_path / "in"))), "day", None)
    law = law_of(old_ships(), LATER)
    list(check_days(days, asked(law), Laws(law), Work.begin(tmp_path / "work")))
    assert set(compiled.values()) == {1}
    assert sorted(since.isoformat() for since, _ in compiled) == [
        "2030-01-01", "2030-06-02", "2030-06-02",
    ]  # fmt: skip


def test_the_law_is_the_same_since_something_began_or_ended() -> None:
    ending = LATER.replace(
        "core:inForceFrom", 'core:inForceUntil "2030-06-04"^^xsd:date ; core:inForceFrom'
    )
    law = law_of(old_ships(), ending)
    since = [law.at(date(2030, 6, day)).since.isoformat() for day in (1, 2, 4, 5, 9)]
    assert since == ["2030-01-01", "2030-06-02", "2030-06-02", "2030-06-05", "2030-06-05"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ships.csv", "in no folder whose name gives the day"),
        ("week=1/ships.csv", "in no folder whose name gives the day"),
        ("day=20300601x/ships.csv", "is no date"),
        ("day=2029-06-01/ships.csv", "does not cover 1 June 2029"),
    ],
)
def test_a_folder_that_gives_no_day(tmp_path: Path, name: str, expected: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + "a,2000-01-01,true,false\n")
    with pytest.raises(InputError, match=expected):
        days_of(find_inputs(str(tmp_path)), "day", date(2030, 1, 1))


@pytest.mark.slow
def test_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOVGRAF_LANG", "en")
    source = tmp_path / "in"
    for day in ("2014-10-31", "2014-11-01"):
        place = source / f"date={day}"
        place.mkdir(parents=True)
        head = "id,birth_date,home_in_denmark,exemption_ground,digital_post\n"
        (place / "a.csv").write_text(head + "a,1990-01-01,true,0,false\nb,1990-01-01,true,0,true\n")
    target = tmp_path / "out"
    command = ["history", str(source), "--as-of-column", "date", "--output", str(target)]
    assert run(command) == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.split() == [
        "Day",
        "Law",
        "since",
        "Records",
        "Breached",
        "Unattainable",
        "Undetermined",
    ]
    assert [line.split()[:3] for line in rest] == [
        ["2014-10-31", rest[0].split()[1], "2"], ["2014-11-01", "2014-11-01", "2"],
    ]  # fmt: skip
    reports = sorted(path.name for path in (target / "reports").iterdir())
    assert reports == ["2014-10-31.json", "2014-11-01.json"]
    table = pq.read_table(target / "findings")
    assert set(table["file"].to_pylist()) == {"date=2014-11-01/a.csv"}
    assert set(map(str, table["date"].to_pylist())) == {"2014-11-01"}
    assert run(command) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.slow
def test_the_page_shows_what_comes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If the output changed for a good reason, paste the new excerpt into the page."""
    page = (ROOT / "docs" / "history.md").read_text("utf-8")
    (shown,) = re.findall(r"```text\n(Day .*?)```", page, re.DOTALL)
    days = re.findall(r"^\d{4}-\d{2}-\d{2}", shown, re.MULTILINE)
    for day in days:
        (tmp_path / "register" / f"day={day}").mkdir(parents=True)
        shutil.copy(ROOT / "examples" / "persons.csv", tmp_path / "register" / f"day={day}")
    command = ["history", str(tmp_path / "register"), "--output", str(tmp_path / "checked")]
    assert run([*command, "--lang", "en"]) == 1
    assert capsys.readouterr().out == shown
    assert (tmp_path / "checked" / "reports" / f"{days[0]}.json").exists()
    assert (tmp_path / "checked" / "findings" / f"day={days[0]}").is_dir()


def extracts(folder: Path) -> Path:
    """Two days of a few ships each."""
    for day in DAYS:
        place = folder / f"day={day}"
        place.mkdir(parents=True)
        write_ships(place / "a.csv", 20)
    return folder


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_a_history_that_was_broken_off_is_taken_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    for day in DAYS:
        (source / f"day={day}").mkdir(parents=True)
        write_ships(source / f"day={day}" / "a.csv", 40)
    days: list[date] = []

    def watched(file: InputFile, request: CheckRequest, **more: Any) -> Any:
        days.append(request.as_of)
        if len(days) == 2:
            raise KeyboardInterrupt
        return check_dataset(file, request, **more)

    monkeypatch.setattr("lovgraf.check.parts.file.check_dataset", watched)
    command = ["history", str(source), "--type", "ship", "--resume", "--output", str(target)]
    assert run(command) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.parts", "in"]
    assert run(command) == 1
    assert [day.isoformat() for day in days] == [*DAYS, DAYS[1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    resumed = capsys.readouterr().out
    assert run([*command[:4], "--output", str(tmp_path / "fresh")]) == 1
    assert capsys.readouterr().out == resumed
    assert written(tmp_path / "fresh") == written(target)
    for more in (["--resume"], ["--resume", "--engine", "spark", "--master", "local[1]"]):
        assert run([*command[:4], *more]) == 2
    assert run([*command[:4], "--output", str(source / "out")]) == 2


@pytest.mark.slow
def test_a_history_under_a_proposal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    law = small.law()
    monkeypatch.setattr("lovgraf.law.load_law", lambda _extra=(): law)
    source, target, proposal = extracts(tmp_path / "in"), tmp_path / "out", tmp_path / "all.ttl"
    head = f'core:commencementUndetermined true ; core:lawAsOf "{DAYS[0]}"^^xsd:date ;'
    proposal.write_text(small.text(head=head), encoding="utf-8")
    more = ["--type", "ship", "--with", str(proposal)]
    assert run(["history", str(source), *more, "--output", str(target)]) == 0
    for day in DAYS:
        own = json.loads((target / "reports" / f"{day}.json").read_text())
        (told,) = (n["en"] for n in own["notes"] if n["en"].startswith("The proposal"))
        assert date_text(date.fromisoformat(day)).en in told
    alone = tmp_path / "alone.json"
    run(["check", str(source / f"day={day}" / "a.csv"), "--as-of", day, *more, "-o", str(alone)])
    assert own["norms"] == json.loads(alone.read_text())["norms"]
    assert [norm["norm"].endswith(small.NEW) for norm in own["norms"]] == [True]


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_a_history_that_fails_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "in"
    for day, text in (
        (DAYS[0], "id,built_on\na,1990-01-01\n"),
        (DAYS[1], "x,y\n1,2\n"),
    ):
        place = source / f"day={day}"
        place.mkdir(parents=True)
        (place / "a.csv").write_text(text)
    assert run(["history", str(source), "--type", "ship", "--output", str(tmp_path / "out")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_day_without_files_is_told(tmp_path: Path) -> None:
    folder = history(tmp_path / "in")
    (folder / "day=2030-06-04").mkdir()
    (folder / "_left" / "empty").mkdir(parents=True)
    told = {(one.file, one.reason.en) for one in find_inputs(str(folder)).not_read}
    assert ("day=2030-06-04/", "the folder is empty") in told
    assert len(told) == 2


def test_records_that_were_not_judged_are_told() -> None:
    """Nothing found of a day says little where the types of its records cannot be read."""
    day = date(2014, 12, 1)
    flaw = QualityFinding("unreadable-value", "error", "type", Text("x", "x"), 20)
    other = replace(flaw, column="citizenship")
    found = CheckResult(day, "some.csv", 60, (), (), NoFindings(), (flaw, other), {})
    shown = "".join(lines([(found, day)], [], "en"))
    assert "1 December 2014: 20 records were not judged" in shown
    assert "not judged" not in "".join(lines([(structs.replace(found, quality=()), day)], [], "en"))

"""What rows that their cell leaves open were judged is kept for later runs, by what counts of them,
and never by their values."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lovgraf.check import dataset as check
from lovgraf.check import row_recheck
from lovgraf.check.dataset import check_dataset
from lovgraf.check.kept_rows import KeptRows
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.engine import prepared
from lovgraf.engine.cell_views import View
from lovgraf.engine.in_memory import Memory
from lovgraf.facts.values import State
from lovgraf.law import Law
from lovgraf.law.graph import LawGraph
from lovgraf.verdicts.program import compile_programs
from lovgraf.verdicts.repaired import Found
from tests.checker.judged import watch_judging
from tests.checker.small_law import AS_OF, DUTY, graph_of, old_ships, view_of
from tests.checker.verdicts.test_alike import (
    APART,
    LAWS,
    PICKED,
    RECORD,
    months_apart,
    within,
    within_picked,
)
from tests.checker.verdicts.test_feasible import law as ships
from tests.examples import dice, drawn

COLUMN = {"boughtOn": "bought_on", "builtOn": "built_on", "inspectedOn": "inspected_on"}
HEADINGS = "bought_on,built_on,inspected_on,inspected,sails\n"


def kept_law(*names: str, more: str = "") -> Law:
    """A law of ships of which what is found out is kept, as it is of the shipped law; `more` are
    statements of their columns."""
    text = ships(*names, old=old_ships().removeprefix(DUTY)) + more
    digest = " ".join(["a law of ships", *names, more])
    return Law(LawGraph(graph_of(text), digest, ("test.ttl",), kept=True))


def lines(rng: Random, number: int, most: int) -> str:
    """Ships of which some days are known, `most` days before or after the date of the check."""

    def day() -> str:
        some = AS_OF + timedelta(days=rng.choice([-1, 1]) * rng.randint(0, most))
        near = AS_OF - timedelta(days=rng.choice([0, 1, 89, 90, 91, 365, 730]))
        return rng.choice(["", "", str(some), str(near)])

    def flag() -> str:
        return rng.choice(["", "true", "false"])

    return "".join(f"{day()},{day()},{day()},{flag()},{flag()}\n" for _ in range(number))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """How many records are judged each time that some are; tables are read as large ones are, and
    each check is as one in a process of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setattr(row_recheck, "_AT_ONCE", 0)
    monkeypatch.setattr(check, "MANY", 1)
    return watch_judging(monkeypatch)


def checked(path: Path, law: Law, **options: Any) -> CheckResult:
    listed = frozenset({"pending", "breached", "fulfilled"})
    return checked_anew(
        path, CheckRequest(AS_OF, law, record_type="ship", fail_on=listed, **options)
    )


def checked_anew(path: Path, request: CheckRequest) -> CheckResult:
    """A check as in a process of its own."""
    with prepared.kept_for(request.law, request.as_of) as made:
        found = check_dataset(path, request, share=check.Share(prepared=made))
    request.law.once(("prepared",), dict).clear()
    return found


def said(result: CheckResult) -> tuple[object, ...]:
    """All that is found of records."""
    causes = Counter({(c.id, c.missing, c.outlook, c.inexact): c.count for c in result.causes})
    findings = sorted((one.row, one.cause) for one in result.findings)
    return [norm.verdicts for norm in result.norms], causes, findings


@pytest.mark.parametrize("names", LAWS)
def test_another_table_is_told_what_it_is_told_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int], names: tuple[str, ...]
) -> None:
    """What was kept of the rows of some tables holds for rows of others that count the same."""
    rng, law, hits = dice(11), kept_law(*names), list[int]()
    known = KeptRows.known

    def counted(kept: KeptRows, *given: Any) -> list[Found | None]:
        found = known(kept, *given)
        hits.append(sum(one is not None for one in found))
        return found

    monkeypatch.setattr(KeptRows, "known", counted)
    for number in range(drawn(4, of=30)):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADINGS + lines(rng, 150, rng.choice([100, 12_000])))
        complete = rng.choice([(), (), ("inspected",), ("inspected_on",)])
        with_kept = said(checked(path, law, complete=complete))
        monkeypatch.setenv("LOVGRAF_CACHE", "off")
        assert said(checked(path, law, complete=complete)) == with_kept
        monkeypatch.delenv("LOVGRAF_CACHE")
    assert sum(hits) > 0


@APART
def test_rows_are_told_by_where_months_move_their_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int],
    before: str, after: str, first: str, last: str,
) -> None:  # fmt: skip
    text = within(before, after)
    told = told_in_months(tmp_path, monkeypatch, judged, text, (first, last), 440)
    assert len(told) > 1
    assert judged[-2] < judged[0]  # most of them are known by now


@pytest.mark.slow
@pytest.mark.parametrize("how", PICKED)
@APART
def test_rows_are_told_by_where_months_move_the_days_that_others_are_picked_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int],
    before: str, after: str, first: str, last: str, how: str,
) -> None:  # fmt: skip
    """A day that is one of two is held against what months make of a third."""
    text = within_picked(before, after, how)
    told_in_months(tmp_path, monkeypatch, judged, text, (first, last), 220)
    assert judged[-2] <= judged[0] < 110


def told_in_months(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    judged: list[int],
    text: str,
    days: tuple[str, str],
    number: int,
) -> set[str]:
    """Files of so many ships, of which some days lie some months apart, are told with what is kept
    of others what they are told without, and what each ship is told alone; gives what that is."""
    first, last = days
    alone = Memory.compile(compile_programs(view_of(text), "ship"))
    law = Law(LawGraph(graph_of(text), f"ships {hash(text)}", ("test.ttl",), kept=True))
    some, told = months_apart(first, last), set[str]()
    dice(3).shuffle(some)
    parts = [some[start : start + 110] for start in range(0, number, 110)]
    expected = [Counter(one for ship in part for one in outcomes(alone, ship)) for part in parts]
    judged.clear()
    for place, part in enumerate(parts):
        path = tmp_path / f"{place}.csv"
        each = (f"{ship[RECORD + first]},{ship[RECORD + last]},true\n" for ship in part)
        path.write_text(f"{COLUMN[first]},{COLUMN[last]},sails\n" + "".join(each))
        with_kept = checked(path, law)
        (norm,) = with_kept.norms
        assert {**norm.verdicts, **norm.possible} == expected[place]
        monkeypatch.setenv("LOVGRAF_CACHE", "off")
        assert said(checked(path, law)) == said(with_kept)
        monkeypatch.delenv("LOVGRAF_CACHE")
        causes: Any = said(with_kept)[1]
        told |= set(map(str, causes))
    return told


PORT = """
record:port a record:Column ; record:column "port" ; record:datatype xsd:string ;
  record:format record:Country ; record:recordType record:Ship ;
  rdfs:label "havn"@da , "port"@en .
record:portInUnion a record:DerivedFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; record:operator record:InCodeGroup ; record:of record:port ;
  record:group <code-group/eu> ; record:at record:boughtOn ;
  rdfs:label "i unionen"@da , "in the union"@en .
"""
NO_PORT = "record:port record:noneWhen [ record:fact record:inspected ; record:value false ] ."
"""What makes whether there is a port follow of a day."""
IN_UNION = "sh:property [ sh:path record:portInUnion ; sh:hasValue true ] ;"


def test_rows_are_told_by_a_code_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int]
) -> None:
    """The country of a port tells whether it was in the union on a day that is not known: never,
    always, or since some day."""
    text = PORT + NO_PORT + ships("boughtOn", more=IN_UNION, old=old_ships().removeprefix(DUTY))
    alone = Memory.compile(compile_programs(view_of(text), "ship"))
    law = Law(LawGraph(graph_of(text), "a law of ports", ("test.ttl",), kept=True))
    ports, bought = ["", "DK", "SE", "NO", "US"], ["", "2029-01-01", "2030-02-01", "2030-05-20"]
    rows, expected = [*product(ports, bought)] * 9, Counter[str]()
    for port, day in rows:
        ship: dict[str, State] = {RECORD + "builtOn": date(2001, 1, 1), RECORD + "sails": True}
        ship[RECORD + "port"] = port or None
        ship[RECORD + "boughtOn"] = date.fromisoformat(day) if day else None
        expected.update(outcomes(alone, ship))
    path = tmp_path / "ships.csv"
    lines = (f"{port},{day},2001-01-01,true\n" for port, day in rows)
    path.write_text("port,bought_on,built_on,sails\n" + "".join(lines))
    for few in (0, 500):
        monkeypatch.setattr(row_recheck, "_AT_ONCE", few)
        for _ in range(2):
            judged.clear()
            (norm,) = checked(path, law).norms
            assert {**norm.verdicts, **norm.possible} == expected
        assert judged == []


def outcomes(alone: Memory, ship: dict[str, State]) -> list[str]:
    """The verdict of a ship that is judged by itself, and its outlook where that is open."""
    (said,) = (one for own in replace(alone).verdicts([ship]) for one in own.values())
    return [said.verdict, *filter(None, [said.outlook])]


def test_rows_that_count_the_same_are_not_judged_again(tmp_path: Path, judged: list[int]) -> None:
    law = kept_law("latest", "settled")

    def table(name: str, first: int) -> Path:
        path = tmp_path / name
        days = (AS_OF - timedelta(days=first + 13 * n) for n in range(40))
        path.write_text(HEADINGS + "".join(f"{day},1990-01-01,,,\n" for day in days))
        return path

    before = said(checked(table("a.csv", 2000), law))
    assert sum(judged) > 0
    judged.clear()
    after = said(checked(table("b.csv", 2007), law))
    assert (judged, after[0]) == ([], before[0])
    # Of another day that lies elsewhere it is not known yet.
    checked(table("c.csv", 0), law)
    assert sum(judged) > 0


def test_a_few_rows_that_count_the_same_are_not_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int]
) -> None:
    """Where rows are so few that they are read without arrays."""
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    judged = watch_judging(monkeypatch)
    law, path = kept_law(*LAWS[0]), tmp_path / "few.csv"
    path.write_text(HEADINGS + lines(dice(5), 20, 12_000))
    first = said(checked(path, law))
    assert sum(judged) > 0
    del judged[:]
    assert said(checked(path, law)) == first
    assert judged == []
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    monkeypatch.setattr(KeptRows, "known", None)  # without a cache nothing is named
    assert said(checked(path, law)) == first


def test_a_day_that_counts_as_it_is_is_known_again(tmp_path: Path, judged: list[int]) -> None:
    """Whole months are counted from it, so that where it lies does not tell enough; of a day that
    tells somebody nothing is kept."""
    path, days = tmp_path / "ships.csv", [AS_OF - timedelta(days=5 + 13 * n) for n in range(40)]
    path.write_text(HEADINGS + "".join(f"{day},1990-01-01,,,\n" for day in days))
    for more, again in (("", False), ("record:boughtOn record:personal true .", True)):
        law = kept_law("wait", more=more)
        before = said(checked(path, law))
        assert sum(judged) > 0
        judged.clear()
        assert said(checked(path, law)) == before
        assert (sum(judged) > 0) == again
        judged.clear()


def test_what_is_looked_at_of_cells_is_found_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged: list[int]
) -> None:
    law, path, asked = kept_law(*LAWS[1]), tmp_path / "ships.csv", list[str]()
    path.write_text(HEADINGS + lines(dice(5), 150, 100))
    looks = View.looks

    def counted(view: View, *given: Any) -> Any:
        asked.append(view.norm)
        return looks(view, *given)

    monkeypatch.setattr(View, "looks", counted)
    before = said(checked(path, law))
    assert asked
    asked.clear()
    assert (said(checked(path, law)), asked) == (before, [])
    path.write_text(HEADINGS + lines(dice(6), 150, 12_000) + "2030-05-05,,,true,\n")
    after = said(checked(path, law))  # other kinds of cells
    assert asked
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    assert said(checked(path, law)) == after


def test_a_table_with_other_columns_is_judged_by_itself(tmp_path: Path, judged: list[int]) -> None:
    law = kept_law("latest", "settled")
    rows = [f"{AS_OF - timedelta(days=2000 + n)},1990-01-01\n" for n in range(30)]
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("bought_on,built_on\n" + "".join(rows))
    large.write_text("bought_on,built_on,inspected_on\n" + "".join(r[:-1] + ",\n" for r in rows))
    for path in (small, large):
        judged.clear()
        checked(path, law)
        assert sum(judged) > 0


def test_no_day_can_be_read_from_what_is_kept(tmp_path: Path, judged: list[int]) -> None:
    law, day = kept_law("latest", "settled"), date(2011, 7, 19)
    path = tmp_path / "ships.csv"
    path.write_text(HEADINGS + f"{day},1990-01-01,,,\n" * 3)
    checked(path, law)
    (kept,) = (tmp_path / "cache" / "lovgraf").glob("open-rows-*")
    content = kept.read_bytes()
    for form in (str(day), f"{day:%d-%m-%Y}", f"{day:%Y%m%d}"):
        assert form.encode() not in content
    for size in (2, 4, 8):
        assert day.toordinal().to_bytes(size + 2, "little") not in content
    assert kept.stat().st_mode & 0o077 == 0

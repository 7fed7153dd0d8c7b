"""What checks need alike is made once a process, and holds nothing of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lovgraf.authoring.sample import write_sample
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.core.terms import BASE
from lovgraf.engine import cell_codes, prepared
from lovgraf.engine.plan import make_plan
from lovgraf.engine.prepared import kept_for
from lovgraf.engine.table_plan import CELL
from lovgraf.facts import distances
from lovgraf.facts.distances import ByPeriod
from lovgraf.law import Law, load_law
from lovgraf.law.presumptions import profile_of
from lovgraf.verdicts.program import compile_programs
from tests.checker.asked_about import POST
from tests.checker.small_law import AS_OF, law_of, old_ships
from tests.examples import one_in

SHIPS = "id,built_on,sails,inspected\n"
OWNERS = f"{BASE}law/2017/651/par/11/stk/1/nr/3/pkt/1/norm/beneficial-owners"


@pytest.fixture
def small() -> Law:
    return law_of(old_ships())


def check(path: Path, law: Law, text: str, day: date = AS_OF) -> CheckResult:
    path.write_text(text, encoding="utf-8")
    return check_dataset(path, CheckRequest(day, law, record_type="ship"))


def said(result: CheckResult) -> object:
    rows = [(f.row, f.cause) for f in result.findings]
    return result.norms, result.causes, result.quality, rows


def test_the_law_is_the_same_until_its_files_change(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_law() is load_law()
    monkeypatch.setattr("lovgraf.law.view.shipped_digest", lambda: "others")
    assert load_law() is not load_law()


@pytest.mark.slow
def test_files_with_the_same_columns_are_coded_by_one_statement(
    tmp_path: Path, small: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Counted(cell_codes.Coder):
        def __init__(self, *asked: object) -> None:
            made.append(1)
            super().__init__(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(cell_codes, "Coder", Counted)
    monkeypatch.setattr(cell_codes, "ONE_BY_ONE", 0)
    texts = [
        f"{SHIPS}a,1980-01-01,true,{told}\nb,2{n}00-01-01,,\n"
        for n, told in enumerate(("true", "false", "?", ""))
    ]
    path = tmp_path / "a.csv"
    found = [said(check(path, small, text)) for text in texts]
    assert len(made) == 1
    alone = [said(check(path, law_of(old_ships()), text)) for text in texts]
    assert found == alone
    assert len({str(each) for each in found}) > 2


@pytest.mark.slow
def test_cells_of_yesterday_are_not_coded_again(
    tmp_path: Path, small: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a later run finds in the user's cache is what it would have found out itself."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setattr(cell_codes, "ONE_BY_ONE", 0)
    asked: list[int] = []

    def counted(coder: cell_codes.Coder, cells: cell_codes.Columns, threads: int) -> Any:
        asked.append(len(cells[CELL]))
        return computed(coder, cells, threads)

    computed = cell_codes.Coder._computed
    monkeypatch.setattr(cell_codes.Coder, "_computed", counted)
    text = f"{SHIPS}a,1980-01-01,true,true\nb,2000-01-01,,\n"
    path = tmp_path / "a.csv"
    first = said(check(path, law_of(old_ships()), text))
    assert asked == [2]
    assert said(check(path, law_of(old_ships()), text)) == first
    more = said(check(path, law_of(old_ships()), f"{text}c,1980-01-01,,false\n"))
    assert asked == [2, 1], "only what is new is asked of the engine"
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    assert said(check(path, law_of(old_ships()), f"{text}c,1980-01-01,,false\n")) == more


@pytest.mark.slow
def test_nothing_of_a_value_is_kept(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "persons.csv"
    write_sample(60, path, seed=3)
    day = date(2014, 12, 1)
    assert check_dataset(path, CheckRequest(day, law, about=POST)).open
    with kept_for(law, day) as found:
        assert found.private
        memories = [memory for _, made in found._memories.values() for memory in made]
        assert memories
        combinations = [each for _, each in found._combinations.values()]
        assert combinations
        for each in (*combinations, *(memory.combinations for memory in memories)):
            assert each.private
            assert each._aside is None
        for memory in memories:
            for one in (memory, memory._telling):
                rows = one._connection.execute("SELECT count(*) FROM records").fetchall()
                assert rows == [(0,)]
        for plan in found._plans.values():
            for coder in plan.coders._idle:
                assert coder._engine.execute("SELECT count(*) FROM cells").fetchall() == [(0,)]


def test_days_that_were_asked_for_are_not_kept(law: Law) -> None:
    with kept_for(law, AS_OF) as found:
        programs = compile_programs(law.at(AS_OF), "person")
        found.combinations(make_plan(programs, {}, []))
        distances.latest_before(ByPeriod(1, 0), AS_OF.toordinal())
        assert distances.latest_before.cache_info().currsize
    assert not any(each.cache_info().currsize for each in distances.KEPT)


def test_two_checks_at_once_share_nothing(small: Law) -> None:
    with kept_for(small, AS_OF) as one, kept_for(small, AS_OF) as other:
        assert one is not other


@pytest.mark.slow
def test_few_days_and_layouts_are_kept(
    tmp_path: Path, small: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "_PLANS", 2)
    path = tmp_path / "a.csv"
    for number in range(1, 4):
        more = ",".join(("built_on", "sails", "inspected")[:number])
        check(path, small, f"id,{more}\na{',1980-01-01' * number}\n")
    kept = small.once(("prepared",), dict[tuple[int, date], prepared.Prepared])
    assert [len(each._plans) for each in kept.values()] == [2]
    for n in range(prepared._DAYS + 2):
        check(path, small, f"{SHIPS}a,1980-01-01,true,true\n", AS_OF + timedelta(n))
    assert [key[1] for key in kept] == [AS_OF + timedelta(n) for n in (2, 3, 4)]
    assert [len(each._plans) for each in kept.values()] == [1, 1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("profiles", one_in(2, [("register", "case"), ("case", "register")]))
def test_what_is_presumed_decides_for_its_own_check_alone(
    tmp_path: Path, law: Law, profiles: tuple[str, str]
) -> None:
    """The same presumptions fill a blank in both, but a breach may rest on them in a case only."""
    path = tmp_path / "customers.csv"
    path.write_text(
        "id,business,customer_kind,onboarded_on,beneficial_owners_identified\n"
        "a,bank,legal-entity,2018-01-01,false\n"
    )
    for name in profiles:
        filled = replace(law, profile=profile_of(law.graph, law.facts, name))
        request = CheckRequest(date(2026, 3, 1), filled, record_type="customer")
        verdicts = {one.norm: one.verdicts for one in check_dataset(path, request).norms}
        assert verdicts[OWNERS] == {"breached" if name == "case" else "undetermined": 1}

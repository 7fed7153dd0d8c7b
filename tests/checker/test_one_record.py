"""Records judged one by one get the verdicts that the data engine's codes give them together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

import pytest

from lovgraf.check.quality import quality_shapes
from lovgraf.core.terms import BASE
from lovgraf.engine import one_record
from lovgraf.engine.in_memory import Memory, Record, Verdict
from lovgraf.engine.one_record import OneByOne
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.explain.may import entitlements
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import load_law
from lovgraf.law.presumptions import profile_of
from lovgraf.verdicts.program import compile_programs
from tests.checker.small_law import NORM, old_ships, ship, view_of
from tests.examples import dice, drawn, one_in

LAW = load_law()
DAYS = [
    date(2014, 11, 30),
    date(2014, 12, 1),
    date(1990, 5, 5),
    date(2010, 6, 1),
    date(2000, 2, 29),
]
TEXTS = ("0101901234", "010190-1234", "DK", "", "6101901234")


@pytest.fixture(scope="module")
def memory() -> Memory:
    """The shipped law for persons, with all that an explanation asks for."""
    view = LAW.at(date(2014, 12, 1))
    norms = {*one_in(3, sorted(norm.iri for norm in view.judged("person")))}
    programs = compile_programs(view, "person", norms)
    shapes = {iri: s.condition for iri, s in quality_shapes(LAW, "person")[0].items()}
    values = {iri for program in programs.programs.values() for iri in program.facts()}
    return Memory.compile(programs, list(entitlements(view, "person").values()), values, shapes)


def some_value(column: Column, draw: random.Random) -> State:
    if draw.random() < 0.1:
        return NONE
    if column.datatype == "date":
        return draw.choice(DAYS)
    if column.datatype == "boolean":
        return draw.random() < 0.5
    if column.datatype == "integer":
        return draw.randrange(40)
    codes = column.code_list.notations if column.code_list else TEXTS
    return tuple(draw.sample(codes, min(2, len(codes)))) if column.multi else draw.choice(codes)


def some_record(memory: Memory, draw: random.Random) -> Record:
    share = draw.choice((0.05, 0.3, 0.9))
    known = [column for column in memory.columns if draw.random() < share]
    return {column.iri: some_value(column, draw) for column in known}


@pytest.fixture(scope="module")
def records(memory: Memory) -> list[Record]:
    draw = dice(7)
    return [some_record(memory, draw) for _ in range(drawn(6, of=16))]


@pytest.mark.slow
@pytest.mark.drawn
def test_the_same_is_computed(memory: Memory, records: list[Record]) -> None:
    each = OneByOne(memory)
    assert each.scalar is not None
    for record, told in zip(records, memory.each_computed(records), strict=True):
        seen = each.read(record)
        assert seen.places is not None
        assert seen.codes == {key: int(code[0]) for key, code in told.codes.items()}
        assert seen.values == told.values
        assert list(seen.flaws) == told.flaws


@pytest.mark.slow
@pytest.mark.drawn
def test_the_same_verdicts(memory: Memory, records: list[Record]) -> None:
    each, some = OneByOne(memory), records[: drawn(2, of=8, whole=4)]
    norms = one_in(3, sorted(memory.plan.programs.programs))
    for record, together in zip(some, memory.verdicts(some, norms=norms), strict=True):
        seen = each.read(record)
        for _ in range(2):  # the second time it is remembered
            assert {iri: each.verdict(seen, iri) for iri in together} == together


@pytest.mark.slow
@pytest.mark.drawn
def test_the_same_verdicts_after_a_change(
    memory: Memory, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And only what contradicts itself after a change is judged as records of many are."""
    each, draw, apart = OneByOne(memory), dice(3), list[int]()
    verdicts = memory.verdicts

    def of_many(some: Sequence[Record], norms: list[str]) -> list[dict[str, Verdict]]:
        apart.append(len(some))
        return verdicts(some, norms=norms)

    for norm in draw.sample(sorted(memory.plan.programs.programs), drawn(4, of=12)):
        record, columns = draw.choice(records), each.columns(norm)
        changes = [
            {c.iri: some_value(c, draw) for c in draw.sample(columns, min(2, len(columns)))}
            for _ in range(15)
        ]
        together = verdicts([{**record, **change} for change in changes], norms=[norm])
        seen = each.read(record)
        doubtful = sum(each._in_doubt(seen, change) for change in changes)
        with monkeypatch.context() as patch:
            patch.setattr(memory, "verdicts", of_many)
            found = each.tried(seen, changes, norm)
        assert found == [row[norm].verdict for row in together]
        assert apart == [doubtful][: doubtful > 0]
        apart.clear()


def ships(**facts: State) -> tuple[OneByOne, Record]:
    programs = compile_programs(view_of(old_ships()), "ship")
    return OneByOne(Memory.compile(programs)), ship(**facts)


@pytest.fixture
def without_scalar_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise Unsure

    monkeypatch.setattr("lovgraf.engine.sql.named_expressions", refuse)
    monkeypatch.setenv("LOVGRAF_CACHE", "off")


@pytest.mark.usefixtures("without_scalar_program")
def test_the_data_engine_says_what_python_cannot() -> None:
    each, record = ships(built_on=date(2000, 1, 1), sails=True, inspected=False)
    assert each.scalar is None
    seen = each.read(record)
    assert each.verdict(seen, BASE + NORM) == Verdict(BASE + NORM, "breached")
    (inspected,) = (c.iri for c in each.columns(BASE + NORM) if c.name == "inspected")
    assert each.tried(seen, [{inspected: True}, {}], BASE + NORM) == ["fulfilled", "breached"]


def test_what_is_tried_beside_answers_and_codes_is_kept_and_what_comes_of_values_is_not() -> None:
    each, dated = ships(built_on=date(2000, 1, 1), sails=True)
    found, kept = each.memory.combinations, list[object]()
    for record in (
        ship(sails=True),
        dated,
        {**ship(sails=True), next(iter(dated)): None},  # what is unknown is no value
    ):
        with each.passing(record):
            with each.passing(ship(inspected=False)):
                inner = found._of_values()
            kept += [inner, found._of_values()]
            each.verdict(each.read(record), BASE + NORM)
        assert found._aside is None
    tried = kept[0]
    assert [one is tried for one in kept] == [True, True, True, False, True, True]
    assert not found.of_law


def test_no_more_is_remembered_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_record, "MOST", 3)
    each, _ = ships()
    for year in range(1960, 2020):
        seen = each.read(ship(built_on=date(year, 1, 1), sails=year % 2 == 0, masts=year % 5))
        each.verdict(seen, BASE + NORM)
    assert len(each._kept) <= 3


@pytest.mark.slow
def test_what_is_forgotten_is_found_out_again(
    memory: Memory, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    norms = one_in(3, sorted(memory.plan.programs.programs))
    some = records[: drawn(2, of=3, whole=3)]
    together = memory.verdicts(some, norms=norms)
    monkeypatch.setattr(one_record, "MOST_RELATIONS", 5)
    each = OneByOne(Memory(memory.plan, memory.columns))
    for record, verdicts in zip(some, together, strict=True):
        seen = each.read(record)
        assert {iri: each.verdict(seen, iri) for iri in norms} == verdicts
    assert len(each.memory.combinations._relations) <= 5


@pytest.mark.slow
@pytest.mark.drawn
def test_a_record_is_filled_by_presumptions_as_a_table_is() -> None:
    """What a record says nothing of is filled alike, one by one and together."""
    law = LAW
    profile = profile_of(law.graph, law.facts, "case")
    view = law.at(date(2014, 12, 1))
    norms = {*one_in(9, [norm.iri for norm in view.judged("person")])}
    programs = compile_programs(view, "person", norms).presuming(profile)
    memory, draw = Memory.compile(programs), dice(5)
    records: list[Record] = [
        {},
        *(some_record(memory, draw) for _ in range(drawn(2, of=12, whole=4))),
    ]
    each = OneByOne(memory)
    for record, computed in zip(records, memory.each_computed(records), strict=True):
        seen = each.read(record)
        together = {key: int(code[0]) for key, code in computed.codes.items()}
        assert {key: seen.codes[key] for key in together} == together

"""Every operator that is registered says the same in SQL, on arrays, of one record and in the
reference engine; and what it says of itself is true of that. A new operator is covered as it is."""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from lovgraf.conditions.words import Words
from lovgraf.core.terms import RECORD, Text, short
from lovgraf.engine.array_ops import Coded, as_number
from lovgraf.engine.array_steps import EPOCH, Steps
from lovgraf.engine.array_words import Run, operand
from lovgraf.engine.batch_arrays import array_of
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.text_numbers import flags_of
from lovgraf.engine.text_ops import Texts
from lovgraf.facts import operators
from lovgraf.facts.closed_days import Calendar, ClosedDay
from lovgraf.facts.columns import Expression
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import (
    AS_OF,
    CodeGroup,
    Column,
    Datatype,
    Derived,
    Fact,
    Operand,
    Ref,
)
from lovgraf.facts.length import Length
from lovgraf.facts.operator import Operator
from lovgraf.facts.operators import operator_of, registered
from lovgraf.facts.states import FactTable
from lovgraf.facts.symbols import ORIGIN, Moment, Open, Span
from lovgraf.facts.values import NONE, NONE_SUFFIX, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import load_law
from lovgraf.reference import functions
from lovgraf.reference.operators import evaluate
from lovgraf.reference.solver import operators as formulas
from lovgraf.reference.solver.search import Search
from lovgraf.reference.solver.symbols import is_one
from lovgraf.reference.solver.terms import both, not_
from lovgraf.reference.solver.world import Open as Open_
from lovgraf.reference.solver.world import World as World_
from lovgraf.verdicts.knowledge import Knowledge
from lovgraf.verdicts.symbols import Facts, Symbols
from lovgraf.verdicts.worlds import World
from tests.examples import examples, one_in
from tests.places import ROOT

LAW = load_law()
TERMS = [LAW.graph]
NAMES = sorted(registered())
ROWS = 40
X = "x"
CODES = ("DK", "HR", "GB", "")
SINCE = (("DK", None, None), ("HR", date(2013, 7, 1), None), ("GB", None, date(2013, 12, 31)))
GROUPS = {
    "group": CodeGroup("group", Text("g", "g"), SINCE),
    "young": CodeGroup("young", Text("y", "y"), SINCE[1:2]),
}
WEEKEND = Calendar("weekend", tuple(ClosedDay(weekday=day) for day in (6, 7)))
PARAMETERS: dict[str, tuple[tuple[Ref | Operand, ...], ...]] = {
    "period": (("P1M",), ("P3D",), ("-P1Y2M5D",), ("P0D",), ("P2W",)),
    "years": ((0,), (1,), (3,)),
    "month": ((1,), (2,), (11,)),
    "day": ((1,), (15,), (28,)),
    "group": ((Ref("group"),), (Ref("young"),)),
    "otherwise": ((7,),),
    "whenNone": ((9,), ()),
}
"""What a parameter may hold; a role that is not here yet is to be added."""
NEEDED = ("period", "month", "day", "group")
Row = dict[str, State]


def _label() -> tuple[Text, None]:
    return Text("t", "t"), None


def columns() -> list[Column]:
    """Three columns of each type that operands have."""
    return [
        Column(f"{kind}{n}", *_label(), kind, frozenset({"thing"}), name=f"{kind}{n}")
        for kind in ("date", "string", "integer")
        for n in range(3)
    ]


def result(operator: Operator) -> Datatype:
    """The type of what an operator gives, as its term says it."""
    term = RECORD[operator.name]
    stated = next((g.value(term, RECORD.result) for g in TERMS if (term, None, None) in g), None)
    if stated is None:
        return "integer" if "entry" in operator.structures else operator.takes
    found: Datatype = short(str(stated))  # type: ignore[assignment]
    return found


@dataclass
class Case:
    """A derived fact at random, and rows to compute it on."""

    fact: Derived
    facts: FactVocabulary
    as_of: date
    rows: list[Row]
    absent: frozenset[str]
    """The columns that the table does not have; they are unknown in every row."""

    def table(self) -> FactTable:
        """The facts of a table that has the other columns, and may say of each that it is none."""
        names = [column.name for column in columns() if column.name not in self.absent]
        made = FactTable(self.facts, [*names, *(n + NONE_SUFFIX for n in names)], self.as_of)
        made.add([X])
        return made


def case(name: str, seed: int) -> Case:
    """An application of an operator, at random."""
    dice, operator = random.Random(seed), registered()[name]
    as_of = date(2014, 1, 1) + timedelta(dice.randrange(-800, 800))
    roles: dict[str, tuple[Ref | Operand, ...]] = {}
    for place, role in enumerate(operator.roles):
        if role in ("at", "to") and dice.random() < 0.3:
            continue
        if role in ("third", "fourth") and dice.random() < 0.5:
            break
        kind = operator.takes if role == "of" else "date"
        roles[role] = (Ref(f"{kind}{place % 3}"),)
        if role != "of" and dice.random() < 0.2:
            day: list[Ref | Operand] = [AS_OF, as_of + timedelta(dice.randrange(-90, 90))]
            roles[role] = (dice.choice(day),)
    if operator.one_of:
        roles["of"] += tuple(dice.sample([Ref("date1"), Ref("date2"), AS_OF], dice.randrange(3)))
    for role in operator.parameters:
        if role in NEEDED or dice.random() < 0.6:
            truths = role == "whenNone" and result(operator) == "boolean"
            roles[role] = dice.choice(((True,), (False,)) if truths else PARAMETERS[role])
    fact = Derived(
        X, *_label(), result(operator), frozenset({"thing"}), operator=name, roles=roles,
        entries=(("DK", 1), ("HR", 2)) if "entry" in operator.structures else (),
        calendar=WEEKEND if "calendar" in operator.structures else None,
    )  # fmt: skip
    facts: dict[str, Fact] = {column.iri: column for column in columns()}
    facts[X] = fact
    vocabulary = FactVocabulary(facts, GROUPS, {"thing": "thing"})
    absent: frozenset[str] = frozenset()
    if dice.random() < 0.4:
        absent = frozenset(dice.sample(sorted(c.name for c in columns()), dice.randrange(1, 5)))
    rows = [
        {c.iri: None if c.name in absent else value(c, dice, as_of) for c in columns()}
        for _ in range(ROWS)
    ]
    return Case(fact, vocabulary, as_of, rows, absent)


def value(column: Column, dice: random.Random, as_of: date) -> State:
    """A value, unknown, or certainly none."""
    if dice.random() < 0.25:
        return dice.choice([None, NONE])
    if column.datatype == "date":
        near = dice.choice([as_of, date(2013, 7, 1), date(2012, 2, 29), date(2000, 1, 31)])
        return near + timedelta(dice.choice([0, 1, -1, dice.randrange(-9000, 9000)]))
    if column.datatype == "integer":
        return dice.randrange(-3, 20)
    if dice.random() < 0.5:
        return dice.choice(CODES) or "SE"
    day = dice.choice(["01", "29", "31", "61", "89", "00"])
    month = dice.choice(["01", "02", "13"])
    return f"{day}{month}{dice.randrange(100):02}{dice.randrange(1000, 9999)}"


def made(found: Case) -> dict[str, Expression]:
    """The expressions of the fact: its value, and where it is none."""
    state = found.table().state(X)
    return {"value": state.value} | ({} if state.none is None else {"none": state.none})


def arrow(found: Case) -> Any:
    """The rows as a table."""
    kinds = {"DATE": pa.date32(), "VARCHAR": pa.string(), "BIGINT": pa.int64()}
    arrays = {}
    for column in columns():
        values = [row[column.iri] for row in found.rows]
        kind = kinds.get(engine_type(column), pa.int64())
        arrays[column.name] = pa.array([None if v is NONE else v for v in values], kind)
        arrays[column.name + NONE_SUFFIX] = pa.array([v is NONE for v in values])
    return pa.table(arrays)


def shown(state: dict[str, Any]) -> State:
    """A state of what expressions gave."""
    if state.get("none"):
        assert state["value"] is None
        return NONE
    found: State = state["value"]
    return found


def in_sql(found: Case) -> list[State]:
    """By the data engine, layer by layer."""
    table = found.table()
    connection = duckdb.connect()
    connection.register("records", arrow(found))
    rows = connection.sql(table.sql(made(found))).to_arrow_table().to_pylist()
    return [shown(row) for row in rows]


def of_one(found: Case) -> list[State]:
    """By a program of scalars, record by record."""
    expressions = made(found)
    program = ScalarProgram.of(expressions)
    states = []
    for row in arrow(found).to_pylist():
        values = program.compute(row, tuple(expressions))
        states.append(shown({name: values[place] for name, place in program.outputs.items()}))
    return states


def on_arrays(found: Case) -> list[State]:
    """On arrays, many rows at once."""
    expressions, table = made(found), arrow(found)
    steps = Steps(lambda _: False, lambda _: 0)
    places = {name: steps.add(expression) for name, expression in expressions.items()}
    exporting = found.table()
    connection = duckdb.connect()
    connection.register("records", table)
    inputs = {
        name: array_of(table.column(name).combine_chunks())
        for name in table.column_names
        if not pa.types.is_string(table.column(name).type)
    }
    if steps.exported:
        said = connection.sql(exporting.sql(steps.exported)).to_arrow_table()
        inputs |= {n: array_of(said.column(n).combine_chunks()) for n in steps.exported}
    assert not steps.tabulated
    texts = {
        name: Texts(array, flags_of(array))
        for name in steps.texts
        for array in [table.column(name).combine_chunks()]
    }
    run = Run(tuple(steps.found), inputs, lambda name: inputs[name], texts)
    each = {}
    for name, place in places.items():
        number = as_number(operand(run.value(place)))
        values, valid = (
            np.broadcast_to(x.rows() if isinstance(x, Coded) else x, ROWS)
            for x in (number.values, number.valid)
        )
        each[name] = [int(v) if there else None for v, there in zip(values, valid, strict=True)]
    return [shown({name: each[name][n] for name in each}) for n in range(ROWS)]


def number_of(state: State) -> State:
    """A state as arrays have it: days are numbers, and so are yes and no."""
    if isinstance(state, date):
        return state.toordinal() - EPOCH
    return int(state) if isinstance(state, bool) else state


def by_reference(found: Case) -> list[State]:
    """By the reference engine."""
    return [evaluate(found.facts, row, found.as_of, [X])[X] for row in found.rows]


def by_formula(found: Case, row: Row, state: State, shown: set[str]) -> None:
    """The solver knows a state of which it is shown some operands, and that it is no other."""
    texts = {column.iri: frozenset(CODES) for column in columns()}
    given_ = {iri: value for iri, value in row.items() if iri in shown or value is NONE}
    world = World_(Open_(found.facts, texts), given_, found.as_of)
    symbol = world.symbol(X)
    left = [iri for iri in found.fact.operand_facts if iri not in given_]
    if any(row[iri] is None for iri in found.fact.operand_facts):
        return
    so = both(*(is_one(world.symbol(iri), row[iri]) for iri in left))
    if state is None:
        right = symbol.blank
    elif state is NONE:
        right = both(not_(symbol.blank), symbol.none)
    else:
        right = is_one(symbol, state)
    wanted = [both(so, right), both(so, not_(right))]
    # What holds of the terms is known once all has been asked.
    always = [part for one in world.said.values() for part in one.always if part is not True]
    lemmas = [lemma for one in world.said.values() for lemma in one.lemmas]
    assert [can_be(always, lemmas, truth) for truth in wanted] == [True, False], (row, state)


def can_be(always: list[Any], lemmas: list[Any], truth: Any) -> bool:
    """Whether something can be so."""
    return truth if isinstance(truth, bool) else Search(5).among(always, lemmas, [truth])[0]


SEEDS = st.integers(0, 10**9)
OPEN = {"BirthDateOfCpr", "FirstKnown"}
"""Those that say less of an open operand than of one that is known."""


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(2, [name for name in NAMES if name not in OPEN]))
@examples(1, whole=2, of=6)
@given(seed=SEEDS)
def test_the_formula_says_the_same_whatever_is_open(name: str, seed: int) -> None:
    found, dice = case(name, seed), random.Random(seed)
    for row, state in zip(found.rows, by_reference(found), strict=True):
        by_formula(found, row, state, {iri for iri in row if dice.random() < 0.5})


@pytest.mark.parametrize("name", NAMES)
@examples(1, whole=2, of=6)
@given(seed=SEEDS)
def test_the_formula_folds_what_is_known(name: str, seed: int) -> None:
    found = case(name, seed)
    for row, state in zip(found.rows, by_reference(found), strict=True):
        by_formula(found, row, state, set(row))


def test_the_other_engines_have_the_same_operators() -> None:
    assert sorted(functions.functions()) == NAMES
    assert sorted(formulas.formulas()) == NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@examples(2, of=8)
@given(seed=SEEDS)
def test_all_forms_say_the_same(name: str, seed: int) -> None:
    found = case(name, seed)
    expected = by_reference(found)
    assert in_sql(found) == expected
    assert of_one(found) == expected
    assert on_arrays(found) == [number_of(state) for state in expected]


@pytest.mark.parametrize("name", NAMES)
@examples(4)
@given(seed=SEEDS)
def test_what_follows_from_what_is_known(name: str, seed: int) -> None:
    found = case(name, seed)
    operator, fact = operator_of(found.fact), found.fact
    facts = operator.operands(fact)
    for row, state in zip(found.rows, by_reference(found), strict=True):
        known = {iri for iri in facts if row[iri] is not None}
        if state is None:
            assert not known.intersection(operator.unknown_below(fact, known))
            assert operator.partial or operator.passes_on or set(facts) - known
        else:
            assert known.issuperset(operator.known_below(fact))
        if state is NONE:
            assert operator.can_be_none(fact, [row[iri] is NONE for iri in fact.operand_facts])


@pytest.mark.parametrize("name", NAMES)
@examples(4)
@given(seed=SEEDS)
def test_the_state_is_among_those_of_a_completion(name: str, seed: int) -> None:
    found = case(name, seed)
    for row, state in zip(found.rows[:12], by_reference(found), strict=False):
        told = frozenset((iri, value) for iri, value in row.items() if value is not None)
        known = frozenset(iri for iri, _ in told)
        unknown = frozenset(row) - known | ({X} if state is None else set())
        facts = Facts(found.facts, {}, found.as_of)
        symbols = Symbols(facts, Knowledge(known, unknown, told), frozenset())
        if state is None:
            continue
        states = [each for each, _ in symbols.states(X, World(facts.setting))]
        assert any(fits(each, state, found) for each in states), (states, state)


def fits(symbol: object, state: State, found: Case) -> bool:
    """Whether a state that is not spelled out may be this one."""
    if isinstance(symbol, Open):
        return symbol is Open.FREE or (symbol is Open.SOME and state is not NONE)
    if isinstance(symbol, Moment):
        known = symbol.point == ORIGIN
        return isinstance(state, date) and (not known or symbol.shift == state.toordinal())
    if isinstance(symbol, Span):
        operator = operator_of(found.fact)
        assert isinstance(operator, Length)
        if symbol.start.point or symbol.end.point:
            return isinstance(state, int)
        counted = operator.count(symbol.start.shift, symbol.end.shift, symbol.calendar)
        return counted == state
    return symbol == state


@pytest.mark.parametrize("name", NAMES)
@examples(4)
@given(seed=SEEDS)
def test_days_that_it_tells_apart(name: str, seed: int) -> None:
    found = case(name, seed)
    operator, fact = operator_of(found.fact), found.fact
    move = operator.move(fact)
    for row, state in zip(found.rows, by_reference(found), strict=True):
        days = [day_of(fact, role, row, found.as_of) for role in operator.roles]
        if state is NONE or state is None or not all(isinstance(day, date) for day in days):
            continue
        if move is not None:
            moved = move[0](days[0])
            assert moved == state
            assert move[1][0] <= (moved - days[0]).days <= move[1][1]
        if isinstance(operator, Length):
            lengths(operator, fact, days, state)
        if isinstance(state, date):
            assert operator.can_be(fact, state)
        if operator.event:
            assert (days[0] <= days[1]) is state


def day_of(fact: Derived, role: str, row: Row, as_of: date) -> Any:
    """The operand of a role in a row."""
    given_ = fact.roles.get(role, (AS_OF,))[0]
    if given_ == AS_OF:
        return as_of
    return row[given_.iri] if isinstance(given_, Ref) else given_


def lengths(operator: Length, fact: Derived, days: list[date], state: State) -> None:
    """What an operator that counts time says of its limits."""
    start, end = (day.toordinal() for day in days)
    assert operator.count(start, end, fact.calendar) == state
    assert isinstance(state, int)
    for amount in (state, state + 1):
        enough = state >= amount
        assert enough == (end >= operator.first_end(start, amount, fact.calendar))
        assert enough == (start <= operator.last_start(end, amount, fact.calendar))
        fewest, most = operator.passed(amount)
        assert not enough or end - start >= fewest
        assert enough or end - start < most
        if operator.since:
            day = operator.reached(days[1], amount)
            assert enough == (day is not None and days[0] <= day)


@pytest.mark.parametrize("name", NAMES)
@examples(2)
@given(seed=SEEDS)
def test_every_value_has_words(name: str, seed: int) -> None:
    found = case(name, seed)
    words = Words(LAW.graph, found.facts)
    for row, state in zip(found.rows, by_reference(found), strict=True):
        if state is None or state is NONE or isinstance(state, Decimal):
            continue
        of = [day_of(found.fact, "of", row, found.as_of)] if "of" in found.fact.roles else []
        said = operator_of(found.fact).in_words(found.fact, state, of) or words.value(
            found.fact, state
        )
        assert said.da
        assert said.en


@pytest.mark.parametrize("name", NAMES)
def test_the_roles_are_those_of_its_term(name: str) -> None:
    operator, term = registered()[name], RECORD[name]
    stated = {short(str(role)) for graph in TERMS for role in graph.objects(term, RECORD.role)}
    own = {*operator.roles, *operator.parameters, *operator.structures}
    assert own - ({"beginning", "ending"} if "episode" in own else set()) == stated


PREFIXES = """@base <https://w3id.org/lovgraf/> .
@prefix record: <https://w3id.org/lovgraf/record#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


PACKAGES: tuple[ModuleType, ...] = (operators, functions, formulas)
"""Where the files of an operator lie, in the order of the guide."""


def clear() -> None:
    """Forget which files there are."""
    registered.cache_clear()
    functions.functions.cache_clear()
    formulas.formulas.cache_clear()


@pytest.mark.slow
def test_a_newcomer_adds_one_as_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files as the guide shows them: nothing is lent to them."""
    guide = (ROOT / "CONTRIBUTING.md").read_text().split("## Add an operator")[1]
    file, term, *others = (
        dedent(block.split("```")[0]) for block in re.split(r" *```(?:python|turtle)\n", guide)[1:5]
    )
    for package, content in zip(PACKAGES, (file, *others), strict=True):
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / "first_day_of_month.py").write_text(content)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    new = Graph().parse(data=f"{PREFIXES}{term}", format="turtle")
    monkeypatch.setattr(sys.modules[__name__], "TERMS", [*TERMS, new])
    clear()
    try:
        name = next(iter(sorted({*registered()} - {*NAMES})))
        assert name == "FirstDayOfMonth"
        for holds in PROPERTIES:
            holds(name=name)
    finally:
        clear()
        for package in PACKAGES:
            sys.modules.pop(f"{package.__name__}.first_day_of_month", None)


PROPERTIES = (
    test_all_forms_say_the_same,
    test_the_formula_says_the_same_whatever_is_open,
    test_the_formula_folds_what_is_known,
    test_what_follows_from_what_is_known,
    test_the_state_is_among_those_of_a_completion,
    test_days_that_it_tells_apart,
    test_every_value_has_words,
    test_the_roles_are_those_of_its_term,
)


def test_no_other_file_names_an_operator() -> None:
    named = re.compile(rf"[\"'.](?:{'|'.join(NAMES)})[\"'\s,)]")
    apart = ("facts/operators/",)
    found = [
        str(path)
        for path in (ROOT / "checker").rglob("*.py")
        if not any(part in path.as_posix() for part in apart) and named.search(path.read_text())
    ]
    assert not found

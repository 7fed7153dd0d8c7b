"""Every complete person falls in exactly one cell of the partition and gets its verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product, starmap
from random import Random

import numpy as np
import pytest
from hypothesis import given, note, reject
from hypothesis import strategies as st

from lovgraf.check.quality import quality_shapes
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import RECORD, absolute
from lovgraf.engine.in_memory import Memory, Record, verdicts_for
from lovgraf.facts.fact import Judgment
from lovgraf.facts.values import NONE, State
from lovgraf.law.view import LawView, load_law
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.verdicts.program import Programs, compile_programs
from tests.agreement.laws import AS_OF, PREFIXES, VALUES, laws, view_of
from tests.agreement.real_people import of_day, person
from tests.examples import cells as of_cells
from tests.examples import dice, examples, one_in, whole
from tests.examples import drawn as drawn_of

LAW = load_law()


@st.composite
def persons(draw: st.DrawFn) -> dict[str, State]:
    """A complete record as a file gives it: what did not happen is blank, with what says so."""
    record: dict[str, State] = {name: draw(values) for name, values in VALUES.items()}
    if record["mark"] is False:
        del record["markedOn"]
    if record["paper"] is NONE:
        record["paper"] = "a"
    if record["code"] == "d":
        del record["number"]
    if "a" in record["codes"]:  # type: ignore[operator]
        del record["endedOn"]
    return {str(RECORD[name]): state for name, state in record.items()}


def nothing_follows(record: Mapping[str, State]) -> set[str]:
    """The facts (by IRI) that a record leaves unknown though it says all there is to say: one is
    looked up from a code that is not listed, or from what is not there."""
    found = {"looked"} if record[str(RECORD.code)] in ("c", "d") else set()
    found |= {"written"} if record[str(RECORD.paper)] == "a" else set()
    return {str(RECORD[name]) for name in found}


MOST = 100_000
"""Kinds, and days tried together, of a law that was drawn; of one with more another is drawn."""


def drawn(view: LawView) -> tuple[Programs, CaseSpace]:
    """The possible things of a law that was drawn, where it can be compiled and is not too large: a
    few laws have millions of days to try together, and take as long as all others."""
    try:
        programs = compile_programs(view, "thing")
        return programs, possible(programs, limit=MOST, record_type="thing")
    except NotCompilable:
        reject()
    except InputError as error:
        if "too many kinds" not in error.message.en:
            raise
        reject()


@examples(2, of=5, shrink=False)
@given(laws(norms=2, facts=6, judged=True), st.lists(persons(), min_size=40, max_size=40))
def test_everyone_is_somewhere(turtle: str, found: list[dict[str, State]]) -> None:
    view = view_of(turtle)
    programs, everyone = drawn(view)
    verdicts = {iri: everyone.verdicts(p) for iri, p in programs.programs.items()}
    cells = everyone.cells_of(found)
    for record, cell, own in zip(found, cells, verdicts_for(view, found, "thing"), strict=True):
        complete = nothing_follows(record).isdisjoint(everyone.atoms)
        if complete != (cell >= 0):
            note(turtle)
            note(str({iri.rsplit("#")[-1]: state for iri, state in record.items()}))
        assert complete == (cell >= 0)
        if not complete:
            continue
        for iri, verdict in own.items():
            assert VERDICTS[verdicts[iri][cell]] == verdict.verdict


@pytest.mark.slow
@whole("test_everyone_is_somewhere")
@pytest.mark.drawn
@pytest.mark.parametrize(
    ("day", "act"),
    [
        (date(2013, 12, 1), "law/2012/528/par/5/"),
        (date(2014, 12, 1), "law/2012/528/par/3/stk/1/"),
        (date(2014, 12, 1), "law/2007/798/"),
        (date(2025, 12, 1), "law/2012/528/par/4/"),
        (date(2025, 12, 1), "law/2025/696/"),
    ],
)
def test_everyone_is_somewhere_in_the_real_law(day: date, act: str) -> None:
    view, random = LAW.at(day), dice(20141201)
    names = {norm.iri for norm in view.judged("person") if norm.iri.startswith(absolute(act))}
    programs = compile_programs(view, "person", names)
    own = programs.programs
    assert own
    assert not programs.refused
    everyone = possible(programs)
    assert everyone.unsettled == 0
    assert everyone.partition.unreached == ()
    shapes = quality_shapes(LAW, "person")[0]
    bad = {iri: s.condition for iri, s in shapes.items() if s.severity == "error"}
    memory = Memory.compile(programs, quality=bad)
    columns = of_day(Memory.compile(programs).columns, view.facts_of_day)
    number = {str(RECORD.id): "1"}
    found = [
        {**person(columns, day, random), **number}
        for _ in range(drawn_of(500, of=3000, whole=1000))
    ]
    good = complete_and_valid(memory, found)
    assert len(good) > 10
    cells = everyone.cells_of(good)
    assert cells.min() >= 0
    judged = memory.verdicts(good)
    for iri, program in own.items():
        expected = [verdict[iri].verdict for verdict in judged]
        assert [VERDICTS[v] for v in everyone.verdicts_at(program, cells)] == expected
    some = random.sample(range(everyone.size), 20)
    assert everyone.cells_of([everyone.witness(cell) for cell in some]).tolist() == some


def complete_and_valid(memory: Memory, found: Sequence[Record]) -> list[Record]:
    """The records of which every atom is known and no shape of record quality is violated."""
    plan, row = memory.plan, memory.coded(found).fetchnumpy()
    words = {n: np.asarray(row[f"w{n}"], np.int64) for n in range(plan.words)}
    good = np.ones(len(found), np.bool_)
    for n in range(plan.flag_words):
        good &= np.asarray(row[f"q{n}"], np.int64) == 0
    for key, codes in plan.decode(plan.slots, words).items():
        if not isinstance(plan.atoms[key].fact, Judgment):
            good &= codes < plan.atoms[key].coding.unknown
    return [found[n] for n in np.flatnonzero(good).tolist()]


@examples(2, of=5, shrink=False)
@given(laws(norms=1, facts=5), st.randoms(use_true_random=False))
def test_a_witness_is_of_its_cell(turtle: str, random: Random) -> None:
    _, everyone = drawn(view_of(turtle))
    cells = random.sample(range(everyone.size), min(everyone.size, 20))
    witnesses = [everyone.witness(cell) for cell in cells]
    assert everyone.cells_of(witnesses).tolist() == cells


UNTIL = """record:until a record:DerivedFact , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:recordType record:Thing ; record:datatype xsd:integer ; rdfs:range xsd:integer ;
  record:operator record:DaysBetween ; record:from record:asOf ; record:to record:endedOn .
record:tally a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:column "tally" ; record:recordType record:Thing ;
  record:datatype xsd:integer ; rdfs:range xsd:integer ."""
FEW_DAYS = [AS_OF + timedelta(days=n) for n in (-9000, -4000, -366, -365, -184, -65, -2, 0, 1, 3)]


def norm_of(number: int, shape: str, more: str = "") -> str:
    """A duty of everyone."""
    return f"""<duty/{number}> a sh:NodeShape ; {shape} .
<law/2010/1/par/1/norm/{number}> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:addressee record:Thing ;
  core:duty <duty/{number}> {more} .
"""


@pytest.mark.parametrize(
    ("pair", "relation"),
    of_cells(
        [("number", "age"), ("days", "number"), ("number", "bankDays"), ("until", "number")],
        ["lessThan", "lessThanOrEquals", "equals", "disjoint"],
    ),
)
def test_a_number_compared_with_how_much_time_passed(pair: tuple[str, str], relation: str) -> None:
    first, second = pair
    others = [
        "sh:property [ sh:path record:startedOn ; sh:lessThanOrEquals record:endedOn ]",
        "sh:property [ sh:path record:markedOn ; sh:lessThan record:startedOn ]",
        "sh:property [ sh:path record:afterNovember ; sh:hasValue true ]",
        "sh:property [ sh:path record:number ; sh:maxInclusive 3 ]",
    ]
    compared = f"sh:property [ sh:path record:{first} ; sh:{relation} record:{second} ]"
    norms = [norm_of(n, shape) for n, shape in enumerate([compared, *others])]
    everyone, random = everyone_of(PREFIXES + UNTIL + "".join(norms)), Random(4)
    assert everyone.unsettled == 0
    found: list[dict[str, State]] = [
        {
            "number": random.choice((-2, -1, 0, 1, 2, 3, 4, 5, 9, 12, 24, 60, 184, 400, 9000)),
            "code": "a", "codes": ("b",), "mark": True,
            **{day: random.choice(FEW_DAYS) for day in ("startedOn", "endedOn", "markedOn")},
        }
        for _ in range(2000)
    ]  # fmt: skip
    assert everyone.cells_of(named(found)).min() >= 0
    some = random.sample(range(everyone.size), min(everyone.size, 10))
    assert everyone.cells_of([everyone.witness(cell) for cell in some]).tolist() == some


@pytest.mark.parametrize("done", one_in(2, ["latest", "endedOn"]))
def test_what_is_done_before_the_office_opens_and_what_is_done_after(done: str) -> None:
    """Two readings of a last day that is closed differ on some days only."""
    deadline = f"""; core:deadline [ core:trigger record:startedOn ; core:bound core:AtLeast ;
      core:period "P0D"^^xsd:duration ; core:performedOn record:{done} ]"""
    shape = "sh:property [ sh:path record:flag ; sh:hasValue true ]"
    turtle = PREFIXES + norm_of(1, shape, deadline)
    everyone = everyone_of(turtle)
    days = [AS_OF - timedelta(days=n) for n in range(-2, 12)]
    given: dict[str, State] = {"flag": True, "codes": ("b",), "mark": True}
    pairs = product(days, days)
    found = [
        {**given, "startedOn": start, "endedOn": end, "markedOn": days[-1]} for start, end in pairs
    ]
    cells = everyone.cells_of(named(found))
    assert cells.min() >= 0
    ((iri, program),) = compile_programs(view_of(turtle), "thing").programs.items()
    verdicts = [VERDICTS[v] for v in everyone.verdicts(program)[cells]]
    own = verdicts_for(view_of(turtle), named(found), "thing")
    assert verdicts == [verdict[iri].verdict for verdict in own]


def test_numbers_compared_with_each_other() -> None:
    """Each side of a limit of either number, in every order that the two have there."""
    shapes = [
        "sh:property [ sh:path record:number ; sh:lessThan record:tally ]",
        "sh:property [ sh:path record:tally ; sh:maxInclusive 5 ]",
    ]
    everyone = everyone_of(PREFIXES + UNTIL + "".join(starmap(norm_of, enumerate(shapes))))
    assert everyone.unsettled == 0
    found: list[dict[str, State]] = [
        {"number": n, "tally": m, "code": "a"} for n in range(-1, 9) for m in range(-1, 9)
    ]
    cells = everyone.cells_of(named(found))
    assert cells.min() >= 0
    assert len(set(cells.tolist())) == everyone.size == 4


def test_counts_of_time_compared_with_each_other_are_told_as_unsettled() -> None:
    """Of which it is not known whether every answer is found."""
    shape = "sh:property [ sh:path record:days ; sh:lessThan record:age ]"
    assert everyone_of(PREFIXES + norm_of(1, shape)).unsettled > 0


def everyone_of(turtle: str) -> CaseSpace:
    """The possible things of a law."""
    return possible(compile_programs(view_of(turtle), "thing"), record_type="thing")


def named(found: Sequence[Mapping[str, State]]) -> list[Record]:
    """Records by IRI of their columns."""
    return [{str(RECORD[name]): state for name, state in record.items()} for record in found]

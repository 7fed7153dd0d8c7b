"""A state of today beside a day still to come by which it began: one of the two is wrong, and
nobody can say which. For every such pair that the graph names, and on every engine."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from lovgraf.check.contradictions import contradictions
from lovgraf.check.dataset import check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.engine.few_rows import ONE_BY_ONE
from lovgraf.engine.in_memory import Memory, Verdict, verdicts_for
from lovgraf.facts.dispute import Dispute
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import disputes_in, repairs
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law, load_law
from lovgraf.law.view import LawView
from lovgraf.proposals.choices import usable
from lovgraf.readers.single import read_pairs
from lovgraf.reference import verdicts_of
from lovgraf.reference.bound_axioms import axioms_of
from lovgraf.reference.solver.engine import Solver
from lovgraf.verdicts.program import Programs, compile_programs
from tests.checker.small_law import law_of
from tests.examples import FUZZ, WHOLE, one_in

DAYS = date(2014, 12, 1), date(2024, 3, 1)
COMING = [one for one in load_law().facts.disputes if one.come is not None and not one.past]
PAIRS = [
    pytest.param(one, value, id=f"{one.given}-{one.other}-{value}".replace(f"{BASE}record#", ""))
    for one in COMING
    for value in sorted(one.values, key=str)[:2]
]
Record = dict[str, State]
Verdicts = Mapping[str, Verdict]
FEW = 8
"""More pairs of a kind of record are not tried with all that records may say besides."""


def state(facts: FactVocabulary, iri: str, value: bool | str) -> State:
    """A value as a record holds it."""
    column = facts[iri]
    return (str(value),) if isinstance(column, Column) and column.multi else value


def pair(facts: FactVocabulary, one: Dispute, value: bool | str, day: date) -> Record:
    """A record that says of both."""
    return {one.given: day, one.other: state(facts, one.other, value)}


def kinds(facts: FactVocabulary, one: Dispute) -> list[str]:
    """The types of record that have both columns."""
    return sorted(facts[one.given].record_types & facts[one.other].record_types)


def reading(view: LawView, kind: str, one: Dispute) -> list[str]:
    """A norm that rests on one of the two columns, of the kind of record: the one of the fewest
    facts, since an engine that tries what is open is exact where that is little."""
    programs = compile_programs(view, kind)
    found = [
        (len(program.facts()), iri)
        for iri, program in programs.programs.items()
        if program.norm.record_type == kind
        and {*one.pair} & {i for fact in program.facts() for i in programs.facts.inputs(fact)}
    ]
    return [iri for _, iri in sorted(found)[:1]]


@pytest.mark.parametrize(("one", "value"), PAIRS)
def test_it_is_a_contradiction_until_the_day_has_come(
    law: Law, one: Dispute, value: bool | str
) -> None:
    facts, as_of = law.facts, DAYS[0]
    ahead = pair(facts, one, value, as_of + timedelta(days=1))
    found = [c for c in disputes_in(facts, ahead, as_of) if c.dispute == one]
    assert [c.ways for c in found] == [(frozenset({(one.given, ())}), frozenset({(one.other, ())}))]
    for record in (
        pair(facts, one, value, as_of),
        {one.given: ahead[one.given]},
        {one.other: ahead[one.other]},
    ):
        assert one not in [c.dispute for c in disputes_in(facts, record, as_of)]


@pytest.mark.parametrize(("one", "value"), PAIRS)
def test_it_is_a_finding(law: Law, one: Dispute, value: bool | str) -> None:
    as_of = DAYS[0]
    days = [as_of + timedelta(days=n) for n in (-1, 0, 1, 400)]
    for kind in kinds(law.facts, one):
        memory, iri = quality(law, kind, one)
        cursor = memory.coded([pair(law.facts, one, value, day) for day in days])
        place = [column[0] for column in cursor.description].index("q0")
        bit = list(memory.plan.flags).index(iri)
        assert [row[place] >> bit & 1 for row in cursor.fetchall()] == [0, 0, 1, 1]


@cache
def quality(law: Law, kind: str, one: Dispute) -> tuple[Memory, str]:
    """What finds the flaw of a pair in records of a kind, and its shape."""
    names = "-against-".join(law.facts[iri].name for iri in one.pair)  # type: ignore[attr-defined]
    iri = f"{BASE}shape/record/{names}-to-come".replace("_", "-")
    shape = contradictions(law, kind)[iri]
    assert shape.severity == "error"
    programs = Programs(law.at(DAYS[0]), law.facts)
    return Memory.compile(programs, quality={iri: shape.condition}), iri


KINDS = sorted({kind for one in COMING for kind in kinds(load_law().facts, one)})


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize("kind", KINDS if WHOLE else KINDS[5::8])
def test_every_engine_gives_what_both_repairs_share(law: Law, tmp_path: Path, kind: str) -> None:
    """Few rows and a table, whatever the norm (of each thirty one, and those that rest on a pair);
    of the latter also the solver and the reference engine. All pairs and norms with `WHOLE=1`."""
    as_of = DAYS[1] if kind == "customer" else DAYS[0]
    view = law.at(as_of)
    facts = view.facts_of_day
    every = [one for one in COMING if kind in kinds(facts, one)]
    pairs = one_in(6 if len(every) > FEW else 2, every)
    records = [
        pair(facts, one, known(facts, one), as_of + timedelta(days=90)) | more
        for number, one in enumerate(pairs)
        for more in besides(facts, kind, one)[choice(number, of=len(every))]
    ]
    each_once = slice(None, None, len(records) // len(pairs))
    asked_of = [reading(view, kind, one) for one in pairs]
    norms = {*one_in(30, [norm.iri for norm in view.judged(kind)]), *chain(*asked_of)}
    each = [repairs(facts, record, as_of, frozenset(record)) for record in records]
    asked = [*records, *(way for ways in each for way in ways)]
    judged = iter(verdicts_for(view, asked, kind, norms))
    found = [next(judged) for _ in records]
    for own, ways in zip(found, each, strict=True):
        meant = [next(judged) for _ in ways]
        for norm in own:
            shared = {way[norm].verdict for way in meant}
            assert own[norm].verdict == (shared.pop() if len(shared) == 1 else "undetermined"), norm
    agree(view, kind, asked_of, records[each_once], found[each_once])
    table(law, kind, as_of, records, found, tmp_path)


def agree(
    view: LawView,
    kind: str,
    asked: Sequence[list[str]],
    records: Sequence[Record],
    found: Sequence[Verdicts],
) -> None:
    """The solver and the reference engine say the same of some norms of each record, where they are
    exact."""
    referred = verdicts_of(view, list(zip(records, asked, strict=True)), kind)
    for norms, record, own, other in zip(asked, records, found, referred, strict=True):
        solved = Solver(view, kind, norms).possible(record) if norms else {}
        for norm in norms:
            for one in (solved[norm], other[norm]):
                if one.exact and own[norm].exact:
                    assert one.verdict == own[norm].verdict, (norm, record)


def known(facts: FactVocabulary, one: Dispute) -> bool | str:
    """A value of the other column that the law of the day knows."""
    column = facts[one.other]
    codes = column.code_list.notations if isinstance(column, Column) and column.code_list else ()
    return next(v for v in sorted(one.values, key=str) if isinstance(v, bool) or v in codes)


def choice(number: int, of: int) -> slice:
    """What is said besides one of several pairs: nothing and what most have; of many pairs the one
    beside every other pair and the other beside the rest, but in `make fuzz`."""
    return slice(number % 2, None, 2) if of > FEW and not FUZZ else slice(None)


def besides(facts: FactVocabulary, kind: str, one: Dispute) -> list[Record]:
    """What else records may say: nothing, or what most have."""
    usual: Record = {}
    for column in facts.columns_of(kind):
        for value in column.usual[:1]:
            if column.iri not in one.columns and isinstance(value, bool | str):
                usual[column.iri] = (value,) if column.multi else value  # type: ignore[assignment]
    return [{}, {iri: value for iri, value in usual.items() if "P45Y" not in str(value)}]


def table(
    law: Law,
    kind: str,
    as_of: date,
    records: list[Record],
    judged: Sequence[Verdicts],
    folder: Path,
) -> None:
    """A table of the same rows, more than are judged one by one, says what its records say."""
    columns = [c for c in law.facts.columns_of(kind) if any(c.iri in each for each in records)]
    path, times = folder / f"{kind}.csv", ONE_BY_ONE // len(records) + 1
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", *(column.name for column in columns)])
        for number, each in enumerate(times * records):
            rows.writerow([number, *(written(each.get(column.iri)) for column in columns)])
    asked = CheckRequest(as_of, law, record_type=kind, about=tuple(sorted(judged[0])))
    compared = [norm for norm in check_dataset(path, asked).norms if norm.norm in judged[0]]
    assert compared
    for norm in compared:
        own = Counter(each[norm.norm].verdict for each in judged)
        assert norm.verdicts == {verdict: n * times for verdict, n in own.items()}, norm.norm


def written(value: State) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


@pytest.mark.slow
def test_nobody_is_blamed_by_a_home_that_is_yet_to_begin(law: Law) -> None:
    """What is not so of either of the two that the record may mean is not said of it."""
    text = "home_in_denmark=yes home_since=2015-03-01 birth_date=1970-01-01 digital_post=no"
    record = read_pairs(text.split(), law.facts.on(DAYS[0]), "person")
    view = law.at(DAYS[0])
    ways = repairs(law.facts, record, DAYS[0], frozenset(record))
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    norms = {duty, *one_in(4, [norm.iri for norm in view.judged("person")])}
    found, *meant = verdicts_for(view, [record, *ways], norms=norms)
    for norm, verdict in found.items():
        if verdict.verdict == "breached":
            assert {way[norm].verdict for way in meant} == {"breached"}


def test_what_is_announced_is_no_contradiction(law: Law) -> None:
    for text in (
        "departed=yes left_on=2015-03-01",
        "departed=yes emigration_notified_on=2015-03-01",
        "immigrated=yes immigration_notified_on=2015-03-01",
        "home_in_denmark=no home_since=2015-03-01",
        "home_since=2015-03-01",
        "receives_public_payment=yes first_payment_on=2015-03-01",
        "moved_in_denmark=yes moved_on=2015-03-01",
        "cpr_status=01 emigrated_on=2015-03-01",
        "digital_post=yes digital_post_ended_on=2015-03-01 digital_post_since=2014-01-01",
        "residence_document=exempt residence_document_since=2015-03-01",
        "exemption_ground=3 exempted_on=2015-03-01",
        "name_address_protection=yes protected_on=2015-03-01",
    ):
        record = read_pairs(text.split(), law.facts.on(DAYS[0]), "person")
        assert disputes_in(law.facts, record, DAYS[0]) == (), text


@pytest.mark.slow
def test_a_home_may_be_ahead_of_the_register(law: Law) -> None:
    """Who has come back is registered as emigrated until the arrival is registered, which asks for
    the home (CPR Act s. 16(5)): the home that is stated is what counts."""
    text = "home_in_denmark=yes cpr_status=80 birth_date=1970-01-01 digital_post=no"
    view = law.at(DAYS[0])
    record = read_pairs(text.split(), view.facts_of_day, "person")
    assert disputes_in(law.facts, record, view.as_of) == ()
    home = law.facts.columns["home_in_denmark"].iri
    duty = f"{BASE}law/2012/528/par/3/stk/1/norm/connection"
    found, without = verdicts_for(view, [record, {**record, home: False}], norms=[duty])
    assert found[duty].verdict != "not-addressed" == without[duty].verdict


def test_what_follows_is_offered_to_nobody(law: Law) -> None:
    """That a day has come is a fact of the program: nobody can name it in a law, or be shown it."""
    offered = {fact.iri for kind in KINDS for fact in usable(law, kind)}
    assert offered
    assert not offered & {one.come for one in COMING}
    said = {str(subject) for subject in axioms_of(law.at(DAYS[0])).graph.subjects()}
    assert not said & {one.come for one in COMING}


def test_what_names_no_value_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="hasComeWhen"):
        _ = law_of(
            """record:when a record:Column ; record:column "when" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "den"@da, "on"@en ; record:hasComeWhen [
    record:fact record:sails ] ."""
        ).facts

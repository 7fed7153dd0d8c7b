"""What a state of today says of days of the past, for every combination of the columns concerned:
the facts of the reference engine and all smallest removals, found by trying, are the measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations, product

import pytest

from lovgraf.check.contradictions import contradictions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, RECORD, short
from lovgraf.engine.in_memory import Memory, verdicts_for
from lovgraf.facts.dispute import Dispute
from lovgraf.facts.repairs import disputes_in, repairs
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Law
from lovgraf.reference import verdicts
from lovgraf.reference.operators import evaluate
from lovgraf.reference.solver.engine import Solver
from lovgraf.verdicts.program import Programs
from tests.checker.small_law import law_of
from tests.examples import WHOLE, one_in

DAY = date(2014, 12, 1)
Record = Mapping[str, State]
PAST, EARLIER, LATER, TO_COME = (date(year, 6, 1) for year in (2012, 2011, 2013, 2016))
HOME: dict[str, Sequence[State]] = {
    "homeSince": (None, PAST, TO_COME),
    "homeInDenmark": (None, True, False),
    "leftOn": (None, NONE, EARLIER, PAST, LATER, TO_COME),
    "emigratedOn": (None, LATER),
    "departed": (None, False),
    "cprStatus": (None, "01", "80", "90"),
}
EMIGRATION: dict[str, Sequence[State]] = {
    "emigratedOn": (None, PAST, TO_COME),
    "arrivedOn": (None, NONE, EARLIER, PAST, LATER, TO_COME),
    "immigrated": (None, False),
    "cprStatus": (None, "01", "03", "05", "20", "80"),
}
NO_MOVE = [("leftOn", "departed"), ("emigratedOn", "departed"), ("arrivedOn", "immigrated")]


def records(space: Mapping[str, Sequence[State]]) -> Iterator[dict[str, State]]:
    """Every combination of values of some columns."""
    for values in product(*space.values()):
        pairs = zip(space, values, strict=True)
        yield {str(RECORD[name]): state for name, state in pairs if state is not None}


def wrong(facts: FactVocabulary, record: Record) -> list[object]:
    """What a record contradicts itself about, by the derived facts of the reference engine."""
    lasting = [one for one in facts.disputes if one.lasting]
    begun = [one for one in facts.disputes if one.come and not one.past]
    state = evaluate(facts, record, DAY, {i for one in facts.disputes for i in one.derived})

    def given(name: str) -> bool:
        return record.get(str(RECORD[name])) not in (None, NONE)

    status = record.get(str(RECORD.cprStatus))
    found: list[object] = [
        one
        for one in lasting
        if record.get(one.other) in one.values and all(state[iri] is True for iri in one.lasting)
    ]
    found += [
        one
        for one in begun
        if record.get(one.other) in one.values
        and given(short(one.given))
        and state[one.come or ""] is False
    ]
    home = record.get(str(RECORD.homeInDenmark)) is True
    found += ["dead"] * (home and status == "90")
    found += [p for p in NO_MOVE if given(p[0]) and record.get(str(RECORD[p[1]])) is False]
    return [*found, *["tax"] * (given("emigratedOn") and status == "20")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "space",
    one_in(2, [pytest.param(EMIGRATION, id="emigration"), pytest.param(HOME, id="home")]),
)
def test_a_contradiction_is_what_the_reference_engine_finds(
    law: Law, space: Mapping[str, Sequence[State]]
) -> None:
    facts, broken = law.facts, 0
    for number, record in enumerate(records(space)):
        true = wrong(facts, record)
        assert len(disputes_in(facts, record, DAY)) == len(true), record
        broken += bool(true)
        if true and number % 5 == 0:
            assert repaired(facts, record) == least(facts, record), record
    assert broken > 50


def repaired(facts: FactVocabulary, record: Record) -> list[list[str]]:
    """What each repair of a record is without."""
    found = repairs(facts, record, DAY, frozenset(record))
    return sorted(sorted(record.keys() - one.keys()) for one in found)


def least(facts: FactVocabulary, record: Record) -> list[list[str]]:
    """The smallest sets of columns without which a record is consistent, by trying all."""
    every = [set(c) for n in range(len(record) + 1) for c in combinations(sorted(record), n)]
    fine = [w for w in every if not wrong(facts, {i: s for i, s in record.items() if i not in w})]
    return sorted(sorted(way) for way in fine if not any(other < way for other in fine))


@pytest.mark.parametrize("space", [HOME, EMIGRATION], ids=["home", "emigration"])
def test_the_findings_say_the_same(law: Law, space: Mapping[str, Sequence[State]]) -> None:
    """An error where a record contradicts itself; a warning where the day that would show that it
    does not is missing; nothing where that is given."""
    memory, shapes = quality(law)
    given = [record for record in records(space) if NONE not in record.values()]
    cursor = memory.coded(given)
    place = [column[0] for column in cursor.description].index("q0")
    for record, row in zip(given, cursor.fetchall(), strict=True):
        flags = enumerate(memory.plan.flags)
        flaws = {shapes[iri] for bit, iri in flags if row[place] >> bit & 1}
        own = {one.dispute for one in disputes_in(law.facts, record, DAY) if one.dispute.lasting}
        assert {one for one, severity in flaws if severity == "error"} == own, record
        for one, severity in flaws:
            if severity == "warning":
                assert record.get(one.other) in one.values
                days = evaluate(law.facts, record, DAY, one.lasting).values()
                assert None in days
                assert False not in days


@cache
def quality(law: Law) -> tuple[Memory, dict[str, tuple[Dispute, str]]]:
    """What finds the flaws of a record, and of each which dispute it is about and how severe."""
    shapes = {i: s for i, s in contradictions(law, "person").items() if "-against-" in i}
    named = {
        "-against-".join(law.facts[iri].name for iri in one.pair).replace("_", "-"): one  # type: ignore[attr-defined]
        for one in law.facts.disputes
        if one.lasting
    }
    found = {
        iri: (named[iri.rsplit("/")[-1].rsplit("-", 1)[0]], shape.severity)
        for iri, shape in shapes.items()
        if iri.endswith(("-lasting", "-unclear"))
    }
    conditions = {iri: shapes[iri].condition for iri in found}
    return Memory.compile(Programs(law.at(DAY), law.facts), quality=conditions), found


NORMS = [
    f"{BASE}law/2013/5/par/3/stk/1/nr/1/norm/number-on-registration",
    f"{BASE}law/2013/5/par/26/stk/2/pkt/2/norm/date-of-departure",
]


@pytest.mark.slow
def test_all_engines_give_what_all_repairs_share(law: Law) -> None:
    view, facts = law.at(DAY), law.facts
    broken = [r for s in (HOME, EMIGRATION) for r in records(s) if wrong(facts, r)][
        :: 23 if WHOLE else 47
    ]
    found = verdicts_for(view, broken, norms=NORMS)
    solver, few = Solver(view, norms=NORMS), 0
    for number, (record, own) in enumerate(zip(broken, found, strict=True)):
        meant = repairs(facts, record, DAY, frozenset(record))
        each = verdicts_for(view, meant, norms=NORMS) if number % 3 == 0 else []
        solved = solver.possible(record)
        for norm in NORMS:
            said = {one[norm].verdict for one in each} or {own[norm].verdict}
            wanted = said.pop() if len(said) == 1 else "undetermined"
            assert own[norm].verdict == wanted, record
            few += each != [] and wanted != "undetermined"
            if solved[norm].exact and own[norm].exact:
                assert solved[norm].verdict == own[norm].verdict, record
    assert few > 3, few
    some = broken[: 12 if WHOLE else 5]
    for one, other in zip(verdicts(view, some, norms=NORMS), found, strict=False):
        assert {n: v.verdict for n, v in one.items()} == {n: other[n].verdict for n in one}


def test_what_does_not_last_between_two_columns_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="contradictsWhile"):
        _ = law_of(
            """record:when a record:Column ; record:column "when" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "den"@da, "on"@en ; record:noneWhen [
    record:fact record:sails ; record:value true ; record:contradictsWhile record:sails ] ."""
        ).facts.disputes

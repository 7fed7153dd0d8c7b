"""Records are alike where what can occur of them is the same: days count as far as they decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from lovgraf.engine.in_memory import Memory
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, calendar_move, latest_before, period_move
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.alike import Made
from lovgraf.verdicts.alternatives import Alternative, Alternatives
from lovgraf.verdicts.program import compile_programs
from lovgraf.verdicts.symbols import Symbols
from tests.checker.small_law import AS_OF, DUTY, old_ships, view_of
from tests.checker.verdicts.test_feasible import law, memory
from tests.examples import dice, drawn

Record = dict[str, State]
RECORD = "https://w3id.org/lovgraf/record#"
LAWS = [
    ("latest", "settled", "daysOwned"),
    ("earliest", "begun", "isWarned"),
    ("wait", "inspectedOn"),
    ("isOverdue", "daysOwned", "joined"),
    ("bankDays", "expired", "latest"),
    ("boughtInTime", "daysOwned", "isWarned"),
    ("boughtInYears", "expired", "begun"),
]
MONTHS = ("boughtInTime", "bought", "isWarned")


def ship_of(**values: State) -> Record:
    return {f"{RECORD}{name}": state for name, state in values.items()}


def records(rng: Random, number: int) -> list[Record]:
    """Ships of which some days are known and others are not."""

    def day() -> State:
        near = AS_OF + timedelta(days=rng.randint(-40, 40))
        far = AS_OF + timedelta(days=rng.randint(-12000, 12000))
        return rng.choice([None, None, near, near, far, NONE])

    return [
        ship_of(
            builtOn=rng.choice([None, AS_OF - timedelta(days=rng.randint(0, 12000))]),
            boughtOn=day(), inspectedOn=day(), flag=rng.choice([None, "DK", "SE"]), sails=None,
        )
        for _ in range(number)
    ]  # fmt: skip


def without_deadlines(*names: str) -> Memory:
    """The same law without deadlines: these count bank days, for which each day is its own."""
    text = law(*names, old=old_ships().removeprefix(DUTY))
    return Memory.compile(compile_programs(view_of(text), "ship"))


def told(found: Memory, some: list[Record]) -> list[object]:
    return [one for record in found.verdicts(some) for one in record.values()]


@pytest.mark.slow
@pytest.mark.parametrize("names", LAWS)
def test_what_was_found_of_others_is_what_is_found_alone(names: tuple[str, ...]) -> None:
    rng = dice(7)
    some = records(rng, drawn(4, of=2000, whole=8))
    together = memory(*names)
    expected = []
    for record in some:
        together.__dict__.pop("combinations", None)  # nothing is known of others
        expected += told(together, [record])
    together.__dict__.pop("combinations", None)
    assert told(together, some) == expected
    assert told(together, some[::-1])[::-1] == expected


def test_days_that_cannot_decide_are_not_told_apart() -> None:
    found = without_deadlines("latest", "settled")
    some = [ship_of(boughtOn=AS_OF - timedelta(days=n), builtOn=AS_OF.replace(year=1990))
            for n in range(100, 9000, 50)]  # fmt: skip
    found.verdicts(some)
    kept = found.combinations._relations
    assert len(kept) <= 6 < len(some)


def test_days_that_decide_are_told_apart() -> None:
    """Ninety days after its inspection a ship is warned: which of the days of purchase lies before
    decides what the blank day can be."""
    found = without_deadlines("isWarned", "daysOwned")
    near = [ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in (1, 30, 89, 90, 91, 200)]
    alone = [told(replace(found), [one]) for one in near]
    assert [one for own in alone for one in own] == told(found, near)
    assert len(found.combinations._relations) > 2
    found.verdicts([ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(1, 700)])
    assert len(found.combinations._relations) < 50  # as far as the law counts, and not much farther


WITHIN = """
record:lapses a record:DerivedFact ; record:datatype xsd:date ; record:recordType record:Ship ;
  record:operator record:AddPeriod ; record:of record:inspectedOn ;
  record:period "P3M"^^xsd:duration ; rdfs:label "udløber"@da , "lapses"@en .
record:inTime a record:DerivedFact ; record:datatype xsd:boolean ; record:recordType record:Ship ;
  record:operator record:HappenedBy ; record:of record:boughtOn ; record:at record:lapses ;
  rdfs:label "i tide"@da , "in time"@en .
record:inOrder a record:DerivedFact ; record:datatype xsd:boolean ; record:recordType record:Ship ;
  record:operator record:HappenedBy ; record:of record:{0} ; record:at record:{1} ;
  rdfs:label "i orden"@da , "in order"@en .
<duty/both> a sh:NodeShape ; sh:message "x"@en ; sh:property [ sh:path record:inTime ;
  sh:hasValue true ] , [ sh:path record:inOrder ; sh:hasValue true ] .
<class/sailing> a owl:Class ; rdfs:label "sejlende"@da , "sailing"@en ;
  owl:equivalentClass [ owl:onProperty record:sails ; owl:hasValue true ] .
<law/2029/1/par/1/norm/both> a core:Obligation ; core:provision <law/2029/1/par/1> ;
  core:recordType record:Ship ; core:bearer core:Subject ; core:addressee <class/sailing> ;
  core:duty <duty/both> ; rdfs:label "Begge"@da , "Both"@en .
"""


def within(before: str, after: str) -> str:
    """A law of ships bought within three months of their inspection, where one day is not after
    another."""
    return WITHIN.replace("{0}", before).replace("{1}", after)


def within_picked(before: str, after: str, how: str) -> str:
    """The same of the day that is picked of two: they may have been built or bought then."""
    text = within(before, after)
    own = "record:of record:boughtOn ; record:at record:lapses"
    assert own in text
    return text.replace(own, own.replace("boughtOn", "picked")) + (
        "record:picked a record:DerivedFact ; record:datatype xsd:date ; "
        f"record:recordType record:Ship ; record:operator record:{how} ; "
        'rdfs:label "valgt"@da , "picked"@en .'
    )


PICKED = [
    "FirstKnown ; record:first record:boughtOn ; record:second record:builtOn",
    "LatestOf ; record:of record:boughtOn , record:builtOn",
    "EarliestOf ; record:of record:boughtOn , record:builtOn",
]


def months_apart(first: str, last: str) -> list[Record]:
    """Ships of which two days lie some 3 months apart, in any month."""
    return [
        ship_of(sails=True, **{first: day - timedelta(days=n), last: day})
        for day in (date(1995, 1, 1) + timedelta(days=7 * n) for n in range(55))
        for n in range(87, 95)
    ]


APART = pytest.mark.parametrize(
    ("before", "after", "first", "last"),
    [
        ("inspectedOn", "builtOn", "builtOn", "boughtOn"),
        ("builtOn", "boughtOn", "inspectedOn", "builtOn"),
    ],
)
"""Two days that are held against each other, and two that lie some 3 months apart."""


@APART
def test_days_count_by_where_months_move_them(
    before: str, after: str, first: str, last: str
) -> None:
    """Three months are 89 to 92 days, so how far two days lie from each other does not tell whether
    a third can lie between one of them and three months before or after the other."""
    found = Memory.compile(compile_programs(view_of(within(before, after)), "ship"))
    some = months_apart(first, last)
    alone = [one for ship in some for one in told(replace(found), [ship])]
    assert told(found, some) == alone
    assert told(found, some[::-1])[::-1] == alone
    kinds = {(n % 8, str(said)) for n, said in enumerate(alone)}
    assert len(kinds) > 8  # so many days apart, some can have been in time and others cannot
    assert len(found.combinations._relations) < len(some) // 2


@pytest.mark.parametrize("period", ["P90D", "P3M"])
@pytest.mark.parametrize("turned", [False, True])
def test_what_is_made_of_a_day_may_lie_after_year_9999(period: str, turned: bool) -> None:
    """Registers write 31 December 9999 for a day that is not known to come."""
    law = within("builtOn", "boughtOn").replace("P3M", period)
    found = Memory.compile(compile_programs(view_of(law), "ship"))
    days = [date(9999, 12, 31), *(date(1995, 1, 1) + timedelta(days=997 * n) for n in range(9))]
    some = [ship_of(sails=True, inspectedOn=day, builtOn=built) for day in days for built in days]
    some = some[:: -1 if turned else 1]
    assert told(found, some) == [one for ship in some for one in told(replace(found), [ship])]


def test_days_far_from_all_that_months_lead_to_are_not_told_apart() -> None:
    found = without_deadlines(*MONTHS)
    found.verdicts([ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(1200, 9000, 7)])
    assert len(found.combinations._relations) < 100


@pytest.mark.parametrize("move", [period_move(Period(3, 0)), calendar_move(2, 11, 1)])
def test_what_is_made_of_a_day_is_found_near_it(move: tuple[Move, tuple[int, int]]) -> None:
    for day in (*range(AS_OF.toordinal(), AS_OF.toordinal() + 800), 1, 40, LAST - 40, LAST):
        for back in (0, 1):
            own = Made("a", "b", back, *move).of(day)
            assert own == latest_before(move[0], day - back)
    assert Made("a", "b", None, *move).of(LAST) == Made("a", "b", None, *move).of(0) == 0


def test_ways_are_found_once_for_days_far_from_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many days: those of one record are put in place of those of another."""
    asked: list[str] = []
    find = Alternatives._find

    def counted(self: Alternatives, key: str, symbols: Symbols) -> tuple[Alternative, ...]:
        asked.append(key)
        return find(self, key, symbols)

    monkeypatch.setattr(Alternatives, "_find", counted)
    found = without_deadlines("latest", "settled")

    def more(first: int) -> int:
        found.verdicts(
            [ship_of(boughtOn=AS_OF - timedelta(days=n)) for n in range(first, 9000, 70)]
        )
        return len(asked)

    many = more(4000)
    assert more(4001) == many

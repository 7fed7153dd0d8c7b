"""The smallest changes that somebody can make and that would turn a verdict, found by trying them.

Facts are changed from the as-of date on: what has happened is not undone or moved, and nothing
happens earlier than that day. Source: `record:changeableBy` and `record:reversible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, islice, product

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Partition
from lovgraf.conditions.tree import Scalar
from lovgraf.engine.in_memory import Record
from lovgraf.engine.one_record import OneByOne, Seen
from lovgraf.facts.calendar import add_months
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.countries import named_countries
from lovgraf.facts.fact import AS_OF, Column, Derived, Fact, Presumption, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary

Change = tuple[tuple[str, State], ...]
"""Facts (by IRI) with the value each would get."""

GOOD = ("fulfilled", "exempt", "pending", "not-addressed")
MAX_PAIRS = 3000


def candidate_changes(
    facts: FactVocabulary,
    atoms: Mapping[str, Atom],
    columns: Iterable[Column],
    record: Record,
    dates: Sequence[date],
    kept: dict[str, list[State]],
    as_of: date,
) -> dict[str, list[State]]:
    """For each column that somebody can change the values worth trying, by IRI: one for each answer
    that the law knows, and some dates. Those of columns that are no dates are the same for all
    records, and `kept`."""
    found: dict[str, list[State]] = {}
    for column in columns:
        old = record.get(column.iri)
        if not column.changeable_by:
            continue
        if column.datatype == "date":
            values: list[State] = list(dates)
        elif column.datatype == "boolean":
            values = [True, False]
        else:
            if column.iri not in kept:
                kept[column.iri] = representatives(facts, atoms, column, as_of)
            values = kept[column.iri]
            if isinstance(old, tuple):
                values = [_with(old, value) for value in values]
        found[column.iri] = [value for value in values if value != old]
    return found


def turning(
    records: OneByOne, seen: Seen, norm: str, good: Sequence[str] = GOOD, two: bool = True
) -> list[tuple[Change, str]]:
    """The smallest changes that turn the verdict of a norm into a `good` one, best first: of one
    column that the norm reads, else of `two`."""
    plan = records.memory.plan
    facts, as_of = plan.programs.facts, plan.programs.view.as_of
    own = {key: plan.atoms[key] for key in records.keys(norm)}
    dates = days_around(facts, own, seen.record, as_of)
    today = [day for day in dates if day >= as_of]
    candidates = candidate_changes(
        facts, plan.atoms, records.columns(norm), seen.record, today, records.worth_trying, as_of
    )
    singles = [((iri, value),) for iri, values in sorted(candidates.items()) for value in values]
    found = _good(records, seen, singles, norm, good)
    if found or not two:
        return found
    return _good(records, seen, _pairs(candidates), norm, good)


def _good(
    records: OneByOne, seen: Seen, changes: Sequence[Change], norm: str, good: Sequence[str]
) -> list[tuple[Change, str]]:
    """The best of some changes that can be made and that give a norm a good verdict."""
    programs = records.memory.plan.programs
    facts, as_of = programs.facts, programs.view.as_of
    follow = followers(facts)
    made = [(c, changes_of(facts, seen.record, c, follow, as_of)) for c in changes]
    made = [(c, whole) for c, whole in made if possible(facts, seen.record, whole, as_of)]
    verdicts = records.tried(seen, [whole for _, whole in made], norm)
    tried = zip([change for change, _ in made], verdicts, strict=True)
    turned = [(change, verdict) for change, verdict in tried if verdict in good]
    return _best(turned, seen.record, good)


def possible(
    facts: FactVocabulary, record: Record, whole: Mapping[str, State], as_of: date
) -> bool:
    """Whether all that would change can be changed by somebody from a day on, and agrees."""
    after = {**record, **whole}
    for iri, value in whole.items():
        column, old = facts[iri], record.get(iri)
        if not isinstance(column, Column) or not _may_become(column, old, value, as_of):
            return False
        if old is None and isinstance(value, date) and _has_been(facts, record, column):
            return False
        if isinstance(value, bool):
            against = column.implied_false_by if value else column.implied_true_by
            if any(after.get(other) not in (None, NONE) for other in against):
                return False
    return True


def _has_been(facts: FactVocabulary, record: Record, column: Column) -> bool:
    """Whether it is presumed that the day of a column is the one on which one asks: then it is not
    to come."""
    presumed = (facts.facts.get(iri) for iri in column.presumed)
    return any(
        isinstance(one, Presumption)
        and one.value == AS_OF
        and all(record.get(test.column) in test.values for test in one.tests)
        for one in presumed
    )


def _may_become(column: Column, old: State, value: State, as_of: date) -> bool:
    """Whether somebody can make a fact what it is not, from a day on."""
    if old == value:
        return True
    if isinstance(old, date) and old <= as_of:
        return False
    if isinstance(value, date) and value < as_of:
        return False
    if not column.changeable_by:
        # What merely says that nothing of the kind has happened.
        return value is NONE and old in (None, NONE)
    if isinstance(value, bool) and not value:
        return column.reversible
    if isinstance(old, tuple):
        return column.reversible or (isinstance(value, tuple) and set(old) <= set(value))
    return True


def _with(old: tuple[str, ...], value: State) -> State:
    """What is there already with what is added."""
    return tuple(sorted({*old, *value})) if isinstance(value, tuple) else value


Followers = Mapping[tuple[str, State], Sequence[str]]


def followers(facts: FactVocabulary) -> Followers:
    """The columns that say "did not happen" where another has a value, by that column and value."""
    found: dict[tuple[str, State], list[str]] = {}
    for fact in facts.columns.values():
        for condition in fact.none_when:
            found.setdefault(condition, []).append(fact.iri)
    return found


def changes_of(
    facts: FactVocabulary,
    record: Record,
    change: Change,
    follow: Followers,
    done_on: date | None = None,
) -> dict[str, State]:
    """The facts that are not as before after a change of some, with what they are then; a fact
    that says a date did not happen follows the date. What is still to be done is done on
    `done_on`; of what somebody states to be so no day is known."""
    result: dict[str, State] = {}
    chosen = {iri for iri, _ in change}
    for iri, value in change:
        result[iri] = value
        fact = facts[iri]
        if isinstance(fact, Column):
            for other, wanted in fact.none_when:
                if result.get(other, record.get(other)) == wanted:
                    result[other] = not wanted if isinstance(wanted, bool) else None
        for follower in follow.get((iri, value), ()):
            result[follower] = NONE
        if value is True and done_on is not None:
            for day in {*follow.get((iri, False), ()), *_implying(fact)} - chosen:
                column = facts.facts.get(day)
                if not isinstance(column, Column) or column.datatype != "date":
                    continue
                if column.changeable_by and record.get(day) in (None, NONE):
                    result[day] = done_on
    return result


def _implying(fact: Fact) -> tuple[str, ...]:
    return fact.implied_true_by if isinstance(fact, Column) else ()


def _pairs(candidates: Mapping[str, list[State]]) -> list[Change]:
    few = {iri: values[:12] for iri, values in candidates.items()}
    pairs = (
        ((a, x), (b, y))
        for a, b in combinations(sorted(few), 2)
        for x, y in product(few[a], few[b])
    )
    return list(islice(pairs, MAX_PAIRS))


def _best(
    found: list[tuple[Change, str]], record: Record, good: Sequence[str]
) -> list[tuple[Change, str]]:
    """One change for each set of columns: the best verdict, the value nearest to what is given."""
    best: dict[tuple[str, ...], tuple[Change, str]] = {}
    for change, verdict in found:
        key = tuple(iri for iri, _ in change)
        rank = _rank(change, verdict, record, good)
        if key not in best or rank < _rank(*best[key], record, good):
            best[key] = (change, verdict)
    return sorted(best.values(), key=lambda c: (good.index(c[1]), repr(c[0])))


def _rank(change: Change, verdict: str, record: Record, good: Sequence[str]) -> tuple[int, int]:
    distance = 0
    for iri, value in change:
        old = record.get(iri)
        if isinstance(value, date) and isinstance(old, date):
            distance += abs((value - old).days)
    return good.index(verdict), distance


def representatives(
    facts: FactVocabulary, atoms: Mapping[str, Atom], column: Column, as_of: date
) -> list[State]:
    """A value for each class of the atoms that rest on a column of codes, text or numbers."""
    found: list[State] = []
    for key, atom in sorted(atoms.items()):
        if atom.compare is None and column.iri in _lineage(facts, key):
            if key == column.iri:
                found += [
                    _state(v)
                    for v in atom.coding.values
                    if isinstance(v, str | int | Decimal | tuple)
                ]
            elif isinstance(atom.fact, Derived):
                found += _lookups(facts, key, column)
    if column.code_list:
        codes = sorted(_of_the_day(facts, column, as_of) or column.code_list.notations)
        found = [value for value in found if not isinstance(value, str) or value in codes]
        mentioned = [v for v in found if isinstance(v, str) and v in codes]
        rest = [code for code in codes if code not in mentioned]
        found = [*mentioned, *rest[:3]]
    usable = [v for v in dict.fromkeys(found) if "\uffff" not in str(v)]
    if column.format and column.code_list is None:
        usable += _elsewhere(facts, usable)
    if column.multi:
        single = [v if isinstance(v, tuple) else (str(v),) for v in usable]
        kept: list[State] = [*dict.fromkeys(v for v in single if len(v) == 1)]
        whole = column.code_list.notations if column.code_list else ()
        return [*kept, whole] if len(whole) > 1 else kept
    return usable


def _elsewhere(facts: FactVocabulary, named: list[State]) -> list[State]:
    """A country that is in none of the groups that the law mentions, beside some that are named."""
    grouped = {code for group in facts.groups.values() for code, _, _ in group.memberships}
    if not grouped & set(map(str, named)):
        return []
    others = (code for code, _ in named_countries() if code not in grouped and code not in named)
    return [*islice(others, 1)]


def _of_the_day(facts: FactVocabulary, column: Column, as_of: date) -> set[str]:
    """The codes that there are on a day, where a column says so by what is usual."""
    groups = [o for o in column.usual if isinstance(o, Ref) and o.iri in facts.groups]
    if not groups:
        return set()
    others = {str(o) for o in column.usual if not isinstance(o, Ref)}
    return others.union(*(facts.groups[group.iri].members(as_of) for group in groups))


def _state(value: str | int | Decimal | tuple[Scalar, ...]) -> State:
    return tuple(map(str, value)) if isinstance(value, tuple) else value


def _lineage(facts: FactVocabulary, iri: str) -> frozenset[str]:
    return facts.inputs(iri) if iri in facts.facts else frozenset()


def _lookups(facts: FactVocabulary, iri: str, column: Column) -> list[State]:
    """The codes that the derivation of a fact mentions: keys of look-ups, members of groups."""
    found: list[State] = []
    queue, seen = [iri], set[str]()
    while queue:
        current = queue.pop()
        fact = facts.facts.get(current)
        if current in seen or not isinstance(fact, Derived):
            continue
        seen.add(current)
        direct = any(Ref(column.iri) in operands for operands in fact.roles.values())
        if direct:
            found += [key for key, _ in fact.entries]
            for operand in fact.roles.get("group", ()):
                if isinstance(operand, Ref) and operand.iri in facts.groups:
                    found += [code for code, _, _ in facts.groups[operand.iri].memberships[:1]]
        queue += fact.operand_facts
    return found


def days_around(
    facts: FactVocabulary, atoms: Mapping[str, Atom], record: Record, as_of: date
) -> list[date]:
    """Dates around the cut points of the atoms, seen from the dates that their facts rest on, from
    those of the record, and from today: the nearest to today."""
    found = days_near(facts, atoms, record, as_of)
    return sorted(found, key=lambda d: (abs((d - as_of).days), d))[:400]


def days_near(
    facts: FactVocabulary, atoms: Mapping[str, Atom], record: Record, as_of: date
) -> set[date]:
    """All of them."""
    offsets = {Period()}
    literals: set[date] = set()
    calendars: set[Calendar] = set()
    for key, atom in atoms.items():
        compare = atom.compare
        for iri in (compare.fact, compare.other) if compare else (key,):
            fact = facts.facts.get(iri)
            if isinstance(fact, Derived):
                offsets |= _offsets(fact, atom.partition)
                below = _below(facts, fact)
                offsets |= {p for f in below for p in operator_of(f).periods(f)}
                literals |= {v for f in below for v in _literals(f)}
                calendars |= {f.calendar for f in below if f.calendar is not None}
    anchors = {as_of, *literals, *(v for v in record.values() if isinstance(v, date))}
    found: set[date] = set()
    for anchor in anchors:
        for period in offsets:
            for sign in (1, -1):
                moved = _shifted(anchor, period, sign)
                if moved is not None and date.min < moved < date.max:
                    found |= {moved, moved - timedelta(days=1), moved + timedelta(days=1)}
                    found |= {day for c in calendars for day in _past_closed(moved, c)}
    return found


def _past_closed(day: date, calendar: Calendar) -> set[date]:
    """The open days on both sides of the closed days about a day, and the first closed one."""
    if not date(1600, 1, 1) < day < date(9000, 1, 1):
        return set()
    later, earlier = calendar.next_open(day), day
    while calendar.is_closed(earlier - timedelta(days=1)):
        earlier -= timedelta(days=1)
    return {later, later + timedelta(days=1), earlier, earlier - timedelta(days=1)}


def _literals(fact: Derived) -> list[date]:
    return [o for operands in fact.roles.values() for o in operands if isinstance(o, date)]


def _below(facts: FactVocabulary, fact: Fact) -> list[Derived]:
    found: list[Derived] = []
    queue: list[Fact] = [fact]
    while queue:
        current = queue.pop()
        if isinstance(current, Derived) and current not in found:
            found.append(current)
            queue += [facts[iri] for iri in current.operand_facts]
    return found


def _offsets(fact: Derived, partition: Partition) -> set[Period]:
    period = operator_of(fact).period
    return {
        period(cut.value) for cut in partition.cuts if isinstance(cut.value, int) and cut.value > 0
    }


def _shifted(day: date, period: Period, sign: int) -> date | None:
    """A date moved by a period; None where that leaves the calendar."""
    moved = add_months(day, sign * period.months)
    if moved is None:
        return None
    try:
        return moved + timedelta(days=sign * (period.days + period.bank_days * 2))
    except OverflowError:
        return None

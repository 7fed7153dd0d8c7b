"""What norms say of many records at once: those that a norm sees alike are judged once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Protocol

import numpy as np
from msgspec import Struct, field

from lovgraf.conditions.kleene import Codes
from lovgraf.engine.cell_records import Coded
from lovgraf.engine.record_table import RecordTable
from lovgraf.facts.repairs import Contradiction, Disputes, Removal, about, without
from lovgraf.facts.values import State
from lovgraf.verdicts.common_views import CommonViews
from lovgraf.verdicts.evaluate import NO_REASON, NormVerdicts, evaluate, resting
from lovgraf.verdicts.patterns import Numbers, different, distinct, groups
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.repaired import Found, disputed, shared
from lovgraf.verdicts.sights import sights
from lovgraf.verdicts.told import Told

if TYPE_CHECKING:
    from lovgraf.engine.in_memory import Memory

Record = Mapping[str, State]
Asked = tuple[str, Numbers]
"""A norm, and the places of the records on which it is asked for."""
FEW = 100
"""Records from which it pays to ask what a norm sees of them."""
_MOST_WAYS = 1 << 32
"""More than there are ways to repair records."""
_MOST_RECORDS = 1 << 32
"""More than there are records that are judged together."""


class Spread(Struct):
    """The verdict and reason of each of some records: of `said`, the place is each one's
    `number`."""

    said: list[Found]
    number: Numbers

    @classmethod
    def of(cls, found: NormVerdicts, number: Numbers) -> Spread:
        """What was found of those that show what records say, of each the place among them."""
        return cls(_said(found), number)

    def instead(self, places: Numbers, said: list[Found], number: Numbers) -> None:
        """Say something else of the records in some places."""
        self.number[places] = number + len(self.said)
        self.said += said


class Kind(Struct, frozen=True):
    """What records contradict themselves about, and one of them: the others do so alike, by what
    `alike` has of each."""

    record: Record
    found: tuple[Contradiction, ...]
    alike: object


class Broken(Struct, frozen=True):
    """How records contradict themselves: `kinds`, and the `number` of the kind of each; -1
    for those that do not."""

    kinds: Sequence[Kind]
    number: Numbers


class _Repaired(Struct, frozen=True):
    """Records of a kind that a norm (by its place) is asked for: `places` are theirs, `ways` the
    numbers of the removals that each is to be judged by."""

    norm: int
    kind: Kind
    places: Numbers
    ways: Numbers


def judged(
    memory: Memory,
    records: Sequence[Record],
    asked: Sequence[Asked],
    codes: Mapping[str, Codes] | None,
    cells: Coded | None = None,
) -> list[Spread]:
    """The verdicts of norms, each on some of the records, with their reasons by IRIs.

    All records are coded in one go; where their `cells` are at hand only those that contradict
    themselves. What their codes leave open is settled by all that they say, which is also told in
    one go, of those that some norm leaves open. Of a record that contradicts itself about what a
    norm reads the verdict is what its repairs share.
    """
    wrong = broken(memory, records)
    ways: dict[Removal, int] = {}
    repaired = [*_repaired(memory, wrong, asked, ways)]
    left = [*_whole(asked, repaired)]
    some = [(norm, rows[places]) for (norm, rows), places in zip(asked, left, strict=True)]
    if codes is None:
        coded = _coded(memory, records, some, wrong, cells)
    else:
        size = len(records)
        coded = {k: np.broadcast_to(code, (size,)) for k, code in codes.items()}, np.arange(size)
    result = [Spread([], np.zeros(len(rows), np.int64)) for _, rows in asked]
    for spread, places, own in zip(
        result, left, _judged(memory, records, some, coded), strict=True
    ):
        spread.instead(places, own.said, own.number)
    if repaired:
        _repair(memory, records, repaired, [*ways], asked, result)
    return result


def _whole(asked: Sequence[Asked], repaired: Sequence[_Repaired]) -> Iterator[Numbers]:
    """For each norm the places of the records that it sees as they are."""
    for n, (_, rows) in enumerate(asked):
        left = np.ones(len(rows), np.bool_)
        for one in repaired:
            if one.norm == n:
                left[one.places] = False
        yield np.flatnonzero(left)


def _coded(
    memory: Memory,
    records: Sequence[Record],
    asked: Sequence[Asked],
    wrong: Broken,
    cells: Coded | None,
) -> Coded:
    """The codes of some kinds of records, and the kind of each record that a norm is asked for."""
    if cells is None:
        return memory.coded_kinds(records)
    codes, kind = cells
    rows = different([rows for _, rows in asked])
    others = rows[wrong.number[rows] >= 0]
    if not len(others):
        return codes, kind
    own, number = memory.coded_kinds(chosen(records, others))
    before = int(kind.max(initial=-1)) + 1
    kind = kind.copy()
    kind[others] = number + before
    return {key: np.concatenate([codes[key], code]) for key, code in own.items()}, kind


def _judged(
    memory: Memory, records: Sequence[Record], asked: Sequence[Asked], coded: Coded
) -> list[Spread]:
    """The same without a look at contradictions."""
    codes, kind = coded
    programs, result, opened = memory.plan.programs.programs, [], []
    for norm, rows in asked:
        first, number = distinct([kind[rows]], len(rows))
        there = kind[rows[first]]
        own = {key: code[there] for key, code in codes.items()}
        found = memory.remembered.evaluate(norm, own, len(there))
        open_ = np.zeros(len(there), np.bool_)
        open_[memory.mixed.cells(programs[norm], own, found)] = True
        result.append(Spread.of(found, number))
        opened.append(np.flatnonzero(open_[number]))
    each = [rows[places] for (_, rows), places in zip(asked, opened, strict=True)]
    some = different(each)
    if not len(some):
        return result
    told = memory.told(chosen(records, some))
    common = _Common.of(memory, [norm for norm, _ in asked], codes, [kind[rows] for rows in each])
    for n, ((norm, _), spread, places, rows) in enumerate(
        zip(asked, result, opened, each, strict=True)
    ):
        if len(places):
            at = np.searchsorted(some, rows)
            own_told = told.take(at, memory.mixed.told_to(programs[norm]))
            names = common.names(n, at)
            said, number = _settled(memory, programs[norm], codes, kind[rows], own_told, names)
            spread.instead(places, said, number)
    return result


class _Names(Struct):
    """What a norm sees of some records, each by a number: with the same one another norm came to
    what is `known`, by its place among all that was `said`; -1 where no other norm sees it."""

    numbers: Numbers
    known: dict[int, int]
    said: list[Found]

    def told(self) -> Numbers:
        """The place of what each record is judged; -1 where that is not known."""
        return np.array([*map(self.known.get, self.numbers.tolist(), repeat(-1))], np.int64)

    def tell(self, rows: Numbers, said: list[Found], number: Numbers) -> Numbers:
        """Keep what some records are judged, for other norms; gives the places."""
        places = number + len(self.said)
        self.said += said
        shared = self.numbers[rows] >= 0
        told = zip(self.numbers[rows][shared].tolist(), places[shared].tolist(), strict=True)
        self.known.update(told)
        return places


class _Common(Struct):
    """What several norms see alike of records, and what is made of it: for each norm the view of
    each record, -1 where it is the norm's own."""

    views: Sequence[Numbers]
    known: dict[int, int] = field(default_factory=dict)
    said: list[Found] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        memory: Memory,
        norms: Sequence[str],
        codes: Mapping[str, Codes],
        kinds: Sequence[Numbers],
    ) -> _Common:
        """That of norms of the records that each leaves open, by the kind of each."""
        programs, every = memory.plan.programs.programs, different(kinds)
        own = {key: code[every] for key, code in codes.items()}
        views = CommonViews(memory.plan.atoms, memory.combinations, own, len(every))
        found, norms_of = [], Counter[int]()
        for norm, each in zip(norms, kinds, strict=True):
            there, place = np.unique(each, return_inverse=True)
            seen = np.zeros(0, np.int64)
            if len(there):
                seen = views.of(programs[norm], np.searchsorted(every, there))
            norms_of.update(different([seen]).tolist())
            found.append((seen, place.reshape(-1)))
        several = np.array([view for view, many in norms_of.items() if many > 1], np.int64)
        shared = [np.where(np.isin(seen, several), seen, -1)[place] for seen, place in found]
        return cls(shared)

    def names(self, norm: int, records: Numbers) -> _Names:
        """What a norm (by its place) sees of records that have these places among all."""
        views = self.views[norm]
        numbers = np.where(views < 0, -1, views * _MOST_RECORDS + records)
        return _Names(numbers, self.known, self.said)


def _settled(
    memory: Memory,
    program: Program,
    codes: Mapping[str, Codes],
    kind: Numbers,
    told: Told,
    names: _Names,
) -> tuple[list[Found], Numbers]:
    """What all that is known of some records makes of them, and which of it each is: `kind` is that
    of the `codes` of each. What another norm found of those that it sees alike holds here."""
    place = names.told()
    new = np.flatnonzero(place < 0)
    if len(new):
        bare = program.bare if program.presumed else program
        place[new] = names.tell(new, *_by_sight(memory, bare, codes, kind[new], told.take(new)))
    if not program.presumed:
        there, number = np.unique(place, return_inverse=True)
        return [names.said[n] for n in there.tolist()], number.reshape(-1)
    kinds, same = distinct([kind], len(kind))
    own = {key: codes[key][kind[kinds]] for key in program.all_keys}
    _, alike = distinct([*own.values()], len(kinds))
    first, number = distinct([alike[same], place], len(kind))
    found = _verdicts([names.said[n] for n in place[first].tolist()])
    shown = {key: code[same[first]] for key, code in own.items()}
    resting(program, memory.plan.atoms, shown, memory.combinations).mark(found)
    return _said(found), number


def _by_sight(
    memory: Memory, program: Program, codes: Mapping[str, Codes], kind: Numbers, told: Told
) -> tuple[list[Found], Numbers]:
    """The same by this norm alone, without presumptions. Those that it sees alike are judged
    once."""
    atoms, feasible = memory.plan.atoms, memory.combinations
    kinds, number = distinct([kind], len(kind))
    asked = [codes[key][kind[kinds]] for key in program.keys]
    shown, same = distinct(asked, len(kinds))
    number = same[number]
    own = {key: code[shown] for key, code in zip(program.keys, asked, strict=True)}
    if len(kind) < FEW:
        first, alike = distinct([number, *told.numbers.values()], len(kind))
    else:
        first, alike = sights(program, atoms, own, number, told, feasible)
    some = {key: code[number[first]] for key, code in own.items()}
    again = evaluate(program, atoms, some, len(first), feasible, told.take(first))
    return _said(again), alike


def _verdicts(said: Sequence[Found]) -> NormVerdicts:
    """What a norm says of records, each of which it is told for."""
    verdicts = np.array([verdict for verdict, _ in said], np.uint8)
    return NormVerdicts(verdicts, {n: why for n, (_, why) in enumerate(said) if why != NO_REASON})


def _said(found: NormVerdicts) -> list[Found]:
    """What a norm says of each record, with why."""
    reasons = found.reasons.get
    return [(verdict, reasons(n, NO_REASON)) for n, verdict in enumerate(found.verdicts.tolist())]


def broken(memory: Memory, records: Sequence[Record]) -> Broken:
    """How some records contradict themselves."""
    if isinstance(records, RecordTable):
        return broken_by(memory.disputes, records, records.take)
    return _broken(memory.disputes, records, np.arange(len(records)))


class Stating(Protocol):
    """What tells records apart by what they may contradict themselves about (see `Disputes`)."""

    def numbers(self, iri: str, apart: Collection[object], /) -> Numbers:
        """For each record a number that tells the state of a column."""

    def days(self, iri: str, /) -> Numbers:
        """The day that each record says of a column, as an ordinal; 0 where it says none."""


def broken_by(
    disputes: Disputes, stating: Stating, take: Callable[[Numbers], Sequence[Record]]
) -> Broken:
    """The same of records of which all is told by arrays; `take` gives those in some places."""
    told, suspect = disputes.kinds(stating.numbers, stating.days)
    some = np.flatnonzero(suspect)
    first, among = distinct(told, len(some))
    number = np.full(len(suspect), len(first))
    number[some] = among
    return _broken(disputes, take(some[first]), number)


def _broken(disputes: Disputes, shown: Sequence[Record], number: Numbers) -> Broken:
    """How records contradict themselves: each as the one of those `shown` that has its number."""
    found: list[Kind] = []
    places = np.full(len(shown) + 1, -1, np.int64)  # the last: of those that are not shown
    for n, record in enumerate(shown):
        alike = disputes.kind(record)
        if wrong := disputes.within(record, alike):
            places[n] = len(found)
            found.append(Kind(record, wrong, alike))
    return Broken(found, places[number])


def _repair(
    memory: Memory,
    records: Sequence[Record],
    repaired: Sequence[_Repaired],
    ways: Sequence[Removal],
    asked: Sequence[Asked],
    result: Sequence[Spread],
) -> None:
    """Give records that contradict themselves the verdicts that their repairs share."""
    # A record and a way to repair it, as one number.
    keys = [
        asked[one.norm][1][one.places][:, np.newaxis] * _MOST_WAYS + one.ways for one in repaired
    ]
    every = different([*map(np.ravel, keys)])
    norms = sorted({one.norm for one in repaired})
    own = {norm: different([*_of(norm, repaired, keys)]) for norm in norms}
    left = _without(chosen(records, every // _MOST_WAYS), ways, every % _MOST_WAYS)
    again = [(asked[norm][0], np.searchsorted(every, own[norm])) for norm in norms]
    found_of = _judged(memory, left, again, memory.coded_kinds(left))
    judged = dict(zip(norms, found_of, strict=True))
    facts = memory.plan.programs.facts
    for one, key in zip(repaired, keys, strict=True):
        found = judged[one.norm]
        names = disputed(facts, one.kind.found, memory.reads(asked[one.norm][0]))
        each = found.number[np.searchsorted(own[one.norm], key)]
        first, alike = distinct([*each.T], len(each))
        said = [shared([found.said[n] for n in each[row].tolist()], names) for row in first]
        result[one.norm].instead(one.places, said, alike)


def _of(norm: int, repaired: Sequence[_Repaired], keys: Sequence[Numbers]) -> list[Numbers]:
    """The numbers of a norm, one after another."""
    return [key.ravel() for one, key in zip(repaired, keys, strict=True) if one.norm == norm]


def _repaired(
    memory: Memory, broken: Broken, asked: Sequence[Asked], ways: dict[Removal, int]
) -> list[_Repaired]:
    """The records that contradict themselves about what a norm reads; adds to the `ways`."""
    kinds, found = broken.kinds, []
    if not kinds:
        return []
    for n, (norm, rows) in enumerate(asked):
        own = broken.number[rows]
        wrong = np.flatnonzero(own >= 0)
        for some in groups(own[wrong]):
            places = wrong[some]
            kind = kinds[own[places[0]]]
            if (each := removals_for(memory, norm, kind)) is not None:
                numbers = [ways.setdefault(way, len(ways)) for way in each]
                found.append(_Repaired(n, kind, places, np.array(numbers, np.int64)))
    return found


def removals_for(memory: Memory, norm: str, kind: Kind) -> list[Removal] | None:
    """The ways to repair records of a kind for a norm; None where they do not contradict themselves
    about what it reads."""
    reads = memory.reads(norm)
    if not about(memory.plan.programs.facts, kind.found, reads):
        return None
    return memory.disputes.ways(kind.record, reads, kind.alike)


def chosen(records: Sequence[Record], places: Numbers) -> Sequence[Record]:
    """The records in some places."""
    if isinstance(records, RecordTable):
        return records.take(places)
    return [records[place] for place in places.tolist()]


def joined(parts: Sequence[Sequence[Record]]) -> Sequence[Record]:
    """The records of several parts of a table, one after another."""
    tables = [part for part in parts if isinstance(part, RecordTable)]
    if len(tables) == len(parts):
        return RecordTable.joined(tables)
    return [record for part in parts for record in part]


def _without(
    records: Sequence[Record], ways: Sequence[Removal], number: Numbers
) -> Sequence[Record]:
    """Records, each without the columns of one of some ways."""
    if isinstance(records, RecordTable):
        return records.without(ways, number)
    each = zip(records, number.tolist(), strict=True)
    return [without(record, ways[way]) for record, way in each]

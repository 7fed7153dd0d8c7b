"""From conditions to the tables of kinds: components apart, joined where a shape ties them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import numpy as np

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import Condition, Count, questions
from lovgraf.core.refusal import NotCompilable
from lovgraf.facts.fact import Column, Derived, Judgment
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.view import LawView
from lovgraf.proposals.blocks import Block, Candidates, Codes, date_blocks
from lovgraf.proposals.comparisons import ComparedNumbers, Comparisons, amounts
from lovgraf.proposals.days import reached
from lovgraf.proposals.judge import Given, Judge
from lovgraf.proposals.needed import Needed, components
from lovgraf.proposals.partition import Partition, told_apart
from lovgraf.proposals.tables import AtomCodes, Table, joined
from lovgraf.proposals.validity import Doubts, Piece, about
from lovgraf.proposals.views import Looks, Numbers, View, kept_by, narrow, view
from lovgraf.verdicts.patterns import distinct
from lovgraf.verdicts.program import Programs
from lovgraf.verdicts.states import opaque

_NOTHING = View((), (), (), ())
"""The record that gives nothing but what every record has."""


class Partitioner:
    """Makes the partition of some conditions on the date of a view.

    `valid` are the pieces that every record meets, `doubtful` those that one had better meet.
    """

    def __init__(
        self,
        programs: Programs,
        conditions: Sequence[Condition],
        valid: Mapping[str, Piece],
        doubtful: Mapping[str, Piece],
        needed: Needed,
        limit: int,
    ) -> None:
        self.programs, self.conditions = programs, conditions
        self.facts: FactVocabulary = programs.facts
        self.view: LawView = programs.view
        self.limit, self.needed = limit, needed
        self.atoms = make_atoms((q for c in conditions for q in questions(c)), self.facts)
        self.columns = {key: needed.of_atom(key, atom) for key, atom in self.atoms.items()}
        everything = frozenset().union(*self.columns.values())
        self.columns = {
            key: columns | (needed.implying(columns) & everything)
            for key, columns in self.columns.items()
        }
        standing = {name: piece for name, piece in valid.items() if _wants_value(piece)}
        asked_for = frozenset().union(*(piece.columns for piece in standing.values()))
        self.valid = about(valid, everything)
        self.doubts = Doubts(programs, about(doubtful, everything))
        columns = [self.facts[iri] for iri in sorted(everything | asked_for)]
        quality = {name: piece.condition for name, piece in {**self.valid, **standing}.items()}
        self.judge = Judge(
            programs, conditions, quality, [c for c in columns if isinstance(c, Column)]
        )
        asked = [*conditions, *quality.values()]
        codes = Codes(self.facts, asked, needed, self.view.as_of)
        self.candidates = Candidates(self.atoms, needed, codes)
        self.comparisons = Comparisons(self.facts, needed, self.view.as_of)
        self.numbers = ComparedNumbers(self.facts, self.comparisons)
        self.alike = told_apart(conditions, self.atoms)
        self.looks = Looks(self.judge, kept_by(programs))
        self.base = self._base(standing)
        self.unsettled = 0
        self.unexamined: dict[str, None] = {}
        self._early: set[frozenset[str]] = set()

    def partition(self) -> Partition:
        """The partition. Raises `TooLarge`."""
        constants = self._constants()
        own = {key: cols for key, cols in self.columns.items() if key not in constants}
        groups = components(own)
        tables = self._tables(groups)
        while tied := self._tied(groups, tables):
            if fresh := [n for n in tied if self._goes_early(groups[n][1])]:
                # Often it is enough that what comes first in a life came long ago.
                self._early |= {groups[n][1] for n in fresh}
                for n in fresh:
                    tables[n] = self._tables([groups[n]])[0]
                continue
            kept = [n for n in range(len(groups)) if n not in tied]
            keys = tuple(sorted(key for n in tied for key in groups[n][0]))
            columns = frozenset().union(*(groups[n][1] for n in tied))
            tables = [tables[n] for n in kept] + self._tables([(keys, columns)])
            groups = [groups[n] for n in kept] + [(keys, columns)]
        tables, wrong = verified(self.judge, tables, self.base, self.alike)
        self.unsettled += wrong
        self._unreached(tables)
        for keys, columns in groups:
            self._note(self.numbers.inexact(self._compared(keys, columns)), columns)
        return Partition(
            self.atoms,
            tables,
            constants,
            self.alike,
            self.base,
            self.judge,
            self.needed,
            self.programs,
            self.conditions,
            self.doubts,
            self.unsettled,
            self._incomplete(tables),
            tuple(self.unexamined),
        )

    def _note(self, number: int, facts: Iterable[str]) -> None:
        """Note that so many classes of some facts are not settled."""
        if number:
            self.unsettled += number
            self.unexamined |= dict.fromkeys(sorted(facts))

    def _goes_early(self, columns: frozenset[str]) -> bool:
        """Whether earlier days of a component (of one day only) have not been tried yet."""
        days = [iri for iri in columns if self.facts[iri].datatype == "date"]
        return len(days) == 1 and columns not in self._early

    def _base(self, standing: Mapping[str, Piece]) -> dict[str, State]:
        """Values for the columns that every valid record has."""
        base: dict[str, State] = {}
        for name, piece in standing.items():
            for iri in sorted(piece.columns):
                column = self.facts[iri]
                assert isinstance(column, Column)
                for (state,) in self.candidates.block(column).rows:
                    tried = {**base, iri: state}
                    if not self.looks.said([(name, _NOTHING)], tried)[0][0]:
                        base = tried
                        break
        self.candidates.doubtful.clear()
        return base

    def _constants(self) -> dict[str, int]:
        """The codes of atoms that are the same for everyone: known facts, and judgments."""
        fixed = [key for key, columns in self.columns.items() if not columns]
        said = self.looks.said([(key, _NOTHING) for key in fixed], self.base)
        return {
            key: self.atoms[key].coding.unknown
            if isinstance(self.atoms[key].fact, Judgment)
            else int(self.alike[key][codes[0]])
            for key, codes in zip(fixed, said, strict=True)
        }

    def _tables(self, groups: Sequence[tuple[tuple[str, ...], frozenset[str]]]) -> list[Table]:
        prepared = [
            (blocks := self._blocks(*group), self._asked(*group, blocks)) for group in groups
        ]
        everything = [question for _, some in prepared for question in some]
        said = self.looks.said([(one.key, one.seen) for one in everything], self.base)
        for question, answers in zip(everything, said, strict=True):
            if question.visible:
                known = answers < self.atoms[question.key].coding.unknown
                question.codes = narrow(np.where(known, self.alike[question.key][answers], -1))
            else:
                question.codes = narrow(-answers.astype(np.int64))
        return [joined(blocks, some, self.limit) for blocks, some in prepared]

    def _asked(
        self, keys: Iterable[str], columns: frozenset[str], blocks: Sequence[Block]
    ) -> list[AtomCodes]:
        wanted = [(key, self.columns[key], True) for key in keys]
        wanted += [
            (name, piece.columns, False)
            for name, piece in self.valid.items()
            if piece.columns <= columns
        ]
        views = {own: view(own, blocks) for own in {own for _, own, _ in wanted}}
        return [AtomCodes(key, views[own], visible) for key, own, visible in wanted]

    def _blocks(self, keys: Sequence[str], columns: frozenset[str]) -> list[Block]:
        facts = [self.facts[iri] for iri in sorted(columns)]
        found = [c for c in facts if isinstance(c, Column)]
        days = [c.iri for c in found if c.datatype == "date"]
        compared = self._compared(keys, columns)
        comparisons = self.comparisons.of(compared)
        optional = frozenset(c.iri for c in found if c.none_when or c.absent_value is not None)
        counts = self.numbers.counts(compared)
        more: dict[str, set[int]] = {}
        if counts:
            reach = reached(days, comparisons, optional, self.view.as_of, self.limit)
            for count in counts:
                more.setdefault(count.column, set()).update(count.numbers(reach))
        like = {iri: group for group in self.numbers.together(compared) for iri in group}
        plain = {
            c.iri: self.candidates.block(c, like.get(c.iri, frozenset()), more.get(c.iri, ()))
            for c in found
            if c.datatype != "date"
        }
        tried = {iri: [state for (state,) in plain[iri].rows] for iri in more}
        comparisons = list(dict.fromkeys([*comparisons, *amounts(counts, tried)]))
        dates = date_blocks(
            days, comparisons, optional, self.view.as_of, self.limit, columns in self._early
        )
        for some in dates:
            self._note(len(some.unexamined), some.unexamined)
        return [*dates, *plain.values()]

    def _compared(self, keys: Iterable[str], columns: frozenset[str]) -> list[tuple[str, Atom]]:
        """The atoms of a component, and those of the shapes that its columns decide."""
        found = [(key, self.atoms[key]) for key in keys]
        for piece in self.valid.values():
            if piece.columns <= columns:
                # What cannot be coded compares no days.
                with suppress(NotCompilable):
                    found += make_atoms(questions(piece.condition), self.facts).items()
        return found

    def _tied(
        self, groups: Sequence[tuple[tuple[str, ...], frozenset[str]]], tables: Sequence[Table]
    ) -> set[int]:
        """Components whose kinds do not all go together, by the first shape that says so."""
        found: list[tuple[str, list[int], View]] = []
        for name, piece in self.valid.items():
            over = [n for n, group in enumerate(groups) if group[1] & piece.columns]
            if len(over) > 1:
                blocks = [_seen(tables[n], piece.columns) for n in over]
                found.append((name, over, view(piece.columns, blocks)))
        said = self.looks.said([(name, seen) for name, _, seen in found], self.base)
        for (_, over, _), flaws in zip(found, said, strict=True):
            if flaws.any():
                return set(over)
        return set()

    def _incomplete(self, tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
        """Values of columns that are valid, but that no record has which gives all that is asked:
        another column then has no value, and nothing says that there is none."""
        tried: list[tuple[str, State]] = []
        for table in tables:
            for block in table.blocks:
                for place, iri in enumerate(block.columns):
                    if iri in table.keys and self.facts[iri].datatype != "date":
                        states = block.states[place]
                        tried += [(iri, state) for state in states if state is not None]
        judged = self.judge.judge([{**self.base, iri: state} for iri, state in tried])
        flawed = np.zeros(len(tried), np.bool_)
        for flaws in judged.flaws.values():
            flawed |= flaws
        found: dict[tuple[str, str], None] = {}
        there = {key: table.having(key) for table in tables for key in table.keys}
        for number, (iri, state) in enumerate(tried):
            code = int(judged.codes[iri][number])
            known = code < self.atoms[iri].coding.unknown
            if known and not flawed[number] and int(self.alike[iri][code]) not in there[iri]:
                found[iri, str(state)] = None
        return tuple(found)

    def _unreached(self, tables: Sequence[Table]) -> None:
        """Note classes that no record was found for, of atoms of which not every value was
        tried."""
        for table in tables:
            for key in table.keys:
                coding = self.atoms[key].coding
                possible = set(self.alike[key][: coding.classes].tolist())
                if self._doubtful(key):
                    compare = self.atoms[key].compare
                    facts = [compare.fact, compare.other] if compare else [key]
                    self._note(len(possible - table.having(key)), facts)

    def _doubtful(self, key: str) -> bool:
        if self.columns[key] & self.candidates.doubtful:
            return True
        compare = self.atoms[key].compare
        iris = [compare.fact, compare.other] if compare else [key]
        below = frozenset().union(*map(self.needed.lineage, iris))
        return any(
            opaque(f) for iri in below if isinstance(f := self.facts.facts.get(iri), Derived)
        )


def _wants_value(piece: Piece) -> bool:
    """Whether a piece asks for a value whatever else a record says."""
    return isinstance(piece.condition, Count) and piece.condition.low > 0


def _seen(table: Table, columns: frozenset[str]) -> Block:
    """The witnesses of a table as far as some columns go."""
    names: list[str] = []
    parts: list[Sequence[tuple[State, ...]]] = []
    numbers: list[Numbers] = []
    for block, places in zip(table.blocks, table.witnesses, strict=True):
        own = tuple([n for n, column in enumerate(block.columns) if column in columns])
        if own:
            rows, seen = block.told_apart(own)
            names += [block.columns[n] for n in own]
            parts.append(seen)
            numbers.append(rows[places])
    first, _ = distinct(numbers, table.size)
    found = []
    for kind in first.tolist():
        row: tuple[State, ...] = ()
        for part, number in zip(parts, numbers, strict=True):
            row += part[int(number[kind])]
        found.append(row)
    return Block(tuple(names), found)


# Kinds judged once more, each by its whole record.

_BATCH = 200_000
"""Records to have judged at once."""


def verified(
    judge: Judge, tables: Sequence[Table], base: Mapping[str, State], alike: Mapping[str, Numbers]
) -> tuple[list[Table], int]:
    """Tables without kinds whose record, judged as a whole, is not of its kind after all, and how
    many of those there are.

    `base` are the states (by IRI) that every record has where it has no other, `alike` maps codes
    of each atom to the first that is seen alike.
    """
    good: dict[int, list[Bools]] = {n: [] for n in range(len(tables))}
    for batch in _batches(tables):
        for (number, _), part in zip(batch, _good(judge, tables, batch, base, alike), strict=True):
            good[number].append(part)
    found, wrong = [], 0
    for number, table in enumerate(tables):
        kept = np.concatenate([np.zeros(0, np.bool_), *good[number]])
        wrong += int((~kept).sum())
        found.append(table if kept.all() else table.only(np.flatnonzero(kept)))
    return found, wrong


def _good(
    judge: Judge,
    tables: Sequence[Table],
    batch: Sequence[tuple[int, slice]],
    base: Mapping[str, State],
    alike: Mapping[str, Numbers],
) -> list[Bools]:
    """Which of some kinds of tables have a record that is of its kind."""
    ends = np.cumsum([kinds.stop - kinds.start for _, kinds in batch])
    rows = [slice(end - k.stop + k.start, end) for end, (_, k) in zip(ends, batch, strict=True)]
    size = int(ends[-1])
    given = {iri: Given([state], np.zeros(size, np.int64)) for iri, state in base.items()}
    for (number, kinds), own in zip(batch, rows, strict=True):
        for iri, states, places in tables[number].given(kinds):
            # The other rows keep what every record has.
            where = np.full(size, len(states))
            where[own] = places
            given[iri] = Given([*states, base.get(iri)], where)
    judged = judge.judge_given(given, size)
    flawless = np.ones(size, np.bool_)
    for flaws in judged.flaws.values():
        flawless &= ~flaws
    found = []
    for (number, kinds), own in zip(batch, rows, strict=True):
        good = flawless[own]
        for key in tables[number].keys:
            code = tables[number].codes[key][kinds]
            good &= alike[key][judged.codes[key][own]] == code
        found.append(good)
    return found


def _batches(tables: Sequence[Table]) -> Iterator[list[tuple[int, slice]]]:
    """Kinds of tables (by number) in batches of so many as are judged at once."""
    batch: list[tuple[int, slice]] = []
    room = _BATCH
    for number, table in enumerate(tables):
        start = 0
        while start < table.size:
            stop = min(table.size, start + room)
            batch.append((number, slice(start, stop)))
            room -= stop - start
            start = stop
            if not room:
                yield batch
                batch, room = [], _BATCH
    if batch:
        yield batch

"""Details of records that were listed, where values were asked for: who each is, by the dataset's
own columns; by when it had to do what its finding is about, when it did, and by how many days too
late; and facts that say who somebody is, such as an age.

It is computed by the data engine from what records state, for those that are listed alone, and
kept beside them: the dataset may be gone when findings are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from lovgraf.check.listed_values import ListedValues
from lovgraf.core.cache import cached_text
from lovgraf.core.result import DONE, DUE, FACT, INFERRED, LATE, NOT_DONE, Cause
from lovgraf.engine.records import NUMBER
from lovgraf.engine.selection import Selection
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.deadlines import deadline_facts, ends
from lovgraf.verdicts.program import compile_programs


class Details(Struct, frozen=True):
    """Details that are kept beside findings: SQL of texts by heading, over a finding `f` (row,
    cause) and the tables that are joined to it, by the column that has its row. Of `before` rows
    that come before those of the findings the tables know, and the findings do not."""

    sql: Mapping[str, str]
    tables: Mapping[str, str] = field(default_factory=dict)
    before: int = 0

    @property
    def joins(self) -> str:
        """SQL that joins the tables to a finding."""
        row = f"f.row + {self.before}" if self.before else "f.row"
        return " ".join(f"LEFT JOIN {table} ON {own} = {row}" for table, own in self.tables.items())


def keep_details(
    connection: Any,
    view: LawView,
    table: InputTable,
    values: ListedValues,
    causes: Sequence[Cause],
    kinds: Iterable[str],
) -> Details:
    """Keep the details of the records in the tables of findings, whose causes are numbered so;
    `kinds` are their types of record, `values` what the records say."""
    law = view.law
    listed = [law.norms[iri] for iri in dict.fromkeys(cause.norm for cause in causes)]
    facts = with_deadlines(law.facts, [norm for norm in listed if norm.record_type in {*kinds}])
    inferred = inferences(view, listed, table.values)
    wanted = _Wanted(facts, listed, tuple(identifying_facts(law.facts, kinds)), inferred)
    columns = facts.lineage([*wanted.values, *(one.column.iri for one in inferred)])
    there = [one for one in columns if isinstance(one, Column) and one.name in table.values]
    there.sort(key=lambda column: column.name)
    present = [column.name for column in there]
    rows = "SELECT row FROM findings UNION ALL SELECT row FROM open_findings"
    headings = values.keep("whose", rows, there, who=True)
    if headings is None:
        return Details({})
    found = {heading: f"w.w{n}" for n, heading in enumerate(headings)}
    whose = {"whose w": "w.row"}
    if not present:
        return Details(found, whose)
    worked = worked_out(facts, view.as_of, table.complete, present, wanted.values, "whose")
    connection.execute(f"CREATE TABLE details AS FROM ({worked})")
    texts = dict(wanted.texts(causes))
    return Details(found | texts, whose | {"details t": f"t.{NUMBER}"})


class Inference(Struct, frozen=True):
    """A fact (IRI) that is read from other columns where a column is blank: as `said`, for the
    norms (IRIs) that ask for it."""

    fact: str
    column: Column
    said: str
    norms: frozenset[str]


def inferences(
    view: LawView, norms: Iterable[Norm], present: Collection[str]
) -> tuple[Inference, ...]:
    """What norms read from other columns of a dataset where a column of it is blank."""
    asked: dict[str, set[str]] = {}
    for norm in norms:
        program = compile_programs(view, norm.record_type).programs.get(norm.iri)
        facts = (
            view.law.facts.lineage(program.facts() & view.law.facts.facts.keys()) if program else ()
        )
        for fact in facts:
            asked.setdefault(fact.iri, set()).add(norm.iri)
    found = []
    for iri, own in sorted(asked.items()):
        fact = view.law.facts[iri]
        if not isinstance(fact, Derived) or not operator_of(fact).passes_on:
            continue
        operands = fact.operand_facts
        for place, name in enumerate(operands):
            column = view.law.facts[name]
            others = view.law.facts.lineage(operands[place + 1 :])
            names = {c.name for c in others if isinstance(c, Column)} & {*present}
            if isinstance(column, Column) and column.name in present and names - {column.name}:
                said = f"{column.name}={','.join(sorted(names - {column.name}))}"
                found.append(Inference(iri, column, said, frozenset(own)))
    return tuple(found)


def with_deadlines(facts: FactVocabulary, norms: Iterable[Norm]) -> FactVocabulary:
    """Facts with those of the deadlines of some norms."""
    extra = {fact.iri: fact for norm in norms for fact in deadline_facts(norm)}
    return replace(facts, facts={**facts.facts, **extra})


def identifying_facts(facts: FactVocabulary, kinds: Iterable[str]) -> Iterator[str]:
    """The facts that say who somebody is and are no columns, by IRI, of some types of record."""
    own = {*kinds}
    for iri in sorted(facts.called):
        fact = facts.facts.get(iri)
        if isinstance(fact, Derived) and fact.record_types & own:
            yield iri


class _Wanted(Struct, frozen=True, dict=True):
    """What is wanted of records: the deadlines of norms, and facts."""

    facts: FactVocabulary
    norms: Sequence[Norm]
    others: tuple[str, ...]
    inferred: tuple[Inference, ...] = ()

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The facts, by IRI in order."""
        days = (iri for norm in self.norms for parts in self._parts(norm) for iri in parts if iri)
        return tuple(sorted({*days, *self.others, *(one.fact for one in self.inferred)}))

    def texts(self, causes: Sequence[Cause]) -> Iterator[tuple[str, str]]:
        """SQL of the details as texts, by heading."""
        own = {norm.iri: norm for norm in self.norms}
        numbers: dict[str, list[int]] = {}
        for number, cause in enumerate(causes):
            numbers.setdefault(cause.norm, []).append(number)
        for heading, text in ((DUE, self._due), (DONE, self._done), (LATE, self._late)):
            cases = [
                f"WHEN f.cause IN ({', '.join(map(str, found))}) THEN {sql}"
                for norm, found in numbers.items()
                if (sql := text(own[norm]))
            ]
            if cases:
                yield heading, f"CASE {' '.join(cases)} END"
        if parts := [self._inferred(one, numbers) for one in self.inferred]:
            yield INFERRED, f"nullif(concat_ws(' ', {', '.join(parts)}), '')"
        for iri in self.others:
            yield FACT + iri, f"CAST({self._value(iri)} AS VARCHAR)"

    def _inferred(self, one: Inference, numbers: Mapping[str, Sequence[int]]) -> str:
        """What was read from other columns, where that is so."""
        causes = sorted(n for norm, found in numbers.items() if norm in one.norms for n in found)
        return (
            f'CASE WHEN w."v_{one.column.name}" IS NULL AND {self._value(one.fact)} IS NOT NULL '
            f"AND f.cause IN ({', '.join(map(str, causes))}) THEN '{one.said}' END"
        )

    def _due(self, norm: Norm) -> str:
        """The last day that is in time by every reading, of the first deadline that has one; none
        that lies after year 9999, of which tables and workbooks have no day."""
        days = [self._value(first) for first, _, _ in self._parts(norm)]
        if not days:
            return ""
        due = f"coalesce({', '.join(days)})"
        return f"CASE WHEN {due} <= DATE '9999-12-31' THEN CAST({due} AS VARCHAR) END"

    def _done(self, norm: Norm) -> str:
        """When it was done, or that it certainly was not."""
        said = [
            f"CAST({self._value(done)} AS VARCHAR), CASE WHEN {self._none(done)} THEN "
            f"'{NOT_DONE}' END"
            for _, _, done in self._parts(norm)
            if done
        ]
        return f"coalesce({', '.join(said)})" if said else ""

    def _late(self, norm: Norm) -> str:
        """By how many days it was done too late, by every reading of the deadline."""
        said = [
            f"CASE WHEN {self._value(done)} > {self._value(last)} "
            f"THEN CAST({self._value(done)} - {self._value(last)} AS VARCHAR) END"
            for _, last, done in self._parts(norm)
            if done
        ]
        return f"coalesce({', '.join(said)})" if said else ""

    def _parts(self, norm: Norm) -> Iterator[tuple[str, str, str | None]]:
        """Of each deadline that has a last day: the facts with the one that is in time by every
        reading, with the one by the reading that gives most time, and with the day on which it was
        done (None: no fact says that)."""
        for number, deadline in enumerate(norm.deadlines):
            if deadline.at_least or deadline.no_day or deadline.period.bank_days:
                continue
            first, last = ends(norm, number)
            if first in self.facts.facts:
                yield first, last, deadline.performed_on

    def _value(self, iri: str) -> str:
        return f"t.f{self.values.index(iri)}"

    def _none(self, iri: str) -> str:
        return f"t.g{self.values.index(iri)}"


def worked_out(
    facts: FactVocabulary,
    as_of: date,
    complete: Collection[str],
    present: Sequence[str],
    wanted: Sequence[str],
    kept: str,
) -> str:
    """SQL that works wanted facts (by IRI: f0, f1 ...) out of the columns of the records that are
    `kept` in a table (see `ListedValues`), beside the number of each."""
    selection = Selection(
        facts, as_of, tuple(present), tuple(sorted(complete)), {NUMBER: "BIGINT"}, {}, {}, {},
        tuple(wanted),
    )  # fmt: skip

    def made() -> str:
        from lovgraf.engine.sql import selection_sql

        return selection_sql(selection)

    typed = ", ".join([f"row AS {NUMBER}", *(f'"v_{name}" AS "{name}"' for name in present)])
    sql = cached_text("details", selection.key(), made)
    return f"WITH records AS (SELECT {typed} FROM {kept}) SELECT * FROM ({sql})"

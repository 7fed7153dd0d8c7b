"""Judging cells: verdicts, causes and findings of one run, wherever its records are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lovgraf.check.causes import Causes, ordered
from lovgraf.check.contradictions import of_blanks
from lovgraf.check.details import Details, identifying_facts, inferences, keep_details
from lovgraf.check.findings import StoredFindings
from lovgraf.check.input_quality import Written, unreadable_findings
from lovgraf.check.norm_words import sanction_of, to_do_of
from lovgraf.check.presuming import Rests, in_order, leave_unasked, nothing_asked
from lovgraf.check.quality import duplicate_finding, quality_shapes, shape_findings
from lovgraf.check.quality_shape import QualityShape
from lovgraf.check.ran_out import with_ran_out
from lovgraf.check.request import CheckRequest
from lovgraf.check.row_recheck import RowRecheck, left_open
from lovgraf.check.summing_up import summing_up
from lovgraf.check.table_records import KEEP
from lovgraf.conditions.atoms import input_columns, make_atoms
from lovgraf.conditions.tree import questions
from lovgraf.core.errors import InputError
from lovgraf.core.result import (
    MOST_OPEN,
    ONLY,
    OUTLOOKS,
    VERDICTS,
    Cause,
    CheckResult,
    Findings,
    NoFindings,
    NormResult,
    NotAsked,
    QualityFinding,
)
from lovgraf.core.terms import Text
from lovgraf.core.written import date_text, list_text
from lovgraf.engine.plan import all_conditions
from lovgraf.engine.population import Cells, Coded
from lovgraf.engine.prepared import Prepared
from lovgraf.engine.table_plan import CELL, TablePlan
from lovgraf.facts.fact import Column
from lovgraf.law.added_notes import added_notes
from lovgraf.law.authorities import name_in, names_in
from lovgraf.law.coverage import coverage_notes
from lovgraf.law.deadline_words import deadline_said
from lovgraf.law.names import citations
from lovgraf.law.norms import Norm, natural
from lovgraf.law.provisions import provision_label
from lovgraf.law.view import Law, LawView
from lovgraf.law.within import within
from lovgraf.readers.batches import insert_pairs
from lovgraf.readers.column_findings import INFERRED_TYPE
from lovgraf.readers.headers import ID
from lovgraf.readers.lost import how_read, refuse_lost
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import NO_REASON, UNDETERMINED, NormVerdicts
from lovgraf.verdicts.program import Programs, compile_programs

_AND = Text("og", "and")


@dataclass
class Run:
    """What one run collects."""

    request: CheckRequest
    view: LawView
    table: InputTable
    connection: Any
    listed: frozenset[int]
    causes: Causes
    norms: list[NormResult] = field(default_factory=list)
    quality: list[QualityFinding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    sources: list[tuple[str, str, str]] = field(default_factory=list)
    cells: int = 0
    records: int = 0
    open: int = 0
    prepared: Prepared = field(default_factory=Prepared)
    rests: Rests = field(default_factory=Rests)
    not_asked: list[NotAsked] = field(default_factory=list)
    reads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that each norm reads, by canonical name."""
    order: list[str] = field(default_factory=list)
    """The norms in the order in which they were judged."""
    numbered: Sequence[Cause] = ()
    """The causes by the numbers that the findings have, once all are there."""
    leave_open: bool = False
    """Whether rows that their cell leaves open are left open, however few they are."""

    @property
    def law(self) -> Law:
        """The law that is asked."""
        return self.request.law

    @property
    def asks_all(self) -> bool:
        """Whether norms are asked of which the table can never tell whether they are met, too."""
        return self.request.all_norms or not self.law.profile.presumptions

    def mark(
        self, population: Coded, cells: Cells, places: Mapping[int, Sequence[int]], marks: str
    ) -> None:
        """Mark cells with the numbers of their causes, but for causes that are left open and have
        too many records to be listed."""
        listed = {n: p for n, p in places.items() if self.causes.listable(n, self.listed)}
        chosen = [place for own in listed.values() for place in own]
        numbers = [number for number, own in listed.items() for _ in own]
        population.mark(cells, chosen, numbers, marks)


def start_run(request: CheckRequest, table: InputTable, connection: Any) -> Run:
    """A run with nothing in it yet; makes its table of findings."""
    law, as_of = request.law, request.as_of
    listed = frozenset(
        number
        for number, verdict in enumerate(VERDICTS)
        if verdict in request.fail_on and number != UNDETERMINED
    )
    connection.execute("CREATE TABLE findings (row BIGINT, cause INTEGER)")
    return Run(request, law.at(as_of), table, connection, listed, Causes(law, as_of))


@dataclass(frozen=True)
class Compiled:
    """The law for one type of record: programs, and shapes of record quality by IRI.

    `carried` are columns that are kept of each row, with the engine's types.
    """

    run: Run
    programs: Programs
    shapes: dict[str, QualityShape]
    carried: dict[str, str]

    def plan(self) -> TablePlan:
        """How the run's table is read and judged."""
        table, columns = self.run.table, self.run.law.facts.columns
        present = [name for name in table.values if name in columns]
        return self.run.prepared.plan(
            self.programs,
            {iri: shape.condition for iri, shape in self.shapes.items()},
            present,
            table.complete,
            self.carried,
        )


def asked_columns(programs: Programs) -> set[str]:
    """The columns that norms ask for, by canonical name."""
    asked = (q for condition in all_conditions(programs) for q in questions(condition))
    return {
        column.name for column in input_columns(make_atoms(asked, programs.facts), programs.facts)
    }


def compile_type(run: Run, record_type: str, carried: dict[str, str]) -> Compiled:
    """Compile the law for one type of record; notes shapes that columns cannot express.

    Raises `InputError` where the file has lost a column that the law asks for, and `Unreadable`
    where a norm is made of what no engine reads.
    """
    about, norms = run.request.about, run.view.judged(record_type)
    only = {norm.iri for norm in norms if within(norm, about)} if about else None
    programs = compile_programs(run.view, record_type, only)
    programs.insist()
    if run.law.profile.presumptions:
        programs = programs.presuming(run.law.profile)
    if run.table.lost:
        _refuse_lost(run, programs)
    if not run.asks_all:
        run.not_asked += leave_unasked(run.view, programs, run.table.values)
    for iri, program in programs.programs.items():
        inputs = frozenset().union(*map(programs.facts.inputs, program.facts()))
        columns = (programs.facts[one] for one in inputs)
        run.reads[iri] = tuple(sorted(c.name for c in columns if isinstance(c, Column)))
    shapes, refused = quality_shapes(run.law, record_type)
    shapes = {**shapes, **of_blanks(run.law, record_type, run.table.complete)}
    if ID not in run.table.values:
        # Of a file without the column that is said once.
        shapes = {iri: shape for iri, shape in shapes.items() if shape.columns != (ID,)}
    run.notes += [error.message for error in refused]
    return Compiled(run, programs, shapes, carried)


def _refuse_lost(run: Run, programs: Programs) -> None:
    """Refuse a lost column that some norm would ask for if it were read: without it the norm may
    not be asked at all."""
    lost = run.table.lost
    if not run.asks_all:
        programs = replace(programs, programs=dict(programs.programs))
        leave_unasked(run.view, programs, {*run.table.values, *(one.near[0] for one in lost)})
    refuse_lost(lost, asked_columns(programs), run.law.facts, run.table.name)


def finish_run(
    run: Run,
    kinds: Iterable[str],
    receipt: Callable[[], dict[str, str]],
    of_several: bool = False,
) -> CheckResult:
    """What a run has found of records of some types: all of its file's, or of a part of a file
    `of_several`.

    Raises `InputError` where no norm was in force; a part may have a type alone that has none.
    """
    as_of, law = run.view.as_of, run.law
    if not run.norms and run.not_asked and not of_several:
        tables = run.table.intake.tables
        unread = [
            column.header
            for table in tables
            for column in table.columns
            if column.name is None and column.header.strip() and column.reason != "other-type"
        ]
        raise nothing_asked(run.not_asked, run.table.name, law.facts, unread)
    if not run.norms and not of_several:
        raise InputError(
            f"Der er intet at kontrollere: ingen regler i grafen gælder for disse registreringer "
            f"den {date_text(as_of).da}.",
            f"There is nothing to check: no norm in the graph is in force for these records on "
            f"{date_text(as_of).en}.",
            run.table.name,
        )
    causes = with_ran_out(run.connection, run.view, run.table, run.causes.all())
    findings, open_findings = _stored(run, causes)
    missing = {name for cause in causes if not cause.inexact for name in cause.missing}
    plain = summing_up(law.facts, run.table.values, missing)
    return CheckResult(
        as_of=as_of,
        dataset=run.table.name,
        records=run.records,
        norms=run.rests.on(with_outlooks(run.norms, causes)),
        causes=ordered(one for one in causes if one.count),
        findings=findings,
        quality=(*run.table.quality, *run.quality),
        receipt=receipt() | {"cells": str(run.cells)},
        notes=(
            *added_notes(law),
            *_asked_about(run),
            *coverage_notes(law, as_of, set(kinds)),
            *_weak_type(run),
            *_how_read(run),
            *run.notes,
        ),  # fmt: skip
        labels=labels(run, causes, plain),
        columns=tuple(sorted(run.table.values)),
        may_be_none=_may_be_none(run, missing),
        plain=plain,
        profile=law.profile.name,
        presumptions=run.rests.uses(law),
        not_asked=tuple(sorted(run.not_asked, key=lambda norm: norm.norm)),
        open=run.open,
        intake=run.table.intake.of_records(run.records),
        open_findings=open_findings,
    )


def _weak_type(run: Run) -> Iterator[Text]:
    """That the law was chosen by one heading."""
    for one in run.table.quality:
        if one.code == INFERRED_TYPE and one.severity == "warning":
            yield one.message


def _asked_about(run: Run) -> Iterator[Text]:
    """That only some rules were asked, where that is so."""
    if about := run.request.about:
        listed = list_text([provision_label(run.law.graph, one) for one in about], _AND)
        yield Text(f"{ONLY.da} {listed.da}.", f"{ONLY.en} {listed.en}.")


def _how_read(run: Run) -> Iterator[Text]:
    """How columns are read whose headings do not tell it."""
    columns = run.law.facts.columns
    read = {c.name: c.header for table in run.table.intake.tables for c in table.columns if c.name}
    for name, header in sorted(read.items()):
        if name in columns and columns[name].told:
            yield how_read(columns[name], header)


def _stored(run: Run, causes: Sequence[Cause]) -> tuple[Findings, Findings]:
    """The records that were listed: those of what is sought, and those of verdicts left open."""
    if not run.sources:
        return NoFindings(), NoFindings()
    causes = run.numbered = by_norm(run.connection, run.order, causes)
    open_ = [n for n, cause in enumerate(causes) if VERDICTS.index(cause.verdict) not in run.listed]
    few = [n for n in open_ if causes[n].count <= MOST_OPEN]
    run.connection.execute(
        "CREATE TABLE open_findings AS FROM findings WHERE list_contains($few, cause)",
        {"few": few},
    )
    run.connection.execute(
        "DELETE FROM findings WHERE list_contains($open, cause)", {"open": open_}
    )
    ids, sources = tuple(cause.id for cause in causes), tuple(run.sources)
    details = Details({})
    if run.request.show_values and run.table.source:
        kinds = {norm.record_type for norm in run.norms}
        details = keep_details(run.connection, run.view, run.table, causes, kinds)
    found, opened = (
        StoredFindings(run.connection, name, ids, sources, details)
        for name in ("findings", "open_findings")
    )
    return found, opened


def by_norm(connection: Any, norms: Sequence[str], causes: Sequence[Cause]) -> list[Cause]:
    """Causes numbered anew, and so the findings, by the order of the norms: those of a record stand
    in one order, whatever records were read before it."""
    place = {norm: number for number, norm in enumerate(norms)}
    order = sorted(range(len(causes)), key=lambda n: place.get(causes[n].norm, len(place)))
    if order != [*range(len(causes))]:
        numbers = np.argsort(order).tolist()
        connection.execute("UPDATE findings SET cause = $numbers[cause + 1]", {"numbers": numbers})
    return [causes[n] for n in order]


def with_outlooks(norms: Iterable[NormResult], causes: Iterable[Cause]) -> tuple[NormResult, ...]:
    """Norms in order, with what their undetermined verdicts may come to."""
    open_: dict[str, Counter[str]] = defaultdict(Counter)
    for cause in causes:
        if cause.outlook:
            open_[cause.norm][cause.outlook] += cause.count
    found = (replace(norm, possible=in_order(open_[norm.norm], OUTLOOKS)) for norm in norms)
    return tuple(sorted(found, key=lambda norm: natural(norm.norm)))


@dataclass(frozen=True)
class Evaluated:
    """The verdicts of a norm on cells, and the cells of which rows may say more."""

    norm: str
    cells: Cells
    found: NormVerdicts
    doubtful: npt.NDArray[np.int64]


def evaluated(run: Run, population: Coded, again: RowRecheck) -> list[Evaluated]:
    """The verdicts of every norm on the cells; `again` counts those of rows that are open."""
    plan, result = population.plan.plan, []
    remembered = run.prepared.remembered(plan)
    for group in plan.groups:
        cells = population.cells(group)
        for iri in group.norms:
            program = plan.programs.programs[iri]
            found = remembered.evaluate(iri, cells.codes, len(cells))
            result.append(Evaluated(iri, cells, found, again.cells(program, cells, found)))
    return result


def judge(
    run: Run, population: Coded, again: RowRecheck, name: str, judged: Sequence[Evaluated]
) -> None:
    """Count what was `evaluated`, and list the rows of the cells that are to be listed.

    Rows that may say more than their cell are judged one by one.
    """
    run.records += population.count()
    run.cells += population.distinct()
    plan = population.plan.plan
    marks = f"{name}_marks"
    run.connection.execute(f"CREATE TABLE {marks} ({CELL} BIGINT, cause INTEGER)")
    counts: dict[str, dict[str, int]] = {}
    run.order += [one.norm for one in judged]
    caused = list(run.listed | {UNDETERMINED})
    run.open += again.open
    if again.too_many and not run.leave_open:
        run.notes.append(left_open(again.open))
    for one in judged:
        iri, cells, found, doubtful = one.norm, one.cells, one.found, one.doubtful
        norm = run.law.norms[iri]
        weight = cells.weights.copy()
        left = frozenset(doubtful.tolist()) if again.too_many or run.leave_open else frozenset()
        if not (again.too_many or run.leave_open):
            again.take(iri, cells, doubtful)
            weight[doubtful] = 0
        weights = np.bincount(found.verdicts, weight, len(VERDICTS)).astype(np.int64)
        counts[iri] = {VERDICTS[v]: int(w) for v, w in enumerate(weights) if w}
        places: dict[int, list[int]] = {}
        for cell in np.flatnonzero(np.isin(found.verdicts, caused) & (weight > 0)):
            verdict = int(found.verdicts[cell])
            reason = found.reasons.get(int(cell), NO_REASON)
            if cell in left:
                reason = replace(reason, inexact=True)
            number = run.causes.number(norm, verdict, reason, int(weight[cell]))
            places.setdefault(number, []).append(int(cell))
        run.rests.count(iri, found, weight)
        run.mark(population, cells, places, marks)
    population.rows_of(marks, "findings")
    listed: list[tuple[npt.NDArray[np.int64], int]] = []
    for iri, (verdict, reason, count, rows) in again.judged():
        counts[iri][VERDICTS[verdict]] = counts[iri].get(VERDICTS[verdict], 0) + count
        run.rests.add(iri, verdict, reason, count)
        if verdict in caused:
            number = run.causes.number(run.law.norms[iri], verdict, reason, count)
            listed.append((np.array(rows, np.int64), number))
    if listed:
        numbers = np.repeat([n for _, n in listed], [len(rows) for rows, _ in listed])
        insert_pairs(run.connection, "findings", np.concatenate([r for r, _ in listed]), numbers)
    for iri, program in plan.programs.programs.items():
        run.norms.append(norm_result(run, program.norm, counts[iri]))


def find_flaws(
    run: Run,
    population: Coded,
    compiled: Compiled,
    written: Written,
    elsewhere: Callable[[Column], None] | None = None,
) -> None:
    """Add what there is to say of record quality (`written` gives unreadable values).

    `elsewhere` takes the columns that must be unique in more than these records.
    """
    facts = run.law.facts
    run.quality += unreadable_findings(population, run.table, run.view.facts_of_day, written)
    run.quality += shape_findings(population, compiled.shapes)
    for column in facts.columns.values():
        if not column.unique or KEEP + column.name not in compiled.carried:
            continue
        if elsewhere is not None:
            elsewhere(column)
        else:
            found = duplicate_finding(population, column, KEEP + column.name)
            run.quality += [found] if found else []


def norm_result(run: Run, norm: Norm, verdicts: dict[str, int]) -> NormResult:
    law, day = run.law, run.view.as_of
    deadlines = [deadline_said(deadline, law.graph) for deadline in norm.deadlines]
    cited = citations(run.view, norm.record_type)[norm.iri]
    return NormResult(
        norm=norm.iri,
        provision=norm.provision,
        bearer=norm.bearer,
        record_type=norm.record_type,
        title=norm.label,
        provision_label=cited.text,
        in_consolidation=cited.place,
        link=cited.link,
        verdicts=verdicts,
        duty=norm.duty,
        rule=norm.definition,
        authority=name_in(law.graph, norm.authority, day, norm) if norm.authority else None,
        deadline=list_text(deadlines, _AND) if deadlines else None,
        sanction=sanction_of(law, norm, day),
        to_do=to_do_of(law, norm, day),
        reads=run.reads.get(norm.iri, ()),
    )


def list_rows(run: Run, found: list[tuple[int, int]]) -> None:
    """List rows by number, each with the number of its cause."""
    rows, causes = [row for row, _ in found], [cause for _, cause in found]
    insert_pairs(run.connection, "findings", rows, causes)


def _may_be_none(run: Run, missing: set[str]) -> tuple[str, ...]:
    """The columns of the file of which a blank may mean that there is none (see `CheckResult`)."""
    columns, given = run.law.facts.columns, run.table.values.keys() - run.table.complete
    return tuple(sorted(n for n in missing & given if columns[n].denied is not None))


def labels(run: Run, causes: Sequence[Cause], plain: Iterable[str]) -> dict[str, Text]:
    """Labels of bearers, judges and facts that are told by IRI, of columns by name; `plain` are
    those that sum up what is missing."""
    graph, day = run.law.graph, run.view.as_of
    named: dict[str, list[Norm]] = {}
    for norm in run.norms:
        named.setdefault(norm.bearer, []).append(run.law.norms[norm.norm])
    for cause in causes:
        for judge in cause.judgment:
            named.setdefault(judge, []).append(run.law.norms[cause.norm])
    found = {iri: names_in(graph, iri, day, norms) for iri, norms in sorted(named.items())}
    names = {name for cause in causes for name in cause.missing}
    names |= {name for norm in run.not_asked for name in norm.needs}
    names |= {*plain}
    names |= {use.column for use in run.rests.uses(run.law)}
    names |= {column.means for column in run.table.intake.unread_columns if column.means}
    names |= {q.column for q in run.quality if q.column}
    names |= {column for q in run.quality if q.severity == "error" for column in q.columns}
    columns = run.law.facts.columns
    if run.request.show_values:
        kinds = {norm.record_type for norm in run.norms}
        found |= {iri: run.law.facts[iri].label for iri in identifying_facts(run.law.facts, kinds)}
        listed = [run.law.norms[norm.norm] for norm in run.norms]
        for one in inferences(run.view, listed, run.table.values):
            names |= {one.column.name, *one.said.partition("=")[2].split(",")}
    return found | {n: columns[n].label for n in sorted(names) if n in columns}

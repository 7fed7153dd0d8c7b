"""Check a dataset: a file goes in, verdicts that cite the law come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from rdflib import URIRef

from checker.causes import Causes, ordered
from checker.cells.population import Population
from checker.cells.table_plan import CELL, make_table_plan
from checker.errors import InputError
from checker.findings import NoFindings, StoredFindings
from checker.input_quality import unreadable_findings
from checker.law.coverage import coverage_notes
from checker.law.norms import Norm, natural, official_link, provision_label
from checker.law.view import Law, LawView
from checker.look_again import LookAgain
from checker.quality import duplicate_finding, quality_shapes, shape_findings
from checker.receipt import Digest, receipt
from checker.records.headers import ID
from checker.records.source import translated
from checker.records.table import InputTable, connect, open_dataset
from checker.reports.result import VERDICTS, CheckResult, Findings, NormResult, QualityFinding
from checker.table_records import KEEP, records_of
from checker.terms import Text, label
from checker.verdicts.evaluate import NO_REASON, UNDETERMINED, evaluate
from checker.verdicts.feasible import Combinations
from checker.verdicts.program import compile_programs

Progress = Callable[[float | None, Text], None]
DEFAULT_FAIL_ON = frozenset({"breached", "unattainable"})
MANY = 20_000
"""Rows from which it pays to look usual values up rather than to compute on them."""


@dataclass
class _Run:
    """What one run collects."""

    law: Law
    view: LawView
    table: InputTable
    connection: Any
    listed: frozenset[int]
    causes: Causes
    exact: bool
    norms: list[NormResult] = field(default_factory=list)
    quality: list[QualityFinding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    sources: list[tuple[str, str, str]] = field(default_factory=list)
    cells: int = 0
    records: int = 0


def check_dataset(
    path: Path,
    *,
    as_of: date,
    law: Law,
    mapping: Path | None = None,
    record_type: str | None = None,
    complete: Iterable[str] = (),
    engine: str = "columns",
    fail_on: frozenset[str] = DEFAULT_FAIL_ON,
    show_values: bool = False,
    exact: bool = False,
    progress: Progress | None = None,
) -> CheckResult:
    """Check every record of a file against every norm in force on a date.

    `engine` is `columns`, or `reference` for HermiT and pySHACL; norms that columns cannot express
    go through the reference engine in any case, with a note. Records that get a verdict of
    `fail_on` are listed one by one (`undetermined` only by cause). `exact` looks at every row again
    whose kind leaves a verdict open, however many there are (`LookAgain`). Raises `InputError`
    where the file or the mapping cannot be used, or nothing was checked.
    """
    tell = progress or (lambda _fraction, _text: None)
    digest = Digest(path)
    connection = connect(None)
    tell(None, Text("Læser filen", "Reading the file"))
    table = open_dataset(
        path, law.facts, connection, mapping=mapping, record_type=record_type, complete=complete
    )
    listed = frozenset(n for n, v in enumerate(VERDICTS) if v in fail_on and n != UNDETERMINED)
    run = _Run(law, law.at(as_of), table, connection, listed, Causes(law), exact)
    connection.execute("CREATE TABLE findings (row BIGINT, cause INTEGER)")
    try:
        types = _record_types(run)
        for number, (kind, source, row) in enumerate(types):
            tell(None, Text("Kontrollerer registreringerne", "Checking the records"))
            _check_type(run, kind, source, row, f"t{number}", show_values, engine, tell)
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.OutOfMemoryException) as error:
        raise translated(error, path.name) from None
    if not run.norms:
        raise InputError(
            f"Der er intet at kontrollere: ingen regler i grafen gælder for disse registreringer "
            f"den {as_of.isoformat()}.",
            f"There is nothing to check: no norm in the graph is in force for these records on "
            f"{as_of.isoformat()}.",
            path.name,
        )
    causes = run.causes.all()
    findings: Findings = NoFindings()
    if run.sources:
        findings = StoredFindings(
            connection, "findings", tuple(cause.id for cause in causes), tuple(run.sources)
        )
    return CheckResult(
        as_of=as_of,
        dataset=path.name,
        records=run.records,
        norms=tuple(sorted(run.norms, key=lambda norm: natural(norm.norm))),
        causes=ordered(causes),
        findings=findings,
        quality=(*table.quality, *run.quality),
        receipt=receipt(law, as_of, digest, mapping, engine) | {"cells": str(run.cells)},
        notes=(*coverage_notes(law, as_of, {kind for kind, _, _ in types}), *run.notes),
        labels=_labels(run),
    )


def _record_types(run: _Run) -> list[tuple[str, str, str | None]]:
    """The types of record in a table: (notation, relation of its raw rows, SQL of the row)."""
    table, connection = run.table, run.connection
    if table.record_type is not None or "type" not in table.values:
        return [(table.record_type or "person", table.source, None)]
    kind = table.values["type"]
    connection.execute(f"CREATE VIEW raw_rows AS SELECT * FROM {table.source}")
    connection.execute(
        f"CREATE TABLE typed_rows AS SELECT *, coalesce({kind}, 'person') AS _type, "
        "row_number() OVER () AS _row FROM raw_rows"
    )
    kinds = connection.execute("SELECT DISTINCT _type FROM typed_rows ORDER BY 1").fetchall()
    return [
        (kind, f"(SELECT * FROM typed_rows WHERE _type = '{kind}')", "_row")
        for (kind,) in kinds
        if kind in set(run.law.facts.record_types.values())
    ]


def _check_type(
    run: _Run,
    record_type: str,
    source: str,
    row: str | None,
    name: str,
    show_values: bool,
    engine: str,
    tell: Progress,
) -> None:
    programs = compile_programs(run.view, record_type)
    for iri, error in programs.refused.items():
        run.notes.append(_by_reference(run.law.norms[iri], error))
    others = [*programs.refused]
    if engine == "reference":
        others = [norm.iri for norm in run.view.judged(record_type)]
        programs.programs.clear()
    shapes, refused = quality_shapes(run.law, record_type)
    if ID not in run.table.values:
        # Of a file without the column that is said once.
        shapes = {iri: shape for iri, shape in shapes.items() if shape.columns != (ID,)}
    run.notes += [error.message for error in refused]
    records = records_of(run.table, run.law.facts, source, row)
    plan = make_table_plan(
        programs,
        {iri: shape.condition for iri, shape in shapes.items()},
        [n for n in run.table.values if n in run.law.facts.columns],
        run.table.complete,
        records.types,
    )
    quick = run.table.rows >= MANY
    population = Population.load(run.connection, plan, records, name, row, quick)
    run.records += population.count()
    run.cells += population.distinct()
    identifier = f'"{KEEP}id"' if f"{KEEP}id" in records.types else "NULL"
    run.sources.append((population.rows, population.row, identifier))
    again = LookAgain(population, run.table, source, row, name, run.exact)
    _judge(run, population, again, name)
    if others:
        _judge_by_reference(run, others, record_type, source, row, tell)
    run.quality += unreadable_findings(population, run.table, run.law.facts, show_values)
    run.quality += shape_findings(population, shapes)
    for column in run.law.facts.columns.values():
        if column.unique and KEEP + column.name in records.types:
            found = duplicate_finding(population, column, KEEP + column.name)
            run.quality += [found] if found else []


def _judge(run: _Run, population: Population, again: LookAgain, name: str) -> None:
    """Verdicts of every norm on the cells; lists the rows of the cells that are to be listed.

    Rows that may say more than their cell are judged one by one.
    """
    plan = population.plan.plan
    marks = f"{name}_marks"
    run.connection.execute(f"CREATE TABLE {marks} ({CELL} BIGINT, cause INTEGER)")
    counts: dict[str, dict[str, int]] = {}
    caused = list(run.listed | {UNDETERMINED})
    programs, atoms = plan.programs, plan.atoms
    possible = Combinations(programs.facts, atoms, programs.view.as_of)
    judged = []
    for group in plan.groups:
        cells = population.cells(group)
        for iri in group.norms:
            program = programs.programs[iri]
            found = evaluate(program, atoms, cells.codes, len(cells), possible)
            judged.append((iri, cells, found, again.cells(program, cells, found)))
    if again.too_many:
        run.notes.append(again.left_open())
    for iri, cells, found, doubtful in judged:
        norm = run.law.norms[iri]
        weight = cells.weights.copy()
        if not again.too_many:
            again.take(iri, cells, doubtful)
            weight[doubtful] = 0
        weights = np.bincount(found.verdicts, weight, len(VERDICTS)).astype(np.int64)
        counts[iri] = {VERDICTS[v]: int(w) for v, w in enumerate(weights) if w}
        chosen: list[int] = []
        numbers: list[int] = []
        for cell in np.flatnonzero(np.isin(found.verdicts, caused) & (weight > 0)):
            verdict = int(found.verdicts[cell])
            reason = found.reasons.get(int(cell), NO_REASON)
            number = run.causes.number(norm, verdict, reason, int(weight[cell]))
            if verdict in run.listed:
                chosen.append(int(cell))
                numbers.append(number)
        population.mark(cells, chosen, numbers, marks)
    population.rows_of(marks, "findings")
    listed: list[tuple[int, int]] = []
    for iri, (verdict, reason, rows) in again.judged():
        counts[iri][VERDICTS[verdict]] = counts[iri].get(VERDICTS[verdict], 0) + len(rows)
        if verdict in caused:
            number = run.causes.number(run.law.norms[iri], verdict, reason, len(rows))
            listed += [(row, number) for row in rows if verdict in run.listed]
    _list(run, listed)
    for iri, program in plan.programs.programs.items():
        run.norms.append(_norm_result(run.law, program.norm, counts[iri]))


def _norm_result(law: Law, norm: Norm, verdicts: dict[str, int]) -> NormResult:
    return NormResult(
        norm=norm.iri,
        provision=norm.provision,
        bearer=norm.bearer,
        record_type=norm.record_type,
        title=norm.label,
        provision_label=provision_label(law.graph, norm.provision),
        link=official_link(law.graph, norm.provision),
        verdicts=verdicts,
        duty=norm.duty,
    )


def _by_reference(norm: Norm, error: InputError) -> Text:
    return Text(
        f"{norm.label.da} er kontrolleret række for række med referencemotoren: {error.message.da}",
        f"{norm.label.en} was checked row by row by the reference engine: {error.message.en}",
    )


def _judge_by_reference(
    run: _Run, norms: list[str], record_type: str, source: str, row: str | None, tell: Progress
) -> None:
    """Verdicts row by row, by the engine that is slow and right."""
    from checker.by_reference import judge_rows

    counts: dict[str, dict[str, int]] = {norm: {} for norm in norms}
    listed: list[tuple[int, int]] = []

    def told(rows: int) -> None:
        tell(
            None,
            Text(f"{rows} rækker med referencemotoren", f"{rows} rows by the reference engine"),
        )

    for number, iri, verdict, reason in judge_rows(
        run.view, run.connection, run.table, source, row, record_type, norms, told
    ):
        counts[iri][VERDICTS[verdict]] = counts[iri].get(VERDICTS[verdict], 0) + 1
        if verdict in run.listed or verdict == UNDETERMINED:
            cause = run.causes.number(run.law.norms[iri], verdict, reason, 1)
            if verdict in run.listed:
                listed.append((number, cause))
    _list(run, listed)
    run.norms += [_norm_result(run.law, run.law.norms[iri], counts[iri]) for iri in norms]


def _list(run: _Run, found: list[tuple[int, int]]) -> None:
    """List rows by number, each with the number of its cause."""
    run.connection.execute(
        "INSERT INTO findings SELECT unnest($1::BIGINT[]), unnest($2::INTEGER[])",
        [[row for row, _ in found], [cause for _, cause in found]],
    )


def _labels(run: _Run) -> dict[str, Text]:
    """Labels of bearers and judges by IRI, of columns by name."""
    graph = run.law.graph
    iris = {norm.bearer for norm in run.norms}
    iris |= {judge for cause in run.causes.all() for judge in cause.judgment}
    found = {iri: label(graph, URIRef(iri)) for iri in sorted(iris)}
    names = {name for cause in run.causes.all() for name in cause.missing}
    names |= {q.column for q in run.quality if q.column}
    columns = run.law.facts.columns
    return found | {n: columns[n].label for n in sorted(names) if n in columns}

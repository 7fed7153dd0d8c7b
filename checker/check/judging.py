"""Judging cells: the verdicts of one run and their causes, wherever its records are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check.input_quality import Written, unreadable_findings
from lovgraf.check.norm_words import sanction_of, to_do_of
from lovgraf.check.quality import duplicate_finding, shape_findings
from lovgraf.check.row_recheck import RowRecheck, left_open
from lovgraf.check.run import Compiled, Run
from lovgraf.check.table_records import KEEP
from lovgraf.core.result import VERDICTS, NormResult
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf.engine.population import Cells, Coded
from lovgraf.engine.table_plan import CELL
from lovgraf.facts.fact import Column
from lovgraf.law.authorities import name_in
from lovgraf.law.deadline_words import deadlines_said
from lovgraf.law.names import citations
from lovgraf.law.norms import Norm
from lovgraf.readers.batches import Pairs, insert_numbers
from lovgraf.verdicts.evaluate import NO_REASON, UNDETERMINED, NormVerdicts

_AND = Text("og", "and")


class Evaluated(Struct, frozen=True):
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
    marked = Pairs(run.connection, marks)
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
        run.mark(population, cells, places, marked)
    marked.write()
    population.rows_of(marks, "findings")
    listed: list[tuple[npt.NDArray[np.int64], int]] = []
    for iri, (verdict, reason, count, rows) in again.judged():
        counts[iri][VERDICTS[verdict]] = counts[iri].get(VERDICTS[verdict], 0) + count
        run.rests.add(iri, verdict, reason, count)
        if verdict in caused:
            number = run.causes.number(run.law.norms[iri], verdict, reason, count)
            listed.append((rows, number))
    if listed:
        numbers = np.repeat([n for _, n in listed], [len(rows) for rows, _ in listed])
        insert_numbers(run.connection, "findings", np.concatenate([r for r, _ in listed]), numbers)
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
    deadlines = deadlines_said(norm, law.graph)
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
    insert_numbers(run.connection, "findings", rows, causes)

"""Rows of cells that leave a verdict open, judged by all that they say, by the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct, structs
from rdflib import Graph

from lovgraf.check.judged_rows import Judged
from lovgraf.check.row_recheck import OpenRows, RowRecheck
from lovgraf.check.source_rows import SourceRows
from lovgraf.check.spark.finding import marked
from lovgraf.check.spark.job import FILE, Job
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.opening import aligned, opened
from lovgraf.check.spark.reading import PartRead, part_types
from lovgraf.engine.in_memory import Memory
from lovgraf.law.graph import LawGraph
from lovgraf.law.view import Law, LawView
from lovgraf.verdicts.evaluate import Reason
from lovgraf.verdicts.patterns import Numbers

Found = list[tuple[str, Judged]]
"""For norms a verdict, its reason, how many rows have it, and their numbers (as in `FILE`)."""


class Again(Struct, frozen=True):
    """Cells of a section of which rows are to be judged, each with the places of its norms.

    `listed` are the verdicts of which the rows are told and not only counted.
    """

    section: int
    cells: dict[bytes, tuple[int, ...]]
    rows: OpenRows
    bases: dict[Part, int]
    listed: frozenset[int]


class SparkRowRecheck(RowRecheck):
    """Looks again in the cluster; `ask` has the workers judge what was taken."""

    ask: Callable[[OpenRows], Iterator[tuple[str, Judged]]] | None = None

    def judged(self) -> Iterator[tuple[str, Judged]]:
        """What the rows of the cells are judged, norm by norm."""
        if self._norms and self.ask is not None:
            self._open.write()
            yield from self.ask(OpenRows(without_graph(self.memory()), tuple(self._norms)))


def without_graph(memory: Memory) -> Memory:
    """The same without the law's graph, which judging does not need."""
    programs = memory.plan.programs
    view = LawView(Law(LawGraph(Graph(), "", ())), programs.view.as_of)
    return replace(
        memory, plan=structs.replace(memory.plan, programs=structs.replace(programs, view=view))
    )


def judge_open(job: Job, again: Again, read: PartRead) -> Found:
    """Judge the rows of a part that lie in open cells."""
    found: Found = []
    for section in read.sections:
        if section.section == again.section:
            places, norms = marked(again.cells, section)
            if len(places):
                rows = section.rows()[1][places]
                found += _judge(job, again, read.part, pa.table({"row": rows, "cause": norms}))
    return found


def _judge(job: Job, again: Again, part: Part, rows: pa.Table) -> Found:
    with opened(job.key, job.dataset, part.file, job.looks[part.file]) as file:
        table = aligned(file.part(part), job.batches[job.batch_of[part.file]].warnings)
        kind = job.sections[again.section].record_type
        with part_types(job, file, table, [kind]) as types:
            ((_, source, row),) = types
            given = SourceRows(file.connection, table, source, row)
            found = _judged(again.rows, given, rows)
    base = part.file * FILE + again.bases[part]
    return [
        (iri, (verdict, reason, count, own + base if verdict in again.listed else own[:0]))
        for iri, (verdict, reason, count, own) in found
    ]


def _judged(open_rows: OpenRows, given: SourceRows, rows: pa.Table) -> Found:
    try:
        _create(given.connection, rows)
        return list(open_rows.judged(given, "open_rows"))
    finally:
        given.connection.execute("DROP TABLE IF EXISTS open_rows")
        given.connection.execute("DROP TABLE IF EXISTS open_rows_values")


def _create(connection: Any, found: pa.Table) -> None:
    connection.register("lovgraf_open", found)
    connection.execute("CREATE TABLE open_rows AS SELECT * FROM lovgraf_open")
    connection.unregister("lovgraf_open")


def joined(parts: list[Found]) -> Iterator[tuple[str, Judged]]:
    """What all parts say, by norm, verdict and reason."""
    together: dict[tuple[str, int, Reason], tuple[int, list[Numbers]]] = {}
    for part in parts:
        for iri, (verdict, reason, count, rows) in part:
            before, own = together.setdefault((iri, verdict, reason), (0, []))
            together[iri, verdict, reason] = before + count, [*own, rows]
    for (iri, verdict, reason), (count, several) in together.items():
        yield iri, (verdict, reason, count, np.concatenate(several))

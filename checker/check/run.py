"""One run of a check: what it collects, and the law that it asks, compiled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import Struct, structs

from lovgraf.check.causes import Causes
from lovgraf.check.contradictions import of_blanks
from lovgraf.check.details import Details
from lovgraf.check.listed_values import ListedValues, ValuesOfTable
from lovgraf.check.presuming import Rests, leave_unasked
from lovgraf.check.quality import quality_shapes
from lovgraf.check.quality_shape import QualityShape
from lovgraf.check.request import CheckRequest
from lovgraf.conditions.atoms import input_columns, make_atoms
from lovgraf.conditions.tree import questions
from lovgraf.core.result import VERDICTS, Cause, NormResult, NotAsked, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.engine.plan import all_conditions
from lovgraf.engine.population import Cells, Coded
from lovgraf.engine.prepared import Prepared
from lovgraf.engine.table_plan import TablePlan
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law, LawView
from lovgraf.law.within import within
from lovgraf.readers.batches import Pairs
from lovgraf.readers.headers import ID
from lovgraf.readers.lost import refuse_lost
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import UNDETERMINED
from lovgraf.verdicts.program import Programs, compile_programs


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
    values: ListedValues = field(init=False)
    """What the records say, once they are listed."""
    details: Details = field(default_factory=lambda: Details({}))
    """What is told of the findings, once all are there."""
    leave_open: bool = False
    """Whether rows that their cell leaves open are left open, however few they are."""

    def __post_init__(self) -> None:
        self.values = ValuesOfTable(self.connection, self.table)

    @property
    def law(self) -> Law:
        """The law that is asked."""
        return self.request.law

    @property
    def asks_all(self) -> bool:
        """Whether norms are asked of which the table can never tell whether they are met, too."""
        return self.request.all_norms or not self.law.profile.presumptions

    def mark(
        self, population: Coded, cells: Cells, places: Mapping[int, Sequence[int]], marks: Pairs
    ) -> None:
        """Mark cells with the numbers of their causes, but for causes that are left open and have
        too many records to be listed."""
        listed = {n: p for n, p in places.items() if self.causes.listable(n, self.listed)}
        chosen = [place for own in listed.values() for place in own]
        numbers = [number for number, own in listed.items() for _ in own]
        population.mark(cells, chosen, numbers, marks)


def start_run(request: CheckRequest, table: InputTable, connection: Any) -> Run:
    """A run with nothing in it yet; makes its table of findings."""
    own = {one.iri for name, one in request.law.facts.columns.items() if name in table.values}
    law, as_of = request.law, request.as_of
    law = replace(law, profile=law.profile.of_table(own))
    request = structs.replace(request, law=law)
    listed = frozenset(
        number
        for number, verdict in enumerate(VERDICTS)
        if verdict in request.fail_on and number != UNDETERMINED
    )
    connection.execute("CREATE TABLE findings (row BIGINT, cause INTEGER)")
    return Run(request, law.at(as_of), table, connection, listed, Causes(law, as_of))


class Compiled(Struct, frozen=True):
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
        programs = structs.replace(programs, programs=dict(programs.programs))
        leave_unasked(run.view, programs, {*run.table.values, *(one.near[0] for one in lost)})
    refuse_lost(lost, asked_columns(programs), run.table.name, run.table.described)

"""Files that meet the same law, and the verdicts on their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from msgspec import Struct, field, structs

from lovgraf.check.conclusion import finish_run
from lovgraf.check.findings_table import DAYS, places_of
from lovgraf.check.input_quality import Written
from lovgraf.check.judged_rows import Judged as OpenJudged
from lovgraf.check.judging import Evaluated, evaluated, find_flaws, judge
from lovgraf.check.parts.merge import joined_flaws
from lovgraf.check.receipt import receipt
from lovgraf.check.row_recheck import MOST, OpenRows
from lovgraf.check.run import Compiled, Run, compile_type, start_run
from lovgraf.check.source_rows import SourceRows
from lovgraf.check.spark.finding import Named, ids_of
from lovgraf.check.spark.findings import Listed, write_part
from lovgraf.check.spark.job import FILE, Batch, Job, Section, section
from lovgraf.check.spark.looking import Look
from lovgraf.check.spark.open_rows import SparkRowRecheck
from lovgraf.check.spark.part_values import ValuesOfParts
from lovgraf.check.spark.population import Counted, Rest, SparkPopulation
from lovgraf.check.spark.reading import Numbers
from lovgraf.check.table_records import records_of
from lovgraf.core import intake
from lovgraf.core.result import CheckResult, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.law.norms import Norm
from lovgraf.readers.connection import connect
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import UNDETERMINED

if TYPE_CHECKING:
    from lovgraf.check.spark.run import Options

_ROW = "_row"


class _Kind(Struct, frozen=True):
    """One type of record in a batch: the law compiled for it, and its section."""

    record_type: str
    compiled: Compiled
    section: int


class _Files(Struct, frozen=True):
    """The files of a batch, the run that judges them, and their types of record."""

    numbers: tuple[int, ...]
    run: Run
    kinds: tuple[_Kind, ...]


class Judged(Struct, frozen=True):
    """The verdicts on the files of a batch, by the run that gave them; rows are as in `FILE`."""

    numbers: tuple[int, ...]
    result: CheckResult
    run: Run


class _Loaded(Struct, frozen=True):
    """The cells of a type of record in a batch, and the verdicts on them."""

    kind: _Kind
    name: str
    population: SparkPopulation
    again: SparkRowRecheck
    found: Sequence[Evaluated]


class Judging(Struct):
    """The batches of a job, with the runs that judge them; `of_file` gives the batch of a file."""

    job: Job
    options: Options
    of_file: dict[int, int] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    groups: dict[tuple[date, str], int] = field(default_factory=dict)
    """The number of each day and type of record."""
    _files: list[_Files] = field(default_factory=list)

    def add(self, numbers: Sequence[int], kinds: Sequence[str]) -> None:
        """Compile the law for files of one day that have the same columns."""
        looks = [self.job.looks[number] for number in numbers]
        given = self.job.dataset.files[numbers[0]]
        request, facts = self.options.request, self.job.dataset.facts
        table = _described(self.job, numbers)
        run = start_run(structs.replace(request, as_of=given.as_of), table, connect(None))
        row = _ROW if looks[0].several_types else looks[0].row
        found = []
        for kind in kinds:
            carried = records_of(table, facts, "", row).types
            compiled = compile_type(run, kind, carried)
            run.notes += [
                _not_judged(request.law.norms[iri], error.message)
                for iri, error in compiled.programs.refused.items()
            ]
            found.append(_Kind(kind, compiled, len(self.sections)))
            group = self.groups.setdefault((given.as_of, kind), len(self.groups))
            self.sections.append(section(kind, group, compiled.plan(), carried))
        warnings = tuple((code, column, text) for code, column, _, text in table.warnings)
        self.batches.append(Batch(warnings, {one.record_type: one.section for one in found}))
        self.of_file |= dict.fromkeys(numbers, len(self._files))
        self._files.append(_Files(tuple(numbers), run, tuple(found)))

    def judged(
        self,
        rest: Rest,
        cells: Mapping[int, tuple[Numbers, Numbers]],
        counts: Mapping[int, Counted],
    ) -> list[Judged]:
        """The verdicts on each batch."""
        loaded = [self._loaded(files, rest, cells, counts) for files in self._files]
        self._leave_open(loaded)
        return [
            Judged(files.numbers, self._judged(files, own, rest, counts), files.run)
            for files, own in zip(self._files, loaded, strict=True)
        ]

    def _loaded(
        self,
        files: _Files,
        rest: Rest,
        cells: Mapping[int, tuple[Numbers, Numbers]],
        counts: Mapping[int, Counted],
    ) -> list[_Loaded]:
        """Each type of record in a batch, evaluated."""
        result, run = [], files.run
        for number, kind in enumerate(files.kinds):
            if kind.section not in cells:
                continue
            name = f"t{number}"
            population = SparkPopulation.load(
                run.connection, kind.compiled.plan(), name, *cells[kind.section], kind.section,
                rest, counts[kind.section],
            )  # fmt: skip
            again = SparkRowRecheck(
                population, SourceRows(run.connection, run.table, "", None), name,
                run.request.exact,
                ask=_asking(population, f"{name}_open", run.listed | {UNDETERMINED}),
            )  # fmt: skip
            found = evaluated(run, population, again)
            result.append(_Loaded(kind, name, population, again, found))
        return result

    def _leave_open(self, loaded: Sequence[Sequence[_Loaded]]) -> None:
        """Leave verdicts open where all batches of a day have too many to look at, as one folder
        does on one machine."""
        days: dict[date, list[tuple[Run, int]]] = {}
        for files, own in zip(self._files, loaded, strict=True):
            opened = sum(one.again.open for one in own)
            days.setdefault(files.run.view.as_of, []).append((files.run, opened))
        for batches in days.values():
            if (
                len(batches) > 1
                and sum(n for _, n in batches) > MOST
                and not self.options.request.exact
            ):
                for run, _ in batches:
                    run.leave_open = True

    def _judged(
        self,
        files: _Files,
        loaded: Sequence[_Loaded],
        rest: Rest,
        counts: Mapping[int, Counted],
    ) -> CheckResult:
        run, options = files.run, self.options
        run.connection.execute("CREATE TABLE named_rows (row BIGINT, id VARCHAR)")
        run.sources.append(("named_rows", "row", "id"))
        for one in loaded:
            judge(run, one.population, one.again, one.name, one.found)
            elsewhere = None if self.job.dataset.single else _elsewhere
            own = counts[one.kind.section]
            find_flaws(run, one.population, one.kind.compiled, _written(own), elsewhere)
        sections = tuple(kind.section for kind in files.kinds)
        _name_rows(run, rest, sections, options.request.show_values)
        run.values = ValuesOfParts(run.connection, rest, sections)
        kinds = [kind.record_type for kind in files.kinds]
        result = finish_run(run, kinds, lambda: self._receipt(files))
        if options.findings is not None:
            _write_findings(run, rest, sections, options.findings)
        return result

    def _receipt(self, files: _Files) -> dict[str, str]:
        law, day = self.options.request.law, files.run.view.as_of
        digest = self.job.looks[files.numbers[0]].digest
        return receipt(law, day, digest, self.options.request.mapping, "spark")


def batches_of(job: Job, kinds: Sequence[Sequence[str]], options: Options) -> Judging:
    """Batch the files of a job by day and columns; `kinds` are the types of record in each."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, look in enumerate(job.looks):
        if look.empty:
            continue
        day = job.dataset.files[number].as_of
        alike.setdefault((day, look.names, look.several_types, look.row), []).append(number)
    judging = Judging(job, options)
    for numbers in alike.values():
        judging.add(numbers, sorted({kind for number in numbers for kind in kinds[number]}))
    return judging


def _described(job: Job, numbers: Sequence[int]) -> InputTable:
    """What files have in common as a table; its SQL is for the workers to make."""
    looks = [job.looks[number] for number in numbers]
    warned = {(code, name): text for look in looks for code, name, text in look.warnings}
    nothing = dict.fromkeys(looks[0].names, "NULL")
    return InputTable(
        name=job.dataset.files[numbers[0]].file.name,
        source="",
        values=nothing,
        unreadable=nothing,
        warnings=tuple((code, name, "false", text) for (code, name), text in warned.items()),
        quality=joined_flaws(_flaws(numbers, looks), files=True),
        complete=job.dataset.complete,
        record_type=looks[0].record_type,
        raw=nothing,
        plain={},
        given={},
        rows=sum(look.rows for look in looks),
        intake=intake.together(look.intake for look in looks),
        lost=tuple(one for look in looks for one in look.lost),
    )


def _flaws(numbers: Sequence[int], looks: Sequence[Look]) -> Iterator[QualityFinding]:
    """What is found on the files themselves, with rows as in `FILE`."""
    for number, look in zip(numbers, looks, strict=True):
        for flaw in look.quality:
            yield replace(flaw, examples=tuple(row + number * FILE for row in flaw.examples))


def _asking(population: SparkPopulation, marks: str, listed: frozenset[int]) -> Any:
    def ask(rows: OpenRows) -> Iterator[tuple[str, OpenJudged]]:
        return population.judge_open(rows, marks, listed)

    return ask


def _written(counts: Counted) -> Written:
    return lambda _names: counts.written


def _elsewhere(_column: Column) -> None:
    """Values that must be unique in all files of a day are compared by who puts these together."""


def _name_rows(run: Run, rest: Rest, sections: Iterable[int], show_values: bool) -> None:
    """Fill table `named_rows` with the rows that are listed, and their ids where asked for."""
    found = run.connection.execute("SELECT DISTINCT row FROM findings ORDER BY row").fetchnumpy()
    rows = np.asarray(found["row"], np.int64)
    if not show_values or not len(rows):
        run.connection.execute("INSERT INTO named_rows SELECT DISTINCT row, NULL FROM findings")
        return
    for number in sections:
        for some, ids in rest.each(ids_of, Named(number, rows, rest.bases), number):
            run.connection.register(
                "lovgraf_ids", pa.table({"row": some, "id": pa.array(ids, pa.string())})
            )
            run.connection.execute("INSERT INTO named_rows SELECT row, id FROM lovgraf_ids")
            run.connection.unregister("lovgraf_ids")
    run.connection.execute(
        "INSERT INTO named_rows SELECT DISTINCT row, NULL FROM findings "
        "WHERE row NOT IN (SELECT row FROM named_rows)"
    )


def _write_findings(run: Run, rest: Rest, sections: Sequence[int], folder: Path) -> None:
    """Have the workers write the findings of a batch, and the records whose verdict is open."""
    told = [heading for heading in DAYS if heading in run.details.sql]
    days = "".join(f", {run.details.sql[heading]} AS d{n}" for n, heading in enumerate(told))
    found = run.connection.sql(
        f"SELECT f.row, f.cause{days} FROM (FROM findings UNION ALL FROM open_findings) f "
        f"{run.details.joins} ORDER BY f.row, f.cause"
    ).to_arrow_table()
    causes = run.numbered
    listed = Listed(
        folder=str(folder),
        rows=found["row"].to_numpy(),
        ids=tuple(causes[number].id for number in found["cause"].to_pylist()),
        days={heading: found[f"d{n}"] for n, heading in enumerate(told)},
        causes=places_of(causes),
        bases=rest.bases,
    )
    rest.of(write_part, listed, sections)


def _not_judged(norm: Norm, why: Text) -> Text:
    return Text(
        f"{norm.label.da} er ikke kontrolleret, for --engine spark kan ikke udtrykke den: {why.da}",
        f"{norm.label.en} was not checked, since --engine spark cannot express it: {why.en}",
    )

"""Check a dataset: a file goes in, verdicts that cite the law come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct, structs

from lovgraf.check.conclusion import finish_run
from lovgraf.check.input_quality import unreadable_values
from lovgraf.check.judging import evaluated, find_flaws, judge, list_rows, norm_result
from lovgraf.check.listed_values import ValuesOfTable
from lovgraf.check.receipt import changed, receipt
from lovgraf.check.request import CheckRequest
from lovgraf.check.row_recheck import RowRecheck
from lovgraf.check.run import Compiled, Run, compile_type, start_run
from lovgraf.check.source_rows import SourceRows
from lovgraf.check.table_records import KEEP, records_of
from lovgraf.core.errors import InputError
from lovgraf.core.progress_rate import Progress, ProgressRate
from lovgraf.core.result import VERDICTS, CheckResult
from lovgraf.core.terms import Text
from lovgraf.engine.population import OfType, Population
from lovgraf.engine.prepared import Prepared, kept_for
from lovgraf.engine.records import FEW, Records, Unread
from lovgraf.engine.table_plan import TablePlan
from lovgraf.facts.fact import Column
from lovgraf.law.norms import Norm
from lovgraf.law.within import within
from lovgraf.readers.connection import connect, improve_nothing
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.kinds import PARTED_ROW, TypesApart, part_by_engine, record_types, types_apart
from lovgraf.readers.pieces import OddFileError, OtherTextError
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.source import UNREADABLE, translated
from lovgraf.readers.table import InputTable, open_dataset
from lovgraf.verdicts.evaluate import UNDETERMINED

Unique = Callable[[Population, Column, str], None]
"""Keeps the values of a column that must be unique in other files too; told is the records' type.
"""


class Known(Protocol):
    """Reads the rows of a table, some of which may be known."""

    def load(
        self,
        connection: Any,
        plan: TablePlan,
        records: Records,
        table: InputTable,
        columns: Iterable[Column],
        name: str,
        by_arrays: bool,
        few: bool,
    ) -> Population:
        """What `Population.load` gives of the same records."""


class Share(Struct, frozen=True):
    """What the check of one file has to do with the check of a dataset that it is a part of.

    `unique` is told the values that must be unique in the dataset, which are then not compared
    within the file; `known` reads the rows in place of `Population.load`; with `leave_open` no row
    is looked at again that its cell leaves open, and no note says so. `prepared` is what other
    checks of the same law and day made ready. `seen` is told the records of each type. `kinds` are
    the types of record in all of the file that this is a part of, where it has several.
    """

    unique: Unique | None = None
    known: Known | None = None
    leave_open: bool = False
    prepared: Prepared | None = None
    seen: Callable[[str, Population], None] | None = None
    kinds: frozenset[str] = frozenset()


ALONE = Share()
MANY = 20_000
"""Rows from which it pays to look usual values up rather than to compute on them."""


def check_dataset(
    file: InputFile | Path,
    request: CheckRequest,
    *,
    progress: Progress | None = None,
    ahead: Prefetch | None = None,
    share: Share = ALONE,
) -> CheckResult:
    """Check every record of a file against every norm in force on a date.

    Norms that columns cannot express go through the reference engine in any case, with a note.
    `ahead` is what was begun with the file before the law was there. Raises `InputError` where the
    file or the mapping cannot be used, or nothing was checked.
    """
    tell = progress or (lambda _fraction, _text: None)
    file = InputFile.of(file)
    with ExitStack() as held:
        if ahead is None or not ahead.of(file.path):
            ahead = held.enter_context(Prefetch(file.path, decode=False))
        connection = connect(None)
        tell(None, Text("Læser filen", "Reading the file"))
        table = open_dataset(file, request.reading, connection, ahead)
        if table.rows < FEW:
            improve_nothing(connection)
        if table.pieces is None:  # nobody will read what was decoded
            ahead.decoded.drop()
        begun = ahead

        def digest() -> str:
            with suppress(OSError):
                found = begun.digest()
                if begun.of(file.path):
                    return found
            # It is read more than once: what was found may be of neither.
            raise changed(table.name)

        return check_table(table, connection, digest, request, progress=progress, share=share)


def check_table(
    table: InputTable,
    connection: Any,
    digest: Callable[[], str],
    request: CheckRequest,
    *,
    progress: Progress | None = None,
    share: Share = ALONE,
) -> CheckResult:
    """Check every record of a table that was opened by a connection; see `check_dataset`.

    `digest` gives what the receipt says of the input.
    """
    law, as_of = request.law, request.as_of
    with ExitStack() as held:
        prepared = share.prepared or held.enter_context(kept_for(law, as_of))

        def checked(by_first: bool) -> tuple[Run, set[str]]:
            run = start_run(request, table, connection)
            run.leave_open, run.prepared = share.leave_open, prepared
            return run, _check_types(run, progress, share, by_first)

        try:
            by_first = share.known is None and table.rows >= MANY and table.record_type is None
            try:
                run, kinds = checked(by_first)
            except OtherTextError:
                if not by_first:
                    raise  # it is a part, whose type was told by another
                connection.execute("DROP TABLE findings")
                run, kinds = checked(False)
        except UNREADABLE as error:
            raise translated(error, table.name) from None
    return finish_run(
        run,
        kinds | share.kinds,
        lambda: receipt(law, as_of, digest(), request.mapping, request.engine),
        of_several=bool(share.kinds),
    )


def _check_types(run: Run, progress: Progress | None, share: Share, by_first: bool) -> set[str]:
    """Check the records of each type (by notation, all of which are returned); `by_first` as in
    `record_types`."""
    connection, table, facts = run.connection, run.table, run.law.facts
    tell = progress or (lambda _fraction, _text: None)
    apart = None
    if table.pieces is not None and table.rows >= MANY:
        apart = types_apart(connection, table, facts, by_first)
    types = record_types(connection, table, facts, by_first=by_first) if not apart else apart.found
    if table.pieces is not None and not apart and (table.rows < MANY or len(types) > 1):
        table.pieces.give_up()
    begun = (
        _begin(run, kind, source, row, f"{'first' if by_first else 't'}{number}", tell, share)
        for number, (kind, source, row) in enumerate(types)
    )
    for one, population in _loaded(run, begun, apart, share):
        tell(None, Text("Kontrollerer registreringerne", "Checking the records"))
        _judge_type(run, one, population, tell, share)
        if share.seen is not None:
            share.seen(one.kind, population)
    return {kind for kind, _, _ in types}


class _OfType(Struct, frozen=True):
    """The records of one type: their relation, and what the law asks of them. `others` are the
    norms that the reference engine judges; `notes` are told with the verdicts."""

    kind: str
    source: str
    row: str | None
    name: str
    records: Records
    compiled: Compiled
    plan: TablePlan
    others: list[str]
    notes: list[Text]


def _begin(
    run: Run, kind: str, source: str, row: str | None, name: str, tell: Progress, share: Share
) -> _OfType:
    """What is asked of the records of one type."""
    records = records_of(run.table, run.law.facts, source, row)
    unread = Unread() if share.known is None else None
    records = structs.replace(records, progress=ProgressRate(tell, run.table.rows), unread=unread)
    before = len(run.notes)
    compiled = compile_type(run, kind, records.types)
    for iri, error in compiled.programs.refused.items():
        run.notes.append(_by_reference(run.law.norms[iri], error))
    notes, run.notes[before:] = run.notes[before:], []
    others = [*compiled.programs.refused]
    request = run.request
    if request.engine == "reference":
        left = {norm.norm for norm in run.not_asked}
        others = [
            norm.iri
            for norm in run.view.judged(kind)
            if norm.iri not in left and (not request.about or within(norm, request.about))
        ]
        compiled.programs.programs.clear()
    return _OfType(kind, source, row, name, records, compiled, compiled.plan(), others, notes)


def _loaded(
    run: Run, begun: Iterable[_OfType], apart: TypesApart | None, share: Share
) -> Iterator[tuple[_OfType, Population]]:
    """The records of each type as they were read: of a file that says which rows are `apart`, in
    one go."""
    if apart is not None and run.table.pieces is not None:
        begun = [*begun]
        of_types = [OfType(one.plan, one.records, one.name) for one in begun]
        try:
            found = Population.load_types(
                run.connection, run.table.pieces, of_types, apart.told, PARTED_ROW
            )
            yield from zip(begun, found, strict=True)
            return
        except OddFileError:
            part_by_engine(run.connection, run.table, run.law.facts)
    for one in begun:
        yield one, _load(run, one, share)


def _load(run: Run, one: _OfType, share: Share) -> Population:
    """Read the records of one type."""
    by_arrays, few = run.table.rows >= MANY, run.table.rows < FEW
    if share.known is not None and one.row is None:
        columns = run.law.facts.columns.values()
        return share.known.load(
            run.connection, one.plan, one.records, run.table, columns, one.name, by_arrays, few
        )
    return Population.load(run.connection, one.plan, one.records, one.name, one.row, by_arrays, few)


def _judge_type(
    run: Run, one: _OfType, population: Population, tell: Progress, share: Share
) -> None:
    """Judge the records of one type."""
    run.notes += one.notes
    source, row, name, records = one.source, one.row, one.name, one.records
    identifier = f'"{KEEP}id"' if f"{KEEP}id" in records.types else "NULL"
    run.sources.append((population.rows, population.row, identifier))
    if run.table.rows >= MANY and isinstance(run.values, ValuesOfTable):
        run.values.populations.append(population)
    stored = () if population.stored is None else (population.stored,)
    rows = SourceRows(run.connection, run.table, source, row, stored)
    again = RowRecheck(population, rows, name, run.request.exact, run.prepared)
    judge(run, population, again, name, evaluated(run, population, again))
    unique, shown = share.unique, run.request.show_values
    if one.others:
        _judge_by_reference(run, one.others, one.kind, source, row, tell)
    before = len(run.quality)
    find_flaws(
        run,
        population,
        one.compiled,
        lambda names: unreadable_values(run.connection, run.table, records.flawed, names, shown),
        None if unique is None else lambda column: unique(population, column, one.kind),
    )
    run.quality[before:] = [replace(flaw, record_type=one.kind) for flaw in run.quality[before:]]


def _by_reference(norm: Norm, error: InputError) -> Text:
    return Text(
        f"{norm.label.da} er kontrolleret række for række med referencemotoren: {error.message.da}",
        f"{norm.label.en} was checked row by row by the reference engine: {error.message.en}",
    )


def _judge_by_reference(
    run: Run, norms: list[str], record_type: str, source: str, row: str | None, tell: Progress
) -> None:
    """Verdicts row by row, by the engine that is slow and right."""
    from lovgraf.check.by_reference import judge_rows

    counts: dict[str, dict[str, int]] = {norm: {} for norm in norms}
    listed: list[tuple[int, int]] = []

    def progress(rows: int) -> None:
        tell(
            None,
            Text(f"{rows} rækker med referencemotoren", f"{rows} rows by the reference engine"),
        )

    for number, iri, verdict, reason in judge_rows(
        run.view, run.connection, run.table, source, row, record_type, norms, progress
    ):
        counts[iri][VERDICTS[verdict]] = counts[iri].get(VERDICTS[verdict], 0) + 1
        run.rests.add(iri, verdict, reason, 1)
        if verdict in run.listed or verdict == UNDETERMINED:
            cause = run.causes.number(run.law.norms[iri], verdict, reason, 1)
            if run.causes.listable(cause, run.listed):
                listed.append((number, cause))
    list_rows(run, listed)
    run.norms += [norm_result(run, run.law.norms[iri], counts[iri]) for iri in norms]

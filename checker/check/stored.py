"""The result of a check in a folder, to be read again by another process in bounded memory.

`result.json` holds everything but the findings, which lie in `findings.parquet` (row, cause, id,
and the file where a dataset has several) in row order, and those of verdicts that are left open in
`open.parquet`. Personal values are written only where they
were asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lovgraf.core import intake
from lovgraf.core.as_dict import asdict
from lovgraf.core.disclosure import disclosed_values
from lovgraf.core.result import (
    BATCH,
    Batch,
    Cause,
    CheckResult,
    Earlier,
    Finding,
    Findings,
    Marks,
    NormResult,
    NotAsked,
    PresumptionUse,
    QualityFinding,
    named,
)
from lovgraf.core.terms import Text

if TYPE_CHECKING:
    import duckdb

_WHO = "who:"
"""Prefix of the columns that say who somebody is."""
RESULT, FINDINGS, OPEN = "result.json", "findings.parquet", "open.parquet"
_MARKS = ".marks"
"""What the name of a file of findings ends in, where marks of their records are."""


@cache
def _engine(_process: int) -> duckdb.DuckDBPyConnection:
    """What looks into findings that are kept, once a process: its start takes far longer than a
    page of them. It keeps nothing of a file, which may be another the next time."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": "256MB", "threads": 1, "autoload_known_extensions": False,
        "autoinstall_known_extensions": False, "enable_external_file_cache": False,
    }  # fmt: skip
    return duckdb.connect(config=config)


def store(
    result: CheckResult, folder: Path, show_values: bool = False, marks: str | None = None
) -> None:
    """Write a result into a folder; ids and values only with `show_values`.

    With the secret of `marks` that by which records are known again is kept.
    """
    quality = [
        replace(flaw, values=tuple(disclosed_values(flaw.values, show_values)))
        for flaw in result.quality
    ]
    kept = {
        "as_of": result.as_of.isoformat(),
        "dataset": result.dataset,
        "records": result.records,
        "norms": [asdict(norm) for norm in result.norms],
        "causes": [asdict(cause) for cause in result.causes],
        "quality": [asdict(flaw) for flaw in quality],
        "receipt": result.receipt,
        "notes": [asdict(note) for note in result.notes],
        "labels": {name: asdict(text) for name, text in result.labels.items()},
        "columns": result.columns,
        "may_be_none": result.may_be_none,
        "plain": result.plain,
        "profile": result.profile,
        "presumptions": [asdict(use) for use in result.presumptions],
        "not_asked": [asdict(norm) for norm in result.not_asked],
        "open": result.open,
        "files": result.files,
        "earlier": result.earlier
        and {**asdict(result.earlier), "as_of": result.earlier.as_of.isoformat()},
        "intake": intake.kept(result.intake),
    }
    for findings, name in ((result.findings, FINDINGS), (result.open_findings, OPEN)):
        _write_findings(result, findings, folder / name, show_values)
        if marks is not None:
            _write_marks(findings, folder / f"{name}{_MARKS}", marks)
    (folder / RESULT).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def _write_findings(result: CheckResult, findings: Findings, path: Path, show_values: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [("row", pa.int64()), ("cause", pa.int32()), ("id", pa.string())]
    if result.files:
        fields.append(("file", pa.string()))
    headings = findings.headings if show_values else ()
    schema = pa.schema([*fields, *((_WHO + heading, pa.string()) for heading in headings)])
    numbers = {cause.id: number for number, cause in enumerate(result.causes)}
    with pq.ParquetWriter(path, schema) as writer:
        for batch in findings.batches(show_values):
            causes = [numbers[cause] for cause in batch.causes]
            ids = batch.ids if batch.ids is not None else [None] * len(causes)
            columns = [batch.rows, causes, ids]
            if result.files:
                columns.append([batch.file] * len(causes))
            nobody = [None] * len(causes)
            columns += [batch.who.get(heading, nobody) for heading in headings]
            writer.write_table(pa.table(columns, schema=schema))


def stored(folder: Path, before: int = 0) -> CheckResult:
    """A result as it was stored; its findings are read as they are asked for, in rows of which so
    many come `before`."""
    kept = json.loads((folder / RESULT).read_text("utf-8"))
    causes = tuple(_cause(cause) for cause in kept["causes"])
    files = tuple((name, records) for name, records in kept.get("files", ()))
    ids = tuple(cause.id for cause in causes)
    return CheckResult(
        as_of=date.fromisoformat(kept["as_of"]),
        dataset=kept["dataset"],
        records=kept["records"],
        norms=tuple(_norm(norm) for norm in kept["norms"]),
        causes=causes,
        findings=KeptFindings(folder / FINDINGS, ids, before, bool(files)),
        quality=tuple(_flaw(flaw) for flaw in kept["quality"]),
        receipt=kept["receipt"],
        notes=tuple(Text(**note) for note in kept["notes"]),
        labels={name: Text(**text) for name, text in kept["labels"].items()},
        columns=tuple(kept["columns"]),
        may_be_none=tuple(kept.get("may_be_none", ())),
        plain={name: tuple(others) for name, others in kept.get("plain", {}).items()},
        profile=kept["profile"],
        presumptions=tuple(_use(use) for use in kept["presumptions"]),
        not_asked=tuple(_not_asked(norm) for norm in kept["not_asked"]),
        open=kept["open"],
        intake=intake.restored(kept["intake"]),
        files=files,
        earlier=_earlier(kept["earlier"]),
        open_findings=KeptFindings(folder / OPEN, ids, before, bool(files)),
    )


def _earlier(kept: dict[str, Any] | None) -> Earlier | None:
    if kept is None:
        return None
    return Earlier(**{**kept, "as_of": date.fromisoformat(kept["as_of"])})


def _norm(kept: dict[str, Any]) -> NormResult:
    texts = {
        name: kept.get(name) and Text(**kept[name])
        for name in (
            "title",
            "provision_label",
            "rule",
            "authority",
            "deadline",
            "sanction",
            "to_do",
        )
    }
    return NormResult(**{**kept, **texts, "reads": tuple(kept["reads"])})


def _use(kept: dict[str, Any]) -> PresumptionUse:
    texts = {name: kept[name] and Text(**kept[name]) for name in ("label", "rebuttal")}
    return PresumptionUse(**{**kept, **texts})


def _not_asked(kept: dict[str, Any]) -> NotAsked:
    texts = {name: Text(**kept[name]) for name in ("title", "provision_label")}
    return NotAsked(**{**kept, **texts, "needs": tuple(kept["needs"])})


def _cause(kept: dict[str, Any]) -> Cause:
    lists = {name: tuple(kept[name]) for name in ("missing", "judgment", "possible", "rests_on")}
    return Cause(**{**kept, **lists, "message": Text(**kept["message"])})


def _flaw(kept: dict[str, Any]) -> QualityFinding:
    lists = {name: tuple(kept[name]) for name in ("examples", "values", "example_files", "columns")}
    return QualityFinding(**{**kept, **lists, "message": Text(**kept["message"])})


def _write_marks(findings: Findings, path: Path, secret: str) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("cause", pa.string()), ("mark", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for found in findings.marks(secret):
            writer.write_table(pa.table([found.causes, found.marks], schema=schema))


@dataclass(frozen=True)
class KeptFindings(Findings):
    """Findings in a Parquet file, with the causes' ids by number; so many rows come `before`.

    Where the dataset has `several` files, each finding tells its file.
    """

    path: Path
    causes: tuple[str, ...]
    before: int = 0
    several: bool = False

    def __len__(self) -> int:
        from pyarrow import parquet

        return int(parquet.read_metadata(self.path).num_rows)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that were kept of what says who somebody is."""
        from pyarrow import parquet

        kept = parquet.read_schema(self.path).names
        return tuple(name.removeprefix(_WHO) for name in kept if name.startswith(_WHO))

    def __iter__(self) -> Iterator[Finding]:
        for batch in self.batches(ids=True):
            names, who = batch.names() or (), batch.who.items()
            for at, (row, cause, own) in enumerate(
                zip(batch.rows, batch.causes, names, strict=True)
            ):
                details = {heading: value for heading, values in who if (value := values[at])}
                yield Finding(row, own, cause, batch.file, details)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time, with or without their ids."""
        from pyarrow import parquet

        headings = self.headings if ids else ()
        names = ["row", "cause", *(["id"] if ids else []), *(_WHO + one for one in headings)]
        with parquet.ParquetFile(self.path) as file:
            for batch in self._by_file(file, names):
                rows, causes, *kept = (batch.column(name).to_pylist() for name in names)
                own = kept[0] if ids else None
                who = dict(zip(headings, kept[1:], strict=True)) if ids else {}
                below = [row + self.before for row in rows] if self.before else rows
                where = batch.column("file")[0].as_py() if self.several else None
                yield Batch(below, [self.causes[cause] for cause in causes], own, where, who)

    def marks(self, secret: str) -> Iterator[Marks]:
        """By what the records are known again, as it was kept; where it was not, by nothing."""
        from pyarrow import parquet

        path = self.path.with_name(self.path.name + _MARKS)
        if not path.exists():
            yield from super().marks(secret)
            return
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH):
                yield Marks(*(column.to_pylist() for column in batch.columns))

    def _by_file(self, file: Any, names: list[str]) -> Iterator[Any]:
        """Some columns of the findings, each time of one file."""
        import pyarrow.compute as pc

        if not self.several:
            yield from file.iter_batches(BATCH, columns=names)
            return
        for batch in file.iter_batches(BATCH, columns=[*names, "file"]):
            start = 0
            for end in pc.run_end_encode(batch.column("file")).run_ends.to_pylist():
                yield batch.slice(start, end - start)
                start = end

    def page(self, causes: Sequence[str], start: int, count: int) -> list[Finding]:
        """`count` findings of some causes from the `start`-th on, file by file in row order."""
        numbers = [self.causes.index(cause) for cause in causes]
        order = "file_row_number" if self.several else "row, cause"
        return self._found(
            "SELECT * FROM read_parquet($path, file_row_number = true) "
            f"WHERE list_contains($causes, cause) ORDER BY {order} LIMIT $count OFFSET $start",
            causes=numbers, count=count, start=start,
        )  # fmt: skip

    def records(self, causes: Collection[str]) -> int:
        """How many records have findings of some causes."""
        numbers = [n for n, cause in enumerate(self.causes) if cause in causes]
        place = "file, row" if self.several else "row"
        ((found,),) = self._queried(
            f"SELECT count(*) FROM (SELECT DISTINCT {place} FROM read_parquet($path) "
            "WHERE list_contains($causes, cause))",
            causes=numbers,
        )
        return int(found)

    def first(self, limit: int, wanted: Mapping[str, int]) -> Iterable[Finding]:
        """The first `limit` findings of each cause, in order; of one file without reading all."""
        if self.several:
            return super().first(limit, wanted)
        return self._found(
            "SELECT * FROM read_parquet($path, file_row_number = true) WHERE file_row_number IN "
            "(SELECT file_row_number FROM read_parquet($path, file_row_number = true) QUALIFY "
            "row_number() OVER (PARTITION BY cause ORDER BY row) <= $limit) ORDER BY row, cause",
            limit=limit,
        )

    def _queried(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        with self._asked(sql, **values) as answer:
            return answer.fetchall()

    def _found(self, sql: str, **values: object) -> list[Finding]:
        """The findings of a query for whole rows."""
        with self._asked(sql, **values) as answer:
            names = [column[0] for column in answer.description]
            return [self._finding(dict(zip(names, row, strict=True))) for row in answer.fetchall()]

    @contextmanager
    def _asked(self, sql: str, **values: object) -> Iterator[duckdb.DuckDBPyConnection]:
        with _engine(os.getpid()).cursor() as connection:
            yield connection.execute(sql, {"path": str(self.path), **values})

    def _finding(self, kept: Mapping[str, Any]) -> Finding:
        row = kept["row"] + self.before
        who = {
            n.removeprefix(_WHO): said for n, said in kept.items() if n.startswith(_WHO) and said
        }
        return Finding(
            row, named(row, kept["id"]), self.causes[kept["cause"]], kept.get("file"), who
        )

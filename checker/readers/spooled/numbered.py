"""Records that were written as Parquet with the numbers they have in their file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.core.intake import LeftOut
from lovgraf.core.result import FIRST_ROWS
from lovgraf.readers.parquet import open_parquet
from lovgraf.readers.source import ROW, Request, Source, SourceForm


class Odd(Struct):
    """What a file holds that is no record: how many by reason, and the numbers of the first."""

    found: dict[str, tuple[int, list[int]]] = field(default_factory=dict)

    def add(self, reason: str, numbers: Sequence[int], count: int | None = None) -> None:
        """Take in numbers of a file; `count` is how many there are, where these are the first."""
        if numbers:
            before, first = self.found.setdefault(reason, (0, []))
            more = list(numbers[: FIRST_ROWS - len(first)])
            self.found[reason] = (before + (count or len(numbers)), [*first, *more])

    def told(self) -> tuple[LeftOut, ...]:
        """The same as a report has it."""
        return tuple(LeftOut(why, count, tuple(rows)) for why, (count, rows) in self.found.items())


def open_numbered(
    request: Request,
    target: Path,
    form: SourceForm,
    left_out: tuple[LeftOut, ...],
    apart: bool = False,
    hidden: Sequence[str] = (),
) -> Source:
    """Records that were written with the column `ROW`, beside `hidden` ones.

    `apart` says that their numbers are not 1, 2, 3 ... although nothing is left out.
    """
    inner = Request(target, request.name, request.connection, request.place)
    found = open_parquet(inner)
    own = (ROW, *hidden)
    columns = tuple(column for column in found.columns if column.header not in own)
    source = replace(
        found, columns=columns, form=form, layout=None, left_out=left_out, suspicious=True
    )
    if left_out or apart:
        return replace(source, pieces=None, marks={ROW: "BIGINT"})
    return replace(source, relation=f"(SELECT * EXCLUDE ({', '.join(own)}) FROM {found.relation})")

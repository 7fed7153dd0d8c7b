"""A large file that is checked in blocks: opened once, so that all of them are read as the file is.

How a column is written follows from the whole file (`assemble`); a block on its own might be taken
differently, and what is said of it would not be what is said of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lovgraf.check.parts import blocks, groups
from lovgraf.check.parts.blocks import Block, divide
from lovgraf.check.parts.groups import Groups, divide_groups
from lovgraf.check.parts.larger_than_memory import TEXT
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import QualityFinding
from lovgraf.engine.population import Population
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.connection import connect
from lovgraf.readers.csv_layout import CsvLayout
from lovgraf.readers.headers import TYPE
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.kinds import types_of
from lovgraf.readers.pieces import CsvPieces, OtherTextError
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable, open_dataset

_CELLS = ".cells.parquet"
Flaw = tuple[int, int, str]


@dataclass(frozen=True)
class Whole:
    """A file as a table of a connection, and the blocks that it is checked in, two or more."""

    table: InputTable
    connection: Any
    blocks: tuple[Block | Groups, ...]
    kinds: frozenset[str] = frozenset()
    """The types of its records, where they are several."""
    expected: Mapping[str, frozenset[str | None]] = field(default_factory=dict, repr=False)
    """Where the first rows told the type of all: the texts in which they say it, by column."""

    def typed(self, facts: FactVocabulary, by_first: bool = False) -> Whole:
        """The same, its records of the type or types that all its rows say they are of; `by_first`
        of the one that the first rows say, if they say one: of a part with another text it is told
        by `OtherTextError`."""
        if self.expected:
            untyped = replace(self.table, record_type=None)
            return replace(self, table=untyped, expected={}).typed(facts)
        table = self.table
        if table.record_type is not None or TYPE not in table.values:
            return self
        kinds = types_of(self.connection, table, facts, by_first)
        if by_first and (len(kinds) != 1 or not kinds <= {*facts.record_types.values()}):
            return self.typed(facts)
        if len(kinds) != 1:
            return replace(self, kinds=frozenset(kinds))
        expected = dict(table.pieces.expected) if by_first and table.pieces is not None else {}
        return replace(self, table=replace(table, record_type=kinds.pop()), expected=expected)

    @property
    def meaning(self) -> str:
        """A hash of how every block is read, and of what is said of the whole file."""
        table = self.table
        said = (table.meaning, table.quality, [warned[:2] for warned in table.warnings])
        parts = [*map(repr, said), repr(table.layout), repr(table.record_type)]
        parts += sorted(self.kinds)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()

    def meaning_of(self, block: Block | Groups) -> str:
        """The same of a block, with which of its lines are left out: what is no record may follow
        from others."""
        layout = self.table.layout
        if not isinstance(layout, CsvLayout) or not layout.gaps:
            return self.meaning
        numbers = layout.left_out(block.path, *block.places).numbers
        return f"{self.meaning} {hashlib.sha256(numbers.tobytes()).hexdigest()}"

    def part(self, block: Block | Groups, copied: bool = True) -> InputTable:
        """A block as a table (see `InputTable.part`). Raises `OtherTextError` where it is not seen
        whether its rows say the type that is expected."""
        found = self.table.part(block.path, *block.places, copied)
        if self.expected:
            if not isinstance(found.pieces, CsvPieces):
                raise OtherTextError
            found.pieces.expected.update(self.expected)
        return found

    def forget(self) -> None:
        """Drop what the check of a block left in the connection."""
        made = self.connection.execute(
            "SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal UNION ALL "
            "SELECT 'TABLE', table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
        for kind, name in made:
            self.connection.execute(f'DROP {kind} IF EXISTS "{name}"')
        self.table.holder.clear()

    def order(self, flaw: QualityFinding) -> tuple[str, Flaw]:
        """Where a flaw stands among all that is said of the file, in whichever block it was found:
        what is said of the file, then type by type what is said of columns, then of records."""
        return flaw.record_type or "", self._place_of(flaw)

    def _place_of(self, flaw: QualityFinding) -> Flaw:
        said = [(own.code, own.column, own.message) for own in self.table.quality]
        if (own := (flaw.code, flaw.column, flaw.message)) in said:
            return 0, said.index(own), ""
        if flaw.code == "unreadable-value" and flaw.column in self.table.unreadable:
            return 1, list(self.table.unreadable).index(flaw.column), ""
        warned = [(code, column) for code, column, _, _ in self.table.warnings]
        if (flaw.code, flaw.column) in warned:
            return 2, warned.index((flaw.code, flaw.column)), ""
        return 3, 0, flaw.code


def open_whole(file: InputFile, request: CheckRequest, few: bool = False) -> Whole | None:
    """A file that is to be checked in blocks, as `few` as memory allows or as small as can be; None
    where it is small or has to be read at once.

    Raises `InputError` where it cannot be used.
    """
    suffix = file.path.suffix.lower()
    least = blocks.SIZE if suffix in TEXT else groups.SIZE
    if suffix not in {*TEXT, ".parquet"} or file.path.stat().st_size < 2 * least:
        return None
    connection = connect(None)
    table = open_dataset(file, request.reading, connection)
    if table.layout is None:
        return None
    cut: list[Block] | list[Groups]
    if isinstance(table.layout, CsvLayout):
        cut = divide(file.path, table.layout, few)
    else:
        cut = divide_groups(file.path, few)
    if len(cut) < 2:
        return None
    return Whole(table, connection, tuple(cut)).typed(request.law.facts, by_first=few)


def keep_cells(kind: str, population: Population, folder: Path) -> None:
    """Write the distinct words of the rows of a type in a block into its folder."""
    keys = ", ".join(f"k{n}" for n in range(population.plan.keys))
    population.connection.execute(
        f"COPY (SELECT {keys} FROM {population.cells_table}) "
        f"TO {quoted(str(folder / (kind + _CELLS)))} (FORMAT parquet)"
    )


def count_cells(folders: list[Path]) -> int:
    """How many distinct words the rows of some blocks have together, type by type."""
    found: dict[str, list[str]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob(f"*{_CELLS}"))):
        found.setdefault(path.name, []).append(quoted(str(path)))
    with connect(None) as connection:
        return sum(
            connection.execute(
                f"SELECT count(*) FROM (SELECT DISTINCT * FROM read_parquet([{', '.join(files)}]))"
            ).fetchall()[0][0]
            for files in found.values()
        )

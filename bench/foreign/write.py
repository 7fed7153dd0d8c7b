"""Registers written block by block, as CSV or (by the path's ending) Parquet."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bench.foreign import bank, benefits, population, tax
from bench.foreign.block import Block, Columns, day_texts

BLOCK = 250_000


@dataclass(frozen=True)
class Register:
    """How a register is made, on which day it is checked, and how its CSV looks."""

    maker: object = field(repr=False)
    as_of: date = date(2026, 6, 1)
    delimiter: str = ";"
    yes_no: tuple[str, str] = ("ja", "nej")
    day: str = "%d-%m-%Y"
    mark: bytes = b""
    ragged: float = 0.0
    record_type: str = "person"

    def columns(self, block: Block) -> Columns:
        """The columns of a block."""
        made: Columns = self.maker.columns(block)  # type: ignore[attr-defined]
        return made


REGISTERS = {
    "population": Register(population, population.AS_OF),
    "benefits": Register(benefits, delimiter=",", yes_no=("true", "false"), day="%Y-%m-%d"),
    "tax": Register(tax, yes_no=("J", "N"), day="%d.%m.%Y", ragged=tax.RAGGED),
    "bank": Register(bank, delimiter="\t", mark=b"\xef\xbb\xbf", record_type="customer"),
}
"""By name, registers that share nothing with `lovgraf sample`."""


def write(name: str, path: Path, rows: int, seed: int = 1) -> None:
    """Write a register."""
    register = REGISTERS[name]
    if path.suffix == ".parquet":
        _write_parquet(register, path, rows, seed)
    else:
        with path.open("wb") as file:
            _write_csv(register, file, rows, seed)


def _blocks(register: Register, rows: int, seed: int) -> Iterator[tuple[Block, Columns]]:
    for first in range(0, rows, BLOCK):
        block = Block(first, min(BLOCK, rows - first), seed)
        yield block, register.columns(block)


def _write_parquet(register: Register, path: Path, rows: int, seed: int) -> None:
    writer = None
    for _, columns in _blocks(register, rows, seed):
        table = pa.table(columns)
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _write_csv(register: Register, file: BinaryIO, rows: int, seed: int) -> None:
    file.write(register.mark)
    for block, columns in _blocks(register, rows, seed):
        if not block.first:
            file.write((register.delimiter.join(columns) + "\n").encode())
        texts = [_text(column, register) for column in columns.values()]
        lines = pc.binary_join_element_wise(*texts, register.delimiter)
        ends = np.where(block.chance(register.ragged), register.delimiter + "?\n", "\n")
        lines = pc.binary_join_element_wise(lines, pa.array(ends, pa.string()), "")
        file.write(_bytes(lines))


def _bytes(lines: pa.StringArray) -> memoryview:
    """All lines one after another, as an array keeps them."""
    first, last = lines.offset, lines.offset + len(lines)
    ends = np.frombuffer(lines.buffers()[1], dtype=np.int32)
    return memoryview(lines.buffers()[2])[ends[first] : ends[last]]


def _text(column: pa.Array, register: Register) -> pa.Array:
    """A column as the texts of a CSV; what needs quotes has them."""
    if pa.types.is_boolean(column.type):
        yes, no = register.yes_no
        column = pc.if_else(column, yes, no)
    elif pa.types.is_date(column.type):
        numbers = pc.fill_null(pc.cast(column, pa.int32()), 0)
        texts = day_texts(register.day, numbers.to_numpy(zero_copy_only=False))
        column = pc.if_else(pc.is_valid(column), texts, "")
    elif not pa.types.is_string(column.type):
        column = pc.cast(column, pa.string())
    column = pc.fill_null(column, "")
    special = pc.match_substring_regex(column, f'["{register.delimiter}]')
    if pc.any(special).as_py():
        inner = pc.replace_substring(column, '"', '""')
        column = pc.if_else(special, pc.binary_join_element_wise('"', inner, '"', ""), column)
    return column


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.foreign.write", description=__doc__)
    parser.add_argument("register", choices=REGISTERS)
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.register, options.path, options.rows, options.seed)

"""A batch of usual rows as arrays, and the words of their items.

Rows of which all but the days is the same are one kind: there are some thousand kinds in a hundred
thousand rows, so that most questions are asked once a kind, and only days are compared row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.cells.array_ops import Bits, Coded, Number, Operand, Truth, as_number, both
from checker.cells.array_steps import EPOCH, Run
from checker.cells.lookups import DAYS, NUMBERS, Lookup, Told
from checker.cells.numbering import Distinct, kinds
from checker.cells.quick import INPUT, UNUSUAL, Quick
from checker.records.facts import Column

Words = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
_FIRST_DAY = date.fromisoformat(DAYS[0].split("'")[1]).toordinal() - EPOCH
_FIRST_DIGIT = ord("0")
_TYPES = {"int32": np.int32, "int64": np.int64, "uint8": np.uint8, "date32[day]": np.int32}


def array_of(array: Any) -> Operand:
    """An Arrow array as numbers (of days, for dates) or yes and no."""
    validity, data = array.buffers()
    size, offset = len(array), array.offset
    valid: Bits = True
    if array.null_count == size:
        valid = False
    elif array.null_count:
        valid = _flags(validity, offset, size)
    if str(array.type) == "bool":
        return Truth(both(_flags(data, offset, size), valid), valid)
    found = np.frombuffer(data, _TYPES[str(array.type)], size, offset * (array.type.bit_width // 8))
    return Number(found, valid)


def _flags(buffer: Any, offset: int, size: int) -> npt.NDArray[np.bool_]:
    packed = np.frombuffer(buffer, np.uint8)
    bits = np.unpackbits(packed, count=offset + size, bitorder="little")
    return bits[offset:].view(np.bool_)


@dataclass(frozen=True)
class _Cuts:
    """A column whose bits change at some days or numbers: 0 is no value, then the runs count."""

    starts: tuple[int, ...]

    def code(self, number: Number, size: int) -> Bytes:
        """The run of each number."""
        if number.valid is False:
            return np.zeros(size, np.uint8)
        run = np.ones(size, np.uint8)
        for start in self.starts:
            run += number.values >= start
        if number.valid is not True:
            run *= _bytes(number.valid, size)
        return run


@dataclass(frozen=True)
class WordMaker:
    """Makes the words of batches; it is the same for all batches of a table."""

    quick: Quick
    lookups: Mapping[str, Lookup]
    columns: Mapping[str, Column]
    words: int

    @cached_property
    def _cuts(self) -> dict[str, _Cuts]:
        first = {"date": _FIRST_DAY, "integer": int(NUMBERS[0])}
        found = {}
        for name in self.quick.inputs:
            start = first.get(self.columns[name].datatype, _FIRST_DIGIT)
            if runs := self.lookups[name].runs:
                found[name] = _Cuts(tuple(start + at for at, _ in runs[1:]))
        return found

    @cached_property
    def _bits(self) -> dict[str, dict[int, Words]]:
        """The bits of a column by word: of no value, then of each run or place."""
        found: dict[str, dict[int, Words]] = {}
        for name in self.quick.inputs:
            lookup = self.lookups[name]
            each = [lookup.blank, *lookup.values, *(bits for _, bits in lookup.runs)]
            found[name] = {}
            for word in self.quick.masks[name]:
                bits = np.zeros(UNUSUAL + 1, np.int64)
                bits[: len(each)] = [b.get(word, 0) for b in each]
                if bits.any():
                    found[name][word] = bits
        return found

    @cached_property
    def _tables(self) -> dict[str, Operand]:
        kinds = {args[0]: kind for op, kind, args in self.quick.steps if op == "table"}
        return {
            name: _table(self.lookups[of].told[name], kinds[name])
            for name, of in self.quick.tabulated.items()
        }

    def prepare(self) -> None:
        """Make the tables before threads ask for them."""
        _ = self._cuts, self._bits, self._tables

    def make(self, batch: Any) -> Distinct:
        """The distinct words of an Arrow batch that has the columns of `quick_sql`."""
        found = {n: array_of(batch.column(INPUT + n)) for n in self.quick.inputs}
        exports = {n: array_of(batch.column(n)) for n in self.quick.exports}
        codes = {
            n: self._cuts[n].code(as_number(o), batch.num_rows)
            if n in self._cuts
            else as_number(o).values
            for n, o in found.items()
        }
        flags = {n: _code(o, batch.num_rows) for n, o in exports.items()}
        places, first = kinds(_packed([*codes.values(), *flags.values()], batch.num_rows))
        each = {n: code[first] for n, code in codes.items()}
        inputs = {
            n: _coded(o, Coded(each[n], places)) if n in self._cuts else Number(each[n], True)
            for n, o in found.items()
        }
        inputs |= {n: _coded(o, Coded(flags[n][first], places)) for n, o in exports.items()}
        run = Run(self.quick.steps, inputs, lambda name: self._told(name, each, places))
        return self._joined(run, each, places)

    def _joined(self, run: Run, each: Mapping[str, Bytes], places: Any) -> Distinct:
        """The distinct words: what is the same for each kind of rows, and what differs in one."""
        words = [
            np.zeros(len(next(iter(each.values()), places)), np.int64) for _ in range(self.words)
        ]
        rows: dict[int, Words] = {}
        for word, steps in self.quick.results.items():
            for step in steps:
                values = as_number(run.value(step)).values
                if isinstance(values, np.ndarray):
                    rows[word] = rows[word] | values if word in rows else values
                else:
                    words[word] |= values.each if isinstance(values, Coded) else values
        for name, code in each.items():
            for word, bits in self._bits[name].items():
                words[word] |= bits[code]
        if not rows:
            return Distinct(np.stack(words, axis=1), places)
        finer, first = kinds([places, *rows.values()])
        chosen = places[first]
        joined = [
            w[chosen] | rows[n][first] if n in rows else w[chosen] for n, w in enumerate(words)
        ]
        return Distinct(np.stack(joined, axis=1), finer)

    def _told(self, name: str, each: Mapping[str, Bytes], places: Any) -> Operand:
        """What is tabulated, for each kind of rows."""
        code, table = each[self.quick.tabulated[name]], self._tables[name]

        def taken(found: Any) -> Any:
            return Coded(found[code], places) if isinstance(found, np.ndarray) else found

        if isinstance(table, Truth):
            return Truth(taken(table.yes), taken(table.known))
        return Number(taken(table.values), taken(table.valid))


def _code(operand: Operand, size: int) -> Bytes:
    """0 for no value, 1 for a number or no, 2 for yes."""
    if isinstance(operand, Truth):
        return _bytes(operand.known, size) + _bytes(operand.yes, size)
    return _bytes(operand.valid, size)


def _bytes(flags: Bits, size: int) -> Bytes:
    if isinstance(flags, bool):
        return np.full(size, flags, np.uint8)
    return (flags.rows() if isinstance(flags, Coded) else flags).view(np.uint8)


def _coded(operand: Operand, code: Coded) -> Operand:
    """An operand whose flags are told for each kind of rows."""
    if isinstance(operand, Truth):
        return Truth(Coded(code.each == 2, code.places), Coded(code.each > 0, code.places))
    if isinstance(operand.valid, bool):
        return operand
    rows = operand.valid.rows() if isinstance(operand.valid, Coded) else operand.valid
    return Number(operand.values, Coded(code.each > 0, code.places, rows))


def _packed(codes: Sequence[Bytes], size: int) -> list[npt.NDArray[np.uint64]]:
    """Codes of a byte each, eight of them in a word."""
    found = []
    for start in range(0, len(codes), 8):
        word = np.zeros((size, 8), np.uint8)
        for place, code in enumerate(codes[start : start + 8]):
            word[:, place] = code
        found.append(word.view(np.uint64).reshape(size))
    return found or [np.zeros(size, np.uint64)]


def _table(told: Told, kind: str) -> Operand:
    """Answers by place; a flag that is the same at every place stays one flag."""
    known = _by_place([value is not None for value in told], np.bool_)
    flag: Bits = known if known.any() else False
    if kind == "BOOLEAN":
        yes = _by_place([bool(value) for value in told], np.bool_)
        return Truth(yes if yes.any() else False, flag)
    return Number(_by_place([_number(value) for value in told], np.int64), flag)


def _by_place(each: list[Any], kind: Any) -> npt.NDArray[Any]:
    found = np.zeros(UNUSUAL + 1, kind)
    found[: len(each)] = each
    return found


def _number(value: Any) -> int:
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    return int(value or 0)

"""A batch of usual rows as arrays, and the words of their items.

Rows of which all but the days is the same are one kind: there are some thousand kinds in a hundred
thousand rows, so that most questions are asked once a kind, and only days are compared row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.engine.array_functions import FUNCTIONS, ON_CALENDAR
from lovgraf.engine.array_ops import (
    NOTHING,
    Bits,
    Coded,
    Number,
    Operand,
    Truth,
    anywhere,
    as_number,
    as_truth,
    both,
    choose,
    inverse,
)
from lovgraf.engine.array_path import UNUSUAL, ArrayPath
from lovgraf.engine.array_steps import EPOCH, Step
from lovgraf.engine.batch_arrays import (
    Batch,
    Bytes,
    OnDemand,
    Part,
    bytes_of,
    code_of,
    packed,
    place_of,
    together,
)
from lovgraf.engine.lookups import FIRST_DAY, NUMBERS, Further, Lookup
from lovgraf.engine.numbering import Distinct, kinds
from lovgraf.engine.text_ops import TEXT_FUNCTIONS, Digits, Some, Texts, choose_text, is_text
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.fact import Column

# Steps on a batch of rows (`array_steps`).

_KINDS = {"DATE": np.int32, "INTEGER": np.int32, "BIGINT": np.int64, "BOOLEAN": np.bool_}


def operand(found: Some) -> Operand:
    """What is no text."""
    assert isinstance(found, Number | Truth)
    return found


class Run:
    """The steps on one batch: each is computed when it is asked for, and once.

    `inputs` are the columns of the batch by name, `texts` those that are read as they are;
    `tabulated` gives what is tabulated, by name.
    """

    def __init__(
        self,
        steps: tuple[Step, ...],
        inputs: Mapping[str, Some],
        tabulated: Callable[[str], Some],
        texts: Mapping[str, Some] = MappingProxyType({}),
    ) -> None:
        self._steps, self._inputs, self._tabulated = steps, inputs, tabulated
        self._texts = texts
        self._found: dict[int, Some] = {}

    def value(self, number: int) -> Some:
        """The result of a step."""
        if number not in self._found:
            self._found[number] = self._compute(*self._steps[number])
        return self._found[number]

    def _compute(self, op: str, kind: str, args: tuple[Any, ...]) -> Some:
        match op:
            case "input":
                return self._inputs[args[0]]
            case "text":
                return self._texts[args[0]]
            case "table":
                return self._tabulated(args[0])
            case "NULL":
                return Truth(False, False) if kind == "BOOLEAN" else NOTHING
            case "literal":
                if kind == "BOOLEAN":
                    return Truth(bool(args[0]), True)
                if kind == "VARCHAR":
                    return str(args[0])
                return Number(_KINDS[kind](args[0]), True)
            case "CASE":
                return self._cases(args, lambda condition: self.value(condition))
            case "SWITCH":
                of = self.value(args[0])
                equal = (TEXT_FUNCTIONS if is_text(of) else FUNCTIONS)["="]
                return self._cases(args[1:], lambda key: equal(of, self.value(key)))
        if op in ON_CALENDAR:
            return ON_CALENDAR[op](operand(self.value(args[0])), Calendar.of_text(args[1]))
        operands = [self.value(arg) for arg in args]
        if op not in FUNCTIONS or (op in TEXT_FUNCTIONS and any(map(is_text, operands))):
            return TEXT_FUNCTIONS[op](*operands)
        return FUNCTIONS[op](*operands)

    def flags(self, number: int) -> list[tuple[Bits, int]] | None:
        """What a step gives as numbers of which each row has one: the rows that have it, and the
        number, but for 0. None where it is no choice of numbers that are known beforehand.

        A flag takes an eighth of the room of a number.
        """
        op, kind, args = self._steps[number]
        if (op, kind) != ("CASE", "BIGINT"):
            return None
        given = [self._steps[at] for at in (*args[1::2], args[-1])]
        if any((op, kind) != ("literal", "BIGINT") for op, kind, _ in given):
            return None
        left: Bits = True
        found: list[tuple[Bits, int]] = []
        for at, (_, _, (value,)) in zip(args[:-1:2], given, strict=False):
            which = as_truth(operand(self.value(at))).yes
            if value:
                found.append((both(left, which), int(value)))
            left = both(left, inverse(which))
            if left is False:
                return found
        last = int(given[-1][2][0])
        return [*found, (left, last)] if last else found

    def _cases(self, args: tuple[int, ...], condition: Callable[[int], Some]) -> Some:
        """The first branch whose condition holds; a branch that holds nowhere is not computed."""
        branches = []
        for at in range(0, len(args) - 1, 2):
            which = as_truth(operand(condition(args[at]))).yes
            if anywhere(which):
                branches.append((which, self.value(args[at + 1])))
            if which is True:
                break
        found = self.value(args[-1])
        for which, result in reversed(branches):
            if is_text(result) or is_text(found):
                found = choose_text(which, result, found)
            else:
                found = choose(which, operand(result), operand(found))
        return found


Words = npt.NDArray[np.int64]
_FIRST_DIGIT = ord("0")
_GIVEN = 1
"""Bits of: no value, a value."""
_FLAGS = 2
"""Bits of: no value, no, yes."""
_RARE, _SPLIT, _MANY = 0.15, 0.5, 10_000
"""A column is rare that fewer rows have; the rows with a rare one are parted from many others where
they are fewer than that."""


class _Cuts(Struct, frozen=True):
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
            run *= bytes_of(number.valid, size)
        return run


class _Said(Struct):
    """The words of some rows: of each kind of rows by word (`words`), and what differs within a
    kind: flags with the word and the bits that they stand for, and numbers by word."""

    words: list[Words]
    _flags: list[tuple[Bytes, int, int]] = field(default_factory=list)
    _numbers: dict[int, Words] = field(default_factory=dict)

    def flag(self, word: int, which: Bits, bits: int) -> None:
        """Some rows have some bits of a word."""
        if isinstance(which, np.ndarray):
            self._flags.append((which.view(np.uint8), word, bits))
        else:
            self.words[word] |= (which.each if isinstance(which, Coded) else which) * np.int64(bits)

    def number(self, word: int, values: Any) -> None:
        """Rows have the bits of some numbers."""
        if isinstance(values, np.ndarray):
            own = self._numbers
            own[word] = own[word] | values if word in own else values
        else:
            self.words[word] |= values.each if isinstance(values, Coded) else values

    def distinct(self, places: Any) -> Distinct:
        """The distinct words, of rows of which each is of the kind at its place."""
        if not self._numbers and not self._flags:
            return Distinct(np.stack(self.words, axis=1), places)
        told = packed([(flag, 1) for flag, _, _ in self._flags], len(places))
        finer, first = kinds([places, *told, *self._numbers.values()])
        chosen = places[first]
        words = [word[chosen] for word in self.words]
        for number, values in self._numbers.items():
            words[number] |= values[first]
        for flag, number, bits in self._flags:
            words[number] |= flag[first] * np.int64(bits)
        return Distinct(np.stack(words, axis=1), finer)


class WordMaker(Struct, frozen=True, dict=True):
    """Makes the words of batches; it is the same for all batches of a table."""

    array_path: ArrayPath
    lookups: Mapping[str, Lookup]
    columns: Mapping[str, Column]
    words: int

    @cached_property
    def _cuts(self) -> dict[str, _Cuts]:
        first = {"date": FIRST_DAY, "integer": int(NUMBERS[0])}
        found = {}
        for name in self.array_path.inputs:
            start = first.get(self.columns[name].datatype, _FIRST_DIGIT)
            if runs := self.lookups[name].runs:
                found[name] = _Cuts(tuple(start + at for at, _ in runs[1:]))
        return found

    @cached_property
    def _sizes(self) -> dict[str, int]:
        """How many bits the codes of a column take: no value, and its runs or places."""
        found = {}
        for name in self.array_path.inputs:
            lookup = self.lookups[name]
            found[name] = (1 + len(lookup.values) + len(lookup.runs)).bit_length()
        return found

    @cached_property
    def _bits(self) -> dict[str, dict[int, Words]]:
        """The bits of a column by word: of no value, then of each run or place."""
        found: dict[str, dict[int, Words]] = {}
        for name in self.array_path.inputs:
            lookup = self.lookups[name]
            each = [lookup.blank, *lookup.values, *(bits for _, bits in lookup.runs)]
            found[name] = {}
            for word in self.array_path.masks[name]:
                bits = np.zeros(UNUSUAL + 1, np.int64)
                bits[: len(each)] = [b.get(word, 0) for b in each]
                if bits.any():
                    found[name][word] = bits
        return found

    @cached_property
    def _tables(self) -> dict[str, Operand]:
        kinds = {args[0]: kind for op, kind, args in self.array_path.steps if op == "table"}
        return {
            name: _table(self.lookups[of].further[name], kinds[name])
            for name, of in self.array_path.tabulated.items()
        }

    def prepare(self) -> None:
        """Make the tables before threads ask for them."""
        _ = self._cuts, self._sizes, self._bits, self._tables

    def make(self, batch: Batch) -> Distinct:
        """The distinct words of the rows of a batch."""
        found, exports, texts = dict(batch.inputs), dict(batch.exports), batch.texts
        codes = {
            n: self._cuts[n].code(as_number(o), batch.size)
            if n in self._cuts
            else place_of(o, batch.size)
            for n, o in found.items()
        }
        flags = {n: code_of(o, batch.size) for n, o in exports.items()}
        given = {n: code_of(o, batch.size) for n, o in texts.items()}
        sized = [(code, self._sizes[n]) for n, code in codes.items()]
        sized += [(code, _FLAGS) for code in flags.values()]
        sized += [(code, _GIVEN) for code in given.values()]
        places, first = kinds(packed(sized, batch.size))
        each = {n: code[first] for n, code in (codes | flags).items()}
        those = {n: code[first] for n, code in given.items()}
        parts = []
        for part in self._parts(found, each, places, len(first)):
            inputs = _on_demand(part, found | exports, each)
            of_kinds = {n: each[n][part.kinds] for n in found}
            parts.append(self._joined(inputs, _on_demand(part, texts, those), of_kinds, part))
        return together(parts)

    def _parts(
        self, found: Mapping[str, Operand], each: Mapping[str, Bytes], places: Any, size: int
    ) -> list[Part]:
        """The rows at once; or, where that is most of them, those without any of the days that few
        rows have apart from the others: nothing is computed on a day that is nowhere. `size` is the
        number of kinds."""
        count = np.bincount(places, minlength=size)
        rare = [
            n for n in found if n in self._cuts and count[each[n] > 0].sum() < _RARE * len(places)
        ]
        some = np.zeros(len(count), np.bool_)
        for name in rare:
            some |= each[name] > 0
        share = count[some].sum() / len(places)
        if len(places) < _MANY or not 0 < share < _SPLIT:
            return [Part(None, np.arange(len(count)), places)]
        rows = some[places]
        return [Part.of_rows(np.flatnonzero(which), places) for which in (rows, ~rows)]

    def _joined(
        self,
        inputs: Mapping[str, Operand],
        texts: Mapping[str, Digits | Texts],
        each: Mapping[str, Bytes],
        part: Part,
    ) -> tuple[Part, Distinct]:
        """The distinct words: what is the same for each kind of rows, and what differs in one."""
        run = Run(
            self.array_path.steps, inputs, lambda name: self._told(name, each, part.places), texts
        )
        said = _Said([np.zeros(len(part.kinds), np.int64) for _ in range(self.words)])
        for word, steps in self.array_path.results.items():
            for step in steps:
                flags = run.flags(step)
                if flags is None:
                    said.number(word, as_number(operand(run.value(step))).values)
                for which, bits in flags or ():
                    said.flag(word, which, bits)
        for name, code in each.items():
            for word, bits_of in self._bits[name].items():
                said.words[word] |= bits_of[code]
        return part, said.distinct(part.places)

    def _told(self, name: str, each: Mapping[str, Bytes], places: Any) -> Operand:
        """What is tabulated, for each kind of rows."""
        code, table = each[self.array_path.tabulated[name]], self._tables[name]

        def taken(found: Any) -> Any:
            return Coded(found[code], places) if isinstance(found, np.ndarray) else found

        if isinstance(table, Truth):
            return Truth(taken(table.yes), taken(table.known))
        return Number(taken(table.values), taken(table.valid))


def _on_demand(part: Part, found: Mapping[str, Any], each: Mapping[str, Bytes]) -> OnDemand:
    """Columns on the rows of a part, by the codes of the kinds of rows in `each`."""
    return OnDemand(lambda name: part.of_kinds(found[name], each[name]))


def _table(further: Further, kind: str) -> Operand:
    """Answers by place; a flag that is the same at every place stays one flag."""
    known = _by_place([value is not None for value in further], np.bool_)
    flag: Bits = known if known.any() else False
    if kind == "BOOLEAN":
        yes = _by_place([bool(value) for value in further], np.bool_)
        return Truth(yes if yes.any() else False, flag)
    return Number(_by_place([_number(value) for value in further], np.int64), flag)


def _by_place(each: list[Any], kind: Any) -> npt.NDArray[Any]:
    found = np.zeros(UNUSUAL + 1, kind)
    found[: len(each)] = each
    return found


def _number(value: Any) -> int:
    if isinstance(value, date):
        return value.toordinal() - EPOCH
    return int(value or 0)

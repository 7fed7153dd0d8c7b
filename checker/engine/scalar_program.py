"""Column expressions computed for one record, as a spreadsheet does: what changes is redone alone.

The data engine takes some fifty milliseconds to begin with a few hundred expressions, whatever the
number of rows. One record, and what a change of one fact does to it, is done in Python before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from typing import Any

from msgspec import Struct, field

from lovgraf.core.cache import cached_value
from lovgraf.engine.scalar_ops import CASTS, FUNCTIONS, Operation, Unsure
from lovgraf.engine.scalar_reads import Values, reading
from lovgraf.facts.columns import Expression

_Formula = tuple[int, Callable[[Values], Any]]
"""A place, and what gives its value by those before it."""
_Inside = Callable[[tuple[Any, ...], Any], Any]
_Named = tuple[str, Any]
"""What names a formula's function: an operation with the type of its result (of a cast with that of
what is cast before it), or `list_filter` with its test (`_Test`)."""
_Test = int | tuple[Any, ...] | None
"""A test on one value of a list, as plain values: None for that value, a number for the place among
what is taken beside it, or an operation, its type and its operands."""
_MOST = 1000
"""Choices of formulas to remember."""
_FEW = "BOOLEAN"
"""The type of results that are the same for many values."""
Known = dict[object, tuple[Any, ...]]
"""Outputs of trials on the same values, by what decides them."""


class _Trial(Struct, frozen=True):
    """The formulas that rest on some columns, in two turns: first those that take a value of which
    there are many (what is changed, and what is reckoned from it), up to where they say yes or no,
    with what they take themselves. What the others give is decided by what these say
    (`between`)."""

    first: list[_Formula]
    between: tuple[int, ...]
    rest: list[_Formula]
    outputs: tuple[int, ...]


class ScalarProgram(Struct):
    """Named expressions, each with a place of its own after those that it takes.

    `inputs` are the places of the columns that are read, by name; `outputs` those of the
    expressions. `takes` are the places that the formula of each place takes; there is none for
    inputs and constants. Raises `Unsure` where the data engine might say something else.
    """

    inputs: dict[str, int] = field(default_factory=dict)
    outputs: dict[str, int] = field(default_factory=dict)
    takes: list[tuple[int, ...]] = field(default_factory=list)
    formulas: dict[int, _Formula] = field(default_factory=dict)
    constants: Values = field(default_factory=list)
    names: dict[int, _Named] = field(default_factory=dict)
    _reads: list[int] = field(default_factory=list)
    _needs: dict[tuple[str, ...], list[_Formula]] = field(default_factory=dict)
    _touches: dict[
        tuple[tuple[str, ...], tuple[str, ...]], tuple[list[_Formula], tuple[str, ...]]
    ] = field(default_factory=dict)
    _trials: dict[tuple[tuple[str, ...], tuple[str, ...]], _Trial] = field(default_factory=dict)

    @classmethod
    def of(cls, expressions: Mapping[str, Expression]) -> ScalarProgram:
        """The program of some expressions, by name."""
        maker = _Maker(cls())
        for name, expression in expressions.items():
            maker.scalar.outputs[name] = maker.add(expression)
        return maker.scalar

    @classmethod
    def kept(
        cls, key: Iterable[str], make: Callable[[], Mapping[str, Expression]]
    ) -> ScalarProgram | None:
        """The program of the expressions that `make` gives, from the cache where the same key gave
        it before; None where something in them is left to the data engine."""

        made: list[ScalarProgram] = []

        def written() -> tuple[Any, ...] | None:
            try:
                made.append(cls.of(make()))
            except Unsure:
                return None
            return made[0].written()

        found = cached_value("sheet", key, written)
        if made or found is None:
            return made[0] if made else None
        return cls.of_written(found)

    def written(self) -> tuple[Any, ...]:
        """All of it as plain values."""
        return self.inputs, self.outputs, self.takes, self.constants, self.names

    @classmethod
    def of_written(cls, written: tuple[Any, ...]) -> ScalarProgram:
        """The reverse of `written`."""
        inputs, outputs, takes, constants, names = written
        scalar, columns = cls(outputs=outputs), {place: name for name, place in inputs.items()}
        for place, taken in enumerate(takes):
            if place in columns:
                scalar.column(columns[place])
            else:
                scalar.place(taken, names.get(place), constants[place])
        return scalar

    def compute(self, record: Mapping[str, Any], wanted: tuple[str, ...]) -> Values:
        """The values for a record (columns by name, of which any may be left out), as far as the
        outputs `wanted` take them."""
        values = self.constants.copy()
        for name, place in self.inputs.items():
            values[place] = record.get(name)
        return self._run(values, self._needed(wanted))

    def varied(self, values: Values, record: Mapping[str, Any], wanted: tuple[str, ...]) -> Values:
        """The values where some columns have others (`record`), of `values` computed for the same
        outputs: only what rests on those columns is done anew."""
        inputs, new = self.inputs, values.copy()
        changed = tuple(n for n, v in record.items() if n in inputs and values[inputs[n]] != v)
        for name in changed:
            new[inputs[name]] = record[name]
        return self._run(new, self._touched(changed, wanted)[0])

    def trial(
        self,
        values: Values,
        record: Mapping[str, Any],
        wanted: tuple[str, ...],
        known: Known | None = None,
    ) -> tuple[Any, ...]:
        """The outputs among those wanted that rest on some columns (`touched`), if these had other
        values: `record` has them. Trials on the same values and for the same outputs share what is
        `known`: most other values of a column say the same of all that asks for it."""
        inputs, new, changed = self.inputs, values.copy(), tuple(record)
        trial = self._trial(changed, wanted)
        for name, value in record.items():
            if name in inputs:
                new[inputs[name]] = value
        self._run(new, trial.first)
        key = changed, *[new[place] for place in trial.between]
        found = None if known is None else known.get(key)
        if found is None:
            self._run(new, trial.rest)
            found = tuple([new[place] for place in trial.outputs])
            if known is not None:
                known[key] = found
        return found

    def touched(self, changed: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
        """The outputs among those wanted that rest on some columns."""
        return self._touched(changed, wanted)[1]

    @staticmethod
    def _run(values: Values, formulas: Iterable[_Formula]) -> Values:
        try:
            for place, function in formulas:
                values[place] = function(values)
        except (TypeError, OverflowError) as error:
            raise Unsure from error
        return values

    def _needed(self, wanted: tuple[str, ...]) -> list[_Formula]:
        """The formulas that some outputs take, in order."""
        if wanted not in self._needs:
            marks = bytearray(len(self.takes))
            for name in wanted:
                marks[self.outputs[name]] = 1
            for place in reversed(range(len(marks))):
                if marks[place]:
                    for other in self.takes[place]:
                        marks[other] = 1
            places = compress(range(len(marks)), marks)
            formulas = self.formulas
            _remember(self._needs, wanted, [formulas[n] for n in places if n in formulas])
        return self._needs[wanted]

    def _touched(
        self, changed: tuple[str, ...], wanted: tuple[str, ...]
    ) -> tuple[list[_Formula], tuple[str, ...]]:
        """Those of them that rest on some columns, and the outputs that do."""
        key = changed, wanted
        if key not in self._touches:
            reads = self._reads
            inputs = sum(reads[self.inputs[name]] for name in changed if name in self.inputs)
            formulas = [one for one in self._needed(wanted) if reads[one[0]] & inputs]
            outputs = tuple(name for name in wanted if reads[self.outputs[name]] & inputs)
            _remember(self._touches, key, (formulas, outputs))
        return self._touches[key]

    def _trial(self, changed: tuple[str, ...], wanted: tuple[str, ...]) -> _Trial:
        """The same formulas in their two turns."""
        key = changed, wanted
        if key not in self._trials:
            formulas, names = self._touched(changed, wanted)
            outputs = tuple(self.outputs[name] for name in names)
            many = {self.inputs[name] for name in changed if name in self.inputs}
            early = set[int]()
            for place, _ in formulas:
                if not many.isdisjoint(self.takes[place]):
                    early.add(place)
                    if self.names[place][1] != _FEW:
                        many.add(place)
            for place, _ in reversed(formulas):  # and all that they take themselves
                if place in early:
                    early.update(self.takes[place])
            first = [one for one in formulas if one[0] in early]
            rest = [one for one in formulas if one[0] not in early]
            taken = {other for place, _ in rest for other in self.takes[place]}
            ends = taken.union(outputs)
            between = tuple(one[0] for one in first if one[0] in ends)
            given = tuple(place for place in outputs if place in {*self.inputs.values()})
            _remember(self._trials, key, _Trial(first, between + given, rest, outputs))
        return self._trials[key]

    def place(self, takes: tuple[int, ...], named: _Named | None, value: Any = None) -> int:
        """A new place, with a function of what it takes; without one an input or a constant.

        Raises `Unsure` where the function is none of a scalar program.
        """
        number = len(self.takes)
        if named is not None:
            function = _function(*named)
            self.names[number] = named
            if takes:
                self.formulas[number] = number, reading(named[0], function, takes)
        self.takes.append(takes)
        self.constants.append(value)
        reads = 0
        for other in takes:
            reads |= self._reads[other]
        self._reads.append(reads)
        return number

    def column(self, name: str) -> int:
        """The place of a column that is read."""
        if name not in self.inputs:
            self.inputs[name] = self.place((), None)
            self._reads[-1] = 1 << len(self.inputs)
        return self.inputs[name]

    def constant(self, place: int) -> bool:
        """Whether a place has the same value for every record."""
        return not self._reads[place]


def _remember(kept: dict[Any, Any], key: object, value: object) -> None:
    if len(kept) > _MOST:
        kept.clear()
    kept[key] = value


class _Maker(Struct):
    """Puts expressions into a scalar program, the same ones once."""

    scalar: ScalarProgram
    _done: dict[int, tuple[Expression, int]] = field(default_factory=dict)
    _same: dict[object, int] = field(default_factory=dict)

    def add(self, node: Expression) -> int:
        """The place of an expression."""
        if id(node) not in self._done:
            self._done[id(node)] = node, self._add(node)
        return self._done[id(node)][1]

    def _add(self, node: Expression) -> int:
        match node.op:
            case "same":
                return self.add(node.args[0])
            case "column":
                return self.scalar.column(node.args[0])
            case "NULL":
                return self._constant(None)
            case "literal":
                return self._constant(_plain(node))
            case "list":
                return self._constant(tuple(map(_plain, node.args)))
            case "list_filter":
                return self._filter(*node.args)
            case "IN" if all(other.op == "literal" for other in node.args[1:]):
                among = self._constant(frozenset(map(_plain, node.args[1:])))
                return self._formula("among", node.kind, [self.add(node.args[0]), among])
        places = [self.add(part) for part in node.args]
        if node.op == "CASE":
            return self._cases(node, places)
        return self._formula(*_named(node), places)

    def _cases(self, node: Expression, places: list[int]) -> int:
        """Without branches that hold for no record."""
        kept: list[int] = []
        for at in range(0, len(places) - 1, 2):
            condition, result = places[at : at + 2]
            if not self.scalar.constant(condition):
                kept += [condition, result]
            elif self.scalar.constants[condition] is True:
                kept.append(result)
                break
        else:
            kept.append(places[-1])
        return kept[0] if len(kept) == 1 else self._formula(node.op, node.kind, kept)

    def _constant(self, value: Any) -> int:
        key = "constant", type(value), value
        if key not in self._same:
            self._same[key] = self.scalar.place((), None, value)
        return self._same[key]

    def _formula(self, op: str, kind: Any, places: list[int]) -> int:
        function = _function(op, kind)
        if all(map(self.scalar.constant, places)):
            return self._constant(function(*(self.scalar.constants[place] for place in places)))
        key = op, kind, *places
        if key not in self._same:
            self._same[key] = self.scalar.place(tuple(places), (op, kind))
        return self._same[key]

    def _filter(self, of: Expression, test: Expression) -> int:
        """The values of a list that pass a test, which may ask about the rest of the record."""
        outside: list[int] = []
        passes, places = self._inside(test, outside), [self.add(of)]
        return self._formula("list_filter", passes, [*places, *outside])

    def _inside(self, node: Expression, outside: list[int]) -> _Test:
        """An expression on one value of a list, and on what is taken beside that: appends the
        places of this."""
        if node.op == "":
            return None
        if not _of_one(node):
            outside.append(self.add(node))
            return len(outside) - 1
        return *_named(node), tuple([self._inside(part, outside) for part in node.args])


def _function(op: str, kind: Any) -> Operation:
    """What an operation is on values. Raises `Unsure` where it is left to the data engine."""
    if op == "list_filter":
        return _filtering(_passing(kind))
    function = _OWN.get(op) or CASTS.get((op, kind)) or FUNCTIONS.get(op)
    if function is None:
        raise Unsure(op)
    return function


def _filtering(passes: _Inside) -> Operation:
    """What leaves the values of a list that pass a test."""

    def function(values: tuple[Any, ...] | None, *rest: Any) -> Any:
        if values is None:
            return None
        return tuple([one for one in values if passes(rest, one) is True])

    return function


def _passing(test: _Test) -> _Inside:
    """A test as a function of what is taken beside a list, and of one of its values."""
    if test is None:
        return lambda _, one: one
    if isinstance(test, int):
        return lambda rest, _: rest[test]
    op, kind, operands = test
    function, parts = _function(op, kind), [_passing(part) for part in operands]
    return lambda rest, one: function(*[part(rest, one) for part in parts])


def _named(node: Expression) -> tuple[str, str]:
    """The operation and the type of its result; of a cast the type of what is cast."""
    if node.op not in ("CAST", "TRY_CAST"):
        return node.op, node.kind
    (of,) = node.args
    if of.kind == node.kind or of.op == "NULL":
        return "same", node.kind
    if node.op == "CAST" and of.kind == "VARCHAR":
        raise Unsure(node.op)
    return of.kind, node.kind


def _of_one(node: Expression) -> bool:
    """Whether an expression asks about the value of a list that is being looked at."""
    return node.op == "" or any(isinstance(a, Expression) and _of_one(a) for a in node.args)


def _plain(node: Expression) -> Any:
    value = node.args[0]
    return float(value) if node.kind == "DOUBLE" else value


def _among(value: Any, among: frozenset[Any]) -> bool | None:
    return None if value is None else value in among


_OWN: dict[str, Operation] = {"among": _among, "same": lambda a: a}
"""What only scalar programs have."""

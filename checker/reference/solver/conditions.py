"""Condition trees as terms over the facts of a record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
    Range,
    Test,
    Typed,
)
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.core.xpath_patterns import as_python
from lovgraf.reference.solver.days import Day
from lovgraf.reference.solver.symbols import Amount, Code, Codes, Symbol, Value, equal_to, text_of
from lovgraf.reference.solver.terms import Truth, both, either, not_, same
from lovgraf.reference.solver.world import World


class Asked:
    """What conditions say of one record; each is worked out once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: dict[int, tuple[Condition, Truth]] = {}

    def __call__(self, condition: Condition) -> Truth:
        """The term for a condition."""
        found = self._found.get(id(condition))
        if found is None:
            found = self._found[id(condition)] = condition, self._make(condition)
        return found[1]

    def _make(self, condition: Condition) -> Truth:
        match condition:
            case Constant(value):
                return value
            case Named(_, part):
                return self(part)
            case Not(part):
                return not_(self(part))
            case And(parts):
                return both(*map(self, parts))
            case Or(parts):
                return either(*map(self, parts))
            case Leaf(fact, test, every):
                return self._leaf(fact, test, every)
            case Count():
                return self._count(condition)
            case Compare():
                return self._compare(condition)

    def _leaf(self, fact: str, test: Test, every: bool) -> Truth:
        symbol, datatype = self._world.asked(fact), self._world.vocabulary[fact].datatype
        value = symbol.value
        if value is None:
            return every
        if isinstance(value, Codes):
            passed = _of_several(fact, value, test, every)
        else:
            passed = _passes(fact, value, test, datatype)
        return either(symbol.none, passed) if every else both(not_(symbol.none), passed)

    def _count(self, count: Count) -> Truth:
        if count.written:
            raise _refused(count.fact, "en optælling, som den står", "a count as it is written")
        symbol = self._world.asked(count.fact)
        fits_none = count.low <= 0
        if symbol.value is None:
            return fits_none
        if isinstance(symbol.value, Codes):
            size = symbol.value.size
            fits = both(size >= count.low, True if count.high is None else size <= count.high)
        else:
            fits = count.low <= 1 and (count.high is None or count.high >= 1)
        return either(both(symbol.none, fits_none), both(not_(symbol.none), fits))

    def _compare(self, compare: Compare) -> Truth:
        one, other = self._world.asked(compare.fact), self._world.asked(compare.other)
        equal = compare.relation == "equal"
        neither = both(one.none, other.none) if equal else either(one.none, other.none)
        if one.value is None or other.value is None:
            return neither
        if isinstance(one.value, Codes) or isinstance(other.value, Codes):
            raise _refused(
                compare.fact,
                "en sammenligning af oplysninger med flere værdier",
                "a comparison of facts with several values",
            )
        numbers = self._comparable(compare, one, other)
        return either(neither, both(one.given, other.given, _RELATIONS[compare.relation](*numbers)))

    def _comparable(self, compare: Compare, one: Symbol, other: Symbol) -> tuple[Value, Value]:
        said = self._world.about(compare.fact).always
        numbers = []
        for name, value in ((compare.fact, one.value), (compare.other, other.value)):
            if isinstance(value, Amount):
                numbers.append(value.single(f"{name}#single", said))
            else:
                numbers.append(value.number if isinstance(value, Day | Code) else value)
        kinds = {self._world.vocabulary[name].datatype for name in (compare.fact, compare.other)}
        if len(kinds) > 1 or (
            compare.relation.startswith("less") and kinds & {"string", "boolean"}
        ):
            raise _refused(
                compare.fact, "en sammenligning af det, der ikke lader sig sammenligne",
                "a comparison of what does not compare",
            )  # fmt: skip
        return numbers[0], numbers[1]


_RELATIONS: dict[str, Callable[[Value, Value], Truth]] = {
    "less": lambda a, b: a < b,
    "less-or-equal": lambda a, b: a <= b,
    "equal": lambda a, b: _equal(a, b),
    "disjoint": lambda a, b: not_(_equal(a, b)),
}


def _equal(one: Value, other: Value) -> Truth:
    truths = isinstance(one, bool) or isinstance(other, bool)
    return same(one, other) if truths else one == other


def _refused(fact: str, danish: str, english: str) -> NotCompilable:
    return NotCompilable(fact, Text(danish, english))


def _of_several(fact: str, value: Codes, test: Test, every: bool) -> Truth:
    """Whether some of several texts passes a test, or each of them."""
    others = value.others > 0
    other = False if others is False else _other_passes(fact, value, test)
    passed = {text: _text_passes(text, test) for text in value.has}
    if every:
        failing = [part for text, part in value.has.items() if not passed[text]]
        return not_(either(*failing, both(others, not other)))
    return either(*(part for text, part in value.has.items() if passed[text]), both(others, other))


def _other_passes(fact: str, value: Codes, test: Test) -> bool:
    """Whether a text that nothing mentions passes a test."""
    match test:
        case OneOf(wanted):
            if not {text for text in wanted if isinstance(text, str)} <= set(value.has):
                raise _refused(fact, "en kode af en åben liste", "a code of an open list")
            return False
        case Typed(datatype):
            return datatype == "string"
        case Range():
            return False
        case Excludes(inner):
            return not _other_passes(fact, value, inner)
        case Length(low, None) if low <= 1:
            return True
        case _:
            raise _refused(fact, "en prøve af en ukendt tekst", "a test of an unknown text")


def _text_passes(text: str, test: Test) -> bool:
    match test:
        case OneOf(wanted):
            return text in wanted
        case Range():
            return False
        case Typed(datatype):
            return datatype == "string"
        case Excludes(inner):
            return not _text_passes(text, inner)
        case Length(low, high):
            return low <= len(text) and (high is None or len(text) <= high)
        case Matches(pattern, flags):
            found = as_python(pattern, flags)
            return re.search(found, text, re.IGNORECASE if "i" in flags else 0) is not None


def _passes(fact: str, value: Value, test: Test, datatype: str) -> Truth:
    """Whether one value passes a test; values of another kind do not."""
    match test:
        case Excludes(inner):
            return not_(_passes(fact, value, inner, datatype))
        case Typed(wanted):
            return wanted == datatype
        case Length(low, None) if low <= 1 and datatype == "string" or low == 0:
            return True
        case Length() | Matches():
            if isinstance(value, Code) and isinstance(value.number, int):
                return _text_passes(text_of(value.number), test)
            if isinstance(value, bool):
                return _text_passes(str(value).lower(), test)
            raise _refused(fact, "en prøve af en ukendt tekst", "a test of an unknown text")
        case OneOf(wanted):
            return _one_of(value, wanted)
        case Range():
            return _in_range(value, test)


def _one_of(value: Value, wanted: frozenset[object]) -> Truth:
    if isinstance(value, Code):
        return value.is_in([text for text in wanted if isinstance(text, str)])
    if isinstance(value, Day):
        return either(*(value.number == d.toordinal() for d in wanted if isinstance(d, date)))
    if isinstance(value, Amount):
        return either(*(equal_to(value, n) for n in wanted if isinstance(n, int | Decimal)))
    return either(*((value if v else not_(value)) for v in wanted if isinstance(v, bool)))


def _in_range(value: Value, test: Range) -> Truth:
    bounds = [bound for bound in (test.low, test.high) if bound is not None]
    if isinstance(value, Day):
        if not all(isinstance(bound, date) for bound in bounds):
            return False
        return both(*_sides(test, lambda bound: value.number >= bound))
    if not isinstance(value, Amount) or any(isinstance(bound, date) for bound in bounds):
        return False
    if value.unit is None:
        return both(*_real_sides(value, test))
    return both(*_sides(test, value.at_least))


def _whole(bound: object) -> Fraction:
    return Fraction(bound.toordinal()) if isinstance(bound, date) else Fraction(str(bound))


def _sides(test: Range, at_least: Callable[[int], Truth]) -> list[Truth]:
    """The two sides of a range of whole numbers, or of days."""
    found = []
    if test.low is not None:
        low = _whole(test.low)
        found.append(at_least(-(-low // 1) if test.low_included else low // 1 + 1))
    if test.high is not None:
        high = _whole(test.high)
        found.append(not_(at_least(high // 1 + 1 if test.high_included else -(-high // 1))))
    return found


def _real_sides(value: Amount, test: Range) -> list[Truth]:
    found = []
    if test.low is not None:
        low = Fraction(str(test.low))
        found.append(value.total >= low if test.low_included else value.total > low)
    if test.high is not None:
        high = Fraction(str(test.high))
        found.append(value.total <= high if test.high_included else value.total < high)
    return found

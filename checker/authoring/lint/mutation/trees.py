"""The parts of conditions, found once a node, and conditions with one part changed.

Norms share the conditions of classes and shapes, so that most nodes are met many times; a changed
condition shares with the old one whatever the change does not touch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec import Struct, field, structs
from msgspec.structs import replace

from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Leaf,
    Named,
    Not,
    OneOf,
    Or,
    Question,
    Range,
    Scalar,
    Test,
)
from lovgraf.conditions.words import Words
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column
from lovgraf.verdicts.program import Program

_NOTHING: frozenset[str] = frozenset()


class Content(Struct, frozen=True):
    """What stands in a condition: named parts (by IRI), questions, facts (by IRI)."""

    named: Mapping[str, Condition]
    questions: frozenset[Question]
    facts: frozenset[str]


class Trees(Struct):
    """Looks into conditions, and remembers what it saw."""

    _seen: dict[int, tuple[Condition, Content]] = field(default_factory=dict)

    def content(self, condition: Condition) -> Content:
        """What stands in a condition, at any depth."""
        found = self._seen.get(id(condition))
        if found is None:
            found = (condition, self._inspect(condition))
            self._seen[id(condition)] = found
        return found[1]

    def _inspect(self, condition: Condition) -> Content:
        match condition:
            case Constant():
                return Content({}, frozenset(), _NOTHING)
            case Compare(fact, _, other):
                return Content({}, frozenset({condition}), frozenset({fact, other}))
            case Leaf(fact) | Count(fact):
                return Content({}, frozenset({condition}), frozenset({fact}))
            case Named(iri, part):
                below = self.content(part)
                return replace(below, named={**below.named, iri: part})
            case Not(part):
                return self.content(part)
            case And(parts) | Or(parts):
                found = [self.content(part) for part in parts]
                return Content(
                    {iri: part for below in reversed(found) for iri, part in below.named.items()},
                    frozenset().union(*(below.questions for below in found)),
                    _NOTHING.union(*(below.facts for below in found)),
                )

    def asked(self, program: Program) -> frozenset[Question]:
        """The questions of a norm."""
        contents = map(self.content, program.conditions)
        return frozenset().union(*(content.questions for content in contents))

    def with_named(self, condition: Condition, iri: str, part: Condition) -> Condition:
        """A condition with another meaning of one name."""
        if iri not in self.content(condition).named:
            return condition
        match condition:
            case Named(name, inner):
                return Named(name, part if name == iri else self.with_named(inner, iri, part))
            case Not(inner):
                return Not(self.with_named(inner, iri, part))
            case And(parts):
                return And(tuple(self.with_named(inner, iri, part) for inner in parts))
            case Or(parts):
                return Or(tuple(self.with_named(inner, iri, part) for inner in parts))
        return condition

    def with_facts(self, condition: Condition, names: Mapping[str, str]) -> Condition:
        """A condition that asks about other facts in the place of some."""
        if self.content(condition).facts.isdisjoint(names):
            return condition
        match condition:
            case Leaf(fact) | Count(fact):
                return structs.replace(condition, fact=names.get(fact, fact))
            case Compare(fact, relation, other):
                return Compare(names.get(fact, fact), relation, names.get(other, other))
            case Named(iri, inner):
                return Named(iri, self.with_facts(inner, names))
            case Not(inner):
                return Not(self.with_facts(inner, names))
            case And(parts):
                return And(tuple(self.with_facts(inner, names) for inner in parts))
            case Or(parts):
                return Or(tuple(self.with_facts(inner, names) for inner in parts))
        return condition


# What a condition becomes if one thing in it is changed.
#
# A named part counts as one thing: what is inside it is changed where the name is stated.

_OTHER = "another-code"


class Variant(Struct, frozen=True):
    """A changed condition; `name` tells it from others of the same condition."""

    name: str
    what: Text
    condition: Condition


class Variants(Struct, frozen=True):
    """Makes the variants of conditions, and says in words what was changed."""

    words: Words

    def of(self, condition: Condition) -> Iterator[Variant]:
        """Every variant of a condition, each with one change."""
        if isinstance(condition, And | Or):
            yield from self._parts(condition)
            return
        if not isinstance(condition, Constant):
            words = self.say(condition)
            yield Variant("not", _negated(words), Not(condition))
        yield from self._within(condition, "")

    def _parts(self, whole: And | Or, place: str = "") -> Iterator[Variant]:
        """With a part left out or turned round, or changed inside."""
        for number, part in enumerate(whole.parts):
            if _constant(part):
                continue
            words, here = self.say(part), f"{place}{number}"
            rest = (*whole.parts[:number], *whole.parts[number + 1 :])
            yield Variant(f"{here} dropped", _dropped(words), _whole(whole, rest))
            put = _put(whole, number)
            if isinstance(whole, And):
                yield Variant(f"{here} not", _negated(words), put(Not(part)))
            for inner in self._within(part, f"{here}."):
                yield replace(inner, condition=put(inner.condition))

    def _within(self, condition: Condition, place: str) -> Iterator[Variant]:
        """With a change inside that leaves the form as it is."""
        match condition:
            case And() | Or():
                yield from self._parts(condition, place)
            case Not(part):
                for inner in self._within(part, place):
                    yield replace(inner, condition=Not(inner.condition))
            case Leaf(fact, test, every):
                for name, changed in self._tests(fact, test):
                    leaf = Leaf(fact, changed, every)
                    yield Variant(f"{place}{name}", self._instead(condition, leaf), leaf)
            case Compare(fact, relation, other):
                turned = {"less": "less-or-equal", "less-or-equal": "less"}.get(relation)
                if turned is not None:
                    compare = Compare(fact, turned, other)
                    yield Variant(f"{place}{turned}", self._instead(condition, compare), compare)

    def _tests(self, fact: str, test: Test) -> Iterator[tuple[str, Test]]:
        match test:
            case Range():
                yield from _ranges(test)
            case OneOf(values):
                yield from self._values(fact, values)

    def _values(self, fact: str, values: frozenset[Scalar]) -> Iterator[tuple[str, Test]]:
        for value in sorted(values, key=repr):
            if isinstance(value, bool):
                continue
            rest = values - {value}
            if isinstance(value, str):
                other = self._other_code(fact, value, values)
                yield f"{value} becomes {other}", OneOf(rest | {other})
                if rest:
                    yield f"{value} left out", OneOf(rest)
            else:
                for step in (-1, 1):
                    yield f"{value} {step:+}", OneOf(rest | {_moved(value, step)})

    def _other_code(self, fact: str, value: str, values: frozenset[Scalar]) -> str:
        """The next code of the fact's list that is not asked for already."""
        column = self.words.facts.facts.get(fact)
        codes = column.code_list if isinstance(column, Column) else None
        listed = list(codes.notations) if codes else []
        after = listed.index(value) + 1 if value in listed else 0
        free = [code for code in (*listed[after:], *listed[:after]) if code not in values]
        return free[0] if free else _OTHER

    def say(self, condition: Condition) -> Text:
        """A condition in a few words."""
        match condition:
            case Named(iri, _):
                return self.words.name(iri)
            case Not(part):
                return _negated(self.say(part))
            case And(parts) | Or(parts):
                words = [self.say(part) for part in parts]
                da, en = (" og ", " and ") if isinstance(condition, And) else (" eller ", " or ")
                return Text(da.join(t.da for t in words), en.join(t.en for t in words))
            case Leaf() | Count() | Compare() | Constant():
                return self.words.question(condition)

    def _instead(self, old: Condition, new: Condition) -> Text:
        was, now = self.say(old), self.say(new)
        return Text(f"»{now.da}« i stedet for »{was.da}«", f'"{now.en}" instead of "{was.en}"')


def _ranges(test: Range) -> Iterator[tuple[str, Test]]:
    """With a bound shifted by one either way; of a decimal also with it counted in or out."""
    for step in (-1, 1):
        if test.low is not None:
            yield f"low {test.low} {step:+}", structs.replace(test, low=_moved(test.low, step))
        if test.high is not None:
            yield f"high {test.high} {step:+}", structs.replace(test, high=_moved(test.high, step))
    if isinstance(test.low, Decimal):
        yield f"low {test.low} turned", structs.replace(test, low_included=not test.low_included)
    if isinstance(test.high, Decimal):
        yield (
            f"high {test.high} turned",
            structs.replace(test, high_included=not test.high_included),
        )


def _moved(value: Any, step: int) -> Any:
    if isinstance(value, date):
        return value + timedelta(days=step)
    return value + step


def _constant(condition: Condition) -> bool:
    while isinstance(condition, Named):
        condition = condition.part
    return isinstance(condition, Constant)


def _put(whole: And | Or, number: int) -> Callable[[Condition], Condition]:
    def put(part: Condition) -> Condition:
        return _whole(whole, (*whole.parts[:number], part, *whole.parts[number + 1 :]))

    return put


def _whole(whole: And | Or, parts: tuple[Condition, ...]) -> Condition:
    if not parts:
        return TRUE if isinstance(whole, And) else FALSE
    return And(parts) if isinstance(whole, And) else Or(parts)


def _negated(words: Text) -> Text:
    return Text(f"ikke: {words.da}", f"not: {words.en}")


def _dropped(words: Text) -> Text:
    return Text(f"uden »{words.da}«", f'without "{words.en}"')

"""What stands in conditions, found once a node, and conditions with one thing in them changed.

Norms share the conditions of classes and shapes, so that most nodes are met many times; a changed
condition shares with the old one whatever the change does not touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Leaf,
    Named,
    Not,
    Or,
    Question,
)
from lovgraf.verdicts.program import Program

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Content:
    """What stands in a condition: named parts (by IRI), questions, facts (by IRI)."""

    named: Mapping[str, Condition]
    questions: frozenset[Question]
    facts: frozenset[str]


@dataclass
class Trees:
    """Looks into conditions, and remembers what it saw."""

    _seen: dict[int, tuple[Condition, Content]] = field(default_factory=dict)

    def content(self, condition: Condition) -> Content:
        """What stands in a condition, at any depth."""
        found = self._seen.get(id(condition))
        if found is None:
            found = (condition, self._look(condition))
            self._seen[id(condition)] = found
        return found[1]

    def _look(self, condition: Condition) -> Content:
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
                return replace(condition, fact=names.get(fact, fact))
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

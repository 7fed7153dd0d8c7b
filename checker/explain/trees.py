"""Condition trees with the answers of one cell, in words; values of facts are left blank."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from checker.conditions import answers
from checker.conditions.answers import Answers
from checker.conditions.tree import (
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
)
from checker.conditions.words import AND, OR, Words
from checker.conditions.words import NOT as NOT_TEXT
from checker.explain.model import ALL, ANY, FALSE, NOT, TRUE, UNKNOWN, Blank, Why
from checker.terms import Text

_SAID = {answers.TRUE: TRUE, answers.FALSE: FALSE, answers.UNKNOWN: UNKNOWN}


@dataclass(frozen=True)
class Teller:
    """Tells conditions for the records of a cell, which have the same `answers` to them."""

    words: Words
    answers: Answers
    _told: dict[int, Why] = field(default_factory=dict, repr=False, compare=False)
    """The trees of conditions (by identity, for as long as `answers` holds them) without texts."""
    decided: dict[int, tuple[Why, Why]] = field(default_factory=dict, repr=False, compare=False)
    """What `decisive` has made of them."""
    counted: set[int] = field(default_factory=set, repr=False, compare=False)
    """Trees (by identity) that are kept already."""

    def answer(self, condition: Condition) -> str:
        """`true`, `false` or `unknown`."""
        return _SAID[self.answers.of(condition)]

    def tell(self, condition: Condition, text: Text | None = None) -> Why:
        """The tree of a condition; `text` replaces the words of its root."""
        if text is not None:
            return self._tell(condition, text)
        if id(condition) not in self._told:
            self._told[id(condition)] = self._tell(condition, None)
        return self._told[id(condition)]

    def _tell(self, condition: Condition, text: Text | None) -> Why:
        value = self.answer(condition)
        match condition:
            case Leaf() | Count() | Compare() | Constant():
                told = text or self.words.question(condition)
                trivial = condition == Constant(True)
                return Why(told, value, self._facts(condition), trivial=trivial)
            case Named(iri, part):
                inner = self.tell(part)
                name = text or self.words.name(iri)
                if inner.kind in (ALL, ANY) and not inner.named:
                    return replace(inner, text=name, named=True)
                return Why(name, value, (), (inner,), ALL, True, inner.trivial)
            case Not(Leaf() as leaf) if (opposite := self._opposite(leaf)) is not None:
                return Why(text or self.words.question(opposite), value)
            case Not(part):
                return Why(text or NOT_TEXT, value, (), (self.tell(part),), NOT)
            case And(parts):
                return Why(text or AND, value, (), tuple(map(self.tell, parts)), ALL)
            case Or(parts):
                return Why(text or OR, value, (), tuple(map(self.tell, parts)), ANY)

    def _opposite(self, leaf: Leaf) -> Leaf | None:
        """The same question of a boolean fact the other way round: not "yes" is "no"."""
        fact = self.words.facts.facts.get(leaf.fact)
        if fact is None or fact.datatype != "boolean" or not isinstance(leaf.test, OneOf):
            return None
        return replace(leaf, test=OneOf(frozenset({True, False}) - leaf.test.values))

    def _facts(self, condition: Leaf | Count | Compare | Constant) -> tuple[tuple[Text, Text], ...]:
        if isinstance(condition, Constant):
            return ()
        fact = self.words.facts.facts.get(condition.fact)
        if isinstance(condition, Leaf) and fact is not None and fact.datatype == "boolean":
            return ()
        iris = [condition.fact]
        if isinstance(condition, Compare):
            iris.append(condition.other)
        return tuple((self.words.name(iri), blank(iri)) for iri in iris)


def blank(iri: str) -> Text:
    """The place of a fact's value."""
    return Blank("…", "…", iri)

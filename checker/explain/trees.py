"""Condition trees with the answers of one cell, in words; values of facts are left blank."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from lovgraf.conditions import kleene
from lovgraf.conditions.atoms import can_be_none
from lovgraf.conditions.kleene import Answers
from lovgraf.conditions.tree import (
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
from lovgraf.conditions.words import AND, OR, Words
from lovgraf.conditions.words import NOT as NOT_TEXT
from lovgraf.core.terms import Text
from lovgraf.explain.model import ALL, ANY, FALSE, NOT, TRUE, UNKNOWN, Blank, Why

_NOTS = {
    TRUE: Text("det følgende gælder ikke", "the following does not hold"),
    FALSE: Text("udelukket, fordi det følgende gælder", "ruled out, since the following holds"),
    UNKNOWN: Text("det følgende må ikke gælde", "the following must not hold"),
}
_STOPPED = Text("udelukket af", "ruled out by")
NO_QUESTION = Text(
    ", eller spørgsmålet er ikke aktuelt", ", or the question does not arise"
)  # fmt: skip
"""What is said of a question that a fact may settle by having no value."""
Facts = tuple[tuple[Text, Text], ...]
_SAID = {kleene.TRUE: TRUE, kleene.FALSE: FALSE, kleene.UNKNOWN: UNKNOWN}


@dataclass(frozen=True)
class Trees:
    """The trees of conditions for the records of a cell, which have the same `answers` to them."""

    words: Words
    answers: Answers
    _kept: dict[int, Why] = field(default_factory=dict, repr=False, compare=False)
    """The trees of conditions (by identity, for as long as `answers` holds them) without texts."""
    decided: dict[int, tuple[Why, Why]] = field(default_factory=dict, repr=False, compare=False)
    """What `decisive` has made of them."""
    counted: set[int] = field(default_factory=set, repr=False, compare=False)
    """Trees (by identity) that are kept already."""

    def answer(self, condition: Condition) -> str:
        """`true`, `false` or `unknown`."""
        return _SAID[self.answers.of(condition)]

    def of(self, condition: Condition) -> Why:
        """The tree of a condition."""
        if id(condition) not in self._kept:
            self._kept[id(condition)] = self._made(condition)
        return self._kept[id(condition)]

    def _made(self, condition: Condition) -> Why:
        value = self.answer(condition)
        match condition:
            case Leaf() if (asked := self._yes_or_no(condition)) is not None:
                text, positive = asked
                return replace(said(text, value, positive), about=condition.fact)
            case Constant():
                trivial = condition == Constant(True)
                return Why(self.words.question(condition), value, trivial=trivial)
            case Leaf() | Count() | Compare():
                question, facts = self.words.question(condition), self._facts(condition)
                return Why(question, value, facts, about=condition.fact)
            case Named(iri, part):
                inner = self.of(part)
                name = self.words.name(iri)
                if inner.kind in (ALL, ANY) and not inner.named:
                    return replace(inner, text=name, named=True)
                return Why(name, value, (), (inner,), ALL, True, inner.trivial)
            case Not(Leaf() as leaf) if (asked := self._yes_or_no(leaf)) is not None:
                text, positive = asked
                return replace(said(text, value, not positive), about=leaf.fact)
            case Not(part):
                return Why(_NOTS[value], value, (), (self.of(part),), NOT)
            case And(parts):
                return Why(AND, value, (), tuple(map(self.of, parts)), ALL)
            case Or(parts):
                return Why(OR, value, (), tuple(map(self.of, parts)), ANY)

    def _yes_or_no(self, leaf: Leaf) -> tuple[Text, bool] | None:
        """What a question of a boolean fact is about, and whether that is to hold (else it is not
        to); None where it is no such question."""
        fact = self.words.facts.facts.get(leaf.fact)
        if fact is None or fact.datatype != "boolean" or not isinstance(leaf.test, OneOf):
            return None
        if leaf.test.values not in ({True}, {False}):
            return None
        name, wanted = self.words.name(leaf.fact), True in leaf.test.values
        if wanted == leaf.every and can_be_none(fact, self.words.facts):
            name = Text(f"{name.da}{NO_QUESTION.da}", f"{name.en}{NO_QUESTION.en}")
        return name, wanted

    def _facts(self, condition: Leaf | Count | Compare) -> Facts:
        fact = self.words.facts.facts.get(condition.fact)
        if isinstance(condition, Leaf) and fact is not None and fact.datatype == "boolean":
            return ()
        iris = [condition.fact]
        if isinstance(condition, Compare):
            iris.append(condition.other)
        return tuple((self.words.name(iri), blank(iri)) for iri in iris)


def said(text: Text, value: str, positive: bool, facts: Facts = ()) -> Why:
    """A statement that is to hold, or that is not to; where it stands in the way, that is said,
    rather than no to a not."""
    if positive:
        return Why(text, value, facts)
    not_ = _STOPPED if value == FALSE else NOT_TEXT
    return Why(Text(f"{not_.da}: {text.da}", f"{not_.en}: {text.en}"), value, facts, kind=NOT)


def blank(iri: str) -> Text:
    """The place of a fact's value."""
    return Blank("…", "…", iri)

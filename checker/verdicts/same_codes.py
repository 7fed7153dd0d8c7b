"""Codes of an atom between which a norm makes no difference: whatever else is so, it says the same.

A column of several values (the grounds of an exemption) has a code for each set of them, and more
codes than can be tried where other facts are open too. Most say the same to a norm: that some
ground is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Count,
    Leaf,
    Named,
    Not,
    Or,
    Question,
    questions,
)
from lovgraf.verdicts.patterns import Classes, parts

FEW = 64
"""Codes of an atom that are told apart without a look at what they leave of the conditions."""


def joined(
    conditions: Iterable[Condition], atoms: Mapping[str, Atom], classes: Mapping[str, Classes]
) -> dict[str, Classes]:
    """The classes of codes of each atom, those of many joined that leave the same of every
    condition."""
    whole, found = tuple(conditions), dict(classes)
    for key, own in classes.items():
        if len(own) > FEW:
            found[key] = _joined(whole, atoms[key], key, own)
    return found


def _joined(conditions: tuple[Condition, ...], atom: Atom, key: str, classes: Classes) -> Classes:
    asked = [q for c in conditions for q in questions(c) if question_key(q) == key]
    if any(isinstance(question, Compare) for question in asked):
        return classes
    truths = {q: atom.coding.truth(q)[0] for q in asked if isinstance(q, Leaf | Count)}
    alike: dict[object, list[int]] = {}
    lefts: dict[tuple[bool, ...], object] = {}
    elsewhere = _elsewhere(conditions, frozenset(asked))
    for some in classes:
        said = tuple([bool(truth[some[0]]) for truth in truths.values()])
        if said not in lefts:
            answers: dict[Question, bool] = dict(zip(truths, said, strict=True))
            known = elsewhere.copy()
            lefts[said] = tuple([_left(condition, answers, known) for condition in conditions])
        alike.setdefault(lefts[said], []).extend(some)
    return tuple(map(tuple, alike.values()))


def _elsewhere(conditions: Iterable[Condition], asked: frozenset[Question]) -> dict[int, object]:
    """What is left of all parts of conditions that ask none of some questions, however these are
    answered."""
    known: dict[int, object] = {}
    found: dict[int, object] = {}
    asks: dict[int, bool] = {}

    def visit(condition: Condition) -> bool:
        if id(condition) not in asks:
            each = [visit(part) for part in parts(condition)]
            asks[id(condition)] = any(each) or condition in asked
            if not asks[id(condition)]:
                found[id(condition)] = _left(condition, {}, known)
        return asks[id(condition)]

    for condition in conditions:
        visit(condition)
    return found


def _left(
    condition: Condition, answers: Mapping[Question, bool], known: dict[int, object]
) -> object:
    """What is left of a condition where some questions are answered: yes, no, or what it then
    turns on, the same for what is made of the same parts."""
    if id(condition) in known:
        return known[id(condition)]
    match condition:
        case Named(_, part):
            found = _left(part, answers, known)
        case Not(part):
            inner = _left(part, answers, known)
            found = not inner if isinstance(inner, bool) else (Not, inner)
        case And(several):
            found = _all(And, [_left(part, answers, known) for part in several], True)
        case Or(several):
            found = _all(Or, [_left(part, answers, known) for part in several], False)
        case _:
            found = answers.get(cast(Question, condition), condition)
    known[id(condition)] = found
    return found


def _all(kind: type[And] | type[Or], lefts: Iterable[object], idle: bool) -> object:
    """Parts that all must hold, or of which one must: the answer that settles it, else those that
    are left; `idle` is the answer that settles nothing."""
    open_: set[object] = set()
    for part in lefts:
        if isinstance(part, bool):
            if part is not idle:
                return part
        elif isinstance(part, tuple) and part[0] is kind:
            open_ |= part[1]
        else:
            open_.add(part)
    if not open_:
        return idle
    return next(iter(open_)) if len(open_) == 1 else (kind, frozenset(open_))

"""Conditions with fewer questions that say the same, so that fewer kinds of people are told apart.

"Exempt on ground 1, or on ground 2, ..." asks about eight grounds; "exempt on one of the grounds 1
to 8" asks once.
"""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Condition,
    Constant,
    Leaf,
    Named,
    Not,
    OneOf,
    Or,
    all_of,
    any_of,
    negated,
)

_MOST = 100_000
"""Conditions and parts of them to remember."""


def simplified(condition: Condition) -> Condition:
    """The same condition with what its alternatives share said once; names are left out."""
    return _SIMPLIFIER.of(condition)


_MOST_JUDGED = 3
"""Judgments of which both outcomes are written out."""


def judged_once(condition: Condition, judgments: Iterable[str]) -> Condition:
    """The same condition, certain also where it comes out alike whatever is judged of some facts
    (IRIs, yes or no): a judgment is the same wherever it is asked for."""
    for iri in sorted(judgments)[:_MOST_JUDGED]:
        yes = Leaf(iri, OneOf(frozenset({True})))
        if_so, if_not = (_given(condition, iri, outcome) for outcome in (True, False))
        condition = any_of(all_of(yes, if_so), all_of(Not(yes), if_not), all_of(if_so, if_not))
    return condition


def _given(condition: Condition, iri: str, outcome: bool) -> Condition:
    """A condition where a fact is so, or is not."""
    match condition:
        case Leaf(fact, OneOf(values)) if fact == iri:
            return Constant(outcome in values)
        case Named(_, part):
            found = _given(part, iri, outcome)
            return condition if found == part else found
        case Not(part):
            return Not(_given(part, iri, outcome))
        case And(parts):
            return all_of(*(_given(part, iri, outcome) for part in parts))
        case Or(parts):
            return any_of(*(_given(part, iri, outcome) for part in parts))
    return condition


class _Simplifier:
    """Remembers all parts of conditions: those of a law share most of them."""

    def __init__(self) -> None:
        self._done: dict[Condition, Condition] = {}

    def of(self, condition: Condition) -> Condition:
        found = self._done.get(condition)
        if found is None:
            if len(self._done) > _MOST:
                self._done.clear()
            found = self._of(condition)
            self._done[condition] = self._done[found] = found
        return found

    def _of(self, condition: Condition) -> Condition:
        match condition:
            case Named(_, part):
                return self.of(part)
            case Not(part):
                return negated(self.of(part))
            case And(parts):
                return _and(self.of(part) for part in parts)
            case Or(parts):
                return _or(self.of(part) for part in parts)
        return condition


_SIMPLIFIER = _Simplifier()


def _and(parts: Iterable[Condition]) -> Condition:
    found: dict[Condition, None] = {}
    for part in parts:
        for one in part.parts if isinstance(part, And) else (part,):
            found[one] = None
    if FALSE in found or any(Not(one) in found for one in found):
        return FALSE
    # A and (A or B) is A.
    kept = [
        one
        for one in found
        if not (isinstance(one, Or) and any(part in found for part in one.parts))
    ]
    return all_of(*kept)


def _or(parts: Iterable[Condition]) -> Condition:
    found: dict[frozenset[Condition], list[Condition]] = {}
    for part in parts:
        for one in part.parts if isinstance(part, Or) else (part,):
            several: list[Condition] = [*one.parts] if isinstance(one, And) else [one]
            found[frozenset(several)] = several
    if any(frozenset({TRUE}) == key for key in found):
        return TRUE
    found.pop(frozenset({FALSE}), None)
    while _joined(found):
        pass
    # A or (A and B) is A.
    kept = [several for key, several in found.items() if not any(other < key for other in found)]
    return any_of(*(all_of(*several) for several in kept))


def _joined(found: dict[frozenset[Condition], list[Condition]]) -> bool:
    """Join two alternatives that differ in which values of one fact they want; whether it could."""
    seen: dict[tuple[str, frozenset[Condition]], tuple[frozenset[Condition], Leaf]] = {}
    for key, several in found.items():
        for one in several:
            if isinstance(one, Leaf) and isinstance(one.test, OneOf) and not one.every:
                rest = one.fact, key - {one}
                if rest not in seen:
                    seen[rest] = key, one
                    continue
                other_key, other = seen[rest]
                assert isinstance(other.test, OneOf)
                both = Leaf(one.fact, OneOf(one.test.values | other.test.values))
                joined = [both if part == other else part for part in found[other_key]]
                del found[key], found[other_key]
                found[frozenset(joined)] = joined
                return True
    return False

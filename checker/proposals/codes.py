"""The codes of columns that anything tells apart: one code stands for all that are seen alike.

Anything is the atoms of a question, the facts below them, and the shapes of a valid record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations

from lovgraf.conditions.atoms import OTHER
from lovgraf.conditions.coding import passes
from lovgraf.conditions.tree import Condition, Leaf, OneOf, Test, facts_of, questions
from lovgraf.facts.countries import country_codes
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import AS_OF, Column, Derived, Fact, FactVocabulary, Ref
from lovgraf.proposals.limits import too_large
from lovgraf.proposals.needed import Needed

MAX_KINDS = 10
"""Kinds of codes of a column with several values, of which all choices are tried."""


class Codes:
    """Gives the codes to try for columns of codes, for some conditions on a date."""

    def __init__(
        self,
        facts: FactVocabulary,
        conditions: Iterable[Condition],
        needed: Needed,
        as_of: date,
    ) -> None:
        self._facts, self._as_of = facts, as_of
        self._tests: dict[str, dict[Test, None]] = {}
        self._users: dict[str, dict[str, Fact]] = {}
        read: set[str] = set()
        for condition in conditions:
            read |= facts_of(condition)
            for question in questions(condition):
                if isinstance(question, Leaf):
                    self._tests.setdefault(question.fact, {})[question.test] = None
        for iri in sorted(frozenset().union(*map(needed.lineage, read))):
            fact = facts.facts.get(iri)
            if isinstance(fact, Derived):
                below = needed.operands(fact)
            else:
                below = [i for i, _ in fact.none_when] if isinstance(fact, Column) else []
            for other in below:
                self._users.setdefault(other, {})[iri] = fact  # type: ignore[assignment]

    def tests(self, column: str) -> Sequence[Test]:
        """The tests of the conditions on a column (by IRI)."""
        return list(self._tests.get(column, ()))

    def of(self, column: Column) -> list[str] | None:
        """A code of each kind; None for a column of free text that is tested by its form."""
        if column.code_list is not None:
            pool = set(column.code_list.notations)
        elif any(not isinstance(test, OneOf) for test in self._own(column.iri)):
            if column.format != "Country":
                return None
            pool = _countries()
        else:
            pool = _countries() if column.format == "Country" else {_other(column)}
        if column.format != "Country":
            pool |= self._mentioned(column.iri)
        kinds: dict[str, str] = {}
        for code in sorted(pool - {column.absent_value, "", OTHER}):
            kinds.setdefault(repr(self._kind(column.iri, code)), code)
        return sorted(kinds.values())

    def choices(self, column: Column) -> list[tuple[str, ...]] | None:
        """Every choice of kinds of codes for a column of several values. Raises `TooLarge`."""
        codes = self.of(column)
        if codes is None:
            return None
        if len(codes) > MAX_KINDS:
            raise too_large([column.iri])
        sizes = range(1, len(codes) + 1)
        return [some for size in sizes for some in combinations(codes, size)]

    def _own(self, iri: str) -> list[Test]:
        """The tests of a fact and of those that pass its value on."""
        found = [*self._tests.get(iri, ())]
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Derived) and operator_of(user).passes_on:
                found += self._own(user.iri)
        return found

    def _mentioned(self, iri: str) -> set[str]:
        found = {
            str(v)
            for test in self._own(iri)
            if isinstance(test, OneOf)
            for v in test.values
            if isinstance(v, str)
        }
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Column):
                found |= {str(wanted) for other, wanted in user.none_when if other == iri}
            elif isinstance(user, Derived):
                found |= {str(key) for key, _ in user.entries} | set(self._members(user))
                found |= self._mentioned(user.iri) if operator_of(user).passes_on else set()
        return found

    def _kind(self, iri: str, code: str) -> list[object]:
        """What is told of a code by all that looks at it."""
        told: list[object] = [passes(test, code) for test in self._tests.get(iri, ())]
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Column):
                told.append([code == wanted for other, wanted in user.none_when if other == iri])
            elif isinstance(user, Derived):
                told.append(next((made for key, made in user.entries if key == code), None))
                told.append(self._members(user).get(code))
                if operator_of(user).passes_on:
                    told.append(self._kind(user.iri, code))
        return told

    def _members(self, user: Derived) -> Mapping[str, object]:
        """For each code of a user's group when it belongs to it; only if, for one known day."""
        group = user.roles.get("group", (None,))[0]
        if not isinstance(group, Ref) or group.iri not in self._facts.groups:
            return {}
        at = user.roles.get("at", (AS_OF,))[0]
        day = self._as_of if at == AS_OF else at
        if isinstance(day, date):
            return dict.fromkeys(self._facts.groups[group.iri].members(day), True)
        found: dict[str, list[object]] = {}
        for code, start, end in self._facts.groups[group.iri].memberships:
            found.setdefault(code, []).append((start, end))
        return found


def _countries() -> set[str]:
    return set(country_codes().values())


def _other(column: Column) -> str:
    """A text that nothing mentions."""
    return column.present_value or "x"

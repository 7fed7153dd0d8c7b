"""The values of one record's facts, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lovgraf.conditions.words import NOT_YET, Words
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Derived, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import NONE, State

_NOT_STATED = Text("ikke oplyst", "not stated")
_NOTHING = Text("findes ikke", "does not exist")
_STATED = Text("oplyst", "stated")


class Values(dict[str, Text]):
    """Texts by fact (IRI), made when they are asked for; `hidden` are facts whose values are
    personal and not to be shown."""

    def __init__(
        self, words: Words, states: Mapping[str, State], hidden: frozenset[str] = frozenset()
    ) -> None:
        super().__init__()
        self._words, self._states, self._hidden = words, states, hidden

    def __missing__(self, iri: str) -> Text:
        found = self[iri] = self._said(iri)
        return found

    def _said(self, iri: str) -> Text:
        state = self._states.get(iri)
        if state is None:
            return _NOT_STATED
        if state is NONE:
            return _NOTHING
        if iri in self._hidden:
            return _STATED
        if self._not_yet(iri, state):
            return NOT_YET
        fact = self._words.facts.facts.get(iri)
        own = self._own_words(fact, state) if isinstance(fact, Derived) else None
        return own or self._words.value(fact, state)

    def shows(self, iri: str) -> bool:
        """Whether a fact has a value that is told as it is."""
        state = self._states.get(iri)
        plain = state is not None and state is not NONE
        return plain and iri not in self._hidden and not self._not_yet(iri, state)

    def _own_words(self, fact: Derived, state: State) -> Text | None:
        """What the fact's operator says of its value."""
        of = fact.roles.get("of", ())
        given = [self._states.get(o.iri) if isinstance(o, Ref) else o for o in of]
        return operator_of(fact).in_words(fact, state, given)

    def _not_yet(self, iri: str, state: State) -> bool:
        """Whether a day is not determined yet, or a number counts to or from such a day."""
        fact, never = self._words.facts.facts.get(iri), self._words.never
        if never is None or not isinstance(fact, Derived):
            return False
        counted = fact.operand_facts if fact.datatype == "integer" else ()
        days = [state, *(self._states.get(other) for other in counted)]
        return any(isinstance(day, date) and day >= never for day in days)

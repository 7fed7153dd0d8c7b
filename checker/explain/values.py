"""The values of one record's facts, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping

from checker.conditions.words import Words
from checker.records.values import NONE, State
from checker.terms import Text

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
        return self._words.value(self._words.facts.facts.get(iri), state)

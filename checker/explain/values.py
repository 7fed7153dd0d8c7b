"""The values of one record's facts, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lovgraf.conditions.words import NOT_YET, Words
from lovgraf.records.facts import Derived, Ref
from lovgraf.records.values import NONE, State
from lovgraf.terms import Text
from lovgraf.written import day_text

_MOVED = Text(
    "{end}: den sidste dag, {last}, er en lukkedag, så fristen udløber først da",
    "{end}: the last day, {last}, is a closed day, so the deadline ends only then",
)
_MOVED_BY = Text(f"{_MOVED.da} (kilde: {{sources}})", f"{_MOVED.en} (source: {{sources}})")
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
        if self._not_yet(iri):
            return NOT_YET
        fact = self._words.facts.facts.get(iri)
        if isinstance(fact, Derived) and fact.operator == "NextOpenDay" and isinstance(state, date):
            of = fact.roles["of"][0]
            before = self._states.get(of.iri) if isinstance(of, Ref) else of
            if isinstance(before, date) and before != state:
                return _moved(before, state, fact.definition)
        return self._words.value(fact, state)

    def _not_yet(self, iri: str) -> bool:
        """Whether a number counts to or from a day that is not determined yet."""
        fact, never = self._words.facts.facts.get(iri), self._words.never
        if never is None or not isinstance(fact, Derived) or fact.datatype != "integer":
            return False
        days = [self._states.get(other) for other in fact.operand_facts]
        return any(isinstance(day, date) and day >= never for day in days)


def _moved(last: date, end: date, sources: Text | None) -> Text:
    """That a deadline ends later since its last day is closed, and by which sources."""
    told = _MOVED if sources is None else _MOVED_BY
    ends, closed = day_text(end), day_text(last)
    sources = sources or Text("", "")
    return Text(
        told.da.format(end=ends.da, last=closed.da, sources=sources.da),
        told.en.format(end=ends.en, last=closed.en, sources=sources.en),
    )

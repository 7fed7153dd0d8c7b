"""How everyone of a group stands to each norm, capability and route of a date, with examples.

The answers of `standing`, for all norms at once: whether anybody stands so is a question to one
`WitnessSearch` for each type of record, which tries each example it finds on all other questions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.tree import FALSE, Condition, Not
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import spelled
from lovgraf.proposals.overview.certain import Certain
from lovgraf.proposals.overview.ready import ready_examples
from lovgraf.proposals.overview.standing import (
    NOBODY,
    NormPart,
    Open,
    Standing,
    asked,
    duties,
    groups,
    programs_of,
    rights,
)
from lovgraf.proposals.witness_search import Answer, Examples, Question, WitnessSearch
from lovgraf.verdicts.program import Programs, readers
from lovgraf.verdicts.reach import fits, reachable, route_condition

Kind = Literal["binds", "favours", "reach"]
Values = tuple[tuple[str, str], ...]


class Shown(Struct, frozen=True):
    """A standing that occurs: an invented member who stands so, and one who does not, as values by
    column (as typed). None where everyone of the group stands so."""

    standing: Standing
    witness: Values
    other: Values | None


class Stands(Struct, frozen=True):
    """How the possible members of a group (a class, by IRI) stand to a thing (by IRI).

    Not `settled` where some kinds of person were neither found nor ruled out: then nothing is said
    of all of them. `refused` says why it could not be told.
    """

    thing: str
    kind: Kind
    group: str
    shown: tuple[Shown, ...] = ()
    settled: bool = True
    refused: Text | None = None


class _Thing(Struct, frozen=True):
    """A norm, capability or route by IRI, with when one stands so to it; or why that is not
    told."""

    iri: str
    kind: Kind
    when: Mapping[Standing, Condition]
    refused: Text | None = None


def relations(view: LawView) -> Iterator[Stands]:
    """How each group, and everyone, stands to every norm, capability and route of a date."""
    for iri, record_type in sorted(view.law.facts.record_types.items()):
        yield from RelationsOfType(view, record_type, iri).relations()


class RelationsOfType:
    """The relations of groups and things of one type of record; `everyone` is its IRI."""

    def __init__(self, view: LawView, record_type: str, everyone: str) -> None:
        self._view, self._type = view, record_type
        programs = programs_of(view, record_type)
        self._nothing = Programs(programs.view, programs.facts)
        self._certain = Certain(programs.facts)
        self._inside: dict[str, Question] = {everyone: ()}
        self._inside |= {group.iri: (group.condition,) for group in groups(view, record_type)}

    def relations(self) -> Iterator[Stands]:
        """Those of the type."""
        found = self._found(self.questions())
        for thing in self._all:
            for group in self._inside:
                yield self._stands(thing, group, found)

    def questions(self) -> Collection[Question]:
        """What is asked of everyone."""
        wanted = {
            question: None
            for thing in self._all
            for condition in thing.when.values()
            for inside in self._inside.values()
            for question in ((condition, *inside), (Not(condition), *inside))
        }
        return wanted | {inside: None for inside in self._inside.values() if inside}

    def search(self, wanted: Collection[Question], examples: Iterable[Examples]) -> WitnessSearch:
        """What answers questions, with some examples to begin with."""
        asked = {part: None for question in wanted for part in question}
        return WitnessSearch(self._nothing, self._type, asked, examples)

    def _found(self, wanted: Collection[Question]) -> dict[Question, Answer]:
        """The answers, whichever dates were asked about before."""
        return self.search(wanted, ready_examples(self._nothing.facts, self._type)).ask(wanted)

    @cached_property
    def _all(self) -> list[_Thing]:
        return [self._thing(*one) for one in self._things()]

    def _thing(self, iri: str, kind: Kind, parts: Iterable[NormPart]) -> _Thing:
        when: dict[Standing, Condition] = {}
        try:
            for part in parts:
                when |= part.when(self._certain)
        except InputError as error:
            return _Thing(iri, kind, {}, error.message)
        return _Thing(iri, kind, {name: one for name, one in when.items() if one != FALSE})

    def _things(self) -> Iterator[tuple[str, Kind, Iterable[NormPart]]]:
        view, kind = self._view, self._type
        for norm in duties(view, kind):
            yield norm.iri, "binds", _parts(view, norm.iri)
        for norm in rights(view, kind):
            yield norm.iri, "favours", _parts(view, norm.iri)
        owl, _ = readers(view, kind)
        access = view.law.access
        routes = [route for route in view.routes if fits(route, kind) and route.origin is None]
        things = {thing for route in routes for thing in route.grants}
        for thing in sorted(things & access.capabilities):
            yield thing, "reach", (Open(reachable(view, thing, kind, owl)),)
        for route in routes:
            yield route.iri, "reach", (Open(route_condition(view, route, kind, owl, ())),)

    def _stands(self, thing: _Thing, group: str, found: Mapping[Question, Answer]) -> Stands:
        """How a group stands to a thing, by what was found."""
        stands, inside = Stands(thing.iri, thing.kind, group), self._inside[group]
        if thing.refused is not None:
            return replace(stands, refused=thing.refused)
        member = found[inside] if inside else None
        if member is not None and member.record is None:
            return replace(stands, refused=NOBODY if member.settled else member.why)
        shown: list[Shown] = []
        answers: list[Answer] = []
        for standing, condition in thing.when.items():
            answers.append(so := found[condition, *inside])
            if so.record is not None:
                answers.append(other := found[Not(condition), *inside])
                outside = None if other.record is None else self._values(other.record)
                shown.append(Shown(standing, self._values(so.record), outside))
        unsettled = [one for one in answers if not one.settled]
        return replace(
            stands,
            shown=tuple(shown),
            settled=not unsettled,
            refused=next((one.why for one in unsettled if one.why is not None), None),
        )

    def _values(self, record: Record) -> Values:
        return tuple(sorted(spelled(record, self._nothing.facts).items()))


def _parts(view: LawView, norm: str) -> Iterator[NormPart]:
    yield from asked(view, view.norms[norm])

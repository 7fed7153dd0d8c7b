"""What the page of a name shows, as data."""

from __future__ import annotations

from dataclasses import dataclass

from lovgraf.conditions.words import Outline
from lovgraf.core.terms import Text
from lovgraf.law.time import Interval
from lovgraf.proposals.overview.membership import Membership
from lovgraf.query.library import Question
from lovgraf_web.definitions import Example


@dataclass(frozen=True)
class Value:
    """One value: a text, or a resource with its name below the base where it is ours.

    `place` is the provision that a resource rests on; many have the same label.
    """

    text: Text
    name: str | None = None
    address: str | None = None
    place: Text | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        place = {"place": self.place.as_dict()} if self.place else {}
        return {"text": self.text.as_dict(), "name": self.name, "iri": self.address, **place}


@dataclass(frozen=True)
class Statement:
    """One property and its values; `more` is how many are not among them."""

    name: str | None
    title: Text
    values: tuple[Value, ...]
    more: int = 0

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "property": self.name,
            "title": self.title.as_dict(),
            "values": [value.as_dict() for value in self.values],
            "more": self.more,
        }


@dataclass(frozen=True)
class Code:
    """One code of a code list."""

    notation: str
    concept: Value
    definition: Text | None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        definition = self.definition.as_dict() if self.definition else None
        return {"notation": self.notation, **self.concept.as_dict(), "definition": definition}


@dataclass(frozen=True)
class Entry:
    """What a page shows of a resource; `users` are those that speak of it, by how they do.

    `questions` name it, `related` ones are about its kind.
    """

    iri: str
    name: str
    title: Text
    definition: Text | None
    statements: tuple[Statement, ...]
    users: tuple[Statement, ...]
    questions: tuple[Question, ...]
    related: tuple[Question, ...] = ()
    holds: Interval | None = None
    outline: Outline | None = None
    codes: tuple[Code, ...] = ()
    examples: tuple[Example, ...] = ()
    values: tuple[str, ...] = ()
    uses: tuple[tuple[Value, Value], ...] = ()
    membership: Membership | None = None

    def as_dict(self) -> dict[str, object]:
        """The JSON form; texts in both languages."""
        holds = self.holds
        return {
            "iri": self.iri,
            "title": self.title.as_dict(),
            "definition": self.definition.as_dict() if self.definition else None,
            "in_force": holds
            and {
                "from": holds.start and holds.start.isoformat(),
                "until": holds.end and holds.end.isoformat(),
            },
            "in_words": self.outline.as_dict() if self.outline else None,
            "codes": [code.as_dict() for code in self.codes],
            "examples": [example.as_dict() for example in self.examples],
            "example_members": self.membership and self.membership.as_dict(),
            "example_values": list(self.values),
            "example_statements": [[s.as_dict(), o.as_dict()] for s, o in self.uses],
            "statements": [statement.as_dict() for statement in self.statements],
            "used_by": [statement.as_dict() for statement in self.users],
            "questions": [question.name for question in self.questions],
            "related_questions": [question.name for question in self.related],
        }

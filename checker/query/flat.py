"""The tests of norms and routes, flat: a node for each, with no list or class to follow.

A condition is a tree of and, or and not; here stand only its leaves: which fact, which limit or
value, in which part of the norm, and whether the part wants the test to hold or to fail. Whether
tests stand together or are alternatives is said by the class or shape alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, SKOS, XSD, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
    Question,
    Range,
    Scalar,
    Test,
    Typed,
)
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE
from lovgraf.core.turtle_terms import Triple
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.operators.age_at import AgeAt
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law

_BOUNDS = {
    ("low", True): CORE.atLeast,
    ("low", False): CORE.above,
    ("high", True): CORE.atMost,
    ("high", False): CORE.below,
}
_AGES = {
    CORE.atLeast: (CORE.ageFrom, 0),
    CORE.above: (CORE.ageFrom, 1),
    CORE.below: (CORE.ageBelow, 0),
    CORE.atMost: (CORE.ageBelow, 1),
}
"""By bound: which line it draws, and how many years later."""
_OTHER_SIDE = {CORE.ageFrom: CORE.ageBelow, CORE.ageBelow: CORE.ageFrom}


class _Test(Struct, frozen=True):
    """A test in a part of a norm; `wanted` is whether the part wants it to hold."""

    part: URIRef
    question: Question
    wanted: bool


def flat_tests(law: Law) -> Iterator[tuple[str, list[Triple]]]:
    """For each norm and route (by IRI) the triples of its tests; `core:untested` names a part that
    could not be read."""
    reader = _Reader(law)
    for norm in law.norms.values():
        yield norm.iri, list(reader.of_norm(norm))
    for route in law.access.routes:
        if route.origin is None and route.eligible is not None:
            kind = min(route.record_types, default=law.facts.usual_type)
            parts = [(CORE.EligibilityPart, route.eligible, False)]
            yield route.iri, list(reader.of_parts(route.iri, parts, kind))


class Tested(Struct, frozen=True):
    """That a norm or route (IRI) tests a fact or a code; its limits as pairs of a property of the
    vocabulary (IRI) and a value as text."""

    norm: str
    limits: tuple[tuple[str, str], ...]


def by_fact_or_code(law: Law) -> dict[str, tuple[Tested, ...]]:
    """For each fact and each code (by IRI) the tests that norms and routes make of it."""
    found: dict[str, dict[Tested, None]] = {}
    for iri, triples in flat_tests(law):
        said: dict[Node, list[tuple[str, str]]] = {}
        for subject, predicate, value in triples:
            said.setdefault(subject, []).append((str(predicate), str(value)))
        for test, pairs in said.items():
            if str(test) == iri:
                continue
            one = Tested(iri, tuple(pair for pair in pairs if pair[0] in _LIMITS))
            for name, of in pairs:
                if name in _NAMED:
                    found.setdefault(of, {})[one] = None
    return {name: tuple(some) for name, some in found.items()}


_NAMED = (str(CORE.fact), str(CORE.isCode))
_LIMITS = frozenset(
    str(one)
    for one in (
        CORE.atLeast, CORE.above, CORE.atMost, CORE.below, CORE.period, CORE.bankDays,
    )
)  # fmt: skip


class _Reader:
    def __init__(self, law: Law) -> None:
        self._law = law
        self._readers: dict[str, tuple[OwlReader, ShaclReader]] = {}
        graph = law.graph
        self._concepts = {
            (str(scheme), str(notation)): concept
            for concept, notation in graph.subject_objects(SKOS.notation)
            if isinstance(concept, URIRef)
            for scheme in graph.objects(concept, SKOS.inScheme)
        }

    def of_norm(self, norm: Norm) -> Iterator[Triple]:
        """The tests of a norm, those of its deadlines last."""
        parts = [
            (CORE.AddresseePart, norm.addressee, False),
            (CORE.EligibilityPart, norm.eligible, False),
            (CORE.GrantedPart, norm.granted, False),
            (CORE.DutyPart, norm.duty, True),
        ]
        tests = list(self.of_parts(norm.iri, parts, norm.record_type))
        yield from tests
        yield from self._ages(URIRef(norm.iri), tests)
        for number, deadline in enumerate(norm.deadlines, 1):
            yield from _of_deadline(norm.iri, number, deadline)

    def of_parts(
        self, iri: str, parts: Iterable[tuple[URIRef, str | None, bool]], kind: str
    ) -> Iterator[Triple]:
        """The tests of classes and (where the flag says so) shapes, each a part of a norm."""
        node, asked = URIRef(iri), dict[_Test, None]()
        for part, name, shape in parts:
            if name is None:
                continue
            try:
                owl, shacl = self._of_type(kind)
                condition = (shacl if shape else owl).condition(URIRef(name))
            except InputError:
                yield node, CORE.untested, part
            else:
                asked |= dict.fromkeys(_leaves(condition, part, True))
        for number, one in enumerate(asked, 1):
            test = URIRef(f"{iri}/test/{number}")
            yield from _stated(node, test, one.part, one.wanted)
            for predicate, value in self._question(one.question):
                yield test, predicate, value

    def _ages(self, node: URIRef, tests: list[Triple]) -> Iterator[Triple]:
        """The ages at which a norm draws a line, by whatever fact of an age."""
        said: dict[Node, dict[Node, Node]] = {}
        for test, predicate, value in tests:
            said.setdefault(test, {})[predicate] = value
        for one in said.values():
            fact = self._law.facts.facts.get(str(one.get(CORE.fact)))
            if not isinstance(fact, Derived) or fact.operator != AgeAt.name:
                continue
            for bound, (line, later) in _AGES.items():
                if isinstance(years := one.get(bound), RdfLiteral):
                    own = line if one[CORE.wanted] == RdfLiteral(True) else _OTHER_SIDE[line]
                    yield node, own, RdfLiteral(int(years) + later)

    def _of_type(self, kind: str) -> tuple[OwlReader, ShaclReader]:
        if kind not in self._readers:
            graph, types = self._law.graph, self._law.facts.record_types
            self._readers[kind] = OwlReader(graph, types, kind), ShaclReader(graph, types, kind)
        return self._readers[kind]

    def _question(self, question: Question) -> Iterator[tuple[URIRef, Node]]:
        yield CORE.fact, URIRef(question.fact)
        match question:
            case Leaf():
                yield from self._test(question.fact, question.test)
            case Count():
                if question.high == 0:
                    yield CORE.present, RdfLiteral(False)
                elif question.low == 1:
                    yield CORE.present, RdfLiteral(True)
                elif question.low:
                    yield CORE.atLeastValues, RdfLiteral(question.low)
                if question.high:
                    yield CORE.atMostValues, RdfLiteral(question.high)
            case Compare():
                yield CORE.comparedWith, URIRef(question.other)
                yield CORE.comparison, RdfLiteral(question.relation)

    def _test(self, fact: str, test: Test) -> Iterator[tuple[URIRef, Node]]:
        match test:
            case OneOf():
                for value in sorted(test.values, key=repr):
                    yield CORE.isOneOf, _literal(value)
                    if concept := self._concept(fact, value):
                        yield CORE.isCode, concept
            case Range():
                for end in ("low", "high"):
                    bound = getattr(test, end)
                    if bound is not None:
                        yield _BOUNDS[end, getattr(test, f"{end}_included")], _literal(bound)
            case Matches():
                yield CORE.matches, RdfLiteral(test.pattern)
            case Length():
                yield CORE.atLeastCharacters, RdfLiteral(test.low)
                if test.high is not None:
                    yield CORE.atMostCharacters, RdfLiteral(test.high)
            case Typed():
                yield CORE.isA, XSD[test.datatype]

    def _concept(self, fact: str, value: Scalar) -> URIRef | None:
        """The code of a list that a value stands for."""
        column = self._law.facts.facts.get(fact)
        if not isinstance(column, Column) or column.code_list is None:
            return None
        return self._concepts.get((column.code_list.iri, str(value)))


def _leaves(condition: Condition, part: URIRef, wanted: bool) -> Iterator[_Test]:
    """The questions of a condition, from left to right, each with whether it is to hold."""
    match condition:
        case And() | Or():
            for one in condition.parts:
                yield from _leaves(one, part, wanted)
        case Not():
            yield from _leaves(condition.part, part, not wanted)
        case Named():
            yield from _leaves(condition.part, part, wanted)
        case Leaf() if isinstance(condition.test, Excludes):
            yield from _leaves(replace(condition, test=condition.test.test), part, not wanted)
        case Leaf() | Count() | Compare():
            yield _Test(part, condition, wanted)
        case Constant():
            return


def _stated(node: URIRef, test: URIRef, part: URIRef, wanted: bool) -> Iterator[Triple]:
    """What every test says."""
    yield node, CORE.tests, test
    yield test, RDF.type, CORE.Test
    yield test, CORE.inPart, part
    yield test, CORE.wanted, RdfLiteral(wanted)


def _of_deadline(iri: str, number: int, deadline: Deadline) -> Iterator[Triple]:
    """A deadline as a test: from which day, how long, which day must lie within."""
    test = URIRef(f"{iri}/test/deadline/{number}")
    yield from _stated(URIRef(iri), test, CORE.DeadlinePart, True)
    for trigger in deadline.triggers:
        yield test, CORE.fact, URIRef(trigger)
    if deadline.performed_on is not None:
        yield test, CORE.comparedWith, URIRef(deadline.performed_on)
    yield test, CORE.periodKind, URIRef(deadline.kind)
    period = deadline.period
    if period.bank_days:
        yield test, CORE.bankDays, RdfLiteral(period.bank_days)
        return
    months, days = abs(period.months), abs(period.days)
    if months or days:  # else on the day itself, as the kind of deadline says
        length = "P" + (f"{months}M" if months else "") + (f"{days}D" if days else "")
        yield test, CORE.period, RdfLiteral(length, datatype=XSD.duration, normalize=False)


def _literal(value: Any) -> RdfLiteral:
    """A value of a test; codes and texts stay plain."""
    if isinstance(value, bool | int | Decimal):
        return RdfLiteral(value)
    if isinstance(value, date):
        return RdfLiteral(value.isoformat(), datatype=XSD.date)
    return RdfLiteral(str(value))

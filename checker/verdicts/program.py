"""A norm as the conditions that decide its verdict.

Source: semantics, sections 2 and 4; the deadline rules are in `deadline_conditions`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from typing import cast

from msgspec import Struct, field, structs
from rdflib import URIRef

from lovgraf.conditions.atoms import Codable
from lovgraf.conditions.from_owl import OwlReader, ReadClasses
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.readable import Unreadable
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    Compare,
    Condition,
    Leaf,
    Not,
    OneOf,
    all_of,
    any_of,
    facts_of,
    questions,
)
from lovgraf.core.cache import stable_texts
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE
from lovgraf.facts.fact import Presumption
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.norms import Norm
from lovgraf.law.presumptions import Profile
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import deadline_conditions, deadline_facts
from lovgraf.verdicts.reach import reachable


def as_stated(key: str) -> str:
    """The key of what a record states of an atom, without presumptions."""
    return f"={key}"


class Presumed(Struct, frozen=True):
    """A presumption that a norm may rest on: its IRI, the question whether it applies, the keys of
    the atoms that its column is behind, and whether it may be held against somebody: a breach may
    rest on it."""

    iri: str
    applies: Leaf
    keys: frozenset[str]
    holds_against: bool


class Program(Struct, frozen=True, dict=True):
    """The conditions of a norm's verdict, each a tree over facts.

    `duty` is what must hold and `in_time` when it must have been done; `met` is both; `pending`
    that it may still be done; `reach` that every capability it needs can be had.
    """

    norm: Norm
    addressed: Condition
    exempt: Condition
    duty: Condition
    in_time: Condition
    met: Condition
    pending: Condition
    reach: Condition
    presumed: tuple[Presumed, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions in the order in which they decide."""
        return self.addressed, self.exempt, self.met, self.pending, self.reach

    @property
    def parts(self) -> tuple[Condition, ...]:
        """All conditions."""
        return *self.conditions, self.duty, self.in_time

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the atoms that the conditions ask, sorted."""
        return tuple(sorted({question_key(q) for c in self.conditions for q in questions(c)}))

    @cached_property
    def reaching(self) -> Program:
        """The question whether what it takes can be had: met where it can."""
        return structs.replace(
            self, addressed=TRUE, exempt=FALSE, met=self.reach, pending=FALSE, reach=TRUE
        )

    @cached_property
    def bare(self) -> Program:
        """The same without presumptions, one object however often it is asked for."""
        return structs.replace(self, presumed=())

    def presuming(self, filling: _Filling) -> Program:
        """The same with those presumptions that it may rest on, one object however often it is
        asked for."""
        digest = filling.profile.digest
        if digest not in self._presuming:
            presumed = tuple(filling.presumed(self))
            self._presuming[digest] = structs.replace(self, presumed=presumed)
        return self._presuming[digest]

    @cached_property
    def _presuming(self) -> dict[str, Program]:
        return {}

    @cached_property
    def stated_keys(self) -> tuple[str, ...]:
        """The keys of the atoms that presumptions are behind, sorted: what is stated without these
        is coded as well."""
        return tuple(sorted({key for one in self.presumed for key in one.keys}))

    @cached_property
    def all_keys(self) -> tuple[str, ...]:
        """The keys of all that is coded of a record: with the presumptions that it may rest on, and
        with what is stated without them."""
        applies = (one.iri for one in self.presumed)
        return tuple(sorted({*self.keys, *applies, *map(as_stated, self.stated_keys)}))

    def facts(self) -> frozenset[str]:
        """The facts that the verdict may turn on."""
        return frozenset().union(*map(facts_of, self.conditions))


class Programs(Struct):
    """The programs of the norms in force on a date, and the facts they were compiled with."""

    view: LawView
    facts: FactVocabulary
    programs: dict[str, Program] = field(default_factory=dict)
    refused: dict[str, InputError] = field(default_factory=dict)
    """Norms that could not be compiled, with the reason."""
    compiled: Mapping[str, Program] = field(default_factory=dict)
    """The programs as they were compiled of the law."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """A digest of all that is in each of these."""

    def digest(self, norm: str) -> str | None:
        """What tells a norm's program, whatever it presumes, from every other; None where it was
        made apart from the law."""
        program = self.programs[norm]
        made = self.compiled.get(norm)
        if made is None or made.norm is not program.norm:
            return None
        same = (own is kept for own, kept in zip(program.parts, made.parts, strict=True))
        return self.digests[norm] if all(same) else None

    def insist(self) -> None:
        """Raise `Unreadable` where norms are made of what no engine reads; it names all of them."""
        found = [error for error in self.refused.values() if isinstance(error, Unreadable)]
        if found:
            raise found[0].beside(found[1:])

    def presuming(self, profile: Profile) -> Programs:
        """The same norms where records are filled by the presumptions of a profile."""
        if not profile.presumptions:
            return self
        facts = self.facts.presuming(profile.presumptions)
        filling = _Filling(profile, self.facts)
        programs = {iri: program.presuming(filling) for iri, program in self.programs.items()}
        return Programs(self.view, facts, programs, dict(self.refused), self.compiled, self.digests)


class _Filling:
    """Tells which presumptions of a profile fill columns that norms read."""

    def __init__(self, profile: Profile, facts: FactVocabulary) -> None:
        self.profile, self._facts = profile, facts
        self._filled = {one.presumes for one in profile.presumptions}
        self._behind: dict[str, frozenset[str]] = {}

    def presumed(self, program: Program) -> Iterator[Presumed]:
        """Those of them that a norm may rest on."""
        behind: dict[str, set[str]] = {}
        for question in {q for condition in program.conditions for q in questions(condition)}:
            others = [question.other] if isinstance(question, Compare) else []
            for iri in (question.fact, *others):
                for column in self._columns(iri):
                    behind.setdefault(column, set()).add(question_key(question))
        for one, applies, holds in self._each if behind else ():
            if keys := behind.get(one.presumes):
                yield Presumed(one.iri, applies, frozenset(keys), holds)

    def _columns(self, iri: str) -> frozenset[str]:
        """The columns that are filled of those that a fact rests on."""
        if iri not in self._behind:
            self._behind[iri] = self._facts.inputs(iri) & self._filled
        return self._behind[iri]

    @cached_property
    def _each(self) -> list[tuple[Presumption, Leaf, bool]]:
        """The presumptions, each with the question whether it applies, and whether a breach may
        rest on it."""
        yes, profile = OneOf(frozenset({True})), self.profile
        return [(p, Leaf(p.iri, yes), profile.holds_against(p)) for p in profile.presumptions]


_Compiled = tuple[FactVocabulary, dict[str, Program], dict[str, InputError], Mapping[str, str]]


class _Digests(Mapping[str, str]):
    """The digests of programs, made when one is asked for."""

    def __init__(self, programs: Mapping[str, Program]) -> None:
        self._programs = programs

    @cached_property
    def _made(self) -> dict[str, str]:
        texts = zip(self._programs, stable_texts([*self._programs.values()]), strict=True)
        return {iri: blake2b(text.encode(), digest_size=16).hexdigest() for iri, text in texts}

    def __getitem__(self, norm: str) -> str:
        return self._made[norm]

    def __iter__(self) -> Iterator[str]:
        return iter(self._programs)

    def __len__(self) -> int:
        return len(self._programs)


def compile_programs(
    view: LawView, record_type: str | None = None, only: Collection[str] | None = None
) -> Programs:
    """Compile every norm in force that gives verdicts, for one type of record or for all.

    `only` leaves out all norms but some, by IRI.
    """

    def make() -> _Compiled:
        judged = view.judged(record_type)
        return _compiled(view, [norm for norm in judged if only is None or norm.iri in only])

    def whole() -> _Compiled:
        facts, programs, refused, digests = make()
        return facts, programs, refused, dict(digests)

    if only is not None:
        key = "programs", record_type, frozenset(only)
        return _programs(view, view.once(key, make))
    # The law of one day is that of the next until a norm or a route begins or ends.
    kept = str(view.since), record_type or ""
    law = view.law
    return _programs(view, law.once(("programs", *kept), lambda: law.kept("programs", kept, whole)))


def _programs(view: LawView, compiled: _Compiled) -> Programs:
    facts, programs, refused, digests = compiled
    return Programs(view, facts, dict(programs), dict(refused), programs, digests)


def _compiled(view: LawView, norms: Sequence[Norm]) -> _Compiled:
    """The facts, the programs, and why a norm has none (such a law is compiled in every run)."""
    extra = {fact.iri: fact for norm in norms for fact in deadline_facts(norm)}
    facts = replace(view.law.facts, facts={**view.law.facts.facts, **extra})
    programs: dict[str, Program] = {}
    refused: dict[str, InputError] = {}
    codable: dict[str, Codable] = {}
    for norm in norms:
        try:
            program = compile_norm(view, norm)
            for fact in program.facts():
                facts[fact]
            asked = (q for condition in program.conditions for q in questions(condition))
            codable.setdefault(norm.record_type, Codable(facts)).add(asked)
            programs[norm.iri] = program
        except InputError as error:
            refused[norm.iri] = error
    return facts, programs, refused, _Digests(programs)


def compile_norm(view: LawView, norm: Norm) -> Program:
    """The program of one norm.

    Raises `NotCompilable` for a construct that columns cannot express, `Unreadable` for one that no
    engine reads.
    """
    try:
        return _compiled_norm(view, norm)
    except Unreadable as error:
        raise error.of(norm.label) from None


def _compiled_norm(view: LawView, norm: Norm) -> Program:
    owl, shacl = readers(view, norm.record_type)
    if norm.duty:
        shacl.readable.check_duty(URIRef(norm.duty))
    duty = shacl.condition(URIRef(norm.duty)) if norm.duty else TRUE
    in_time, pending = deadline_conditions(norm)
    return Program(
        norm=norm,
        addressed=owl.condition(URIRef(norm.addressee)) if norm.addressee else TRUE,
        exempt=lifted(view, norm, owl, ()),
        duty=duty,
        in_time=in_time,
        met=all_of(duty, in_time),
        pending=pending,
        reach=all_of(*(reachable(view, c, norm.record_type, owl) for c in own_needs(norm))),
    )


def own_needs(norm: Norm) -> tuple[str, ...]:
    """What the record's subject must be able to get: a gap in the law strikes its own duty only."""
    return norm.requires if norm.bearer == str(CORE.Subject) else ()


def classes_read(record_type: str) -> tuple[str, str]:
    """By what a law keeps the classes that have been read of it (`Law.once`)."""
    return "classes-read", record_type


def readers(view: LawView, record_type: str) -> tuple[OwlReader, ShaclReader]:
    """The two readers of conditions for one type of record; they remember what they have read, of
    classes for all dates."""
    if record_type not in view.readers:
        graph, types = view.law.graph, view.law.facts.record_types
        known = view.law.once(classes_read(record_type), ReadClasses)
        view.readers[record_type] = (
            OwlReader(graph, types, record_type, known),
            ShaclReader(graph, types, record_type),
        )
    owl, shacl = view.readers[record_type]
    return cast(OwlReader, owl), cast(ShaclReader, shacl)


def lifted(view: LawView, norm: Norm, owl: OwlReader, above: tuple[str, ...]) -> Condition:
    """The condition under which a norm is lifted: exempted by decision, or overridden.

    An exception that is itself lifted does not lift; a circle of exceptions lifts nothing.
    """
    return any_of(*(part for _, part in lifting(view, norm, owl, above)))


def lifting(
    view: LawView, norm: Norm, owl: OwlReader, above: tuple[str, ...] = ()
) -> list[tuple[Norm, Condition]]:
    """Each norm that lifts a norm, with the condition under which it does (see `lifted`)."""
    parts: list[tuple[Norm, Condition]] = []
    for other in view.lifting(norm.iri):
        if other.iri in above or other.iri == norm.iri:
            continue
        exempts = norm.iri in other.exempts
        name = (other.granted or other.addressee) if exempts else other.addressee
        if name is None:
            continue
        holds = owl.condition(URIRef(name))
        still = lifted(view, other, owl, (*above, norm.iri))
        parts.append((other, holds if still == FALSE else all_of(holds, Not(still))))
    return parts

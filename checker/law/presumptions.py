"""Presumptions of the graph, chosen by a profile: what holds where a record says nothing.

Source: semantics, section 3 (presumptions are data); the presumptions are in
`ontology/presumption/`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rdflib import OWL, RDF, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.cache import stable_text
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, RECORD, Text, label, short, text_of
from lovgraf.facts.fact import AS_OF, Column, Presumption, Ref, StatedValue
from lovgraf.facts.vocabulary import FactVocabulary

STANDINGS = "statistics", "case", "sanction"
"""The purposes that a presumption may serve, the strictest last."""


class Profile(Struct, frozen=True, dict=True):
    """The presumptions that are used, and for what: `purpose` is the standing that each has at
    least, `against` the one that it takes to hold a breach against somebody."""

    name: str = "none"
    presumptions: tuple[Presumption, ...] = ()
    against: str = "sanction"

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that is presumed."""
        return hashlib.sha256(stable_text(self).encode()).hexdigest()

    def of_table(self, columns: Collection[str]) -> Profile:
        """What it presumes of a table that has some columns (IRIs)."""
        kept = tuple(
            one for one in self.presumptions if not (one.without_column and one.presumes in columns)
        )
        return self if kept == self.presumptions else replace(self, presumptions=kept)

    def holds_against(self, presumption: Presumption) -> bool:
        """Whether a breach may rest on a presumption."""
        return STANDINGS.index(presumption.standing) >= STANDINGS.index(self.against)


NOTHING = Profile()
_USES = {"register": ("statistics", "sanction"), "case": ("case", "case")}
"""For each profile the least standing of what it uses, and of what a breach may rest on."""
PROFILES = ("none", *_USES)
"""The profiles that a user can name; `none` presumes nothing."""


def profile_of(graph: Graph, facts: FactVocabulary, name: str) -> Profile:
    """The presumptions of a graph that a profile (`none`, `register`, `case`) uses, in order of
    their IRIs.

    Raises `InputError` for a presumption that cannot be read.
    """
    if name == "none":
        return NOTHING
    least, against = _USES[name]
    found = _used(read_presumptions(graph, facts), least)
    if name == "case":
        found += tuple(one for one in asker_presumptions(graph, facts) if one.value != AS_OF)
    return Profile(name, found, against)


def asked_on(
    profile: Profile,
    graph: Graph,
    facts: FactVocabulary,
    supposes: tuple[Presumption, ...],
    leaves_open: Collection[str],
) -> Profile:
    """A profile for a single question: it `supposes` something, `leaves_open` other facts, or what
    single presumptions say (IRIs), and what is asked of no other day is asked of the as-of date,
    unless what it supposes happened after that. One that presumes nothing presumes nothing of this
    either."""
    if not profile.presumptions:
        return profile
    days = tuple(one for one in asker_presumptions(graph, facts) if one.value == AS_OF)
    taken = {one.presumes for one in supposes if one.value not in (None, False)}
    days = tuple(one for one in days if taken.isdisjoint(one.unless))
    own = {*leaves_open, *(one.presumes for one in supposes)}
    others = (
        one for one in (*profile.presumptions, *days) if own.isdisjoint((one.presumes, one.iri))
    )
    return replace(profile, presumptions=(*supposes, *others))


def supposed(
    graph: Graph, question: Node, facts: FactVocabulary, by: URIRef = CORE.supposes
) -> tuple[Presumption, ...]:
    """What a question supposes of whoever it is about: who asks what holds without an account has
    none; or what is so once it is done (`core:onceDone`)."""
    found = []
    for part in graph.objects(question, by):
        column = _column(facts, _one(graph, part, CORE.presumes), question)
        value = _value(_one(graph, part, CORE.presumedValue), column, question)
        name, value_said = column.label, _said(value, column)
        said = Text(
            f"Spørgsmålet forudsætter: {name.da}: {value_said.da}.",
            f"The question supposes: {name.en}: {value_said.en}.",
        )
        found.append(
            Presumption(
                iri=f"{question}/supposes/{column.name}", label=name, definition=said,
                datatype="boolean", record_types=column.record_types, presumes=column.iri,
                value=value, standing="case",
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.iri))


def _said(value: object, column: Column) -> Text:
    """A presumed value in words."""
    if value == AS_OF:
        return Text("den dag, der spørges om", "the day that is asked about")
    if isinstance(value, bool):
        return Text("ja", "yes") if value else Text("nej", "no")
    concepts = column.code_list.concepts if column.code_list else ()
    found = [concept.label for concept in concepts if concept.notation == value]
    return found[0] if found else Text(str(value), str(value))


def asker_presumptions(graph: Graph, facts: FactVocabulary) -> tuple[Presumption, ...]:
    """What is presumed of what people say who ask (`core:AskerPresumption`), and of no register, in
    order of their IRIs; raises `InputError` for one that cannot be read."""
    nodes = sorted(graph.subjects(RDF.type, CORE.AskerPresumption), key=str)
    return tuple(_presumption(graph, node, facts) for node in nodes)


def self_presumptions(graph: Graph, facts: FactVocabulary) -> tuple[Presumption, ...]:
    """What holds of everybody who asks a question of themselves (`core:SelfPresumption`), in order
    of their IRIs; raises `InputError` for one that cannot be read."""
    nodes = sorted(graph.subjects(RDF.type, CORE.SelfPresumption), key=str)
    return tuple(_presumption(graph, node, facts) for node in nodes)


def own_profile(graph: Graph, facts: FactVocabulary, name: str) -> Profile:
    """The presumptions of an agency's own graph, called by its name.

    Raises `InputError` for one that cannot be read, and where there is none.
    """
    found = read_presumptions(graph, facts)
    if not found:
        raise InputError(
            "Filen indeholder ingen formodning (core:Presumption).",
            "The file holds no presumption (core:Presumption).",
            name,
        )
    return Profile(name, found)


def _used(found: tuple[Presumption, ...], least: str) -> tuple[Presumption, ...]:
    return tuple(p for p in found if STANDINGS.index(p.standing) >= STANDINGS.index(least))


def read_presumptions(graph: Graph, facts: FactVocabulary) -> tuple[Presumption, ...]:
    """All presumptions of a graph, in order of their IRIs; raises `InputError` for one that cannot
    be read."""
    nodes = sorted(graph.subjects(RDF.type, CORE.Presumption), key=str)
    return tuple(_presumption(graph, node, facts) for node in nodes)


def _one(graph: Graph, node: Node, predicate: URIRef) -> Node | None:
    """What a presumption says of a property of which it can have but one."""
    values = sorted(graph.objects(node, predicate), key=str)
    if len(values) > 1:
        what, which = f"core:{short(str(predicate))}", ", ".join(short(str(v)) for v in values)
        raise _wrong(
            node,
            f"angiver {what} mere end én gang ({which}). Skriv en formodning for hver",
            f"gives {what} more than once ({which}). Write a presumption for each",
        )
    return values[0] if values else None


def _presumption(graph: Graph, node: Node, facts: FactVocabulary) -> Presumption:
    column = _column(facts, _one(graph, node, CORE.presumes), node)
    standing = _one(graph, node, CORE.standing)
    notation = str(graph.value(standing, SKOS.notation) if standing else None)
    if notation not in STANDINGS:
        # An agency's own file need not repeat the vocabulary.
        notation = str(standing).rpartition("#For")[2].lower()
    if notation not in STANDINGS:
        raise _wrong(node, "mangler core:standing", "lacks core:standing")
    unless = graph.objects(node, CORE.presumedUnlessStated)
    return Presumption(
        iri=str(node),
        label=label(graph, node),
        definition=text_of(graph, node, SKOS.definition),
        datatype="boolean",
        record_types=column.record_types,
        presumes=column.iri,
        value=_value(_one(graph, node, CORE.presumedValue), column, node),
        tests=(
            *_tests(graph, _one(graph, node, CORE.presumedOf), facts, node),
            *_days(graph, facts, node),
        ),
        unless=tuple(sorted(_column(facts, other, node).iri for other in unless)),
        standing=notation,
        without_column=graph.value(node, CORE.presumedWithoutColumn) == RdfLiteral(True),
    )


def _column(facts: FactVocabulary, found: Node | None, node: Node) -> Column:
    column = facts.facts.get(str(found))
    if not isinstance(column, Column):
        name = short(str(found)) if found else "core:presumes"
        raise _wrong(node, f"nævner ingen kolonne: {name}", f"names no column: {name}")
    return column


def _value(found: Node | None, column: Column, node: Node) -> bool | int | str | Ref | None:
    """The value that is presumed, as the column holds it; None for none."""
    if found == RECORD.asOf and column.datatype == "date":
        return AS_OF
    if found == RECORD.none:
        return None
    value = found.toPython() if isinstance(found, RdfLiteral) else None
    codes = column.code_list.notations if column.code_list else None
    fits = {
        "boolean": isinstance(value, bool),
        "integer": isinstance(value, int) and not isinstance(value, bool),
        "string": isinstance(value, str) and (codes is None or value in codes),
    }.get(column.datatype, False)
    if not fits or column.multi or not isinstance(value, bool | int | str):
        raise _wrong(
            node,
            f"formoder en værdi, som {column.name} ikke kan have",
            f"presumes a value that {column.name} cannot have",
        )
    return value


def _tests(
    graph: Graph, found: Node | None, facts: FactVocabulary, node: Node
) -> Iterator[StatedValue]:
    """What a class asks of columns: values of one or several of them."""
    if found is None:
        return
    whole = graph.value(found, OWL.equivalentClass) or found
    if parts := graph.value(whole, OWL.intersectionOf):
        for part in graph.items(parts):
            yield from _tests(graph, part, facts, node)
        return
    if (whole, OWL.onProperty, None) not in graph:
        raise _of_other_classes(node)
    column = _column(facts, graph.value(whole, OWL.onProperty), node)
    some = graph.value(whole, OWL.someValuesFrom)
    if column.datatype == "date" and some == XSD.date:  # any day that has come
        yield StatedValue(column.iri)
        return
    without = graph.value(some, OWL.datatypeComplementOf)
    listed = graph.value(some if without is None else without, OWL.oneOf)
    only = graph.value(whole, OWL.hasValue)
    literals = [only] if only is not None else list(graph.items(listed)) if listed else []
    values = [one.toPython() for one in literals if isinstance(one, RdfLiteral)]
    kept = tuple(value for value in values if isinstance(value, bool | int | str))
    if not kept or len(kept) != len(literals):
        raise _of_other_classes(node)
    if without is not None and column.multi:
        raise _wrong(
            node,
            f"undtager med owl:datatypeComplementOf værdier af {column.name}, som kan have flere; "
            "det kan kun en kolonne med én værdi",
            f"leaves out by owl:datatypeComplementOf values of {column.name}, which may have "
            "several; only a column of one value can do so",
        )
    yield StatedValue(column.iri, kept, without is not None)


def _of_other_classes(node: Node) -> InputError:
    """That a class is built of other things than values of columns, such as owl:complementOf."""
    return _wrong(
        node,
        "gælder for en klasse, som ikke kun spørger om værdier af kolonner (owl:hasValue, "
        "owl:someValuesFrom med owl:oneOf eller owl:datatypeComplementOf, "
        "owl:intersectionOf); »alle andre« skrives med owl:datatypeComplementOf og ikke med "
        "owl:complementOf",
        "is for a class that asks for more than values of columns (owl:hasValue, "
        "owl:someValuesFrom with owl:oneOf or owl:datatypeComplementOf, owl:intersectionOf); "
        '"all others" is written with owl:datatypeComplementOf and not owl:complementOf',
    )


def _days(graph: Graph, facts: FactVocabulary, node: Node) -> Iterator[StatedValue]:
    """Where the days of columns must lie (`core:presumedWhere`): HermiT reads no dates in classes,
    so that they stand apart from these."""
    for where in graph.objects(node, CORE.presumedWhere):
        column = _column(facts, graph.value(where, CORE.fact), node)
        said = {one: graph.value(where, one) for one in _WHERE if (where, one, None) in graph}
        test = _day(column, *next(iter(said.items())), facts) if len(said) == 1 else None
        if test is not None:
            yield test
        else:
            raise _wrong(
                node,
                "har en core:presumedWhere, som ikke sammenligner en dato med enten en dag "
                "(core:below eller core:above), en anden dato (core:below) eller et antal år "
                "(core:fewerYearsAgoThan)",
                "has a core:presumedWhere that compares a date with neither a day (core:below or "
                "core:above), another date (core:below) nor a number of years "
                "(core:fewerYearsAgoThan)",
            )


def _day(
    column: Column, relation: URIRef, found: Node | None, facts: FactVocabulary
) -> StatedValue | None:
    """Where a date must lie: below or above a day, below another date, or within some years."""
    value = found.toPython() if isinstance(found, RdfLiteral) else facts.facts.get(str(found))
    if column.datatype != "date":
        return None
    if relation == CORE.below and isinstance(value, date):
        return StatedValue(column.iri, before=value)
    if relation == CORE.above and isinstance(value, date):
        return StatedValue(column.iri, above=value)
    if relation == CORE.below and isinstance(value, Column) and value.datatype == "date":
        return StatedValue(column.iri, before_column=value.iri)
    if relation == CORE.fewerYearsAgoThan and isinstance(value, int) and 0 < value < 200:
        return StatedValue(column.iri, years=value)
    return None


_WHERE = (CORE.above, CORE.below, CORE.fewerYearsAgoThan)


def _wrong(node: Node, da: str, en: str) -> InputError:
    name = short(str(node))
    return InputError(f"Formodningen {name} {da}.", f"The presumption {name} {en}.")

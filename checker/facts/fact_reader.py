"""Facts, code lists and code groups read from the graph.

Source: `ontology/record.ttl` and the facts that an act's own file declares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from rdflib import OWL, RDF, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, RECORD, Text, label, short, text_of
from lovgraf.facts.calendar_reader import calendar_of
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.fact import (
    Beside,
    CodeGroup,
    CodeList,
    Column,
    Concept,
    Datatype,
    Derived,
    Episode,
    Fact,
    Judgment,
    Operand,
    Ref,
)
from lovgraf.facts.heading_words import HeadingWords, WordKind
from lovgraf.facts.operators import registered
from lovgraf.facts.operators.happened_by import has_come
from lovgraf.facts.vocabulary import FactVocabulary

_DATATYPES: dict[Node, Datatype] = {
    XSD.date: "date",
    XSD.boolean: "boolean",
    XSD.integer: "integer",
    XSD.decimal: "decimal",
    XSD.string: "string",
}

KINDS = (RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact)
"""The kinds of fact."""


def read_facts(graph: Graph) -> FactVocabulary:
    """Read every fact of a graph.

    Raises `InputError` for a fact without a datatype or with one that is not known, and for an
    episode without a beginning or an end. An operator that is not known has no operands: what
    computes the fact refuses it.
    """
    types = {
        str(subject): str(notation)
        for subject, notation in graph.subject_objects(SKOS.notation)
        if (subject, RDF.type, OWL.Class) in graph
    }
    marked = map(str, graph.subjects(RECORD.usualType, RdfLiteral(True)))
    usual = [types[iri] for iri in marked if iri in types]
    groups = {str(iri): _group(graph, iri) for iri in graph.subjects(RDF.type, RECORD.CodeGroup)}
    return FactVocabulary(
        facts_among(graph, (s for kind in KINDS for s in graph.subjects(RDF.type, kind)), types),
        groups,
        types,
        usual[0] if usual else min(types.values(), default=""),
        frozenset(
            (types[str(kind)], types[str(player)])
            for participant, player in graph.subject_objects(RECORD.playedBy)
            for kind in graph.objects(participant, RECORD.inRecord)
        ),
        frozenset(
            (types[str(kind)], str(fact))
            for participant, pair in graph.subject_objects(RECORD.carries)
            for kind in graph.objects(participant, RECORD.inRecord)
            for fact in graph.objects(pair, RECORD.fact)
        ),
        called=frozenset(
            str(one)
            for node in graph.subjects(RDF.type, RECORD.WhoSomebodyIs)
            for predicate in (SKOS.altLabel, RECORD.fact)
            for one in graph.objects(node, predicate)
        ),
        says_who=min(map(str, graph.subjects(RDF.type, RECORD.WhoSomebodyIs)), default=""),
        heading_words=_heading_words(graph),
    )


def _heading_words(graph: Graph) -> HeadingWords:
    """The words of headings, each kind called by the last part of its IRI."""
    nodes = {node: str(node).rpartition("/")[2] for node in graph.subjects(
        RDF.type, RECORD.HeadingWords)}  # fmt: skip
    kinds = {
        name: WordKind.of(
            map(str, graph.objects(node, SKOS.altLabel)), _flag(graph, node, RECORD.whole)
        )
        for node, name in nodes.items()
    }
    pairs = (
        (nodes.get(one), nodes.get(two)) for one, two in graph.subject_objects(RECORD.opposite)
    )
    return HeadingWords(kinds, tuple(sorted((a, b) for a, b in pairs if a and b)))


def facts_among(graph: Graph, nodes: Iterable[Node], types: dict[str, str]) -> dict[str, Fact]:
    """The facts that are among some nodes, by IRI in order; `types` are the notations of the types
    of record by IRI. Raises `InputError` as `read_facts`."""
    lists: dict[Node, CodeList] = {}
    facts: dict[str, Fact] = {}
    for subject in nodes:
        kinds = set(graph.objects(subject, RDF.type))
        for kind, build in ((RECORD.Column, _column), (RECORD.DerivedFact, _derived)):
            if kind in kinds:
                facts[str(subject)] = found = build(graph, subject, types, lists)
                if isinstance(found, Column) and found.come_when:
                    come = has_come(found)
                    facts[come.iri] = come
        if RECORD.JudgmentFact in kinds:
            judge = graph.value(subject, CORE.judgedBy)
            facts[str(subject)] = Judgment(
                *_common(graph, subject, types),
                judged_by=str(judge) if judge else None,
                of_law=judge is not None and (judge, RDF.type, CORE.OpenQuestion) in graph,
            )
    return dict(sorted(facts.items()))


def _common(
    graph: Graph, subject: Node, types: dict[str, str]
) -> tuple[str, Text, Text | None, Datatype, frozenset[str]]:
    datatype = _DATATYPES.get(graph.value(subject, RECORD.datatype) or XSD.anyType)
    if datatype is None:
        raise InputError(
            f"Kendsgerningen {subject} mangler en kendt record:datatype.",
            f"The fact {subject} lacks a known record:datatype.",
        )
    kinds = frozenset(
        types[str(t)] for t in graph.objects(subject, RECORD.recordType) if str(t) in types
    )
    return (
        str(subject),
        label(graph, subject),
        text_of(graph, subject, SKOS.definition),
        datatype,
        kinds,
    )


def _column(
    graph: Graph, subject: Node, types: dict[str, str], lists: dict[Node, CodeList]
) -> Column:
    scheme = graph.value(subject, RECORD.codeList)
    if scheme and scheme not in lists:
        lists[scheme] = _code_list(graph, scheme)
    form = graph.value(subject, RECORD["format"])
    text = label(graph, subject)
    headers = {text.da, text.en, *(str(o) for o in graph.objects(subject, SKOS.altLabel))}
    common = _common(graph, subject, types)
    _check_words(graph, subject, common[3])
    return Column(
        *common,
        multi=_flag(graph, subject, RECORD.multiValued),
        name=str(graph.value(subject, RECORD.column)),
        code_list=lists[scheme] if scheme else None,
        known_codes=_text(graph, subject, RECORD.knownCodes),
        none_when=tuple(sorted(_none_when(graph, subject))),
        contradicted_while=tuple(sorted(_contradicted_while(graph, subject))),
        contradicts=tuple(sorted(_contradicts(graph, subject), key=str)),
        come_when=tuple(sorted(_come_when(graph, subject, common[3]), key=str)),
        given_when=tuple(sorted(_values_named(graph, subject, RECORD.givenWhen), key=str)),
        implied_true_by=tuple(sorted(map(str, graph.objects(subject, RECORD.impliedTrueBy)))),
        implied_false_by=tuple(sorted(map(str, graph.objects(subject, RECORD.impliedFalseBy)))),
        episode=_episode(graph, subject),
        absent_value=_text(graph, subject, RECORD.absentValue),
        absent_words=tuple(sorted(map(str, graph.objects(subject, RECORD.absentWord)))),
        yes_words=tuple(sorted(map(str, graph.objects(subject, RECORD.yesWord)))),
        no_words=tuple(sorted(map(str, graph.objects(subject, RECORD.noWord)))),
        denied=_text(graph, subject, CORE.deniedValue),
        present_value=_text(graph, subject, RECORD.presentValue),
        headers=tuple(sorted(headers)),
        loose_headers=tuple(sorted(map(str, graph.objects(subject, SKOS.hiddenLabel)))),
        told_beside=tuple(sorted(_told_beside(graph, subject), key=str)),
        held_in=tuple(sorted(map(str, graph.objects(subject, RECORD.heldIn)))),
        format=short(str(form)) if form else None,
        personal=_flag(graph, subject, RECORD.personal),
        unique=_flag(graph, subject, RECORD.unique),
        told=_flag(graph, subject, RECORD.toldHowRead),
        usual=tuple(
            _operand(item)
            for values in graph.objects(subject, RECORD.usual)
            for item in graph.items(values)
        ),
        changeable_by=tuple(sorted(map(str, graph.objects(subject, RECORD.changeableBy)))),
        reversible=_flag(graph, subject, RECORD.reversible),
        filler=_filler(graph, subject, common[3]),
    )


def _filler(graph: Graph, subject: Node, datatype: str) -> date | None:
    """The day that registers write where there is none; None where it is an answer."""
    if datatype != "date" or _flag(graph, subject, RECORD.fillerIsNoEnd):
        return None
    day = graph.value(RECORD.Column, RECORD.fillerDay)
    return None if day is None else date.fromisoformat(str(day))


def _none_when(graph: Graph, subject: Node) -> Iterator[tuple[str, bool | str]]:
    """The values of other columns by which there is none."""
    for node in graph.objects(subject, RECORD.noneWhen):
        yield _value_of(graph, node)


def _contradicted_while(
    graph: Graph, subject: Node
) -> Iterator[tuple[str, bool | str, tuple[str, ...]]]:
    """Those of them that contradict a value only while facts (IRIs) hold; without facts never."""
    for node in graph.objects(subject, RECORD.noneWhen):
        if found := list(graph.objects(node, RECORD.contradictsWhile)):
            yield *_value_of(graph, node), tuple(sorted({*map(str, found)} - {str(RECORD.unknown)}))


def _value_of(graph: Graph, node: Node) -> tuple[str, bool | str]:
    """A column (IRI) and one of its values."""
    value = _plain(graph.value(node, RECORD.value))
    return str(graph.value(node, RECORD.fact)), value  # type: ignore[return-value]


def _come_when(graph: Graph, subject: Node, datatype: Datatype) -> Iterator[tuple[str, bool | str]]:
    """The values of other columns by which a day has come. Raises `InputError` where it is no
    day."""
    if datatype != "date" and (subject, RECORD.hasComeWhen, None) in graph:
        raise _no_value(subject, RECORD.hasComeWhen)
    yield from _values_named(graph, subject, RECORD.hasComeWhen)


def _contradicts(
    graph: Graph, subject: Node
) -> Iterator[tuple[bool | str | None, str, bool | str]]:
    """What a column says that it never has beside a value of another."""
    for node in graph.objects(subject, RECORD.contradicts):
        own = graph.value(node, RECORD.own)
        found = None if own is None else _plain(own)
        mine = found if found is None or isinstance(found, bool) else str(own)
        yield mine, *_value_of(graph, node)


def _told_beside(graph: Graph, subject: Node) -> Iterator[Beside]:
    """What rows hold by which a column is told. Raises `InputError` where that is not said."""
    for node in graph.objects(subject, RECORD.toldBeside):
        code, but, filled = (
            graph.value(node, named) for named in (RECORD.own, RECORD.ownOtherThan, RECORD.filled)
        )
        said = [one for one in (code, but, filled) if one is not None]
        if len(said) != 1:
            raise _told_by_nothing(subject)
        own = None if filled is not None else str(said[0])
        holds = code is not None or _plain(filled) is True
        yield Beside(*_value_of(graph, node), own, holds)


def _told_by_nothing(subject: Node) -> InputError:
    of = short(str(subject))
    return InputError(
        f"record:toldBeside: for {of} skal der stå ét af record:own, record:ownOtherThan og "
        "record:filled.",
        f"record:toldBeside: {of} needs one of record:own, record:ownOtherThan and record:filled.",
    )


def _values_named(
    graph: Graph, subject: Node, predicate: URIRef
) -> Iterator[tuple[str, bool | str]]:
    """The values of other columns that a property names: one, or all but one of a code list. Raises
    `InputError` where there is none."""
    for node in graph.objects(subject, predicate):
        other = graph.value(node, RECORD.fact)
        value, but = (graph.value(node, named) for named in (RECORD.value, RECORD.otherThan))
        scheme = graph.value(other, RECORD.codeList)
        values: list[Node | None] = [value] if value is not None else []
        if but is not None and scheme is not None:
            codes = (
                graph.value(one, SKOS.notation) for one in graph.subjects(SKOS.inScheme, scheme)
            )
            values = [code for code in codes if str(code) != str(but)]
        if not values:
            raise _no_value(subject, predicate)
        for one in values:
            found = _plain(one)
            yield str(other), found if isinstance(found, bool) else str(one)


def _no_value(subject: Node, predicate: URIRef) -> InputError:
    name, of = short(str(predicate)), short(str(subject))
    return InputError(
        f"record:{name}: {of} er ingen dato, eller den værdi mangler, ved hvilken den er kommet "
        "(record:value, eller record:otherThan med kodeliste).",
        f"record:{name}: {of} is no date, or the value at which it has come is missing "
        "(record:value, or record:otherThan with a code list).",
    )


def _check_words(graph: Graph, subject: Node, datatype: Datatype) -> None:
    """Refuse a word for nothing, or for something, in a column that is no text."""
    for predicate in (RECORD.absentValue, RECORD.presentValue):
        if datatype != "string" and (subject, predicate, None) in graph:
            raise InputError(
                f"Kolonnen {short(str(subject))} har record:{short(str(predicate))} og er ikke "
                "tekst; kun en kolonne med xsd:string kan have et ord for, at der intet er, eller "
                "at der er noget.",
                f"The column {short(str(subject))} has record:{short(str(predicate))} and is no "
                "text; only a column of xsd:string can have a word that says that there is nothing,"
                " or something.",
            )


def _derived(
    graph: Graph, subject: Node, types: dict[str, str], _lists: dict[Node, CodeList]
) -> Derived:
    operator = graph.value(subject, RECORD.operator)
    name = short(str(operator))
    known = registered().get(name)
    own = (*known.roles, *known.parameters) if known else ()
    roles = {
        role: tuple(sorted((_operand(o) for o in found), key=repr))
        for role in own
        if (found := list(graph.objects(subject, RECORD[role])))
    }
    if (subject, RECORD.whenNone, RECORD.unknown) in graph:
        if known is not None and not known.partial:
            raise InputError(
                f"{short(str(subject))}: {name} giver altid en værdi; skriv ja eller nej i "
                "record:whenNone.",
                f"{short(str(subject))}: {name} always gives a value; write yes or no in "
                "record:whenNone.",
            )
        roles["whenNone"] = ()
    if episode := _episode(graph, subject):
        roles |= {"beginning": (Ref(episode.beginning),), "ending": (Ref(episode.ending),)}
    entries = tuple(
        sorted(
            (_plain(graph.value(node, RECORD.key)), _plain(graph.value(node, RECORD.value)))
            for node in graph.objects(subject, RECORD.entry)
        )
    )
    return Derived(
        *_common(graph, subject, types),
        operator=name,
        roles=roles,
        entries=entries,
        asks_for=tuple(sorted(map(str, graph.objects(subject, RECORD.asksFor)))),
        calendar=_calendar(graph, subject, operator),
    )


def _episode(graph: Graph, subject: Node) -> Episode | None:
    episode = graph.value(subject, RECORD.episode)
    if episode is None:
        return None
    found = [graph.value(episode, RECORD[role]) for role in ("beginning", "ending")]
    if None in found:
        raise InputError(
            f"Episoden {short(str(episode))} mangler record:beginning eller record:ending.",
            f"The episode {short(str(episode))} lacks record:beginning or record:ending.",
        )
    return Episode(*map(str, found))


def _calendar(graph: Graph, subject: Node, operator: Node | None) -> Calendar | None:
    """The calendar that a derived fact counts by: its own, else that of its operator."""
    node = graph.value(subject, RECORD.calendar)
    if node is None and operator is not None:
        node = graph.value(operator, RECORD.calendar)
    return None if node is None else calendar_of(graph, node)


def _operand(node: Node) -> Ref | Operand:
    return Ref(str(node)) if isinstance(node, URIRef) else _plain(node)


def _plain(node: Node | None) -> Operand:
    """A literal as a Python value; durations stay in their lexical form."""
    if not isinstance(node, RdfLiteral):
        return str(node)
    value = node.toPython()
    return value if isinstance(value, bool | int | Decimal | date) else str(node)


def _text(graph: Graph, subject: Node, predicate: Node) -> str | None:
    value = graph.value(subject, predicate)
    return None if value is None else str(value)


def _flag(graph: Graph, subject: Node, predicate: Node) -> bool:
    return graph.value(subject, predicate) == RdfLiteral(True)


def _code_list(graph: Graph, scheme: Node) -> CodeList:
    concepts = [
        Concept(
            str(graph.value(concept, SKOS.notation)),
            label(graph, concept),
            tuple(sorted(_spellings(graph, concept))),
            text_of(graph, concept, CORE.sentence),
        )
        for concept in graph.subjects(SKOS.inScheme, scheme)
    ]
    return CodeList(
        str(scheme), label(graph, scheme), tuple(sorted(concepts, key=lambda c: c.notation))
    )


def _spellings(graph: Graph, concept: Node) -> Iterator[str]:
    for predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        yield from map(str, graph.objects(concept, predicate))


def _group(graph: Graph, iri: Node) -> CodeGroup:
    memberships = []
    for node in graph.objects(iri, RECORD.membership):
        start, end = graph.value(node, RECORD["from"]), graph.value(node, RECORD.until)
        memberships.append(
            (
                str(graph.value(node, RECORD.code)),
                date.fromisoformat(str(start)) if start else None,
                date.fromisoformat(str(end)) if end else None,
            )
        )
    return CodeGroup(str(iri), label(graph, iri), tuple(sorted(memberships, key=repr)))

"""What files that are laid beside the law may say: what is new, in words that there are.

They are asked what the linter asks of norms, as far as a verdict could be wrong otherwise
(`core:refusedWhenRead`), and never say anything of what the law itself describes: a proposal does.
Only what they state is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, short, text_of
from lovgraf.core.turtle import parse_text, read_text
from lovgraf.core.written import date_text
from lovgraf.law.known_values import check_values
from lovgraf.law.known_words import Written, check_words, shown
from lovgraf.law.norms import KINDS
from lovgraf.law.other_record import foreign_facts
from lovgraf.law.patterns import PATTERN
from lovgraf.law.store import NumberStore, for_shacl
from lovgraf.law.time import interval
from lovgraf.law.well_formed import validate

Reach = tuple[str, str]
"""What something new does to the law as it stands (see `added_notes`), and to what (an IRI)."""


def read_added(paths: Iterable[Path]) -> list[Written]:
    """Further files. Raises `InputError` for one that is no Turtle or says nothing."""
    found = []
    for path in paths:
        text = read_text(path)
        graph = parse_text(text, str(path))
        if not len(graph):
            raise InputError(
                "Filen siger intet: den er tom, eller den har kun kommentarer.",
                "The file says nothing: it is empty, or has only comments.",
                str(path),
            )
        found.append(Written(text, graph, str(path)))
    return found


def check_before(added: Sequence[Written], law: Graph) -> None:
    """Raise `InputError` at the line of the first thing that cannot be used, before files are laid
    beside the law."""
    together = Graph(bind_namespaces="none")
    for one in added:
        for triple in one.graph:
            together.add(triple)
    for one in added:
        _new_only(one, law)
        check_words(one, law, together)
        check_values(one, together, law)


def _new_only(written: Written, law: Graph) -> None:
    """Nothing is said of what the law describes, unless the law says so too."""
    graph = written.graph
    if (proposal := graph.value(None, RDF.type, CORE.Proposal)) is not None:
        raise written.error(
            str(proposal),
            "Filen er et forslag (core:Proposal). Læg det oven på loven med --with.",
            "The file is a proposal (core:Proposal). Lay it over the law with --with.",
        )
    for triple in sorted(graph):
        subject, predicate, _ = triple
        if isinstance(subject, BNode) or triple in law or (subject, None, None) not in law:
            continue
        name, what = shown(str(subject)), shown(str(predicate))
        raise written.error(
            str(subject),
            f"{name} står i loven, og en fil ved siden af den kan ikke ændre eller udvide, hvad "
            f"den siger ({what}). Det gør et forslag: core:replaces eller core:ends, lagt oven på "
            "med --with.",
            f"{name} is part of the law, and a file beside it cannot change or add to what it says "
            f"({what}). A proposal does: core:replaces or core:ends, laid over it with --with.",
        )


def check_after(added: Sequence[Written], before: Graph, after: Graph) -> None:
    """Raise `InputError` at the line of the first new thing whose form lets verdicts go wrong."""

    def new(node: Node) -> bool:
        return (node, None, None) not in before

    for shape, node in _faults(after, new):
        message = text_of(after, shape, SH.message) or Text(str(shape), str(shape))
        raise _at(added, _home(after, node), message)
    for kind in (*KINDS, "AccessRoute"):
        for norm in sorted(filter(new, after.subjects(RDF.type, CORE[kind])), key=str):
            _lasting(added, after, norm)
            if facts := foreign_facts(after, norm):
                names = ", ".join(short(str(fact)) for fact in facts)
                raise _at(
                    added,
                    norm,
                    Text(
                        f"Normen spørger om noget, som dens slags registrering ikke har: {names}. "
                        "Ret core:recordType.",
                        "The norm asks of its kind of record what that does not have: "
                        f"{names}. Correct core:recordType.",
                    ),
                )


def _lasting(added: Sequence[Written], graph: Graph, norm: Node) -> None:
    """A norm or route does not end before it begins."""
    own = interval(graph, norm)
    if own.start is not None and own.end is not None and own.end < own.start:
        first, last = date_text(own.start), date_text(own.end)
        raise _at(
            added,
            norm,
            Text(
                f"Den gælder aldrig: den begynder {first.da} og slutter {last.da}. Ret "
                "core:inForceUntil eller core:inForceFrom, også i bestemmelsen og retsakten.",
                f"It is never in force: it begins on {first.en} and ends on {last.en}. Correct "
                "core:inForceUntil or core:inForceFrom, also of the provision and the act.",
            ),
        )


def _faults(graph: Graph, new: Callable[[Node], bool]) -> Iterator[tuple[URIRef, Node]]:
    shapes = sorted(graph.subjects(CORE.refusedWhenRead, RdfLiteral(True)), key=str)
    names = [shape for shape in shapes if isinstance(shape, URIRef)]
    store = graph.store
    assert isinstance(store, NumberStore)
    data = for_shacl(store)
    yield from sorted(validate(data, data, names, new), key=str) if names else ()


def _home(graph: Graph, node: Node) -> Node:
    """The named thing in whose description a blank node stands."""
    seen = {node}
    while isinstance(node, BNode):
        above = next(iter(graph.subjects(None, node)), None)
        if above is None or above in seen:
            return node
        seen.add(above)
        node = above
    return node


def _at(added: Sequence[Written], node: Node, message: Text) -> InputError:
    """An error about a thing: at its line in the file that states it, else in the first."""
    if isinstance(node, BNode):
        return InputError(message.da, message.en, added[0].name)
    home = next((one for one in added if (node, None, None) in one.graph), added[0])
    name = shown(str(node))
    return home.error(str(node), f"{name}: {message.da}", f"{name}: {message.en}")


# What new things do to rules of the law as it stands, without saying anything of them.

_LIFTING = (CORE.exempts, CORE.overrides, PATTERN.lifts, PATTERN.overrides)
_PRESUMING = (CORE.Presumption, CORE.AskerPresumption, CORE.SelfPresumption)


def reaches(added: Sequence[Written], law: Graph) -> tuple[Reach, ...]:
    """What files do to the law that they are laid beside, sorted."""
    found: set[Reach] = set()
    for graph in (one.graph for one in added):
        for predicate in _LIFTING:
            lifted = graph.objects(None, predicate)
            found |= {("lifts", str(one)) for one in lifted if (one, None, None) in law}
        found |= {("counts", str(one)) for one in graph.subjects(RDF.type, CORE.DeadlineRule)}
        for kind in _PRESUMING:
            found |= {("presumes", str(one)) for one in graph.subjects(RDF.type, kind)}
        for shape, of in graph.subject_objects(SH.targetClass):
            if (of, None, None) in law:
                found.add(("asks", str(shape)))
        granted = graph.objects(None, CORE.grants)
        found |= {("opens", str(one)) for one in granted if (one, None, None) in law}
    return tuple(sorted(found))

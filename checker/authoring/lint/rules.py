"""What HermiT, the engines, the shapes and the reader of files beside the law say, as findings."""

from __future__ import annotations

from collections.abc import Collection

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.finding import LintFinding, Severity
from lovgraf.authoring.lint.sources import Sources
from lovgraf.conditions.atoms import Codable
from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.readable import Unreadable
from lovgraf.conditions.tree import facts_of, questions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, relative, text_of
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.known_words import unreadable
from lovgraf.law.norms import KINDS
from lovgraf.law.other_record import foreign_facts
from lovgraf.law.well_formed import named_shapes, validate
from lovgraf.reference.hermit import ReasonerError, contradictory, unsatisfiable

# What HermiT says of the ontology: no class is empty, and nothing contradicts the axioms.

EMPTY = Text(
    "Klassen kan ikke have medlemmer: dens betingelser modsiger hinanden.",
    "The class can have no member: its conditions contradict each other.",
)
CONTRADICTION = Text(
    "Ontologien modsiger sig selv.",
    "The ontology contradicts itself.",
)
ASSERTIONS = Text(
    "Det, der siges om normer, bestemmelser og adgangsveje, strider mod kernens ordforråd.",
    "What is said of norms, provisions and routes contradicts the core vocabulary.",
)


def reasoner_findings(sources: Sources) -> list[LintFinding]:
    """Empty classes and contradictions; where HermiT cannot read the graph, that it cannot."""
    try:
        empty = unsatisfiable(sources.graph)
        if empty is None:
            return [LintFinding("inconsistent", "error", CONTRADICTION)]
        found = [
            LintFinding("unsatisfiable", "error", EMPTY, sources.file(name), relative(str(name)))
            for name in sorted(empty)
        ]
        if contradictory(sources.graph):
            found.append(LintFinding("contradictory", "error", ASSERTIONS))
    except ReasonerError as error:
        return [LintFinding("reasoner", "error", error.message)]
    return found


# Whether the engines can read every class and shape that a norm or route uses.

CLASS_PROPERTIES = (
    CORE.addressee,
    CORE.eligible,
    CORE.granted,
    CORE.heldBy,
    CORE.withinReachOf,
    CORE.strikes,
)


def compiler_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """The classes and shapes in use (or those that some files state) that no engine reads (errors),
    or that cannot be turned into columns (warnings), each once, and why."""
    graph = sources.graph
    try:
        facts = read_facts(graph)
    except InputError as error:
        return [LintFinding("unreadable-facts", "error", error.message)]
    classes = {c for p in CLASS_PROPERTIES for c in graph.objects(None, p)}
    classes |= set(graph.subjects(RDF.type, CORE.TargetGroup))
    shapes = set(graph.objects(None, CORE.duty))
    # Which constructs can be read does not depend on the type of record.
    owl, shacl = (kind(graph, facts.record_types, "") for kind in (OwlReader, ShaclReader))
    found = []
    for node in sorted((n for n in classes | shapes if isinstance(n, URIRef)), key=str):
        where, subject = sources.file(node), relative(str(node))
        if files is not None and where not in files:
            continue
        problem = _problem(shacl if node in shapes else owl, node, facts)
        if problem is not None:
            never = isinstance(problem, Unreadable)
            code = "unreadable" if never else "not-compilable"
            found.append(
                LintFinding(code, "error" if never else "warning", problem.message, where, subject)
            )
    return found


def _problem(
    reader: OwlReader | ShaclReader, node: Node, facts: FactVocabulary
) -> InputError | None:
    """What the compiler says of a class or shape; None where it takes it."""
    try:
        if isinstance(reader, ShaclReader):
            reader.readable.check_duty(node)
        condition = reader.condition(node)
        facts.lineage(facts_of(condition))
        Codable(facts).add(questions(condition))
    except InputError as error:
        return error
    return None


# What the shapes of the law graph find, as findings of the linter.

_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "error",
    SH.Warning: "warning",
    SH.Info: "info",
}


def shape_findings(
    sources: Sources,
    shapes: Graph | None = None,
    codes: Collection[str] | None = None,
    files: Collection[str] | None = None,
) -> list[LintFinding]:
    """What shapes (those in the files themselves, if no others; or those of some codes) say of the
    files (or of some, by the names shown)."""
    shapes = sources.graph if shapes is None else shapes
    names = [s for s in named_shapes(shapes) if codes is None or _code(s) in codes]
    found = []
    about = None if files is None else lambda node: sources.file(sources.home(node)) in files
    for shape, focus in validate(sources.graph, shapes, names, about):
        severity = shapes.value(shape, SH.severity) or SH.Violation
        message = text_of(shapes, shape, SH.message) or Text(str(shape), str(shape))
        home = sources.home(focus)
        found.append(
            LintFinding(
                _code(shape),
                _SEVERITIES.get(severity, "error"),
                message,
                sources.file(home),
                "" if isinstance(home, BNode) else relative(str(home)),
            )
        )
    return found


def _code(shape: URIRef) -> str:
    return relative(str(shape)).removeprefix("shape/")


# What a file beside the law is refused for when it is read (`lovgraf.law.added`), as findings.

FOREIGN = Text(
    "Normen spørger om noget, som dens slags registrering ikke har",
    "The norm asks of its kind of record what that does not have",
)


def record_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """The norms and routes (or those of some files) whose classes, duties, deadlines rest on facts
    of another type of record."""
    graph, found = sources.graph, []
    for kind in (*KINDS, "AccessRoute"):
        for norm in sorted(graph.subjects(RDF.type, CORE[kind]), key=str):
            file = sources.file(norm) if files is not None else None
            if files is not None and file not in files:
                continue
            for fact in foreign_facts(graph, norm):
                name = relative(str(fact))
                message = Text(f"{FOREIGN.da}: {name}", f"{FOREIGN.en}: {name}")
                where, subject = sources.file(norm), relative(str(norm))
                found.append(LintFinding("other-record-type", "error", message, where, subject))
    return found


def value_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """The dates, periods, numbers and truth values (or those of some files) that cannot be read."""
    found = []
    for node, _, message in unreadable(sources.graph, sources.graph):
        home = sources.home(node)
        file = sources.file(home)
        if files is None or file in files:
            name = "" if isinstance(home, BNode) else relative(str(home))
            found.append(LintFinding("unreadable-value", "error", message, file, name))
    return found

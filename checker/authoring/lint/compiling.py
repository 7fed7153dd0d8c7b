"""Whether the engines can read every class and shape that a norm or route uses."""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.sources import Sources
from lovgraf.conditions.atoms import Codable
from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.readable import Unreadable
from lovgraf.conditions.tree import facts_of, questions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, relative
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactVocabulary

CLASS_PROPERTIES = (
    CORE.addressee,
    CORE.eligible,
    CORE.granted,
    CORE.heldBy,
    CORE.withinReachOf,
    CORE.strikes,
)


def compiler_findings(sources: Sources) -> list[LintFinding]:
    """The classes and shapes in use that no engine reads (errors), or that cannot be turned into
    columns (warnings), each once, and why."""
    graph = sources.graph
    try:
        facts = read_facts(graph)
    except InputError as error:
        return [LintFinding("unreadable-facts", "error", error.message)]
    classes = {c for p in CLASS_PROPERTIES for c in graph.objects(None, p)}
    classes |= set(graph.subjects(RDF.type, CORE.TargetGroup))
    shapes = set(graph.objects(None, CORE.duty))
    found = []
    for node in sorted((n for n in classes | shapes if isinstance(n, URIRef)), key=str):
        problem = _problem(graph, node, node in shapes, facts)
        if problem is not None:
            never = isinstance(problem, Unreadable)
            code = "unreadable" if never else "not-compilable"
            where, subject = sources.file(node), relative(str(node))
            found.append(
                LintFinding(code, "error" if never else "warning", problem.message, where, subject)
            )
    return found


def _problem(graph: Graph, node: Node, shape: bool, facts: FactVocabulary) -> InputError | None:
    """What the compiler says of a class or shape; None where it takes it."""
    # Which constructs can be read does not depend on the type of record.
    reader = (ShaclReader if shape else OwlReader)(graph, facts.record_types, "")
    try:
        if isinstance(reader, ShaclReader):
            reader.readable.check_duty(node)
        condition = reader.condition(node)
        facts.lineage(facts_of(condition))
        Codable(facts).add(questions(condition))
    except InputError as error:
        return error
    return None

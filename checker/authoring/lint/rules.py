"""The rules of the linter: hygiene queries, shapes, what engines and HermiT read, idle norms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.coverage.possible import Possible
from lovgraf.authoring.lint.finding import SEVERITIES, LintFinding, Severity
from lovgraf.authoring.lint.sources import Sources
from lovgraf.conditions.atoms import Codable
from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.from_shacl import ShaclReader
from lovgraf.conditions.readable import Unreadable
from lovgraf.conditions.tree import facts_of, questions
from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE, Text, relative, text_of
from lovgraf.facts.fact_reader import read_facts
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.known_words import unreadable
from lovgraf.law.norms import KINDS, Norm
from lovgraf.law.other_record import foreign_facts
from lovgraf.law.view import Law
from lovgraf.law.well_formed import named_shapes, validate
from lovgraf.reference.hermit import ReasonerError, contradictory, unsatisfiable
from lovgraf.verdicts.program import compile_programs

# Norms that do nothing: nobody can fall under them, whoever does is always lifted out, or another
# norm says just the same.
#
# Looked at is the law on the first day of each norm, and on its last (or today) where that says
# that it does nothing. A norm with more cells than can be listed is passed over.

NEVER = Text(
    "Normen gælder aldrig for nogen: ingen post kan opfylde adressatens betingelser.",
    "The norm never applies to anybody: no record can meet the conditions of its addressee.",
)
SHADOWED = Text(
    "Normen virker aldrig: alle, den gælder for, er fritaget, eller en anden norm går forud.",
    "The norm never has effect: all to whom it applies are exempt, or another norm overrides it.",
)
TWICE = Text(
    "Normen siger det samme om de samme på samme tid som",
    "The norm says the same of the same at the same time as",
)
_NOBODY, _LIFTED = ("never-applies", NEVER), ("shadowed", SHADOWED)
IDLE = {
    frozenset[str](): _NOBODY,
    frozenset({"not-addressed"}): _NOBODY,
    frozenset({"exempt"}): _LIFTED,
    frozenset({"exempt", "not-addressed"}): _LIFTED,
}


def idle_findings(sources: Sources, files: Collection[str] | None = None) -> list[LintFinding]:
    """Every norm with verdicts (or each that some files state) that can never have an effect."""
    law = sources.law
    try:
        norms = [norm for norm in law.norms.values() if norm.judged and norm.in_force.start]
    except InputError:
        return []  # another rule says what is wrong
    suspects: dict[date, list[Norm]] = {}
    for norm in norms:
        if files is not None and sources.file(URIRef(norm.iri)) not in files:
            continue
        start, end = norm.in_force.start, norm.in_force.end
        assert start is not None
        if end is None or end >= start:
            suspects.setdefault(start, []).append(norm)
    today = date.today()
    again: dict[date, list[Norm]] = {}
    for idle, _ in _idle(law, suspects):
        last = idle.in_force.end or max(today, idle.in_force.start or today)
        again.setdefault(last, []).append(idle)
    found = [_finding(sources, n.iri, *IDLE[verdicts]) for n, verdicts in _idle(law, again)]
    return found + [_said_twice(sources, one, other) for one, other in _alike(law, norms)]


def _idle(law: Law, norms: dict[date, list[Norm]]) -> Iterable[tuple[Norm, frozenset[str]]]:
    """The norms that do nothing on a day, with the verdicts that they can give then."""
    for day, some in sorted(norms.items()):
        programs = compile_programs(law.at(day), None, {norm.iri for norm in some})
        for norm in some:
            program = programs.programs.get(norm.iri)
            if program is None:
                continue
            possible = Possible.of(program, programs.facts, day)
            if possible.whole and possible.verdicts in IDLE:
                yield norm, possible.verdicts


def _alike(law: Law, norms: Iterable[Norm]) -> Iterator[tuple[Norm, Norm]]:
    """Norms that agree in all that decides a verdict, and are in force on a common day."""
    lifted: dict[str, set[str]] = {}
    for norm in law.norms.values():
        for other in (*norm.exempts, *norm.overrides):
            lifted.setdefault(other, set()).add(norm.iri)
    groups: dict[object, list[Norm]] = {}
    for norm in norms:
        key = (
            norm.kind, norm.record_type, norm.bearer, norm.addressee, norm.duty, norm.deadlines,
            norm.requires, norm.overrides, frozenset(lifted.get(norm.iri, ())),
        )  # fmt: skip
        groups.setdefault(key, []).append(norm)
    for group in groups.values():
        for pair in combinations(group, 2):
            days = [n.in_force.start for n in pair if n.in_force.start is not None]
            if all(n.in_force.contains(max(days)) for n in pair):
                yield pair


def _said_twice(sources: Sources, one: Norm, other: Norm) -> LintFinding:
    name = relative(one.iri)
    message = Text(f"{TWICE.da} <{name}>.", f"{TWICE.en} <{name}>.")
    return _finding(sources, other.iri, "said-twice", message)


def _finding(sources: Sources, iri: str, code: str, message: Text) -> LintFinding:
    return LintFinding(code, "warning", message, sources.file(URIRef(iri)), relative(iri))


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


# Hygiene rules as SPARQL queries: each row of an answer is a finding.
#
# A query starts with `# code:`, `# severity:`, `# da:` and `# en:`; it selects `?subject` and,
# where it helps, `?detail` or, in words, `?da` and `?en`. A blank node as subject stands for the
# named resource around it.

DIRECTORY = Path(__file__).parent / "hygiene"
_HEADER = re.compile(r"^# (code|severity|da|en): *(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class HygieneQuery:
    """One rule: what it looks for, in both languages, and the query that finds it."""

    code: str
    severity: Severity
    title: Text
    text: str


@cache
def hygiene_queries() -> tuple[HygieneQuery, ...]:
    """The rules in order of their file names. Raises `ValueError` on a header that is not whole."""
    return tuple(_read(path) for path in sorted(DIRECTORY.glob("*.rq")))


def _read(path: Path) -> HygieneQuery:
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    severity = next((s for s in SEVERITIES if s == header.get("severity")), None)
    if severity is None or not {"code", "da", "en"} <= header.keys():
        raise ValueError(f"{path.name}: the header needs code, severity, da and en")
    title = Text(header["da"].strip(), header["en"].strip())
    return HygieneQuery(header["code"].strip(), severity, title, text)


def query_findings(sources: Sources, codes: Collection[str] | None = None) -> list[LintFinding]:
    """Every row of every hygiene query (or of those of some codes), once for each named resource
    and detail."""
    found = []
    for query in hygiene_queries():
        if codes is not None and query.code not in codes:
            continue
        answer = sources.store.query(query.text, base_iri=BASE)
        assert isinstance(answer, ox.QuerySolutions)
        rows = {(_home(sources, row["subject"]), _detail(row)) for row in answer}
        for subject, (da, en) in sorted(rows, key=str):
            title = query.title
            message = Text(f"{title.da}: {da}", f"{title.en}: {en}") if en else title
            name = "" if isinstance(subject, BNode) else relative(str(subject))
            file = sources.file(subject)
            found.append(LintFinding(query.code, query.severity, message, file, name))
    return found


def _home(sources: Sources, node: object) -> Node:
    """The named resource that a row is about; blank nodes keep their names in the store."""
    if isinstance(node, ox.BlankNode):
        return sources.home(BNode(node.value))
    return URIRef(str(getattr(node, "value", "")))


def _detail(row: ox.QuerySolution) -> tuple[str, str]:
    """What the row adds in Danish and English; empty where it adds nothing."""
    plain = _value(row, "detail")
    return _value(row, "da") or plain, _value(row, "en") or plain


def _value(row: ox.QuerySolution, name: str) -> str:
    """One value of a row, with IRIs under the base made short; empty where there is none."""
    try:
        value = row[name]
    except KeyError:
        return ""
    return str(getattr(value, "value", "")).replace(BASE, "")

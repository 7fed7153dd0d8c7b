"""Run every lint rule over a set of files; of a proposal it is linted what it makes of the law, not
the changes by themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.asked import asked_findings, away_findings, meeting_findings
from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.hygiene import query_findings
from lovgraf.authoring.lint.idle_norms import idle_findings
from lovgraf.authoring.lint.rules import (
    compiler_findings,
    reasoner_findings,
    record_findings,
    shape_findings,
    value_findings,
)
from lovgraf.authoring.lint.silence import silence_findings
from lovgraf.authoring.lint.sources import Sources, home_of, read_sources, shown, unformatted
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, relative
from lovgraf.core.turtle import parse_text, read_text
from lovgraf.core.turtle_terms import Triple
from lovgraf.law.graph import proposal_files, shipped_files
from lovgraf.law.participants import stated
from lovgraf.law.store import graph_for_shacl
from lovgraf.proposals import lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of


def is_proposal(path: Path) -> bool:
    """Whether a Turtle file states a proposal. Raises `InputError` where it is not Turtle."""
    graph = parse_text(read_text(path), str(path))
    return (None, RDF.type, CORE.Proposal) in graph


def with_proposals(sources: Sources, paths: Iterable[Path]) -> Sources:
    """Sources with proposals laid over them, one after the other in the order given.

    One that names no day is laid over today's law. Raises `InputError` where one cannot be used.
    """
    law = sources.law
    read = _read(paths)
    for proposal, _ in read.values():
        law = lay_over(law, [proposal], proposal.law_as_of or date.today()).law
    return _sources(sources, read, stated(law.graph))


def each_over(sources: Sources, paths: Iterable[Path]) -> tuple[Sources, Iterator[Sources]]:
    """Sources with what each of some proposals states, as it reads laid over the law by itself;
    and for each by itself the law with it, as far as rules about several norms look.

    In the first, alternatives that change the same norm stand side by side, and the law as it was
    beside them. Each of the others is good until the next is asked for. Raises `InputError` where
    one cannot be used.
    """
    law = sources.law
    across = _across(law.graph)
    read = _read(paths)
    graph = Graph()
    differences: list[Difference] = []
    for path, (proposal, _) in read.items():
        after = lay_over(law, [proposal], proposal.law_as_of or date.today()).law.graph
        named = {s for s in proposal.graph.subjects(unique=True) if isinstance(s, URIRef)}
        queue: list[Node] = sorted(named, key=str)
        for node in queue:
            for triple in after.triples((node, None, None)):
                graph.add(triple)
                if isinstance(triple[2], BNode):
                    queue.append(triple[2])
        own = _across(after)
        differences.append((path, across - own, own - across))
    together = _sources(sources, read, chain(sources.graph, graph))
    return together, _alone(sources, read, across, differences)


def _alone(
    sources: Sources, read: ReadProposals, across: set[Triple], differences: Iterable[Difference]
) -> Iterator[Sources]:
    """Each proposal by itself. One graph is changed from one to the next: proposals change few of
    the triples."""
    law = _sources(sources, {}, across)
    for path, gone, new in differences:
        law.change(gone, new)
        own = {path: read[path]}
        yield law.stated_elsewhere(_texts(sources, own), _stated(sources, own))
        law.change(new, gone)


ACROSS = (
    RDF.type, RDFS.label, CORE.bearer, CORE.inForceFrom, CORE.inForceUntil, CORE.provision,
    CORE.replaces,
)  # fmt: skip
"""What the rules read that hold two norms, or two names, against each other."""


def _across(graph: Graph) -> set[Triple]:
    return set(chain.from_iterable(graph.triples((None, said, None)) for said in ACROSS))


ReadProposals = dict[Path, tuple[Proposal, str]]
"""Proposals that were read, each with its text, by file."""
Difference = tuple[Path, set[Triple], set[Triple]]
"""A proposal's file, and the triples of the law that it removes and adds."""


def _read(paths: Iterable[Path]) -> ReadProposals:
    texts = {path: read_text(path) for path in paths}
    return {path: (proposal_of(text, str(path)), text) for path, text in texts.items()}


def _sources(sources: Sources, read: ReadProposals, triples: Iterable[Triple]) -> Sources:
    """Sources of another graph, to which proposals have added."""
    graph = graph_for_shacl()
    parents: dict[Node, Node] = {}
    for triple in triples:
        graph.add(triple)
        if isinstance(triple[2], BNode):
            parents[triple[2]] = triple[0]
    homes: dict[Node, Node] = {node: home_of(node, parents) for node in parents}
    return Sources(graph, _texts(sources, read), _stated(sources, read), homes)


def _texts(sources: Sources, read: ReadProposals) -> Mapping[Path, str]:
    return {**sources.texts, **{path: text for path, (_, text) in read.items()}}


def _stated(sources: Sources, read: ReadProposals) -> Mapping[Node, Path]:
    stated: dict[Node, Path] = dict(sources.stated_in)
    for path, (proposal, _) in read.items():
        for subject in proposal.graph.subjects(unique=True):
            stated.setdefault(subject, path)
    return stated


UNFORMATTED = Text(
    "Filen er ikke i den faste form; kør formateringen.",
    "The file is not in the fixed form; run the formatter.",
)


def lint(paths: Iterable[Path] = (), reasoner: bool = True) -> list[LintFinding]:
    """Check the shipped law graph and proposals; with `paths`, what is found about those alone.

    Given files are read together with the shipped ones, which they may refer to; a proposal is
    laid over them, and what it makes of the law is checked. `reasoner` False leaves HermiT out.
    Raises `InputError` where a file cannot be read as Turtle.
    """
    given = [path.resolve() for path in paths]
    shipped = [path for path in shipped_files() if path.resolve() not in given]
    changes = [path for path in given if is_proposal(path)]
    # Those given come first: what is wrong with something that other files speak of too is told.
    sources = read_sources([*(path for path in given if path not in changes), *shipped])
    if changes:
        sources = with_proposals(sources, changes)
    if not given:
        found = lint_sources(sources, reasoner=False) + shipped_proposals(sources, reasoner)
        return sorted(found, key=LintFinding.sort_key)
    found = lint_sources(sources, reasoner, given)
    names = {shown(path) for path in given}
    return [finding for finding in found if finding.file is None or finding.file in names]


ALIKE = frozenset({"unique-labels", "version-overlap", "law/versions"})
"""Rules that alternatives to the same law, side by side, cannot but break: each is held against
these by itself."""


def shipped_proposals(sources: Sources, reasoner: bool = True) -> list[LintFinding]:
    """What the files of the shipped proposals state, each laid over the law by itself.

    `reasoner` has HermiT look at the classes of all of them and of the law at once.
    """
    paths = proposal_files()
    together, alone = each_over(sources, paths)
    names = {shown(path) for path in paths}
    texts = {path: together.texts[path] for path in paths}
    found = [LintFinding("format", "error", UNFORMATTED, shown(p)) for p in unformatted(texts)]
    found += value_findings(together, names)
    found += shape_findings(together, files=names) + record_findings(together, names)
    found += _not_said_twice(query_findings(together), found)
    found = [finding for finding in found if finding.code not in ALIKE]
    for own in alone:
        found += shape_findings(own, sources.graph, ALIKE) + query_findings(own, ALIKE)
    found += compiler_findings(together, names)
    found = [finding for finding in found if finding.file in names]
    return found + (reasoner_findings(together) if reasoner else [])


def lint_sources(
    sources: Sources, reasoner: bool = True, about: Collection[Path] | None = None
) -> list[LintFinding]:
    """Every finding about files that have been read (or all about some of them, and more), severe
    ones first."""
    files = None if about is None else {shown(path) for path in about}
    texts = {p: text for p, text in sources.texts.items() if about is None or p in about}
    found = [LintFinding("format", "error", UNFORMATTED, shown(p)) for p in unformatted(texts)]
    found += value_findings(sources, files)
    found += _of(lambda: shape_findings(sources, files=files))
    found += _of(lambda: record_findings(sources, files))
    found += _not_said_twice(_of(lambda: query_findings(sources)), found)
    found += _of(lambda: compiler_findings(sources, files))
    found += _of(lambda: silence_findings(sources, files))
    found += _of(lambda: idle_findings(sources, files))
    found += _of(lambda: asked_findings(sources, files))
    found += _of(lambda: away_findings(sources, files))
    found += _of(lambda: meeting_findings(sources, files))
    found += _not_of_a_shape(_of(lambda: unclear_norms(sources)), found)
    if reasoner:
        found += _of(lambda: reasoner_findings(sources))
    return sorted(found, key=LintFinding.sort_key)


def _of(rule: Callable[[], list[LintFinding]]) -> list[LintFinding]:
    """What a rule finds; where it cannot look at the law, that is what it finds, and the others
    still look."""
    try:
        return rule()
    except InputError as error:
        return [LintFinding("not-looked-at", "error", error.message, error.file)]


def _not_said_twice(more: list[LintFinding], found: list[LintFinding]) -> list[LintFinding]:
    """Without `dangling` where a shape has said of the same thing what is missing."""
    said = _of_shapes(found)
    return [f for f in more if f.code != "dangling" or f.subject not in said]


def unclear_norms(sources: Sources) -> list[LintFinding]:
    """The norms that cannot be read: they state twice what they can have but one of, or have a
    deadline that is none."""
    law = sources.law
    len(law.norms)  # so that they are read
    return [
        LintFinding(error.code, "error", error.message, file, relative(error.norm))
        for error in law.left_out or ()
        for file in [sources.file(URIRef(error.norm))]
    ]


def _not_of_a_shape(more: list[LintFinding], found: list[LintFinding]) -> list[LintFinding]:
    """Without what a shape has said of the same thing."""
    said = _of_shapes(found)
    return [f for f in more if f.subject not in said]


def _of_shapes(found: list[LintFinding]) -> set[str]:
    """The things of which a shape has said something."""
    return {f.subject for f in found if f.code.startswith("law/")}

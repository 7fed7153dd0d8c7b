"""Run every lint rule over a set of files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from rdflib import URIRef

from lovgraf.authoring.lint.asked import asked_findings
from lovgraf.authoring.lint.compiling import compiler_findings
from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.idle import idle_findings
from lovgraf.authoring.lint.proposals import each_over, is_proposal, with_proposals
from lovgraf.authoring.lint.queries import query_findings
from lovgraf.authoring.lint.reasoning import reasoner_findings
from lovgraf.authoring.lint.shapes import shape_findings
from lovgraf.authoring.lint.sources import Sources, read_sources, shown, unformatted
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, relative
from lovgraf.law.graph import proposal_files, shipped_files

UNFORMATTED = Text(
    "Filen er ikke i den faste form; kør formateringen.",
    "The file is not in the fixed form; run the formatter.",
)


def lint(paths: Iterable[Path] = (), reasoner: bool = True) -> list[LintFinding]:
    """Check the shipped law graph and proposals; with `paths`, what is found about those alone.

    Given files are read together with the shipped ones, which they may refer to; a proposal is
    laid over them, and what it makes of the law is checked. `reasoner`
    False leaves HermiT out. Raises `InputError` where a file cannot be read as Turtle.
    """
    given = [path.resolve() for path in paths]
    shipped = [path for path in shipped_files() if path.resolve() not in given]
    changes = [path for path in given if is_proposal(path)]
    sources = read_sources([*shipped, *(path for path in given if path not in changes)])
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
    found += shape_findings(together, files=names)
    found += _not_said_twice(query_findings(together), found)
    found = [finding for finding in found if finding.code not in ALIKE]
    for own in alone:
        found += shape_findings(own, sources.graph, ALIKE) + query_findings(own, ALIKE)
    found += compiler_findings(together)
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
    found += _of(lambda: shape_findings(sources, files=files))
    found += _not_said_twice(_of(lambda: query_findings(sources)), found)
    found += _of(lambda: compiler_findings(sources))
    found += _of(lambda: idle_findings(sources, files))
    found += _of(lambda: asked_findings(sources, files))
    found += _not_of_a_shape(_of(lambda: stated_twice(sources)), found)
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


def stated_twice(sources: Sources) -> list[LintFinding]:
    """The norms that state twice what they can have but one of."""
    law = sources.law
    len(law.norms)  # so that they are read
    return [
        LintFinding("stated-twice", "error", error.message, file, relative(error.norm))
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


def worst(findings: Sequence[LintFinding]) -> str | None:
    """The gravest severity among findings; None where there is none."""
    return min(findings, key=LintFinding.sort_key).severity if findings else None

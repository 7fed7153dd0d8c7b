"""Norms that do nothing: nobody can fall under them, whoever does is always lifted out, or another
norm says just the same.

Looked at is the law on the first day of each norm, and on its last (or today) where that says
that it does nothing. A norm with more cells than can be listed is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations

from rdflib import URIRef

from lovgraf.authoring.lint.coverage.possible import Possible
from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.sources import Sources
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text, relative
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law
from lovgraf.verdicts.program import compile_programs

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

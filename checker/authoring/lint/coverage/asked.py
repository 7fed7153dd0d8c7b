"""Conditions that have to be known of the norms of a batch besides their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lovgraf.authoring.lint.coverage.edges import Limit, limits, probes, values
from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.tree import Condition, questions
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import deadline_facts
from lovgraf.verdicts.program import Program, Programs, lifting, readers
from lovgraf.verdicts.reach import fits, route_condition


def own_atoms(program: Program, facts: FactVocabulary) -> dict[str, Atom]:
    """The atoms of a norm's own questions."""
    return make_atoms((q for c in program.conditions for q in questions(c)), facts)


def own_limits(
    program: Program, facts: FactVocabulary, atoms: Mapping[str, Atom] | None = None
) -> list[Limit]:
    """The limits in a norm's own questions; `atoms` are those of these, where they are made."""
    made = {fact.iri for fact in deadline_facts(program.norm)}
    atoms = own_atoms(program, facts) if atoms is None else atoms
    return limits(program.conditions, atoms, facts, made)


def lifters(view: LawView, norm: Norm) -> list[tuple[Norm, Condition]]:
    """The norms that lift a norm, each with the condition under which it does."""
    return lifting(view, norm, readers(view, norm.record_type)[0])


def routes(view: LawView, program: Program) -> Iterator[tuple[AccessRoute, Condition]]:
    """The routes to what a norm requires, and to what those need, with the condition of each."""
    owl, _ = readers(view, program.norm.record_type)
    queue, seen = [*program.norm.requires], set(program.norm.requires)
    for capability in queue:
        for route in view.routes:
            if capability in route.grants and fits(route, program.norm.record_type):
                path = (capability,)
                yield route, route_condition(view, route, program.norm.record_type, owl, path)
                queue += [need for need in route.needs if need not in seen]
                seen.update(route.needs)


def further(programs: Programs) -> tuple[list[Condition], list[str]]:
    """The conditions that must be answered besides the norms' own, and the facts (by IRI) of which
    the values must be known."""
    found: list[Condition] = []
    known: set[str] = set()
    for program in programs.programs.values():
        for limit in own_limits(program, programs.facts):
            found += probes(limit)
            known.update(values(limit))
        found += [condition for _, condition in lifters(programs.view, program.norm)]
        found += [condition for _, condition in routes(programs.view, program)]
    return found, sorted(known)

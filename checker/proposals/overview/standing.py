"""Where a group stands under a norm on a date: asked of every possible member, not of a sample.

Source: semantics, sections 4 and 6: a cell stands for all records with the same answers, so that
"some" and "all" are said of cells that can occur, never of head-counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, URIRef

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import FALSE, Condition, Not, all_of, any_of, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import CORE, Text, label
from lovgraf.engine.in_memory import Record
from lovgraf.explain.may import entitlements
from lovgraf.facts.fact import Column
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.changed_duty import written
from lovgraf.proposals.overview.certain import Certain
from lovgraf.proposals.validity import ONLY_IMPOSSIBLE
from lovgraf.verdicts.program import Program, Programs, compile_programs, readers

# What is asked of a norm to tell how somebody stands under it, and what the answers mean.

Standing = Literal["obliged", "cannot", "on-request", "exempt", "may", "not-addressed", "open"]
"""How one can stand; who cannot comply, or may ask to be exempt, is obliged too."""


class NormPart(Protocol):
    """Questions of a norm that are asked together; few at a time keep the cells few."""

    def conditions(self) -> list[Condition]:
        """The questions."""

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        """The cells of each standing that the part tells of."""

    def when(self, certain: Certain) -> dict[Standing, Condition]:
        """The same as conditions that ask for no judgment. Raises `NotCompilable`."""


class Open(Struct, frozen=True):
    """Who may: the condition of a permission, a right or an exemption."""

    may: Condition

    def conditions(self) -> list[Condition]:
        return [self.may]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        may, not_ = cells.truth(self.may), cells.falsity(self.may)
        return {"may": may, "not-addressed": not_, "open": ~may & ~not_}

    def when(self, certain: Certain) -> dict[Standing, Condition]:
        may, not_ = certain.holds(self.may), certain.fails(self.may)
        open_ = all_of(Not(may), Not(not_)) if certain.judged(self.may) else FALSE
        return {"may": may, "not-addressed": not_, "open": open_}


class Bound(Struct, frozen=True):
    """Who is addressed, who of them exempt, and who cannot comply."""

    addressed: Condition
    exempt: Condition
    cannot: Condition

    def conditions(self) -> list[Condition]:
        return [self.addressed, self.exempt, self.cannot]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        beyond = cells.falsity(self.addressed)
        exempt = cells.truth(self.addressed) & cells.truth(self.exempt)
        obliged = cells.truth(self.addressed) & cells.falsity(self.exempt)
        return {
            "obliged": obliged,
            "cannot": obliged & cells.truth(self.cannot),
            "exempt": exempt,
            "not-addressed": beyond,
            "open": ~(obliged | exempt | beyond),
        }

    def when(self, certain: Certain) -> dict[Standing, Condition]:
        addressed, beyond = certain.holds(self.addressed), certain.fails(self.addressed)
        exempt = all_of(addressed, certain.holds(self.exempt))
        obliged = all_of(addressed, certain.fails(self.exempt))
        judged = certain.judged(self.addressed, self.exempt)
        return {
            "obliged": obliged,
            "cannot": all_of(obliged, certain.holds(self.cannot)),
            "exempt": exempt,
            "not-addressed": beyond,
            "open": all_of(Not(obliged), Not(exempt), Not(beyond)) if judged else FALSE,
        }


class OnRequest(Struct, frozen=True):
    """Who is bound and may ask to be exempt."""

    addressed: Condition
    exempt: Condition
    may: Condition

    def conditions(self) -> list[Condition]:
        return [self.addressed, self.exempt, self.may]

    def marked(self, cells: CaseSpace) -> dict[Standing, Bools]:
        obliged = cells.truth(self.addressed) & cells.falsity(self.exempt)
        return {"on-request": obliged & cells.truth(self.may)}

    def when(self, certain: Certain) -> dict[Standing, Condition]:
        addressed, exempt = certain.holds(self.addressed), certain.fails(self.exempt)
        return {"on-request": all_of(addressed, exempt, certain.holds(self.may))}


UNSETTLED = Text(
    "Om nogle slags personer kan forekomme, kunne ikke afgøres; derfor siges intet om alle.",
    "Whether some kinds of person can occur could not be told; so nothing is said of all.",
)
NOBODY = Text(
    "Der blev ikke fundet nogen mulig person i gruppen, når der skelnes efter det, reglen "
    "spørger om. Det siger ikke, at ingen er omfattet.",
    "No possible person of the group was found when told apart by what the rule asks. That "
    "does not say that nobody is addressed.",
)


class Group(Struct, frozen=True):
    """A group by IRI, with the condition of being in it."""

    iri: str
    label: Text
    condition: Condition


class GroupStanding(Struct, frozen=True):
    """How the possible members of one group (None: everyone) stand under one norm.

    `every` are the standings that all have, `some` those that some have and others have not.
    `refused` says why it could not be told.
    """

    norm: str
    group: str | None
    every: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    refused: Text | None = None


class Member(Struct, frozen=True):
    """An invented person of a group who stands so, as values by column (as one types them); `why`
    says why none is shown."""

    standing: Standing
    values: tuple[tuple[str, str], ...]
    why: Text | None = None


def groups(view: LawView, record_type: str) -> list[Group]:
    """The target groups of the graph that a type of record can belong to, by IRI."""
    graph = view.law.graph
    owl, _ = readers(view, record_type)
    found = []
    for node in sorted(graph.subjects(RDF.type, CORE.TargetGroup), key=str):
        try:
            condition = owl.condition(URIRef(str(node)))
            facts = [view.law.facts[iri] for iri in facts_of(condition)]
        except InputError:
            continue
        if facts and all(record_type in fact.record_types for fact in facts if fact.record_types):
            found.append(Group(str(node), label(graph, node), condition))
    return found


def duties(view: LawView, record_type: str) -> list[Norm]:
    """The norms in force that give verdicts on a type of record."""
    return view.judged(record_type)


def rights(view: LawView, record_type: str) -> list[Norm]:
    """The permissions, rights and exemptions in force of a type of record."""
    return [view.norms[iri] for iri in entitlements(view, record_type)]


def standing(view: LawView, norm: Norm) -> tuple[GroupStanding, ...]:
    """CaseSpace first, then each group, under one norm; kept in the user's cache by date and norm.

    A norm that cannot be told of (too many combinations, no columns for it) says so in `refused`.
    """
    kept = view.as_of.isoformat(), norm.iri
    return view.law.kept("standing", kept, lambda: tuple(_standing(view, norm)))


def _standing(view: LawView, norm: Norm) -> Iterator[GroupStanding]:
    own = groups(view, norm.record_type)
    found: dict[str | None, GroupStanding] = {None: GroupStanding(norm.iri, None)}
    found |= {group.iri: GroupStanding(norm.iri, group.iri) for group in own}
    try:
        parts = asked(view, norm)
    except InputError as error:
        yield from (replace(one, refused=error.message) for one in found.values())
        return
    for part in parts:
        try:
            everyone = _everyone(view, norm, part, [group.condition for group in own])
        except InputError as error:
            found = {iri: _refused(one, error.message) for iri, one in found.items()}
            continue
        for iri, condition in ((None, None), *((g.iri, g.condition) for g in own)):
            try:
                found[iri] = _with_part(found[iri], everyone, part, condition)
            except InputError as error:
                found[iri] = _refused(found[iri], error.message)
    yield from found.values()


def _with_part(
    found: GroupStanding, everyone: CaseSpace, part: NormPart, group: Condition | None
) -> GroupStanding:
    cells = everyone.seen_by(_needed(part, group))
    inside = _inside(cells, group)
    if not inside.any():
        raise InputError(NOBODY.da, NOBODY.en)
    every: list[str] = []
    some: list[str] = []
    for name, marked in part.marked(cells).items():
        if (marked & inside).any():
            (every if (marked | ~inside).all() else some).append(name)
    if everyone.unsettled:
        # Some kinds of person were neither found nor ruled out: "all" would claim too much.
        if every:
            found = _refused(found, UNSETTLED)
        every, some = [], [*every, *some]
    return replace(found, every=(*found.every, *every), some=(*found.some, *some))


def _refused(found: GroupStanding, why: Text) -> GroupStanding:
    return replace(found, refused=found.refused or why)


@lru_cache(maxsize=64)
def members(view: LawView, norm: Norm, group: str | None) -> tuple[Member, ...]:
    """For each standing that occurs in a group an invented person who has it; what was found is
    remembered, since a reader may want it in another language or form.

    Raises `InputError` where the group is unknown or has too many combinations.
    """
    named = {one.iri: one.condition for one in groups(view, norm.record_type)}
    if group is not None and group not in named:
        raise InputError("Gruppen findes ikke i grafen.", "The graph has no such group.")
    condition = named[group] if group else None
    inside = [condition] if condition is not None else []
    found: list[Member] = []
    for part in asked(view, norm):
        cells = _cells(view, norm, part, inside)
        members = cells.truth(condition) if condition is not None else np.ones(cells.size, np.bool_)
        for name, some in part.marked(cells).items():
            places = np.flatnonzero(some & members)
            if len(places):
                place = cells.partition.doubts.first(cells, places)
                values = () if place is None else _spelled(cells, cells.witness(place))
                why = ONLY_IMPOSSIBLE if place is None else None
                found.append(Member(name, tuple(sorted(values)), why))
    return tuple(found)


def _cells(view: LawView, norm: Norm, part: NormPart, inside: list[Condition]) -> CaseSpace:
    """Cells that tell the whole verdict apart, so that an example has one; where they are too many,
    those that tell the standing."""
    wanted = [*part.conditions(), *inside]
    program = programs_of(view, norm.record_type).programs.get(norm.iri)
    if program is not None:
        with suppress(InputError):
            more = program.conditions
            return _everyone(view, norm, part, [*inside, *more]).seen_by([*wanted, *more])
    return _everyone(view, norm, part, inside).seen_by(wanted)


def _spelled(cells: CaseSpace, record: Record) -> Iterator[tuple[str, str]]:
    """A record as one types it, by column."""
    for iri, state in record.items():
        column = cells.facts[iri]
        if isinstance(column, Column) and state is not None:
            yield column.name, written(state)


@lru_cache(maxsize=4)
def programs_of(view: LawView, record_type: str) -> Programs:
    """The programs of a date, which every norm of it needs."""
    return compile_programs(view, record_type)


def asked(view: LawView, norm: Norm) -> tuple[NormPart, ...]:
    """The questions of one norm. Raises `InputError` where columns cannot express it."""
    if not norm.judged:
        return (Open(entitlements(view, norm.record_type)[norm.iri]),)
    programs = programs_of(view, norm.record_type)
    if norm.iri in programs.refused:
        raise programs.refused[norm.iri]
    program: Program = programs.programs[norm.iri]
    owl, _ = readers(view, norm.record_type)
    schemes = [
        owl.condition(URIRef(one.eligible))
        for one in view.lifting(norm.iri)
        if one.kind == "Exemption" and one.eligible is not None
    ]
    cannot = all_of(Not(program.met), Not(program.reach)) if norm.requires else FALSE
    bound = Bound(program.addressed, program.exempt, cannot)
    if not schemes:
        return (bound,)
    return bound, OnRequest(program.addressed, program.exempt, any_of(*schemes))


def _everyone(view: LawView, norm: Norm, part: NormPart, groups: Iterable[Condition]) -> CaseSpace:
    programs = programs_of(view, norm.record_type)
    nothing = Programs(programs.view, programs.facts)
    also = [*part.conditions(), *groups]
    return possible(nothing, also=also, record_type=norm.record_type)


def _needed(part: NormPart, group: Condition | None) -> list[Condition]:
    return [*part.conditions(), *([group] if group is not None else [])]


def _inside(cells: CaseSpace, group: Condition | None) -> Bools:
    return np.ones(cells.size, np.bool_) if group is None else cells.truth(group)

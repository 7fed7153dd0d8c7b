"""A norm under a changed law: what each kind of change makes of its conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.authoring.lint.coverage.demands import Subject
from lovgraf.conditions.tree import Condition, all_of
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Derived
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import deadline_conditions, deadline_facts
from lovgraf.verdicts.program import Program, Programs, lifted, own_needs, readers
from lovgraf.verdicts.reach import reachable


class Change(Struct, frozen=True):
    """One change of the law: of what (`subject`), which (`name`), and in words."""

    subject: Subject
    name: str
    what: Text

    @property
    def key(self) -> str:
        """A name that stays the same as long as the law says the same."""
        return f"{self.subject.name} {self.name}"


Reading = Callable[[LawView], Condition | None]
"""Reads a condition in the law of a date; None where what it is about is not in force."""


class Mutant(Struct, frozen=True):
    """A norm under a changed law, and the facts that its conditions rest on besides.

    `elsewhere` reads any other condition under that law, where the change can reach one.
    """

    change: Change
    program: Program
    facts: tuple[Derived, ...] = ()
    elsewhere: Callable[[LawView, Reading], Condition | None] | None = None


def changed(
    change: Change,
    program: Program,
    put: Callable[[Condition], Condition],
    facts: tuple[Derived, ...] = (),
) -> Mutant:
    """With each condition turned by `put`, and facts that are computed otherwise."""

    def elsewhere(view: LawView, read: Reading) -> Condition | None:
        condition = read(view)
        return None if condition is None else put(condition)

    return Mutant(change, _everywhere(program, put), facts, elsewhere)


def with_deadlines(change: Change, program: Program, norm: Norm) -> Mutant:
    """With the deadlines of another norm."""
    in_time, pending = deadline_conditions(norm)
    met = all_of(program.duty, in_time)
    new = replace(program, in_time=in_time, met=met, pending=pending)
    return Mutant(change, new, tuple(deadline_facts(norm)))


def without_lifting(change: Change, program: Program, view: LawView) -> Mutant:
    """With the exemptions that a view knows (`WithoutLifting`)."""
    owl, _ = readers(view, program.norm.record_type)
    return Mutant(change, replace(program, exempt=lifted(view, program.norm, owl, ())))


def with_reach(change: Change, program: Program, view: LawView, needs: tuple[str, ...]) -> Mutant:
    """With other capabilities (IRIs) that are required."""
    return Mutant(change, replace(program, reach=_reach(view, program.norm, needs)))


def with_turn(
    change: Change, program: Program, view: LawView, turn: Callable[[LawView], LawView]
) -> Mutant:
    """With the routes of a view that is turned."""
    reach = _reach(turn(view), program.norm, own_needs(program.norm))
    return Mutant(
        change, replace(program, reach=reach), elsewhere=lambda other, read: read(turn(other))
    )


def with_routes(view: LawView, route: AccessRoute, changed: tuple[AccessRoute, ...]) -> LawView:
    """The law of a date with other routes in the place of one that is in force."""
    now = LawView(view.law, view.as_of, view.readers)
    kept = (changed if other is route else (other,) for other in view.routes)
    vars(now)["routes"] = tuple(chain.from_iterable(kept))  # in order: else all would read anew
    return now


def _everywhere(program: Program, change: Callable[[Condition], Condition]) -> Program:
    """A norm with each of its conditions changed."""
    return replace(
        program,
        addressed=change(program.addressed),
        exempt=change(program.exempt),
        duty=change(program.duty),
        in_time=change(program.in_time),
        met=change(program.met),
        pending=change(program.pending),
        reach=change(program.reach),
    )


@dataclass(frozen=True)
class WithoutLifting(LawView):
    """The law on a date without one norm's lifting another (by IRI)."""

    dropped: tuple[str, str] = ("", "")

    def lifting(self, norm: str) -> list[Norm]:
        """The norms that lift a norm, but for the one that is left out."""
        found = super().lifting(norm)
        return [other for other in found if (other.iri, norm) != self.dropped]


def _reach(view: LawView, norm: Norm, needs: tuple[str, ...]) -> Condition:
    owl, _ = readers(view, norm.record_type)
    return all_of(*(reachable(view, need, norm.record_type, owl) for need in needs))


# What became of a change of the law.


class Outcome(Struct):
    """A change, and what became of it: killed (by which scenario), equivalent, or survived."""

    change: Change
    killed_by: str = ""
    equivalent: bool = False
    doubtful: bool = False
    """Whether it was not found out if some record could notice it."""
    pairs: list[tuple[Program, Mutant, Programs]] = field(default_factory=list)
    """Norms that it changes, before and after, as long as no scenario has noticed."""

    @property
    def survived(self) -> bool:
        """Whether no scenario noticed it although one could."""
        return not self.killed_by and not self.equivalent

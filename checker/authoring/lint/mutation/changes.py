"""The changes of a norm's law that are tried, one at a time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.authoring.lint.coverage.asked import routes
from lovgraf.authoring.lint.coverage.demands import Subject, Subjects
from lovgraf.authoring.lint.mutation.mutants import (
    Change,
    Mutant,
    WithoutLifting,
    changed,
    with_deadlines,
    with_reach,
    with_routes,
    with_turn,
    without_lifting,
)
from lovgraf.authoring.lint.mutation.trees import Trees, Variant, Variants
from lovgraf.conditions.tree import Condition
from lovgraf.conditions.words import Words
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Derived, Operand, Ref
from lovgraf.facts.period import Period
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.verdicts.deadlines import deadline_facts
from lovgraf.verdicts.program import Program, own_needs

# What facts become if a period, a number or a day in the definition of one is changed.

NUMBERS = ("years", "month", "day")
DAYS = ("from", "to", "at", "of", "first", "second", "third", "fourth")


class Redefined(Struct, frozen=True):
    """A derived fact with another definition; `names` are the facts that replace others, by IRI."""

    fact: str
    name: str
    what: Text
    facts: tuple[Derived, ...]
    names: Mapping[str, str]


def redefined(
    vocabulary: FactVocabulary, asked: frozenset[str], wanted: Callable[[str], bool]
) -> Iterator[Redefined]:
    """Every change of a wanted derived fact on which some facts rest, with the facts that follow
    it."""
    below = [fact for fact in vocabulary.lineage(asked) if isinstance(fact, Derived)]
    for fact in below:
        if not wanted(fact.iri):
            continue
        for name, what, roles in _changes(fact):
            mark = f"{fact.iri}~{name}"
            changed = {fact.iri: replace(fact, iri=mark, roles=roles)}
            facts = _followed(below, changed, mark)
            yield Redefined(
                fact.iri,
                name,
                what,
                tuple(facts.values()),
                {old: new.iri for old, new in facts.items() if old in asked},
            )


def _followed(below: list[Derived], changed: dict[str, Derived], mark: str) -> dict[str, Derived]:
    """The changed fact with all that rest on it, each under a name of its own."""
    found = dict(changed)
    growing = True
    while growing:
        growing = False
        for fact in below:
            if fact.iri not in found and any(iri in found for iri in fact.operand_facts):
                found[fact.iri] = replace(fact, iri=f"{mark}~{fact.iri}")
                growing = True
    names = {old: new.iri for old, new in found.items()}
    return {
        old: replace(new, roles={role: _named(ops, names) for role, ops in new.roles.items()})
        for old, new in found.items()
    }


def _named(
    operands: tuple[Ref | Operand, ...], names: Mapping[str, str]
) -> tuple[Ref | Operand, ...]:
    return tuple(Ref(names.get(o.iri, o.iri)) if isinstance(o, Ref) else o for o in operands)


def _changes(
    fact: Derived,
) -> Iterator[tuple[str, Text, dict[str, tuple[Ref | Operand, ...]]]]:
    for role, operands in fact.roles.items():
        for place, operand in enumerate(operands):
            for step in (-1, 1):
                value = _moved(fact, role, operand, step)
                if value is None or value == operand:
                    continue
                name = f"{role} {step:+}" if len(operands) == 1 else f"{role} {operand} {step:+}"
                what = Text(
                    f"»{fact.label.da}« med {value} i stedet for {operand}",
                    f'"{fact.label.en}" with {value} instead of {operand}',
                )
                changed = (*operands[:place], value, *operands[place + 1 :])
                yield name, what, {**fact.roles, role: changed}


def _moved(fact: Derived, role: str, operand: Ref | Operand, step: int) -> Operand | None:
    """An operand shifted by one of its units; None where it has none, or not every year a day."""
    if role == "period":
        return moved_period(str(operand), step)
    if role in NUMBERS and isinstance(operand, int):
        number = {key: int(str(fact.roles[key][0])) for key in NUMBERS if key in fact.roles}
        number[role] += step
        days = monthrange(2015, month)[1] if 1 <= (month := number.get("month", 2)) <= 12 else 0
        return number[role] if 1 <= number.get("day", 1) <= days else None
    if role in DAYS and isinstance(operand, date):
        return operand + timedelta(days=step)
    return None


def moved_period(text: str, step: int) -> str | None:
    """A duration longer or shorter by one of its smallest unit; None where that cannot be."""
    try:
        found = Period.parse(text)
    except InputError:
        return None
    days, months = found.days + step * bool(found.days), found.months
    if not found.days:
        months += step
    return None if days < 0 or months < 0 else f"P{months}M{days}D"


# Deadlines that are longer, shorter or start otherwise.


def other_deadlines(deadline: Deadline) -> Iterator[tuple[str, Text, Deadline]]:
    """Each other deadline that is tried in the place of one: its name, in words, and itself."""
    period = deadline.period
    for step in (-1, 1):
        unit = next((u for u in ("bank_days", "days", "months") if getattr(period, u)), "days")
        length = getattr(period, unit) + step
        if length >= 0:
            length_is = Text(f"fristen er {length}", f"the deadline is {length}")
            names = {"bank_days": Text("bankdage", "bank days"), "days": Text("dage", "days"),
                     "months": Text("måneder", "months")}[unit]  # fmt: skip
            what = Text(f"{length_is.da} {names.da}", f"{length_is.en} {names.en}")
            yield (
                f"{unit} {step:+}",
                what,
                replace(deadline, period=replace(period, **{unit: length})),
            )
    if len(deadline.triggers) > 1:
        for trigger in deadline.triggers:
            rest = tuple(other for other in deadline.triggers if other != trigger)
            what = Text("fristen har et udgangspunkt mindre", "the deadline has a trigger less")
            yield f"trigger {trigger} dropped", what, replace(deadline, triggers=rest)


class Candidate(Struct, frozen=True):
    """A change that can be made to a norm, and how: most are noticed before they are needed."""

    change: Change
    make: Callable[[], Mutant]


Wanted = Callable[[str], bool]
"""Whether the changes of a subject (by IRI) are asked for."""


class Changes(Struct):
    """Makes the mutants of programs; the variants of a named condition are made once."""

    subjects: Subjects
    trees: Trees = field(default_factory=Trees)
    _variants: dict[tuple[str, int], tuple[Condition, list[Variant]]] = field(default_factory=dict)

    def of(
        self, program: Program, view: LawView, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """Every change of a norm whose subject is wanted."""
        own = wanted(self.subjects.of(program.norm).iri)
        yield from self._conditions(program, facts, wanted)
        yield from self._facts(program, facts, wanted)
        if own:
            yield from self._deadlines(program)
            yield from self._requirements(program, view)
        yield from self._lifting(program, view, wanted)
        yield from self._routes(program, view, wanted)

    def touched(self, program: Program, view: LawView, facts: FactVocabulary) -> Iterator[Subject]:
        """All that can be changed and be noticed by cases about a norm."""
        own = self.subjects.of(program.norm)
        yield own
        for iri in self._named(program):
            yield self.subjects.named(iri, own.act)
        for fact in facts.lineage(program.facts()):
            if isinstance(fact, Derived):
                yield self.subjects.named(fact.iri, own.act)
        for _, below in _pairs(view, program.norm):
            yield self.subjects.of(below)
        if own_needs(program.norm):
            for route, _ in routes(view, program):
                yield self.subjects.route(route)

    def _named(self, program: Program) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for condition in program.conditions:
            found.update(self.trees.content(condition).named)
        return found

    def _conditions(
        self, program: Program, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """With a class or shape that says something else."""
        subject = self.subjects.of(program.norm)
        for iri, part in self._named(program).items():
            if not wanted(iri):
                continue
            named = self.subjects.named(iri, subject.act)
            for variant in self._of(iri, part, facts):
                change = Change(named, variant.name, variant.what)
                put = partial(self.trees.with_named, iri=iri, part=variant.condition)
                yield Candidate(change, partial(changed, change, program, put))

    def _of(self, iri: str, part: Condition, facts: FactVocabulary) -> list[Variant]:
        key = iri, id(part)
        if key not in self._variants:
            words = Words(self.subjects.law.graph, facts)
            self._variants[key] = part, list(Variants(words).of(part))
        return self._variants[key][1]

    def _facts(
        self, program: Program, facts: FactVocabulary, wanted: Wanted
    ) -> Iterator[Candidate]:
        """With a derived fact that is computed otherwise; deadlines are changed as such."""
        made = {fact.iri for fact in deadline_facts(program.norm)}
        for new in redefined(facts, program.facts(), lambda iri: iri not in made and wanted(iri)):
            subject = self.subjects.named(new.fact, self.subjects.of(program.norm).act)
            change = Change(subject, new.name, new.what)
            put = partial(self.trees.with_facts, names=new.names)
            yield Candidate(change, partial(changed, change, program, put, new.facts))

    def _deadlines(self, program: Program) -> Iterator[Candidate]:
        """With a deadline that is longer, shorter or starts otherwise."""
        norm = program.norm
        for number, deadline in enumerate(norm.deadlines):
            for name, what, new_one in other_deadlines(deadline):
                others = (*norm.deadlines[:number], new_one, *norm.deadlines[number + 1 :])
                new = replace(norm, iri=f"{norm.iri}~{number} {name}", deadlines=others)
                change = Change(self.subjects.of(norm), f"deadline {number} {name}", what)
                yield Candidate(change, partial(with_deadlines, change, program, new))

    def _lifting(self, program: Program, view: LawView, wanted: Wanted) -> Iterator[Candidate]:
        """Without an exemption or override, or an exception to one."""
        for lifter, below in _pairs(view, program.norm):
            if not wanted(self.subjects.of(below).iri):
                continue
            other = self.subjects.of(lifter)
            change = Change(
                self.subjects.of(below),
                f"lifted by {other.name} dropped",
                Text(
                    f"løftes ikke af »{other.label.da}«", f'no longer lifted by "{other.label.en}"'
                ),
            )
            without = WithoutLifting(
                view.law, view.as_of, view.readers, dropped=(lifter.iri, below.iri)
            )
            yield Candidate(change, partial(without_lifting, change, program, without))

    def _requirements(self, program: Program, view: LawView) -> Iterator[Candidate]:
        """Without a capability that is required."""
        needs = own_needs(program.norm)
        for need in needs:
            name = self.subjects.named(need, self.subjects.of(program.norm).act)
            change = Change(
                self.subjects.of(program.norm),
                f"requires {name.name} dropped",
                Text(f"kræver ikke »{name.label.da}«", f'does not require "{name.label.en}"'),
            )
            rest = tuple(other for other in needs if other != need)
            yield Candidate(change, partial(with_reach, change, program, view, rest))

    def _routes(self, program: Program, view: LawView, wanted: Wanted) -> Iterator[Candidate]:
        """With a route that is closed, or that asks for less."""
        needs = own_needs(program.norm)
        if not needs:
            return
        for route in dict.fromkeys(route for route, _ in routes(view, program)):
            if route.origin is not None or not wanted(route.iri):  # carried: as its origin says
                continue
            for name, what, others in self._changed(route):
                turn = partial(with_routes, route=route, changed=others)
                change = Change(self.subjects.route(route), name, what)
                yield Candidate(change, partial(with_turn, change, program, view, turn))

    def _changed(self, route: AccessRoute) -> Iterator[tuple[str, Text, tuple[AccessRoute, ...]]]:
        yield "closed", Text("vejen er lukket", "the route is closed"), ()
        if route.eligible is not None:
            what = Text("vejen er åben for alle", "the route is open to all")
            yield "eligible dropped", what, (replace(route, eligible=None),)
        if self.subjects.law.access.nearby(route) is not None:
            what = Text("vejen er åben fra ethvert sted", "the route is open from everywhere")
            yield "place dropped", what, (replace(route, place=None),)
        for need in route.needs:
            name = self.subjects.named(need, route.iri)
            what = Text(f"kræver ikke »{name.label.da}«", f'does not need "{name.label.en}"')
            rest = tuple(other for other in route.needs if other != need)
            yield f"need {name.name} dropped", what, (replace(route, needs=rest),)


def _pairs(view: LawView, norm: Norm) -> list[tuple[Norm, Norm]]:
    """Each norm that lifts a norm, or lifts one of those, with the one that it lifts."""
    found: dict[tuple[str, str], tuple[Norm, Norm]] = {}
    queue = [norm]
    for below in queue:
        for lifter in view.lifting(below.iri):
            if (lifter.iri, below.iri) not in found:
                found[lifter.iri, below.iri] = (lifter, below)
                queue.append(lifter)
    return list(found.values())

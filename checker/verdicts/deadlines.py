"""Deadlines as facts and conditions.

For a deadline with triggers t and period P, `due` is the latest t plus P (before an event: minus
P), and `end` the first day from then on that is not closed. Where general law is read in two ways,
`end` is that of the narrower reading and `end-at-most` that of the wider. The facts that are made
for it have IRIs below the norm's; they are computed by the same operators as all others.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    Condition,
    Count,
    Leaf,
    Not,
    OneOf,
    Range,
    all_of,
    any_of,
)
from lovgraf.core.terms import Text
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.fact import AS_OF, Datatype, Derived, Operand, Ref
from lovgraf.facts.operator import Operator
from lovgraf.facts.operators.add_period import AddPeriod
from lovgraf.facts.operators.bank_days_between import BankDaysBetween
from lovgraf.facts.operators.days_between import DaysBetween
from lovgraf.facts.operators.happened_by import HappenedBy
from lovgraf.facts.operators.latest_of import LatestOf
from lovgraf.facts.operators.next_open_day import NextOpenDay
from lovgraf.law.deadlines import Deadline
from lovgraf.law.norms import Norm

TRIGGER, DUE, END, END_AT_MOST = "trigger", "due", "end", "end-at-most"
_AT_MOST = Text(
    "efter den læsning, der giver længst tid", "by the reading that gives the most time"
)
_LABELS = {
    TRIGGER: Text("fristens udgangspunkt", "what starts the deadline"),
    "counted": Text("fristens udløb, talt fra dagen efter", "the end, counted from the day after"),
    DUE: Text("fristens sidste dag", "the deadline's last day"),
    END: Text("fristens udløb", "the end of the deadline"),
    "started": Text("fristen er begyndt at løbe", "the deadline has started to run"),
    "done": Text("det er sket", "it has been done"),
    "late": Text(
        "dage fra fristens udløb, til det skete",
        "days from the end of the deadline until it was done",
    ),
    "over": Text(
        "dage fra fristens udløb til i dag", "days from the end of the deadline until today"
    ),
    "bank-late": Text(
        "bankdage fra fristens udgangspunkt, til det skete",
        "bank days from what starts the deadline until it was done",
    ),
    "bank-over": Text(
        "bankdage fra fristens udgangspunkt til i dag",
        "bank days from what starts the deadline until today",
    ),
}
_YES = OneOf(frozenset({True}))


def deadline_iri(norm: Norm, number: int, name: str) -> str:
    """The IRI of a fact that a deadline makes."""
    return f"{norm.iri}/deadline/{number}/{name}"


def deadline_facts(norm: Norm) -> list[Derived]:
    """The derived facts of a norm's deadlines."""
    return [
        fact
        for number, deadline in enumerate(norm.deadlines)
        for fact in _Making(norm, number, deadline).facts()
    ]


class _Making(Struct, frozen=True):
    """Makes the facts of one deadline."""

    norm: Norm
    number: int
    deadline: Deadline

    def facts(self) -> Iterator[Derived]:
        """The facts, each after those that it is made of."""
        deadline = self.deadline
        triggers = tuple(map(Ref, deadline.triggers))
        yield self.fact(TRIGGER, "date", LatestOf, of=triggers)
        yield self.fact("started", "boolean", HappenedBy, of=(self.made(TRIGGER),))
        if deadline.performed_on:
            yield self.fact("done", "boolean", HappenedBy, of=(Ref(deadline.performed_on),))
        if deadline.period.bank_days:
            yield from self.bank_days()
            return
        yield from self.days()
        for end, suffix in _ends(deadline):
            yield self.fact(
                f"over{suffix}", "integer", DaysBetween, from_=(self.made(end),), to=(AS_OF,)
            )
            if deadline.performed_on:
                done = Ref(deadline.performed_on)
                yield self.fact(
                    f"late{suffix}", "integer", DaysBetween, from_=(self.made(end),), to=(done,)
                )

    def days(self) -> Iterator[Derived]:
        """The last day as the period gives it, and where closed days move it to."""
        closing = self.deadline.closing
        period = self.deadline.period
        text = (period.backwards if self.deadline.before_event else period).text
        counted = DUE
        if closing and closing.earlier:
            counted = "counted"
            earlier = f"-P{closing.earlier.days}D"
            yield self.fact(DUE, "date", AddPeriod, of=(self.made(counted),), period=(earlier,))
        yield self.fact(counted, "date", AddPeriod, of=(self.made(TRIGGER),), period=(text,))
        if closing and closing.certain:
            yield self.opened(END, DUE, closing.certain, closing.certain_by)
        if closing and closing.possible and closing.open_point:
            # What is closed by the narrower reading is closed by the wider one too.
            first = _first_end(self.deadline)
            yield self.opened(END_AT_MOST, first, closing.possible, closing.possible_by)

    def bank_days(self) -> Iterator[Derived]:
        """Only whole bank days before the day in question count against a longest time."""
        before: dict[str, tuple[Ref | Operand, ...]]
        before = {} if self.deadline.at_least else {"before": (True,)}
        ends = [("bank-over", AS_OF)]
        if self.deadline.performed_on:
            ends.append(("bank-late", Ref(self.deadline.performed_on)))
        for name, to in ends:
            yield self.fact(
                name,
                "integer",
                BankDaysBetween,
                self.deadline.calendar,
                from_=(self.made(TRIGGER),),
                to=(to,),
                **before,
            )

    def opened(self, name: str, of: str, calendar: Calendar, by: Text | None) -> Derived:
        """A day moved past closed days, defined by the sources that say so."""
        made = self.fact(name, "date", NextOpenDay, calendar, of=(self.made(of),))
        return replace(made, definition=by)

    def made(self, name: str) -> Ref:
        """Another of the facts."""
        return Ref(deadline_iri(self.norm, self.number, name))

    def fact(
        self,
        name: str,
        datatype: Datatype,
        operator: type[Operator],
        calendar: Calendar | None = None,
        **roles: tuple[Ref | Operand, ...],
    ) -> Derived:
        """One fact; `from_` stands for the role `from`."""
        return Derived(
            deadline_iri(self.norm, self.number, name),
            _label(name),
            None,
            datatype,
            frozenset({self.norm.record_type}),
            operator=operator.name,
            roles={role.rstrip("_"): operands for role, operands in roles.items()},
            calendar=calendar,
        )


def _label(name: str) -> Text:
    plain = name.removesuffix("-at-most")
    found = _LABELS[plain]
    if plain == name:
        return found
    return Text(f"{found.da} ({_AT_MOST.da})", f"{found.en} ({_AT_MOST.en})")


def ends_of(norm: Norm) -> list[str]:
    """The facts (IRIs) with the ends of a norm's deadlines, by each reading; none in bank days."""
    return [
        deadline_iri(norm, number, name)
        for number, deadline in enumerate(norm.deadlines)
        if not deadline.period.bank_days
        for name, _ in _ends(deadline)
    ]


def ends(norm: Norm, number: int) -> tuple[str, str]:
    """The facts (IRIs) with the end of a deadline that is not in bank days: by the narrower reading
    of how it is counted, and by the wider; where there is one reading, the same."""
    found = [deadline_iri(norm, number, name) for name, _ in _ends(norm.deadlines[number])]
    return found[0], found[-1]


def _first_end(deadline: Deadline) -> str:
    """The fact with the end by the narrower reading, which may be the last day itself."""
    return END if deadline.closing and deadline.closing.certain else DUE


def _ends(deadline: Deadline) -> list[tuple[str, str]]:
    """The facts with the ends of the deadline, and what the facts on each are called by."""
    found = [(_first_end(deadline), "")]
    return [*found, (END_AT_MOST, "-at-most")] if deadline.open_point else found


def deadline_conditions(norm: Norm) -> tuple[Condition, Condition]:
    """When a duty was done in time, and when it may still be done (`pending`).

    Without a deadline every time is in time, and nothing is pending.
    """
    if not norm.deadlines:
        return TRUE, FALSE
    found = [_conditions(norm, number, deadline) for number, deadline in enumerate(norm.deadlines)]
    in_time, late, still_open = zip(*found, strict=True)
    return all_of(*in_time), all_of(Not(any_of(*late)), any_of(*still_open))


def _conditions(
    norm: Norm, number: int, deadline: Deadline
) -> tuple[Condition, Condition, Condition]:
    """Met in time, done too late (or too early), and still open."""

    def leaf(name: str, test: OneOf | Range) -> Condition:
        return Leaf(deadline_iri(norm, number, name), test)

    def passed(name: str, test: Range) -> Condition:
        """That a day lies so long after the end, by the reading that holds."""
        if deadline.period.bank_days:
            return leaf(f"bank-{name}", test)
        narrow, point = leaf(name, test), deadline.open_point
        if point is None:
            return narrow
        return all_of(narrow, any_of(leaf(f"{name}-at-most", test), Not(Leaf(point, _YES))))

    def not_passed(name: str, test: Range) -> Condition:
        """That it does not, said without a double negation."""
        narrow, point = passed(name, test), deadline.open_point
        if point is None or deadline.period.bank_days:
            return Not(narrow)
        wide = leaf(f"{name}-at-most", test)
        return any_of(Not(leaf(name, test)), all_of(Not(wide), Leaf(point, _YES)))

    def short_of(test: Range) -> Condition:
        """That it was done before the end, by the reading that holds."""
        if deadline.period.bank_days:
            return leaf("bank-late", test)
        narrow, point = leaf("late", test), deadline.open_point
        if point is None:
            return narrow
        return all_of(leaf("late-at-most", test), any_of(narrow, Leaf(point, _YES)))

    last = deadline.period.bank_days
    # The last of n bank days is over once n of them lie wholly before the day in question.
    after = Range(low=last, low_included=bool(last and not deadline.at_least))
    still = not_passed("over", after)
    if not deadline.before_event:  # one that ends before its event does not wait for it
        still = any_of(Not(leaf("started", _YES)), still)
    if deadline.performed_on is None:
        return TRUE, FALSE, still
    if deadline.at_least:
        done = Count(deadline.performed_on)
        early = short_of(Range(high=last, high_included=False))
        return passed("late", Range(low=last)), early, Not(done)
    done_by_now, in_time = leaf("done", _YES), not_passed("late", after)
    return all_of(done_by_now, in_time), all_of(done_by_now, passed("late", after)), still

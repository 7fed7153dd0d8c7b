"""Deadlines as facts and conditions.

For a deadline with triggers t and period P, `due` is the latest t plus P. The facts that are made
for it have IRIs below the norm's; they are computed by the same operators as all others.
"""

from __future__ import annotations

from checker.conditions.tree import (
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
from checker.law.norms import Deadline, Norm
from checker.records.facts import AS_OF, Datatype, Derived, Operand, Ref
from checker.terms import Text

_LABELS = {
    "trigger": Text("fristens udgangspunkt", "what starts the deadline"),
    "due": Text("fristens udløb", "the deadline's last day"),
    "started": Text("fristen er begyndt at løbe", "the deadline has started to run"),
    "done": Text("det er sket", "it has been done"),
    "late": Text(
        "dage fra fristens udløb, til det skete", "days from the deadline until it was done"
    ),
    "over": Text("dage fra fristens udløb til i dag", "days from the deadline until today"),
}


def deadline_iri(norm: Norm, number: int, name: str) -> str:
    """The IRI of a fact that a deadline makes."""
    return f"{norm.iri}/deadline/{number}/{name}"


def deadline_facts(norm: Norm) -> list[Derived]:
    """The derived facts of a norm's deadlines."""
    found: list[Derived] = []
    for number, deadline in enumerate(norm.deadlines):
        found += _facts(norm, number, deadline)
    return found


def _facts(norm: Norm, number: int, deadline: Deadline) -> list[Derived]:
    def fact(
        name: str, datatype: Datatype, operator: str, **roles: tuple[Ref | Operand, ...]
    ) -> Derived:
        named = {role.rstrip("_"): operands for role, operands in roles.items()}
        return Derived(
            deadline_iri(norm, number, name),
            _LABELS[name],
            None,
            datatype,
            frozenset({norm.record_type}),
            operator=operator,
            roles=named,
        )

    def made(name: str) -> Ref:
        return Ref(deadline_iri(norm, number, name))

    period = deadline.period
    text = f"P{period.months}M{period.days}D"
    facts = [
        fact("trigger", "date", "LatestOf", of=tuple(map(Ref, deadline.triggers))),
        fact("started", "boolean", "HappenedBy", of=(made("trigger"),)),
    ]
    before: dict[str, tuple[Ref | Operand, ...]] = {}
    if period.bank_days:
        start, operator = "trigger", "BankDaysBetween"
        before = {} if deadline.at_least else {"before": (True,)}
    else:
        facts.append(fact("due", "date", "AddPeriod", of=(made("trigger"),), period=(text,)))
        start, operator = "due" if period.months else "trigger", "DaysBetween"
    facts.append(fact("over", "integer", operator, from_=(made(start),), to=(AS_OF,), **before))
    if deadline.performed_on:
        done = Ref(deadline.performed_on)
        facts.append(fact("done", "boolean", "HappenedBy", of=(done,)))
        facts.append(fact("late", "integer", operator, from_=(made(start),), to=(done,), **before))
    return facts


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

    yes = OneOf(frozenset({True}))
    period = deadline.period
    last = period.bank_days or (0 if period.months else period.days)
    # The last of n bank days is over once n of them lie wholly before the day in question.
    after = Range(low=last, low_included=bool(period.bank_days and not deadline.at_least))
    still = any_of(Not(leaf("started", yes)), Not(leaf("over", after)))
    if deadline.performed_on is None:
        return TRUE, FALSE, still
    if deadline.at_least:
        done = Count(deadline.performed_on)
        early = leaf("late", Range(high=last, high_included=False))
        return leaf("late", Range(low=last)), early, Not(done)
    done_by_now, late = leaf("done", yes), leaf("late", after)
    too_late = all_of(done_by_now, late)
    return all_of(done_by_now, Not(late)), too_late, still

"""Deadlines that are longer, shorter or start otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lovgraf.core.terms import Text
from lovgraf.law.norms import Deadline


def other_deadlines(deadline: Deadline) -> Iterator[tuple[str, Text, Deadline]]:
    """Each other deadline that is tried in the place of one: its name, in words, and itself."""
    period = deadline.period
    for step in (-1, 1):
        unit = next((u for u in ("bank_days", "days", "months") if getattr(period, u)), "days")
        length = getattr(period, unit) + step
        if length >= 0:
            said = Text(f"fristen er {length}", f"the deadline is {length}")
            names = {"bank_days": Text("bankdage", "bank days"), "days": Text("dage", "days"),
                     "months": Text("måneder", "months")}[unit]  # fmt: skip
            what = Text(f"{said.da} {names.da}", f"{said.en} {names.en}")
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

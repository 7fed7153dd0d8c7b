"""A deadline on one record: was it done in time, too late, or may it still be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from lovgraf.facts.values import State
from lovgraf.law.norms import Deadline
from lovgraf.reference.dates import end_of


class Kept(NamedTuple):
    """What one deadline says of a record.

    `in_time` and a shape that holds make the duty fulfilled; `late` breaks it for good; `open`
    leaves it pending while it is not fulfilled.
    """

    in_time: bool
    late: bool
    open: bool


def keep(deadline: Deadline, state: Callable[[str], State], as_of: date) -> Kept:
    """What a deadline says, where every fact of it is known.

    The period runs from the latest trigger that happened; a trigger or performance after `as_of`
    has not happened yet, but for the earliest day of an at-least deadline, which may be agreed
    ahead. Where general law is read in two ways, the judgment fact says which holds.
    """
    triggers = [day for iri in deadline.triggers if isinstance(day := state(iri), date)]
    trigger = max(triggers, default=None)
    widest = deadline.open_point is None or state(deadline.open_point) is True
    due = None if trigger is None else end_of(deadline, trigger, widest)
    waiting = trigger is None or due is None or trigger > as_of or as_of <= due
    if deadline.performed_on is None:
        return Kept(True, False, waiting)
    performed = state(deadline.performed_on)
    done = performed if isinstance(performed, date) else None
    if deadline.at_least:
        in_time = done is not None and due is not None and done >= due
        early = done is not None and due is not None and done < due
        return Kept(in_time, early, done is None)
    if done is None or done > as_of:
        return Kept(False, False, waiting)
    late = due is not None and done > due
    return Kept(not late, late, waiting)

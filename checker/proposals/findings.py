"""What was found of proposals on the law of a day, as plain data.

It is kept between runs, and read again without what it takes to find it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lovgraf.core.terms import Text
from lovgraf.proposals.changes import Change, Group
from lovgraf.proposals.gap import Gap


@dataclass(frozen=True)
class Kinds:
    """How many of the `of` kinds of persons of a group (None: everyone) a change begins to address,
    and ceases to."""

    change: Change
    group: Group | None
    begins: int
    ends: int
    of: int


@dataclass(frozen=True)
class OutcomeFound:
    """What a proposal claims for a group and what was found; `group_label` names it."""

    group: str
    group_label: Text
    expected: str
    found: str | None

    @property
    def agrees(self) -> bool | None:
        """Whether the claim is what was found; None where that is not known."""
        return None if self.found is None else self.expected == self.found


@dataclass(frozen=True)
class Findings:
    """What was found.

    `examined` are the codes of the gaps that were looked for, `not_examined` the other kinds of gap
    (IRIs) that the graph names; `kinds` tells which kinds of persons each change begins and ceases
    to address; `outcomes` are what the proposals claim, beside what was found; `left_out` says
    what could not be looked at, and why.
    """

    gaps: tuple[Gap, ...]
    notes: tuple[Text, ...]
    examined: frozenset[str]
    not_examined: tuple[str, ...]
    kinds: tuple[Kinds, ...]
    outcomes: tuple[OutcomeFound, ...]
    left_out: tuple[Text, ...] = ()

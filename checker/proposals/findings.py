"""The findings on proposals under the law of a day, as plain data.

It is kept between runs, and read again without what it takes to find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from lovgraf.core.terms import Text
from lovgraf.proposals.changes import Change, Group
from lovgraf.proposals.gap import Gap


class Kinds(Struct, frozen=True):
    """How many of the `of` kinds of persons of a group (None: everyone) a change begins to address,
    and ceases to."""

    change: Change
    group: Group | None
    begins: int
    ends: int
    of: int


GainKind = Literal[
    "released", "exempt", "more-time", "less-asked", "as-far-as-possible", "less-punished",
    "may", "may-ask", "able", "easier",
]  # fmt: skip
GAINS: tuple[GainKind, ...] = get_args(GainKind)
"""How somebody can be better off: by a duty that ends or is lifted or eased, by what one may do or
ask for, by what one can get."""


class Gain(Struct, frozen=True):
    """Who is better off by proposals, and how: `about` is a norm or what a way leads to (an IRI),
    called `name`; `alike` are the names of other norms by which the same is so.

    `who` says in words who that is; `witness` is an invented person among them, values by canonical
    column name, and `verdict` what the norm says of that person with the proposals; `cells` of
    the `of` kinds of persons that the question tells apart gain, some of each of the `groups`
    (IRIs, with their names). `bearer` is who is bound (an IRI), where that is not the subject of
    the record; `given` are documents that they must have and of which no record tells.
    """

    kind: GainKind
    about: str
    name: Text
    record_type: str
    who: Text
    witness: Mapping[str, str]
    verdict: str | None
    cells: int
    of: int
    groups: tuple[str, ...] = ()
    group_names: tuple[Text, ...] = ()
    bearer: str | None = None
    alike: tuple[Text, ...] = ()
    given: tuple[Text, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "gain": self.kind,
            "about": self.about,
            "title": self.name.as_dict(),
            "type": self.record_type,
            "who": self.who.as_dict(),
            "witness": dict(self.witness),
            "verdict": self.verdict,
            "cells": self.cells,
            "of": self.of,
            "groups": list(self.groups),
            "bearer": self.bearer,
            "alike": [name.as_dict() for name in self.alike],
            "given": [name.as_dict() for name in self.given],
        }


class OutcomeFound(Struct, frozen=True):
    """What a proposal claims for a group and what was found; `group_label` names it."""

    group: str
    group_label: Text
    expected: str
    found: str | None

    @property
    def agrees(self) -> bool | None:
        """Whether the claim is what was found; None where that is not known."""
        return None if self.found is None else self.expected == self.found


class Findings(Struct, frozen=True):
    """What was found.

    `examined` are the codes of the gaps that were looked for, `not_examined` the other kinds of gap
    (IRIs) that the graph names; `kinds` tells which kinds of persons each change begins and ceases
    to address, `gains` who is better off; `outcomes` are what the proposals claim, beside what was
    found; `left_out` says what could not be looked at, and why.
    """

    gaps: tuple[Gap, ...]
    notes: tuple[Text, ...]
    examined: frozenset[str]
    not_examined: tuple[str, ...]
    kinds: tuple[Kinds, ...]
    outcomes: tuple[OutcomeFound, ...]
    left_out: tuple[Text, ...] = ()
    gains: tuple[Gain, ...] = ()

"""An invented record that belongs to a class on a date, and the nearest one that does not.

Source: semantics, section 6: made of the cells that can occur, so both pass the shapes of record
quality, and asked of every class alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from rdflib import URIRef

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.refusal import NotCompilable
from lovgraf.law.view import LawView
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.changed_duty import spelled
from lovgraf.verdicts.program import Programs, readers

MOST = 20_000
"""Cells to look through for an example; a class that needs more has none."""
Values = tuple[tuple[str, str], ...]


class Membership(Struct, frozen=True):
    """A type of record, and one of it inside and outside a class as values by column (as typed).

    None where none was found: nobody belongs, or everybody does.
    """

    record_type: str
    inside: Values | None
    outside: Values | None

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "record_type": self.record_type,
            "inside": self.inside and dict(self.inside),
            "outside": self.outside and dict(self.outside),
        }


def membership(view: LawView, name: str, record_types: Sequence[str]) -> Membership | None:
    """The example of the first of some types of record that a class (by IRI) can be asked of.

    None where columns cannot express the class, or too many combinations would have to be tried.
    Kept in the user's cache by date and class.
    """
    parts = view.as_of.isoformat(), name, *record_types
    return view.law.kept("membership", parts, lambda: _first(view, name, record_types))


def _first(view: LawView, name: str, record_types: Sequence[str]) -> Membership | None:
    for record_type in record_types:
        try:
            found = _membership(view, name, record_type)
        except (InputError, NotCompilable):
            continue
        if found is not None:
            return found
    return None


def _membership(view: LawView, name: str, record_type: str) -> Membership | None:
    owl, _ = readers(view, record_type)
    condition = owl.condition(URIRef(name))
    facts = [view.law.facts[iri] for iri in facts_of(condition)]
    if not facts or not all(record_type in one.record_types for one in facts if one.record_types):
        return None
    nothing = Programs(view, view.law.facts)
    cells = possible(nothing, also=[condition], limit=MOST, record_type=record_type)
    cells = cells.seen_by([condition])
    inside = cells.truth(condition)
    member = _first_of(cells, inside)
    other = _nearest(cells, cells.falsity(condition), member or 0)
    if member is None and other is None:
        return None
    return Membership(record_type, _values(cells, member), _values(cells, other))


def _first_of(cells: CaseSpace, wanted: Bools) -> int | None:
    """One of some cells whose witness does not contradict itself."""
    places = np.flatnonzero(wanted)
    if not len(places):
        return None
    return cells.partition.doubts.first(cells, places)


def _nearest(cells: CaseSpace, wanted: Bools, cell: int) -> int | None:
    """Of some cells the one that differs from a cell on the fewest axes."""
    places = np.flatnonzero(wanted)
    if not len(places):
        return None
    if not cells.axes:
        return cells.partition.doubts.first(cells, places)
    there, here = np.unravel_index(places, cells.shape), np.unravel_index(cell, cells.shape)
    apart = sum((a != b).astype(np.int64) for a, b in zip(there, here, strict=True))
    return cells.partition.doubts.first(cells, places[np.argsort(apart, kind="stable")])


def _values(cells: CaseSpace, cell: int | None) -> Values | None:
    if cell is None:
        return None
    return tuple(spelled(cells.witness(cell), cells.facts).items())

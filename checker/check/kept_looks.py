"""What a norm looked at of cells in earlier runs.

Finding it out takes some milliseconds a norm, whatever the rows, and a register has tomorrow the
kinds of cells that it has today. It is facts and places of kinds, and nothing that a row says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from lovgraf.check.row_names import name_of
from lovgraf.core.cache import Answers
from lovgraf.engine.cell_views import Look, View
from lovgraf.verdicts.alike import Beside

_BYTES = 500
"""Bytes that a look takes in the cache, about."""


class KeptLooks(Struct, frozen=True):
    """Looks of a norm; `answers` are those that are kept (None where nothing is), `norm` tells it
    from all others, and how it reads the table."""

    answers: Answers | None
    norm: bytes | None

    def of(self, view: View, kinds: Sequence[bytes], removed: frozenset[str]) -> Sequence[Look]:
        """What is looked at of rows that are judged without some columns (by IRI), given the names
        of the kinds of cells in the view."""
        if self.answers is None or self.norm is None:
            return view.looks(removed)
        entry = name_of((self.norm, b"".join(kinds), removed))
        known = self.answers.get(entry)
        if known is not None:
            return [_look(told, len(kinds)) for told in known]
        found = view.looks(removed)
        self.answers.add(entry, [_told(one) for one in found], _BYTES * (len(found) + 1))
        return found


def _told(look: Look) -> tuple[Any, ...]:
    """A look as plain values."""
    beside = tuple(look.beside.days), tuple(look.beside.names)
    return look.keys, tuple(look.facts), beside, tuple(look.where)


def _look(told: tuple[Any, ...], size: int) -> Look:
    """The same back, of so many kinds."""
    keys, facts, (days, names), where = told
    beside = Beside(frozenset(days), frozenset(names))
    return Look(keys, frozenset(facts), beside, frozenset(where), size)

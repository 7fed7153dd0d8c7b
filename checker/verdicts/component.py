"""Atoms that are completed together, since they rest on the same columns."""

from __future__ import annotations

from dataclasses import dataclass

from lovgraf.verdicts.knowledge import Knowledge


@dataclass(frozen=True)
class Ground:
    """What a part of a component is judged by: all that a record says of facts `below`, what is
    known `beside` that, and which facts are `asked` for (by IRI)."""

    below: frozenset[str]
    beside: Knowledge
    asked: frozenset[str]


@dataclass(frozen=True)
class Component:
    """Atoms that rest on the same columns: those to complete, and all of them; sorted. They have a
    `ground` of their own where they are a part of more."""

    live: tuple[str, ...]
    keys: tuple[str, ...]
    ground: Ground | None = None

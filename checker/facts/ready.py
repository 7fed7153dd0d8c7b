"""Facts that a table holds ready-made, so that they need not be computed from columns."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Ready(Struct, frozen=True):
    """What a table holds ready-made, by the name of the column that holds it.

    `values` of derived facts (by IRI), `classes` of atoms (by key), and whether a record
    `violates` a question of record quality.
    """

    values: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    violations: dict[Any, str] = field(default_factory=dict)

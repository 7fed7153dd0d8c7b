"""Rows as arrays, with what is kept of each beside its words."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from lovgraf.engine.batch_arrays import Batch


class Piece(Struct, frozen=True):
    """Rows as arrays; `kept` is what is carried of each, by name; `doubtful` says which rows are
    (None: none), `raw` are those as they stand in the source, by SQL name."""

    batch: Batch
    kept: dict[str, Any]
    doubtful: Any
    raw: dict[str, Any]


class Parted(Struct, frozen=True):
    """A piece of a file with its rows parted by their types: the places of those of each type
    among the `size` rows of the piece, and their arrays; None for a type that no row has."""

    size: int
    of_types: tuple[tuple[Any, Piece] | None, ...]

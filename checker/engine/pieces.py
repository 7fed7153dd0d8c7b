"""Rows as arrays, with what is kept of each beside its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lovgraf.engine.batch_arrays import Batch


@dataclass(frozen=True)
class Piece:
    """Rows as arrays; `kept` is what is carried of each, by name; `doubtful` says which rows are
    (None: none), `raw` are those as they stand in the source, by SQL name."""

    batch: Batch
    kept: dict[str, Any]
    doubtful: Any
    raw: dict[str, Any]

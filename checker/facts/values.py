"""The three states of a fact: a value, NONE (known not to exist), or unknown (None)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final


class _None(Enum):
    NONE = "none"

    def __repr__(self) -> str:
        return "NONE"


NONE: Final = _None.NONE
"""Known not to exist: the event did not happen, the list is empty."""

Value = bool | int | Decimal | float | date | str | tuple[str, ...]
"""A typed value; several codes are a tuple of notations."""

State = Value | _None | None
"""A value, NONE, or unknown (Python's None)."""

NONE_SUFFIX: Final = "__none"
"""In a table, a boolean column `left_on__none` says where `left_on` certainly has no value."""

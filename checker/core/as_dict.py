"""Data classes of both kinds as dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from msgspec import Struct


def asdict(value: object) -> dict[str, Any]:
    """The fields of a data class by name, and so on within them, as `dataclasses.asdict` has it of
    its own kind."""
    return {name: _plain(getattr(value, name)) for name in _names(value) or ()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        parts = [_plain(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value if _names(value) is None else asdict(value)


def _names(value: object) -> Iterable[str] | None:
    """The fields of a data class; None of what is none."""
    if isinstance(value, Struct):
        return value.__struct_fields__
    if is_dataclass(value):
        return [field.name for field in fields(value)]
    return None

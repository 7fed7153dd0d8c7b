"""Hashes of values in SQL."""

from __future__ import annotations

_HALF = (1 << 64) - 1


def halves(text: str) -> tuple[str, str]:
    """SQL of the two halves of the 128-bit hash (MD5) of a text, as 64-bit numbers.

    The engine's own `md5_number_lower` and `md5_number_upper` cost seven times as much.
    """
    number = f"md5_number({text})"
    return f"({number} & {_HALF})::UBIGINT", f"({number} >> 64)::UBIGINT"

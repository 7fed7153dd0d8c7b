"""Regular expressions of `sh:pattern` (XPath `fn:matches`) that mean the same to RE2.

Left out are those that engines read differently: look-around, back references, `\\w`, `\\s`,
character class subtraction and the flags `s`, `m`, `x`, `q`.
"""

from __future__ import annotations

import re

_CLASS = r"\[\^?(?:[^\[\]\\]|\\[-\[\]\\^.d])+\]"
_PIECE = re.compile(
    rf"""{_CLASS}                           # [a-z]
    |\\[\\.$^?*+(){{}}\[\]|-]               # \.
    |\\[dtnr]                               # \d
    |\(\?:|\((?!\?)|\)|\|                   # groups
    |[?*+]\??|\{{[0-9]{{1,3}}(?:,(?:[0-9]{{1,3}})?)?\}}\??
    |[.^$]
    |[^\\\[\](){{}}?*+|.^$\x00-\x1f]        # a plain character
    """,
    re.VERBOSE,
)


def as_re2(pattern: str, flags: str) -> str | None:
    """The pattern for RE2, or None where it may mean something else there.

    >>> as_re2("^DK[0-9]{8}$", "i")
    '(?i)^DK[0-9]{8}$'
    >>> as_re2(r"(a)\\1", "") is None
    True
    """
    if flags not in ("", "i") or (flags and not pattern.isascii()):
        return None
    pieces = []
    at = 0
    while at < len(pattern):
        found = _PIECE.match(pattern, at)
        if found is None:
            return None
        pieces.append(found.group().replace(r"\d", r"\p{Nd}"))
        at = found.end()
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
    return f"(?{flags})" * bool(flags) + "".join(pieces)

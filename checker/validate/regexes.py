"""Regular expressions of `sh:pattern` (XPath `fn:matches`) for the engines at hand.

Left out for RE2 are those that engines read differently: look-around, back references, `\\w`,
`\\s`, character class subtraction and the flags `s`, `m`, `x`, `q`.
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


def as_python(pattern: str, flags: str) -> str | None:
    """The pattern for Python's engine under the flags `i`, `m` and `s`, or None where it subtracts
    a class of characters from another: `$` is the very end of a text unless lines have ends, and
    the flag `x` takes white space out of what is no class.

    >>> as_python("a [ $]$", "x")
    'a[ $]\\\\Z'
    >>> as_python("[a-z-[aeiou]]", "") is None
    True
    """
    pieces: list[str] = []
    begun = None
    for token in re.findall(r"\\.|.", pattern, re.DOTALL):
        at = len(pieces)
        if begun is not None:
            if token == "[" and pieces[-1] == "-":
                return None
            if token == "]" and at > begun + 1 and pieces[begun + 1 :] != ["^"]:
                begun = None
        elif token == "[":
            begun = at
        elif token == "$" and "m" not in flags:
            token = r"\Z"
        elif token in " \t\r\n" and "x" in flags:
            continue
        pieces.append(token)
    return "".join(pieces)

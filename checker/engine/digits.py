"""What a pattern says of numbers with a fixed count of digits, without asking about each of them.

A pattern cannot tell digits apart that none of its character classes tells apart, so one digit of
each such class stands for all: `^[0-9]{6}-?[0-9]{4}$` needs one number of ten digits,
`^([0-5]|none$)` needs 2 to the 10th.
"""

from __future__ import annotations

import itertools
import re
from importlib import import_module
from typing import Any

ops: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
_MOST = 5000
_NOTHING = frozenset({ops.ANY, ops.AT, ops.CATEGORY, ops.NEGATE})


def by_first_digit(pattern: str, count: int) -> bool:
    """Whether a pattern's answer on numbers of so many digits rests on the first of them alone.

    No is also the answer where that would take too long to find out.
    """
    try:
        starts = sorted({"0"} | _starts(parser.parse(pattern)))
        compiled = re.compile(pattern, re.ASCII)
    except (re.error, KeyError, RecursionError, OverflowError):
        return False
    if len(starts) ** count > _MOST:
        return False
    return all(
        len({bool(compiled.search(f + "".join(rest))) for rest in _rest(starts, count)}) == 1
        for f in starts
    )


def _rest(starts: list[str], count: int) -> itertools.product[tuple[str, ...]]:
    return itertools.product(starts, repeat=count - 1)


def _starts(tree: Any) -> set[str]:
    """The digits at which a class of digits begins that a pattern tells from others.

    Raises `KeyError` for a construct that is not regular.
    """
    found: set[str] = set()
    for op, argument in tree:
        if op in _NOTHING:
            continue
        if op in (ops.LITERAL, ops.NOT_LITERAL):
            found |= _edges(argument, argument)
        elif op is ops.RANGE:
            found |= _edges(*argument)
        elif op is ops.IN:
            found |= _starts(argument)
        elif op is ops.BRANCH:
            found |= set().union(*map(_starts, argument[1]))
        elif op is ops.SUBPATTERN or op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            found |= _starts(argument[-1])
        else:
            raise KeyError(op)
    return found


def _edges(first: int, last: int) -> set[str]:
    return {chr(code) for code in (first, last + 1) if ord("0") <= code <= ord("9")}
